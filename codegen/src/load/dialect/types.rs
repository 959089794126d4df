//! `type` as a list of types.

use serde_json::{Map, Value, json};

use super::tuples;
use crate::load::{context::Context, node_path::NodePath};

/// The keywords that apply to each type.
const KEYWORDS: [(&str, &[&str]); 5] = [
    ("string", &["pattern", "minLength", "maxLength"]),
    ("number", &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
    ("boolean", &[]),
    ("array", &["items", "prefixItems", "minItems", "maxItems", "uniqueItems"]),
    ("object", &["properties", "required", "additionalProperties", "minProperties", "maxProperties"]),
];

/// Rewrites the list to one type, perhaps with `nullable`, or to a union.
pub(super) fn rewrite(fields: &mut Map<String, Value>, path: &NodePath<'_>, context: &mut Context<'_>) {
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
    let is_constrained =
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
        // The values that other keywords allow. The schemas of elements apply to some of them and decide no type.
        _ if is_constrained => {
            fields.retain(|keyword, _| !["type", "items", "prefixItems"].contains(&keyword.as_str()));
        }
        // Any value. A keyword for one of the types decides no type.
        all if all.len() == KEYWORDS.len() => {
            let is_of_one_type =
                |keyword: &str| KEYWORDS.iter().any(|(_, keywords)| keywords.contains(&keyword));
            fields.retain(|keyword, _| keyword != "type" && !is_of_one_type(keyword));
        }
        several => rewrite_to_union(fields, several, path, context),
    }
}

fn rewrite_to_union(
    fields: &mut Map<String, Value>,
    types: &[String],
    path: &NodePath<'_>,
    context: &mut Context<'_>,
) {
    fields.remove("type");
    let format = fields.remove("format");
    let at = path.pointer();
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
        context.source_map.record(at.key("anyOf").index(index), at.clone());
        let list = NodePath::Field(path, "anyOf");
        tuples::rewrite(&mut member, &NodePath::Element(&list, index), path, context);
        members.push(Value::Object(member));
    }
    fields.insert("anyOf".to_owned(), Value::Array(members));
}

fn is_numeric(format: &str) -> bool {
    ["int", "uint", "float", "double", "decimal"].iter().any(|start| format.starts_with(start))
}
