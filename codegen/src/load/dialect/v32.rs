//! The constructs of OpenAPI 3.2 that 3.0 does not have: items of streams, query string parameters, nested tags.

use serde_json::{Map, Value, json};

use super::conditions::describe;
use crate::{
    diagnostics::{Pointer, unescape},
    load::{
        context::Context,
        essence,
        extensions::{DEFAULT_MEMBER, ITEMS, PLAIN_COOKIE, QUERY_STRING, RESERVED, SERVER_NAME, TAG_PARENT},
        object_graph::{ObjectKind, visit_all},
    },
};

/// The length of a chain of references beyond which it counts as cyclic.
const MAX_CHAIN: usize = 16;

/// Rewrites the constructs that concern more than one fragment.
pub(super) fn rewrite(root: &mut Map<String, Value>, context: &mut Context<'_>) {
    for tag in root.get_mut("tags").and_then(Value::as_array_mut).into_iter().flatten() {
        rename(tag, "parent", TAG_PARENT);
        // OpenAPI 3.2.0, "Tag Object": the summary is for display.
        let summary = tag.get("summary").filter(|summary| summary.is_string()).cloned();
        if let (Some(fields), Some(summary)) = (tag.as_object_mut(), summary) {
            fields.entry("description").or_insert(summary);
        }
    }
    let mut value = Value::Object(std::mem::take(root));
    let mut event_streams: Vec<Pointer> = Vec::new();
    visit_all(&mut value, ObjectKind::Description, &Pointer::root(), &mut |value, kind, path| {
        let Value::Object(fields) = value else { return };
        match kind {
            ObjectKind::Description | ObjectKind::Operation => rename_requirements(fields),
            ObjectKind::MediaType => {
                name_encodings(fields, &path.pointer(), context);
                let Some(item) = fields.remove("itemSchema") else { return };
                let at = path.pointer();
                context.source_map.record(at.key("schema"), at.key("itemSchema"));
                let essence = essence(path.field());
                let is_items = essence == EVENT_STREAM || is_sequence(&essence);
                let schema = if is_items { item } else { json!({ "type": "array", "items": item }) };
                fields.insert("schema".to_owned(), schema);
                if essence == EVENT_STREAM {
                    event_streams.push(at);
                }
            }
            ObjectKind::Schema => {
                if let Some(tag) = fields.get_mut("discriminator") {
                    rename(tag, "defaultMapping", DEFAULT_MEMBER);
                }
            }
            _ => {}
        }
    });
    // The data of an event may be in a component, which is only accessible after the walk.
    for at in event_streams {
        set_event_data(&mut value, &at.key("schema"));
    }
    if let Value::Object(fields) = value {
        *root = fields;
    }
}

/// Gives the encodings of parts without names the names by which `lower` finds them: the position, and `items`.
fn name_encodings(fields: &mut Map<String, Value>, at: &Pointer, context: &mut Context<'_>) {
    let prefix = match fields.remove("prefixEncoding") {
        Some(Value::Array(encodings)) => encodings,
        _ => Vec::new(),
    };
    let by_position = prefix.into_iter().enumerate().map(|(position, encoding)| {
        let name = position.to_string();
        (at.key("prefixEncoding").key(&name), name, encoding)
    });
    let of_items = fields.remove("itemEncoding").into_iter();
    let of_items = of_items.map(|encoding| (at.key("itemEncoding"), ITEMS.to_owned(), encoding));
    let found: Vec<(Pointer, String, Value)> = by_position.chain(of_items).collect();
    if found.is_empty() {
        return;
    }
    let Value::Object(named) = fields.entry("encoding").or_insert_with(|| json!({})) else { return };
    for (original, name, encoding) in found {
        context.source_map.record(at.key("encoding").key(&name), original);
        named.entry(name).or_insert(encoding);
    }
}

/// Rewrites a parameter.
pub(super) fn rewrite_parameter(value: &mut Value) {
    let Value::Object(fields) = value else { return };
    if fields.get("in").is_some_and(|location| location == "querystring") {
        fields.insert("in".to_owned(), "query".into());
        fields.insert(QUERY_STRING.to_owned(), Value::Bool(true));
    }
    if fields.get("in").is_some_and(|location| location == "path")
        && fields.get("allowReserved") == Some(&Value::Bool(true))
    {
        fields.insert(RESERVED.to_owned(), Value::Bool(true));
    }
    if fields.get("style").is_some_and(|style| style == "cookie") {
        fields.remove("style");
        fields.insert(PLAIN_COOKIE.to_owned(), Value::Bool(true));
    }
}

/// Rewrites a server.
pub(super) fn rewrite_server(value: &mut Value) {
    rename(value, "name", SERVER_NAME);
}

/// Rewrites a security scheme.
pub(super) fn rewrite_security_scheme(value: &mut Value) {
    let Value::Object(fields) = value else { return };
    if fields.remove("deprecated") == Some(Value::Bool(true)) {
        describe(fields, "The description deprecates it.");
    }
}

/// Replaces references to security schemes by their names (OpenAPI 3.2.0, "Security Requirement Object").
fn rename_requirements(fields: &mut Map<String, Value>) {
    for requirement in fields.get_mut("security").and_then(Value::as_array_mut).into_iter().flatten() {
        let Value::Object(schemes) = requirement else { continue };
        let renamed = std::mem::take(schemes).into_iter().map(|(name, scopes)| {
            let short = name.strip_prefix("#/components/securitySchemes/").map(str::to_owned);
            (short.unwrap_or(name), scopes)
        });
        *schemes = renamed.collect();
    }
}

fn rename(value: &mut Value, key: &str, extension: &str) {
    let Value::Object(fields) = value else { return };
    if let Some(value) = fields.remove(key) {
        fields.insert(extension.to_owned(), value);
    }
}

const EVENT_STREAM: &str = "text/event-stream";

/// Returns `true` if a media type is a sequence of JSON values (OpenAPI 3.2.0, "Sequential Media Types").
fn is_sequence(essence: &str) -> bool {
    essence.contains("json") && essence != "application/json" && !essence.ends_with("+json")
}

/// Replaces the schema of an event at `at` by the schema of its data.
fn set_event_data(root: &mut Value, at: &Pointer) {
    let pointer = at.to_string();
    let Some(path) = pointer.strip_prefix('#') else { return };
    let schemas = root.get("components").and_then(|components| components.get("schemas"));
    let data = root.pointer(path).and_then(|event| event_data(event, schemas, 0));
    if let (Some(data), Some(schema)) = (data, root.pointer_mut(path)) {
        *schema = data;
    }
}

/// Returns the schema of the `data` of an event. For a union of events it is the union of their data.
fn event_data(event: &Value, schemas: Option<&Value>, depth: usize) -> Option<Value> {
    if depth == MAX_CHAIN {
        return None;
    }
    if let Some(reference) = event.get("$ref").and_then(Value::as_str) {
        let name = unescape(reference.strip_prefix("#/components/schemas/")?);
        return event_data(schemas?.get(&name)?, schemas, depth + 1);
    }
    for keyword in ["oneOf", "anyOf"] {
        if let Some(members) = event.get(keyword).and_then(Value::as_array) {
            let mut distinct: Vec<Value> = Vec::new();
            for data in members.iter().filter_map(|member| event_data(member, schemas, depth + 1)) {
                if !distinct.contains(&data) {
                    distinct.push(data);
                }
            }
            return if distinct.len() == 1 {
                distinct.pop()
            } else {
                (!distinct.is_empty()).then(|| json!({ keyword: distinct }))
            };
        }
    }
    let data = event.get("properties").and_then(|properties| properties.get("data"));
    let inherited = || {
        let members = event.get("allOf").and_then(Value::as_array).into_iter().flatten();
        members.filter_map(|member| event_data(member, schemas, depth + 1)).next_back()
    };
    match data {
        Some(data) => Some(data.get("contentSchema").unwrap_or(data).clone()),
        None => inherited(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostics::Diagnostics,
        load::{dialect::Dialect, source_map::SourceMap},
    };

    fn rewritten(input: Value) -> Value {
        let (mut diagnostics, mut source_map) = (Diagnostics::default(), SourceMap::default());
        let mut context =
            Context { dialect: Dialect::V32, diagnostics: &mut diagnostics, source_map: &mut source_map };
        let Value::Object(mut root) = input else { return input };
        rewrite(&mut root, &mut context);
        Value::Object(root)
    }

    #[test]
    fn reads_the_data_of_an_event_through_a_reference() {
        let description = |content: Value| {
            json!({
                "paths": { "/a": { "get": { "responses": { "200": { "content": content } } } } },
                "components": { "schemas": { "Event": { "properties": {
                    "event": { "type": "string" },
                    "data": { "type": "string", "contentSchema": { "type": "integer" } },
                } } } },
            })
        };
        let event = json!({ "$ref": "#/components/schemas/Event" });
        assert_eq!(
            rewritten(description(json!({
                "text/event-stream": { "itemSchema": event },
                "application/jsonl": { "itemSchema": event },
                "application/json": { "itemSchema": event },
            }))),
            description(json!({
                "text/event-stream": { "schema": { "type": "integer" } },
                "application/jsonl": { "schema": event },
                "application/json": { "schema": { "type": "array", "items": event } },
            }))
        );
    }

    #[test]
    fn names_the_encodings_of_parts_without_names() {
        let description = |media: Value| {
            let body = json!({ "content": { "multipart/mixed": media } });
            json!({ "paths": { "/a": { "post": { "requestBody": body } } } })
        };
        let (json, png) =
            (json!({ "contentType": "application/json" }), json!({ "contentType": "image/png" }));
        assert_eq!(
            rewritten(description(
                json!({ "prefixEncoding": [json], "itemEncoding": png, "itemSchema": {} })
            )),
            description(json!({
                "encoding": { "0": json, "items": png },
                "schema": { "type": "array", "items": {} },
            }))
        );
    }

    #[test]
    fn rewrites_tags_and_requirements() {
        assert_eq!(
            rewritten(json!({
                "tags": [{ "name": "a", "parent": "b", "summary": "A" }],
                "security": [{ "#/components/securitySchemes/key": [] }],
            })),
            json!({
                "tags": [{ "name": "a", TAG_PARENT: "b", "summary": "A", "description": "A" }],
                "security": [{ "key": [] }],
            })
        );
    }
}
