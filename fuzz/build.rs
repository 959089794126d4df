//! Makes the seed corpus of each target out of the cases: `corpus/TARGET/CASE`.

use std::{error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=../tests/cases");
    for case in fs::read_dir("../tests/cases")? {
        let case = case?;
        let name = case.file_name();
        let spec = ["spec.yaml", "spec.json"].map(|file| case.path().join(file));
        for text in spec.iter().filter_map(|spec| fs::read(spec).ok()) {
            write("load", &name, &text)?;
            let Ok(value) = serde_yaml::from_slice::<serde_json::Value>(&text) else { continue };
            // From here on the descriptions are trees, and are changed as trees.
            for target in ["lower", "plan", "render"] {
                write(target, &name, value.to_string().as_bytes())?;
            }
        }
    }
    for folder in ["../generated", "../tests/wire"] {
        println!("cargo::rerun-if-changed={folder}/api.txt");
        let text = fs::read(Path::new(folder).join("api.txt"))?;
        write("surface", Path::new(folder).file_name().ok_or("a name")?, &text)?;
    }
    Ok(())
}

fn write(target: &str, name: impl AsRef<Path>, text: &[u8]) -> Result<(), Box<dyn Error>> {
    let folder = Path::new("corpus").join(target);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(name), text)?;
    Ok(())
}
