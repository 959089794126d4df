//! The completion of `responses`: each response has a valid status code and a description afterwards.

use serde_json::{Map, Value};

use super::{context::Context, dialect::Dialect};
use crate::diagnostics::{Code, Pointer};

/// Adds `responses` to an operation that has none, and an empty `description` to responses that have none.
pub(super) fn complete_responses(mut operation: Value, at: &Pointer, context: &mut Context<'_>) -> Value {
    let Value::Object(fields) = &mut operation else { return operation };
    let responses_at = at.key("responses");
    match fields.get_mut("responses") {
        Some(Value::Object(responses)) => {
            normalize_statuses(responses, &responses_at, context);
            if responses.keys().all(|key| key.starts_with("x-")) {
                context.diagnostics.push(
                    Code::MISSING_FIELD,
                    &responses_at,
                    "the operation's `responses` is empty",
                );
            }
            for (status, response) in responses.iter_mut().filter(|(status, _)| !status.starts_with("x-")) {
                add_description(response, &responses_at.key(status), context);
            }
        }
        Some(_) => {}
        None => {
            // Since 3.1 `responses` is optional.
            if context.dialect <= Dialect::V30 {
                context.diagnostics.push(Code::MISSING_FIELD, at, "the operation has no `responses`");
            }
            fields.insert("responses".to_owned(), Value::Object(Map::new()));
        }
    }
    operation
}

/// Adds the `description` that a response must have before OpenAPI 3.2.
pub(super) fn add_description(response: &mut Value, at: &Pointer, context: &mut Context<'_>) {
    let Value::Object(fields) = response else { return };
    if fields.contains_key("$ref") || fields.contains_key("description") {
        return;
    }
    if context.dialect < Dialect::V32 {
        context.diagnostics.push(Code::MISSING_FIELD, at, "the response has no `description`");
    }
    let summary = fields.remove("summary").filter(Value::is_string);
    fields.insert("description".to_owned(), summary.unwrap_or_else(|| String::new().into()));
}

/// Writes each status code as the standard does, and removes responses without a status code.
fn normalize_statuses(responses: &mut Map<String, Value>, at: &Pointer, context: &mut Context<'_>) {
    if responses.keys().all(|key| key.starts_with("x-") || status(key).as_ref() == Some(key)) {
        return;
    }
    for (key, response) in std::mem::take(responses) {
        if key.starts_with("x-") {
            responses.insert(key, response);
            continue;
        }
        let original = at.key(&key);
        match status(&key) {
            Some(status) => {
                if status != key {
                    let message = format!("`{key}` is not a status code; it is read as `{status}`");
                    context.diagnostics.push(Code::STATUS, &original, message);
                    context.source_map.record(at.key(&status), original);
                }
                responses.entry(status).or_insert(response);
            }
            None => {
                let message = format!("`{key}` is not a status code; the response is omitted");
                let help = "use a status code such as `200`, a range such as `2XX`, or `default`";
                context.diagnostics.push_with_help(Code::STATUS, &original, message, help);
            }
        }
    }
}

/// Returns the status code that a key denotes, as the standard writes it.
fn status(key: &str) -> Option<String> {
    let text = key.trim().to_ascii_uppercase();
    match text.as_bytes() {
        b"DEFAULT" => Some("default".to_owned()),
        [b'1'..=b'9', b'X', b'X'] => Some(text),
        [b'1'..=b'9', second, third] if second.is_ascii_digit() && third.is_ascii_digit() => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognizes_status_codes_and_ranges() {
        for (key, expected) in [
            ("200", Some("200")),
            ("2xx", Some("2XX")),
            (" 404", Some("404")),
            ("Default", Some("default")),
            ("099", None),
            ("0XX", None),
            ("20X", None),
            ("ok", None),
            ("", None),
        ] {
            assert_eq!(status(key).as_deref(), expected, "{key}");
        }
    }
}
