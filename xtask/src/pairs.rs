//! The pairs in `tests/changes`: a description before and after a change, what is said of it, and what
//! cargo-semver-checks says of the two crates.

use std::{fs, path::PathBuf};

use codegen::surface::Level;

use crate::{changes, diff, files, workspace};

/// A description before and after a change.
#[derive(Debug)]
pub struct Pair {
    /// Its name: the folder's.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
}

/// Every pair, by name.
///
/// # Errors
/// When the folder cannot be read.
pub fn all() -> Result<Vec<Pair>, String> {
    let folders = files::folders(&workspace().join("tests/changes"))?;
    Ok(folders.into_iter().map(|(name, folder)| Pair { name, folder }).collect())
}

impl Pair {
    /// What is said of the change, and how large it is.
    ///
    /// # Errors
    /// When a description cannot be read.
    pub fn verdict(&self) -> Result<(String, Option<Level>), String> {
        let changes = diff::between(&self.folder.join("old.yaml"), &self.folder.join("new.yaml"))?;
        let text = format!("{}{}\n", changes::text(&changes, ""), changes::summary(&changes));
        Ok((text, changes.level()))
    }

    /// A file of the pair; empty when it is not there.
    #[must_use]
    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join(file)).unwrap_or_default()
    }

    /// Notes what is said; whether it is something else than before.
    pub(crate) fn bless(&self) -> Result<bool, String> {
        let (text, _) = self.verdict()?;
        let changed = self.read("expected.txt") != text;
        files::write_below(&self.folder, [("expected.txt", text)])?;
        Ok(changed)
    }
}
