//! Names of media types.

use std::collections::HashMap;

use super::names;
use crate::{api::Content, load::essence};

/// The length of the longest parameter that a name contains.
const MAX_PARAMETER: usize = 24;

/// Returns `true` for each of `contents` that only its parameters distinguish from another one.
pub(super) fn need_parameters(contents: &[Content]) -> Vec<bool> {
    let essences: Vec<String> = contents.iter().map(|content| essence(&content.media_type)).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for essence in &essences {
        *counts.entry(essence).or_default() += 1;
    }
    essences.iter().map(|essence| counts.get(essence.as_str()).is_some_and(|count| *count > 1)).collect()
}

/// Returns the name of the variant for the media type of `content`, with its parameters if it needs them.
pub(super) fn media_text(content: &Content, needs_parameters: bool) -> String {
    let name = essence_text(&content.media_type);
    if !needs_parameters {
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

/// Returns the name of a media type, without its parameters.
pub(super) fn essence_text(media_type: &str) -> String {
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
