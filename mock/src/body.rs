//! The body of a request, by its media type.

use bytes::Bytes;
use clientwright_codegen::{
    api::{Api, Content, Encoding, Media, Operation, SchemaId, Schemas, Shape},
    values,
};
use http::{Request, header};
use serde_json::{Map, Value};

use crate::{
    parameters::{FORM, Pairs, from_pairs},
    problem::{Fault, Problem},
    text::{Patterns, choices, decoded, query_pairs, reading},
    xml,
};

/// Adds the faults of the body of `request`.
pub(crate) fn check(
    api: &Api,
    operation: &Operation,
    request: &Request<Bytes>,
    patterns: &Patterns,
    faults: &mut Vec<Fault>,
) -> Result<(), Problem> {
    let Some(body) = &operation.body else { return Ok(()) };
    let whole = |message: &str| Fault { part: "body", place: String::new(), message: message.to_owned() };
    let media_type = request.headers().get(header::CONTENT_TYPE);
    if request.body().is_empty() && media_type.is_none() {
        faults.extend(body.required.then(|| whole("the body is missing")));
        return Ok(());
    }
    let media_type = media_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let same = |content: &&Content| content.media_type.eq_ignore_ascii_case(media_type);
    let of_type = || body.contents.iter().find(|content| is_of(content, media_type));
    let Some(content) = body.contents.iter().find(same).or_else(of_type) else {
        let taken: Vec<&str> = body.contents.iter().map(|content| content.media_type.as_str()).collect();
        return Err(Problem::media_type(media_type, &taken));
    };
    let value = match content.media {
        Media::Json => match serde_json::from_slice::<Value>(request.body()) {
            Ok(value) => value,
            Err(error) => {
                faults.push(whole(&format!("invalid JSON: {error}")));
                return Ok(());
            }
        },
        Media::Form => {
            let text = String::from_utf8_lossy(request.body());
            let pairs: Vec<(String, &str)> = query_pairs(&text).collect();
            form(&api.schemas, content, &pairs)
        }
        Media::Multipart => {
            faults.extend(parts(api, content, media_type, request.body()));
            return Ok(());
        }
        Media::Xml => match xml::read(&api.schemas, content.schema, request.body()) {
            Ok(value) => value,
            Err(error) => {
                faults.push(whole(&error));
                return Ok(());
            }
        },
        Media::Text if std::str::from_utf8(request.body()).is_err() => {
            faults.push(whole("invalid UTF-8"));
            return Ok(());
        }
        Media::Text | Media::Binary | Media::Events | Media::Lines => return Ok(()),
    };
    let found =
        values::check(&api.schemas, content.schema, &value, &|pattern, text| patterns.matches(pattern, text));
    faults.extend(found.into_iter().map(|fault| Fault {
        part: "body",
        place: fault.pointer,
        message: fault.message,
    }));
    Ok(())
}

/// Returns `true` if a body of `media_type` may be this content. `type/*` matches every subtype.
fn is_of(content: &Content, media_type: &str) -> bool {
    let essence = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (wanted, found) = (essence(&content.media_type), essence(media_type));
    match wanted.strip_suffix('*') {
        Some(start) => found.starts_with(start.trim_start_matches("*/")),
        None => wanted == found,
    }
}

/// Returns the object that a form encodes.
fn form(schemas: &Schemas, content: &Content, all: &[(String, &str)]) -> Value {
    let choices = choices(schemas, content.schema);
    let choices = choices.into_iter().map(|id| form_as(schemas, id, content, all));
    first_valid(schemas, content.schema, choices)
}

/// Returns the object that a form encodes by a schema.
fn form_as(schemas: &Schemas, id: SchemaId, content: &Content, all: &[(String, &str)]) -> Value {
    let Shape::Object(object) = &schemas[id].shape else {
        return all.iter().map(|(name, value)| (name.clone(), Value::from(decoded(value)))).collect();
    };
    let names = object.properties.iter().map(|property| property.name.as_str()).collect();
    let pairs = Pairs { all: all.to_vec(), names };
    let mut entries = Map::new();
    for property in &object.properties {
        let own = content.encodings.iter().find(|encoding| encoding.name == property.name);
        let style = own.and_then(|encoding| encoding.style).unwrap_or(FORM);
        let encoding = Encoding::Style(style);
        if let Some(raw) = from_pairs(schemas, property.schema, &property.name, encoding, &pairs) {
            entries.insert(property.name.clone(), reading(schemas, property.schema, &raw));
        }
    }
    let mut value = Value::Object(entries);
    complete(schemas, id, &mut value);
    value
}

/// Returns the first value that is valid by a schema, or the first of all.
fn first_valid(schemas: &Schemas, id: SchemaId, values: impl Iterator<Item = Value>) -> Value {
    let mut first = None;
    for value in values {
        if values::check(schemas, id, &value, &|_, _| true).is_empty() {
            return value;
        }
        first.get_or_insert(value);
    }
    first.unwrap_or_default()
}

/// Returns an empty list or object, if a schema allows one.
fn empty(schemas: &Schemas, id: SchemaId) -> Option<Value> {
    choices(schemas, id).into_iter().find_map(|id| match schemas[id].shape {
        Shape::Array(_) => Some(Value::Array(Vec::new())),
        Shape::Map(_) | Shape::Object(_) => Some(Value::Object(Map::new())),
        _ => None,
    })
}

/// Adds the required lists and objects that are missing: an empty one is not encoded.
fn complete(schemas: &Schemas, id: SchemaId, value: &mut Value) {
    if value.is_object() || value.is_array() {
        let mut completed = choices(schemas, id).into_iter().map(|id| {
            let mut value = value.clone();
            complete_as(schemas, id, &mut value);
            value
        });
        *value = first_valid(schemas, id, &mut completed);
    }
}

fn complete_as(schemas: &Schemas, id: SchemaId, value: &mut Value) {
    match (&schemas[id].shape, value) {
        (Shape::Object(object), Value::Object(entries)) => {
            for property in &object.properties {
                if let Some(value) = entries.get_mut(&property.name) {
                    complete(schemas, property.schema, value);
                } else if let Some(empty) = empty(schemas, property.schema).filter(|_| property.required) {
                    entries.insert(property.name.clone(), empty);
                }
            }
        }
        (Shape::Array(item), Value::Array(values)) => {
            for value in values {
                complete(schemas, *item, value);
            }
        }
        _ => {}
    }
}

/// Returns a fault for each missing part of a multipart body (RFC 7578).
fn parts(api: &Api, content: &Content, media_type: &str, body: &Bytes) -> Vec<Fault> {
    let fault = |place: &str, message: String| Fault { part: "body", place: place.to_owned(), message };
    let boundary = media_type.split(';').filter_map(|parameter| parameter.trim().strip_prefix("boundary="));
    let Some(boundary) = boundary.map(|boundary| boundary.trim_matches('"')).find(|text| !text.is_empty())
    else {
        return vec![fault("", "its media type has no `boundary`".to_owned())];
    };
    let names = names(boundary, body);
    let properties: Vec<&clientwright_codegen::api::Property> =
        match &api.schemas[api.schemas.resolve(content.schema)].shape {
            Shape::Multipart(parts) => {
                parts.iter().filter(|part| part.is_named).map(|part| &part.property).collect()
            }
            Shape::Object(object) => object.properties.iter().collect(),
            _ => Vec::new(),
        };
    let missing =
        properties.into_iter().filter(|property| property.required && !names.contains(&property.name));
    missing.map(|property| fault("", format!("the part `{}` is missing", property.name))).collect()
}

/// Returns the names of the parts.
fn names(boundary: &str, body: &[u8]) -> Vec<String> {
    let delimiter = format!("--{boundary}");
    let mut names = Vec::new();
    let mut lines = body.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    while lines.by_ref().any(|line| line == delimiter.as_bytes()) {
        for line in lines.by_ref().take_while(|line| !line.is_empty()) {
            let line = String::from_utf8_lossy(line);
            let Some((name, value)) = line.split_once(':') else { continue };
            if !name.eq_ignore_ascii_case("content-disposition") {
                continue;
            }
            let name = value.split("; ").find_map(|parameter| parameter.trim().strip_prefix("name="));
            names.extend(name.map(|name| name.trim_matches('"').replace("%22", "\"")));
        }
    }
    names
}
