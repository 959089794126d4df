//! A crate to generate: its description, its folder and its settings.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clientwright_codegen::Settings;

use crate::{Failure, allow::Allowed, settings_file::SettingsFile};

/// One crate to generate.
#[derive(Debug)]
pub(crate) struct Job {
    /// The description.
    pub(crate) spec: PathBuf,
    /// The folder below which other files may be read.
    pub(crate) root: Option<PathBuf>,
    /// The overlays.
    pub(crate) overlays: Vec<PathBuf>,
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
        let (root, overlays, bump, changelog, allow) = (None, Vec::new(), false, true, Vec::new());
        Self { spec, root, overlays, out, bump, changelog, allow, settings, settings_file: None }
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
