//! The text of a description, and the files beside it.

use std::{fmt, sync::Arc};

/// A function that reads the file at a path from the folder of the description, or returns the reason it cannot.
type Read = dyn Fn(&str) -> Result<String, String> + Send + Sync;

/// A description, and the means to read the files that it refers to.
#[derive(Clone)]
pub struct Source {
    /// The path of the file, as it is shown in diagnostics.
    pub name: String,
    /// The text, JSON or YAML.
    pub text: Arc<str>,
    read: Option<Arc<Read>>,
    pub(super) overlays: Vec<Overlay>,
}

/// An overlay.
#[derive(Debug, Clone)]
pub(super) struct Overlay {
    /// The path from the folder of the description.
    pub(super) path: String,
    pub(super) text: String,
}

impl Source {
    /// Returns a description that consists of one file.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into().into(), read: None, overlays: Vec::new() }
    }

    /// Sets the function that reads the other files that the description refers to.
    ///
    /// `read` takes a path from the folder of the description, with `/` between folders. A path above that folder
    /// starts with `../`. A description is untrusted input: `read` must refuse files that it may not read.
    #[must_use]
    pub fn with_files(
        mut self,
        read: impl Fn(&str) -> Result<String, String> + Send + Sync + 'static,
    ) -> Self {
        self.read = Some(Arc::new(read));
        self
    }

    /// Adds an overlay (OpenAPI Overlay 1.0), which is applied after those that were added before. `path` is its path
    /// from the folder of the description.
    #[must_use]
    pub fn with_overlay(mut self, path: impl Into<String>, text: impl Into<String>) -> Self {
        self.overlays.push(Overlay { path: path.into(), text: text.into() });
        self
    }

    /// Reads another file.
    pub(super) fn read(&self, path: &str) -> Result<String, String> {
        match &self.read {
            Some(read) => read(path),
            None => Err("no other files are available".to_owned()),
        }
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("name", &self.name).field("text", &self.text).finish_non_exhaustive()
    }
}
