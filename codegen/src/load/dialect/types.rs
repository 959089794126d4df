//! `type` as a list.

use serde_json::{Map, Value, json};

use super::Found;
use crate::load::{extensions::TUPLE, object_graph::Place};

/// Which keywords say something of which type.
const KEYWORDS: [(&str, &[&str]); 5] = [
    ("string", &["pattern", "minLength", "maxLength"]),
    ("number", &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
    ("boolean", &[]),
    ("array", &["items", "minItems", "maxItems", "uniqueItems"]),
    ("object", &["properties", "required", "additionalProperties", "minProperties", "maxProperties", TUPLE]),
];

/// Makes one type of the list, with `nullable`, or a union of several.
pub(super) fn rewrite(fields: &mut Map<String, Value>, place: &Place<'_>, found: &mut Found<'_>) {
    let Some(Value::Array(list)) = fields.get("type") else { return };
    let mut types: Vec<String> = Vec::new();
    let mut nullable = false;
    for name in list.iter().filter_map(Value::as_str) {
        if name == "null" {
            nullable = true;
        } else if !types.iter().any(|known| known == name) {
            types.push(name.to_owned());
        }
    }
    if types.iter().any(|name| name == "number") {
        types.retain(|name| name != "integer");
    }
    if nullable && !types.is_empty() {
        fields.insert("nullable".to_owned(), Value::Bool(true));
    }
    let is_said =
        ["enum", "oneOf", "anyOf", "allOf", "$ref"].iter().any(|keyword| fields.contains_key(*keyword));
    match types.as_slice() {
        [] if nullable => {
            fields.insert("type".to_owned(), "null".into());
        }
        [] => {
            fields.remove("type");
        }
        [only] => {
            fields.insert("type".to_owned(), only.as_str().into());
        }
        // Anything, or what other keywords say.
        all if is_said || all.len() == KEYWORDS.len() => {
            fields.remove("type");
        }
        several => split(fields, several, place, found),
    }
}

fn split(fields: &mut Map<String, Value>, types: &[String], place: &Place<'_>, found: &mut Found<'_>) {
    fields.remove("type");
    let format = fields.remove("format");
    let at = place.pointer();
    let mut members = Vec::new();
    for (index, name) in types.iter().enumerate() {
        let mut member = Map::from_iter([("type".to_owned(), json!(name))]);
        let base = if name == "integer" { "number" } else { name };
        let keywords = KEYWORDS.iter().find(|(known, _)| *known == base).map(|(_, keywords)| *keywords);
        for keyword in keywords.unwrap_or_default() {
            member.extend(fields.remove(*keyword).map(|value| ((*keyword).to_owned(), value)));
        }
        if let Some(Value::String(format)) = &format
            && (base == "number") == is_numeric(format)
            && matches!(base, "number" | "string")
        {
            member.insert("format".to_owned(), format.as_str().into());
        }
        found.source_map.note(at.key("anyOf").index(index), at.clone());
        members.push(Value::Object(member));
    }
    fields.insert("anyOf".to_owned(), Value::Array(members));
}

fn is_numeric(format: &str) -> bool {
    ["int", "uint", "float", "double", "decimal"].iter().any(|start| format.starts_with(start))
}
