use super::{Ident, PathField, Type};

/// A method of a body's type that returns the call of a linked operation.
#[derive(Debug)]
pub struct LinkMethod {
    /// The struct of the body.
    pub receiver: Type,
    /// The name.
    pub ident: Ident,
    /// The stable key in `api.txt`.
    pub source: String,
    /// The documentation.
    pub docs: Vec<String>,
    /// The index of the operation whose response has the link.
    pub from: usize,
    /// The index of the linked operation.
    pub to: usize,
    /// The name of the argument with the client.
    pub client: Ident,
    /// The required arguments of the linked operation, in order.
    pub arguments: Vec<LinkValue>,
    /// The setters that are called, with their values.
    pub setters: Vec<(Ident, LinkValue)>,
    /// `true` if a value may be absent, so that the method returns an `Option`.
    pub optional: bool,
    /// `true` if the method triggers `clippy::too_many_arguments`.
    pub too_many_arguments: bool,
    /// `true` if it uses a deprecated field or setter.
    pub uses_deprecated: bool,
}

/// A value of a linked operation's parameter.
#[derive(Debug, PartialEq)]
pub enum LinkValue {
    /// The argument of the method with the name and the type of the operation's argument.
    Argument,
    /// A value in the body, at the end of these fields.
    Field(Vec<PathField>, LinkConversion),
    /// A text, which is converted into this type, if one is given.
    Text(String, Option<Type>),
    /// A literal.
    Literal(String),
}

/// The conversion of a field into the value of a parameter.
#[derive(Debug, PartialEq)]
pub enum LinkConversion {
    /// None: the value is copied.
    Copy,
    /// `clone`
    Clone,
    /// `to_string`
    Text,
    /// `From` of this type, of a copied value.
    FromCopy(Type),
    /// `From` of this type, of a cloned value.
    FromClone(Type),
}
