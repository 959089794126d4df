use std::fmt;

use serde::{Serialize, Serializer};

/// A place in a description: a JSON pointer (RFC 6901), shown as a URI fragment, `#/info/title`, after the
/// file that it is in where that is another one, `schemas/pet.yaml#/properties/name`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(String);

impl Pointer {
    /// The whole description.
    #[must_use]
    pub fn root() -> Self {
        Self("#".to_owned())
    }

    /// The whole file at this path.
    #[must_use]
    pub fn file(path: &str) -> Self {
        Self(format!("{}#", path.replace('%', "%25").replace('#', "%23")))
    }

    /// The member `key` of this object.
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

    /// The element `index` of this array.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.key(&index.to_string())
    }

    /// The members and elements that lead there, unescaped.
    pub fn steps(&self) -> impl Iterator<Item = String> {
        let (_, fragment) = self.0.split_once('#').unwrap_or_default();
        fragment.split('/').skip(1).map(unescape)
    }

    /// The path of the file that it is in; `None` for the description itself.
    #[must_use]
    pub fn path(&self) -> Option<String> {
        let (file, _) = self.0.split_once('#')?;
        (!file.is_empty()).then(|| file.replace("%23", "#").replace("%25", "%"))
    }

    /// What this stands in, and the last step to it; `None` for a whole file.
    #[must_use]
    pub fn split_last(&self) -> Option<(Self, String)> {
        let fragment = self.0.find('#')?;
        let slash = self.0[fragment..].rfind('/')? + fragment;
        let step = unescape(&self.0[slash + 1..]);
        Some((Self(self.0[..slash].to_owned()), step))
    }

    /// As a `$ref` has it: a URI, in which a percent sign starts an encoded byte.
    pub(crate) fn to_reference(&self) -> String {
        self.0.replace('%', "%25")
    }

    /// As it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A step of a pointer as the key or index that it is (RFC 6901, section 4).
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
