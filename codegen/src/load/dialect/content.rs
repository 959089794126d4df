//! `contentEncoding`, `contentMediaType` and `contentSchema`: the contents of a string.

use serde_json::{Map, Value};

use super::{
    super::media_type::is_text,
    conditions::{code, describe},
};

/// Rewrites encoded bytes to a `format`, and other contents to a sentence of the description.
pub(super) fn rewrite(fields: &mut Map<String, Value>) {
    fields.remove("contentSchema");
    let take = |fields: &mut Map<String, Value>, key: &str| match fields.remove(key) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    };
    let encoding = take(fields, "contentEncoding");
    let media_type = take(fields, "contentMediaType");
    if encoding.is_none() && media_type.is_none() {
        return;
    }
    // Without a type the value is a file, not a string in JSON.
    let holds_text = fields.contains_key("type") && media_type.as_deref().is_some_and(is_text);
    let format = match encoding.as_deref().map(str::to_ascii_lowercase).as_deref() {
        Some("base64") => Some("byte"),
        Some("base64url") => Some("base64url"),
        // These say that the bytes are not encoded (RFC 2045, section 6.2).
        None | Some("binary" | "8bit") if !holds_text => Some("binary"),
        _ => None,
    };
    fields.entry("type").or_insert("string".into());
    if let Some(format) = format {
        fields.entry("format").or_insert(format.into());
    }
    let suffix = match (format, encoding) {
        (None, Some(encoding)) => Some(format!(", encoded as {}", code(&encoding))),
        (None, None) | (Some("byte" | "base64url"), _) => Some(String::new()),
        _ => None,
    };
    if let (Some(media_type), Some(suffix)) = (media_type, suffix)
        && media_type != "application/octet-stream"
    {
        describe(fields, &format!("It holds {}{suffix}.", code(&media_type)));
    }
}
