//! The pairs in `tests/changes`: a description before and after a change, the expected report, and the verdict of
//! cargo-semver-checks on the two crates.

use std::{fs, path::PathBuf};

use clientwright::{changes, diff, files};
use clientwright_codegen::surface::Level;

use crate::workspace;

/// A description before and after a change.
#[derive(Debug)]
pub struct Pair {
    /// The name of its folder.
    pub name: String,
    /// The path of its folder.
    pub folder: PathBuf,
}

/// Returns every pair, by name.
///
/// # Errors
/// Returns an error if the folder cannot be read.
pub fn all() -> Result<Vec<Pair>, String> {
    let folders = files::folders(&workspace().join("tests/changes"))?;
    Ok(folders.into_iter().map(|(name, folder)| Pair { name, folder }).collect())
}

impl Pair {
    /// Returns the report of the change, and its level.
    ///
    /// # Errors
    /// Returns an error if a description cannot be read.
    pub fn verdict(&self) -> Result<(String, Option<Level>), String> {
        let changes = diff::between(&self.folder.join("old.yaml"), &self.folder.join("new.yaml"))?;
        let text = format!("{}{}\n", changes::text(&changes, ""), changes::summary(&changes));
        Ok((text, changes.level()))
    }

    /// Returns the text of a file of the pair; empty for a missing file.
    #[must_use]
    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join(file)).unwrap_or_default()
    }

    /// Writes the expected report. Returns `true` if it differs from the one before.
    pub(crate) fn bless(&self) -> Result<bool, String> {
        let (text, _) = self.verdict()?;
        let changed = self.read("expected.txt") != text;
        files::write_below(&self.folder, [("expected.txt", text)])?;
        Ok(changed)
    }
}
