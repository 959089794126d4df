//! What OpenAPI 3.2 says and 3.0 does not: items of streams, all of a query as one parameter, tags in tags.

use serde_json::{Map, Value, json};

use super::{Found, conditions::describe};
use crate::{
    diagnostics::{Pointer, unescape},
    load::{
        essence,
        extensions::{DEFAULT_MEMBER, PLAIN_COOKIE, QUERY_STRING, RESERVED, SERVER_NAME, TAG_PARENT},
        object_graph::{Kind, visit},
    },
};

/// References are followed this far.
const LONGEST_CHAIN: usize = 16;

/// Rewrites what needs more than the piece that it stands in.
pub(super) fn rewrite(root: &mut Map<String, Value>, found: &mut Found<'_>) {
    for tag in root.get_mut("tags").and_then(Value::as_array_mut).into_iter().flatten() {
        rename(tag, "parent", TAG_PARENT);
        // OpenAPI 3.2.0, "Tag Object": the summary is what is shown.
        let summary = tag.get("summary").filter(|summary| summary.is_string()).cloned();
        if let (Some(fields), Some(summary)) = (tag.as_object_mut(), summary) {
            fields.entry("description").or_insert(summary);
        }
    }
    let schemas = root.get("components").and_then(|components| components.get("schemas")).cloned();
    let mut value = Value::Object(std::mem::take(root));
    visit(&mut value, Kind::Description, &Pointer::root(), &mut |value, kind, place| {
        let Value::Object(fields) = value else { return };
        match kind {
            Kind::Description | Kind::Operation => rename_requirements(fields),
            Kind::MediaType => {
                let at = place.pointer();
                if let Some(keyword) = set_item(fields, place.field(), schemas.as_ref()) {
                    found.source_map.note(at.key("schema"), at.key(keyword));
                }
            }
            Kind::Schema => {
                if let Some(tag) = fields.get_mut("discriminator") {
                    rename(tag, "defaultMapping", DEFAULT_MEMBER);
                }
            }
            _ => {}
        }
    });
    if let Value::Object(fields) = value {
        *root = fields;
    }
}

/// Rewrites a parameter.
pub(super) fn rewrite_parameter(value: &mut Value) {
    let Value::Object(fields) = value else { return };
    if fields.get("in").is_some_and(|place| place == "querystring") {
        fields.insert("in".to_owned(), "query".into());
        fields.insert(QUERY_STRING.to_owned(), Value::Bool(true));
    }
    if fields.get("in").is_some_and(|place| place == "path")
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

/// A requirement may name a scheme by a reference to it (OpenAPI 3.2.0, "Security Requirement Object").
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

/// Makes the items of a stream what its schema says, and of events their data. The keyword that said it.
fn set_item(
    fields: &mut Map<String, Value>,
    media_type: &str,
    schemas: Option<&Value>,
) -> Option<&'static str> {
    let item = fields.remove("itemSchema");
    let is_events = essence(media_type) == "text/event-stream";
    let schema = match (item, is_events) {
        (Some(item), true) => data_of(&item, schemas, 0).unwrap_or(item),
        (Some(item), false) if is_sequence(&essence(media_type)) => item,
        (Some(item), false) => json!({ "type": "array", "items": item }),
        (None, _) => return None,
    };
    fields.insert("schema".to_owned(), schema);
    Some("itemSchema")
}

/// Media types that are a sequence of values, each by itself (OpenAPI 3.2.0, "Sequential Media Types").
fn is_sequence(essence: &str) -> bool {
    essence.contains("json") && essence != "application/json" && !essence.ends_with("+json")
}

/// What the `data` of an event holds, whose schema is `event`; of several kinds of event, any of theirs.
fn data_of(event: &Value, schemas: Option<&Value>, depth: usize) -> Option<Value> {
    if depth == LONGEST_CHAIN {
        return None;
    }
    if let Some(reference) = event.get("$ref").and_then(Value::as_str) {
        let name = unescape(reference.strip_prefix("#/components/schemas/")?);
        return data_of(schemas?.get(&name)?, schemas, depth + 1);
    }
    for keyword in ["oneOf", "anyOf"] {
        if let Some(members) = event.get(keyword).and_then(Value::as_array) {
            let mut kinds: Vec<Value> = Vec::new();
            for data in members.iter().filter_map(|member| data_of(member, schemas, depth + 1)) {
                if !kinds.contains(&data) {
                    kinds.push(data);
                }
            }
            return if kinds.len() == 1 {
                kinds.pop()
            } else {
                (!kinds.is_empty()).then(|| json!({ keyword: kinds }))
            };
        }
    }
    let own = event.get("properties").and_then(|properties| properties.get("data"));
    let part = || {
        let parts = event.get("allOf").and_then(Value::as_array).into_iter().flatten();
        parts.filter_map(|part| data_of(part, schemas, depth + 1)).next_back()
    };
    match own {
        Some(data) => Some(data.get("contentSchema").unwrap_or(data).clone()),
        None => part(),
    }
}
