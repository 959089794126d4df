//! The example responses of a mock: a body for each documented status.

use rayon::prelude::*;
use serde_json::Value;

use crate::{
    api::{Api, Operation},
    rust::Examples,
    values::{self, Body},
};

/// The maximum length of an example body.
const MAX_BODY: usize = 64 * 1024;
/// The maximum size of all example bodies of a crate, which limits a long text that a description repeats.
const MAX_TOTAL: usize = 16 * 1024 * 1024;

/// Returns the examples of the operations that have some.
pub(super) fn plan_examples(api: &Api) -> Vec<Examples> {
    let mut examples: Vec<Examples> =
        api.operations.par_iter().enumerate().map(|(index, one)| of_operation(api, index, one)).collect();
    let mut left = MAX_TOTAL;
    for example in &mut examples {
        example.responses.retain(|(_, body)| {
            let fits = body.len() <= left;
            left = left.saturating_sub(body.len());
            fits
        });
    }
    examples.retain(|example| !example.responses.is_empty());
    examples
}

fn of_operation(api: &Api, index: usize, operation: &Operation) -> Examples {
    let responses = operation.responses.iter().filter_map(|response| {
        let (key, body) = match values::response_body(api, operation, response)? {
            Body::Empty => (response.status.to_string(), Value::Null),
            Body::Json(media_type, body) => (format!("{} {media_type}", response.status), body),
            Body::Text(media_type, text) => (format!("{} {media_type}", response.status), text.into()),
        };
        let body = body.to_string();
        (body.len() <= MAX_BODY).then_some((key, body))
    });
    Examples { operation: index, responses: responses.collect() }
}
