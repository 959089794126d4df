//! Names of media types.

use super::names;
use crate::load::essence;

/// Returns the name of the variant for a media type.
pub(super) fn media_text(media_type: &str) -> String {
    let essence = essence(media_type);
    let known = match essence.as_str() {
        "application/json" | "text/json" => "Json",
        "application/xml" | "text/xml" => "Xml",
        "application/yaml" | "application/x-yaml" | "text/yaml" => "Yaml",
        "application/x-www-form-urlencoded" => "Form",
        "multipart/form-data" => "Multipart",
        "application/octet-stream" | "*/*" => "Binary",
        "text/plain" => "Text",
        "text/event-stream" => "Events",
        "application/x-ndjson" | "application/ndjson" | "application/jsonl" => "Lines",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    // The subtype is the name, except for `image/*` and similar ranges.
    let (kind, subtype) = essence.split_once('/').unwrap_or((&essence, ""));
    let subtype = subtype.trim_start_matches("x-");
    let text = if subtype.is_empty() || subtype == "*" { kind } else { subtype };
    names::type_text(&text.replace('+', " "))
}
