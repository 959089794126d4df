//! Which objects of a description hold which others: the object_graph of every version of OpenAPI, and the walks that
//! follow it.

use serde_json::{Map, Value};

use crate::diagnostics::Pointer;

/// What a value of a description is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Description,
    Components,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Response,
    Header,
    Schema,
    SecurityScheme,
    Server,
}

/// How a field holds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    One,
    List,
    ByName,
}

impl Kind {
    /// What the field `key` of a value of this kind holds.
    pub(super) fn child(self, key: &str) -> Option<(Held, Self)> {
        use Held::{ByName, List, One};
        Some(match (self, key) {
            // Path items and media types that are components are put in the places that refer to them.
            (Self::Description, "paths" | "webhooks") => (ByName, Self::PathItem),
            (Self::Description, "components") => (One, Self::Components),
            (Self::Description, "definitions") | (Self::Components, "schemas") => (ByName, Self::Schema),
            (Self::Description | Self::Components, "parameters") => (ByName, Self::Parameter),
            (Self::Description | Self::Components | Self::Operation, "responses") => (ByName, Self::Response),
            (Self::Components | Self::Response | Self::Encoding, "headers") => (ByName, Self::Header),
            (Self::Components, "requestBodies") => (ByName, Self::RequestBody),
            (Self::Components, "securitySchemes") => (ByName, Self::SecurityScheme),
            (Self::RequestBody | Self::Response | Self::Parameter | Self::Header, "content") => {
                (ByName, Self::MediaType)
            }
            (
                Self::PathItem,
                "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" | "query",
            ) => (One, Self::Operation),
            (Self::PathItem, "additionalOperations") => (ByName, Self::Operation),
            (Self::Description | Self::PathItem | Self::Operation, "servers") => (List, Self::Server),
            (Self::PathItem | Self::Operation, "parameters") => (List, Self::Parameter),
            (Self::Operation, "requestBody") => (One, Self::RequestBody),
            (Self::Parameter | Self::Header | Self::Response, "schema")
            | (Self::Parameter | Self::Header, "items")
            | (Self::MediaType, "schema" | "itemSchema") => (One, Self::Schema),
            (Self::MediaType, "encoding") => (ByName, Self::Encoding),
            (Self::MediaType, "itemEncoding") => (One, Self::Encoding),
            (Self::MediaType, "prefixEncoding") => (List, Self::Encoding),
            (Self::Schema, key) => return Self::of_schema(key),
            _ => return None,
        })
    }

    /// What it is called in a sentence.
    pub(super) fn article(self) -> &'static str {
        match self {
            Self::Schema => "a schema",
            Self::Parameter => "a parameter",
            Self::Response => "a response",
            Self::RequestBody => "a request body",
            Self::Header => "a header",
            Self::SecurityScheme => "a security scheme",
            _ => "something else",
        }
    }

    fn of_schema(key: &str) -> Option<(Held, Self)> {
        let held = match key {
            "items"
            | "additionalProperties"
            | "not"
            | "propertyNames"
            | "contains"
            | "if"
            | "then"
            | "else"
            | "unevaluatedItems"
            | "unevaluatedProperties"
            | "additionalItems"
            | "contentSchema" => Held::One,
            "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => Held::ByName,
            "allOf" | "anyOf" | "oneOf" | "prefixItems" => Held::List,
            _ => return None,
        };
        Some((held, Self::Schema))
    }
}

/// A place in a piece of a description, whose pointer is made only where it is wanted.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    /// The piece.
    Fragment(&'a Pointer),
    /// A field of what stands at a place.
    Field(&'a Self, &'a str),
    /// An element of it.
    Element(&'a Self, usize),
}

impl Place<'_> {
    /// The pointer.
    pub(super) fn pointer(&self) -> Pointer {
        match self {
            Self::Fragment(pointer) => (*pointer).clone(),
            Self::Field(parent, key) => parent.pointer().key(key),
            Self::Element(parent, index) => parent.pointer().index(*index),
        }
    }

    /// How deep it is.
    pub(super) fn depth(&self) -> usize {
        match self {
            Self::Fragment(_) => 0,
            Self::Field(parent, _) | Self::Element(parent, _) => 1 + parent.depth(),
        }
    }

    /// The field that it is.
    pub(super) fn field(&self) -> &str {
        match self {
            Self::Field(_, key) => key,
            Self::Fragment(_) | Self::Element(..) => "",
        }
    }
}

/// What is called with the values of a description.
pub(super) type Visit<'v> = dyn FnMut(&mut Value, Kind, &Place<'_>) + 'v;

/// Calls `visit` with every object in `value`, which is a `kind`: the inner ones before those that they stand in,
/// and `value` last.
pub(super) fn visit(value: &mut Value, kind: Kind, at: &Pointer, visit: &mut Visit<'_>) {
    walk(value, kind, &Place::Fragment(at), visit);
}

fn walk(value: &mut Value, kind: Kind, at: &Place<'_>, visit: &mut Visit<'_>) {
    if let Value::Object(fields) = value {
        children(fields, kind, at, &mut |child, kind, place| walk(child, kind, place, visit));
    }
    visit(value, kind, at);
}

/// Calls `visit` with what the fields of an object hold.
pub(super) fn children(fields: &mut Map<String, Value>, kind: Kind, at: &Place<'_>, visit: &mut Visit<'_>) {
    for (key, value) in fields.iter_mut() {
        let Some((held, child)) = kind.child(key) else { continue };
        held_in(value, held, child, &Place::Field(at, key), visit);
    }
}

/// Calls `visit` with what the value of a field holds. In earlier drafts of JSON Schema `items` can be a list.
pub(super) fn held_in(value: &mut Value, held: Held, child: Kind, at: &Place<'_>, visit: &mut Visit<'_>) {
    match (held, value) {
        (Held::List | Held::One, Value::Array(items)) => {
            for (index, item) in items.iter_mut().enumerate() {
                visit(item, child, &Place::Element(at, index));
            }
        }
        (Held::ByName, Value::Object(entries)) => {
            // A header may well be called `x-something`, as may whatever people give names to.
            let extension =
                |name: &str| matches!(child, Kind::PathItem | Kind::Response) && name.starts_with("x-");
            for (name, item) in entries.iter_mut().filter(|(name, _)| !extension(name)) {
                visit(item, child, &Place::Field(at, name));
            }
        }
        (Held::One, value) => visit(value, child, at),
        _ => {}
    }
}
