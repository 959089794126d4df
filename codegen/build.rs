//! Tells the compiler where the sources of the runtime are, which the generator contains as text.

fn main() {
    println!("cargo::rustc-env=RUNTIME_SOURCES={}", clientwright_runtime::SOURCES);
    println!("cargo::rerun-if-changed=build.rs");
}
