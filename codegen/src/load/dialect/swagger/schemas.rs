//! Schemas, whose extensions and discriminators become those of OpenAPI 3.0.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::diagnostics::Pointer;

/// The extensions with the discriminator value of a schema.
const TAG_VALUES: [&str; 2] = ["x-ms-discriminator-value", "x-discriminator-value"];

/// Rewrites a schema, or a parameter or header with the keywords of a schema.
pub(in crate::load::dialect) fn rewrite(schema: &mut Value) {
    let Value::Object(fields) = schema else { return };
    for extension in ["x-nullable", "x-isnullable", "x-is-nullable"] {
        if let Some(nullable) = fields.remove(extension) {
            fields.entry("nullable").or_insert(nullable);
        }
    }
    if let Some(Value::String(property)) = fields.get("discriminator") {
        let discriminator = json!({ "propertyName": property });
        fields.insert("discriminator".to_owned(), discriminator);
    }
    if fields.get("type").is_some_and(|kind| kind == "file") {
        fields.insert("type".to_owned(), "string".into());
        fields.insert("format".to_owned(), "binary".into());
    }
    if let Some(Value::Array(types)) = fields.get("type") {
        let one = types.iter().find(|name| *name != "null").cloned();
        if types.iter().any(|name| name == "null") {
            fields.insert("nullable".to_owned(), Value::Bool(true));
        }
        fields.extend(one.map(|name| ("type".to_owned(), name)));
    }
}

/// A discriminator value of a schema that extends another.
struct TagValue {
    base: String,
    value: String,
    schema: String,
}

/// Adds the discriminator values of schemas to the mappings of the schemas that they extend.
pub(super) fn add_mappings(definitions: &mut Map<String, Value>) {
    let mut tag_values: Vec<TagValue> = Vec::new();
    for (name, schema) in &*definitions {
        let value = TAG_VALUES.iter().find_map(|key| schema.get(*key)).and_then(Value::as_str);
        let Some(value) = value else { continue };
        let mut seen = HashSet::from([name.as_str()]);
        for base in bases(name, definitions, &mut seen) {
            let (base, value) = (base.to_owned(), value.to_owned());
            tag_values.push(TagValue { base, value, schema: name.clone() });
        }
    }
    for TagValue { base, value, schema } in tag_values {
        let Some(Value::Object(fields)) = definitions.get_mut(&base) else { continue };
        let property = match fields.get("discriminator") {
            Some(Value::String(property)) => Value::from(property.as_str()),
            Some(Value::Object(tag)) => tag.get("propertyName").cloned().unwrap_or_default(),
            _ => continue,
        };
        let tag = fields.entry("discriminator").or_insert(Value::Null);
        if !tag.is_object() {
            *tag = json!({ "propertyName": property, "mapping": {} });
        }
        if let Some(Value::Object(mapping)) =
            tag.as_object_mut().map(|tag| tag.entry("mapping").or_insert(json!({})))
        {
            let target = Pointer::root().key("components").key("schemas").key(&schema);
            mapping.entry(value).or_insert(target.to_reference().into());
        }
    }
}

/// Returns `name` and the schemas that it extends, as far as they have a discriminator.
fn bases<'d>(
    name: &'d str,
    definitions: &'d Map<String, Value>,
    seen: &mut HashSet<&'d str>,
) -> Vec<&'d str> {
    let Some(schema) = definitions.get(name) else { return Vec::new() };
    let mut bases_of_name = Vec::new();
    if schema.get("discriminator").is_some() {
        bases_of_name.push(name);
    }
    for member in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        let reference = member.get("$ref").and_then(Value::as_str);
        if let Some(parent) = reference.and_then(|reference| reference.strip_prefix("#/definitions/"))
            && seen.insert(parent)
        {
            bases_of_name.extend(bases(parent, definitions, seen));
        }
    }
    bases_of_name
}
