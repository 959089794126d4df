use super::{Ident, Type};

/// A type of the generated crate.
#[derive(Debug)]
pub enum Item {
    /// `pub struct`
    Struct(Struct),
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
            Self::Enum(item) => &item.ident,
            Self::Union(item) => &item.ident,
            Self::Alias(item) => &item.ident,
        }
    }

    /// Calls `visit` with every type that it names.
    pub fn walk_types(&self, visit: &mut impl FnMut(&Type)) {
        match self {
            Self::Struct(item) => {
                for field in &item.fields {
                    field.ty.walk(visit);
                }
                if let Some((_, ty)) = &item.rest {
                    // The field is a `BTreeMap` of it.
                    Type::Map(Box::new(ty.clone())).walk(visit);
                }
            }
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
    /// Its documentation.
    pub docs: Vec<String>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The field of the additional properties, and what those hold.
    pub rest: Option<(Ident, Type)>,
    /// Whether it has a `Default`: when no field is required.
    pub default: bool,
    /// Whether its constructor takes more arguments than clippy likes.
    pub wide: bool,
    /// Whether the type of a field is more nested than clippy likes.
    pub complex: bool,
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

/// An enum that stands for a string, and keeps one that it does not list.
#[derive(Debug)]
pub struct OpenEnum {
    /// Its name.
    pub ident: Ident,
    /// Its documentation.
    pub docs: Vec<String>,
    /// The listed values.
    pub variants: Vec<EnumVariant>,
    /// The variant for any other value.
    pub other: Ident,
}

/// A listed value.
#[derive(Debug)]
pub struct EnumVariant {
    /// Its name.
    pub ident: Ident,
    /// The value on the wire.
    pub wire: String,
    /// Its documentation.
    pub docs: Vec<String>,
}

/// An enum that stands for one of several types, and keeps what is none of them.
#[derive(Debug)]
pub struct Union {
    /// Its name.
    pub ident: Ident,
    /// Its documentation.
    pub docs: Vec<String>,
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
    /// Its type.
    pub ty: Type,
    /// What it is in JSON, which tells it from the others.
    pub kind: UnionKind,
}

/// What a member of a union is in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnionKind {
    /// `true` or `false`
    Boolean,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// Another name for a type.
#[derive(Debug)]
pub struct Alias {
    /// Its name.
    pub ident: Ident,
    /// Its documentation.
    pub docs: Vec<String>,
    /// The type.
    pub ty: Type,
}
