//! The polling of operations in extensions, which vendors write for generators of clients.

use serde_json::Value;

use crate::{
    api::{ConditionalPolling, FinalState, PollCondition, VendorPolling},
    diagnostics::{Code, Diagnostics, Pointer},
};

/// `true` if the operation is long-running, and its options (Azure).
const AZURE: &str = "x-ms-long-running-operation";
const AZURE_OPTIONS: &str = "x-ms-long-running-operation-options";
/// The conditions under which a request is repeated.
const CONDITIONS: &str = "x-speakeasy-polling";

/// Returns the polling of an operation with this method. Parts that are not understood are reported.
pub(super) fn read(
    operation: &openapiv3::Operation,
    method: &str,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) -> VendorPolling {
    let extensions = &operation.extensions;
    if extensions.is_empty() {
        return VendorPolling::default();
    }
    let mut report = |key: &str, message: &str| diagnostics.push(Code::POLLING, &at.key(key), message);
    let is_azure = extensions.get(AZURE).and_then(Value::as_bool) == Some(true);
    let azure = is_azure.then(|| {
        let via = extensions.get(AZURE_OPTIONS)?.get("final-state-via")?;
        let known = match via.as_str() {
            Some("azure-async-operation" | "operation-location") => Some(FinalState::Status),
            Some("location") => Some(FinalState::Location),
            Some("original-uri") => Some(FinalState::Original),
            _ => None,
        };
        if known.is_none() {
            report(AZURE_OPTIONS, "the value of `final-state-via` is not known, and the default is used");
        }
        known
    });
    let conditions = extensions.get(CONDITIONS).and_then(|extension| {
        if method != "GET" {
            report(CONDITIONS, "only a `GET` request is repeated, so the extension is ignored");
            return None;
        }
        let mut variants = extension.as_array().into_iter().flatten();
        let understood = variants.find_map(variant);
        if understood.is_none() {
            report(CONDITIONS, "the conditions are not understood, so the extension is ignored");
        }
        understood
    });
    VendorPolling { azure, conditions }
}

/// Returns a variant of the polling, if all its conditions are understood and it ends with a successful response.
fn variant(variant: &Value) -> Option<ConditionalPolling> {
    let conditions = |key: &str| match variant.get(key) {
        Some(list) => list.as_array()?.iter().map(condition).collect(),
        None => Some(Vec::new()),
    };
    let seconds = |key: &str| variant.get(key).and_then(Value::as_u64).unwrap_or_default();
    let success: Vec<PollCondition> = conditions("successCriteria")?;
    let is_error =
        |one: &PollCondition| matches!(one, PollCondition::StatusCode(code) if !(200..300).contains(code));
    if success.is_empty() || success.iter().any(is_error) {
        return None;
    }
    Some(ConditionalPolling {
        success,
        failure: conditions("failureCriteria")?,
        interval: seconds("intervalSeconds"),
        delay: seconds("delaySeconds"),
        limit: seconds("limitCount"),
    })
}

/// Parses `$statusCode == 200` or `$response.body#/status == "done"`.
fn condition(condition: &Value) -> Option<PollCondition> {
    if !matches!(condition.get("type").and_then(Value::as_str), None | Some("simple")) {
        return None;
    }
    let (left, right) = condition.get("condition")?.as_str()?.split_once("==")?;
    let right = right.trim();
    if left.trim() == "$statusCode" {
        return Some(PollCondition::StatusCode(right.parse().ok()?));
    }
    let pointer = left.trim().strip_prefix("$response.body#")?;
    let value = match serde_json::from_str(right) {
        Ok(Value::String(text)) => text,
        Ok(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string(),
        _ => right.strip_prefix('\'')?.strip_suffix('\'')?.to_owned(),
    };
    pointer.starts_with('/').then(|| PollCondition::Equals(pointer.to_owned(), value))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_conditions_of_a_status_code_and_of_a_value() {
        for (text, expected) in [
            ("$statusCode == 200", Some(PollCondition::StatusCode(200))),
            (
                "$response.body#/a/b == \"done\"",
                Some(PollCondition::Equals("/a/b".to_owned(), "done".to_owned())),
            ),
            (
                "$response.body#/done == true",
                Some(PollCondition::Equals("/done".to_owned(), "true".to_owned())),
            ),
            ("$response.body#/done == 'x'", Some(PollCondition::Equals("/done".to_owned(), "x".to_owned()))),
            ("$statusCode != 200", None),
            ("$statusCode == many", None),
            ("$response.header.a == 1", None),
            ("$response.body#/done == {}", None),
        ] {
            assert_eq!(condition(&json!({ "condition": text })), expected, "{text}");
        }
        assert_eq!(condition(&json!({ "condition": "$statusCode == 200", "type": "regex" })), None);
    }

    #[test]
    fn reads_the_first_variant_that_ends_with_a_success() {
        let ends = |text: &str| json!({ "successCriteria": [{ "condition": text }], "intervalSeconds": 5 });
        let variants = [ends("$statusCode == 410"), json!({}), ends("$statusCode == 200")];
        let found = variants.iter().find_map(variant);
        let expected = ConditionalPolling {
            success: vec![PollCondition::StatusCode(200)],
            interval: 5,
            ..Default::default()
        };
        assert_eq!(found, Some(expected));
    }
}
