//! `prefixItems`: arrays whose elements have different types by position.

use serde_json::{Map, Value, json};

use super::json_schema::is_never;
use crate::load::{context::Context, extensions::TUPLE, node_path::NodePath};

/// The length of the longest Rust tuple that implements the standard traits.
const MAX_ELEMENTS: usize = 12;

/// Rewrites an array of a fixed length to an object that `lower` turns into a tuple, and another array to a list of the
/// union of its elements. The keywords do not affect values of another `type`.
///
/// `original` is the path of the schema that had the elements, if they were moved to `path`.
pub(super) fn rewrite(
    fields: &mut Map<String, Value>,
    path: &NodePath<'_>,
    original: &NodePath<'_>,
    context: &mut Context<'_>,
) {
    let Some((keyword, elements)) = take_elements(fields) else { return };
    if fields.get("type").and_then(Value::as_str).is_some_and(|name| name != "array") {
        return;
    }
    let others = fields.remove("items");
    let count = u64::try_from(elements.len()).unwrap_or(u64::MAX);
    let bound = |keyword: &str| fields.get(keyword).and_then(Value::as_u64);
    let closed =
        others.as_ref().is_none_or(is_never) || bound("maxItems").is_some_and(|maximum| maximum <= count);
    let complete = bound("minItems").is_none_or(|minimum| minimum >= count);
    let (at, original) = (path.pointer(), original.pointer().key(keyword));
    if closed && complete && (2..=MAX_ELEMENTS).contains(&elements.len()) {
        let names: Vec<String> = (0..elements.len()).map(|index| index.to_string()).collect();
        for name in &names {
            context.source_map.record(at.key("properties").key(name), original.key(name));
        }
        fields.remove("minItems");
        fields.remove("maxItems");
        fields.insert("required".to_owned(), json!(names));
        fields.insert("properties".to_owned(), names.into_iter().zip(elements).collect());
        fields.insert("type".to_owned(), "object".into());
        fields.insert(TUPLE.to_owned(), Value::Bool(true));
        return;
    }
    let mut distinct: Vec<Value> = Vec::new();
    for element in elements.into_iter().chain(others.filter(|others| !is_never(others))) {
        if !distinct.contains(&element) {
            distinct.push(element);
        }
    }
    fields.entry("type").or_insert("array".into());
    match distinct.len() {
        0 => {}
        1 => fields.extend(distinct.pop().map(|only| ("items".to_owned(), only))),
        _ => {
            context.source_map.record(at.key("items").key("anyOf"), original);
            fields.insert("items".to_owned(), json!({ "anyOf": distinct }));
        }
    }
}

/// Takes the schemas of the elements by position. Before JSON Schema 2020-12 `items` was a list of them.
fn take_elements(fields: &mut Map<String, Value>) -> Option<(&'static str, Vec<Value>)> {
    for keyword in ["prefixItems", "items"] {
        if fields.get(keyword).is_some_and(Value::is_array)
            && let Some(Value::Array(elements)) = fields.remove(keyword)
        {
            return Some((keyword, elements));
        }
    }
    None
}
