//! A crate for each document, and the program that calls them.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    path::{Path, PathBuf},
};

use clientwright::{config, description, files, job};
use clientwright_codegen::{FileTree, Settings, Share, ShareMode};
use tests::crates;

use super::Specification;

/// The package of the program.
const PROGRAM: &str = "scenarios";

/// Writes the crates and the program below `out`, with the calls of the folder `calls`. Returns the path of the program
/// after the build.
pub(super) fn write(specifications: &[Specification], calls: &Path, out: &Path) -> Result<PathBuf, String> {
    let mut crates: BTreeMap<String, FileTree> = BTreeMap::new();
    let mut modules = String::new();
    let mut runs = String::new();
    for specification in specifications {
        let file = calls.join(format!("{}.rs", specification.name.replace('-', "_")));
        if specification.documents.is_empty() || !file.is_file() {
            continue;
        }
        for document in &specification.documents {
            let name = package(specification, document);
            let settings = Settings {
                name: name.clone(),
                version: job::first_version(),
                // The calls of the scenarios are methods of the client.
                resources: Some(false),
                // They name the types of their own operation.
                share: Share { mode: ShareMode::Off, ..Share::default() },
                ..config::read_settings(&file.with_extension("toml"))?
            };
            let source = description::read(document, None, &[])?;
            let generated =
                clientwright_codegen::generate(&source, &settings).map_err(|fault| fault.to_string())?;
            let files =
                generated.files.ok_or_else(|| format!("{}: nothing is generated", document.display()))?;
            crates.insert(name, files);
        }
        let module = specification.name.replace('-', "_");
        // Writing to a string does not fail.
        let _ = writeln!(modules, "#[path = {:?}]\nmod {module};", file.display().to_string());
        let _ = writeln!(runs, "    {module}::run(&mut scenarios).await?;");
    }
    let harness = calls.join("harness.rs").display().to_string();
    let program = format!(
        "//! Calls the scenarios at a URL, with files of a folder.\n\n#[macro_use]\n#[path = {harness:?}]\nmod harness;\n{modules}\n\
         #[tokio::main]\nasync fn main() -> Result<(), harness::Failure> {{\n    let mut arguments = std::env::args().skip(1);\n    \
         let url = arguments.next().ok_or(\"the server's URL\")?;\n    let assets = arguments.next().ok_or(\"the folder\")?;\n    \
         let mut scenarios = harness::Scenarios::new(url, assets.as_ref())?;\n{runs}    Ok(())\n}}\n"
    );
    let mut manifest = format!(
        "[package]\nname = {PROGRAM:?}\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nbytes = \"1\"\njiff = \
         \"1\"\nserde_json = \"1\"\ntokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n"
    );
    for name in crates.keys() {
        let _ = writeln!(manifest, "{name} = {{ path = \"../{name}\" }}");
    }
    crates::write_crates(crates.iter().map(|(name, files)| (name.as_str(), files)), out)?;
    files::write_below(&out.join(PROGRAM), [("Cargo.toml", manifest), ("src/main.rs", program)])?;
    crates::write_workspace(crates.keys().map(String::as_str).chain([PROGRAM]), out)?;
    Ok(crates::program(PROGRAM))
}

/// The crate of a document: the specification's, with the version where there are several.
fn package(specification: &Specification, document: &Path) -> String {
    if specification.documents.len() < 2 {
        return specification.name.clone();
    }
    let stem = document.file_stem().unwrap_or_default().to_string_lossy();
    let version = stem.strip_prefix("openapi.").unwrap_or(&stem);
    format!("{}-{}", specification.name, version.replace('.', "-").to_lowercase())
}
