//! Names that extensions of a description give.

use indexmap::IndexMap;
use serde_json::Value;

use crate::{
    api::{GivenNames, GivenType},
    load::extensions::BODY_NAME,
};

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
    let rust_type = extensions.get("x-rust-type").and_then(rust_type);
    GivenNames { place: of(extensions), type_name, rust_type }
}

/// Returns the type of `x-rust-type`: a path, or an object with the path and the package.
fn rust_type(extension: &Value) -> Option<GivenType> {
    let of = |key: &str| extension.get(key).and_then(Value::as_str).map(str::to_owned);
    let parameters = extension.get("parameters").and_then(Value::as_array);
    Some(GivenType {
        path: extension.as_str().map(str::to_owned).or_else(|| of("path"))?,
        package: of("crate"),
        version: of("version"),
        has_parameters: parameters.is_some_and(|parameters| !parameters.is_empty()),
    })
}

/// Returns a text with a letter.
fn text(value: &Value) -> Option<String> {
    value.as_str().filter(|text| text.contains(char::is_alphabetic)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{Source, api::Shape, read};

    #[test]
    fn reads_the_names_of_headers_and_of_constants_in_a_union() {
        let values = json!([
            { "const": "c1", "x-rust-name": "Dark" },
            { "const": "c2", "title": "The second" },
            { "const": "c3", "title": "Third", "x-rust-name": "Light" },
        ]);
        let description = json!({
            "openapi": "3.1.0",
            "info": { "title": "Colors", "version": "1" },
            "components": { "schemas": { "Color": { "oneOf": values } } },
            "paths": { "/colors": { "get": { "responses": { "204": {
                "description": "",
                "headers": {
                    "X-RL": { "x-rust-name": "rate_limit", "schema": { "type": "integer" } },
                    "X-Total": { "schema": { "type": "integer" } },
                },
            } } } } },
        });
        let (api, _) = read(&Source::new("spec.json", description.to_string()));
        let api = api.unwrap();
        let headers = api.operations[0].response_headers();
        let headers: Vec<_> = headers.map(|header| (header.name.as_str(), header.given.as_deref())).collect();
        assert_eq!(headers, [("X-RL", Some("rate_limit")), ("X-Total", None)]);
        let names = api.schemas.iter().find_map(|(_, schema)| match &schema.shape {
            Shape::Enum(list) if list.values.len() == 3 => {
                Some(list.values.iter().map(|value| value.name.as_deref()).collect::<Vec<_>>())
            }
            _ => None,
        });
        assert_eq!(names, Some(vec![Some("Dark"), None, Some("Light")]));
    }
}
