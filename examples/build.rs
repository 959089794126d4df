//! Generates the source of an example from the description that has the name of its package, below `OUT_DIR`.

use std::{env, error::Error, fs, path::PathBuf};

use clientwright_codegen::{Settings, Severity, Source, generate};

fn main() -> Result<(), Box<dyn Error>> {
    let name = env::var("CARGO_PKG_NAME")?;
    let description = format!("{name}.yaml");
    println!("cargo::rerun-if-changed={description}");
    let settings = Settings { name, included: true, resources: Some(true), ..Settings::default() };
    let generated = generate(&Source::new(&description, fs::read_to_string(&description)?), &settings)?;
    for diagnostic in &generated.diagnostics {
        match diagnostic.severity() {
            Severity::Error => return Err(diagnostic.to_string().into()),
            Severity::Warning => println!("cargo::warning={diagnostic}"),
        }
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    for (path, text) in generated.files.ok_or("nothing is generated")? {
        let file = out.join(path);
        fs::create_dir_all(file.parent().unwrap_or(&out))?;
        fs::write(file, text)?;
    }
    Ok(())
}
