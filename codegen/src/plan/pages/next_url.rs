//! The evidence that a property `next` is a URL and not a cursor.

use serde_json::Value;

use super::{MAX_FIELDS, searched};
use crate::api::{Api, Content, Operation, Schema, Shape};

/// Returns `true` if the description says that the property `next` of a response is a URL: by its format, its example
/// or its text.
pub(super) fn is_described(api: &Api, operation: &Operation) -> bool {
    let mut contents = operation.responses.iter().flat_map(|response| &response.contents);
    contents.any(|content| is_url_in(api, content))
}

fn is_url_in(api: &Api, content: &Content) -> bool {
    let body = &api.schemas[api.schemas.resolve(content.schema)];
    let of_body = [content.example.as_ref(), body.example.as_deref()];
    if of_body.into_iter().flatten().filter_map(|example| example.get("next")).any(is_url) {
        return true;
    }
    let Shape::Object(object) = &body.shape else { return false };
    let mut properties = object.properties.iter().take(MAX_FIELDS);
    let Some(next) = properties.find(|property| property.name == "next") else { return false };
    let schemas = [&api.schemas[next.schema], &api.schemas[api.schemas.resolve(next.schema)]];
    schemas.into_iter().any(says_url)
}

/// Returns `true` if a schema says that its value is a URL.
fn says_url(schema: &Schema) -> bool {
    let is_format = |format: &str| {
        let format = format.to_ascii_lowercase();
        matches!(format.as_str(), "uri" | "url" | "uri-reference" | "iri" | "iri-reference" | "link")
    };
    let texts = [&schema.docs.title, &schema.docs.description].into_iter().flatten();
    let mut words = texts.flat_map(|text| searched(text).split(|char: char| !char.is_ascii_alphanumeric()));
    schema.format.as_deref().is_some_and(is_format)
        || [schema.example.as_deref(), schema.docs.default.as_ref()].into_iter().flatten().any(is_url)
        || words.any(|word| {
            let word = word.to_ascii_lowercase();
            matches!(word.as_str(), "url" | "uri" | "link" | "hyperlink" | "href" | "http" | "https")
        })
}

/// Returns `true` if an example is a URL, or a reference with a path or a query.
fn is_url(example: &Value) -> bool {
    example.as_str().map(searched).is_some_and(|text| text.contains("://") || text.starts_with(['/', '?']))
}
