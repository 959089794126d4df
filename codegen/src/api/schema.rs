use std::ops::{Index, IndexMut};

use serde_json::Value;

use super::Status;
use crate::diagnostics::Pointer;

/// Which schema of an [`Api`](super::Api).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(usize);

/// The schemas of a description.
#[derive(Debug, Default)]
pub struct Schemas(Vec<Schema>);

impl Schemas {
    /// Adds one.
    pub fn push(&mut self, schema: Schema) -> SchemaId {
        self.0.push(schema);
        SchemaId(self.0.len() - 1)
    }

    /// Every schema with its id.
    pub fn iter(&self) -> impl Iterator<Item = (SchemaId, &Schema)> {
        self.0.iter().enumerate().map(|(index, schema)| (SchemaId(index), schema))
    }

    /// Every id.
    pub fn ids(&self) -> impl Iterator<Item = SchemaId> + use<> {
        (0..self.0.len()).map(SchemaId)
    }

    /// The schema at the end of the references that start at `id`. References are no ring once the
    /// description is lowered; until then this stops after as many steps as there are schemas.
    #[must_use]
    pub fn resolve(&self, id: SchemaId) -> SchemaId {
        let mut at = id;
        for _ in 0..self.0.len() {
            match self[at].shape {
                Shape::Reference(next) => at = next,
                _ => return at,
            }
        }
        at
    }

    /// Whether `id`, or a schema that it refers to, may be `null`.
    #[must_use]
    pub fn nullable(&self, id: SchemaId) -> bool {
        let mut at = id;
        for _ in 0..=self.0.len() {
            if self[at].nullable {
                return true;
            }
            match self[at].shape {
                Shape::Reference(next) => at = next,
                _ => return false,
            }
        }
        false
    }
}

impl Index<SchemaId> for Schemas {
    type Output = Schema;

    fn index(&self, id: SchemaId) -> &Schema {
        &self.0[id.0]
    }
}

impl IndexMut<SchemaId> for Schemas {
    fn index_mut(&mut self, id: SchemaId) -> &mut Schema {
        &mut self.0[id.0]
    }
}

/// A schema.
#[derive(Debug)]
pub struct Schema {
    /// Where it is in the description.
    pub pointer: Pointer,
    /// What it is to be named after.
    pub origin: Origin,
    /// What is said about it.
    pub docs: Docs,
    /// Whether the value may be `null`.
    pub nullable: bool,
    /// What the value looks like.
    pub shape: Shape,
}

/// What people wrote about something.
#[derive(Debug, Clone, Default)]
pub struct Docs {
    /// `title` of a schema, `summary` of an operation.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `default`.
    pub default: Option<Value>,
    /// What the value has to fulfil beside its type, a sentence each.
    pub rules: Vec<String>,
    /// `deprecated`.
    pub deprecated: bool,
}

/// What a schema is to be named after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Its key in `components.schemas`.
    Component(String),
    /// Where it stands.
    Inline(Parent, Role),
}

/// What an inline schema stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Parent {
    /// Another schema.
    Schema(SchemaId),
    /// The operation with this index.
    Operation(usize),
}

/// As what an inline schema stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// A property.
    Property(String),
    /// The elements of an array.
    Item,
    /// The values of a map.
    Value,
    /// A member of a union, by its index.
    Member(usize),
    /// The request body.
    Body,
    /// The body of the answer with this status.
    Reply(Status),
    /// A parameter.
    Parameter(String),
}

/// What a value looks like.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Anything: the description gives no type, or none that can be expressed; and why.
    Any(&'static str),
    /// `true` or `false`.
    Boolean,
    /// An integer.
    Integer(IntegerFormat),
    /// A number, `float` when `true` and else `double`.
    Number {
        /// `format: float`
        single: bool,
    },
    /// A string.
    String(StringFormat),
    /// A string out of a list, which may grow.
    Enum(Vec<String>),
    /// An array.
    Array(SchemaId),
    /// An object whose keys are not known.
    Map(SchemaId),
    /// An object with properties.
    Object(Object),
    /// One of several. After [`lower`](crate::lower), JSON types tell them apart.
    Union(Vec<SchemaId>),
    /// A `$ref`.
    Reference(SchemaId),
}

/// The width of an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntegerFormat {
    /// `int32`
    I32,
    /// `int64`, and what has no format.
    I64,
}

/// What a string holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StringFormat {
    /// Text.
    Plain,
    /// `date-time`: an instant, by RFC 3339.
    DateTime,
    /// `uuid`: by RFC 9562.
    Uuid,
    /// `binary`: bytes, where the media type is not JSON.
    Binary,
}

/// An object with properties.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// The properties, in order.
    pub properties: Vec<Property>,
    /// What other properties hold, where the description says that there may be some.
    pub additional: Option<SchemaId>,
}

/// A property.
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    /// Its key.
    pub name: String,
    /// Its value.
    pub schema: SchemaId,
    /// Whether it is always there.
    pub required: bool,
}
