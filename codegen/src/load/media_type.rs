//! The classification of media types by their names (RFC 9110, section 8.3.1).

/// Returns a media type without its parameters, in lower case.
pub(crate) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Returns `true` for texts and data in them, which are no files.
pub(super) fn is_text(media_type: &str) -> bool {
    media_type.starts_with("text/") || media_type.ends_with("json") || media_type.ends_with("xml")
}

/// Returns `true` if a media type is another notation of JSON data, so that it adds nothing beside JSON.
pub(crate) fn is_other_notation(essence: &str) -> bool {
    essence == "text/json"
        || essence.ends_with("/xml")
        || essence.ends_with("+xml")
        || essence.ends_with("yaml")
        || essence.ends_with("/plain")
        || essence.contains('*')
}
