//! Generates the source of this package from `pets.yaml`, below `OUT_DIR`.

use std::{env, error::Error, fs, path::PathBuf};

use clientwright_codegen::{Settings, Severity, Source, generate};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=pets.yaml");
    let settings = Settings { name: "pets".to_owned(), included: true, ..Settings::default() };
    let generated = generate(&Source::new("pets.yaml", fs::read_to_string("pets.yaml")?), &settings)?;
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
