use super::{Ident, Location};

/// A parameter whose value is set once, on the builder of the client.
#[derive(Debug, Clone)]
pub struct ClientParameter {
    /// The location in the request.
    pub location: Location,
    /// The name in the request, that of a header in lower case.
    pub wire: String,
    /// `true` if each operation that has it requires it.
    pub required: bool,
    /// The method of the builder.
    pub ident: Ident,
    /// The documentation of the method.
    pub docs: Vec<String>,
    /// The variable of the environment.
    pub variable: String,
}
