//! Which unions can be kept: those whose members JSON tells apart.

use crate::{
    api::{IntegerFormat, SchemaId, Schemas, Shape, StringFormat},
    diagnostics::{Code, Diagnostics},
};

/// What a value is in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Boolean,
    Number,
    String,
    Array,
    Object,
}

/// Simplifies every union: members that say the same become one, a union of one member is that
/// member, and one whose members JSON does not tell apart is left untyped.
pub(super) fn settle(schemas: &mut Schemas, diagnostics: &mut Diagnostics) {
    for id in schemas.ids() {
        if let Shape::Union(members) = &schemas[id].shape {
            let members = members.clone();
            settle_one(schemas, id, &members, diagnostics);
        }
    }
}

fn settle_one(schemas: &mut Schemas, id: SchemaId, members: &[SchemaId], diagnostics: &mut Diagnostics) {
    if members.iter().any(|member| is_null(schemas, *member)) {
        schemas[id].nullable = true;
    }
    let mut kept: Vec<SchemaId> = Vec::new();
    for member in members.iter().copied().filter(|member| !is_null(schemas, *member)) {
        let target = schemas.resolve(member);
        let same = |other: &SchemaId| {
            let other = schemas.resolve(*other);
            other == target || plain(&schemas[other].shape) && schemas[other].shape == schemas[target].shape
        };
        if !kept.iter().any(same) {
            kept.push(member);
        }
    }
    let shape = match kept.as_slice() {
        [] => Shape::Any("the union has no member"),
        [only] => Shape::Reference(*only),
        several => match merged_scalars(schemas, several) {
            Some(scalar) => scalar,
            None if told_apart(schemas, several) => Shape::Union(kept.clone()),
            None => {
                let at = schemas[id].pointer.clone();
                let why = "JSON does not tell the members of the union apart";
                diagnostics.push(Code::UNION, &at, format!("{why}; the value is left untyped"));
                Shape::Any(why)
            }
        },
    };
    schemas[id].shape = shape;
}

fn plain(shape: &Shape) -> bool {
    matches!(
        shape,
        Shape::Boolean | Shape::Integer(_) | Shape::Number { .. } | Shape::String(_) | Shape::Enum(_)
    )
}

/// A member that is there only to allow `null`.
fn is_null(schemas: &Schemas, member: SchemaId) -> bool {
    let schema = &schemas[member];
    schema.nullable && matches!(schema.shape, Shape::Any(_))
}

/// Members that are all strings are together one string, and with lists of strings one list, which
/// may grow as lists do; members that are all numbers are together one number.
fn merged_scalars(schemas: &Schemas, members: &[SchemaId]) -> Option<Shape> {
    let shapes: Vec<&Shape> = members.iter().map(|member| &schemas[schemas.resolve(*member)].shape).collect();
    if shapes.iter().all(|shape| matches!(shape, Shape::Integer(_))) {
        return Some(Shape::Integer(IntegerFormat::I64));
    }
    if shapes.iter().all(|shape| matches!(shape, Shape::Integer(_) | Shape::Number { .. })) {
        return Some(Shape::Number { single: false });
    }
    let mut values: Vec<String> = Vec::new();
    for shape in shapes {
        match shape {
            Shape::Enum(more) => {
                for value in more {
                    if !values.contains(value) {
                        values.push(value.clone());
                    }
                }
            }
            Shape::String(_) => {}
            _ => return None,
        }
    }
    Some(if values.is_empty() { Shape::String(StringFormat::Plain) } else { Shape::Enum(values) })
}

fn told_apart(schemas: &Schemas, members: &[SchemaId]) -> bool {
    let kinds: Vec<Option<Kind>> = members.iter().map(|member| kind(schemas, *member)).collect();
    kinds.iter().enumerate().all(|(index, kind)| kind.is_some() && !kinds[..index].contains(kind))
}

fn kind(schemas: &Schemas, member: SchemaId) -> Option<Kind> {
    match schemas[schemas.resolve(member)].shape {
        Shape::Boolean => Some(Kind::Boolean),
        Shape::Integer(_) | Shape::Number { .. } => Some(Kind::Number),
        Shape::String(_) | Shape::Enum(_) => Some(Kind::String),
        Shape::Array(_) => Some(Kind::Array),
        Shape::Map(_) | Shape::Object(_) => Some(Kind::Object),
        Shape::Any(_) | Shape::Union(_) | Shape::Reference(_) => None,
    }
}
