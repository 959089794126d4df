use std::ops::{Index, IndexMut};

use serde_json::Value;

use super::{Constraint, Enumeration, Status, Union, Xml};
use crate::diagnostics::Pointer;

/// Which schema of an [`Api`](super::Api).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(usize);

impl SchemaId {
    /// Returns the position of the schema, for tables with an entry for each schema.
    pub(crate) fn index(self) -> usize {
        self.0
    }
}

/// The schemas of a description.
#[derive(Debug, Default)]
pub struct Schemas(Vec<Schema>);

impl Schemas {
    /// Adds one.
    pub fn push(&mut self, schema: Schema) -> SchemaId {
        self.0.push(schema);
        SchemaId(self.0.len() - 1)
    }

    /// Adds a copy of `id`, for this use of it.
    pub(crate) fn push_variant(&mut self, id: SchemaId, variant: SchemaVariant) -> SchemaId {
        let variant = Schema { variant: Some(variant), ..self[id].clone() };
        self.push(variant)
    }

    /// Adds a schema that says nothing, as the values of the map `id`.
    pub(crate) fn push_any(&mut self, id: SchemaId) -> SchemaId {
        let origin = Origin::Inline(Parent::Schema(id), Role::Value);
        let pointer = self[id].pointer.clone();
        self.push(Schema::new(pointer, origin, Shape::Any("the description gives no type")))
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.0.len()
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

    /// The schema of a line, of a body of lines with this schema: that of the elements of a list. A text is the whole body, and
    /// says nothing of its lines.
    #[must_use]
    pub fn line(&self, id: SchemaId) -> Option<SchemaId> {
        match self[self.resolve(id)].shape {
            Shape::Array(items) => Some(items),
            Shape::String(_) => None,
            _ => Some(id),
        }
    }

    /// The only value that `id`, or a schema that it refers to, lists, where that cannot be `null`.
    #[must_use]
    pub fn constant(&self, id: SchemaId) -> Option<Value> {
        if self.nullable(id) { None } else { self[self.resolve(id)].constant.clone() }
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
#[derive(Debug, Clone)]
pub struct Schema {
    /// Where it is in the description.
    pub pointer: Pointer,
    /// What it is to be named after.
    pub origin: Origin,
    /// What is said about it.
    pub docs: Docs,
    /// What it is for, where there is another one for the rest.
    pub variant: Option<SchemaVariant>,
    /// Whether the value may be `null`.
    pub nullable: bool,
    /// `format`
    pub format: Option<String>,
    /// The only value that the description lists, where it lists one.
    pub constant: Option<Value>,
    /// What the description shows as one, which may be something else.
    pub example: Option<Value>,
    /// How XML has it, where the description says that.
    pub xml: Option<Box<Xml>>,
    /// What the value looks like.
    pub shape: Shape,
}

/// What a schema is for that is there twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaVariant {
    /// As requests have it, beside another one that is as answers have it.
    Request,
    /// A patch of what is whole elsewhere.
    Patch,
}

impl Schema {
    /// A schema of which nothing is said but its shape.
    #[must_use]
    pub fn new(pointer: Pointer, origin: Origin, shape: Shape) -> Self {
        Self {
            pointer,
            origin,
            docs: Docs::default(),
            variant: None,
            nullable: false,
            format: None,
            constant: None,
            example: None,
            xml: None,
            shape,
        }
    }
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
    /// What the value has to fulfil beside its type.
    pub constraints: Vec<Constraint>,
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
    /// A member of a union, by its index, and the name of the component that it is made of.
    Member(usize, Option<String>),
    /// What all children of a schema have that others extend by `allOf`.
    Base,
    /// The request body.
    Body,
    /// The parts of a request body.
    Multipart,
    /// A header of the answers.
    Header(String),
    /// The body of the answer with this status.
    Response(Status),
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
    /// A value out of a list, which may grow.
    Enum(Enumeration),
    /// An array.
    Array(SchemaId),
    /// An array whose elements have each its own type.
    Tuple(Vec<SchemaId>),
    /// An object whose keys are not known.
    Map(SchemaId),
    /// An object with properties.
    Object(Object),
    /// The parts of a request body.
    Multipart(Vec<Part>),
    /// One of several.
    Union(Union),
    /// A `$ref`.
    Reference(SchemaId),
}

/// The width of an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntegerFormat {
    /// `int8`
    I8,
    /// `int16`
    I16,
    /// `int32`
    I32,
    /// `int64`, and what has no format.
    I64,
    /// `uint8`
    U8,
    /// `uint16`
    U16,
    /// `uint32`
    U32,
    /// `uint64`
    U64,
}

impl IntegerFormat {
    /// The least and the greatest of them.
    #[must_use]
    pub fn range(self) -> (i128, i128) {
        match self {
            Self::I8 => (i8::MIN.into(), i8::MAX.into()),
            Self::I16 => (i16::MIN.into(), i16::MAX.into()),
            Self::I32 => (i32::MIN.into(), i32::MAX.into()),
            Self::I64 => (i64::MIN.into(), i64::MAX.into()),
            Self::U8 => (0, u8::MAX.into()),
            Self::U16 => (0, u16::MAX.into()),
            Self::U32 => (0, u32::MAX.into()),
            Self::U64 => (0, u64::MAX.into()),
        }
    }

    /// Whether this is one of them.
    #[must_use]
    pub fn holds(self, value: i128) -> bool {
        let (least, most) = self.range();
        (least..=most).contains(&value)
    }
}

/// What a string holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StringFormat {
    /// Text.
    Plain,
    /// `date-time`: an instant, by RFC 3339.
    DateTime,
    /// `date`: a day, by RFC 3339.
    Date,
    /// `time`: a time of day, by RFC 3339.
    Time,
    /// `duration`: by RFC 3339, appendix A.
    Duration,
    /// `uuid`: by RFC 9562.
    Uuid,
    /// `ipv4`
    Ipv4,
    /// `ipv6`
    Ipv6,
    /// `ip`: one of both.
    Ip,
    /// `byte`: bytes in base64, by RFC 4648.
    Byte,
    /// `base64url`: the same for URLs and file names.
    ByteUrl,
    /// `password`: text that is shown to nobody.
    Password,
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
    /// The value that it always has in this object, because unions tell the object by it.
    pub tag_value: Option<Value>,
    /// Whether requests go without it.
    pub read_only: bool,
    /// Whether answers come without it.
    pub write_only: bool,
}

/// A part of a request body.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The property of the body.
    pub property: Property,
    /// How it is written.
    pub kind: PartKind,
    /// Its media type, where the description gives one.
    pub media_type: Option<String>,
}

/// How a part is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// As a file.
    File,
    /// As several files.
    Files,
    /// As text, one part for each of a list.
    Text,
    /// As JSON.
    Json,
}
