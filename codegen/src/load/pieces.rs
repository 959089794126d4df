//! A JSON value to openapiv3's types, a piece at a time: each operation and each component by
//! itself, so that one that cannot be read leaves the others alone.

use indexmap::IndexMap;
use openapiv3::{Components, Info, OpenAPI, Operation, PathItem, Paths, ReferenceOr};
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Document, Skipped, repair};
use crate::diagnostics::{Code, Diagnostics, Pointer};

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Reads the whole description.
pub(super) fn read(mut root: Map<String, Value>, version: String, diagnostics: &mut Diagnostics) -> Document {
    let at = Pointer::root();
    let mut skipped = Vec::new();
    let paths = match root.remove("paths") {
        Some(Value::Object(paths)) => read_paths(paths, &at.key("paths"), &mut skipped, diagnostics),
        Some(_) => {
            diagnostics.push(Code::MALFORMED, &at.key("paths"), "`paths` is not an object");
            Paths::default()
        }
        None => {
            diagnostics.push(Code::MISSING_FIELD, &at, "there is no `paths`, so there are no operations");
            Paths::default()
        }
    };
    let openapi = OpenAPI {
        openapi: version,
        info: read_info(root.remove("info"), &at.key("info"), diagnostics),
        servers: optional(&mut root, "servers", &at, diagnostics).unwrap_or_default(),
        paths,
        components: root
            .remove("components")
            .map(|components| read_components(components, &at.key("components"), diagnostics)),
        security: optional(&mut root, "security", &at, diagnostics),
        tags: optional(&mut root, "tags", &at, diagnostics).unwrap_or_default(),
        external_docs: None,
        extensions: IndexMap::new(),
    };
    let items = openapi.paths.paths.values().filter_map(ReferenceOr::as_item);
    let operations = items.map(|item| item.iter().count()).sum::<usize>() + skipped.len();
    Document { openapi, operations, skipped }
}

/// A field that may be left out; one that cannot be read is passed over with a diagnostic.
fn optional<T: DeserializeOwned>(
    object: &mut Map<String, Value>,
    field: &str,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    let value = object.remove(field)?;
    repair::read(value, &at.key(field), diagnostics).ok()
}

fn read_info(info: Option<Value>, at: &Pointer, diagnostics: &mut Diagnostics) -> Info {
    let mut fields = match info {
        Some(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    let mut text = |field: &str| match fields.remove(field) {
        Some(Value::String(text)) => Some(text),
        // `version: 1.0` without quotes is a number in YAML.
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let title = text("title");
    let version = text("version");
    for (field, value) in [("title", &title), ("version", &version)] {
        if value.is_none() {
            diagnostics.push(Code::MISSING_FIELD, at, format!("`info` has no `{field}`"));
        }
    }
    Info {
        title: title.unwrap_or_default(),
        version: version.unwrap_or_default(),
        description: text("description"),
        ..Info::default()
    }
}

/// What became of one path.
#[derive(Default)]
struct PathRead {
    item: Option<PathItem>,
    skipped: Vec<Skipped>,
    diagnostics: Diagnostics,
}

fn read_paths(
    paths: Map<String, Value>,
    at: &Pointer,
    skipped: &mut Vec<Skipped>,
    diagnostics: &mut Diagnostics,
) -> Paths {
    let paths: Vec<(String, Value)> = paths.into_iter().filter(|(path, _)| !path.starts_with("x-")).collect();
    let read: Vec<(String, PathRead)> = paths
        .into_par_iter()
        .map(|(path, item)| {
            let read = read_path(item, &at.key(&path));
            (path, read)
        })
        .collect();
    let mut result = Paths::default();
    for (path, mut read) in read {
        diagnostics.extend(read.diagnostics);
        skipped.append(&mut read.skipped);
        if let Some(item) = read.item {
            result.paths.insert(path, ReferenceOr::Item(item));
        }
    }
    result
}

fn read_path(item: Value, at: &Pointer) -> PathRead {
    let mut read = PathRead::default();
    let PathRead { item: found, skipped, diagnostics } = &mut read;
    match item {
        Value::Object(fields) if fields.contains_key("$ref") => {
            let message = "a path item that is a `$ref` is not followed";
            skip(skipped, diagnostics, Code::PATH_ITEM_REF, at, message);
        }
        Value::Object(fields) => *found = Some(read_path_item(fields, at, skipped, diagnostics)),
        _ => skip(skipped, diagnostics, Code::MALFORMED, at, "a path item is not an object"),
    }
    read
}

fn skip(skipped: &mut Vec<Skipped>, diagnostics: &mut Diagnostics, code: Code, at: &Pointer, message: &str) {
    diagnostics.push(code, at, message);
    skipped.push(Skipped { pointer: at.clone(), code, message: message.to_owned() });
}

fn read_path_item(
    mut fields: Map<String, Value>,
    at: &Pointer,
    skipped: &mut Vec<Skipped>,
    diagnostics: &mut Diagnostics,
) -> PathItem {
    let mut operation = |method: &str, diagnostics: &mut Diagnostics| {
        let value = fields.remove(method)?;
        let at = at.key(method);
        match repair::read::<Operation>(with_responses(value, &at, diagnostics), &at, diagnostics) {
            Ok(operation) => Some(operation),
            Err(message) => {
                skipped.push(Skipped { pointer: at, code: Code::MALFORMED, message });
                None
            }
        }
    };
    let [get, put, post, delete, options, head, patch, trace] =
        METHODS.map(|method| operation(method, diagnostics));
    PathItem {
        get,
        put,
        post,
        delete,
        options,
        head,
        patch,
        trace,
        servers: optional(&mut fields, "servers", at, diagnostics).unwrap_or_default(),
        parameters: optional(&mut fields, "parameters", at, diagnostics).unwrap_or_default(),
        ..PathItem::default()
    }
}

/// An operation without `responses` is one of which no answer is documented, and an answer without a
/// `description` one of which nothing is said.
fn with_responses(mut operation: Value, at: &Pointer, diagnostics: &mut Diagnostics) -> Value {
    let Value::Object(fields) = &mut operation else { return operation };
    match fields.get_mut("responses") {
        Some(Value::Object(responses)) => {
            let at = at.key("responses");
            for (status, response) in responses.iter_mut().filter(|(status, _)| !status.starts_with("x-")) {
                describe(response, &at.key(status), diagnostics);
            }
        }
        Some(_) => {}
        None => {
            diagnostics.push(Code::MISSING_FIELD, at, "the operation has no `responses`");
            fields.insert("responses".to_owned(), Value::Object(Map::new()));
        }
    }
    operation
}

/// Gives an answer the `description` that it has to have.
fn describe(response: &mut Value, at: &Pointer, diagnostics: &mut Diagnostics) {
    let Value::Object(fields) = response else { return };
    if !fields.contains_key("$ref") && !fields.contains_key("description") {
        diagnostics.push(Code::MISSING_FIELD, at, "the answer has no `description`");
        fields.insert("description".to_owned(), Value::String(String::new()));
    }
}

fn read_components(components: Value, at: &Pointer, diagnostics: &mut Diagnostics) -> Components {
    let Value::Object(mut fields) = components else {
        diagnostics.push(Code::MALFORMED, at, "`components` is not an object");
        return Components::default();
    };
    if let Some(Value::Object(responses)) = fields.get_mut("responses") {
        let at = at.key("responses");
        responses.iter_mut().for_each(|(name, response)| describe(response, &at.key(name), diagnostics));
    }
    Components {
        schemas: section(&mut fields, "schemas", at, diagnostics),
        responses: section(&mut fields, "responses", at, diagnostics),
        parameters: section(&mut fields, "parameters", at, diagnostics),
        headers: section(&mut fields, "headers", at, diagnostics),
        request_bodies: section(&mut fields, "requestBodies", at, diagnostics),
        security_schemes: section(&mut fields, "securitySchemes", at, diagnostics),
        ..Components::default()
    }
}

fn section<T: DeserializeOwned + Send>(
    components: &mut Map<String, Value>,
    name: &str,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) -> IndexMap<String, T> {
    let at = at.key(name);
    let entries = match components.remove(name) {
        Some(Value::Object(entries)) => entries,
        None | Some(Value::Null) => return IndexMap::new(),
        Some(_) => {
            diagnostics.push(Code::MALFORMED, &at, format!("`{name}` is not an object"));
            return IndexMap::new();
        }
    };
    let entries: Vec<(String, Value)> =
        entries.into_iter().filter(|(key, _)| !key.starts_with("x-")).collect();
    let read: Vec<(Option<(String, T)>, Diagnostics)> = entries
        .into_par_iter()
        .map(|(key, value)| {
            let mut diagnostics = Diagnostics::default();
            let item = repair::read(value, &at.key(&key), &mut diagnostics).ok();
            (item.map(|item| (key, item)), diagnostics)
        })
        .collect();
    let take = |(item, found): (Option<(String, T)>, Diagnostics)| {
        diagnostics.extend(found);
        item
    };
    read.into_iter().filter_map(take).collect()
}
