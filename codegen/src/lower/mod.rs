//! Lowering of a [`Document`] to an [`Api`]: references become ids, `allOf` is merged, unions are simplified.

mod additions;
mod all_of;
mod constraints;
mod cycles;
mod discriminate;
mod discriminators;
mod distribute;
mod enums;
mod examples;
mod extensions;
mod forbidden;
mod formats;
mod forms;
mod frequent;
mod given_names;
mod inheritance;
mod intersection;
mod keywords;
mod links;
mod media;
mod multipart;
mod objects;
mod operations;
mod parameters;
mod patches;
mod read_write_split;
mod references;
mod repetition;
mod responses;
mod returned;
mod schema_view;
mod schemas;
mod security;
mod servers;
mod single_values;
mod skeleton;
mod structures;
mod summaries;
mod tasks;
mod tuples;
mod unions;
mod vendor_names;
mod vendor_polling;
mod versions;
mod webhooks;
mod xml;

use std::collections::HashMap;

use openapiv3::Components;

use self::schemas::SchemaLowering;
pub use self::skeleton::skeleton;
use crate::{
    api::{Api, Usage},
    diagnostics::{Diagnostics, Pointer},
    load::Document,
};

/// Lowers the description. Parts that cannot be expressed are reported.
#[must_use]
pub fn lower(document: &Document, diagnostics: &mut Diagnostics) -> Api {
    let openapi = &document.openapi;
    let no_components = Components::default();
    let components = openapi.components.as_ref().unwrap_or(&no_components);
    let mut schemas = SchemaLowering::new(components, &document.unresolved, diagnostics);
    schemas.lower_components();
    let schemes = security::lower_schemes(components, &document.unresolved, schemas.diagnostics);
    let mut skipped = document.skipped.clone();
    let mut operations =
        operations::lower_operations(document, components, &schemes, &mut schemas, &mut skipped);
    let webhooks = webhooks::lower_webhooks(document, &mut schemas);
    let (mut schemas, unions, constants) = schemas.finish();
    cycles::cut(&mut schemas, diagnostics);
    unions::simplify(&mut schemas);
    // A union of one member becomes a reference, which can close a cycle.
    cycles::cut(&mut schemas, diagnostics);
    discriminators::apply(&mut schemas, &unions);
    single_values::settle(&mut schemas, &operations, constants);
    forms::settle(&mut schemas, &mut operations, diagnostics);
    let mut usage = Usage::of(&schemas, &operations, &webhooks);
    read_write_split::split(&mut schemas, &mut operations, &mut usage);
    patches::split(&mut schemas, &mut operations, &mut usage);
    multipart::split(&mut schemas, &mut operations);
    xml::settle(&mut schemas, &mut operations, &usage);
    discriminate::discriminate(&mut schemas);
    forbidden::forbid(&mut schemas);
    Api {
        title: openapi.info.title.clone(),
        version: openapi.info.version.clone(),
        description: openapi.info.description.clone(),
        info: servers::lower_info(&openapi.info),
        parts: Vec::new(),
        copies: HashMap::new(),
        servers: openapi.servers.iter().map(servers::lower_server).collect(),
        tags: openapi.tags.iter().map(servers::lower_tag).collect(),
        schemes,
        webhooks,
        schemas,
        operations,
        parameters: frequent::described_parameters(document),
        total_operations: document.operations,
        skipped,
    }
}

/// Returns the location of the components of one kind.
fn components_pointer(section: &str) -> Pointer {
    Pointer::root().key("components").key(section)
}

#[cfg(test)]
mod tests;
