//! JSON pointers (RFC 6901), the places of values in a description and its files.

use std::fmt;

use serde::{Serialize, Serializer};

/// A place in a description: a JSON pointer (RFC 6901) as a URI fragment, such as `#/info/title`.
///
/// The path of another file precedes the fragment: `schemas/pet.yaml#/properties/name`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(String);

impl Pointer {
    /// Returns the pointer to the whole description.
    #[must_use]
    pub fn root() -> Self {
        Self("#".to_owned())
    }

    /// Returns the pointer to the whole file at a path.
    #[must_use]
    pub fn file(path: &str) -> Self {
        Self(format!("{}#", path.replace('%', "%25").replace('#', "%23")))
    }

    /// Returns the pointer to the member `key` of this object.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let mut pointer = String::with_capacity(self.0.len() + key.len() + 1);
        pointer.push_str(&self.0);
        pointer.push('/');
        for char in key.chars() {
            match char {
                '~' => pointer.push_str("~0"),
                '/' => pointer.push_str("~1"),
                other => pointer.push(other),
            }
        }
        Self(pointer)
    }

    /// Returns the pointer to the element `index` of this array.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.key(&index.to_string())
    }

    /// Returns the unescaped keys and indices of the pointer.
    pub fn steps(&self) -> impl Iterator<Item = String> {
        let (_, fragment) = self.0.split_once('#').unwrap_or_default();
        fragment.split('/').skip(1).map(unescape)
    }

    /// Returns the path of the file, or `None` for the description itself.
    #[must_use]
    pub fn path(&self) -> Option<String> {
        let (file, _) = self.0.split_once('#')?;
        (!file.is_empty()).then(|| file.replace("%23", "#").replace("%25", "%"))
    }

    /// Returns the pointer to the parent, and the last step. Returns `None` for a whole file.
    #[must_use]
    pub fn split_last(&self) -> Option<(Self, String)> {
        let (file, fragment) = self.0.split_once('#')?;
        let (parent, step) = fragment.rsplit_once('/')?;
        Some((Self(format!("{file}#{parent}")), unescape(step)))
    }

    /// Returns the pointer as a `$ref`: a URI reference, in which a percent sign is encoded.
    pub(crate) fn to_reference(&self) -> String {
        self.0.replace('%', "%25")
    }

    /// Returns the pointer as it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Returns the key or index of an escaped step (RFC 6901, section 4).
pub(crate) fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Pointer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_splits_keys() {
        let pointer = Pointer::file("a#b.yaml").key("a/b").key("c~d").index(0);
        assert_eq!(pointer.as_str(), "a%23b.yaml#/a~1b/c~0d/0");
        assert_eq!(pointer.path().as_deref(), Some("a#b.yaml"));
        assert_eq!(pointer.steps().collect::<Vec<_>>(), ["a/b", "c~d", "0"]);
        let (parent, step) = pointer.split_last().unzip();
        assert_eq!(parent, Some(Pointer::file("a#b.yaml").key("a/b").key("c~d")));
        assert_eq!(step.as_deref(), Some("0"));
        assert_eq!(Pointer::root().split_last(), None);
    }
}
