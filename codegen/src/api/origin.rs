use super::{SchemaId, Status};

/// The origin of a schema's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Its key in `components.schemas`.
    Component(String),
    /// Its place in a parent.
    Inline(Parent, Role),
    /// The places of equal schemas that are one schema, in order.
    Shared(Vec<SchemaId>),
}

impl Origin {
    /// Returns the key of a component.
    #[must_use]
    pub fn component(&self) -> Option<&str> {
        match self {
            Self::Component(key) => Some(key),
            Self::Inline(..) | Self::Shared(_) => None,
        }
    }
}

/// The parent of an inline schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Parent {
    /// Another schema.
    Schema(SchemaId),
    /// The operation with this index.
    Operation(usize),
}

/// The role of an inline schema in its parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// A property.
    Property(String),
    /// The elements of an array.
    Item,
    /// The values of a map.
    Value,
    /// A member of a union, by its index, with the name of its component.
    Member(usize, Option<String>),
    /// The base of schemas that extend it by `allOf`.
    Base,
    /// The request body.
    Body,
    /// The parts of a request body.
    Multipart,
    /// A header of the responses.
    Header(String),
    /// The body of the response with this status.
    Response(Status),
    /// A parameter.
    Parameter(String),
}
