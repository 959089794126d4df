//! Small models for unit tests.

use super::{
    Body, Content, Docs, Media, Method, Object, Operation, Origin, Parent, Property, Response, Role, Schema,
    SchemaId, Schemas, Shape, Status, StringFormat, Webhook,
};
use crate::diagnostics::Pointer;

/// A model that a test builds schema by schema.
#[derive(Debug, Default)]
pub(crate) struct Model {
    pub(crate) schemas: Schemas,
    pub(crate) operations: Vec<Operation>,
}

impl Model {
    /// Adds a component schema.
    pub(crate) fn component(&mut self, name: &str, shape: Shape) -> SchemaId {
        let pointer = Pointer::root().key("components").key("schemas").key(name);
        self.schemas.push(Schema::new(pointer, Origin::Component(name.to_owned()), shape))
    }

    /// Adds a schema of the first operation that has no name.
    pub(crate) fn inline(&mut self, shape: Shape) -> SchemaId {
        let origin = Origin::Inline(Parent::Operation(0), Role::Item);
        self.schemas.push(Schema::new(Pointer::root(), origin, shape))
    }

    /// Adds a string.
    pub(crate) fn text(&mut self) -> SchemaId {
        self.inline(Shape::String(StringFormat::Plain))
    }

    /// Adds a string that has only one value.
    pub(crate) fn constant(&mut self, value: &str) -> SchemaId {
        let id = self.text();
        self.schemas[id].constant = Some(Box::new(value.into()));
        id
    }

    /// Adds an operation with a request body of this media type and a response with this schema.
    pub(crate) fn operation(&mut self, sent: Option<(&str, SchemaId)>, received: Option<SchemaId>) {
        let content = |media_type: &str, schema| Content {
            media_type: media_type.to_owned(),
            media: match media_type {
                "multipart/form-data" => Media::Multipart,
                "application/xml" => Media::Xml,
                _ => Media::Json,
            },
            schema,
            encodings: Vec::new(),
            example: None,
            sentinel: None,
        };
        let body = sent.map(|(media_type, schema)| Body {
            pointer: Pointer::root(),
            required: true,
            contents: vec![content(media_type, schema)],
            description: None,
            name: None,
        });
        let response = received.map(|schema| Response {
            status: Status::Code(200),
            description: String::new(),
            contents: vec![content("application/json", schema)],
            headers: Vec::new(),
            links: Vec::new(),
        });
        self.operations.push(Operation {
            pointer: Pointer::root(),
            part: None,
            method: Method::new("POST"),
            path: "/".to_owned(),
            id: None,
            tags: Vec::new(),
            docs: Docs::default(),
            parameters: Vec::new(),
            body,
            responses: response.into_iter().collect(),
            returned: None,
            server: None,
            security: Vec::new(),
            scopes: Vec::new(),
            names: crate::api::VendorNames::default(),
            extensions: crate::api::OperationExtensions::default(),
            polling: crate::api::VendorPolling::default(),
        });
    }

    /// Returns the schema of the request body of the operation at `index`.
    pub(crate) fn sent(&self, index: usize) -> Option<SchemaId> {
        let body = self.operations.get(index)?.body.as_ref()?;
        body.contents.first().map(|content| content.schema)
    }

    /// Returns the names of the properties of an object.
    pub(crate) fn names(&self, id: SchemaId) -> Vec<&str> {
        match &self.schemas[self.schemas.resolve(id)].shape {
            Shape::Object(object) => {
                object.properties.iter().map(|property| property.name.as_str()).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Returns an object with these required properties.
pub(crate) fn object<'a>(properties: impl IntoIterator<Item = (&'a str, SchemaId)>) -> Object {
    let property = |(name, schema): (&str, SchemaId)| Property {
        name: name.to_owned(),
        schema,
        required: true,
        tag_value: None,
        read_only: false,
        write_only: false,
    };
    Object { properties: properties.into_iter().map(property).collect(), additional: None, closed: false }
}

/// Returns a webhook with this payload.
pub(crate) fn webhook(payload: SchemaId) -> Webhook {
    Webhook {
        name: "hook".to_owned(),
        method: Method::new("POST"),
        docs: Docs::default(),
        payload,
        operation_id: None,
        headers: Vec::new(),
        listed: None,
        part: None,
        is_callback: false,
    }
}
