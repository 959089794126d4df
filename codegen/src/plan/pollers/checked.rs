//! The polling that the settings describe, checked against the description.

use super::{Found, Operations, is_plain, json_body, property_type, untyped};
use crate::{
    api::is_token,
    load::Selector,
    plan::settings::{PollFrom, PollUntil, PollerSettings},
    rust::{Operation, Polling, Progress, ResultSource, ResultType, StatusSource, StatusType, Type},
};

impl Operations<'_> {
    /// Returns the polling of a setting.
    ///
    /// # Errors
    /// The message of a fault of the setting.
    pub(super) fn by_setting(
        &self,
        index: usize,
        setting: &PollerSettings,
        sources: &[usize],
    ) -> Result<Polling, String> {
        let operation = self.all.get(index).ok_or("there is no such operation")?;
        let progress = match &setting.until {
            PollUntil::Status(pointer, succeeded, failed) => {
                Progress::Property(pointer.clone(), succeeded.clone(), failed.clone())
            }
            PollUntil::Flag(done, error) => Progress::Flag(done.clone(), error.clone()),
            PollUntil::StatusCode => Progress::StatusCode,
        };
        let (polling, status) = self.source(operation, &setting.from, progress, sources)?;
        let of_status = |key: &str, pointer: &str| match status {
            Some(ty) => self.check(ty, key, pointer, "a status"),
            None => Ok(()),
        };
        match &setting.until {
            PollUntil::Status(pointer, ..) => of_status("status", pointer)?,
            PollUntil::Flag(done, error) => {
                of_status("done", done)?;
                of_status("error", error)?;
            }
            PollUntil::StatusCode => {}
        }
        let (result, result_type) = match setting.result.as_str() {
            "" => (ResultSource::Status, ResultType::Status),
            "location" => (ResultSource::Location, output_type(operation)),
            "original" => (ResultSource::Original, output_type(operation)),
            pointer => {
                of_status("result", pointer)?;
                let ty = status.map_or(Type::Value, |ty| property_type(&self.at(ty, pointer)));
                (ResultSource::Property(pointer.to_owned()), ResultType::Property(ty))
            }
        };
        Ok(Polling { result, result_type, times: [setting.interval, 0, setting.limit], ..polling })
    }

    /// Returns the polling by a source, and the type of a status if it is known.
    fn source<'t>(
        &'t self,
        operation: &'t Operation,
        from: &PollFrom,
        progress: Progress,
        sources: &[usize],
    ) -> Result<(Polling, Option<&'t Type>), String> {
        let source = match from {
            PollFrom::Headers(names) => {
                let wrong = names.iter().find(|name| !is_token(name));
                if let Some(wrong) = wrong {
                    return Err(format!(
                        "the setting `headers` has `{wrong}`, which is not a valid header name"
                    ));
                }
                StatusSource::Headers(names.iter().map(|name| name.to_ascii_lowercase()).collect())
            }
            PollFrom::Url(pointer) => {
                let body =
                    json_body(operation).ok_or("the response of the operation is not JSON of one type")?;
                self.check(body, "url", pointer, "the response")?;
                StatusSource::Url(pointer.clone())
            }
            PollFrom::Repeat => {
                if operation.method.as_str() != "GET" || operation.borrows {
                    return Err("the setting `repeat` needs an operation with the method `GET`".to_owned());
                }
                let repeated = untyped(StatusSource::Repeat, progress, ResultSource::Status);
                let polling = Polling { status: StatusType::Own, starts_with_status: true, ..repeated };
                return Ok((polling, json_body(operation)));
            }
            PollFrom::Operation(selector, values) => {
                let status = self.selected(selector, sources)?;
                if !self.can_poll(operation, status) || !is_plain(&status.path) {
                    return Err(format!(
                        "the operation {} cannot give a status: it must be a `GET` request that needs only the \
                         parameters of its path, return JSON of one type, and have the same server and feature",
                        selector.text()
                    ));
                }
                let values = self.values(operation, status, values)?;
                let source = StatusSource::Path(status.path.clone(), values);
                return Ok((self.by_operation(operation, status, source, progress), json_body(status)));
            }
        };
        Ok((untyped(source, progress, ResultSource::Status), None))
    }

    /// Returns the operation that a setting names.
    fn selected(&self, selector: &Selector, sources: &[usize]) -> Result<&Operation, String> {
        let several = || format!("the setting `operation` matches several operations: {}", selector.text());
        let none = || format!("the setting `operation` matches no operation: {}", selector.text());
        match sources {
            [only] => self.all.get(*only).ok_or_else(none),
            [] => Err(none()),
            _ => Err(several()),
        }
    }

    /// Returns the JSON pointers of the parameters of a status request that the operation itself does not have.
    fn values(
        &self,
        operation: &Operation,
        status: &Operation,
        settings: &indexmap::IndexMap<String, String>,
    ) -> Result<Vec<(String, String)>, String> {
        let segments = || status.path.split('/').filter(|segment| super::is_parameter(segment));
        let names = || segments().map(|segment| segment.trim_matches(['{', '}']));
        if let Some(name) = settings.keys().find(|key| !names().any(|name| name == *key)) {
            return Err(format!("the setting `values` has `{name}`, which is no parameter of the path"));
        }
        let mut values = Vec::new();
        for (segment, name) in segments().zip(names()) {
            match settings.get(name) {
                Some(pointer) => {
                    let body = json_body(operation)
                        .ok_or("the response of the operation is not JSON of one type")?;
                    self.check(body, "values", pointer, "the response")?;
                    values.push((name.to_owned(), pointer.clone()));
                }
                None if operation.path.split('/').any(|own| own == segment) => {}
                None => return Err(format!("the setting `values` needs a JSON pointer for `{name}`")),
            }
        }
        Ok(values)
    }

    /// Checks a JSON pointer of a setting.
    fn check(&self, ty: &Type, key: &str, pointer: &str, of: &str) -> Result<(), String> {
        match self.at(ty, pointer) {
            Found::Missing => Err(format!("the setting `{key}` is `{pointer}`, but {of} has no value there")),
            _ => Ok(()),
        }
    }
}

/// Returns the type of a result that is a response of the operation.
fn output_type(operation: &Operation) -> ResultType {
    if json_body(operation).is_some() { ResultType::Output } else { ResultType::Status }
}
