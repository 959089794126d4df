use serde_json::Value;

use crate::diagnostics::Pointer;

/// A link of a response to another operation (OpenAPI 3.0.4, "Link Object").
#[derive(Debug)]
pub struct Link {
    /// The location in the description.
    pub pointer: Pointer,
    /// The name.
    pub name: String,
    /// The linked operation, or the reason why there is none.
    pub target: Result<LinkTarget, String>,
    /// The values of parameters, by name: constants and runtime expressions.
    pub parameters: Vec<(String, Value)>,
    /// The documentation.
    pub description: Option<String>,
}

/// The operation that a link names.
#[derive(Debug)]
pub enum LinkTarget {
    /// `operationId`
    Id(String),
    /// `operationRef`: the steps of a JSON pointer in the description.
    Pointer(Vec<String>),
}
