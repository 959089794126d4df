//! The cases in `tests/cases`: a small description each, and its exact output.
//!
//! A case is a folder with `spec.yaml` or `spec.json`, perhaps `settings.toml` and `overlay.yaml`, and `expected/`: the
//! files that depend on the description (models, operations, `client.rs` and the like; for a case called `mock…` also
//! the responses of the mock), and `diagnostics.txt` if there are any. Other files of the crate, `Cargo.toml` for
//! example, are compared if `expected/` has a file of that name: create an empty one and run `cargo xtask bless`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use clientwright::{Failure, config, description, files, job, print_line, settings_file::SettingsFile, show};
use clientwright_codegen::{FileTree, Settings, Source, disk};

use crate::{guide, pairs, workspace};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Rewrite only the cases and pairs whose name contains this
    name: Option<String>,
}

/// A case.
#[derive(Debug)]
pub struct Case {
    /// The name of its folder.
    pub name: String,
    folder: PathBuf,
}

/// The result of a case.
#[derive(Debug)]
pub struct Outcome {
    /// The files that `expected/` should have.
    pub expected: FileTree,
    /// The whole crate, if there is one.
    pub files: Option<FileTree>,
}

/// Returns every case, by name.
///
/// # Errors
/// Returns an error if the folder cannot be read.
pub fn all() -> Result<Vec<Case>, String> {
    let folders = files::folders(&workspace().join("tests/cases"))?;
    Ok(folders.into_iter().map(|(name, folder)| Case { name, folder }).collect())
}

impl Case {
    /// Generates the case.
    ///
    /// # Errors
    /// Returns an error if its files cannot be read, or the generator has a fault.
    pub fn outcome(&self) -> Result<Outcome, String> {
        let file = self.folder.join("settings.toml");
        let parts = config::read_parts(&file)?;
        let settings = Settings {
            name: self.name.clone(),
            version: job::first_version(),
            ..config::read_settings(&file)?
        };
        let spec = self.spec();
        let generated = match spec {
            None if parts.is_empty() => {
                return Err(format!("{}: there is no spec.yaml or spec.json", self.folder.display()));
            }
            None => clientwright_codegen::generate_parts(&parts, &settings),
            Some(spec) => clientwright_codegen::generate(&self.source(spec)?, &settings),
        };
        let generated =
            generated.map_err(|fault| format!("{}: {}: {}", self.name, fault.path, fault.message))?;
        let mut expected = FileTree::new();
        let settings = fs::read_to_string(&file).ok();
        let settings = settings.map(|text| SettingsFile::new("settings.toml".to_owned(), text, &[]));
        let diagnostics = show::render_with(
            spec.unwrap_or("settings.toml"),
            &generated,
            settings.as_ref(),
            usize::MAX,
            false,
        );
        if !diagnostics.is_empty() {
            expected.insert("diagnostics.txt".to_owned(), format!("{diagnostics}\n"));
        }
        let on_disk = self.on_disk()?;
        for (path, text) in generated.files.iter().flatten() {
            let in_folder = path.starts_with("src/models/") || path.starts_with("src/operations/");
            let is_mock = path.starts_with("src/mock/") && self.name.starts_with("mock");
            if is_mock
                || in_folder && !path.ends_with("/mod.rs")
                || ["src/client.rs", "src/errors.rs", "src/links.rs", "src/servers.rs", "src/xml.rs"]
                    .contains(&path.as_str())
                || on_disk.contains_key(path)
            {
                expected.insert(path.clone(), text.clone());
            }
        }
        Ok(Outcome { expected, files: generated.files })
    }

    /// Returns the file of the description, unless the case has parts.
    fn spec(&self) -> Option<&'static str> {
        ["spec.yaml", "spec.json"].into_iter().find(|name| self.folder.join(name).is_file())
    }

    fn source(&self, spec: &str) -> Result<Source, String> {
        let overlay = self.folder.join("overlay.yaml");
        let overlays = if overlay.is_file() { vec![overlay] } else { Vec::new() };
        description::read(&self.folder.join(spec), None, &overlays)
    }

    /// Reads the files that `expected/` has now.
    ///
    /// # Errors
    /// Returns an error if it cannot be read.
    pub fn on_disk(&self) -> Result<FileTree, String> {
        let mut files = FileTree::new();
        read_tree(&self.folder.join("expected"), "", &mut files)?;
        Ok(files)
    }

    fn bless(&self) -> Result<bool, String> {
        let (now, before) = (self.outcome()?.expected, self.on_disk()?);
        let folder = self.folder.join("expected");
        for path in before.keys().filter(|path| !now.contains_key(*path)) {
            let file = folder.join(path);
            fs::remove_file(&file).map_err(|error| format!("cannot remove {}: {error}", file.display()))?;
        }
        files::write_below(&folder, &now)?;
        Ok(now != before)
    }
}

fn read_tree(folder: &Path, prefix: &str, files: &mut FileTree) -> Result<(), String> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries.flatten() {
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            read_tree(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.insert(path, disk::text(&entry.path())?);
        }
    }
    Ok(())
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let wanted = options.name.as_deref().unwrap_or_default();
    for case in all()?.into_iter().filter(|case| case.name.contains(wanted)) {
        if case.bless()? {
            print_line!("{}: changed", case.name);
        }
    }
    for pair in pairs::all()?.into_iter().filter(|pair| pair.name.contains(wanted)) {
        if pair.bless()? {
            print_line!("{}: changed", pair.name);
        }
    }
    // The excerpts are of blessed cases.
    for page in guide::bless()? {
        print_line!("{page}: changed");
    }
    Ok(())
}
