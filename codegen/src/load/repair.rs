//! Reading one piece of a description; where a schema deep inside of it cannot be read, the piece is
//! read with that schema saying nothing.

use openapiv3::{ReferenceOr, Schema};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::diagnostics::{Code, Diagnostics, Pointer};

/// The keywords that hold one schema, several by name, and several in a list.
const ONE: [&str; 5] = ["schema", "items", "additionalProperties", "not", "propertyNames"];
const BY_NAME: [&str; 2] = ["properties", "patternProperties"];
const LIST: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// Reads `value`. Schemas in it that cannot be read are replaced by `{}` with a diagnostic; when it
/// still cannot be read, that is the last diagnostic, and its message is returned.
pub(super) fn read<T: DeserializeOwned>(
    mut value: Value,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Result<T, String> {
    if let Ok(piece) = T::deserialize(&value) {
        return Ok(piece);
    }
    blank_schemas(&mut value, at, diagnostics);
    serde_path_to_error::deserialize::<_, T>(&value).map_err(|error| {
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

/// Replaces every schema below `value` that cannot be read, the innermost ones only.
fn blank_schemas(value: &mut Value, at: &Pointer, diagnostics: &mut Diagnostics) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields.iter_mut() {
                let at = at.key(key);
                if ONE.contains(&key.as_str()) {
                    blank_schema(value, &at, diagnostics);
                } else if BY_NAME.contains(&key.as_str()) {
                    if let Value::Object(schemas) = value {
                        for (name, schema) in schemas {
                            blank_schema(schema, &at.key(name), diagnostics);
                        }
                    }
                } else if LIST.contains(&key.as_str()) {
                    if let Value::Array(schemas) = value {
                        for (index, schema) in schemas.iter_mut().enumerate() {
                            blank_schema(schema, &at.index(index), diagnostics);
                        }
                    }
                } else if !matches!(key.as_str(), "example" | "examples" | "default" | "enum") {
                    blank_schemas(value, &at, diagnostics);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                blank_schemas(item, &at.index(index), diagnostics);
            }
        }
        _ => {}
    }
    if at_component_schema(at) {
        replace(value, at, diagnostics);
    }
}

fn blank_schema(schema: &mut Value, at: &Pointer, diagnostics: &mut Diagnostics) {
    if schema.is_boolean() {
        return;
    }
    blank_schemas(schema, at, diagnostics);
    replace(schema, at, diagnostics);
}

/// Makes `schema` say nothing if it cannot be read.
fn replace(schema: &mut Value, at: &Pointer, diagnostics: &mut Diagnostics) {
    if let Err(error) = ReferenceOr::<Schema>::deserialize(&*schema) {
        let message = format!("the schema cannot be read and is taken to say nothing: {error}");
        diagnostics.push(Code::MALFORMED, at, message);
        *schema = Value::Object(Map::new());
    }
}

fn at_component_schema(at: &Pointer) -> bool {
    let steps: Vec<String> = at.steps().collect();
    steps.len() == 3 && steps[0] == "components" && steps[1] == "schemas"
}
