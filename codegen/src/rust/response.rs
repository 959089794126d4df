use super::{Ident, Namespace, Type};

/// The headers of an operation's responses.
#[derive(Debug)]
pub struct HeadersStruct {
    /// The name.
    pub ident: Ident,
    /// The documentation.
    pub docs: Vec<String>,
    /// The fields, one for each header.
    pub fields: Vec<HeaderField>,
}

/// A header.
#[derive(Debug)]
pub struct HeaderField {
    /// The field.
    pub ident: Ident,
    /// The name of the header in lower case.
    pub wire: String,
    /// The type of the value, or of each value.
    pub ty: Type,
    /// `true` if the header is a list of values.
    pub list: bool,
    /// `true` if every documented response has it, so that a response without it is wrong.
    pub required: bool,
    /// The documentation.
    pub docs: Vec<String>,
}

/// An enum of the bodies of an operation's responses.
#[derive(Debug)]
pub struct ResponseEnum {
    /// The name.
    pub ident: Ident,
    /// The documentation.
    pub docs: Vec<String>,
    /// `true` if it has `#[non_exhaustive]`, so that a new variant is no breaking change.
    pub open: bool,
    /// `true` if a variant is a stream, which cannot be cloned or compared.
    pub streams: bool,
    /// `true` if it implements `Serialize`.
    pub serializes: bool,
    /// The variants, one for each status.
    pub variants: Vec<ResponseVariant>,
    /// The methods that return a field that all bodies have.
    pub accessors: Vec<Accessor>,
}

impl ResponseEnum {
    /// Calls `visit` with every type that it uses.
    pub fn walk_types(&self, visit: &mut impl FnMut(&Type)) {
        self.variants.iter().flat_map(|variant| &variant.ty).for_each(|ty| ty.walk(visit));
    }
}

/// A method that returns a field that the bodies of all variants have.
#[derive(Debug)]
pub struct Accessor {
    /// The field and the method.
    pub ident: Ident,
    /// The type of the field.
    pub ty: Type,
    /// The variants, by the types of their bodies.
    pub variants: Vec<Vec<Ident>>,
}

/// An enum of documented errors that several operations have.
#[derive(Debug)]
pub struct SharedError {
    /// The enum.
    pub bodies: ResponseEnum,
    /// The stable keys of its places in `api.txt`, its own one first.
    pub places: Vec<String>,
    /// The meaning of each response that is not a success.
    pub arms: Vec<Arm>,
    /// The features that need it. Without any it is always compiled.
    pub features: Vec<String>,
}

/// The body of one status.
#[derive(Debug)]
pub struct ResponseVariant {
    /// The name.
    pub ident: Ident,
    /// The type of the body; `None` without a body.
    pub ty: Option<Type>,
    /// The documentation.
    pub docs: Vec<String>,
}

impl ResponseVariant {
    /// Returns `true` if the body implements `Serialize`.
    #[must_use]
    pub fn serializes(&self) -> bool {
        let mut serializes = true;
        self.ty.iter().for_each(|ty| {
            ty.walk(&mut |ty| serializes &= !matches!(ty, Type::Bytes | Type::Stream(..)));
        });
        serializes
    }
}

/// The meaning of a response with certain statuses.
#[derive(Debug)]
pub struct Arm {
    /// The statuses.
    pub pattern: Pattern,
    /// The media type; `None` for any.
    pub media_type: Option<String>,
    /// The media type of a mocked response; empty without a body.
    pub sent_as: String,
    /// The meaning.
    pub kind: ResponseKind,
}

/// A set of statuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// A single status.
    Code(u16),
    /// A hundred statuses, by the first digit.
    Range(u16),
    /// All other statuses.
    Rest,
}

/// The meaning of a response.
#[derive(Debug)]
pub enum ResponseKind {
    /// A success.
    Success(Decode, Wrap),
    /// A documented error.
    Failure(Decode, Wrap),
    /// A response that the description does not document.
    Unexpected,
}

/// The decoding of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decode {
    /// JSON.
    Json,
    /// XML, by this table.
    Xml(Ident),
    /// Text.
    Text,
    /// Raw bytes.
    Binary,
    /// No body.
    Empty,
    /// Server-sent events, and the data of the last one if it is not `[DONE]`.
    Events(Option<String>),
    /// JSON lines.
    Lines,
}

/// The conversion of a decoded body.
#[derive(Debug)]
pub enum Wrap {
    /// None: the body is the value.
    Same,
    /// A variant of the enum.
    Variant {
        /// The module of the enum.
        home: Namespace,
        /// The enum.
        of: Ident,
        /// The variant.
        variant: Ident,
        /// `true` if the variant boxes the body.
        boxed: bool,
        /// `true` if the variant has no body.
        unit: bool,
    },
}
