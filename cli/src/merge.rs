//! The files that a user may extend: `Cargo.toml`, `README.md` and `CHANGELOG.md`. What the generator wrote is
//! replaced, and the rest stays as it is, byte for byte.

pub(crate) mod changelog;
mod entries;
mod manifest;
mod readme;

use std::{fs, path::Path};

use clientwright_codegen::{FileTree, render::START};

use self::changelog::Section;
pub(crate) use self::readme::is_all_generated;
use crate::{output, ready::shown};

/// The result of merging the generated files with those of the disk.
#[derive(Debug, Default)]
pub(crate) struct Merged {
    /// The files to write.
    pub(crate) files: FileTree,
    /// The messages about files that the user has written.
    pub(crate) notes: Vec<String>,
}

/// Merges the generated files with those in the folder `out`.
///
/// # Errors
/// Returns an error if a generated key cannot be written to the manifest of the user.
pub(crate) fn merge(mut files: FileTree, out: &Path) -> Result<Merged, String> {
    let mut notes = Vec::new();
    for path in PATHS {
        let Some(text) = files.get_mut(path) else { continue };
        let place = out.join(path);
        // Another file, or none, is reported or replaced as all others are.
        let Ok(before) = fs::read_to_string(&place) else { continue };
        match file(path, &before, text).map_err(|error| format!("{}: {error}", place.display()))? {
            Some(merged) => *text = merged,
            None => {
                notes.push(own(&place, START));
                files.remove(path);
            }
        }
    }
    Ok(Merged { files, notes })
}

impl Merged {
    /// Adds the changelog with the section of a new version.
    pub(crate) fn add_changelog(
        &mut self,
        out: &Path,
        committed: Option<&str>,
        section: Option<&Section<'_>>,
    ) {
        let place = out.join(changelog::PATH);
        let before = fs::read_to_string(&place).ok();
        match changelog::update(before.as_deref(), committed, section) {
            Some(text) => drop(self.files.insert(changelog::PATH.to_owned(), text)),
            None if section.is_some() => self.notes.push(own(&place, changelog::MARKER)),
            None => {}
        }
    }
}

/// Returns the message about a file without the line that the generator needs.
fn own(place: &Path, line: &str) -> String {
    format!("{} has no line `{line}`: it is your own and stays", shown(place))
}

/// The files that are merged, apart from the changelog.
const PATHS: [&str; 2] = ["Cargo.toml", "README.md"];

/// Returns the file at `path` with the generated parts replaced, or `None` if no part of it is generated. A manifest of
/// the user alone is not merged.
///
/// # Errors
/// Returns an error if the parts of the user do not permit it.
fn file(path: &str, before: &str, generated: &str) -> Result<Option<String>, String> {
    match path {
        "README.md" => readme::merge(before, generated),
        "Cargo.toml" if output::is_generated(before.as_bytes()) => {
            manifest::merge(before, generated).map(Some)
        }
        _ => Ok(Some(generated.to_owned())),
    }
}

/// Returns `true` if a file with the text `before` is up to date.
pub(crate) fn is_same(path: &str, before: &str, generated: &str) -> bool {
    let merged = file(path, before, generated);
    merged.is_ok_and(|merged| merged.is_none_or(|text| text == before))
}
