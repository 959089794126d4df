//! The outcome of a batch.

use std::collections::BTreeMap;

use http::StatusCode;
use hubspot_services::{
    Client, Error, TransportErrorKind,
    models::{SimplePublicObject, StandardError},
    operations::BatchCreateResponse,
};
use serde::{Deserialize, Serialize};

use crate::rows::Batch;

/// The status of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Status {
    /// The outcome of some or all rows is known. The outcome of the other rows will never be known.
    Settled,
    /// Nothing was created, and the batch can be sent again.
    NotSent,
    /// Nothing was created, and sending the batch again would fail as well.
    Fatal,
}

/// The outcome of a batch, row by row.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Outcome {
    pub(crate) status: Status,
    /// The IDs of the created services, by row. An ID is empty if the response does not contain it.
    pub(crate) created: BTreeMap<u64, String>,
    /// The reasons why rows were refused, by row.
    pub(crate) refused: BTreeMap<u64, String>,
    /// The reason why the outcome of all other rows is unknown, or why nothing was sent.
    pub(crate) reason: String,
}

impl Outcome {
    fn new(status: Status, reason: impl Into<String>) -> Self {
        Self { status, created: BTreeMap::new(), refused: BTreeMap::new(), reason: reason.into() }
    }

    /// Creates an outcome of which nothing is known.
    pub(crate) fn unknown(reason: impl Into<String>) -> Self {
        Self::new(Status::Settled, reason)
    }

    /// Creates an outcome with all rows refused.
    fn refused(batch: &Batch, reason: &str) -> Self {
        let refused = batch.rows().map(|row| (row, reason.to_owned())).collect();
        Self { refused, ..Self::new(Status::Settled, "") }
    }
}

/// Creates the services of a batch.
pub(crate) async fn send(client: &Client, batch: &Batch) -> Outcome {
    let error = match client.batch_create(&batch.input).send().await {
        Ok(response) => {
            return match response.body {
                BatchCreateResponse::Created(response) => all_created(batch, &response.results),
                BatchCreateResponse::MultiStatus(response) => {
                    some_created(batch, &response.results, &response.errors.unwrap_or_default())
                }
            };
        }
        Err(error) => error,
    };
    let reason = format!("{error:#}");
    match &error {
        // Nothing was sent.
        Error::Request(_) => Outcome::new(Status::Fatal, reason),
        Error::Transport(error) if error.kind() == TransportErrorKind::Connect => {
            Outcome::new(Status::NotSent, reason)
        }
        _ => match error.status() {
            Some(StatusCode::TOO_MANY_REQUESTS) => Outcome::new(Status::NotSent, reason),
            Some(StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => Outcome::new(Status::Fatal, reason),
            Some(StatusCode::REQUEST_TIMEOUT) => Outcome::unknown(reason),
            Some(status) if status.is_client_error() => {
                let reason = match &error {
                    Error::Api(response) => format!("{}: {}", response.body.category, response.body.message),
                    _ => reason,
                };
                Outcome::refused(batch, &reason)
            }
            // The request was or may have been received, and its outcome is not known.
            _ => Outcome::unknown(reason),
        },
    }
}

/// Returns the outcome of a `201`: all rows were created. The response may leave out the row of a service.
fn all_created(batch: &Batch, results: &[SimplePublicObject]) -> Outcome {
    let ids = ids(results);
    let created = batch.rows().map(|row| (row, ids.get(&row).cloned().unwrap_or_default())).collect();
    Outcome { created, ..Outcome::new(Status::Settled, "") }
}

/// Returns the outcome of a `207`: rows with a result were created, and rows with an error were refused.
fn some_created(batch: &Batch, results: &[SimplePublicObject], errors: &[StandardError]) -> Outcome {
    let created = ids(results);
    let mut refused = BTreeMap::new();
    for error in errors {
        let rows = error.context.get("objectWriteTraceId").into_iter().flatten();
        for row in rows.filter_map(|row| row.parse().ok()).filter(|row| !created.contains_key(row)) {
            refused.insert(row, format!("{}: {}", error.category, error.message));
        }
    }
    let is_own = |row: &u64| batch.rows().any(|own| own == *row);
    let created = created.into_iter().filter(|(row, _)| is_own(row)).collect();
    refused.retain(|row, _| is_own(row));
    Outcome {
        created,
        refused,
        ..Outcome::new(Status::Settled, "207, and neither a result nor an error names the row")
    }
}

/// Returns the IDs of the created services, by row.
fn ids(results: &[SimplePublicObject]) -> BTreeMap<u64, String> {
    let row = |service: &SimplePublicObject| service.object_write_trace_id.as_ref()?.parse().ok();
    results.iter().filter_map(|service| Some((row(service)?, service.id.clone()))).collect()
}
