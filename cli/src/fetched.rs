//! `clientwright.lock`: the URLs of the descriptions that were fetched, and their contents by hash.

use std::{collections::BTreeMap, fs, io, path::Path};

use serde::{Deserialize, Serialize};

use crate::files;

/// The name of the file, beside `clientwright.toml`.
const FILE: &str = "clientwright.lock";
/// The first line of the file.
const HEAD: &str = "# The descriptions that `clientwright fetch` has written. Do not edit.";

/// The file.
#[derive(Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fetched {
    /// The descriptions, by their paths from the folder of the file.
    #[serde(default)]
    file: BTreeMap<String, Known>,
}

/// A description that was fetched.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Known {
    /// Its URL.
    pub(crate) url: String,
    /// The `ETag` of the response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) etag: Option<String>,
    /// The hash of the file, in hexadecimal digits.
    pub(crate) sha256: String,
}

impl Fetched {
    /// Reads the file in `folder`; a missing one is empty.
    pub(crate) fn read(folder: &Path) -> Result<Self, String> {
        let path = folder.join(FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(format!("cannot read {}: {error}", path.display())),
        };
        toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Returns the descriptions with their paths.
    pub(crate) fn files(&self) -> impl ExactSizeIterator<Item = (&str, &Known)> {
        self.file.iter().map(|(path, known)| (path.as_str(), known))
    }

    /// Returns the description at a path.
    pub(crate) fn get(&self, path: &str) -> Option<&Known> {
        self.file.get(path)
    }

    /// Adds a description, or replaces the one at this path.
    pub(crate) fn insert(&mut self, path: String, known: Known) {
        self.file.insert(path, known);
    }

    /// Writes the file.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), String> {
        let text = toml::to_string(self).map_err(|error| format!("cannot write {FILE}: {error}"))?;
        files::write_below(folder, [(FILE, format!("{HEAD}\n\n{text}"))])
    }
}
