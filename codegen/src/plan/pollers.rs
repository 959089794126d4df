//! Polling: operations that go on after their response, by the settings, by extensions or by their types.

mod checked;
mod guess;
mod vendor;

use std::collections::HashMap;

use super::{
    Settings, docs,
    pages::{TypeIndex, normalized},
    select::Selectables,
    settings::{PollFrom, Pollers},
};
use crate::{
    api::{Api, Location},
    diagnostics::{Code, Diagnostics, unescape},
    load::Selector,
    rust::{
        Decode, Module, Namespace, Operation, Pattern, Polling, Progress, ResponseKind, ResultSource,
        ResultType, StatusSource, StatusType, Type, Wrap,
    },
};

/// The settings of polling.
pub(super) struct Selected<'a> {
    /// The index of each operation's setting.
    pub(super) selecting: &'a [Option<usize>],
    /// The settings.
    pub(super) settings: &'a Settings,
    /// The operations that settings name.
    pub(super) selectables: &'a Selectables<'a>,
}

impl Selected<'_> {
    /// Returns the operations that the settings name as the source of the status, by the index of the setting.
    fn sources(&self) -> HashMap<usize, Vec<usize>> {
        let named =
            self.settings.pollers.iter().enumerate().filter_map(|(index, (_, setting))| match setting {
                Pollers::On(setting) => match &setting.from {
                    PollFrom::Operation(selector, _) => Some((index, selector)),
                    _ => None,
                },
                Pollers::Off => None,
            });
        let (indices, selectors): (Vec<usize>, Vec<&Selector>) = named.unzip();
        let mut sources: HashMap<usize, Vec<usize>> = HashMap::new();
        for (operation, by) in self.selectables.select(selectors).into_iter().enumerate() {
            for setting in by.into_iter().filter_map(|position| indices.get(position)) {
                sources.entry(*setting).or_default().push(operation);
            }
        }
        sources
    }
}

/// The operations of a crate, and their types.
struct Operations<'a> {
    api: &'a Api,
    all: &'a [Operation],
    types: TypeIndex<'a>,
    /// The `GET` operations whose path ends with a parameter, by the path before it.
    items: HashMap<&'a str, Vec<&'a Operation>>,
    /// The ones whose only parameter is a name, by the type of their body.
    named: HashMap<String, Vec<&'a Operation>>,
    /// `true` if operations of different groups are compiled for different features.
    features: bool,
}

/// Adds polling to every long-running operation.
pub(super) fn plan_pollers(
    api: &Api,
    models: &[Module],
    operations: &mut [Operation],
    selected: &Selected<'_>,
    diagnostics: &mut Diagnostics,
) {
    let planned: Vec<Option<Polling>> = {
        let known = Operations::new(api, models, operations, selected.settings.tag_features);
        let indices = 0..operations.len();
        let selecting = indices.zip(selected.selecting.iter().copied().chain(std::iter::repeat(None)));
        let sources = selected.sources();
        let planned = selecting.map(|(index, selecting)| {
            let setting = selecting.and_then(|setting| selected.settings.pollers.get(setting));
            let sources = selecting.and_then(|setting| sources.get(&setting)).map_or(&[][..], Vec::as_slice);
            match setting {
                Some((_, Pollers::Off)) => None,
                Some((selector, Pollers::On(setting))) => {
                    let sources = known.of_part(index, sources);
                    let polling = known.by_setting(index, setting, &sources);
                    polling
                        .map_err(|message| {
                            let setting = ["pollers", &selector.setting()];
                            diagnostics.push_setting(Code::RENAME, &setting, message);
                        })
                        .ok()
                }
                None => known.described(index),
            }
        });
        planned.collect()
    };
    for (operation, polling) in operations.iter_mut().zip(planned) {
        if polling.is_some() {
            let sentence =
                "The operation is long-running: `poll()` of the call starts it and waits for its result.";
            docs::paragraph(&mut operation.docs, vec![sentence.to_owned()]);
        }
        operation.polling = polling;
    }
}

impl<'a> Operations<'a> {
    fn new(api: &'a Api, models: &'a [Module], all: &'a [Operation], features: bool) -> Self {
        let types = TypeIndex::new(models, all);
        let mut items: HashMap<&str, Vec<&Operation>> = HashMap::new();
        let mut named: HashMap<String, Vec<&Operation>> = HashMap::new();
        for operation in all.iter().filter(|operation| operation.method.as_str() == "GET") {
            let Some((parent, name)) = last_parameter(&operation.path) else { continue };
            items.entry(parent).or_default().push(operation);
            if let Some(body) = json_body(operation)
                && normalized(name) == "name"
                && operation.path.matches('{').count() == 1
            {
                named.entry(types.resolve(body).text()).or_default().push(operation);
            }
        }
        Self { api, all, types, items, named, features }
    }

    /// Returns the sources that are in the part of an operation.
    fn of_part(&self, index: usize, sources: &[usize]) -> Vec<usize> {
        let part = |index: usize| self.all.get(index).map(|operation| &operation.part);
        sources.iter().copied().filter(|source| part(*source) == part(index)).collect()
    }

    /// Returns the polling that the description shows.
    fn described(&self, index: usize) -> Option<Polling> {
        let (operation, of_api) = (self.all.get(index)?, self.api.operations.get(index)?);
        if matches!(operation.method.as_str(), "HEAD" | "OPTIONS" | "TRACE") || operation.streams() {
            return None;
        }
        vendor::by_conditions(operation, of_api)
            .or_else(|| vendor::by_azure(operation, of_api))
            .or_else(|| self.by_flag(operation))
            .or_else(|| self.by_status(operation))
            .or_else(|| vendor::by_headers(operation, of_api))
    }

    /// Returns the polling of `operation` by another operation, which decodes a status.
    fn by_operation(
        &self,
        operation: &Operation,
        status: &Operation,
        source: StatusSource,
        progress: Progress,
    ) -> Polling {
        let status_type = StatusType::Operation(status.home.clone(), status.ident.clone());
        let starts_with_status = codes(operation).iter().all(|code| codes(status).contains(code));
        Polling {
            status: status_type,
            starts_with_status: starts_with_status && self.have_same_body(operation, status),
            ..untyped(source, progress, ResultSource::Status)
        }
    }

    /// Returns `true` if a status of an operation can be requested by another one: it needs nothing but the parameters
    /// of its path, and is compiled whenever the operation is.
    fn can_poll(&self, operation: &Operation, status: &Operation) -> bool {
        let parameters = status.path.split('/').filter(|segment| is_parameter(segment)).count();
        // A status request has the headers of the client's parameters, but not its query parameters.
        let of_client = |location| {
            let required = status.client_parameters.iter().filter(|parameter| parameter.required);
            required.filter(|parameter| parameter.location == location).count()
        };
        status.method.as_str() == "GET"
            && !status.borrows
            && !status.path.contains(['?', '#'])
            && status.arguments.len() + of_client(Location::Path) == parameters
            && of_client(Location::Query) == 0
            && status.server == operation.server
            && status.part == operation.part
            && json_body(status).is_some()
            && (!self.features || status.group == operation.group)
    }

    /// Returns `true` if the successes of both operations have the same JSON body, which is a struct.
    fn have_same_body(&self, operation: &Operation, status: &Operation) -> bool {
        let (Some(one), Some(other)) = (json_body(operation), json_body(status)) else { return false };
        let one = self.types.resolve(one);
        matches!(one, Type::Named(..)) && one == self.types.resolve(other)
    }

    /// Returns the value at a JSON pointer into a type.
    fn at<'t>(&'t self, ty: &'t Type, pointer: &str) -> Found<'t> {
        let mut ty = ty;
        for name in pointer.split('/').skip(1).map(unescape) {
            match self.types.resolve(ty) {
                Type::Named(..) => match self.types.fields(ty).iter().find(|field| field.wire == name) {
                    Some(field) => ty = &field.ty,
                    // The fields of unions are not known.
                    None if self.types.fields(ty).is_empty() => return Found::Unknown,
                    None => return Found::Missing,
                },
                Type::Map(inner) => ty = inner,
                Type::Value => return Found::Unknown,
                _ => return Found::Missing,
            }
        }
        Found::Type(ty)
    }
}

/// The value at a JSON pointer.
enum Found<'t> {
    Missing,
    /// The type is not known.
    Unknown,
    Type(&'t Type),
}

/// Returns a polling whose statuses have no type.
fn untyped(source: StatusSource, progress: Progress, result: ResultSource) -> Polling {
    Polling {
        source,
        progress,
        result,
        status: StatusType::Untyped,
        result_type: ResultType::Status,
        starts_with_status: false,
        times: [0; 3],
    }
}

/// Returns the type of the body, if all successes have the same JSON body.
fn json_body(operation: &Operation) -> Option<&Type> {
    let mut successes =
        operation.arms.iter().filter(|arm| matches!(arm.kind, ResponseKind::Success(..))).peekable();
    successes.peek()?;
    let is_json = successes.all(|arm| matches!(arm.kind, ResponseKind::Success(Decode::Json, Wrap::Same)));
    is_json.then_some(&operation.output)
}

/// Returns the statuses of the successes of an operation.
fn codes(operation: &Operation) -> Vec<Pattern> {
    let arms = operation.arms.iter().filter(|arm| matches!(arm.kind, ResponseKind::Success(..)));
    arms.map(|arm| arm.pattern).collect()
}

/// Returns the type of a result at a JSON pointer. A type of another module is not named.
fn property_type(found: &Found<'_>) -> Type {
    let Found::Type(ty) = found else { return Type::Value };
    let mut ty = *ty;
    while let Type::Option(inner) | Type::Boxed(inner) = ty {
        ty = inner;
    }
    let mut is_known = true;
    ty.walk(&mut |ty| {
        is_known &= !matches!(ty, Type::Choice(..) | Type::Stream(..) | Type::Infallible | Type::Bytes)
            && !matches!(ty, Type::Named(home, _) if *home != Namespace::Models);
    });
    if is_known { ty.clone() } else { Type::Value }
}

/// Returns the path before the last segment, and the name of the parameter that is this segment.
fn last_parameter(path: &str) -> Option<(&str, &str)> {
    let (parent, last) = path.rsplit_once('/')?;
    is_parameter(last).then(|| (parent, last.trim_matches(['{', '}'])))
}

/// Returns `true` for a segment that is a parameter.
fn is_parameter(segment: &str) -> bool {
    let name = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    name.is_some_and(|name| !name.is_empty() && !name.contains(['{', '}']))
}

/// Returns `true` if every segment of a path is a text or a parameter.
fn is_plain(path: &str) -> bool {
    path.split('/').all(|segment| is_parameter(segment) || !segment.contains(['{', '}', '?', '#']))
}
