//! Webhooks: requests that the server sends.

use openapiv3::{Operation, Parameter, ParameterSchemaOrContent, ReferenceOr, RequestBody};
use serde_json::Value;

use super::{
    extensions, references,
    schema_view::{SchemaRef, SchemaView},
    schemas::SchemaLowering,
    summaries,
};
use crate::{
    api::{Docs, Method, SchemaId, Webhook},
    diagnostics::Pointer,
    load::{Document, PathOperation, essence},
};

/// Lowers the webhooks and callbacks with JSON bodies. `load` makes components of their schemas.
pub(super) fn lower_webhooks<'a>(
    document: &'a Document,
    schemas: &mut SchemaLowering<'a, '_>,
) -> Vec<Webhook> {
    let mut webhooks = Vec::new();
    let of_operations = document.callbacks.iter().map(|path| (path, true));
    for (path, is_callback) in document.webhooks.iter().map(|path| (path, false)).chain(of_operations) {
        for PathOperation { method, pointer, operation } in &path.operations {
            let body = operation.request_body.as_ref();
            let Some(payload) = body.and_then(|body| payload(body, pointer, schemas)) else { continue };
            let (title, description) =
                summaries::of(operation.summary.as_deref(), operation.description.as_deref());
            let deprecation = extensions::deprecation(operation.deprecated, &operation.extensions);
            webhooks.push(Webhook {
                part: None,
                name: path.path.clone(),
                method: Method::new(method),
                docs: Docs {
                    title,
                    description,
                    deprecated: deprecation.deprecated,
                    deprecation: deprecation.reason,
                    replacement: deprecation.replacement,
                    ..Docs::default()
                },
                payload,
                operation_id: operation.operation_id.clone(),
                headers: headers(operation, schemas),
                listed: None,
                is_callback,
            });
        }
    }
    webhooks
}

/// Returns the header parameters that have a single value, by their names in lower case.
fn headers<'a>(operation: &'a Operation, schemas: &SchemaLowering<'a, '_>) -> Vec<(String, String)> {
    let components = &schemas.components.parameters;
    let section = references::Section { name: "parameters", components };
    let parameters = operation.parameters.iter().filter_map(|parameter| match parameter {
        ReferenceOr::Item(parameter) => Some(parameter),
        ReferenceOr::Reference { reference } => section.find(reference)?.1.as_item(),
    });
    let headers = parameters.filter_map(|parameter| {
        let Parameter::Header { parameter_data, .. } = parameter else { return None };
        let ParameterSchemaOrContent::Schema(schema) = &parameter_data.format else { return None };
        let view = SchemaView::of_scalar(schemas.inlined(schema.into())?);
        let [Value::String(value)] = &*view.enumeration else { return None };
        Some((parameter_data.name.to_ascii_lowercase(), value.clone()))
    });
    headers.collect()
}

fn payload<'a>(
    body: &'a ReferenceOr<RequestBody>,
    at: &Pointer,
    schemas: &mut SchemaLowering<'a, '_>,
) -> Option<SchemaId> {
    let components = &schemas.components.request_bodies;
    let at = at.key("requestBody");
    let (body, _) = references::follow(
        body,
        &at,
        &references::Section { name: "requestBodies", components },
        schemas.unresolved,
        schemas.diagnostics,
    )
    .ok()?;
    let json = body.content.iter().find(|(media_type, _)| essence(media_type).ends_with("json"));
    match SchemaRef::from(json?.1.schema.as_ref()?) {
        SchemaRef::Reference(reference) => schemas.component(reference),
        SchemaRef::Inline(_) => None,
    }
}
