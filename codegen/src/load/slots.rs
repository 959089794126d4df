//! Pieces that are read without their schemas, which are put into them afterwards.

use openapiv3::{
    Header, MediaType, Operation, Parameter, ParameterSchemaOrContent, ReferenceOr, RequestBody, Response,
    Schema, SecurityScheme,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{
    object_graph::{self, Kind, Place},
    schema,
};
use crate::diagnostics::Diagnostics;

/// How the reference starts that stands for a schema until it is put there.
const TAKEN: &str = "#";

/// A piece of a description.
pub(super) trait Fragment: DeserializeOwned {
    /// Calls `visit` with every place of a schema.
    fn slots(&mut self, visit: &mut dyn FnMut(&mut ReferenceOr<Schema>));
}

/// The schemas of a piece.
#[derive(Default)]
pub(super) struct Schemas(Vec<ReferenceOr<Schema>>);

impl Schemas {
    /// Takes the schemas out of `value`, a `kind`, and reads them.
    pub(super) fn take(value: &mut Value, kind: Kind, at: &Place<'_>, diagnostics: &mut Diagnostics) -> Self {
        let mut schemas = Self::default();
        schemas.walk(value, kind, at, diagnostics);
        schemas
    }

    fn walk(&mut self, value: &mut Value, kind: Kind, at: &Place<'_>, diagnostics: &mut Diagnostics) {
        if kind == Kind::Schema {
            let reference = json!({ "$ref": format!("{TAKEN}{}", self.0.len()) });
            self.0.push(schema::read(std::mem::replace(value, reference), at, diagnostics));
        } else if let Value::Object(fields) = value {
            object_graph::children(fields, kind, at, &mut |value, kind, at| {
                self.walk(value, kind, at, diagnostics);
            });
        }
    }

    /// Puts the schemas into the piece that they were taken out of.
    pub(super) fn put(mut self, piece: &mut impl Fragment) {
        piece.slots(&mut |slot| {
            let ReferenceOr::Reference { reference } = &*slot else { return };
            let index = reference.strip_prefix(TAKEN).and_then(|index| index.parse::<usize>().ok());
            if let Some(schema) = index.and_then(|index| self.0.get_mut(index)) {
                *slot = std::mem::replace(schema, ReferenceOr::Reference { reference: String::new() });
            }
        });
    }
}

impl<T: Fragment> Fragment for ReferenceOr<T> {
    fn slots(&mut self, visit: &mut dyn FnMut(&mut ReferenceOr<Schema>)) {
        if let Self::Item(item) = self {
            item.slots(visit);
        }
    }
}

impl Fragment for Operation {
    fn slots(&mut self, visit: &mut dyn FnMut(&mut ReferenceOr<Schema>)) {
        self.parameters.iter_mut().for_each(|parameter| parameter.slots(visit));
        self.request_body.iter_mut().for_each(|body| body.slots(visit));
        let responses = self.responses.responses.values_mut().chain(&mut self.responses.default);
        responses.for_each(|response| response.slots(visit));
    }
}

impl Fragment for Parameter {
    fn slots(&mut self, visit: &mut dyn FnMut(&mut ReferenceOr<Schema>)) {
        match self {
            Self::Query { parameter_data, .. }
            | Self::Header { parameter_data, .. }
            | Self::Path { parameter_data, .. }
            | Self::Cookie { parameter_data, .. } => of_format(&mut parameter_data.format, visit),
        }
    }
}

impl Fragment for RequestBody {
    fn slots(&mut self, visit: &mut dyn FnMut(&mut ReferenceOr<Schema>)) {
        self.content.values_mut().for_each(|media| of_media(media, visit));
    }
}

impl Fragment for Response {
    fn slots(&mut self, visit: &mut dyn FnMut(&mut ReferenceOr<Schema>)) {
        self.content.values_mut().for_each(|media| of_media(media, visit));
        self.headers.values_mut().for_each(|header| header.slots(visit));
    }
}

impl Fragment for Header {
    fn slots(&mut self, visit: &mut dyn FnMut(&mut ReferenceOr<Schema>)) {
        of_format(&mut self.format, visit);
    }
}

impl Fragment for SecurityScheme {
    fn slots(&mut self, _: &mut dyn FnMut(&mut ReferenceOr<Schema>)) {}
}

fn of_format(format: &mut ParameterSchemaOrContent, visit: &mut dyn FnMut(&mut ReferenceOr<Schema>)) {
    match format {
        ParameterSchemaOrContent::Schema(schema) => visit(schema),
        ParameterSchemaOrContent::Content(content) => {
            content.values_mut().for_each(|media| of_media(media, visit));
        }
    }
}

fn of_media(media: &mut MediaType, visit: &mut dyn FnMut(&mut ReferenceOr<Schema>)) {
    media.schema.iter_mut().for_each(&mut *visit);
    let encodings = media.encoding.values_mut().flat_map(|encoding| encoding.headers.values_mut());
    encodings.for_each(|header| header.slots(visit));
}
