//! One view of openapiv3's many kinds of schema: what it says, keyword by keyword.

use openapiv3::{
    AdditionalProperties, AnySchema, Discriminator, ReferenceOr, Schema, SchemaKind, Type,
    VariantOrUnknownOrEmpty,
};
use serde::Serialize;
use serde_json::Value;

/// A schema or a reference to one, however openapiv3 boxes it.
#[derive(Debug, Clone, Copy)]
pub(super) enum SchemaRef<'a> {
    /// `$ref`
    Reference(&'a str),
    /// A schema that stands there.
    Inline(&'a Schema),
}

impl<'a> From<&'a ReferenceOr<Schema>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<Schema>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Inline(schema),
        }
    }
}

impl<'a> From<&'a ReferenceOr<Box<Schema>>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<Box<Schema>>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Inline(schema),
        }
    }
}

/// What a schema says.
#[derive(Debug, Default)]
pub(super) struct Facts<'a> {
    pub(super) type_name: Option<&'a str>,
    pub(super) format: Option<String>,
    pub(super) enumeration: Vec<Value>,
    pub(super) properties: Vec<(&'a str, SchemaRef<'a>)>,
    pub(super) required: Vec<&'a str>,
    pub(super) additional: Additional<'a>,
    pub(super) items: Option<SchemaRef<'a>>,
    pub(super) one_of: Vec<SchemaRef<'a>>,
    pub(super) any_of: Vec<SchemaRef<'a>>,
    pub(super) all_of: Vec<SchemaRef<'a>>,
    pub(super) negated: bool,
    pub(super) discriminator: Option<&'a Discriminator>,
    pub(super) rules: Vec<String>,
}

/// `additionalProperties`.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Additional<'a> {
    /// It is not there.
    #[default]
    Unsaid,
    /// `false`
    Forbidden,
    /// `true`
    Anything,
    /// A schema.
    Of(SchemaRef<'a>),
}

impl<'a> From<Option<&'a AdditionalProperties>> for Additional<'a> {
    fn from(additional: Option<&'a AdditionalProperties>) -> Self {
        match additional {
            None => Self::Unsaid,
            Some(AdditionalProperties::Any(false)) => Self::Forbidden,
            Some(AdditionalProperties::Any(true)) => Self::Anything,
            Some(AdditionalProperties::Schema(schema)) => Self::Of(SchemaRef::from(&**schema)),
        }
    }
}

impl<'a> Facts<'a> {
    /// Reads `schema`.
    pub(super) fn of(schema: &'a Schema) -> Self {
        let mut facts = match &schema.schema_kind {
            SchemaKind::Type(kind) => Self::of_type(kind),
            SchemaKind::OneOf { one_of } => Self { one_of: refs(one_of), ..Self::default() },
            SchemaKind::AnyOf { any_of } => Self { any_of: refs(any_of), ..Self::default() },
            SchemaKind::AllOf { all_of } => Self { all_of: refs(all_of), ..Self::default() },
            SchemaKind::Not { .. } => Self { negated: true, ..Self::default() },
            SchemaKind::Any(any) => Self::of_any(any),
        };
        facts.discriminator = schema.schema_data.discriminator.as_ref();
        facts
    }

    /// Whether it says nothing about the value's type.
    pub(super) fn is_silent(&self) -> bool {
        self.type_name.is_none()
            && self.enumeration.is_empty()
            && self.properties.is_empty()
            && matches!(self.additional, Additional::Unsaid)
            && self.items.is_none()
            && self.one_of.is_empty()
            && self.any_of.is_empty()
            && self.all_of.is_empty()
            && !self.negated
    }

    fn of_type(kind: &'a Type) -> Self {
        match kind {
            Type::Boolean(_) => Self { type_name: Some("boolean"), ..Self::default() },
            Type::String(string) => Self {
                type_name: Some("string"),
                format: format_name(&string.format),
                enumeration: values(&string.enumeration),
                rules: rules(&[
                    string.min_length.map(|n| format!("at least {}", count(n, "character"))),
                    string.max_length.map(|n| format!("at most {}", count(n, "character"))),
                    string.pattern.as_ref().map(|p| format!("matches `{}`", p.replace('`', "'"))),
                ]),
                ..Self::default()
            },
            Type::Number(number) => Self {
                type_name: Some("number"),
                format: format_name(&number.format),
                enumeration: values(&number.enumeration),
                rules: rules(&[
                    bound("least", number.minimum, number.exclusive_minimum),
                    bound("most", number.maximum, number.exclusive_maximum),
                    number.multiple_of.map(|n| format!("a multiple of {n}")),
                ]),
                ..Self::default()
            },
            Type::Integer(integer) => Self {
                type_name: Some("integer"),
                format: format_name(&integer.format),
                enumeration: values(&integer.enumeration),
                rules: rules(&[
                    bound("least", integer.minimum, integer.exclusive_minimum),
                    bound("most", integer.maximum, integer.exclusive_maximum),
                    integer.multiple_of.map(|n| format!("a multiple of {n}")),
                ]),
                ..Self::default()
            },
            Type::Array(array) => Self {
                type_name: Some("array"),
                items: array.items.as_ref().map(SchemaRef::from),
                rules: rules(&[
                    array.min_items.map(|n| format!("at least {}", count(n, "element"))),
                    array.max_items.map(|n| format!("at most {}", count(n, "element"))),
                    array.unique_items.then(|| "no element twice".to_owned()),
                ]),
                ..Self::default()
            },
            Type::Object(object) => Self {
                type_name: Some("object"),
                properties: properties(&object.properties),
                required: object.required.iter().map(String::as_str).collect(),
                additional: object.additional_properties.as_ref().into(),
                ..Self::default()
            },
        }
    }

    fn of_any(any: &'a AnySchema) -> Self {
        Self {
            type_name: any.typ.as_deref(),
            format: any.format.clone(),
            enumeration: any.enumeration.clone(),
            properties: properties(&any.properties),
            required: any.required.iter().map(String::as_str).collect(),
            additional: any.additional_properties.as_ref().into(),
            items: any.items.as_ref().map(SchemaRef::from),
            one_of: refs(&any.one_of),
            any_of: refs(&any.any_of),
            all_of: refs(&any.all_of),
            negated: any.not.is_some(),
            discriminator: None,
            rules: Vec::new(),
        }
    }
}

fn refs(schemas: &[ReferenceOr<Schema>]) -> Vec<SchemaRef<'_>> {
    schemas.iter().map(SchemaRef::from).collect()
}

fn properties(
    properties: &indexmap::IndexMap<String, ReferenceOr<Box<Schema>>>,
) -> Vec<(&str, SchemaRef<'_>)> {
    properties.iter().map(|(name, schema)| (name.as_str(), SchemaRef::from(schema))).collect()
}

fn values<T: Serialize>(enumeration: &[Option<T>]) -> Vec<Value> {
    enumeration.iter().filter_map(|value| serde_json::to_value(value).ok()).collect()
}

fn format_name<T: Serialize>(format: &VariantOrUnknownOrEmpty<T>) -> Option<String> {
    match format {
        VariantOrUnknownOrEmpty::Item(known) => serde_json::to_value(known).ok()?.as_str().map(str::to_owned),
        VariantOrUnknownOrEmpty::Unknown(name) => Some(name.clone()),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}

fn rules(rules: &[Option<String>]) -> Vec<String> {
    rules.iter().flatten().cloned().collect()
}

fn bound<N: std::fmt::Display>(which: &str, limit: Option<N>, exclusive: bool) -> Option<String> {
    let limit = limit?;
    Some(match (which, exclusive) {
        ("least", true) => format!("more than {limit}"),
        (_, true) => format!("less than {limit}"),
        (which, false) => format!("at {which} {limit}"),
    })
}

fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
