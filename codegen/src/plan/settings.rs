//! What the user decides about a generated crate.

use indexmap::IndexMap;

use crate::load::Selector;

/// The settings of one crate.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The package's name.
    pub name: String,
    /// The package's version.
    pub version: String,
    /// The operations that are generated, with the models that they reach; all when it is empty.
    pub only: Vec<Selector>,
    /// Names that are to be others.
    pub rename: Rename,
}

/// Names that are to be others than the description suggests.
#[derive(Debug, Clone, Default)]
pub struct Rename {
    /// Functions of operations, by `METHOD /path` or by `operationId`.
    pub operations: IndexMap<String, String>,
    /// Types of component schemas, by their key.
    pub schemas: IndexMap<String, String>,
    /// Fields, by the component schema's key, a dot and the property's name.
    pub fields: IndexMap<String, String>,
}
