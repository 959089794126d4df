//! A crate to generate: its description, its folder and its settings.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clientwright_codegen::{Generated, Settings, Source, disk};

use crate::{Failure, allow::Allowed, description, parts, settings_file::SettingsFile};

/// A description on the disk.
#[derive(Debug, Clone)]
pub(crate) struct Description {
    /// The file.
    pub(crate) spec: PathBuf,
    /// The folder below which other files may be read.
    pub(crate) root: Option<PathBuf>,
    /// The overlays.
    pub(crate) overlays: Vec<PathBuf>,
}

impl Description {
    /// Returns the description in a file, without overlays.
    pub(crate) fn new(spec: PathBuf) -> Self {
        Self { spec, root: None, overlays: Vec::new() }
    }

    /// Reads the description.
    pub(crate) fn read(&self) -> Result<Source, String> {
        description::read(&self.spec, self.root.as_deref(), &self.overlays)
    }

    /// Returns the files of the description, except those that it refers to.
    pub(crate) fn files(&self) -> impl Iterator<Item = &PathBuf> {
        [&self.spec].into_iter().chain(&self.overlays)
    }
}

/// A part of a crate of several descriptions.
#[derive(Debug)]
pub(crate) struct JobPart {
    /// The path of its modules.
    pub(crate) name: String,
    /// The path of its modules without a version.
    pub(crate) api: String,
    /// The key of its settings.
    pub(crate) table: String,
    /// The version, as the settings name it.
    pub(crate) version: Option<String>,
    pub(crate) description: Description,
    /// `true` if its feature is on by default.
    pub(crate) on_by_default: bool,
    /// The settings of its operations.
    pub(crate) settings: Settings,
}

/// One crate to generate.
#[derive(Debug)]
pub(crate) struct Job {
    /// The description. Of a crate with parts, the file is that of the settings.
    pub(crate) description: Description,
    /// The parts of a crate of several descriptions.
    pub(crate) parts: Vec<JobPart>,
    /// The folder of the crate.
    pub(crate) out: PathBuf,
    /// `true` if the version follows from the changes.
    pub(crate) bump: bool,
    /// `true` if the crate has a `CHANGELOG.md`.
    pub(crate) changelog: bool,
    /// The codes of errors that are accepted.
    pub(crate) allow: Vec<Allowed>,
    /// The settings.
    pub(crate) settings: Settings,
    /// The file of the settings, if there is one.
    pub(crate) settings_file: Option<SettingsFile>,
}

impl Job {
    /// Creates a job with default settings.
    pub(crate) fn new(spec: PathBuf, out: PathBuf, name: &str) -> Self {
        let settings = Settings { name: name.to_owned(), version: first_version(), ..Settings::default() };
        let description = Description::new(spec);
        let (parts, bump, changelog, allow) = (Vec::new(), false, true, Vec::new());
        Self { description, parts, out, bump, changelog, allow, settings, settings_file: None }
    }
}

impl Job {
    /// Returns the files of all descriptions, except those that they refer to.
    pub(crate) fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.description.files().chain(self.parts.iter().flat_map(|part| part.description.files()))
    }

    /// Generates the crate with these settings.
    pub(crate) fn generate(&self, settings: &Settings) -> Result<Generated, String> {
        let generated = if self.parts.is_empty() {
            clientwright_codegen::generate(&self.description.read()?, settings)
        } else {
            let folder = disk::folder(&self.description.spec);
            clientwright_codegen::generate_parts(&parts::read(&self.parts, &folder), settings)
        };
        generated.map_err(|fault| fault.to_string())
    }
}

/// Returns the version of a package without one of its own.
#[must_use]
pub fn first_version() -> String {
    "0.1.0".to_owned()
}

/// Checks the name of a package that the command line has.
///
/// # Errors
/// Returns an error if the name is not one.
pub(crate) fn check_package_name(name: &str) -> Result<(), Failure> {
    if is_package_name(name) {
        return Ok(());
    }
    Err(Failure::Usage(format!("`{name}` is not a name for a package: choose one with --name")))
}

/// Returns `true` for a valid name of a package that is also a valid name of a crate.
pub(crate) fn is_package_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|char| char.is_ascii_alphanumeric() || char == '-' || char == '_')
        && name.len() <= 64
}

/// Returns `true` if two crates cannot be in these folders: they are one, or one is in the sources of the other.
pub(crate) fn overlap(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let (one, other) = (real(one), real(other));
    one == other || one.starts_with(other.join("src")) || other.starts_with(one.join("src"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crates_in_one_folder_overlap() {
        let overlap = |one: &str, other: &str| overlap(Path::new(one), Path::new(other));
        assert!(overlap("/none/a", "/none/a") && overlap("/none/a", "/none/a/src/b"));
        assert!(!overlap("/none/a", "/none/b") && !overlap("/none/a", "/none/a/crates/b"));
    }
}
