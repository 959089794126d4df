use serde_json::Value;

use super::{Constraint, Enumeration, Origin, PageRole, SchemaId, Union, Xml};
use crate::diagnostics::Pointer;

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
    pub constant: Option<Box<Value>>,
    /// The example of the description, which may not match the schema.
    pub example: Option<Box<Value>>,
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
    /// `unix-time`: the seconds since 1970.
    UnixTime,
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
            // The years -9999 to 9999, as the libraries have them.
            Self::UnixTime => (-377_705_023_201, 253_402_207_200),
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
    /// `http-date`: an instant, by RFC 9110.
    HttpDate,
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
    /// `false` for a part that its position identifies. Its property only names the field.
    pub is_named: bool,
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
