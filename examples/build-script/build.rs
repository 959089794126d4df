//! Generates the source of this package from `pets.yaml`, below `OUT_DIR`.

fn main() {
    clientwright_codegen::build::generate("pets.yaml");
}
