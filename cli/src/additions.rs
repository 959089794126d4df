//! The settings `derives`, `attributes` and `unknown-fields`.

use clientwright_codegen::Additions;
use indexmap::IndexMap;
use serde::Deserialize;

/// Additions to the types of the crate.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Added {
    /// The additions to all types.
    all: Vec<String>,
    /// The additions by type.
    types: IndexMap<String, Vec<String>>,
}

impl Added {
    /// Returns the settings of the generator.
    pub(crate) fn settings(self) -> Additions {
        Additions { all: self.all, types: self.types }
    }
}

/// The properties that the description does not list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum UnknownFields {
    /// They are skipped.
    #[default]
    Skip,
    /// They are kept in a map.
    Keep,
}
