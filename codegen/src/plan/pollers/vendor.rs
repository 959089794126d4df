//! The polling that extensions of vendors describe.

use super::{json_body, untyped};
use crate::{
    api::{self, FinalState},
    rust::{Operation, Pattern, Polling, Progress, ResultSource, ResultType, StatusSource, StatusType},
};

/// The headers with the URL of a status, in the order of their precedence.
pub(super) const HEADERS: [&str; 3] = ["operation-location", "azure-asyncoperation", "location"];

/// Returns the polling by `x-speakeasy-polling`.
pub(super) fn by_conditions(operation: &Operation, of_api: &api::Operation) -> Option<Polling> {
    let conditions = of_api.polling.conditions.as_ref()?;
    if operation.method.as_str() != "GET" || operation.borrows {
        return None;
    }
    let progress = Progress::Conditions(conditions.success.clone(), conditions.failure.clone());
    Some(Polling {
        status: StatusType::Own,
        starts_with_status: true,
        times: [conditions.interval, conditions.delay, conditions.limit],
        ..untyped(StatusSource::Repeat, progress, ResultSource::Status)
    })
}

/// Returns the polling by `x-ms-long-running-operation`.
pub(super) fn by_azure(operation: &Operation, of_api: &api::Operation) -> Option<Polling> {
    let result = match of_api.polling.azure? {
        Some(FinalState::Status) => ResultSource::Status,
        Some(FinalState::Location) => ResultSource::Location,
        Some(FinalState::Original) => ResultSource::Original,
        None => default_result(operation),
    };
    let headers = StatusSource::Headers(HEADERS.map(str::to_owned).to_vec());
    Some(Polling {
        result_type: result_type(operation, &result),
        ..untyped(headers, Progress::Azure, result)
    })
}

/// Returns the polling by a documented header of a `202`.
pub(super) fn by_headers(operation: &Operation, of_api: &api::Operation) -> Option<Polling> {
    let accepted = of_api.responses.iter().find(|response| response.status == api::Status::Code(202))?;
    let has = |name: &&str| accepted.headers.iter().any(|header| header.name.eq_ignore_ascii_case(name));
    let names: Vec<String> = HEADERS.iter().filter(|name| has(name)).map(|name| (*name).to_owned()).collect();
    if operation.method.as_str() == "GET" || names.is_empty() {
        return None;
    }
    let is_location = names.iter().all(|name| name == "location");
    let (progress, result) = if is_location {
        (Progress::StatusCode, ResultSource::Status)
    } else {
        (Progress::Azure, default_result(operation))
    };
    let result_type = if is_location {
        result_type(operation, &ResultSource::Location)
    } else {
        result_type(operation, &result)
    };
    Some(Polling { result_type, ..untyped(StatusSource::Headers(names), progress, result) })
}

/// Returns the place of the result by the method.
fn default_result(operation: &Operation) -> ResultSource {
    match operation.method.as_str() {
        "PUT" | "PATCH" => ResultSource::Original,
        _ => ResultSource::Location,
    }
}

/// Returns the type of a result that is not a status: that of a `200`, if it is described.
fn result_type(operation: &Operation, result: &ResultSource) -> ResultType {
    let is_described =
        super::codes(operation).contains(&Pattern::Code(200)) && json_body(operation).is_some();
    if *result != ResultSource::Status && is_described { ResultType::Output } else { ResultType::Status }
}
