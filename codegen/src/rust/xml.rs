use super::Ident;

/// How XML has a type that bodies in XML are made of.
#[derive(Debug)]
pub struct XmlType {
    /// What stands for it.
    pub ident: Ident,
    /// What the element of a whole body is called, with its prefix.
    pub name: String,
    /// The prefixes in a whole body, and their namespaces.
    pub namespaces: Vec<(String, String)>,
    /// What is in the element.
    pub content: XmlContent,
}

/// What is in the element of a type.
#[derive(Debug)]
pub enum XmlContent {
    /// An object.
    Object(Vec<XmlField>),
    /// What is in any element.
    Is(XmlShape),
}

/// What is in an element.
#[derive(Debug)]
pub enum XmlShape {
    /// A text, a number, …: as the support code calls it.
    Scalar(&'static str),
    /// An element of this name for each value.
    List(String, Box<XmlShape>),
    /// What another type is.
    Of(Ident),
}

/// A property.
#[derive(Debug)]
pub struct XmlField {
    /// What JSON calls it.
    pub wire: String,
    /// Where XML has it: as the support code calls it.
    pub place: &'static str,
    /// What XML calls it, with its prefix.
    pub name: String,
    /// What it is.
    pub shape: XmlShape,
}
