use super::{Constraint, EnumBase, Ident, Initializer, IntegerFormat, Kind, PartKind, Type};

/// A type of the generated crate.
#[derive(Debug)]
pub enum Item {
    /// `pub struct`
    Struct(Struct),
    /// A `pub struct` of the parts of a body.
    Parts(Parts),
    /// A `pub enum` of strings.
    Enum(OpenEnum),
    /// A `pub enum` of types.
    Union(Union),
    /// `pub type`
    Alias(Alias),
}

impl Item {
    /// Its name.
    #[must_use]
    pub fn ident(&self) -> &Ident {
        match self {
            Self::Struct(item) => &item.ident,
            Self::Parts(item) => &item.fields.ident,
            Self::Enum(item) => &item.ident,
            Self::Union(item) => &item.ident,
            Self::Alias(item) => &item.ident,
        }
    }

    /// What it stands for, as `api.txt` says it.
    #[must_use]
    pub fn source(&self) -> &str {
        match self {
            Self::Struct(item) => &item.source,
            Self::Parts(item) => &item.fields.source,
            Self::Enum(item) => &item.source,
            Self::Union(item) => &item.source,
            Self::Alias(item) => &item.source,
        }
    }

    /// Calls `visit` with every type that it names.
    pub fn walk_types(&self, visit: &mut impl FnMut(&Type)) {
        match self {
            Self::Struct(item) => item.walk_types(visit),
            Self::Parts(item) => item.fields.walk_types(visit),
            Self::Enum(_) => {}
            Self::Union(item) => {
                for variant in &item.variants {
                    variant.ty.walk(visit);
                }
            }
            Self::Alias(item) => item.ty.walk(visit),
        }
    }
}

/// A struct that stands for a JSON object.
#[derive(Debug)]
pub struct Struct {
    /// Its name.
    pub ident: Ident,
    /// What it stands for, as `api.txt` says it.
    pub source: String,
    /// Its documentation.
    pub docs: Vec<String>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The field of the additional properties, and what those hold.
    pub rest: Option<(Ident, Type)>,
    /// Whether it derives `Default`: when nothing is required, and nothing is given from the start.
    pub default: bool,
    /// Whether its constructor takes more arguments than clippy likes.
    pub wide: bool,
    /// Whether the type of a field is more nested than clippy likes.
    pub complex: bool,
    /// What is checked of its properties before it is sent.
    pub constraints: Vec<(String, Constraints)>,
}

/// What is checked of a value before it is sent.
#[derive(Debug, Default)]
pub struct Constraints {
    /// The constraints for the value.
    pub constraints: Vec<Constraint>,
    /// The type whose properties have constraints.
    pub of: Option<Type>,
    /// What is checked of each of its elements, or values of a map.
    pub each: Option<Box<Constraints>>,
}

impl Constraints {
    /// Whether nothing is checked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.constraints.is_empty() && self.of.is_none() && self.each.is_none()
    }
}

impl Struct {
    fn walk_types(&self, visit: &mut impl FnMut(&Type)) {
        for field in &self.fields {
            field.ty.walk(visit);
        }
        if let Some((_, ty)) = &self.rest {
            // The field is a `BTreeMap` of it.
            Type::Map(Box::new(ty.clone())).walk(visit);
        }
    }
}

/// A struct that stands for the parts of a request body.
#[derive(Debug)]
pub struct Parts {
    /// The struct.
    pub fields: Struct,
    /// How each of its fields is written, and its media type where that is not the usual one.
    pub kinds: Vec<(PartKind, Option<String>)>,
}

/// A field of a struct.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub ident: Ident,
    /// The property's name.
    pub wire: String,
    /// Its type, with what `presence` adds.
    pub ty: Type,
    /// Whether it can be left out.
    pub presence: Presence,
    /// What it is at first.
    pub start: Initializer,
    /// Whether `#[deprecated]` stands on it.
    pub deprecated: bool,
    /// Its documentation.
    pub docs: Vec<String>,
}

/// Whether a property can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It is always there.
    Required,
    /// `Option<T>`, left out when `None`.
    Optional,
    /// `Option<Option<T>>`: left out, `null`, or there.
    Nullable,
}

/// An enum that stands for a value out of a list, and keeps one that is not listed.
#[derive(Debug)]
pub struct OpenEnum {
    /// Its name.
    pub ident: Ident,
    /// What it stands for, as `api.txt` says it.
    pub source: String,
    /// Its documentation.
    pub docs: Vec<String>,
    /// What the values are.
    pub base: EnumBase,
    /// The listed values.
    pub variants: Vec<EnumVariant>,
    /// The variant for any other value.
    pub other: Ident,
}

impl OpenEnum {
    /// The type of a value that is not listed.
    #[must_use]
    pub fn other_type(&self) -> Type {
        match self.base {
            EnumBase::String => Type::String,
            EnumBase::Integer => Type::Int(IntegerFormat::I64),
            EnumBase::Number => Type::F64,
            EnumBase::Mixed => Type::Value,
        }
    }
}

/// A listed value.
#[derive(Debug, Clone)]
pub struct EnumVariant {
    /// Its name.
    pub ident: Ident,
    /// The value on the wire.
    pub wire: Literal,
    /// Its documentation.
    pub docs: Vec<String>,
}

/// A value, as Rust writes it.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `"text"`
    String(String),
    /// `1`
    Integer(i64),
    /// `1.5`
    Number(f64),
    /// `true`
    Bool(bool),
}

/// An enum that stands for one of several types, and keeps what is none of them.
#[derive(Debug)]
pub struct Union {
    /// Its name.
    pub ident: Ident,
    /// What it stands for, as `api.txt` says it.
    pub source: String,
    /// Its documentation.
    pub docs: Vec<String>,
    /// The property whose value tells the members apart; without one, the variants' distinguishers do.
    pub tag: Option<String>,
    /// The variant that a value with another tag or with none is.
    pub default: Option<Ident>,
    /// Its members.
    pub variants: Vec<UnionVariant>,
    /// The variant for any other value.
    pub other: Ident,
}

/// A member of a union.
#[derive(Debug)]
pub struct UnionVariant {
    /// Its name.
    pub ident: Ident,
    /// What it stands for, as `api.txt` says it.
    pub source: String,
    /// Its type.
    pub ty: Type,
    /// Its documentation.
    pub docs: Vec<String>,
    /// The values of the tag that stand for it.
    pub tags: Vec<String>,
    /// Whether the union writes the first of them, because the type does not have the property.
    pub writes_tag: bool,
    /// What its values look like: one of these.
    pub distinguishers: Vec<Distinguisher>,
}

/// What the values of a union's member look like.
#[derive(Debug, PartialEq)]
pub struct Distinguisher {
    /// What they are in JSON; `None` for anything.
    pub kind: Option<Kind>,
    /// Properties of an object that are there and have one value.
    pub constants: Vec<(String, Literal)>,
    /// Properties of an object that have one value where they are there.
    pub optional_constants: Vec<(String, Literal)>,
    /// Properties of an object that other members do not have.
    pub keys: Vec<String>,
}

/// Another name for a type.
#[derive(Debug)]
pub struct Alias {
    /// Its name.
    pub ident: Ident,
    /// What it stands for, as `api.txt` says it.
    pub source: String,
    /// Its documentation.
    pub docs: Vec<String>,
    /// The type.
    pub ty: Type,
}
