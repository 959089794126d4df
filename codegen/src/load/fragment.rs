//! Reading one piece of a description.

use openapiv3::{ReferenceOr, Schema};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    dialect::Found,
    normal,
    object_graph::{Kind, Place},
    schema,
    slots::{Fragment, Schemas},
};
use crate::diagnostics::{Code, Diagnostics, Pointer};

/// Reads `value`, a `kind`. What cannot be read of a schema in it is passed over with a diagnostic; when the rest
/// cannot be read, that is the last diagnostic, and its message is returned.
pub(super) fn read<T: Fragment>(
    mut value: Value,
    kind: Kind,
    at: &Pointer,
    found: &mut Found<'_>,
) -> Result<T, String> {
    normal::normalize(&mut value, kind, at, found);
    let schemas = Schemas::take(&mut value, kind, &Place::Fragment(at), found.diagnostics);
    let mut piece: T = plain(value, at, found.diagnostics)?;
    schemas.put(&mut piece);
    Ok(piece)
}

/// Reads a component schema.
pub(super) fn read_schema(mut value: Value, at: &Pointer, found: &mut Found<'_>) -> ReferenceOr<Schema> {
    normal::normalize(&mut value, Kind::Schema, at, found);
    schema::read(value, &Place::Fragment(at), found.diagnostics)
}

/// Reads what holds no schemas.
pub(super) fn plain<T: DeserializeOwned>(
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
        let message = error.inner().to_string();
        diagnostics.push(Code::MALFORMED, &at, message.clone());
        message
    })
}
