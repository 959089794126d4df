//! The skeleton of a description: its operations without parameters, bodies and responses.

use openapiv3::Components;

use super::{extensions, frequent, returned, servers, summaries, vendor_names};
use crate::{
    api::{Api, Docs, Method, Operation, OperationExtensions, VendorPolling, is_token},
    diagnostics::Pointer,
    load::Document,
};

/// Returns the parts of the description that names of operations are derived from. Nothing is reported.
#[must_use]
pub fn skeleton(document: &Document) -> Api {
    let openapi = &document.openapi;
    let operations = document.paths.iter().flat_map(|path| {
        let valid = path.operations.iter().filter(|operation| is_token(&operation.method));
        valid.map(|operation| {
            operation_skeleton(
                &operation.operation,
                &operation.pointer,
                &operation.method,
                &path.path,
                openapi.components.as_ref(),
            )
        })
    });
    Api {
        title: openapi.info.title.clone(),
        version: openapi.info.version.clone(),
        servers: openapi.servers.iter().map(servers::lower_server).collect(),
        tags: openapi.tags.iter().map(servers::lower_tag).collect(),
        operations: operations.collect(),
        parameters: frequent::described_parameters(document),
        total_operations: document.operations,
        ..Api::default()
    }
}

/// Returns an operation without parameters, bodies and responses.
pub(super) fn operation_skeleton(
    operation: &openapiv3::Operation,
    pointer: &Pointer,
    method: &str,
    path: &str,
    components: Option<&Components>,
) -> Operation {
    let deprecation = extensions::deprecation(operation.deprecated, &operation.extensions);
    let (title, description) = summaries::of(operation.summary.as_deref(), operation.description.as_deref());
    Operation {
        pointer: pointer.clone(),
        part: None,
        method: Method::new(method),
        path: path.to_owned(),
        id: operation.operation_id.clone(),
        tags: operation.tags.clone(),
        docs: Docs {
            title,
            description,
            deprecated: deprecation.deprecated,
            deprecation: deprecation.reason,
            replacement: deprecation.replacement,
            ..Docs::default()
        },
        parameters: Vec::new(),
        body: None,
        responses: Vec::new(),
        returned: (method == "GET").then(|| returned::returned(operation, components)).flatten(),
        server: None,
        security: Vec::new(),
        scopes: Vec::new(),
        names: vendor_names::read(&operation.extensions),
        extensions: OperationExtensions::default(),
        polling: VendorPolling::default(),
    }
}
