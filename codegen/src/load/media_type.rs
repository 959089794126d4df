//! Media types by their names (RFC 9110, section 8.3.1).

/// A media type without its parameters, in lower case.
pub(crate) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a value of the same schema in this media type says no more than in JSON.
pub(crate) fn is_other_notation(essence: &str) -> bool {
    essence == "text/json"
        || essence.ends_with("/xml")
        || essence.ends_with("+xml")
        || essence.ends_with("yaml")
        || essence.ends_with("/plain")
        || essence.contains('*')
}
