//! The examples that a mock answers with: a body for each documented status.

use rayon::prelude::*;
use serde_json::Value;

use crate::{
    api::{Api, Operation},
    rust::Examples,
    values::{self, Body},
};

/// A longer body is no example.
const LONGEST: usize = 64 * 1024;
/// Nor are there more bytes of them in a crate, so that a description cannot have one long text repeated without end.
const MOST: usize = 16 * 1024 * 1024;

/// The examples of these operations.
pub(super) fn plan_examples(api: &Api, operations: &[usize]) -> Vec<Examples> {
    let mut examples: Vec<Examples> =
        operations.par_iter().map(|index| of_operation(api, &api.operations[*index])).collect();
    let mut left = MOST;
    for example in &mut examples {
        example.answers.retain(|(_, body)| {
            let fits = body.len() <= left;
            left = left.saturating_sub(body.len());
            fits
        });
    }
    examples.retain(|example| !example.answers.is_empty());
    examples
}

fn of_operation(api: &Api, operation: &Operation) -> Examples {
    let answers = operation.responses.iter().filter_map(|response| {
        let (key, body) = match values::answer(api, operation, response)? {
            Body::Empty => (response.status.to_string(), Value::Null),
            Body::Json(media_type, body) => (format!("{} {media_type}", response.status), body),
            Body::Text(media_type, text) => (format!("{} {media_type}", response.status), text.into()),
        };
        let body = body.to_string();
        (body.len() <= LONGEST).then_some((key, body))
    });
    Examples { operation: format!("{} {}", operation.method, operation.path), answers: answers.collect() }
}
