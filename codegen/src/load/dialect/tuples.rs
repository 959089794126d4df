//! `prefixItems`: arrays whose elements are of different types by their position.

use serde_json::{Map, Value, json};

use super::{Found, json_schema::is_never};
use crate::load::{extensions::TUPLE, object_graph::Place};

/// The traits of Rust's tuples end here.
const LONGEST: usize = 12;

/// Makes an object of an array that has as many elements as are listed, which `lower` makes a tuple of; of any other
/// a list of what its elements can be.
pub(super) fn rewrite(fields: &mut Map<String, Value>, place: &Place<'_>, found: &mut Found<'_>) {
    let Some((keyword, elements)) = take_elements(fields) else { return };
    let others = fields.remove("items");
    let count = u64::try_from(elements.len()).unwrap_or(u64::MAX);
    let limit = |keyword: &str| fields.get(keyword).and_then(Value::as_u64);
    let closed = others.as_ref().is_none_or(is_never) || limit("maxItems").is_some_and(|most| most <= count);
    let complete = limit("minItems").is_none_or(|least| least >= count);
    let at = place.pointer();
    if closed && complete && (2..=LONGEST).contains(&elements.len()) {
        let names: Vec<String> = (0..elements.len()).map(|index| index.to_string()).collect();
        for name in &names {
            found.source_map.note(at.key("properties").key(name), at.key(keyword).key(name));
        }
        fields.remove("minItems");
        fields.remove("maxItems");
        fields.insert("required".to_owned(), json!(names));
        fields.insert("properties".to_owned(), names.into_iter().zip(elements).collect());
        fields.insert("type".to_owned(), "object".into());
        fields.insert(TUPLE.to_owned(), Value::Bool(true));
        return;
    }
    let mut kinds: Vec<Value> = Vec::new();
    for element in elements.into_iter().chain(others.filter(|others| !is_never(others))) {
        if !kinds.contains(&element) {
            kinds.push(element);
        }
    }
    fields.entry("type").or_insert("array".into());
    match kinds.len() {
        0 => {}
        1 => fields.extend(kinds.pop().map(|only| ("items".to_owned(), only))),
        _ => {
            found.source_map.note(at.key("items").key("anyOf"), at.key(keyword));
            fields.insert("items".to_owned(), json!({ "anyOf": kinds }));
        }
    }
}

/// The schemas of the elements, by position: `items` was a list of them before 2020-12.
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
