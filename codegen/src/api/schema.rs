use std::{
    collections::BTreeSet,
    ops::{Index, IndexMut},
};

use serde_json::Value;

use super::{Constraint, Enumeration, Origin, PageRole, Union, Xml};
use crate::diagnostics::Pointer;

/// The id of a schema in an [`Api`](super::Api).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(usize);

impl SchemaId {
    /// Returns the position of the schema, for tables with an entry for each schema.
    pub(crate) fn index(self) -> usize {
        self.0
    }

    /// Returns the id of the same schema after `count` others.
    pub(super) fn shifted(self, count: usize) -> Self {
        Self(self.0 + count)
    }
}

/// The schemas of a description.
#[derive(Debug, Default)]
pub struct Schemas(Vec<Schema>);

impl Schemas {
    /// Adds a schema.
    pub fn push(&mut self, schema: Schema) -> SchemaId {
        self.0.push(schema);
        SchemaId(self.0.len() - 1)
    }

    /// Adds a copy of `id` as its variant.
    pub(crate) fn push_variant(&mut self, id: SchemaId, variant: SchemaVariant) -> SchemaId {
        let variant = Schema { variant: Some(variant), ..self[id].clone() };
        self.push(variant)
    }

    /// Returns the number of schemas.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Returns every schema with its id.
    pub fn iter(&self) -> impl Iterator<Item = (SchemaId, &Schema)> {
        self.0.iter().enumerate().map(|(index, schema)| (SchemaId(index), schema))
    }

    /// Returns every schema with its id.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (SchemaId, &mut Schema)> {
        self.0.iter_mut().enumerate().map(|(index, schema)| (SchemaId(index), schema))
    }

    /// Adds schemas whose ids are already shifted.
    pub(super) fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Removes the schemas that are not in `used`. Returns the new id of each schema.
    pub(super) fn retain(&mut self, used: &BTreeSet<SchemaId>) -> Vec<Option<SchemaId>> {
        let mut next = 0;
        let numbers = self.ids().map(|id| {
            let number = used.contains(&id).then_some(SchemaId(next));
            next += usize::from(number.is_some());
            number
        });
        let numbers: Vec<Option<SchemaId>> = numbers.collect();
        let mut kept = numbers.iter().map(Option::is_some);
        self.0.retain(|_| kept.next().unwrap_or_default());
        numbers
    }

    /// Returns every id.
    pub fn ids(&self) -> impl Iterator<Item = SchemaId> + use<> {
        (0..self.0.len()).map(SchemaId)
    }

    /// Returns the schema at the end of the references that start at `id`. References form no cycle after the
    /// description is lowered; before that, this stops after as many steps as there are schemas.
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

    /// Returns the schema of one line of a body of lines: the schema of the elements of a list. A text is the whole
    /// body and has no schema for its lines.
    #[must_use]
    pub fn line(&self, id: SchemaId) -> Option<SchemaId> {
        match self[self.resolve(id)].shape {
            Shape::Array(items) => Some(items),
            Shape::String(_) => None,
            _ => Some(id),
        }
    }

    /// Returns the only value of `id` or of the schema that it refers to, unless `null` is allowed too.
    #[must_use]
    pub fn constant(&self, id: SchemaId) -> Option<Value> {
        if self.nullable(id) { None } else { self[self.resolve(id)].constant.clone() }
    }

    /// Returns `true` if `id` or a schema that it refers to allows `null`.
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
    /// The location in the description.
    pub pointer: Pointer,
    /// The origin of the schema's name.
    pub origin: Origin,
    /// The names that extensions give.
    pub given: GivenNames,
    /// The documentation.
    pub docs: Docs,
    /// The use of a schema that is split in several.
    pub variant: Option<SchemaVariant>,
    /// `true` if the value may be `null`.
    pub nullable: bool,
    /// `format`
    pub format: Option<String>,
    /// The only value, if `enum` or `const` lists one.
    pub constant: Option<Value>,
    /// The example of the description, which may not match the schema.
    pub example: Option<Value>,
    /// The XML representation.
    pub xml: Option<Box<Xml>>,
    /// The purpose in a pagination, as an extension gives it.
    pub page_role: Option<PageRole>,
    /// The shape of the value.
    pub shape: Shape,
}

/// The names that extensions of a description give a schema.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GivenNames {
    /// The name of its place: of a component, a property or a parameter (`x-rust-name`, `x-ms-client-name`).
    pub place: Option<String>,
    /// The name of its type (`x-ms-enum`).
    pub type_name: Option<String>,
    /// The Rust type that represents it (`x-rust-type`).
    pub rust_type: Option<GivenType>,
}

/// A Rust type that an extension of a description gives a schema. It is not trusted: the settings must have its
/// package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenType {
    /// The path, which can be any text.
    pub path: String,
    /// The package of the type.
    pub package: Option<String>,
    /// The version of the package.
    pub version: Option<String>,
    /// `true` if the type has parameters, which are not expressed.
    pub has_parameters: bool,
}

/// The use of a schema that is split in several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SchemaVariant {
    /// In requests, without `readOnly` properties.
    Request,
    /// In merge patches, with optional and nullable properties.
    Patch,
}

impl Schema {
    /// Creates a schema that has a shape and nothing else.
    #[must_use]
    pub fn new(pointer: Pointer, origin: Origin, shape: Shape) -> Self {
        Self {
            pointer,
            origin,
            given: GivenNames::default(),
            docs: Docs::default(),
            variant: None,
            nullable: false,
            format: None,
            constant: None,
            example: None,
            xml: None,
            page_role: None,
            shape,
        }
    }

    /// Returns `true` for an entry of `components.schemas`. A schema in a component of another kind is named after it,
    /// but is no entry.
    #[must_use]
    pub fn is_component(&self) -> bool {
        self.origin.component().is_some() && self.pointer.is_below(&["components", "schemas"])
    }
}

/// The documentation of a schema, an operation or a parameter.
#[derive(Debug, Clone, Default)]
pub struct Docs {
    /// `title` of a schema, `summary` of an operation.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `default`.
    pub default: Option<Value>,
    /// The constraints of the value beside its type.
    pub constraints: Vec<Constraint>,
    /// `deprecated`, or an extension with this meaning.
    pub deprecated: bool,
    /// The reason of the deprecation, as an extension gives it.
    pub deprecation: Option<String>,
    /// The `operationId`, the parameter or the property to use instead, as an extension gives it.
    pub replacement: Option<String>,
}

/// The shape of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Any value, with the reason: the description gives no type, or one that cannot be expressed.
    Any(&'static str),
    /// `true` or `false`.
    Boolean,
    /// An integer.
    Integer(IntegerFormat),
    /// A number.
    Number {
        /// `format: float`
        single: bool,
    },
    /// A string.
    String(StringFormat),
    /// One of several values. Later versions of the API may add values.
    Enum(Enumeration),
    /// An array.
    Array(SchemaId),
    /// An array with a type for each element.
    Tuple(Vec<SchemaId>),
    /// An object with arbitrary keys.
    Map(SchemaId),
    /// An object with properties.
    Object(Object),
    /// The parts of a request body.
    Multipart(Vec<Part>),
    /// One of several types.
    Union(Union),
    /// A `$ref`.
    Reference(SchemaId),
}

/// The width and signedness of an integer.
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
    /// Returns the minimum and the maximum.
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

    /// Returns `true` if the format can represent `value`.
    #[must_use]
    pub fn holds(self, value: i128) -> bool {
        let (least, most) = self.range();
        (least..=most).contains(&value)
    }
}

/// The format of a string.
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
    /// `ip`: an IPv4 or IPv6 address.
    Ip,
    /// `byte`: bytes in base64, by RFC 4648.
    Byte,
    /// `base64url`: the same for URLs and file names.
    ByteUrl,
    /// `password`: text that is redacted in debug output.
    Password,
    /// `binary`: bytes, where the media type is not JSON.
    Binary,
}

/// An object with properties.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// The properties, in order.
    pub properties: Vec<Property>,
    /// The schema of other properties, if the description allows them explicitly.
    pub additional: Option<SchemaId>,
    /// `true` if the description forbids other properties.
    pub closed: bool,
}

/// A property.
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    /// The key.
    pub name: String,
    /// The schema of the value.
    pub schema: SchemaId,
    /// `true` if the property is required.
    pub required: bool,
    /// The only value in this object, if unions identify the object by it.
    pub tag_value: Option<Value>,
    /// `true` if requests do not have the property.
    pub read_only: bool,
    /// `true` if responses do not have the property.
    pub write_only: bool,
}

/// A part of a request body.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The property of the body.
    pub property: Property,
    /// The form of the part.
    pub kind: PartKind,
    /// The media type, if the description specifies one.
    pub media_type: Option<String>,
}

/// The form of a part.
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
