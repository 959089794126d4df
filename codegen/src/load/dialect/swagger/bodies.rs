//! Bodies of requests, which parameters describe, and of responses, which schemas describe.

use serde_json::{Map, Value, json};

use super::parameters::{Located, style, take_collection_format, take_schema};
use crate::{
    diagnostics::{Code, Pointer},
    load::{
        context::Context,
        media_type::{essence, is_other_notation, is_text},
        source_map::Relocation,
    },
};

/// The maximum number of media types of a body. Each has a copy of the schema.
const MAX_TYPES: usize = 32;
const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";
const BYTES: &str = "application/octet-stream";

/// Removes the media types that are other notations of JSON, if JSON is one of them.
pub(super) fn distinct(mut types: Vec<String>, at: &Pointer, context: &mut Context<'_>) -> Vec<String> {
    let is_json = |name: &String| essence(name) == JSON || essence(name).ends_with("+json");
    if !types.iter().any(is_json) {
        return types;
    }
    let is_other = |name: &String| !is_json(name) && is_other_notation(&essence(name));
    for (index, name) in types.iter().enumerate().filter(|(_, name)| is_other(name)) {
        let message = format!("`{name}` is omitted; it has the same content as another media type");
        context.diagnostics.push(Code::OTHER_MEDIA_TYPES, &at.index(index), message);
    }
    types.retain(|name| !is_other(name));
    types
}

/// Returns the body that a parameter describes.
pub(super) fn request_body(
    parameter: Value,
    consumes: &[String],
    at: &Relocation,
    context: &mut Context<'_>,
) -> Value {
    let Value::Object(mut fields) = parameter else { return json!({}) };
    let schema = fields.remove("schema").unwrap_or_else(|| json!({}));
    let is_form = |name: &&String| essence(name) == FORM || essence(name) == MULTIPART;
    let mut types: Vec<&str> = consumes.iter().filter(|name| !is_form(name)).map(String::as_str).collect();
    if types.is_empty() {
        types.push(if is_file(&schema) { BYTES } else { JSON });
    }
    context.source_map.record(at.current.clone(), at.original.clone());
    let fields = [
        ("description", fields.remove("description").unwrap_or_default()),
        ("required", fields.remove("required").unwrap_or(Value::Bool(false))),
        ("content", content(&types, schema, at, context)),
    ];
    fields.map(|(key, value)| (key.to_owned(), value)).into_iter().collect()
}

/// Returns the body that parameters describe as the fields of a form.
pub(super) fn form(
    parameters: Vec<Located>,
    consumes: &[String],
    at: &Relocation,
    context: &mut Context<'_>,
) -> Value {
    let has = |media_type: &str| consumes.iter().any(|name| essence(name) == media_type);
    let has_file = parameters.iter().any(|located| is_file(&located.parameter));
    let media_type = if has_file || has(MULTIPART) && !has(FORM) { MULTIPART } else { FORM };
    context.source_map.record(at.current.clone(), at.original.clone());
    let schema_at = at.current.key("content").key(media_type).key("schema");
    context.source_map.record(schema_at.clone(), at.original.clone());
    let mut properties = Map::new();
    let mut encoding = Map::new();
    let mut required = Vec::new();
    for Located { parameter, at } in parameters {
        let Value::Object(mut fields) = parameter else { continue };
        let Some(Value::String(name)) = fields.remove("name") else { continue };
        if fields.get("required") == Some(&Value::Bool(true)) {
            required.push(Value::from(name.as_str()));
        }
        let format = take_collection_format(&mut fields);
        let style = style(format.as_deref(), true);
        if !style.is_empty() && media_type == FORM {
            encoding.insert(name.clone(), Value::Object(style));
        }
        let description = fields.remove("description");
        let Value::Object(mut schema) = take_schema(&mut fields) else { continue };
        schema.extend(description.map(|text| ("description".to_owned(), text)));
        context.source_map.record(schema_at.key("properties").key(&name), at);
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

/// Adds the schema of a file to a response without a schema, if all media types of its operation are those of files:
/// a stream or an archive has no schema in many descriptions.
pub(super) fn add_file(response: &mut Value, produces: &[String]) {
    let is_data = |name: &String| {
        let essence = essence(name);
        is_text(&essence) || essence.contains('*')
    };
    if let Value::Object(fields) = response
        && !produces.is_empty()
        && !produces.iter().any(is_data)
        && !fields.contains_key("$ref")
    {
        fields.entry("schema").or_insert_with(|| json!({ "type": "file" }));
    }
}

/// Rewrites a response.
pub(super) fn rewrite_response(
    response: &mut Value,
    produces: &[String],
    at: &Relocation,
    context: &mut Context<'_>,
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
            types.push(BYTES);
        }
    } else if types.is_empty() {
        types.push(JSON);
    }
    let mut content = content(&types, schema, at, context);
    if let Some(Value::Object(examples)) = examples {
        for (media_type, example) in examples {
            if let Some(Value::Object(fields)) = content.get_mut(&media_type) {
                fields.insert("example".to_owned(), example);
            }
        }
    }
    fields.insert("content".to_owned(), content);
}

/// Returns the content of a body with the same schema in each media type. Too many media types are reported.
fn content(types: &[&str], schema: Value, at: &Relocation, context: &mut Context<'_>) -> Value {
    let mut content = Map::new();
    if types.len() > MAX_TYPES {
        let message = format!("the body has {} media types; the first {MAX_TYPES} are used", types.len());
        context.diagnostics.push(Code::OTHER_MEDIA_TYPES, &at.original, message);
    }
    let types = types.get(..MAX_TYPES).unwrap_or(types);
    let schemas = std::iter::repeat_n(schema, types.len());
    for (name, schema) in types.iter().zip(schemas) {
        let current = at.current.key("content").key(name).key("schema");
        context.source_map.record(current, at.original.key("schema"));
        let media_type = Map::from_iter([("schema".to_owned(), schema)]);
        content.insert((*name).to_owned(), Value::Object(media_type));
    }
    Value::Object(content)
}

fn is_file(schema: &Value) -> bool {
    schema.get("type").is_some_and(|kind| kind == "file")
}
