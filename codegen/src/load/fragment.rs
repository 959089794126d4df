//! The reader of one fragment of a description.

use openapiv3::{ReferenceOr, Schema};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    context::Context,
    mismatch,
    node_path::NodePath,
    normalize::normalize,
    object_graph::ObjectKind,
    schema,
    schema_slots::{DetachedSchemas, SchemaSlots},
};
use crate::diagnostics::{Code, Diagnostics, Pointer};

/// Reads the fragment `value`, an object of kind `kind`.
///
/// An invalid keyword of a schema is reported and ignored. If the rest is invalid, the last diagnostic is the reason,
/// and its message is returned.
pub(super) fn read<T: SchemaSlots>(
    mut value: Value,
    kind: ObjectKind,
    at: &Pointer,
    context: &mut Context<'_>,
) -> Result<T, String> {
    normalize(&mut value, kind, at, context);
    let schemas = DetachedSchemas::detach(&mut value, kind, &NodePath::Root(at), context.diagnostics);
    let mut fragment: T = deserialize(value, at, context.diagnostics)?;
    schemas.attach(&mut fragment);
    Ok(fragment)
}

/// Reads a component schema.
pub(super) fn read_schema(mut value: Value, at: &Pointer, context: &mut Context<'_>) -> ReferenceOr<Schema> {
    normalize(&mut value, ObjectKind::Schema, at, context);
    schema::read(value, &NodePath::Root(at), context.diagnostics)
}

/// Deserializes a value that contains no schemas.
pub(super) fn deserialize<T: DeserializeOwned>(
    value: Value,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Result<T, String> {
    serde_path_to_error::deserialize::<_, T>(value).map_err(|error| {
        let at = error.path().iter().fold(at.clone(), |at, step| match step {
            serde_path_to_error::Segment::Seq { index } => at.index(*index),
            serde_path_to_error::Segment::Map { key } => at.key(key),
            _ => at,
        });
        let (message, help) = mismatch::sentence(&error.inner().to_string());
        match help {
            Some(help) => diagnostics.push_with_help(Code::MALFORMED, &at, message.clone(), help),
            None => diagnostics.push(Code::MALFORMED, &at, message.clone()),
        }
        message
    })
}
