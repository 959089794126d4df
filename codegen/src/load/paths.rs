//! Paths and webhooks: path items and their operations, each by itself.

use std::collections::HashMap;

use openapiv3::{Operation, PathItem};
use serde_json::{Map, Value};

use super::{
    Path, PathOperation, Skipped, Unresolved,
    bundle::unresolved_by,
    dialect::{Dialect, Found},
    fragment,
    fragments::{in_parallel, optional},
    object_graph::Kind,
    statuses::set_responses,
};
use crate::diagnostics::{Code, Pointer};

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// What became of the paths.
#[derive(Default)]
pub(super) struct PathRead {
    pub(super) paths: Vec<Path>,
    pub(super) skipped: Vec<Skipped>,
}

/// Reads the path items in the field `field` of the description.
pub(super) fn read(
    root: &mut Map<String, Value>,
    field: &str,
    unresolved: &[Unresolved],
    found: &mut Found<'_>,
) -> PathRead {
    let at = Pointer::root().key(field);
    let items = match root.remove(field) {
        Some(Value::Object(items)) => items,
        None | Some(Value::Null) => return PathRead::default(),
        Some(_) => {
            found.diagnostics.push(Code::MALFORMED, &at, format!("`{field}` is not an object"));
            return PathRead::default();
        }
    };
    let items: Vec<(String, Value)> = items.into_iter().filter(|(path, _)| !path.starts_with("x-")).collect();
    let is_path = field == "paths";
    let read = in_parallel(items, found, |path, item, found| {
        let at = at.key(path);
        if is_path && path.contains(['?', '#']) {
            let message =
                "the path has a query or a fragment; the query is sent with it, the fragment is not";
            found.diagnostics.push(Code::PATH, &at, message);
        }
        read_path(path, item, at, unresolved, found)
    });
    if is_path {
        note_alike(&read, &at, found);
    }
    let mut all = PathRead::default();
    for (_, mut one) in read {
        all.paths.append(&mut one.paths);
        all.skipped.append(&mut one.skipped);
    }
    all
}

/// Notes paths that differ only in the names of their parameters, so that one request could be of both.
fn note_alike(read: &[(String, PathRead)], at: &Pointer, found: &mut Found<'_>) {
    let mut known: HashMap<String, &str> = HashMap::new();
    for (path, _) in read {
        let without_names: String = path
            .split('{')
            .map(|part| part.split_once('}').map_or(part, |(_, rest)| rest))
            .collect::<Vec<_>>()
            .join("{}");
        if let Some(other) = known.get(&without_names) {
            let message = format!("the path is `{other}` with other names of its parameters");
            found.diagnostics.push(Code::FORBIDDEN, &at.key(path), message);
        } else {
            known.insert(without_names, path);
        }
    }
}

fn read_path(
    path: &str,
    item: Value,
    at: Pointer,
    unresolved: &[Unresolved],
    found: &mut Found<'_>,
) -> PathRead {
    let mut read = PathRead::default();
    match item {
        Value::Object(fields) if fields.contains_key("$ref") => {
            let reference = fields.get("$ref").and_then(Value::as_str);
            let why = reference.and_then(|reference| unresolved_by(reference, unresolved));
            let (code, message, help) = match why {
                Some(why) => (why.code, why.message.as_str(), why.help.as_str()),
                None => (Code::DANGLING_REF, "the `$ref` leads to no path item", "mend the reference"),
            };
            found.diagnostics.push_with_help(code, &at.key("$ref"), message, help);
            read.skipped.push(Skipped { pointer: at, code, message: message.to_owned() });
        }
        Value::Object(fields) => read_path_item(path, fields, at, &mut read, found),
        _ => {
            let message = "a path item is not an object";
            found.diagnostics.push(Code::MALFORMED, &at, message);
            read.skipped.push(Skipped { pointer: at, code: Code::MALFORMED, message: message.to_owned() });
        }
    }
    read
}

fn read_path_item(
    path: &str,
    mut fields: Map<String, Value>,
    at: Pointer,
    read: &mut PathRead,
    found: &mut Found<'_>,
) {
    let mut operations = Vec::new();
    for (method, place, value) in take_operations(&mut fields, &at, found.dialect) {
        let value = set_responses(value, &place, found);
        match fragment::read::<Operation>(value, Kind::Operation, &place, found) {
            Ok(operation) => operations.push(PathOperation { method, pointer: place, operation }),
            Err(message) => read.skipped.push(Skipped { pointer: place, code: Code::MALFORMED, message }),
        }
    }
    let item = PathItem {
        servers: optional(&mut fields, "servers", &at, found).unwrap_or_default(),
        parameters: fields
            .remove("parameters")
            .and_then(|list| read_parameters(list, &at, found))
            .unwrap_or_default(),
        ..PathItem::default()
    };
    read.paths.push(Path { path: path.to_owned(), pointer: at, item, operations });
}

/// The operations of a path item with their methods and places.
fn take_operations(
    fields: &mut Map<String, Value>,
    at: &Pointer,
    dialect: Dialect,
) -> Vec<(String, Pointer, Value)> {
    let mut operations = Vec::new();
    let more: &[&str] = if dialect == Dialect::V32 { &["query"] } else { &[] };
    for method in METHODS.iter().chain(more) {
        if let Some(value) = fields.remove(*method) {
            operations.push((method.to_ascii_uppercase(), at.key(method), value));
        }
    }
    if dialect == Dialect::V32
        && let Some(Value::Object(additional)) = fields.remove("additionalOperations")
    {
        let at = at.key("additionalOperations");
        operations.extend(additional.into_iter().map(|(method, value)| {
            let place = at.key(&method);
            (method, place, value)
        }));
    }
    operations
}

fn read_parameters(
    list: Value,
    at: &Pointer,
    found: &mut Found<'_>,
) -> Option<Vec<openapiv3::ReferenceOr<openapiv3::Parameter>>> {
    // They are read as those of an operation are, which has the same field.
    let fields = [("parameters", list), ("responses", Value::Object(Map::new()))];
    let holder = fields.map(|(field, value)| (field.to_owned(), value)).into_iter().collect();
    fragment::read::<Operation>(holder, Kind::Operation, at, found).ok().map(|operation| operation.parameters)
}
