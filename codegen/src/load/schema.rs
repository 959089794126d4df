//! The reader of schemas, which moves the texts of a JSON value into openapiv3's type.
//!
//! Most of a description is schemas, and moving their texts is several times faster than having serde copy them. An
//! invalid keyword is ignored without affecting the others.

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, IntegerType, ReferenceOr, Schema, SchemaData, SchemaKind, Type,
    VariantOrUnknownOrEmpty,
};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{extensions::XML, node_path::NodePath};
use crate::diagnostics::{Code, Diagnostics};

/// Reads the schema at `path`.
pub(super) fn read(value: Value, path: &NodePath<'_>, diagnostics: &mut Diagnostics) -> ReferenceOr<Schema> {
    match take_reference(value, path, diagnostics) {
        Ok(reference) => ReferenceOr::Reference { reference },
        Err(fields) => {
            let mut schema = blank();
            fill(&mut schema, fields, path, diagnostics);
            ReferenceOr::Item(schema)
        }
    }
}

/// Reads a schema into a box. It is filled in place, because a schema is large to move.
fn read_boxed(value: Value, path: &NodePath<'_>, diagnostics: &mut Diagnostics) -> ReferenceOr<Box<Schema>> {
    match take_reference(value, path, diagnostics) {
        Ok(reference) => ReferenceOr::Reference { reference },
        Err(fields) => {
            let mut schema = Box::new(blank());
            fill(&mut schema, fields, path, diagnostics);
            ReferenceOr::Item(schema)
        }
    }
}

fn blank() -> Schema {
    Schema { schema_data: SchemaData::default(), schema_kind: SchemaKind::Any(AnySchema::default()) }
}

/// Returns the reference of a `$ref`, or the fields of a schema.
fn take_reference(
    value: Value,
    path: &NodePath<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<String, Map<String, Value>> {
    let Value::Object(mut fields) = value else {
        let message = "the schema is not an object; it allows any value";
        diagnostics.push(Code::MALFORMED, &path.pointer(), message);
        return Err(Map::new());
    };
    match fields.get_mut("$ref") {
        Some(Value::String(reference)) => Ok(std::mem::take(reference)),
        _ => Err(fields),
    }
}

fn fill(schema: &mut Schema, fields: Map<String, Value>, path: &NodePath<'_>, diagnostics: &mut Diagnostics) {
    let Schema { schema_data: data, schema_kind } = schema;
    let SchemaKind::Any(any) = schema_kind else { return };
    let mut reader = SchemaReader { path, diagnostics, data, any, large_bounds: LargeBounds::default() };
    for (key, value) in fields {
        // An empty value in YAML means an absent field.
        if value.is_null() && !matches!(key.as_str(), "default" | "enum" | "example") {
            continue;
        }
        if reader.keyword(&key, value).is_none() {
            let at = path.pointer().key(&key);
            reader.diagnostics.push(
                Code::MALFORMED,
                &at,
                format!("`{key}` has an invalid value and is ignored"),
            );
        }
    }
    let large_bounds = reader.large_bounds;
    if let Some(integer) = large_bounds.integer_type(any) {
        *schema_kind = SchemaKind::Type(Type::Integer(integer));
    }
}

/// A schema that is being read, and its place.
struct SchemaReader<'r, 'd> {
    path: &'r NodePath<'r>,
    diagnostics: &'d mut Diagnostics,
    data: &'r mut SchemaData,
    any: &'r mut AnySchema,
    large_bounds: LargeBounds,
}

/// The bounds of integers that an `f64` cannot represent exactly.
#[derive(Default)]
struct LargeBounds {
    minimum: Option<i64>,
    maximum: Option<i64>,
}

impl LargeBounds {
    /// Returns the integer type that `any` describes, if it has such bounds.
    fn integer_type(self, any: &mut AnySchema) -> Option<IntegerType> {
        let is_plain = any.typ.as_deref() == Some("integer") && any.enumeration.is_empty();
        if !is_plain || self.minimum.is_none() && self.maximum.is_none() {
            return None;
        }
        let whole = |bound: Option<f64>| bound.and_then(exact);
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

/// Returns the integer that equals a number, unless other integers have the same `f64`.
#[expect(clippy::cast_possible_truncation, reason = "it is checked that nothing is lost")]
fn exact(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0).then_some(number as i64)
}

impl SchemaReader<'_, '_> {
    /// Reads a keyword. Returns `None` if its value is invalid.
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
            "properties" => self.any.properties = self.schema_map(key, value)?,
            "required" => self.any.required = list(value)?.into_iter().map(text).collect::<Option<_>>()?,
            "additionalProperties" => {
                self.any.additional_properties = Some(self.additional_properties(key, value));
            }
            // A value that is no schema does not make an array of the schema around it.
            "items" if !value.is_object() => return None,
            "items" => {
                let items = read_boxed(value, &NodePath::Field(self.path, key), self.diagnostics);
                self.any.items = Some(items);
            }
            "enum" => self.any.enumeration = list(value)?,
            "allOf" => self.any.all_of = self.schema_list(key, value)?,
            "anyOf" => self.any.any_of = self.schema_list(key, value)?,
            "oneOf" => self.any.one_of = self.schema_list(key, value)?,
            "not" => self.any.not = Some(Box::new(self.schema(key, value))),
            "xml" => drop(self.data.extensions.insert(XML.to_owned(), value)),
            extension if extension.starts_with("x-") => {
                self.data.extensions.insert(extension.to_owned(), value);
            }
            bound => return self.bound(bound, &value),
        }
        Some(())
    }

    fn bound(&mut self, key: &str, value: &Value) -> Option<()> {
        match key {
            "pattern" => self.any.pattern = Some(value.as_str()?.to_owned()),
            "minimum" => {
                self.any.minimum = Some(value.as_f64()?);
                self.large_bounds.minimum = beyond_f64(value);
            }
            "maximum" => {
                self.any.maximum = Some(value.as_f64()?);
                self.large_bounds.maximum = beyond_f64(value);
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

    fn schema(&mut self, key: &str, value: Value) -> ReferenceOr<Schema> {
        read(value, &NodePath::Field(self.path, key), self.diagnostics)
    }

    fn schema_map(&mut self, key: &str, value: Value) -> Option<IndexMap<String, ReferenceOr<Box<Schema>>>> {
        let Value::Object(entries) = value else { return None };
        let path = NodePath::Field(self.path, key);
        let mut schemas = IndexMap::with_capacity(entries.len());
        for (name, value) in entries {
            let schema = read_boxed(value, &NodePath::Field(&path, &name), self.diagnostics);
            schemas.insert(name, schema);
        }
        Some(schemas)
    }

    fn schema_list(&mut self, key: &str, value: Value) -> Option<Vec<ReferenceOr<Schema>>> {
        let path = NodePath::Field(self.path, key);
        let values = list(value)?;
        let mut schemas = Vec::with_capacity(values.len());
        for (index, value) in values.into_iter().enumerate() {
            schemas.push(read(value, &NodePath::Element(&path, index), self.diagnostics));
        }
        Some(schemas)
    }

    fn additional_properties(&mut self, key: &str, value: Value) -> AdditionalProperties {
        match value {
            Value::Bool(allowed) => AdditionalProperties::Any(allowed),
            value => AdditionalProperties::Schema(Box::new(self.schema(key, value))),
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

/// Returns a count, which JSON may write as `1.0`.
fn count(value: &Value) -> Option<usize> {
    let whole = || value.as_f64().and_then(exact).and_then(|number| u64::try_from(number).ok());
    usize::try_from(value.as_u64().or_else(whole)?).ok()
}

/// Returns an integer that an `f64` cannot represent exactly.
fn beyond_f64(value: &Value) -> Option<i64> {
    value.as_i64().filter(|number| number.unsigned_abs() >= 1 << 53)
}
