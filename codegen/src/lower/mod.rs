//! [`Document`] in, [`Api`] out: references become ids, `allOf` is merged, unions are settled.

mod all_of;
mod distribute;
mod enums;
mod facts;
mod formats;
mod inheritance;
mod operations;
mod parameters;
mod references;
mod replies;
mod rings;
mod schemas;
mod security;
mod tags;
mod tests;
mod unions;

use openapiv3::{Components, OpenAPI, Server};

use self::schemas::SchemaLowering;
use crate::{
    api::Api,
    diagnostics::{Diagnostics, Pointer},
    load::Document,
};

/// Lowers the description. What it says that cannot be expressed is in the diagnostics.
#[must_use]
pub fn lower(document: &Document, diagnostics: &mut Diagnostics) -> Api {
    let openapi = &document.openapi;
    let no_components = Components::default();
    let components = openapi.components.as_ref().unwrap_or(&no_components);
    let mut schemas = SchemaLowering::new(components, diagnostics);
    schemas.lower_components();
    let schemes = security::lower_schemes(components, schemas.diagnostics);
    let mut skipped = document.skipped.clone();
    let operations = operations::lower_operations(openapi, components, &schemes, &mut schemas, &mut skipped);
    let (mut schemas, unions) = schemas.finish();
    rings::cut(&mut schemas, diagnostics);
    unions::simplify(&mut schemas);
    tags::apply(&mut schemas, &unions);
    tests::tell_apart(&mut schemas);
    Api {
        title: openapi.info.title.clone(),
        version: openapi.info.version.clone(),
        description: openapi.info.description.clone(),
        servers: lower_servers(openapi),
        schemes,
        schemas,
        operations,
        total_operations: document.operations,
        skipped,
    }
}

fn lower_servers(openapi: &OpenAPI) -> Vec<String> {
    openapi.servers.iter().map(server_url).collect()
}

/// The URL of a server, each variable replaced by its default.
fn server_url(server: &Server) -> String {
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    url
}

/// The place of the components of one kind.
fn components_pointer(section: &str) -> Pointer {
    Pointer::root().key("components").key(section)
}
