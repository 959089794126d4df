//! OpenAPI Overlay 1.0: corrections of a description that the user does not maintain.

use serde_json::{Map, Value};
use serde_json_path::{JsonPath, NormalizedPath};

use super::{Texts, copy_budget::CopyBudget, removals::Removals, source::Overlay, text};
use crate::diagnostics::{Code, Diagnostics, Pointer};

/// The depth of brackets in a target. Its parser is recursive, and tries each alternative at each depth.
const MAX_PATH_DEPTH: usize = 8;
/// The depth of a description after an update. The parsers refuse texts that are nested as deeply.
const MAX_DEPTH: usize = 128;

/// Applies overlays to `root`, in order.
pub(super) fn apply(
    root: &mut Value,
    overlays: &[Overlay],
    texts: &mut Texts,
    diagnostics: &mut Diagnostics,
) {
    let mut changes = Changes::default();
    for overlay in overlays {
        let at = Pointer::file(&overlay.path);
        let (value, text) = text::parse(&overlay.text, &at, diagnostics);
        texts.insert(overlay.path.clone(), text.into());
        let Some(value) = value else { continue };
        let version = value.get("overlay").and_then(Value::as_str).unwrap_or_default();
        let Some(Value::Array(actions)) = value.get("actions").filter(|_| version.starts_with("1.")) else {
            let help = "start the overlay with `overlay: 1.0.0`, and add a list of `actions`";
            diagnostics.push_with_help(Code::OVERLAY, &at, "the file is not an overlay of version 1", help);
            continue;
        };
        for (index, action) in actions.iter().enumerate() {
            let at = at.key("actions").index(index);
            if let Err(InvalidAction { field, message }) = apply_action(root, action, &mut changes) {
                let at = field.map_or_else(|| at.clone(), |field| at.key(field));
                let help = "correct the action, or remove it if the description no longer needs it";
                diagnostics.push_with_help(Code::OVERLAY, &at, message, help);
            }
        }
    }
    changes.removals.apply(root);
}

/// The state of the changes of all actions.
#[derive(Default)]
struct Changes {
    copy_budget: CopyBudget,
    removals: Removals,
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

fn apply_action(root: &mut Value, action: &Value, changes: &mut Changes) -> Result<(), InvalidAction> {
    let target = action.get("target").and_then(Value::as_str).unwrap_or_default();
    if path_depth(target) > MAX_PATH_DEPTH {
        let message = format!("the JSONPath nests brackets deeper than {MAX_PATH_DEPTH} levels");
        return Err(InvalidAction::new("target", message));
    }
    let path = JsonPath::parse(target).map_err(|error| {
        let column = error.position() + 1;
        InvalidAction::new(
            "target",
            format!("`{target}` is not a JSONPath; the error is at character {column}"),
        )
    })?;
    let Changes { copy_budget, removals } = changes;
    // Such a path finds one place, whether or not values beside it are removed.
    if !is_path_of_names(target) {
        removals.apply(root);
    }
    let found = path.query_located(root);
    let found = found.locations().map(NormalizedPath::to_json_pointer);
    let mut pointers: Vec<String> = found.filter(|pointer| !removals.contain(pointer)).collect();
    if pointers.is_empty() {
        let message = format!("`{target}` matches nothing in the description");
        return Err(InvalidAction::new("target", message));
    }
    if action.get("remove") == Some(&Value::Bool(true)) {
        removals.add(root, pointers);
        return Ok(());
    }
    let Some(update) = action.get("update") else {
        let message = "the action has neither `update` nor `remove`".to_owned();
        return Err(InvalidAction { field: None, message });
    };
    if pointers.iter().any(|pointer| removals.are_in(pointer)) {
        // The update can add them again.
        removals.apply(root);
    }
    pointers.dedup();
    let depth = depth(update);
    for pointer in pointers {
        if pointer.matches('/').count() + depth > MAX_DEPTH {
            let message = format!("the update nests the description deeper than {MAX_DEPTH} levels");
            return Err(InvalidAction::new("update", message));
        }
        let Some(value) = root.pointer_mut(&pointer) else { continue };
        if !copy_budget.takes(update) {
            let message = "the overlays copy too many values into the description";
            return Err(InvalidAction::new("update", message));
        }
        apply_update(value, update)?;
    }
    Ok(())
}

/// Applies an update to a target.
fn apply_update(target: &mut Value, update: &Value) -> Result<(), InvalidAction> {
    match (target, update) {
        (Value::Object(fields), Value::Object(update)) => merge(fields, update),
        (Value::Object(_), _) => {
            let message = "`update` is not an object, but the target is one";
            return Err(InvalidAction::new("update", message));
        }
        (Value::Array(items), Value::Array(more)) => items.extend(more.iter().cloned()),
        (Value::Array(items), entry) => items.push(entry.clone()),
        _ => {
            let message = "the target is neither an object nor an array";
            return Err(InvalidAction::new("target", message));
        }
    }
    Ok(())
}

/// Returns the depth of the brackets in a target (RFC 9535), apart from those in its texts.
fn path_depth(path: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut quote = None;
    let mut chars = path.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' if quote.is_some() => drop(chars.next()),
            '\'' | '"' if quote == Some(char) => quote = None,
            _ if quote.is_some() => {}
            '\'' | '"' => quote = Some(char),
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Returns `true` if a target consists of names and of indices from the start, so that it finds at most one value.
fn is_path_of_names(path: &str) -> bool {
    let mut quote = None;
    let mut chars = path.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\\' if quote.is_some() => drop(chars.next()),
            '\'' | '"' if quote == Some(char) => quote = None,
            _ if quote.is_some() => {}
            '\'' | '"' => quote = Some(char),
            '.' if chars.peek() == Some(&'.') => return false,
            '*' | '?' | ':' | ',' | '-' => return false,
            _ => {}
        }
    }
    true
}

/// Returns the number of levels of a value, which was parsed from a text.
fn depth(value: &Value) -> usize {
    1 + match value {
        Value::Object(fields) => fields.values().map(depth).max().unwrap_or(0),
        Value::Array(items) => items.iter().map(depth).max().unwrap_or(0),
        _ => 0,
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
        apply_all(&mut root, &[action])?;
        Ok(root)
    }

    fn apply_all(root: &mut Value, actions: &[&Value]) -> Result<(), String> {
        let mut changes = Changes::default();
        for action in actions {
            apply_action(root, action, &mut changes).map_err(|invalid| invalid.message)?;
        }
        changes.removals.apply(root);
        Ok(())
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
            (
                json!({ "target": format!("$[?{}@{}]", "(".repeat(5000), ")".repeat(5000)) }),
                "the JSONPath nests brackets deeper than 8 levels",
            ),
        ] {
            assert_eq!(applied(&action), Err(message.to_owned()), "{action}");
        }
    }

    #[test]
    fn removes_values_in_each_other_and_keeps_the_order() {
        let mut root =
            json!([{ "a": [1, 2, { "a": 3 }], "b": 4, "c": 5 }, 6, [{ "a": 7 }, 8, 9], { "d": 10 }]);
        let action = json!({ "target": "$..[?@ > 5 || @ == 2 || @ == 3 || @ == 4]", "remove": true });
        apply_all(&mut root, &[&action]).expect("valid actions");
        assert_eq!(root, json!([{ "a": [1, {}], "c": 5 }, [{}], {}]));
        let mut root = json!({ "a": { "a": [0, { "a": 1 }] }, "b": [{ "a": 2 }] });
        let action = json!({ "target": "$..a", "remove": true });
        apply_all(&mut root, &[&action]).expect("valid actions");
        assert_eq!(root, json!({ "b": [{}] }));
    }

    #[test]
    fn carries_out_each_removal_before_an_action_that_can_tell() {
        let remove = |target: &str| json!({ "target": target, "remove": true });
        let update = |target: &str, update: Value| json!({ "target": target, "update": update });
        let root = || json!({ "a": { "b": { "c": 1 }, "d": 2 }, "list": [{ "e": 3 }, { "f": 4 }, 5] });
        let cases: [(&[Value], Result<Value, &str>); 7] = [
            (&[remove("$.a.b"), remove("$.a.b")], Err("`$.a.b` matches nothing in the description")),
            (&[remove("$.a.b"), remove("$.a.b.c")], Err("`$.a.b.c` matches nothing in the description")),
            (
                &[remove("$.a.b"), remove("$.a.*")],
                Ok(json!({ "a": {}, "list": [{ "e": 3 }, { "f": 4 }, 5] })),
            ),
            (
                &[remove("$.a.b"), update("$.a", json!({ "b": 6 }))],
                Ok(json!({ "a": { "d": 2, "b": 6 }, "list": [{ "e": 3 }, { "f": 4 }, 5] })),
            ),
            (
                &[remove("$.a.d"), update("$.a.b", json!({ "d": 6 })), remove("$.a.b.c")],
                Ok(json!({ "a": { "b": { "d": 6 } }, "list": [{ "e": 3 }, { "f": 4 }, 5] })),
            ),
            (
                &[remove("$.list[1].f"), remove("$.list[0]"), remove("$.list[1]")],
                Ok(json!({ "a": { "b": { "c": 1 }, "d": 2 }, "list": [{}] })),
            ),
            (&[remove("$.a.b.c"), remove("$.a"), remove("$.list")], Ok(json!({}))),
        ];
        for (actions, expected) in cases {
            let mut changed = root();
            let result = apply_all(&mut changed, &actions.iter().collect::<Vec<_>>());
            assert_eq!(result.map(|()| changed), expected.map_err(str::to_owned), "{actions:?}");
        }
    }

    #[test]
    fn stops_overlays_that_nest_or_multiply() {
        let mut root = json!({ "a": {} });
        let mut changes = Changes::default();
        let nested = json!({ "target": "$..a", "update": { "a": {} } });
        let message = (0..1000).find_map(|_| apply_action(&mut root, &nested, &mut changes).err());
        let message = message.map(|invalid| invalid.message);
        assert_eq!(message.as_deref(), Some("the update nests the description deeper than 128 levels"));
        let mut root = json!({ "a": [{}] });
        let wrapped = json!({ "target": "$.a", "update": [vec![0; 100_000]] });
        let message = (0..1000).find_map(|_| apply_action(&mut root, &wrapped, &mut changes).err());
        let message = message.map(|invalid| invalid.message);
        assert_eq!(message.as_deref(), Some("the overlays copy too many values into the description"));
    }
}
