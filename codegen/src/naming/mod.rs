//! The public items of a generated crate, each with its source in the description, as `api.txt` lists them.
//!
//! A later run reads the list again. [`Memory`] finds the earlier name of a source in it, so that a name does not
//! change when something else is added to the description.

mod entry;
mod memory;
pub(crate) mod places;
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
        entries.sort_by_cached_key(ToString::to_string);
        Self { entries }
    }

    /// Parses `api.txt`. Lines of any other form are ignored.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self { entries: text.lines().filter_map(Entry::parse).collect() }
    }

    /// Returns the entries in the order of `api.txt`.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

impl fmt::Display for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.entries.iter().try_for_each(|entry| writeln!(f, "{entry}"))
    }
}

#[cfg(test)]
mod tests {
    use super::Surface;

    #[test]
    fn display_writes_the_text_that_parse_read() {
        let text = "\
#[non_exhaustive] pub struct models::Pet  # #/components/schemas/Pet; deprecated
feature client  # in default
impl Clone + Debug for models::Pet
pub const BASE_URL: &str  # https://example.org
pub field models::Pet::name: String  # name; required
pub fn Client::list_pets(&self) -> Call<'_, operations::ListPets>  # GET /pets; operationId listPets
pub type operations::ListPets::Output = Vec<models::Pet>  # 200
pub variant models::Kind::Other(String)  # any other value
";
        assert_eq!(Surface::parse(text).to_string(), text);
    }

    #[test]
    fn parse_ignores_comments_and_unknown_lines() {
        let surface = Surface::parse("# a comment\n\nnot an item\npub mod models\n");
        assert_eq!(surface.to_string(), "pub mod models\n");
    }
}
