//! Request bodies and answers.

use openapiv3::{Content, ReferenceOr, RequestBody, Response, Responses, StatusCode};

use super::{
    facts::SchemaRef,
    parameters::Reason,
    references,
    schemas::{SAYS_NOTHING, SchemaLowering},
};
use crate::{
    api::{Body, Media, Parent, Reply, Role, SchemaId, Shape, Status, StringFormat},
    diagnostics::{Code, Pointer},
};

/// The request body of an operation.
pub(super) fn lower_body<'a>(
    body: &'a ReferenceOr<RequestBody>,
    at: &Pointer,
    operation: usize,
    schemas: &mut SchemaLowering<'a, '_>,
) -> Result<Option<Body>, Reason> {
    let components = schemas.components;
    let (body, at) =
        references::follow(body, at, &components.request_bodies, "requestBodies", schemas.diagnostics)?;
    if body.content.is_empty() {
        return Ok(None);
    }
    let at_content = at.key("content");
    let Some((media_type, media)) = choose(&body.content, Direction::Request) else {
        let names: Vec<&str> = body.content.keys().map(String::as_str).collect();
        let message = format!("a body of {} is not generated yet", names.join(", "));
        schemas.diagnostics.push(Code::REQUEST_MEDIA_TYPE, &at_content, message.clone());
        return Err((Code::REQUEST_MEDIA_TYPE, message));
    };
    let schema = lower_content(&body.content, media_type, media, &at_content, operation, Role::Body, schemas);
    Ok(Some(Body {
        pointer: at,
        required: body.required,
        media_type: sent_as(media_type, media),
        media,
        schema,
        description: body.description.clone(),
    }))
}

/// The answers of an operation, those with a status of their own before the ranges and `default`.
pub(super) fn lower_replies<'a>(
    responses: &'a Responses,
    at: &Pointer,
    operation: usize,
    schemas: &mut SchemaLowering<'a, '_>,
) -> Result<Vec<Reply>, Reason> {
    let mut replies = Vec::new();
    for (code, response) in &responses.responses {
        let (status, key) = match code {
            StatusCode::Code(code) => (Status::Code(*code), code.to_string()),
            StatusCode::Range(digit) => (Status::Range(*digit), format!("{digit}XX")),
        };
        replies.push(lower_reply(response, status, &at.key(&key), operation, schemas)?);
    }
    if let Some(response) = &responses.default {
        replies.push(lower_reply(response, Status::Default, &at.key("default"), operation, schemas)?);
    }
    replies.sort_by_key(|reply| match reply.status {
        Status::Code(_) => 0,
        Status::Range(_) => 1,
        Status::Default => 2,
    });
    Ok(replies)
}

fn lower_reply<'a>(
    response: &'a ReferenceOr<Response>,
    status: Status,
    at: &Pointer,
    operation: usize,
    schemas: &mut SchemaLowering<'a, '_>,
) -> Result<Reply, Reason> {
    let components = schemas.components;
    let (response, at) =
        references::follow(response, at, &components.responses, "responses", schemas.diagnostics)?;
    let content = choose(&response.content, Direction::Reply).map(|(media_type, media)| {
        let at = at.key("content");
        let role = Role::Reply(status);
        let schema = lower_content(&response.content, media_type, media, &at, operation, role, schemas);
        (media_type.to_owned(), media, schema)
    });
    Ok(Reply { status, description: response.description.clone(), content })
}

#[derive(Clone, Copy, PartialEq)]
enum Direction {
    Request,
    Reply,
}

/// The media type that is generated: JSON, else text, else bytes. A request's form, parts and XML
/// need an encoding of their own; an answer in them is given as it came.
fn choose(content: &Content, direction: Direction) -> Option<(&str, Media)> {
    let pick = |wanted: fn(&str) -> bool, media: Media| {
        let found = content.keys().find(|name| wanted(&essence(name)))?;
        Some((found.as_str(), media))
    };
    pick(is_json, Media::Json).or_else(|| pick(is_text, Media::Text)).or_else(|| match direction {
        Direction::Request => pick(is_binary, Media::Binary),
        Direction::Reply => pick(|_| true, Media::Binary),
    })
}

/// A media type without its parameters, in lower case (RFC 9110, section 8.3.1).
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json") || essence == "*/*"
}

fn is_text(essence: &str) -> bool {
    essence.starts_with("text/") && essence != "text/xml" && essence != "text/event-stream"
}

fn is_binary(essence: &str) -> bool {
    let structured = essence.ends_with("+xml")
        || ["application/xml", "text/xml", "application/x-www-form-urlencoded"].contains(&essence)
        || essence.starts_with("multipart/");
    !structured
}

/// A media type that can stand in `Content-Type`.
fn sent_as(media_type: &str, media: Media) -> String {
    let sendable = !media_type.contains('*') && media_type.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    match media {
        _ if sendable => media_type.to_owned(),
        Media::Json => "application/json".to_owned(),
        Media::Text => "text/plain; charset=utf-8".to_owned(),
        Media::Binary => "application/octet-stream".to_owned(),
    }
}

fn lower_content<'a>(
    content: &'a Content,
    media_type: &str,
    media: Media,
    at: &Pointer,
    operation: usize,
    role: Role,
    schemas: &mut SchemaLowering<'a, '_>,
) -> SchemaId {
    if content.len() > 1 {
        let message = format!("of {} media types, `{media_type}` is generated", content.len());
        schemas.diagnostics.push(Code::OTHER_MEDIA_TYPES, at, message);
    }
    let at = at.key(media_type).key("schema");
    let parent = Parent::Operation(operation);
    let schema = content.get(media_type).and_then(|media| media.schema.as_ref());
    match (media, schema) {
        (Media::Json, Some(schema)) => schemas.lower(SchemaRef::from(schema), at, parent, role),
        (Media::Json, None) => schemas.add(at, parent, role, Shape::Any(SAYS_NOTHING)),
        (Media::Text, _) => schemas.add(at, parent, role, Shape::String(StringFormat::Plain)),
        (Media::Binary, _) => schemas.add(at, parent, role, Shape::String(StringFormat::Binary)),
    }
}
