//! The packages of generated crates: cargo packages them without a warning, and the programs of `README.md` compile.

use std::{fmt::Write as _, path::Path};

use clientwright::{files, print_line};
use tests::crates;

/// The number of crates that cargo packages. It takes longer than their generation.
const PACKAGED: usize = 5;

/// Packages the first of these crates in `out`, and compiles the programs of all.
pub(crate) fn run(packages: &[&str], out: &Path) -> Result<(), String> {
    for package in packages.iter().take(PACKAGED) {
        let mut cargo = xtask::cargo::command();
        cargo.args(["package", "--no-verify", "--allow-dirty", "--offline", "--quiet", "--package", package]);
        cargo.current_dir(out).env("CARGO_TARGET_DIR", crates::target());
        let output = cargo.output().map_err(|error| format!("cannot run cargo: {error}"))?;
        let messages = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() || !messages.is_empty() {
            return Err(format!("{package} is packaged with a warning: {messages}"));
        }
    }
    print_line!("{} crates are packaged without a warning", packages.len().min(PACKAGED));
    let folder = out.join("readmes");
    let mut manifest =
        "[package]\nname = \"readmes\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\n\
        tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }\n"
            .to_owned();
    let mut text = String::new();
    for package in packages {
        let path = out.join(package).display().to_string();
        // Writing to a string does not fail.
        let _ = writeln!(
            manifest,
            "{package} = {{ path = {path:?}, default-features = false, features = [\"mock\", \"reqwest\"] }}"
        );
        let (readme, module) = (out.join(package).join("README.md"), package.replace('-', "_"));
        let _ = writeln!(
            text,
            "#[doc = include_str!({:?})]\npub mod {module} {{}}",
            readme.display().to_string()
        );
    }
    files::write_below(&folder.join("readmes"), [("Cargo.toml", manifest), ("src/lib.rs", text)])?;
    crates::write_workspace(["readmes"].into_iter(), &folder)?;
    crates::succeed(crates::cargo(&folder, "test").arg("--doc"))?;
    print_line!("the programs of {} READMEs compile", packages.len());
    Ok(())
}
