//! Where schemas stand in a piece of a description.

use serde_json::{Map, Value};

use crate::diagnostics::Pointer;

/// The keywords that hold one schema, several by name, and several in a list.
const ONE: [&str; 5] = ["schema", "items", "additionalProperties", "not", "propertyNames"];
const BY_NAME: [&str; 2] = ["properties", "patternProperties"];
const LIST: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// A place in a piece, whose pointer is made only where it is wanted.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    /// The piece.
    Piece(&'a Pointer),
    /// A field of what stands at a place.
    Field(&'a Place<'a>, &'a str),
    /// An element of it.
    Element(&'a Place<'a>, usize),
}

impl Place<'_> {
    /// The pointer.
    pub(super) fn pointer(&self) -> Pointer {
        match self {
            Self::Piece(pointer) => (*pointer).clone(),
            Self::Field(parent, key) => parent.pointer().key(key),
            Self::Element(parent, index) => parent.pointer().index(*index),
        }
    }
}

/// Calls `visit` with every schema in `value`, the inner ones before those that they stand in.
/// `value` itself counts where it is a component.
pub(super) fn visit(value: &mut Value, at: &Pointer, visit: &mut impl FnMut(&mut Value, &Place<'_>)) {
    let piece = Place::Piece(at);
    walk(value, &piece, visit);
    if is_component(at) {
        visit(value, &piece);
    }
}

fn walk(value: &mut Value, at: &Place<'_>, visit: &mut impl FnMut(&mut Value, &Place<'_>)) {
    match value {
        Value::Object(fields) => walk_fields(fields, at, visit),
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                walk(item, &Place::Element(at, index), visit);
            }
        }
        _ => {}
    }
}

fn walk_fields(
    fields: &mut Map<String, Value>,
    at: &Place<'_>,
    visit: &mut impl FnMut(&mut Value, &Place<'_>),
) {
    for (key, value) in fields.iter_mut() {
        let at = Place::Field(at, key);
        let key = key.as_str();
        match value {
            _ if matches!(key, "example" | "examples" | "default" | "enum") => {}
            other if ONE.contains(&key) => schema(other, &at, visit),
            Value::Object(schemas) if BY_NAME.contains(&key) => {
                for (name, value) in schemas {
                    schema(value, &Place::Field(&at, name), visit);
                }
            }
            Value::Array(schemas) if LIST.contains(&key) => {
                for (index, value) in schemas.iter_mut().enumerate() {
                    schema(value, &Place::Element(&at, index), visit);
                }
            }
            other => walk(other, &at, visit),
        }
    }
}

fn schema(value: &mut Value, at: &Place<'_>, visit: &mut impl FnMut(&mut Value, &Place<'_>)) {
    if !value.is_boolean() {
        walk(value, at, visit);
        visit(value, at);
    }
}

fn is_component(at: &Pointer) -> bool {
    let mut steps = at.steps();
    steps.next().as_deref() == Some("components")
        && steps.next().as_deref() == Some("schemas")
        && steps.count() == 1
}
