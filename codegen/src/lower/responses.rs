//! Request bodies and responses.

use std::collections::HashMap;

use indexmap::IndexMap;
use openapiv3::{
    MediaType, ParameterSchemaOrContent, ReferenceOr, RequestBody, Response, Responses, StatusCode,
};

use super::{
    examples, extensions, given_names, links, media,
    parameters::{Reason, delimited, query_style},
    references,
    schema_view::SchemaRef,
    schemas::{NO_TYPE, SchemaLowering},
};
use crate::{
    api::{
        self, Body, Content, Docs, Header, Media, Parent, PropertyEncoding, Role, SchemaId, Shape, Status,
        StringFormat, Style, StyleForm, is_token,
    },
    diagnostics::{Code, Pointer},
    load::{essence, is_other_notation},
};

/// Lowers the request body of an operation.
pub(super) fn lower_body<'a>(
    body: &'a ReferenceOr<RequestBody>,
    at: &Pointer,
    operation: usize,
    schemas: &mut SchemaLowering<'a, '_>,
) -> Result<Option<Body>, Reason> {
    let components = schemas.components;
    let (body, at) = references::follow(
        body,
        at,
        &references::Section { name: "requestBodies", components: &components.request_bodies },
        schemas.unresolved,
        schemas.diagnostics,
    )?;
    if body.content.is_empty() {
        return Ok(None);
    }
    let place = Place { at: at.key("content"), operation, role: Role::Body };
    let mut contents = lower_contents(&body.content, media::of_body, &place, schemas);
    for content in &mut contents {
        content.media_type = media::sent_as(&content.media_type, content.media);
    }
    Ok(Some(Body {
        pointer: at,
        required: body.required,
        contents,
        description: body.description.clone(),
        name: given_names::of_body(&body.extensions),
    }))
}

/// Lowers the responses of an operation: single statuses first, then ranges, then `default`.
pub(super) fn lower_responses<'a>(
    responses: &'a Responses,
    at: &Pointer,
    operation: usize,
    schemas: &mut SchemaLowering<'a, '_>,
) -> Result<Vec<api::Response>, Reason> {
    let mut lowered = Vec::new();
    for (code, response) in &responses.responses {
        let (status, key) = match code {
            StatusCode::Code(code) => (Status::Code(*code), code.to_string()),
            StatusCode::Range(digit) => (Status::Range(*digit), format!("{digit}XX")),
        };
        lowered.push(lower_response(response, status, &at.key(&key), operation, schemas)?);
    }
    if let Some(response) = &responses.default {
        lowered.push(lower_response(response, Status::Default, &at.key("default"), operation, schemas)?);
    }
    lowered.sort_by_key(|response| match response.status {
        Status::Code(_) => 0,
        Status::Range(_) => 1,
        Status::Default => 2,
    });
    Ok(lowered)
}

fn lower_response<'a>(
    response: &'a ReferenceOr<Response>,
    status: Status,
    at: &Pointer,
    operation: usize,
    schemas: &mut SchemaLowering<'a, '_>,
) -> Result<api::Response, Reason> {
    let components = schemas.components;
    let (response, at) = references::follow(
        response,
        at,
        &references::Section { name: "responses", components: &components.responses },
        schemas.unresolved,
        schemas.diagnostics,
    )?;
    let place = Place { at: at.key("content"), operation, role: Role::Response(status) };
    let contents = lower_contents(&response.content, media::of_response, &place, schemas);
    let headers = lower_headers(&response.headers, &at.key("headers"), operation, schemas);
    let links = links::lower_links(response, &at.key("links"), components);
    Ok(api::Response { status, description: response.description.clone(), contents, headers, links })
}

/// The location of a body.
struct Place {
    at: Pointer,
    operation: usize,
    role: Role,
}

/// Lowers the bodies of `content`, JSON first. Other notations of the JSON body are omitted.
fn lower_contents<'a>(
    content: &'a openapiv3::Content,
    media_of: fn(&str, Option<&ReferenceOr<openapiv3::Schema>>) -> Media,
    place: &Place,
    schemas: &mut SchemaLowering<'a, '_>,
) -> Vec<Content> {
    let mut offered: Vec<(&'a str, &'a MediaType, Media)> = content
        .iter()
        .map(|(media_type, media)| (media_type.as_str(), media, media_of(media_type, media.schema.as_ref())))
        .collect();
    offered.sort_by_key(|(_, _, media)| *media != Media::Json);
    let json =
        offered.first().filter(|(_, _, media)| *media == Media::Json).map(|(name, media, _)| (*name, *media));
    let mut contents: Vec<Content> = Vec::new();
    let mut described: HashMap<String, Vec<&'a MediaType>> = HashMap::new();
    for (media_type, media_object, media) in offered {
        let own_essence = essence(media_type);
        let repeats = json.is_some_and(|(name, json)| {
            name != media_type
                && is_other_notation(&own_essence)
                && (media_object.schema.is_none() || examples::is_alike(media_object, json))
        });
        // Parameters distinguish bodies only if their schemas differ.
        let again = described.get(&own_essence).is_some_and(|others| {
            media_object.schema.is_none()
                || others.iter().any(|other| examples::is_alike(media_object, other))
        });
        if repeats || again {
            let message = format!("`{media_type}` is omitted; it has the same content as another media type");
            schemas.diagnostics.push(Code::OTHER_MEDIA_TYPES, &place.at.key(media_type), message);
            continue;
        }
        described.entry(own_essence).or_default().push(media_object);
        let schema = lower_content(media_object, media_type, media, place, schemas);
        let encodings = media_object.encoding.iter().map(lower_encoding).collect();
        let example = examples::of(media_object, schemas.components);
        let sentinel = extensions::sentinel(&media_object.extensions);
        let media_type = media_type.to_owned();
        contents.push(Content { media_type, media, schema, encodings, example, sentinel });
    }
    contents
}

fn lower_content<'a>(
    content: &'a MediaType,
    media_type: &str,
    media: Media,
    place: &Place,
    schemas: &mut SchemaLowering<'a, '_>,
) -> SchemaId {
    let at = place.at.key(media_type).key("schema");
    let (parent, role) = (Parent::Operation(place.operation), place.role.clone());
    match (media, &content.schema) {
        (Media::Text, _) | (Media::Events, None) => {
            schemas.add(at, parent, role, Shape::String(StringFormat::Plain))
        }
        (Media::Binary, _) => schemas.add(at, parent, role, Shape::String(StringFormat::Binary)),
        (_, Some(schema)) => schemas.lower(SchemaRef::from(schema), at, parent, role),
        (_, None) => schemas.add(at, parent, role, Shape::Any(NO_TYPE)),
    }
}

fn lower_encoding((name, encoding): (&String, &openapiv3::Encoding)) -> PropertyEncoding {
    let style = encoding.style.as_ref().map(|style| Style {
        form: delimited(&encoding.extensions).unwrap_or_else(|| query_style(style)),
        explode: encoding.explode,
        reserved: encoding.allow_reserved,
    });
    let unlike_default = !encoding.explode || encoding.allow_reserved;
    let default =
        Style { form: StyleForm::Form, explode: encoding.explode, reserved: encoding.allow_reserved };
    // Only the first of several media types is sent.
    let media_type = encoding.content_type.as_ref().and_then(|list| list.split(',').next());
    let media_type = media_type.map(str::trim).filter(|name| !name.is_empty() && !name.contains('*'));
    PropertyEncoding {
        name: name.clone(),
        style: style.or(unlike_default.then_some(default)),
        media_type: media_type.map(str::to_owned),
    }
}

/// Lowers the headers of a response. A header with an unresolved reference is omitted; its value is still in the
/// response.
fn lower_headers<'a>(
    headers: &'a IndexMap<String, ReferenceOr<openapiv3::Header>>,
    at: &Pointer,
    operation: usize,
    schemas: &mut SchemaLowering<'a, '_>,
) -> Vec<Header> {
    let components = schemas.components;
    let mut lowered = Vec::new();
    for (name, header) in headers {
        // OpenAPI 3.0.4, "Response Object": `Content-Type` is ignored.
        if name.eq_ignore_ascii_case("content-type") || !is_token(name) {
            continue;
        }
        let at = at.key(name);
        let followed = references::follow(
            header,
            &at,
            &references::Section { name: "headers", components: &components.headers },
            schemas.unresolved,
            schemas.diagnostics,
        );
        let Ok((header, place)) = followed else { continue };
        let (parent, role) = (Parent::Operation(operation), Role::Header(name.clone()));
        let schema = match &header.format {
            ParameterSchemaOrContent::Schema(schema) => {
                schemas.lower(SchemaRef::from(schema), place.key("schema"), parent, role)
            }
            ParameterSchemaOrContent::Content(_) => {
                schemas.add(place, parent, role, Shape::String(StringFormat::Plain))
            }
        };
        let deprecation = extensions::deprecation(header.deprecated.unwrap_or(false), &header.extensions);
        let docs = Docs {
            description: header.description.clone(),
            deprecated: deprecation.deprecated,
            deprecation: deprecation.reason,
            replacement: deprecation.replacement,
            ..Docs::default()
        };
        let given = given_names::of(&header.extensions);
        lowered.push(Header { name: name.clone(), given, schema, required: header.required, docs });
    }
    lowered
}
