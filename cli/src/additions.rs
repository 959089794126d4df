//! The settings `derives`, `attributes` and `unknown-fields`.

use clientwright_codegen::Additions;
use indexmap::IndexMap;
use serde::Deserialize;

/// The tables `derives` and `attributes`: additions to the types of the crate.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Added {
    /// The additions to all types: derive macros as paths, or attributes ([Derived traits](#derived-traits)).
    ///
    /// ```toml
    /// [api.my-api]
    /// derives.all = ["Hash", "schemars::JsonSchema"]
    /// attributes.all = ["#[cfg_attr(docsrs, doc(cfg(all())))]"]
    /// ```
    all: Vec<String>,
    /// The additions by type. A type is named as in `models`, or by its path in `api.txt`.
    ///
    /// ```toml
    /// [api.my-api]
    /// derives.types = { Pet = ["Ord"] }
    /// attributes.types = { Pet = ["#[must_use]"] }
    /// ```
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
