//! `clientwright.lock`: the URLs of the descriptions that were fetched, and their contents by hash.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Component, Path},
};

use http::Uri;
use serde::{Deserialize, Serialize};

use crate::{config, files, locate, program};

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
        let fetched: Self = toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        for (file, known) in &fetched.file {
            // The file may come with a repository: it must not decide to write elsewhere.
            check_path(file).and_then(|()| check_url(&known.url)).map_err(|message| {
                format!("{}: {message}: run `{} fetch URL --out FILE`", path.display(), program::name())
            })?;
        }
        Ok(fetched)
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

/// Checks the URL of a description.
///
/// # Errors
/// Returns a message if it has another scheme than `https` or `http`, or a password.
pub(crate) fn check_url(url: &str) -> Result<Uri, String> {
    let uri: Uri = url.parse().map_err(|error| format!("`{url}` is not a URL: {error}"))?;
    if !matches!(uri.scheme_str(), Some("http" | "https")) {
        return Err(format!("`{url}` is not a URL with `https` or `http`"));
    }
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Err(format!("the URL has a password, which {FILE} would show: download the file yourself"));
    }
    Ok(uri)
}

/// Checks the path of a description, from the folder of the file.
///
/// # Errors
/// Returns a message if it leads outside of the folder, into a hidden folder, or to a file that cargo or this command
/// reads.
pub(crate) fn check_path(path: &str) -> Result<(), String> {
    let normal = config::normal(Path::new(path));
    let is_plain = |part: Component<'_>| matches!(part, Component::Normal(name) if !name.to_string_lossy().starts_with('.'));
    let name = normal.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let is_reserved = ["Cargo.toml", "Cargo.lock", "build.rs", locate::FILE, FILE].contains(&name.as_str())
        || Path::new(&name).extension().is_some_and(|extension| extension == "rs");
    if path.contains(char::is_control) || is_reserved || name.is_empty() || !normal.components().all(is_plain)
    {
        return Err(format!("{path:?} is no path for a description"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_only_paths_below_the_folder_and_plain_urls() {
        for path in ["openapi.yaml", "specs/v1/api.json", "a/../b.yaml"] {
            assert_eq!(check_path(path), Ok(()), "{path}");
        }
        for path in [
            "",
            "/etc/passwd",
            "../a.yaml",
            "a/../../b.yaml",
            ".git/hooks/post-checkout",
            ".cargo/config.toml",
            "Cargo.toml",
            "a/build.rs",
            "clientwright.toml",
            "clientwright.lock",
            "a\nb.yaml",
        ] {
            assert!(check_path(path).is_err(), "{path}");
        }
        assert!(check_url("https://example.com/openapi.yaml").is_ok());
        for url in ["ftp://example.com/a", "file:///etc/passwd", "https://me:secret@example.com/a", "a b", ""]
        {
            assert!(check_url(url).is_err(), "{url}");
        }
    }
}
