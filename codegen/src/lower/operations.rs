//! Operations: each is lowered whole or left out.

use openapiv3::{Components, OpenAPI, PathItem, ReferenceOr};

use super::{parameters, replies, schemas::SchemaLowering, security, servers::lower_server};
use crate::{
    api::{Docs, Method, Operation, Scheme},
    diagnostics::{Code, Pointer},
    load::Skipped,
};

/// Lowers the operations, in order; what is left out is added to `skipped`.
pub(super) fn lower_operations<'a>(
    openapi: &'a OpenAPI,
    components: &'a Components,
    schemes: &[Scheme],
    schemas: &mut SchemaLowering<'a, '_>,
    skipped: &mut Vec<Skipped>,
) -> Vec<Operation> {
    report_unknown_schemes(openapi, components, schemas);
    let mut operations = Vec::new();
    for (path, item) in &openapi.paths.paths {
        // A path item that is a reference is reported when it is loaded.
        let ReferenceOr::Item(item) = item else { continue };
        let at_item = Pointer::root().key("paths").key(path);
        for (field, operation) in item.iter() {
            let Some(method) = Method::from_field(field) else { continue };
            let at = at_item.key(field);
            let place = Place { path, item, at_item: &at_item, at: &at, method, index: operations.len() };
            match lower_operation(operation, &place, openapi, schemes, schemas) {
                Ok(operation) => operations.push(operation),
                Err((code, message)) => skipped.push(Skipped { pointer: at, code, message }),
            }
        }
    }
    operations
}

/// Where an operation is.
struct Place<'a, 'b> {
    path: &'a str,
    item: &'a PathItem,
    at_item: &'b Pointer,
    at: &'b Pointer,
    method: Method,
    index: usize,
}

fn lower_operation<'a>(
    operation: &'a openapiv3::Operation,
    place: &Place<'a, '_>,
    openapi: &'a OpenAPI,
    schemes: &[Scheme],
    schemas: &mut SchemaLowering<'a, '_>,
) -> Result<Operation, parameters::Reason> {
    let Place { path, item, at, index, .. } = *place;
    let lists = [
        (item.parameters.as_slice(), place.at_item.key("parameters")),
        (operation.parameters.as_slice(), at.key("parameters")),
    ];
    let mut parameters = parameters::lower_parameters(lists, index, path, schemas)?;
    parameters::add_undeclared(&mut parameters, path, at, index, schemas);
    let body = match &operation.request_body {
        Some(body) => replies::lower_body(body, &at.key("requestBody"), index, schemas)?,
        None => None,
    };
    let replies = replies::lower_replies(&operation.responses, &at.key("responses"), index, schemas)?;
    let server = operation.servers.first().or(item.servers.first());
    let server = server.map(|server| lower_server(server).default_url());
    let is_own = |url: &String| {
        openapi.servers.first().map(|first| lower_server(first).default_url()).as_ref() != Some(url)
    };
    let requirements = operation.security.as_ref().or(openapi.security.as_ref());
    let (security, scopes) = security::lower_requirements(requirements.map_or(&[], Vec::as_slice), schemes);
    Ok(Operation {
        pointer: at.clone(),
        method: place.method,
        path: path.to_owned(),
        id: operation.operation_id.clone(),
        tags: operation.tags.clone(),
        docs: Docs {
            title: operation.summary.clone(),
            description: operation.description.clone(),
            deprecated: operation.deprecated,
            ..Docs::default()
        },
        parameters,
        body,
        replies,
        server: server.filter(is_own),
        security,
        scopes,
    })
}

/// Notes each scheme that is asked for and not defined, once.
fn report_unknown_schemes<'a>(
    openapi: &'a OpenAPI,
    components: &Components,
    schemas: &mut SchemaLowering<'_, '_>,
) {
    let root = Pointer::root();
    let mut asked: Vec<(&'a [openapiv3::SecurityRequirement], Pointer)> = Vec::new();
    asked.extend(openapi.security.as_deref().map(|list| (list, root.key("security"))));
    for (path, item) in &openapi.paths.paths {
        let ReferenceOr::Item(item) = item else { continue };
        for (field, operation) in item.iter() {
            if let Some(list) = operation.security.as_deref() {
                asked.push((list, root.key("paths").key(path).key(field).key("security")));
            }
        }
    }
    let mut reported: Vec<&str> = Vec::new();
    for (requirements, at) in asked {
        for name in requirements.iter().flat_map(|requirement| requirement.keys()) {
            if !components.security_schemes.contains_key(name) && !reported.contains(&name.as_str()) {
                reported.push(name);
                let message = format!("the security scheme `{name}` is not defined");
                schemas.diagnostics.push(Code::SECURITY_SCHEME, &at, message);
            }
        }
    }
}
