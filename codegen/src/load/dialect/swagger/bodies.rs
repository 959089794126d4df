//! Bodies: of requests those that parameters describe, of answers those that schemas do.

use serde_json::{Map, Value, json};

use super::parameters::{style, take_format, take_schema};
use crate::{
    diagnostics::{Code, Pointer},
    load::{
        dialect::Found,
        media_type::{essence, is_other_notation},
    },
};

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// The media types without those that say in another notation what JSON says.
pub(super) fn distinct(mut types: Vec<String>, at: &Pointer, found: &mut Found<'_>) -> Vec<String> {
    let is_json = |name: &String| essence(name) == JSON || essence(name).ends_with("+json");
    if !types.iter().any(is_json) {
        return types;
    }
    let is_other = |name: &String| !is_json(name) && is_other_notation(&essence(name));
    for (index, name) in types.iter().enumerate().filter(|(_, name)| is_other(name)) {
        let message = format!("`{name}` is left out, which says the same as another media type");
        found.diagnostics.push(Code::OTHER_MEDIA_TYPES, &at.index(index), message);
    }
    types.retain(|name| !is_other(name));
    types
}

/// The body that a parameter describes.
pub(super) fn request_body(
    parameter: Value,
    consumes: &[String],
    now: &Pointer,
    before: &Pointer,
    found: &mut Found<'_>,
) -> Value {
    let Value::Object(mut fields) = parameter else { return json!({}) };
    let schema = fields.remove("schema").unwrap_or_else(|| json!({}));
    let is_form = |name: &&String| essence(name) == FORM || essence(name) == MULTIPART;
    let mut types: Vec<&str> = consumes.iter().filter(|name| !is_form(name)).map(String::as_str).collect();
    if types.is_empty() {
        types.push(if is_file(&schema) { "application/octet-stream" } else { JSON });
    }
    found.source_map.note(now.clone(), before.clone());
    json!({
        "description": fields.remove("description").unwrap_or_default(),
        "required": fields.remove("required").unwrap_or(Value::Bool(false)),
        "content": content(&types, &schema, now, before, found),
    })
}

/// The body that parameters describe as a form: each with its place.
pub(super) fn form(
    parameters: Vec<(Value, Pointer)>,
    consumes: &[String],
    now: &Pointer,
    before: &Pointer,
    found: &mut Found<'_>,
) -> Value {
    let has = |wanted: &str| consumes.iter().any(|name| essence(name) == wanted);
    let has_file = parameters.iter().any(|(parameter, _)| is_file(parameter));
    let media_type = if has_file || has(MULTIPART) && !has(FORM) { MULTIPART } else { FORM };
    found.source_map.note(now.clone(), before.clone());
    let schema_at = now.key("content").key(media_type).key("schema");
    found.source_map.note(schema_at.clone(), before.clone());
    let mut properties = Map::new();
    let mut encoding = Map::new();
    let mut required = Vec::new();
    for (parameter, place) in parameters {
        let Value::Object(mut fields) = parameter else { continue };
        let Some(Value::String(name)) = fields.remove("name") else { continue };
        if fields.get("required") == Some(&Value::Bool(true)) {
            required.push(Value::from(name.as_str()));
        }
        let format = take_format(&mut fields);
        let style = style(format.as_deref(), true);
        if !style.is_empty() && media_type == FORM {
            encoding.insert(name.clone(), Value::Object(style));
        }
        let description = fields.remove("description");
        let Value::Object(mut schema) = take_schema(&mut fields) else { continue };
        schema.extend(description.map(|text| ("description".to_owned(), text)));
        found.source_map.note(schema_at.key("properties").key(&name), place);
        properties.insert(name, Value::Object(schema));
    }
    json!({
        "required": !required.is_empty(),
        "content": {
            media_type: {
                "schema": { "type": "object", "properties": properties, "required": required },
                "encoding": encoding,
            },
        },
    })
}

/// Rewrites an answer, which is now at `now`.
pub(super) fn rewrite_response(
    response: &mut Value,
    produces: &[String],
    now: &Pointer,
    before: &Pointer,
    found: &mut Found<'_>,
) {
    let Value::Object(fields) = response else { return };
    let examples = fields.remove("examples");
    if let Some(Value::Object(headers)) = fields.get_mut("headers") {
        for header in headers.values_mut() {
            let Value::Object(fields) = header else { continue };
            fields.remove("collectionFormat");
            let schema = take_schema(fields);
            fields.insert("schema".to_owned(), schema);
        }
    }
    let Some(schema) = fields.remove("schema") else { return };
    let mut types: Vec<&str> = produces.iter().map(String::as_str).collect();
    if is_file(&schema) {
        types.retain(|name| essence(name) != JSON);
        if types.is_empty() {
            types.push("application/octet-stream");
        }
    } else if types.is_empty() {
        types.push(JSON);
    }
    let mut content = content(&types, &schema, now, before, found);
    if let Some(Value::Object(examples)) = examples {
        for (media_type, example) in examples {
            if let Some(Value::Object(fields)) = content.get_mut(&media_type) {
                fields.insert("example".to_owned(), example);
            }
        }
    }
    fields.insert("content".to_owned(), content);
}

/// A schema in each of these media types.
fn content(types: &[&str], schema: &Value, now: &Pointer, before: &Pointer, found: &mut Found<'_>) -> Value {
    let mut content = Map::new();
    for name in types {
        found.source_map.note(now.key("content").key(name).key("schema"), before.key("schema"));
        content.insert((*name).to_owned(), json!({ "schema": schema }));
    }
    Value::Object(content)
}

fn is_file(schema: &Value) -> bool {
    schema.get("type").is_some_and(|kind| kind == "file")
}
