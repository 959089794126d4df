//! Generates the source of an example from the description that has the name of its package, below `OUT_DIR`.

use clientwright_codegen::{Settings, build};

fn main() {
    let settings = Settings { resources: Some(true), ..Settings::default() };
    build::generate_with(concat!(env!("CARGO_PKG_NAME"), ".yaml"), settings);
}
