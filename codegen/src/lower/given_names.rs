//! Names that extensions of a description give.

use indexmap::IndexMap;
use serde_json::Value;

use crate::{api::GivenNames, load::extensions::BODY_NAME};

/// The extensions with the name of a schema, a property or a parameter. The first one counts.
const NAMES: [&str; 2] = ["x-rust-name", "x-ms-client-name"];

/// Returns the name of a parameter, or of another object of the description.
pub(super) fn of(extensions: &IndexMap<String, Value>) -> Option<String> {
    NAMES.iter().find_map(|name| text(extensions.get(*name)?))
}

/// Returns the name of a request body.
pub(super) fn of_body(extensions: &IndexMap<String, Value>) -> Option<String> {
    extensions.get(BODY_NAME).and_then(text).or_else(|| of(extensions))
}

/// Returns the names of a schema.
pub(super) fn of_schema(extensions: &IndexMap<String, Value>) -> GivenNames {
    let type_name = extensions.get("x-ms-enum").and_then(|extension| text(extension.get("name")?));
    GivenNames { place: of(extensions), type_name }
}

/// Returns a text with a letter.
fn text(value: &Value) -> Option<String> {
    value.as_str().filter(|text| text.contains(char::is_alphabetic)).map(str::to_owned)
}
