use super::{Constraint, EnumBase, Ident, Initializer, IntegerFormat, Kind, PartKind, Type};

/// A type of the generated crate.
#[derive(Debug)]
pub enum Item {
    /// `pub struct`
    Struct(Struct),
    /// A `pub struct` of the parts of a multipart body.
    Multipart(Multipart),
    /// A `pub enum` of listed values.
    Enum(OpenEnum),
    /// A `pub enum` of types.
    Union(Union),
    /// `pub type`
    Alias(Alias),
}

impl Item {
    /// Returns the name.
    #[must_use]
    pub fn ident(&self) -> &Ident {
        match self {
            Self::Struct(item) => &item.ident,
            Self::Multipart(item) => &item.fields.ident,
            Self::Enum(item) => &item.ident,
            Self::Union(item) => &item.ident,
            Self::Alias(item) => &item.ident,
        }
    }

    /// Returns the stable key in `api.txt`.
    #[must_use]
    pub fn source(&self) -> &str {
        match self {
            Self::Struct(item) => &item.source,
            Self::Multipart(item) => &item.fields.source,
            Self::Enum(item) => &item.source,
            Self::Union(item) => &item.source,
            Self::Alias(item) => &item.source,
        }
    }

    /// Calls `visit` with every type that the item uses.
    pub fn walk_types(&self, visit: &mut impl FnMut(&Type)) {
        match self {
            Self::Struct(item) => item.walk_types(visit),
            Self::Multipart(item) => item.fields.walk_types(visit),
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

/// A struct for a JSON object.
#[derive(Debug)]
pub struct Struct {
    /// The name.
    pub ident: Ident,
    /// The stable key in `api.txt`.
    pub source: String,
    /// The documentation.
    pub docs: Vec<String>,
    /// The fields.
    pub fields: Vec<Field>,
    /// The field of the additional properties, and the type of their values.
    pub additional_properties: Option<(Ident, Type)>,
    /// `true` if the struct derives `Default`: no field is required or has an initial value.
    pub default: bool,
    /// `true` if the constructor triggers `clippy::too_many_arguments`.
    pub too_many_arguments: bool,
    /// `true` if the type of a field triggers `clippy::type_complexity`.
    pub type_complexity: bool,
    /// The constraints of the properties, which are checked before sending.
    pub constraints: Vec<(String, Constraints)>,
    /// The derived traits that not all types have.
    pub derives: Derives,
}

/// The derived traits of a type, in addition to those of all types, and its attributes.
#[derive(Debug, Default)]
pub struct Derives {
    /// Traits of the standard library that all parts have. The enums of values have others, by the type of the values.
    pub traits: Vec<&'static str>,
    /// The paths of derive macros, from the settings.
    pub more: Vec<String>,
    /// The attributes, from the settings.
    pub attributes: Vec<String>,
}

/// The constraints of a value, which are checked before sending.
#[derive(Debug, Default)]
pub struct Constraints {
    /// The constraints of the value itself.
    pub constraints: Vec<Constraint>,
    /// The type of the value, if its properties have constraints.
    pub of: Option<Type>,
    /// The constraints of each element, or of each value of a map.
    pub each: Option<Box<Constraints>>,
}

impl Constraints {
    /// Returns `true` if there are no constraints.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.constraints.is_empty() && self.of.is_none() && self.each.is_none()
    }
}

impl Struct {
    /// Returns `true` if a field has a setter.
    #[must_use]
    pub fn has_setters(&self) -> bool {
        self.fields.iter().any(|field| field.setter.is_some())
    }

    fn walk_types(&self, visit: &mut impl FnMut(&Type)) {
        for field in &self.fields {
            field.ty.walk(visit);
        }
        if let Some((_, ty)) = &self.additional_properties {
            // The type of the field is a `BTreeMap` of the values.
            Type::Map(Box::new(ty.clone())).walk(visit);
        }
    }
}

/// A struct for the parts of a multipart body.
#[derive(Debug)]
pub struct Multipart {
    /// The struct.
    pub fields: Struct,
    /// The encoding of each field, and its media type if it is not the default.
    pub kinds: Vec<(PartKind, Option<String>)>,
    /// `true` if parts have the names of their fields.
    pub is_named: bool,
}

/// A field of a struct.
#[derive(Debug)]
pub struct Field {
    /// The name.
    pub ident: Ident,
    /// The name of the property.
    pub wire: String,
    /// The type, with the `Option` of `presence`.
    pub ty: Type,
    /// The ways in which the property may be absent.
    pub presence: Presence,
    /// The initial value.
    pub initializer: Initializer,
    /// The method that sets the field, if it is optional and the type is sent.
    pub setter: Option<FieldSetter>,
    /// `true` if the field has `#[deprecated]`.
    pub deprecated: bool,
    /// The documentation.
    pub docs: Vec<String>,
}

impl Field {
    /// Returns the type of the property's value, without the `Option`s of absence and `null`.
    #[must_use]
    pub fn value_type(&self) -> &Type {
        let mut ty = &self.ty;
        while let Type::Option(inner) = ty {
            ty = inner;
        }
        ty
    }
}

/// The methods that set an optional field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldSetter {
    /// The method that sets a value.
    pub ident: Ident,
    /// The method that sets `null`, if the property can be `null`.
    pub clear: Option<Ident>,
}

/// The ways in which a property may be absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always present.
    Required,
    /// `Option<T>`: absent when `None`.
    Optional,
    /// `Option<Option<T>>`: absent, `null`, or present.
    Nullable,
}

/// An enum of listed values, which keeps a value that is not listed.
#[derive(Debug)]
pub struct OpenEnum {
    /// The name.
    pub ident: Ident,
    /// The stable key in `api.txt`.
    pub source: String,
    /// The documentation.
    pub docs: Vec<String>,
    /// The type of the values.
    pub base: EnumBase,
    /// The listed values.
    pub variants: Vec<EnumVariant>,
    /// The variant for any other value.
    pub other: Ident,
    /// The derived traits that not all types have.
    pub derives: Derives,
}

impl OpenEnum {
    /// Returns the type of a value that is not listed.
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
    /// The name.
    pub ident: Ident,
    /// The value on the wire.
    pub wire: Literal,
    /// The documentation.
    pub docs: Vec<String>,
}

/// A Rust literal.
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

/// An enum of several types, which keeps a value of any other type.
#[derive(Debug)]
pub struct Union {
    /// The name.
    pub ident: Ident,
    /// The stable key in `api.txt`.
    pub source: String,
    /// The documentation.
    pub docs: Vec<String>,
    /// The property that is the discriminator. Without one, the variants' distinguishers select the member.
    pub tag: Option<String>,
    /// The variant for a value with an unknown or a missing tag.
    pub default: Option<Ident>,
    /// The members.
    pub variants: Vec<UnionVariant>,
    /// The variant for any other value.
    pub other: Ident,
    /// The derived traits that not all types have.
    pub derives: Derives,
}

/// A member of a union.
#[derive(Debug)]
pub struct UnionVariant {
    /// The name.
    pub ident: Ident,
    /// The stable key in `api.txt`.
    pub source: String,
    /// The type.
    pub ty: Type,
    /// The documentation.
    pub docs: Vec<String>,
    /// The values of the tag that select the variant.
    pub tags: Vec<String>,
    /// `true` if the union writes the first tag, because the type does not have the property.
    pub writes_tag: bool,
    /// `true` if the union implements `From` for the type: no other variant has it.
    pub converts: bool,
    /// The properties of its values that other members lack. A value matches if one of them applies.
    pub distinguishers: Vec<Distinguisher>,
}

impl UnionVariant {
    /// Returns the type that the union implements `From` for, if there is one.
    #[must_use]
    pub fn converted(&self) -> Option<&Type> {
        self.converts.then(|| self.ty.unboxed())
    }

    /// Returns `true` if the union also implements `From<&str>`, because the member is a text.
    #[must_use]
    pub fn converts_borrowed(&self) -> bool {
        self.converted() == Some(&Type::String)
    }
}

/// The distinguishing properties of a union member's values.
#[derive(Debug, PartialEq)]
pub struct Distinguisher {
    /// The JSON type; `None` for any.
    pub kind: Option<Kind>,
    /// Required properties of an object with a constant value.
    pub constants: Vec<(String, Literal)>,
    /// Optional properties of an object with a constant value.
    pub optional_constants: Vec<(String, Literal)>,
    /// Required properties of an object that other members do not have.
    pub keys: Vec<String>,
    /// Optional properties of an object that other members do not have.
    pub optional_keys: Vec<String>,
    /// Properties of other members that an object must not have.
    pub forbidden: Vec<String>,
    /// The only properties that an object may have; empty if it may have any.
    pub known: Vec<String>,
}

/// An alias of a type.
#[derive(Debug)]
pub struct Alias {
    /// `true` for another name of the same type, by which the variants of an enum can be imported too.
    pub reexport: bool,
    /// The name.
    pub ident: Ident,
    /// The stable key in `api.txt`.
    pub source: String,
    /// The documentation.
    pub docs: Vec<String>,
    /// The type.
    pub ty: Type,
}
