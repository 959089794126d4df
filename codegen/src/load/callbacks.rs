//! The callbacks of operations, which become a field of the description with the form of `webhooks`.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{dialect::Dialect, source_map::SourceMap};
use crate::diagnostics::Pointer;

/// The field of the description.
const FIELD: &str = "callbacks";

/// The maximum length in bytes of the name of a callback, after that of its operation. Others are ignored.
const MAX_NAME: usize = 1000;

/// The name, the path item and the place of a callback.
type Callback = (String, Value, Pointer);

/// Moves the callbacks of operations, and those of components that operations refer to, to a field of the description.
///
/// They are moved, so that none is repeated. References into them are not supported.
pub(super) fn collect(root: &mut Map<String, Value>, dialect: Dialect, source_map: &mut SourceMap) {
    root.remove(FIELD);
    if dialect == Dialect::Swagger2 {
        return;
    }
    let (mut found, mut references) = (Vec::new(), Vec::new());
    let at = Pointer::root().key("paths");
    for (path, item) in root.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten() {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            let Some(Value::Object(callbacks)) = operation.get_mut(FIELD).map(Value::take) else { continue };
            let id = operation.get("operationId").and_then(Value::as_str);
            let operation = id.map_or_else(|| format!("{method} {path}"), str::to_owned);
            let at = at.key(path).key(method).key(FIELD);
            for (name, callback) in callbacks {
                match callback.get("$ref").and_then(Value::as_str) {
                    Some(reference) => references.push(reference.to_owned()),
                    None => add(&format!("{operation} {name}"), callback, &at.key(&name), &mut found),
                }
            }
        }
    }
    let components = root.get_mut("components").and_then(|components| components.get_mut(FIELD));
    if let Some(components) = components.and_then(Value::as_object_mut) {
        let at = Pointer::root().key("components").key(FIELD);
        // After a reference, a component is no longer there for the next one.
        for reference in references {
            let Some(name) = reference.strip_prefix("#/components/callbacks/") else { continue };
            let Some(callback) = components.remove(name) else { continue };
            add(name, callback, &at.key(name), &mut found);
        }
    }
    if found.is_empty() {
        return;
    }
    let to = Pointer::root().key(FIELD);
    let mut names = HashSet::new();
    let mut items = Map::new();
    for (name, item, original) in found {
        if names.insert(name.clone()) {
            source_map.record(to.key(&name), original);
            items.insert(name, item);
        }
    }
    root.insert(FIELD.to_owned(), Value::Object(items));
}

/// Adds the path items of a callback, which has one for each URL.
fn add(name: &str, callback: Value, at: &Pointer, found: &mut Vec<Callback>) {
    let Value::Object(items) = callback else { return };
    let items = items.into_iter().filter(|(url, item)| !url.starts_with("x-") && item.is_object());
    for (index, (url, item)) in items.enumerate().filter(|_| name.len() <= MAX_NAME) {
        let name = if index == 0 { name.to_owned() } else { format!("{name} {}", index + 1) };
        found.push((name, item, at.key(&url)));
    }
}
