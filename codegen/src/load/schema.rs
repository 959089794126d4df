//! A schema as openapiv3's type, from a JSON value that is taken apart: most of a description is schemas, and
//! moving their texts is several times faster than having serde copy them. A keyword that cannot be read is passed
//! over by itself.

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, IntegerType, ReferenceOr, Schema, SchemaData, SchemaKind, Type,
    VariantOrUnknownOrEmpty,
};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{extensions::XML, object_graph::Place};
use crate::diagnostics::{Code, Diagnostics};

/// Reads the schema at `place`.
pub(super) fn read(value: Value, place: &Place<'_>, diagnostics: &mut Diagnostics) -> ReferenceOr<Schema> {
    match take_reference(value, place, diagnostics) {
        Ok(reference) => ReferenceOr::Reference { reference },
        Err(fields) => {
            let mut schema = blank();
            fill(&mut schema, fields, place, diagnostics);
            ReferenceOr::Item(schema)
        }
    }
}

/// As [`read`], into a place on the heap: a schema is large, and is not to be moved about.
fn read_boxed(value: Value, place: &Place<'_>, diagnostics: &mut Diagnostics) -> ReferenceOr<Box<Schema>> {
    match take_reference(value, place, diagnostics) {
        Ok(reference) => ReferenceOr::Reference { reference },
        Err(fields) => {
            let mut schema = Box::new(blank());
            fill(&mut schema, fields, place, diagnostics);
            ReferenceOr::Item(schema)
        }
    }
}

fn blank() -> Schema {
    Schema { schema_data: SchemaData::default(), schema_kind: SchemaKind::Any(AnySchema::default()) }
}

/// The `$ref` that a schema is, or its fields.
fn take_reference(
    value: Value,
    place: &Place<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<String, Map<String, Value>> {
    let Value::Object(mut fields) = value else {
        let message = "the schema is not an object and is taken to say nothing";
        diagnostics.push(Code::MALFORMED, &place.pointer(), message);
        return Err(Map::new());
    };
    match fields.get_mut("$ref") {
        Some(Value::String(reference)) => Ok(std::mem::take(reference)),
        _ => Err(fields),
    }
}

fn fill(schema: &mut Schema, fields: Map<String, Value>, place: &Place<'_>, diagnostics: &mut Diagnostics) {
    let Schema { schema_data: data, schema_kind } = schema;
    let SchemaKind::Any(any) = schema_kind else { return };
    let mut reading = Reading { place, diagnostics, data, any, large: Large::default() };
    for (key, value) in fields {
        // A field that is there and empty is as one that is not there.
        if value.is_null() && !matches!(key.as_str(), "default" | "enum" | "example") {
            continue;
        }
        if reading.keyword(&key, value).is_none() {
            let at = place.pointer().key(&key);
            reading.diagnostics.push(
                Code::MALFORMED,
                &at,
                format!("`{key}` cannot be read and is passed over"),
            );
        }
    }
    let large = reading.large;
    if let Some(integer) = large.integer(any) {
        *schema_kind = SchemaKind::Type(Type::Integer(integer));
    }
}

struct Reading<'r, 'd> {
    place: &'r Place<'r>,
    diagnostics: &'d mut Diagnostics,
    data: &'r mut SchemaData,
    any: &'r mut AnySchema,
    large: Large,
}

/// Limits of integers that floating-point numbers do not tell from their neighbours.
#[derive(Default)]
struct Large {
    minimum: Option<i64>,
    maximum: Option<i64>,
}

impl Large {
    /// What `any` says of an integer, where it has such limits.
    fn integer(self, any: &mut AnySchema) -> Option<IntegerType> {
        let is_plain = any.typ.as_deref() == Some("integer") && any.enumeration.is_empty();
        if !is_plain || self.minimum.is_none() && self.maximum.is_none() {
            return None;
        }
        let whole = |limit: Option<f64>| limit.and_then(exact);
        let format = any.format.take().map(Value::String);
        Some(IntegerType {
            format: format.map_or(VariantOrUnknownOrEmpty::Empty, |format| {
                VariantOrUnknownOrEmpty::deserialize(format).unwrap_or(VariantOrUnknownOrEmpty::Empty)
            }),
            minimum: self.minimum.or(whole(any.minimum)),
            maximum: self.maximum.or(whole(any.maximum)),
            exclusive_minimum: any.exclusive_minimum.unwrap_or(false),
            exclusive_maximum: any.exclusive_maximum.unwrap_or(false),
            multiple_of: whole(any.multiple_of),
            enumeration: Vec::new(),
        })
    }
}

/// The integer that a number is, where it is none that is read as another one.
#[expect(clippy::cast_possible_truncation, reason = "it is checked that nothing is lost")]
fn exact(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0).then_some(number as i64)
}

impl Reading<'_, '_> {
    /// Takes a keyword; `None` when its value is none that it can have.
    fn keyword(&mut self, key: &str, value: Value) -> Option<()> {
        match key {
            "type" => self.any.typ = Some(text(value)?),
            "format" => self.any.format = Some(text(value)?),
            "title" => self.data.title = Some(text(value)?),
            "description" => self.data.description = Some(text(value)?),
            "default" => self.data.default = Some(value),
            "example" => self.data.example = Some(value),
            "nullable" => self.data.nullable = value.as_bool()?,
            "readOnly" => self.data.read_only = value.as_bool()?,
            "writeOnly" => self.data.write_only = value.as_bool()?,
            "deprecated" => self.data.deprecated = value.as_bool()?,
            "discriminator" => self.data.discriminator = Some(Deserialize::deserialize(value).ok()?),
            "properties" => self.any.properties = self.by_name(key, value)?,
            "required" => self.any.required = list(value)?.into_iter().map(text).collect::<Option<_>>()?,
            "additionalProperties" => self.any.additional_properties = Some(self.additional(key, value)),
            "items" => {
                let items = read_boxed(value, &Place::Field(self.place, key), self.diagnostics);
                self.any.items = Some(items);
            }
            "enum" => self.any.enumeration = list(value)?,
            "allOf" => self.any.all_of = self.several(key, value)?,
            "anyOf" => self.any.any_of = self.several(key, value)?,
            "oneOf" => self.any.one_of = self.several(key, value)?,
            "not" => self.any.not = Some(Box::new(self.one(key, value))),
            "xml" => drop(self.data.extensions.insert(XML.to_owned(), value)),
            extension if extension.starts_with("x-") => {
                self.data.extensions.insert(extension.to_owned(), value);
            }
            limit => return self.limit(limit, &value),
        }
        Some(())
    }

    fn limit(&mut self, key: &str, value: &Value) -> Option<()> {
        match key {
            "pattern" => self.any.pattern = Some(value.as_str()?.to_owned()),
            "minimum" => {
                self.any.minimum = Some(value.as_f64()?);
                self.large.minimum = large(value);
            }
            "maximum" => {
                self.any.maximum = Some(value.as_f64()?);
                self.large.maximum = large(value);
            }
            "multipleOf" => self.any.multiple_of = Some(value.as_f64()?),
            "exclusiveMinimum" => self.any.exclusive_minimum = Some(value.as_bool()?),
            "exclusiveMaximum" => self.any.exclusive_maximum = Some(value.as_bool()?),
            "minLength" => self.any.min_length = Some(count(value)?),
            "maxLength" => self.any.max_length = Some(count(value)?),
            "minItems" => self.any.min_items = Some(count(value)?),
            "maxItems" => self.any.max_items = Some(count(value)?),
            "uniqueItems" => self.any.unique_items = Some(value.as_bool()?),
            "minProperties" => self.any.min_properties = Some(count(value)?),
            "maxProperties" => self.any.max_properties = Some(count(value)?),
            _ => {}
        }
        Some(())
    }

    fn one(&mut self, key: &str, value: Value) -> ReferenceOr<Schema> {
        read(value, &Place::Field(self.place, key), self.diagnostics)
    }

    fn by_name(&mut self, key: &str, value: Value) -> Option<IndexMap<String, ReferenceOr<Box<Schema>>>> {
        let Value::Object(entries) = value else { return None };
        let place = Place::Field(self.place, key);
        let mut schemas = IndexMap::with_capacity(entries.len());
        for (name, value) in entries {
            let schema = read_boxed(value, &Place::Field(&place, &name), self.diagnostics);
            schemas.insert(name, schema);
        }
        Some(schemas)
    }

    fn several(&mut self, key: &str, value: Value) -> Option<Vec<ReferenceOr<Schema>>> {
        let place = Place::Field(self.place, key);
        let values = list(value)?;
        let mut schemas = Vec::with_capacity(values.len());
        for (index, value) in values.into_iter().enumerate() {
            schemas.push(read(value, &Place::Element(&place, index), self.diagnostics));
        }
        Some(schemas)
    }

    fn additional(&mut self, key: &str, value: Value) -> AdditionalProperties {
        match value {
            Value::Bool(allowed) => AdditionalProperties::Any(allowed),
            value => AdditionalProperties::Schema(Box::new(self.one(key, value))),
        }
    }
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

fn list(value: Value) -> Option<Vec<Value>> {
    match value {
        Value::Array(items) => Some(items),
        _ => None,
    }
}

/// A number of things, which JSON may write as `1.0`.
fn count(value: &Value) -> Option<usize> {
    let whole = || value.as_f64().and_then(exact).and_then(|number| u64::try_from(number).ok());
    usize::try_from(value.as_u64().or_else(whole)?).ok()
}

fn large(value: &Value) -> Option<i64> {
    value.as_i64().filter(|number| number.unsigned_abs() >= 1 << 53)
}
