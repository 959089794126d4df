//! OpenAPI Overlay 1.0: what a user mends in a description that is somebody else's.

use serde_json::{Map, Value};
use serde_json_path::{JsonPath, NormalizedPath};

use super::{Texts, source::Overlay, text};
use crate::diagnostics::{Code, Diagnostics, Pointer, unescape};

/// Does to `root` what the overlays say, in order.
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
            let help = "an overlay has `overlay: 1.0.0`, and a list of `actions`";
            diagnostics.push_with_help(Code::OVERLAY, &at, "this is no overlay of version 1", help);
            continue;
        };
        for (index, action) in actions.iter().enumerate() {
            let at = at.key("actions").index(index);
            if let Err((place, message)) = act(root, action) {
                let at = if place.is_empty() { at } else { at.key(place) };
                let help = "mend the action, or take it out where the description needs it no longer";
                diagnostics.push_with_help(Code::OVERLAY, &at, message, help);
            }
        }
    }
}

/// Does one action; `Err` with the field that is wrong, and what is.
fn act(root: &mut Value, action: &Value) -> Result<(), (&'static str, String)> {
    let target = action.get("target").and_then(Value::as_str).unwrap_or_default();
    let path = JsonPath::parse(target).map_err(|error| {
        let at = error.position();
        ("target", format!("`{target}` is no JSONPath, from its character {} on", at + 1))
    })?;
    let found = path.query_located(root);
    let mut places: Vec<String> = found.locations().map(NormalizedPath::to_json_pointer).collect();
    if places.is_empty() {
        return Err(("target", format!("`{target}` matches nothing in the description")));
    }
    if action.get("remove") == Some(&Value::Bool(true)) {
        // The last first, so that the others stay where they are.
        for place in places.iter().rev() {
            remove(root, place);
        }
        return Ok(());
    }
    let update =
        action.get("update").ok_or(("", "the action has neither `update` nor `remove`".to_owned()))?;
    places.dedup();
    for place in places {
        let Some(value) = root.pointer_mut(&place) else { continue };
        match value {
            Value::Object(fields) => match update {
                Value::Object(update) => merge(fields, update),
                _ => return Err(("update", "an object is updated by an object".to_owned())),
            },
            Value::Array(items) => match update {
                Value::Array(more) => items.extend(more.iter().cloned()),
                entry => items.push(entry.clone()),
            },
            _ => return Err(("target", "the target is neither an object nor an array".to_owned())),
        }
    }
    Ok(())
}

fn remove(root: &mut Value, place: &str) {
    let Some((above, last)) = place.rsplit_once('/') else { return };
    match root.pointer_mut(above) {
        Some(Value::Object(fields)) => {
            // Not `remove`, which puts the last field in its place.
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

/// Objects are merged, lists are put one after the other, and anything else is replaced.
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
