//! The public items of a generated crate, each with its source in the description, as `api.txt` lists them.
//!
//! A later run reads the list again. [`Memory`] finds the earlier name of a source in it, so that a name does not
//! change when something else is added to the description.
//!
//! The text is a tree: the members of a type are below its line, without its path.

mod entry;
mod memory;
pub(crate) mod places;
mod tree;
mod word;

use std::fmt;

pub use self::{
    entry::{Entry, Kind},
    memory::{Known, KnownErrors, KnownMethod, Memory},
};
pub(crate) use self::{memory::OPERATION_ID, word::word};

/// The public API of a generated crate: one entry for each item, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surface {
    entries: Vec<Entry>,
}

impl Surface {
    /// Creates a surface of these entries, in any order.
    pub(crate) fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_unstable();
        Self { entries }
    }

    /// Parses `api.txt`. Lines of any other form are ignored.
    ///
    /// A line with a complete path is an item too: earlier versions wrote all items so.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self::new(tree::parse(text))
    }

    /// Returns the entries, sorted by their paths.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

impl fmt::Display for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        tree::write(&self.entries, f)
    }
}

#[cfg(test)]
mod tests {
    use super::Surface;

    #[test]
    fn parse_ignores_comments_and_unknown_lines() {
        let surface = Surface::parse("# a comment\n\nnot an item\npub mod models\n");
        assert_eq!(surface.to_string(), "mod models\n");
    }
}
