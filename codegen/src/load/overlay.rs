//! OpenAPI Overlay 1.0: corrections of a description that the user does not maintain.

use serde_json::{Map, Value};
use serde_json_path::{JsonPath, NormalizedPath};

use super::{Texts, source::Overlay, text};
use crate::diagnostics::{Code, Diagnostics, Pointer, unescape};

/// Applies overlays to `root`, in order.
pub(super) fn apply(
    root: &mut Value,
    overlays: &[Overlay],
    texts: &mut Texts,
    diagnostics: &mut Diagnostics,
) {
    for overlay in overlays {
        let at = Pointer::file(&overlay.path);
        let (value, text) = text::parse(&overlay.text, &at, diagnostics);
        texts.insert(overlay.path.clone(), text.into_owned());
        let Some(value) = value else { continue };
        let version = value.get("overlay").and_then(Value::as_str).unwrap_or_default();
        let Some(Value::Array(actions)) = value.get("actions").filter(|_| version.starts_with("1.")) else {
            let help = "start the overlay with `overlay: 1.0.0`, and add a list of `actions`";
            diagnostics.push_with_help(Code::OVERLAY, &at, "the file is not an overlay of version 1", help);
            continue;
        };
        for (index, action) in actions.iter().enumerate() {
            let at = at.key("actions").index(index);
            if let Err(InvalidAction { field, message }) = apply_action(root, action) {
                let at = field.map_or_else(|| at.clone(), |field| at.key(field));
                let help = "correct the action, or remove it if the description no longer needs it";
                diagnostics.push_with_help(Code::OVERLAY, &at, message, help);
            }
        }
    }
}

/// The reason for which an action cannot be applied.
#[derive(Debug)]
struct InvalidAction {
    /// The invalid field, unless it is the action as a whole.
    field: Option<&'static str>,
    message: String,
}

impl InvalidAction {
    fn new(field: &'static str, message: impl Into<String>) -> Self {
        Self { field: Some(field), message: message.into() }
    }
}

fn apply_action(root: &mut Value, action: &Value) -> Result<(), InvalidAction> {
    let target = action.get("target").and_then(Value::as_str).unwrap_or_default();
    let path = JsonPath::parse(target).map_err(|error| {
        let column = error.position() + 1;
        InvalidAction::new(
            "target",
            format!("`{target}` is not a JSONPath; the error is at character {column}"),
        )
    })?;
    let mut pointers: Vec<String> =
        path.query_located(root).locations().map(NormalizedPath::to_json_pointer).collect();
    if pointers.is_empty() {
        let message = format!("`{target}` matches nothing in the description");
        return Err(InvalidAction::new("target", message));
    }
    if action.get("remove") == Some(&Value::Bool(true)) {
        // In reverse order, so that the indices of the others stay valid.
        for pointer in pointers.iter().rev() {
            remove(root, pointer);
        }
        return Ok(());
    }
    let Some(update) = action.get("update") else {
        let message = "the action has neither `update` nor `remove`".to_owned();
        return Err(InvalidAction { field: None, message });
    };
    pointers.dedup();
    for pointer in pointers {
        let Some(value) = root.pointer_mut(&pointer) else { continue };
        match value {
            Value::Object(fields) => match update {
                Value::Object(update) => merge(fields, update),
                _ => {
                    let message = "`update` is not an object, but the target is one";
                    return Err(InvalidAction::new("update", message));
                }
            },
            Value::Array(items) => match update {
                Value::Array(more) => items.extend(more.iter().cloned()),
                entry => items.push(entry.clone()),
            },
            _ => {
                let message = "the target is neither an object nor an array";
                return Err(InvalidAction::new("target", message));
            }
        }
    }
    Ok(())
}

fn remove(root: &mut Value, pointer: &str) {
    let Some((parent, last)) = pointer.rsplit_once('/') else { return };
    match root.pointer_mut(parent) {
        Some(Value::Object(fields)) => {
            // `remove` would move the last field to this position.
            fields.shift_remove(&unescape(last));
        }
        Some(Value::Array(items)) => {
            if let Some(index) = last.parse::<usize>().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
}

/// Merges objects recursively, concatenates arrays, and replaces other values.
fn merge(fields: &mut Map<String, Value>, update: &Map<String, Value>) {
    for (key, value) in update {
        match (fields.get_mut(key), value) {
            (Some(Value::Object(known)), Value::Object(value)) => merge(known, value),
            (Some(Value::Array(known)), Value::Array(value)) => known.extend(value.iter().cloned()),
            _ => {
                fields.insert(key.clone(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Returns `{"a": {"b": 1}, "list": [1, 2, 3]}` after one action.
    fn applied(action: &Value) -> Result<Value, String> {
        let mut root = json!({ "a": { "b": 1 }, "list": [1, 2, 3] });
        apply_action(&mut root, action).map_err(|invalid| invalid.message)?;
        Ok(root)
    }

    #[test]
    fn updates_and_removes_values() {
        for (action, expected) in [
            (
                json!({ "target": "$.a", "update": { "c": 2 } }),
                json!({ "a": { "b": 1, "c": 2 }, "list": [1, 2, 3] }),
            ),
            (json!({ "target": "$.a", "update": { "b": 2 } }), json!({ "a": { "b": 2 }, "list": [1, 2, 3] })),
            (json!({ "target": "$.list", "update": [4] }), json!({ "a": { "b": 1 }, "list": [1, 2, 3, 4] })),
            (json!({ "target": "$.list", "update": 4 }), json!({ "a": { "b": 1 }, "list": [1, 2, 3, 4] })),
            (json!({ "target": "$.list[?@ > 1]", "remove": true }), json!({ "a": { "b": 1 }, "list": [1] })),
            (json!({ "target": "$.a", "remove": true }), json!({ "list": [1, 2, 3] })),
        ] {
            assert_eq!(applied(&action), Ok(expected), "{action}");
        }
    }

    #[test]
    fn rejects_invalid_actions() {
        for (action, message) in [
            (json!({ "target": "$.none" }), "`$.none` matches nothing in the description"),
            (json!({ "target": "$.a" }), "the action has neither `update` nor `remove`"),
            (json!({ "target": "$.a.b", "update": {} }), "the target is neither an object nor an array"),
            (json!({ "target": "$.a", "update": 1 }), "`update` is not an object, but the target is one"),
            (json!({ "target": "a" }), "`a` is not a JSONPath; the error is at character 1"),
        ] {
            assert_eq!(applied(&action), Err(message.to_owned()), "{action}");
        }
    }
}
