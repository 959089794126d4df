//! Schemas of Swagger 2.0, which are nearly those of 3.0.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::diagnostics::Pointer;

/// The values of a discriminator that stand for a schema, as the makers of some descriptions say them.
const TAG_VALUES: [&str; 2] = ["x-ms-discriminator-value", "x-discriminator-value"];

/// Rewrites a schema, and what says of a parameter or header what a schema would.
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
    if let Some(values) = fields.remove("x-ms-enum") {
        set_names(fields, &values);
    }
}

/// The names and descriptions of the values of a list, in the order of the list.
fn set_names(fields: &mut Map<String, Value>, extension: &Value) {
    let Some(Value::Array(listed)) = fields.get("enum") else { return };
    let said = extension.get("values").and_then(Value::as_array);
    let Some(said) = said else { return };
    let of = |key: &str| -> Vec<Value> {
        let entry = |value: &Value| said.iter().find(|entry| entry.get("value") == Some(value));
        listed
            .iter()
            .map(|value| entry(value).and_then(|entry| entry.get(key)).cloned().unwrap_or_default())
            .collect()
    };
    let (names, descriptions) = (of("name"), of("description"));
    for (extension, texts) in [("x-enum-varnames", names), ("x-enum-descriptions", descriptions)] {
        if texts.iter().any(Value::is_string) {
            fields.entry(extension).or_insert(Value::Array(texts));
        }
    }
}

/// Says in the mapping of a discriminator what those who extend its schema say of themselves.
pub(super) fn add_mappings(definitions: &mut Map<String, Value>) {
    let mut mappings: Vec<(String, String, String)> = Vec::new();
    for (name, schema) in &*definitions {
        let value = TAG_VALUES.iter().find_map(|key| schema.get(*key)).and_then(Value::as_str);
        let Some(value) = value else { continue };
        let mut seen = HashSet::from([name.as_str()]);
        for base in bases(name, definitions, &mut seen) {
            mappings.push((base.to_owned(), value.to_owned(), name.clone()));
        }
    }
    for (base, value, name) in mappings {
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
            let target = Pointer::root().key("components").key("schemas").key(&name);
            mapping.entry(value).or_insert(target.to_reference().into());
        }
    }
}

/// The schemas with a discriminator that `name` is or extends.
fn bases<'d>(
    name: &'d str,
    definitions: &'d Map<String, Value>,
    seen: &mut HashSet<&'d str>,
) -> Vec<&'d str> {
    let Some(schema) = definitions.get(name) else { return Vec::new() };
    let mut found = Vec::new();
    if schema.get("discriminator").is_some() {
        found.push(name);
    }
    for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        let reference = part.get("$ref").and_then(Value::as_str);
        if let Some(parent) = reference.and_then(|reference| reference.strip_prefix("#/definitions/"))
            && seen.insert(parent)
        {
            found.extend(bases(parent, definitions, seen));
        }
    }
    found
}
