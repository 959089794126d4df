//! Heuristics for polling by types. Only unambiguous ones count, because a wrong guess would wait for nothing.

use super::{Operations, is_plain, json_body, last_parameter, property_type};
use crate::{
    plan::pages::normalized,
    rust::{
        Field, Literal, OpenEnum, Operation, Polling, Progress, ResultSource, ResultType, StatusSource, Type,
    },
};

/// The names of a property with the status.
const STATUSES: [&str; 3] = ["status", "state", "phase"];
/// The values after success.
const SUCCEEDED: [&str; 7] =
    ["complete", "completed", "done", "finished", "succeeded", "success", "successful"];
/// The values after failure.
const FAILED: [&str; 11] = [
    "aborted",
    "canceled",
    "cancelled",
    "crashed",
    "error",
    "errored",
    "expired",
    "failed",
    "failure",
    "timedout",
    "timeout",
];
/// The values after failure that do not show a long-running operation alone.
const ENDED: [&str; 1] = ["incomplete"];
/// The values of an operation in progress.
const RUNNING: [&str; 25] = [
    "accepted",
    "building",
    "canceling",
    "cancelling",
    "created",
    "executing",
    "finalizing",
    "initializing",
    "inprogress",
    "new",
    "notstarted",
    "pending",
    "preparing",
    "processing",
    "queued",
    "retrying",
    "running",
    "scheduled",
    "started",
    "starting",
    "submitted",
    "uploading",
    "validating",
    "validatingfiles",
    "waiting",
];
/// The maximum number of values of a status.
const MAX_VALUES: usize = 50;

impl Operations<'_> {
    /// Returns the polling of a `POST` that creates a job, by the status of the job.
    pub(super) fn by_status(&self, operation: &Operation) -> Option<Polling> {
        if operation.method.as_str() != "POST" || !is_plain(&operation.path) {
            return None;
        }
        let body = json_body(operation)?;
        let fields = self.types.searched_fields(body);
        let (field, succeeded, failed) = STATUSES.iter().find_map(|name| {
            let field = fields.iter().find(|field| normalized(&field.wire) == *name)?;
            let (succeeded, failed) = terminal_values(self.types.open_enum(&field.ty)?)?;
            Some((field, succeeded, failed))
        })?;
        let items = self.items.get(operation.path.trim_end_matches('/'))?;
        let is_status =
            |status: &&&Operation| self.can_poll(operation, status) && self.have_same_body(operation, status);
        let mut found = items.iter().filter(is_status);
        let (Some(status), None) = (found.next(), found.next()) else { return None };
        let (_, parameter) = last_parameter(&status.path)?;
        let id = fields.iter().find(|field| self.is_value_of(field, parameter))?;
        let values = vec![(parameter.to_owned(), pointer(id))];
        let source = StatusSource::Path(status.path.clone(), values);
        Some(self.by_operation(
            operation,
            status,
            source,
            Progress::Property(pointer(field), succeeded, failed),
        ))
    }

    /// Returns `true` if a property is the value of a path parameter: it has the name of the parameter, or the name
    /// `id` if that of the parameter ends so.
    fn is_value_of(&self, field: &Field, parameter: &str) -> bool {
        let (name, parameter) = (normalized(&field.wire), normalized(parameter));
        let is_scalar =
            matches!(self.types.resolve(&field.ty), Type::String | Type::Int(_) | Type::Foreign(_));
        is_scalar && (name == parameter || name == "id" && parameter.ends_with("id"))
    }

    /// Returns the polling of an operation that returns an `Operation` of Google (AIP-151).
    pub(super) fn by_flag(&self, operation: &Operation) -> Option<Polling> {
        if operation.method.as_str() == "GET" {
            return None;
        }
        let body = json_body(operation)?;
        let fields = self.types.searched_fields(body);
        let field = |name: &str| fields.iter().find(|field| field.wire == name);
        let has_type = |name: &str, expected: &Type| {
            field(name).is_some_and(|field| self.types.resolve(&field.ty) == expected)
        };
        if !has_type("done", &Type::Bool) || !has_type("name", &Type::String) || field("error").is_none() {
            return None;
        }
        let result = field("response")?;
        let named = self.named.get(&self.types.resolve(body).text())?;
        let mut found = named.iter().filter(|status| status.part == operation.part);
        let (Some(status), None) = (found.next(), found.next()) else { return None };
        if !is_plain(&status.path)
            || !self.can_poll(operation, status)
            || !self.have_same_body(operation, status)
        {
            return None;
        }
        let source = StatusSource::Name(status.path.clone(), "/name".to_owned());
        let progress = Progress::Flag("/done".to_owned(), "/error".to_owned());
        Some(Polling {
            result: ResultSource::Property("/response".to_owned()),
            result_type: ResultType::Property(property_type(&super::Found::Type(&result.ty))),
            ..self.by_operation(operation, status, source, progress)
        })
    }
}

/// Returns the JSON pointer of a property.
fn pointer(field: &Field) -> String {
    format!("/{}", field.wire.replace('~', "~0").replace('/', "~1"))
}

/// Returns the values after success and after failure, if all values of a status are known words of each kind.
fn terminal_values(status: &OpenEnum) -> Option<(Vec<String>, Vec<String>)> {
    let (mut succeeded, mut failed, mut running, mut fails) = (Vec::new(), Vec::new(), 0, false);
    for variant in status.variants.iter().take(MAX_VALUES) {
        let Literal::String(value) = &variant.wire else { return None };
        let word = normalized(value);
        let is = |words: &[&str]| words.contains(&word.as_str());
        if is(&SUCCEEDED) {
            succeeded.push(value.clone());
        } else if is(&FAILED) || is(&ENDED) {
            failed.push(value.clone());
            fails |= is(&FAILED);
        } else if is(&RUNNING) {
            running += 1;
        } else {
            return None;
        }
    }
    let is_status = !succeeded.is_empty() && fails && running > 0 && status.variants.len() <= MAX_VALUES;
    is_status.then_some((succeeded, failed))
}
