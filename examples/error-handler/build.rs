//! Generates the source of this package from `shop.yaml`, below `OUT_DIR`.

use std::{env, error::Error, fs, path::PathBuf};

use codegen::{Settings, Severity, Share, ShareMode, Source, generate};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=shop.yaml");
    let share = Share { mode: ShareMode::All, ..Share::default() };
    let settings = Settings {
        name: "error-handler".to_owned(),
        included: true,
        resources: Some(true),
        share,
        ..Settings::default()
    };
    let generated = generate(&Source::new("shop.yaml", fs::read_to_string("shop.yaml")?), &settings)?;
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
