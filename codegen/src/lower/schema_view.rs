//! A view of openapiv3's schema types as a list of keywords.

use std::borrow::Cow;

use openapiv3::{
    AdditionalProperties, AnySchema, Discriminator, IntegerType, ReferenceOr, Schema, SchemaData, SchemaKind,
    Type, VariantOrUnknownOrEmpty,
};
use serde::Serialize;
use serde_json::{Number, Value};

use crate::{api::Constraint, load::text_weight};

/// A schema or a reference to one.
#[derive(Debug, Clone, Copy)]
pub(super) enum SchemaRef<'a> {
    /// `$ref`
    Reference(&'a str),
    /// An inline schema.
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

/// The keywords of a schema.
#[derive(Debug, Clone, Default)]
pub(super) struct SchemaView<'a> {
    pub(super) type_name: Option<&'a str>,
    pub(super) format: Option<String>,
    pub(super) enumeration: Cow<'a, [Value]>,
    pub(super) properties: Vec<(&'a str, SchemaRef<'a>)>,
    pub(super) required: Vec<&'a str>,
    pub(super) additional: Additional<'a>,
    pub(super) items: Option<SchemaRef<'a>>,
    pub(super) one_of: Vec<SchemaRef<'a>>,
    pub(super) any_of: Vec<SchemaRef<'a>>,
    pub(super) all_of: Vec<SchemaRef<'a>>,
    pub(super) negated: bool,
    pub(super) constraints: Vec<Constraint>,
    /// The documentation and the keywords for values of any type.
    pub(super) data: Option<&'a SchemaData>,
}

/// `additionalProperties`.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Additional<'a> {
    /// The keyword is missing.
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

impl<'a> SchemaView<'a> {
    /// Reads `schema`.
    pub(super) fn of(schema: &'a Schema) -> Self {
        Self::read(schema, Self::of_any)
    }

    /// Reads the keywords of `schema` that have no schemas, which takes the same time for each schema.
    pub(super) fn of_scalar(schema: &'a Schema) -> Self {
        Self::read(schema, Self::of_scalar_keywords)
    }

    fn read(schema: &'a Schema, read_any: fn(&'a AnySchema) -> Self) -> Self {
        let schema_view = match &schema.schema_kind {
            SchemaKind::Any(any) => read_any(any),
            SchemaKind::Type(Type::Integer(integer)) => Self::of_integer(integer),
            // `load` reads schemas only into these kinds.
            _ => Self::default(),
        };
        Self { data: Some(&schema.schema_data), ..schema_view }
    }

    /// Returns the number of properties, of required names and of listed values, and the weight of the texts that
    /// properties have.
    pub(super) fn size(&self) -> usize {
        let texts = self.properties.iter().map(|(name, schema)| {
            let description = match schema {
                SchemaRef::Reference(_) => None,
                SchemaRef::Inline(schema) => schema.schema_data.description.as_deref(),
            };
            text_weight(name) + text_weight(description.unwrap_or_default())
        });
        let texts: usize = texts.sum();
        self.properties.len() + self.required.len() + self.enumeration.len() + texts
    }

    /// Returns `true` if no keyword narrows the value's type.
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

    /// Returns the type that the keywords belong to, if `type` is missing.
    pub(super) fn implied_type(&self) -> Option<&'static str> {
        if !self.properties.is_empty() || !matches!(self.additional, Additional::Unsaid) {
            Some("object")
        } else if self.items.is_some() {
            Some("array")
        } else {
            None
        }
    }

    fn of_integer(integer: &'a IntegerType) -> Self {
        Self {
            type_name: Some("integer"),
            format: format_name(&integer.format),
            constraints: constraints([
                least(integer.minimum.map(Number::from), integer.exclusive_minimum),
                most(integer.maximum.map(Number::from), integer.exclusive_maximum),
                integer.multiple_of.map(|step| Constraint::MultipleOf(step.into())),
            ]),
            ..Self::default()
        }
    }

    fn of_any(any: &'a AnySchema) -> Self {
        Self {
            properties: properties(&any.properties),
            required: any.required.iter().map(String::as_str).collect(),
            additional: any.additional_properties.as_ref().into(),
            items: any.items.as_ref().map(SchemaRef::from),
            one_of: refs(&any.one_of),
            any_of: refs(&any.any_of),
            all_of: refs(&any.all_of),
            ..Self::of_scalar_keywords(any)
        }
    }

    fn of_scalar_keywords(any: &'a AnySchema) -> Self {
        let limit = |limit: Option<f64>| limit.and_then(whole);
        Self {
            type_name: any.typ.as_deref(),
            format: any.format.clone(),
            enumeration: Cow::Borrowed(&any.enumeration),
            negated: any.not.is_some(),
            constraints: constraints([
                any.min_length.map(Constraint::MinLength),
                any.max_length.map(Constraint::MaxLength),
                any.pattern.clone().map(Constraint::Pattern),
                least(limit(any.minimum), any.exclusive_minimum.unwrap_or(false)),
                most(limit(any.maximum), any.exclusive_maximum.unwrap_or(false)),
                limit(any.multiple_of).map(Constraint::MultipleOf),
                any.min_items.map(Constraint::MinItems),
                any.max_items.map(Constraint::MaxItems),
                any.unique_items.unwrap_or(false).then_some(Constraint::UniqueItems),
                any.min_properties.map(Constraint::MinProperties),
                any.max_properties.map(Constraint::MaxProperties),
            ]),
            ..Self::default()
        }
    }

    /// Returns the discriminator of a union or of a base.
    pub(super) fn discriminator(&self) -> Option<&'a Discriminator> {
        self.data?.discriminator.as_ref()
    }

    /// Returns `true` if the value may be `null`.
    pub(super) fn is_nullable(&self) -> bool {
        self.data.is_some_and(|data| data.nullable)
            || self.enumeration.iter().any(Value::is_null)
            || self.type_name == Some("null")
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

fn format_name<T: Serialize>(format: &VariantOrUnknownOrEmpty<T>) -> Option<String> {
    match format {
        VariantOrUnknownOrEmpty::Item(known) => serde_json::to_value(known).ok()?.as_str().map(str::to_owned),
        VariantOrUnknownOrEmpty::Unknown(name) => Some(name.clone()),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}

fn constraints<const N: usize>(constraints: [Option<Constraint>; N]) -> Vec<Constraint> {
    constraints.into_iter().flatten().collect()
}

fn least(limit: Option<Number>, exclusive: bool) -> Option<Constraint> {
    limit.map(if exclusive { Constraint::ExclusiveMinimum } else { Constraint::Minimum })
}

fn most(limit: Option<Number>, exclusive: bool) -> Option<Constraint> {
    limit.map(if exclusive { Constraint::ExclusiveMaximum } else { Constraint::Maximum })
}

/// Returns a number, as an integer if it has no fraction.
fn whole(number: f64) -> Option<Number> {
    exact_integer(number).map(Number::from).or_else(|| Number::from_f64(number))
}

/// Returns a number without a fraction as an integer, if floating-point numbers represent all integers near it
/// exactly.
#[expect(clippy::cast_possible_truncation, reason = "it is checked that nothing is lost")]
pub(super) fn exact_integer(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (number.fract() == 0.0 && number.abs() < EXACT).then_some(number as i64)
}
