//! The separation of a fragment from its schemas, which are read by `schema` and not by serde.

use openapiv3::{
    Header, MediaType, Operation, Parameter, ParameterSchemaOrContent, ReferenceOr, RequestBody, Response,
    Schema, SecurityScheme,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{
    node_path::NodePath,
    object_graph::{ObjectKind, visit_children},
    schema,
};
use crate::diagnostics::Diagnostics;

/// The start of the reference that stands for a detached schema. Its index follows.
const DETACHED: &str = "#";

/// A function that is called with each schema of a fragment.
type Visitor<'v> = dyn FnMut(&mut ReferenceOr<Schema>) + 'v;

/// A fragment of a description that contains schemas.
pub(super) trait SchemaSlots: DeserializeOwned {
    /// Visits every schema of the fragment.
    fn visit_schemas(&mut self, visitor: &mut Visitor<'_>);
}

/// The schemas of a fragment.
#[derive(Default)]
pub(super) struct DetachedSchemas(Vec<ReferenceOr<Schema>>);

impl DetachedSchemas {
    /// Takes the schemas out of `value`, an object of kind `kind`, and reads them.
    pub(super) fn detach(
        value: &mut Value,
        kind: ObjectKind,
        path: &NodePath<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut schemas = Self::default();
        schemas.walk(value, kind, path, diagnostics);
        schemas
    }

    fn walk(
        &mut self,
        value: &mut Value,
        kind: ObjectKind,
        path: &NodePath<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        if kind == ObjectKind::Schema {
            let reference = json!({ "$ref": format!("{DETACHED}{}", self.0.len()) });
            self.0.push(schema::read(std::mem::replace(value, reference), path, diagnostics));
        } else if let Value::Object(fields) = value {
            visit_children(fields, kind, path, &mut |value, kind, path| {
                self.walk(value, kind, path, diagnostics);
            });
        }
    }

    /// Puts the schemas back into their fragment.
    pub(super) fn attach(mut self, fragment: &mut impl SchemaSlots) {
        fragment.visit_schemas(&mut |slot| {
            let ReferenceOr::Reference { reference } = &*slot else { return };
            let index = reference.strip_prefix(DETACHED).and_then(|index| index.parse::<usize>().ok());
            if let Some(schema) = index.and_then(|index| self.0.get_mut(index)) {
                *slot = std::mem::replace(schema, ReferenceOr::Reference { reference: String::new() });
            }
        });
    }
}

impl<T: SchemaSlots> SchemaSlots for ReferenceOr<T> {
    fn visit_schemas(&mut self, visitor: &mut Visitor<'_>) {
        if let Self::Item(item) = self {
            item.visit_schemas(visitor);
        }
    }
}

impl SchemaSlots for Operation {
    fn visit_schemas(&mut self, visitor: &mut Visitor<'_>) {
        self.parameters.iter_mut().for_each(|parameter| parameter.visit_schemas(visitor));
        self.request_body.iter_mut().for_each(|body| body.visit_schemas(visitor));
        let responses = self.responses.responses.values_mut().chain(&mut self.responses.default);
        responses.for_each(|response| response.visit_schemas(visitor));
    }
}

impl SchemaSlots for Parameter {
    fn visit_schemas(&mut self, visitor: &mut Visitor<'_>) {
        match self {
            Self::Query { parameter_data, .. }
            | Self::Header { parameter_data, .. }
            | Self::Path { parameter_data, .. }
            | Self::Cookie { parameter_data, .. } => visit_format(&mut parameter_data.format, visitor),
        }
    }
}

impl SchemaSlots for RequestBody {
    fn visit_schemas(&mut self, visitor: &mut Visitor<'_>) {
        self.content.values_mut().for_each(|media| visit_media_type(media, visitor));
    }
}

impl SchemaSlots for Response {
    fn visit_schemas(&mut self, visitor: &mut Visitor<'_>) {
        self.content.values_mut().for_each(|media| visit_media_type(media, visitor));
        self.headers.values_mut().for_each(|header| header.visit_schemas(visitor));
    }
}

impl SchemaSlots for Header {
    fn visit_schemas(&mut self, visitor: &mut Visitor<'_>) {
        visit_format(&mut self.format, visitor);
    }
}

impl SchemaSlots for SecurityScheme {
    fn visit_schemas(&mut self, _: &mut Visitor<'_>) {}
}

fn visit_format(format: &mut ParameterSchemaOrContent, visitor: &mut Visitor<'_>) {
    match format {
        ParameterSchemaOrContent::Schema(schema) => visitor(schema),
        ParameterSchemaOrContent::Content(content) => {
            content.values_mut().for_each(|media| visit_media_type(media, visitor));
        }
    }
}

fn visit_media_type(media: &mut MediaType, visitor: &mut Visitor<'_>) {
    media.schema.iter_mut().for_each(&mut *visitor);
    let encodings = media.encoding.values_mut().flat_map(|encoding| encoding.headers.values_mut());
    encodings.for_each(|header| header.visit_schemas(visitor));
}
