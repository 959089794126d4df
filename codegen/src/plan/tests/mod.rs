//! Tests of the passes on small descriptions, which are built in a few lines.

mod client_parameters;
mod constraints;
mod docs;
mod enums;
mod environment;
mod examples;
mod fields;
mod groups;
mod links;
mod names;
mod operation_names;
mod operations;
mod package_name;
mod pages;
mod pollers;
mod recursion_limit;
mod responses;
mod selectors;
mod servers;
mod shared_errors;
mod sharing;
mod stable_names;
mod traits;
mod type_names;

use super::{Plan, Settings, plan};
use crate::{
    api::{
        Api, Body, Content, Docs, Encoding, IntegerFormat, Location, Media, Method, Object, Operation,
        Origin, Parameter, Parent, Property, Response, Role, Schema, SchemaId, Shape, Status, StringFormat,
        Style, StyleForm,
    },
    diagnostics::{Diagnostics, Pointer},
    naming::Surface,
    rust::{Item, all_items},
};

/// A description that a test builds.
struct Description {
    api: Api,
    settings: Settings,
}

impl Description {
    fn new() -> Self {
        let api = Api { version: "1".to_owned(), ..Api::default() };
        Self { api, settings: Settings { name: "pets".to_owned(), ..Settings::default() } }
    }

    /// Adds the component schema `name`.
    fn component(&mut self, name: &str, shape: Shape) -> SchemaId {
        let pointer = Pointer::root().key("components").key("schemas").key(name);
        self.api.schemas.push(Schema::new(pointer, Origin::Component(name.to_owned()), shape))
    }

    /// Adds a schema at its place in an operation or another schema.
    fn inline(&mut self, parent: Parent, role: Role, shape: Shape) -> SchemaId {
        self.api.schemas.push(Schema::new(Pointer::root(), Origin::Inline(parent, role), shape))
    }

    /// Adds the component schema `name`: an object with optional string properties.
    fn object_of_strings(&mut self, name: &str, properties: &[&str]) -> SchemaId {
        let id = self.component(name, object());
        for property in properties {
            self.property(id, property, Shape::String(StringFormat::Plain), false);
        }
        id
    }

    /// Adds a property to the object `parent`.
    fn property(&mut self, parent: SchemaId, name: &str, shape: Shape, required: bool) -> SchemaId {
        let schema = self.inline(Parent::Schema(parent), Role::Property(name.to_owned()), shape);
        if let Shape::Object(object) = &mut self.api.schemas[parent].shape {
            object.properties.push(property(name, schema, required));
        }
        schema
    }

    /// Adds an operation without parameters and responses, and returns its index.
    fn operation(&mut self, method: &str, path: &str) -> usize {
        self.api.operations.push(Operation {
            pointer: Pointer::root().key("paths").key(path).key(&method.to_ascii_lowercase()),
            part: None,
            method: Method::new(method),
            path: path.to_owned(),
            id: None,
            tags: Vec::new(),
            docs: Docs::default(),
            parameters: Vec::new(),
            body: None,
            responses: Vec::new(),
            returned: None,
            server: None,
            security: Vec::new(),
            scopes: Vec::new(),
            names: crate::api::VendorNames::default(),
            extensions: crate::api::OperationExtensions::default(),
            polling: crate::api::VendorPolling::default(),
        });
        self.api.operations.len() - 1
    }

    /// Adds a parameter to the operation with this index.
    fn parameter(
        &mut self,
        operation: usize,
        name: &str,
        location: Location,
        shape: Shape,
    ) -> &mut Parameter {
        let schema = self.inline(Parent::Operation(operation), Role::Parameter(name.to_owned()), shape);
        let form = match location {
            Location::Path | Location::Header => StyleForm::Simple,
            _ => StyleForm::Form,
        };
        let style = Style { form, explode: form == StyleForm::Form, reserved: false };
        let parameters = &mut self.api.operations[operation].parameters;
        parameters.push(Parameter {
            pointer: Pointer::root(),
            name: name.to_owned(),
            location,
            encoding: Encoding::Style(style),
            required: location == Location::Path,
            schema,
            docs: Docs::default(),
            default: None,
            example: None,
            page_role: None,
        });
        let last = parameters.len() - 1;
        &mut parameters[last]
    }

    /// Gives the operation with this index a required body in JSON.
    fn body(&mut self, operation: usize, schema: SchemaId) {
        self.api.operations[operation].body = Some(Body {
            pointer: Pointer::root(),
            required: true,
            contents: vec![content("application/json", Media::Json, schema)],
            description: None,
            name: None,
        });
    }

    /// Adds a response to the operation with this index.
    fn response(&mut self, operation: usize, status: Status, contents: Vec<Content>) {
        let responses = &mut self.api.operations[operation].responses;
        let (description, headers, links) = (String::new(), Vec::new(), Vec::new());
        responses.push(Response { status, description, contents, headers, links });
    }

    /// Returns the planned crate.
    fn plan(&self) -> Plan {
        plan(&self.api, &self.settings, &mut Diagnostics::default())
    }

    /// Returns the messages of the diagnostics.
    fn messages(&self) -> Vec<String> {
        let mut diagnostics = Diagnostics::default();
        let _ = plan(&self.api, &self.settings, &mut diagnostics);
        diagnostics.into_vec().into_iter().map(|diagnostic| diagnostic.message).collect()
    }
}

fn object() -> Shape {
    Shape::Object(Object { properties: Vec::new(), additional: None, closed: false })
}

fn property(name: &str, schema: SchemaId, required: bool) -> Property {
    Property { name: name.to_owned(), schema, required, tag_value: None, read_only: false, write_only: false }
}

fn text() -> Shape {
    Shape::String(StringFormat::Plain)
}

fn integer() -> Shape {
    Shape::Integer(IntegerFormat::I64)
}

fn content(media_type: &str, media: Media, schema: SchemaId) -> Content {
    Content {
        media_type: media_type.to_owned(),
        media,
        schema,
        encodings: Vec::new(),
        example: None,
        sentinel: None,
    }
}

fn json(schema: SchemaId) -> Vec<Content> {
    vec![content("application/json", Media::Json, schema)]
}

/// Returns the fields of the struct `name`: `ident: type`.
fn fields(plan: &Plan, name: &str) -> Vec<String> {
    let named = |item: &&Item| item.ident().as_str() == name;
    match all_items(&plan.krate.models, &plan.krate.operations).find(named) {
        Some(Item::Struct(item)) => {
            item.fields.iter().map(|field| format!("{}: {}", field.ident, field.ty.text())).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the names of all types, the models first.
fn type_names(plan: &Plan) -> Vec<&str> {
    all_items(&plan.krate.models, &plan.krate.operations).map(|item| item.ident().as_str()).collect()
}

/// Returns the items of a public API with their complete paths, each in a line.
fn items(surface: &Surface) -> String {
    surface.entries().iter().flat_map(|entry| [entry.to_string(), "\n".to_owned()]).collect()
}
