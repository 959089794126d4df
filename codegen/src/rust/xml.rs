use super::Ident;

/// A table that maps a type to XML.
#[derive(Debug)]
pub struct XmlType {
    /// The identifier of the table.
    pub ident: Ident,
    /// The name of the root element, with its prefix.
    pub name: String,
    /// The namespaces of the whole body, by prefix.
    pub namespaces: Vec<(String, String)>,
    /// The content of the element.
    pub content: XmlContent,
}

/// The content of the element of a type.
#[derive(Debug)]
pub enum XmlContent {
    /// The fields of an object.
    Object(Vec<XmlField>),
    /// The content of any other element.
    Is(XmlShape),
}

/// The content of an element.
#[derive(Debug)]
pub enum XmlShape {
    /// A scalar, by its name in the runtime.
    Scalar(&'static str),
    /// An element of this name for each value.
    List(String, Box<XmlShape>),
    /// The content of another table.
    Of(Ident),
}

/// A property.
#[derive(Debug)]
pub struct XmlField {
    /// The name in JSON.
    pub wire: String,
    /// The place in XML, by its name in the runtime.
    pub place: &'static str,
    /// The name in XML, with its prefix.
    pub name: String,
    /// The content.
    pub shape: XmlShape,
}
