//! The places of settings in their file.

use clientwright_codegen::diagnostics::Position;
use toml::de::{DeTable, DeValue};

/// A file of settings.
#[derive(Debug, Clone)]
pub struct SettingsFile {
    /// The path, as messages show it.
    pub(crate) path: String,
    pub(crate) text: String,
    /// The keys of the table of the crate.
    table: Vec<String>,
}

impl SettingsFile {
    /// Creates the file of settings at `path`, whose keys are below those of `table`.
    #[must_use]
    pub fn new(path: String, text: String, table: &[&str]) -> Self {
        Self { path, text, table: table.iter().map(|key| (*key).to_owned()).collect() }
    }

    /// Returns the position of a setting: of its last key, or of the element of a list.
    pub(crate) fn position(&self, setting: &[String]) -> Option<Position> {
        let root = DeTable::parse(&self.text).ok()?;
        let mut table = root.get_ref();
        let mut keys = self.table.iter().chain(setting).peekable();
        while let Some(key) = keys.next() {
            let (name, value) = table.iter().find(|(name, _)| name.get_ref().as_ref() == key.as_str())?;
            let next = keys.peek();
            match value.get_ref() {
                DeValue::Table(inner) if next.is_some() => table = inner,
                DeValue::Array(items) if next.is_some() => {
                    let wanted = next.map(|next| next.as_str());
                    let item = items.iter().find(|item| item.get_ref().as_str() == wanted)?;
                    return Some(Position::of_offset(&self.text, item.span().start));
                }
                _ => return Some(Position::of_offset(&self.text, name.span().start)),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
[api.other.rename.schemas]
Pet = \"A\"

[api.pets]
spec = \"a\"
only = [
    \"listPets\",
    \"tag:Dogs\",
]
[api.pets.rename.schemas]
Pet = \"Animal\"
";

    #[test]
    fn finds_keys_and_elements() {
        let file = SettingsFile::new("a.toml".to_owned(), TEXT.to_owned(), &["api", "pets"]);
        let line = |setting: &[&str]| {
            let setting: Vec<String> = setting.iter().map(|key| (*key).to_owned()).collect();
            file.position(&setting).map(|position| (position.line, position.column))
        };
        assert_eq!(line(&["rename", "schemas", "Pet"]), Some((11, 1)));
        assert_eq!(line(&["only", "tag:Dogs"]), Some((8, 5)));
        assert_eq!(line(&["only", "tag:Cats"]), None);
        assert_eq!(line(&["rename", "fields", "Pet.a"]), None);
    }
}
