//! The generator in a build script.
//!
//! ```no_run
//! // In `main` of build.rs:
//! clientwright_codegen::build::generate("openapi.yaml");
//! ```
//!
//! The package includes the result, for example as the whole `src/lib.rs`, and lists the dependencies that
//! `Cargo.toml` in `OUT_DIR` has:
//!
//! ```ignore
//! include!(concat!(env!("OUT_DIR"), "/src/lib.rs"));
//! ```

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
};

use crate::{Generated, Settings, diagnostics::Severity, disk, escape, positions};

/// Generates the source of the package from the description at `path`, below `OUT_DIR`.
///
/// The path is relative to the folder of the package. Cargo runs the build script again when a file of the description
/// changes. Warnings about the description are warnings of cargo. After an error the build script
/// ends, and cargo shows the message with the line in the description.
pub fn generate(path: impl AsRef<Path>) {
    generate_with(path, Settings::default());
}

/// Generates the source of the package as [`generate`] does, with settings.
///
/// `name` and `included` of the settings are set: the source is included, in the crate of the package.
pub fn generate_with(path: impl AsRef<Path>, settings: Settings) {
    if let Err(messages) = run(path.as_ref(), settings) {
        for message in messages {
            println!("cargo::error={}", line(&message));
        }
        process::exit(1);
    }
}

/// Generates the source. Returns the messages of the errors.
fn run(path: &Path, settings: Settings) -> Result<(), Vec<String>> {
    rerun_if_changed(path)?;
    let variable = |name: &str| {
        env::var(name)
            .map_err(|_| vec![format!("`{name}` is not set: call this function from a build script")])
    };
    let (name, out) = (variable("CARGO_PKG_NAME")?, PathBuf::from(variable("OUT_DIR")?));
    let source = disk::read(path, None).map_err(|message| vec![message])?;
    let settings = Settings { name, included: true, ..settings };
    let generated = crate::generate(&source, &settings).map_err(|fault| vec![fault.to_string()])?;
    for other in generated.texts.keys().filter(|other| !other.is_empty()) {
        rerun_if_changed(&disk::folder(path).join(other))?;
    }
    let errors = report(path, &generated);
    let Some(files) = generated.files.filter(|_| errors.is_empty()) else { return Err(errors) };
    for (place, text) in files {
        write(&out.join(place), &text).map_err(|message| vec![message])?;
    }
    Ok(())
}

/// Tells cargo that the build script depends on a file.
fn rerun_if_changed(file: &Path) -> Result<(), Vec<String>> {
    let file = file.display().to_string();
    // A line break would start another instruction for cargo.
    if file.contains(['\n', '\r']) {
        return Err(vec![format!("the path {file:?} contains a line break")]);
    }
    println!("cargo::rerun-if-changed={file}");
    Ok(())
}

/// Prints the warnings about a description, and returns its errors.
fn report(path: &Path, generated: &Generated) -> Vec<String> {
    let mut errors = Vec::new();
    let places = positions(&generated.texts, &generated.diagnostics);
    for (diagnostic, place) in generated.diagnostics.iter().zip(places) {
        let file = match diagnostic.pointer.path() {
            Some(other) if !other.is_empty() => disk::folder(path).join(other),
            _ => path.to_owned(),
        };
        let place = place.map(|place| format!(":{}:{}", place.line, place.column)).unwrap_or_default();
        let message = format!("{}{place}: {diagnostic}", file.display());
        match diagnostic.severity() {
            Severity::Error => errors.push(message),
            Severity::Warning => println!("cargo::warning={}", line(&message)),
        }
    }
    errors
}

/// Returns a message in one line: a line break would start another instruction for cargo.
fn line(message: &str) -> String {
    escape::text(message).replace(['\n', '\r'], " ")
}

/// Writes a file, unless it has this text already.
fn write(file: &Path, text: &str) -> Result<(), String> {
    if fs::read_to_string(file).is_ok_and(|known| known == text) {
        return Ok(());
    }
    fs::create_dir_all(disk::folder(file))
        .and_then(|()| fs::write(file, text))
        .map_err(|error| format!("cannot write {}: {error}", file.display()))
}
