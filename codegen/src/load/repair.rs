//! Reading one piece of a description; where a schema deep inside of it cannot be read, the piece is
//! read with that schema saying nothing.

use openapiv3::{ReferenceOr, Schema};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{
    dialect::Found,
    normal,
    outline::{self, Kind, Place},
};
use crate::diagnostics::{Code, Diagnostics, Pointer};

/// Reads `value`, a `kind`. Schemas in it that cannot be read are replaced by `{}` with a diagnostic; when it
/// still cannot be read, that is the last diagnostic, and its message is returned.
pub(super) fn read<T: DeserializeOwned>(
    mut value: Value,
    kind: Kind,
    at: &Pointer,
    found: &mut Found<'_>,
) -> Result<T, String> {
    normal::normalize(&mut value, kind, at, found);
    if let Ok(piece) = T::deserialize(&value) {
        return Ok(piece);
    }
    outline::visit(&mut value, kind, at, &mut |schema, kind, place| {
        if kind == Kind::Schema && !schema.is_boolean() {
            replace(schema, place, found.diagnostics);
        }
    });
    serde_path_to_error::deserialize::<_, T>(&value).map_err(|error| {
        let at = error.path().iter().fold(at.clone(), |at, step| match step {
            serde_path_to_error::Segment::Seq { index } => at.index(*index),
            serde_path_to_error::Segment::Map { key } => at.key(key),
            _ => at,
        });
        let message = error.inner().to_string();
        found.diagnostics.push(Code::MALFORMED, &at, message.clone());
        message
    })
}
/// Takes out of `schema` what it cannot be read with; where that is not one keyword, it says nothing.
fn replace(schema: &mut Value, place: &Place<'_>, diagnostics: &mut Diagnostics) {
    let Err(error) = ReferenceOr::<Schema>::deserialize(&*schema) else { return };
    if let Some(keyword) = wrong_keyword(schema) {
        let at = place.pointer().key(&keyword);
        diagnostics.push(Code::MALFORMED, &at, format!("`{keyword}` cannot be read and is passed over"));
        return;
    }
    let message = format!("the schema cannot be read and is taken to say nothing: {error}");
    diagnostics.push(Code::MALFORMED, &place.pointer(), message);
    *schema = Value::Object(Map::new());
}

/// Removes the first keyword without which `schema` can be read, and returns it.
fn wrong_keyword(schema: &mut Value) -> Option<String> {
    let keywords: Vec<String> = schema.as_object()?.keys().cloned().collect();
    for keyword in keywords {
        let Some(value) = schema.as_object_mut().and_then(|fields| fields.remove(&keyword)) else { continue };
        if ReferenceOr::<Schema>::deserialize(&*schema).is_ok() {
            return Some(keyword);
        }
        if let Some(fields) = schema.as_object_mut() {
            fields.insert(keyword, value);
        }
    }
    None
}
