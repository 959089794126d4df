//! The text of a description, and the files beside it.

use std::{fmt, sync::Arc};

/// Reads the file at a path from the folder of the description; `Err` says why it cannot.
type Read = dyn Fn(&str) -> Result<String, String> + Send + Sync;

/// The text of a description.
#[derive(Clone)]
pub struct Source {
    /// What it is called in diagnostics: the path of its file.
    pub name: String,
    /// The text, JSON or YAML.
    pub text: String,
    read: Option<Arc<Read>>,
    pub(super) overlays: Vec<Overlay>,
}

/// An overlay.
#[derive(Debug, Clone)]
pub(super) struct Overlay {
    /// Its path from the folder of the description.
    pub(super) path: String,
    pub(super) text: String,
}

impl Source {
    /// A description in one file.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), read: None, overlays: Vec::new() }
    }

    /// The same, whose `$ref`s may lead to other files. `read` is given their paths from the folder of the
    /// description, with `/` between folders; one that leads above it starts with `../`.
    ///
    /// A description is not to be trusted: what it may read is for `read` to decide.
    #[must_use]
    pub fn with_files(
        mut self,
        read: impl Fn(&str) -> Result<String, String> + Send + Sync + 'static,
    ) -> Self {
        self.read = Some(Arc::new(read));
        self
    }

    /// The same, changed first as an overlay says (OpenAPI Overlay 1.0), after those that were given before. `path` is
    /// its path from the folder of the description.
    #[must_use]
    pub fn with_overlay(mut self, path: impl Into<String>, text: impl Into<String>) -> Self {
        self.overlays.push(Overlay { path: path.into(), text: text.into() });
        self
    }

    /// The text of another file.
    pub(super) fn read(&self, path: &str) -> Result<String, String> {
        match &self.read {
            Some(read) => read(path),
            None => Err("only one file is read".to_owned()),
        }
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("name", &self.name).field("text", &self.text).finish_non_exhaustive()
    }
}
