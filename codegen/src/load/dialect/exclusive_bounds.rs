//! `exclusiveMinimum` and `exclusiveMaximum`, which are numbers since JSON Schema draft 6.

use std::cmp::Ordering;

use serde_json::{Map, Value};

/// Rewrites them to the flags of OpenAPI 3.0, and keeps the stricter one of an exclusive and an inclusive bound.
pub(super) fn rewrite(fields: &mut Map<String, Value>) {
    for (exclusive, inclusive, stricter) in
        [("exclusiveMinimum", "minimum", Ordering::Less), ("exclusiveMaximum", "maximum", Ordering::Greater)]
    {
        let Some(bound) = fields.get(exclusive).and_then(Value::as_f64) else { continue };
        let other = fields.get(inclusive).and_then(Value::as_f64);
        if other.is_some_and(|other| bound.partial_cmp(&other) == Some(stricter)) {
            fields.remove(exclusive);
        } else if let Some(bound) = fields.insert(exclusive.to_owned(), Value::Bool(true)) {
            fields.insert(inclusive.to_owned(), bound);
        }
    }
}
