use super::{Ident, Type};

/// The headers of an operation's answers.
#[derive(Debug)]
pub struct HeadersStruct {
    /// Its name.
    pub ident: Ident,
    /// Its documentation.
    pub docs: Vec<String>,
    /// A field for each header.
    pub fields: Vec<HeaderField>,
}

/// A header.
#[derive(Debug)]
pub struct HeaderField {
    /// The field.
    pub ident: Ident,
    /// The header's name in lower case.
    pub wire: String,
    /// The type of its value, or of each of its values.
    pub ty: Type,
    /// Whether there may be several values.
    pub list: bool,
    /// Its documentation.
    pub docs: Vec<String>,
}

/// An enum of the bodies that an operation's answers can have.
#[derive(Debug)]
pub struct OutcomeEnum {
    /// Its name.
    pub ident: Ident,
    /// Its documentation.
    pub docs: Vec<String>,
    /// Whether variants may be added without that being a breaking change.
    pub open: bool,
    /// Whether a variant is a stream, which cannot be cloned or compared.
    pub streams: bool,
    /// Its variants, one for each status.
    pub variants: Vec<OutcomeVariant>,
}

/// The body of one status.
#[derive(Debug)]
pub struct OutcomeVariant {
    /// Its name.
    pub ident: Ident,
    /// The body's type; `None` for no body.
    pub ty: Option<Type>,
    /// Its documentation.
    pub docs: Vec<String>,
}

/// What an answer with certain statuses means.
#[derive(Debug)]
pub struct Arm {
    /// The statuses.
    pub pattern: Pattern,
    /// The media type; any when there is none.
    pub media_type: Option<String>,
    /// The media type that a mock sends it with; empty where there is no body.
    pub sent_as: String,
    /// What it means.
    pub kind: ResponseKind,
}

/// Statuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// One.
    Code(u16),
    /// A hundred, by the first digit.
    Range(u16),
    /// All others.
    Rest,
}

/// What an answer means.
#[derive(Debug)]
pub enum ResponseKind {
    /// It is a success.
    Success(Decode, Wrap),
    /// It is a documented error.
    Failure(Decode, Wrap),
    /// The description does not document it.
    Unexpected,
}

/// How a body is decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decode {
    /// From JSON.
    Json,
    /// From XML, by this type's table.
    Xml(Ident),
    /// From text.
    Text,
    /// Not at all.
    Binary,
    /// There is none.
    Empty,
    /// As server-sent events.
    Events,
    /// As a JSON value a line.
    Lines,
}

/// What a decoded body becomes.
#[derive(Debug)]
pub enum Wrap {
    /// What it is.
    Same,
    /// A variant of the enum.
    Variant {
        /// The enum.
        of: Ident,
        /// The variant.
        variant: Ident,
        /// Whether the body is boxed in it.
        boxed: bool,
        /// Whether the variant has no body.
        unit: bool,
    },
}
