//! What became of the rows of a batch.

use std::collections::BTreeMap;

use http::StatusCode;
use hubspot_services::{
    Client, Error, TransportErrorKind,
    models::{SimplePublicObject, StandardError},
    operations::BatchCreateResponse,
};
use serde::{Deserialize, Serialize};

use crate::rows::Batch;

/// What became of a batch as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Fate {
    /// It is known what became of some of its rows, or of all; of the others it is not.
    Answered,
    /// Nothing was created, and it can be sent again.
    NotSent,
    /// Nothing was created, and nothing would be if it were sent again.
    Fatal,
}

/// What became of a batch, row by row.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Outcome {
    pub(crate) fate: Fate,
    /// The ids of the services that were created, by the row; empty where the answer does not say it.
    pub(crate) created: BTreeMap<u64, String>,
    /// Why the others were not.
    pub(crate) refused: BTreeMap<u64, String>,
    /// Why it is not known what became of rows that are in neither, or why nothing was sent.
    pub(crate) reason: String,
}

impl Outcome {
    fn new(fate: Fate, reason: impl Into<String>) -> Self {
        Self { fate, created: BTreeMap::new(), refused: BTreeMap::new(), reason: reason.into() }
    }

    /// Nobody knows.
    pub(crate) fn unknown(reason: impl Into<String>) -> Self {
        Self::new(Fate::Answered, reason)
    }

    /// None was created.
    fn refused(batch: &Batch, reason: &str) -> Self {
        let refused = batch.rows().map(|row| (row, reason.to_owned())).collect();
        Self { refused, ..Self::new(Fate::Answered, "") }
    }
}

/// Creates the services of a batch.
pub(crate) async fn send(client: &Client, batch: &Batch) -> Outcome {
    let error = match client.batch_create(&batch.input).send().await {
        Ok(answer) => {
            return match answer.body {
                BatchCreateResponse::Created(answer) => all_created(batch, &answer.results),
                BatchCreateResponse::MultiStatus(answer) => {
                    some_created(batch, &answer.results, &answer.errors.unwrap_or_default())
                }
            };
        }
        Err(error) => error,
    };
    let reason = error.to_string();
    match &error {
        // Nothing has left this machine.
        Error::Request(_) => Outcome::new(Fate::Fatal, reason),
        Error::Transport(error) if error.kind() == TransportErrorKind::Connect => {
            Outcome::new(Fate::NotSent, reason)
        }
        _ => match error.status() {
            Some(StatusCode::TOO_MANY_REQUESTS) => Outcome::new(Fate::NotSent, reason),
            Some(StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => Outcome::new(Fate::Fatal, reason),
            Some(StatusCode::REQUEST_TIMEOUT) => Outcome::unknown(reason),
            Some(status) if status.is_client_error() => {
                let reason = match &error {
                    Error::Api(answer) => format!("{}: {}", answer.body.category, answer.body.message),
                    _ => reason,
                };
                Outcome::refused(batch, &reason)
            }
            // It was received, or may have been, and there is no word of what became of it.
            _ => Outcome::unknown(reason),
        },
    }
}

/// `201`: all of them, whether the answer says which is which or not.
fn all_created(batch: &Batch, results: &[SimplePublicObject]) -> Outcome {
    let ids = ids(results);
    let created = batch.rows().map(|row| (row, ids.get(&row).cloned().unwrap_or_default())).collect();
    Outcome { created, ..Outcome::new(Fate::Answered, "") }
}

/// `207`: those that have a result or an error of their own.
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
        ..Outcome::new(Fate::Answered, "207, and neither a result nor an error names the row")
    }
}

/// The ids of what was created, by the row.
fn ids(results: &[SimplePublicObject]) -> BTreeMap<u64, String> {
    let row = |service: &SimplePublicObject| service.object_write_trace_id.as_ref()?.parse().ok();
    results.iter().filter_map(|service| Some((row(service)?, service.id.clone()))).collect()
}
