//! Operations: each is lowered completely or skipped.

use std::collections::HashSet;

use openapiv3::{Components, OpenAPI, SecurityRequirement};

use super::{
    extensions::Defaults, parameters, repetition, responses, schemas::SchemaLowering, security,
    servers::lower_server, skeleton::operation_skeleton, vendor_polling,
};
use crate::{
    api::{Operation, Scheme, is_token},
    diagnostics::{Code, Pointer},
    load::{Document, Path, PathOperation, Skipped, extensions::BODY_NAME},
};

const REPETITION: &str =
    "this operation and the following ones are left out, because all together repeat too much";
const REPETITION_HELP: &str = "shorten the components that operations refer to, and the `security`, the servers and the \
    parameters that they inherit, or select fewer operations with `only`";

/// Lowers the operations, in order. Operations that cannot be lowered are added to `skipped`.
pub(super) fn lower_operations<'a>(
    document: &'a Document,
    components: &'a Components,
    schemes: &[Scheme],
    schemas: &mut SchemaLowering<'a, '_>,
    skipped: &mut Vec<Skipped>,
) -> Vec<Operation> {
    report_unknown_schemes(document, components, schemas);
    let schemes: HashSet<&str> = schemes.iter().map(|scheme| scheme.name.as_str()).collect();
    let defaults = Defaults::of(&document.openapi, schemas.diagnostics);
    let mut operations = Vec::new();
    let within_limit = repetition::count_within_limit(document, components);
    let all = document.paths.iter().flat_map(|path| path.operations.iter().map(move |one| (path, one)));
    for (number, (path, PathOperation { method, pointer, operation })) in all.enumerate() {
        let place = Place { path, at: pointer, method, index: operations.len(), defaults: &defaults };
        if number == within_limit {
            schemas.diagnostics.push_with_help(Code::REPETITION, pointer, REPETITION, REPETITION_HELP);
        }
        let lowered = if number < within_limit {
            lower_operation(operation, &place, &document.openapi, &schemes, schemas)
        } else {
            Err((Code::REPETITION, REPETITION.to_owned()))
        };
        match lowered {
            Ok(operation) => operations.push(operation),
            Err((code, message)) => skipped.push(Skipped { pointer: pointer.clone(), code, message }),
        }
    }
    operations
}

/// The location of an operation.
struct Place<'a, 'd> {
    path: &'a Path,
    at: &'a Pointer,
    method: &'a str,
    index: usize,
    defaults: &'d Defaults<'a>,
}

fn lower_operation<'a>(
    operation: &'a openapiv3::Operation,
    place: &Place<'a, '_>,
    openapi: &'a OpenAPI,
    schemes: &HashSet<&str>,
    schemas: &mut SchemaLowering<'a, '_>,
) -> Result<Operation, parameters::Reason> {
    let Place { path: Path { path, servers, parameters, pointer: at_item, .. }, at, method, index, .. } =
        *place;
    if !is_token(method) {
        let message = format!("`{method}` is not a valid HTTP method");
        schemas.diagnostics.push(Code::MALFORMED, at, message.clone());
        return Err((Code::MALFORMED, message));
    }
    let lists = [
        (parameters.as_slice(), at_item.key("parameters")),
        (operation.parameters.as_slice(), at.key("parameters")),
    ];
    let mut parameters = parameters::lower_parameters(lists, index, path, schemas)?;
    parameters::add_undeclared(&mut parameters, path, at, index, schemas);
    let mut body = match &operation.request_body {
        Some(body) => responses::lower_body(body, &at.key("requestBody"), index, schemas)?,
        None => None,
    };
    if let Some(body) = &mut body {
        let of_operation = operation.extensions.get(BODY_NAME).and_then(|name| name.as_str());
        body.name = body.name.take().or(of_operation.map(str::to_owned));
    }
    let responses = responses::lower_responses(&operation.responses, &at.key("responses"), index, schemas)?;
    let server = operation.servers.first().or(servers.first());
    let server = server.map(|server| lower_server(server).default_url());
    let is_own = |url: &String| {
        openapi.servers.first().map(|first| lower_server(first).default_url()).as_ref() != Some(url)
    };
    let requirements = operation.security.as_ref().or(openapi.security.as_ref());
    let (security, scopes) = security::lower_requirements(requirements.map_or(&[], Vec::as_slice), schemes);
    let server = server.filter(is_own);
    let skeleton = operation_skeleton(operation, at, method, path, openapi.components.as_ref());
    let extensions = place.defaults.lower(&operation.extensions, at, schemas.diagnostics);
    let polling = vendor_polling::read(operation, method, at, schemas.diagnostics);
    Ok(Operation { parameters, body, responses, server, security, scopes, extensions, polling, ..skeleton })
}

/// Reports each security scheme that is required and not defined, once.
fn report_unknown_schemes(
    document: &Document,
    components: &Components,
    schemas: &mut SchemaLowering<'_, '_>,
) {
    let of_all = document.openapi.security.as_deref();
    let mut asked: Vec<(&[SecurityRequirement], Pointer)> =
        of_all.map(|list| (list, Pointer::root().key("security"))).into_iter().collect();
    for PathOperation { pointer, operation, .. } in document.paths.iter().flat_map(|path| &path.operations) {
        asked.extend(operation.security.as_deref().map(|list| (list, pointer.key("security"))));
    }
    let mut reported: HashSet<&str> = HashSet::new();
    for (requirements, at) in asked {
        for name in requirements.iter().flat_map(|requirement| requirement.keys()) {
            if !components.security_schemes.contains_key(name) && reported.insert(name) {
                let message = format!("the security scheme `{name}` is not defined");
                schemas.diagnostics.push(Code::SECURITY_SCHEME, &at, message);
            }
        }
    }
}
