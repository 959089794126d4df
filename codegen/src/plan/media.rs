//! Names of media types.

use super::names;
use crate::{api::Content, load::essence};

/// The length of the longest parameter that a name contains.
const MAX_PARAMETER: usize = 24;

/// Returns `true` if several of `contents` have the media type of `content`, so that only its parameters distinguish
/// it.
pub(super) fn needs_parameters(content: &Content, contents: &[Content]) -> bool {
    let own = essence(&content.media_type);
    contents.iter().filter(|other| essence(&other.media_type) == own).count() > 1
}

/// Returns the name of the variant for the media type of `content`, one of `contents`.
pub(super) fn media_text(content: &Content, contents: &[Content]) -> String {
    let name = essence_text(&content.media_type);
    if !needs_parameters(content, contents) {
        return name;
    }
    let parameters = content.media_type.split(';').skip(1).map(str::trim);
    let named = parameters.filter(|parameter| parameter.len() <= MAX_PARAMETER && !is_technical(parameter));
    named.fold(name, |name, parameter| {
        format!("{name}{}", names::type_text(&parameter.replace(['=', '"'], " ")))
    })
}

/// Returns `true` for a parameter that does not change the meaning of a body.
fn is_technical(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or_default().trim();
    name.is_empty() || ["charset", "boundary"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn essence_text(media_type: &str) -> String {
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
