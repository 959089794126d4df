/// How XML has a schema (OpenAPI 3.0.4, "XML Object"; 3.2.0 for `nodeType`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Xml {
    /// `name`
    pub name: Option<String>,
    /// `prefix`
    pub prefix: Option<String>,
    /// `namespace`
    pub namespace: Option<String>,
    /// Whether it is an attribute.
    pub attribute: bool,
    /// Whether the elements of a list stand in an element of their own.
    pub wrapped: bool,
    /// Whether it is the text between the tags.
    pub text: bool,
}
