//! Media types and the encodings of their bodies.

use openapiv3::{ReferenceOr, Schema};

use super::schema_view::SchemaView;
use crate::{api::Media, load::essence};

/// Returns the encoding of a request body.
pub(super) fn of_body(media_type: &str, schema: Option<&ReferenceOr<Schema>>) -> Media {
    match essence(media_type).as_str() {
        // A form whose schema is a string is already encoded.
        "application/x-www-form-urlencoded" if string_format(schema).is_some() => Media::Text,
        "application/x-www-form-urlencoded" => Media::Form,
        essence if essence.starts_with("multipart/") => Media::Multipart,
        essence => of(essence, schema),
    }
}

/// Returns the encoding of a response body.
pub(super) fn of_response(media_type: &str, schema: Option<&ReferenceOr<Schema>>) -> Media {
    match essence(media_type).as_str() {
        "text/event-stream" => Media::Events,
        "application/x-ndjson"
        | "application/ndjson"
        | "application/jsonl"
        | "application/x-jsonl"
        | "application/x-jsonlines"
        | "application/json-seq"
        | "application/stream+json" => Media::Lines,
        essence => of(essence, schema),
    }
}

fn of(essence: &str, schema: Option<&ReferenceOr<Schema>>) -> Media {
    let json = essence == "application/json" || essence == "text/json" || essence.ends_with("+json");
    let xml = ["application/xml", "text/xml"].contains(&essence) || essence.ends_with("+xml");
    let yaml = ["application/yaml", "application/x-yaml"].contains(&essence) || essence.ends_with("+yaml");
    if json {
        // JSON strings contain no bytes: this is a JSON file.
        let file = string_format(schema).is_some_and(|format| format == "binary");
        return if file { Media::Binary } else { Media::Json };
    }
    // For a wildcard media type, the schema decides.
    if essence == "*/*" || essence == "application/*" {
        return match string_format(schema) {
            None if schema.is_some() => Media::Json,
            Some(format) if format != "binary" => Media::Text,
            _ => Media::Binary,
        };
    }
    if xml && schema.is_some() && string_format(schema).is_none() {
        return Media::Xml;
    }
    if essence.starts_with("text/") || xml || yaml { Media::Text } else { Media::Binary }
}

/// Returns the format of a string schema; empty if it has no format.
fn string_format(schema: Option<&ReferenceOr<Schema>>) -> Option<String> {
    let ReferenceOr::Item(schema) = schema? else { return None };
    let schema_view = SchemaView::of(schema);
    (schema_view.type_name == Some("string")).then(|| schema_view.format.unwrap_or_default())
}

/// Returns a media type that is valid in `Content-Type`.
pub(super) fn sent_as(media_type: &str, media: Media) -> String {
    let sendable = !media_type.contains('*') && media_type.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    match media {
        _ if sendable => media_type.to_owned(),
        Media::Json | Media::Lines => "application/json".to_owned(),
        Media::Xml => "application/xml".to_owned(),
        Media::Text | Media::Events => "text/plain; charset=utf-8".to_owned(),
        Media::Binary => "application/octet-stream".to_owned(),
        Media::Form => "application/x-www-form-urlencoded".to_owned(),
        Media::Multipart => "multipart/form-data".to_owned(),
    }
}
