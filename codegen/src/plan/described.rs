//! The retry policies and the reasons of deprecations that extensions describe.

use std::collections::HashMap;

use super::docs;
use crate::{
    api::{self, Api, DescribedRetry},
    rust::Operation,
};

/// Adds the retry policies and the reasons of deprecations to operations and to their documentation.
pub(super) fn add(operations: &mut [Operation], api: &Api) {
    let with_id = api.operations.iter().zip(operations.iter());
    let functions: HashMap<&str, String> = with_id
        .filter_map(|(of_api, operation)| {
            Some((of_api.id.as_deref()?, operation.function.unraw().to_owned()))
        })
        .collect();
    for (operation, of_api) in operations.iter_mut().zip(&api.operations) {
        if let Some(retry) = &of_api.extensions.retry {
            docs::paragraph(&mut operation.docs, vec![sentence(retry)]);
            operation.retry = Some(retry.clone());
        }
        if let Some(note) = note(&of_api.docs, &functions) {
            docs::paragraph(&mut operation.docs, docs::markdown(&format!("Deprecated: {note}")));
            operation.deprecation = Some(note.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
}

/// Returns the reason of a deprecation, with the function to use instead.
fn note(docs: &api::Docs, functions: &HashMap<&str, String>) -> Option<String> {
    let function = docs.replacement.as_deref().and_then(|id| functions.get(id)).map(String::as_str);
    docs::deprecation(docs, function)
}

/// Returns the sentence about a retry policy.
fn sentence(retry: &DescribedRetry) -> String {
    if retry.max_attempts < 2 {
        return "The OpenAPI description sets that the call is not retried.".to_owned();
    }
    let range = |(first, last): &(u16, u16)| {
        if first == last { format!("`{first}`") } else { format!("`{}XX`", first / 100) }
    };
    let statuses: Vec<String> = retry.statuses.iter().map(range).collect();
    let after = if statuses.is_empty() { String::new() } else { format!(" after {}", statuses.join(", ")) };
    let seconds = retry.delays.total.div_ceil(1000);
    format!(
        "The OpenAPI description sets that the call is retried{after}, with at most {} attempts in {seconds} seconds.",
        retry.max_attempts
    )
}
