//! Example responses.

use serde_json::Value;

use super::{example, xml};
use crate::api::{Api, Content, Media, Operation, Response};

/// The body of a response.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// No body.
    Empty,
    /// JSON, with its media type.
    Json(String, Value),
    /// Another text, with its media type.
    Text(String, String),
}

/// Returns the body of a response in its first media type: the example of the description or a generated one. Returns
/// `None` if no value can be generated.
#[must_use]
pub fn response_body(api: &Api, operation: &Operation, response: &Response) -> Option<Body> {
    let first = response.contents.first();
    let Some(content) = first.filter(|_| !operation.is_bodiless(response.status)) else {
        return Some(Body::Empty);
    };
    let (media_type, shown) = (sent_as(content), content.example.as_ref());
    let value = |schema| example(&api.schemas, schema, shown);
    Some(match content.media {
        Media::Json => Body::Json(media_type, value(content.schema)?),
        Media::Events => Body::Text(media_type, format!("data: {}\n\n", value(content.schema)?)),
        Media::Lines => match (api.schemas.line(content.schema), shown) {
            (Some(line), _) => Body::Text(media_type, format!("{}\n", value(line)?)),
            (None, Some(Value::String(text))) => Body::Text(media_type, text.clone()),
            (None, _) => Body::Text(media_type, "{}\n".to_owned()),
        },
        Media::Xml => {
            let value = value(content.schema)?;
            Body::Text(media_type, xml::document(&api.schemas, content.schema, &value))
        }
        Media::Text | Media::Binary | Media::Form | Media::Multipart => Body::Text(
            media_type,
            match shown {
                Some(Value::String(text)) => text.clone(),
                Some(other) => other.to_string(),
                None => "text".to_owned(),
            },
        ),
    })
}

/// Returns the media type to send for a content whose media type can be a range.
#[must_use]
pub fn sent_as(content: &Content) -> String {
    let name = &content.media_type;
    let sendable = name.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    match (name.split_once('*'), content.media) {
        (None, _) if sendable => name.clone(),
        (Some((start, _)), Media::Json) if sendable && start.len() > 1 => format!("{start}json"),
        (Some((start, _)), Media::Text) if sendable && !start.is_empty() => format!("{start}plain"),
        (Some((start, _)), Media::Binary) if sendable && !start.is_empty() => format!("{start}octet-stream"),
        (_, Media::Json) => "application/json".to_owned(),
        (Some((start, _)), Media::Xml) if sendable && start.len() > 1 => format!("{start}xml"),
        (_, Media::Xml) => "application/xml".to_owned(),
        (_, Media::Text) => "text/plain".to_owned(),
        (_, Media::Events) => "text/event-stream".to_owned(),
        (_, Media::Lines) => "application/x-ndjson".to_owned(),
        (_, Media::Binary | Media::Form | Media::Multipart) => "application/octet-stream".to_owned(),
    }
}
