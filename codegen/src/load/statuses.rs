//! The answers of an operation as they have to be: each with a status, and a description.

use serde_json::{Map, Value};

use super::dialect::{Dialect, Found};
use crate::diagnostics::{Code, Pointer};

/// An operation without `responses` is one of which no answer is documented, and an answer without a
/// `description` one of which nothing is said.
pub(super) fn set_responses(mut operation: Value, at: &Pointer, found: &mut Found<'_>) -> Value {
    let Value::Object(fields) = &mut operation else { return operation };
    let place = at.key("responses");
    match fields.get_mut("responses") {
        Some(Value::Object(responses)) => {
            name_statuses(responses, &place, found);
            if responses.keys().all(|key| key.starts_with("x-")) {
                let message = "the operation's `responses` are empty";
                found.diagnostics.push(Code::MISSING_FIELD, &place, message);
            }
            for (status, response) in responses.iter_mut().filter(|(status, _)| !status.starts_with("x-")) {
                describe(response, &place.key(status), found);
            }
        }
        Some(_) => {}
        None => {
            // Since 3.1 an operation may have none.
            if found.dialect <= Dialect::V30 {
                found.diagnostics.push(Code::MISSING_FIELD, at, "the operation has no `responses`");
            }
            fields.insert("responses".to_owned(), Value::Object(Map::new()));
        }
    }
    operation
}

/// Gives an answer the `description` that it has to have, but for OpenAPI 3.2.
pub(super) fn describe(response: &mut Value, at: &Pointer, found: &mut Found<'_>) {
    let Value::Object(fields) = response else { return };
    if fields.contains_key("$ref") || fields.contains_key("description") {
        return;
    }
    if found.dialect < Dialect::V32 {
        found.diagnostics.push(Code::MISSING_FIELD, at, "the answer has no `description`");
    }
    let summary = fields.remove("summary").filter(Value::is_string);
    fields.insert("description".to_owned(), summary.unwrap_or_else(|| String::new().into()));
}

/// Writes each status as the standard has it; an answer that has none is left out.
fn name_statuses(responses: &mut Map<String, Value>, at: &Pointer, found: &mut Found<'_>) {
    if responses.keys().all(|key| key.starts_with("x-") || status(key).as_ref() == Some(key)) {
        return;
    }
    for (key, response) in std::mem::take(responses) {
        if key.starts_with("x-") {
            responses.insert(key, response);
            continue;
        }
        let place = at.key(&key);
        match status(&key) {
            Some(status) => {
                if status != key {
                    let message = format!("`{key}` is no status; it is taken as `{status}`");
                    found.diagnostics.push(Code::STATUS, &place, message);
                    found.source_map.note(at.key(&status), place);
                }
                responses.entry(status).or_insert(response);
            }
            None => {
                let message = format!("`{key}` is no status, and its answer is left out");
                let help = "a status is `200`, a range of them `2XX`, and all others are `default`";
                found.diagnostics.push_with_help(Code::STATUS, &place, message, help);
            }
        }
    }
}

/// The status that a key means.
fn status(key: &str) -> Option<String> {
    let text = key.trim().to_ascii_uppercase();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match (text.as_str(), digits) {
        ("DEFAULT", _) => Some("default".to_owned()),
        (text, 3) if text.len() == 3 && text >= "100" => Some(text.to_owned()),
        (text, 1) if text.ends_with("XX") && text.len() == 3 && text.as_bytes()[0] != b'0' => {
            Some(text.to_owned())
        }
        _ => None,
    }
}
