//! A command of the user with the generator as a library: `own-xtask API.yaml FOLDER` generates a crate, and prints the
//! changes of its public API since the last run.

use std::{env, error::Error, fs, path::Path};

use clientwright_codegen::{Settings, Severity, Source, Surface, generate, positions, surface::compare};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [spec, folder] = arguments.as_slice() else { return Err("usage: own-xtask API.yaml FOLDER".into()) };
    let folder = Path::new(folder);

    // What was there before keeps its names.
    let before = Surface::parse(&fs::read_to_string(folder.join("api.txt")).unwrap_or_default());
    let settings = Settings {
        name: "pets".to_owned(),
        version: "0.1.0".to_owned(),
        before: before.clone(),
        ..Settings::default()
    };
    let generated = generate(&Source::new(spec, fs::read_to_string(spec)?), &settings)?;

    let places = positions(&generated.texts, &generated.diagnostics);
    for (diagnostic, place) in generated.diagnostics.iter().zip(places) {
        let line = place.map_or(0, |place| place.line);
        eprintln!("{spec}:{line}: {diagnostic}");
    }
    let wrong = generated.diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error);
    let Some(files) = generated.files.filter(|_| !wrong) else { return Err("nothing is written".into()) };
    for (path, text) in &files {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap_or(folder))?;
        fs::write(file, text)?;
    }
    for change in compare(&before, &generated.surface).iter() {
        println!("{}: {}: {}", change.level, change.subject, change.what);
    }
    println!("{} operations, {} files", generated.report.operations.generated.len(), files.len());
    Ok(())
}
