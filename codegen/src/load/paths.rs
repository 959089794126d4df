//! The reader of paths and webhooks: each path item and each operation by itself.

use std::collections::HashMap;

use openapiv3::{Operation, Parameter, ReferenceOr};
use serde_json::{Map, Value};

use super::{
    Path, PathOperation, Skipped,
    bundle::unresolved_by,
    context::Context,
    dialect::Dialect,
    fragment,
    fragments::{optional, read_in_parallel},
    object_graph::ObjectKind,
    responses::complete_responses,
    unresolved::Unresolved,
};
use crate::diagnostics::{Code, Pointer};

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The maximum length of a path in bytes. Servers need not accept a longer one (RFC 9110, section 4.1), and each
/// operation repeats it.
const MAX_PATH: usize = 8000;

/// The paths that could be read, and the operations that could not.
#[derive(Default)]
pub(super) struct PathsRead {
    pub(super) paths: Vec<Path>,
    pub(super) skipped: Vec<Skipped>,
}

/// Reads the path items in the field `field` of the description.
pub(super) fn read(
    root: &mut Map<String, Value>,
    field: &str,
    unresolved: &[Unresolved],
    context: &mut Context<'_>,
) -> PathsRead {
    let at = Pointer::root().key(field);
    let items = match root.remove(field) {
        Some(Value::Object(items)) => items,
        None | Some(Value::Null) => return PathsRead::default(),
        Some(_) => {
            context.diagnostics.push(Code::MALFORMED, &at, format!("`{field}` is not an object"));
            return PathsRead::default();
        }
    };
    let items: Vec<(String, Value)> = items.into_iter().filter(|(path, _)| !path.starts_with("x-")).collect();
    let is_path = field == "paths";
    let read = read_in_parallel(items, context, |path, item, context| {
        let at = at.key(path);
        if path.len() > MAX_PATH {
            let message = format!("the path is longer than {MAX_PATH} bytes");
            context.diagnostics.push_with_help(Code::MALFORMED, &at, message.clone(), "shorten the path");
            return skipped(Skipped { pointer: at, code: Code::MALFORMED, message });
        }
        if is_path && path.contains(['?', '#']) {
            let message =
                "the path contains a query or a fragment; the query is sent with it, the fragment is not";
            context.diagnostics.push(Code::PATH, &at, message);
        }
        if is_path && !path.starts_with('/') {
            // After the host of a server, such a path would be a part of the host.
            let message = "the path does not begin with `/`; the requests have the `/`";
            context.diagnostics.push(Code::PATH, &at, message);
            return read_path(&format!("/{path}"), item, at, unresolved, context);
        }
        read_path(path, item, at, unresolved, context)
    });
    if is_path {
        report_similar_paths(&read, &at, context);
    }
    let mut all = PathsRead::default();
    for (_, mut one) in read {
        all.paths.append(&mut one.paths);
        all.skipped.append(&mut one.skipped);
    }
    all
}

/// Reports paths that differ only in the names of their parameters, so that a request matches both.
fn report_similar_paths(read: &[(String, PathsRead)], at: &Pointer, context: &mut Context<'_>) {
    let mut known: HashMap<String, &str> = HashMap::new();
    for (path, _) in read {
        let without_names: String = path
            .split('{')
            .map(|part| part.split_once('}').map_or(part, |(_, rest)| rest))
            .collect::<Vec<_>>()
            .join("{}");
        if let Some(other) = known.get(&without_names) {
            let message = format!("the path differs from `{other}` only in the names of its parameters");
            let (here, other) = (at.key(path), at.key(other));
            context.diagnostics.push_duplicate(Code::FORBIDDEN, &here, &other, message);
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
    context: &mut Context<'_>,
) -> PathsRead {
    match item {
        Value::Object(fields) if fields.contains_key("$ref") => {
            let reference = fields.get("$ref").and_then(Value::as_str);
            let reason = reference.and_then(|reference| unresolved_by(reference, unresolved));
            let (code, message, help) = match reason {
                Some(reason) => (reason.code, reason.message.as_str(), reason.help.as_str()),
                None => {
                    let message = "the `$ref` does not refer to a path item";
                    (Code::DANGLING_REF, message, "correct the reference")
                }
            };
            context.diagnostics.push_with_help(code, &at.key("$ref"), message, help);
            skipped(Skipped { pointer: at, code, message: message.to_owned() })
        }
        Value::Object(fields) => read_path_item(path, fields, at, context),
        _ => {
            let message = "the path item is not an object";
            context.diagnostics.push(Code::MALFORMED, &at, message);
            skipped(Skipped { pointer: at, code: Code::MALFORMED, message: message.to_owned() })
        }
    }
}

fn skipped(item: Skipped) -> PathsRead {
    PathsRead { paths: Vec::new(), skipped: vec![item] }
}

fn read_path_item(
    path: &str,
    mut fields: Map<String, Value>,
    at: Pointer,
    context: &mut Context<'_>,
) -> PathsRead {
    let mut operations = Vec::new();
    let mut skipped = Vec::new();
    for RawOperation { method, pointer, value } in take_operations(&mut fields, &at, context.dialect) {
        let value = complete_responses(value, &pointer, context);
        match fragment::read::<Operation>(value, ObjectKind::Operation, &pointer, context) {
            Ok(operation) => operations.push(PathOperation { method, pointer, operation }),
            Err(message) => skipped.push(Skipped { pointer, code: Code::MALFORMED, message }),
        }
    }
    let servers = optional(&mut fields, "servers", &at, context).unwrap_or_default();
    let parameters = fields.remove("parameters").and_then(|list| read_parameters(list, &at, context));
    let parameters = parameters.unwrap_or_default();
    let path = Path { path: path.to_owned(), pointer: at, servers, parameters, operations };
    PathsRead { paths: vec![path], skipped }
}

/// An operation that is yet to be read.
struct RawOperation {
    method: String,
    pointer: Pointer,
    value: Value,
}

/// Takes the operations out of a path item.
fn take_operations(fields: &mut Map<String, Value>, at: &Pointer, dialect: Dialect) -> Vec<RawOperation> {
    let mut operations = Vec::new();
    let later_methods: &[&str] = if dialect == Dialect::V32 { &["query"] } else { &[] };
    for method in METHODS.iter().chain(later_methods) {
        if let Some(value) = fields.remove(*method) {
            let pointer = at.key(method);
            operations.push(RawOperation { method: method.to_ascii_uppercase(), pointer, value });
        }
    }
    if dialect == Dialect::V32
        && let Some(Value::Object(additional)) = fields.remove("additionalOperations")
    {
        let at = at.key("additionalOperations");
        operations.extend(additional.into_iter().map(|(method, value)| {
            let pointer = at.key(&method);
            RawOperation { method, pointer, value }
        }));
    }
    operations
}

fn read_parameters(
    list: Value,
    at: &Pointer,
    context: &mut Context<'_>,
) -> Option<Vec<ReferenceOr<Parameter>>> {
    // An operation has the same field.
    let fields = [("parameters", list), ("responses", Value::Object(Map::new()))];
    let operation = fields.map(|(field, value)| (field.to_owned(), value)).into_iter().collect();
    let operation = fragment::read::<Operation>(operation, ObjectKind::Operation, at, context).ok()?;
    Some(operation.parameters)
}

#[cfg(test)]
mod tests {
    use crate::{Source, read};

    #[test]
    fn refuses_paths_that_are_too_long() {
        for (length, expected) in [(7999, (1, 0)), (8000, (0, 1))] {
            let path = "a".repeat(length);
            let text = format!(
                r#"{{
    "openapi": "3.1.0",
    "info": {{ "title": "Pets", "version": "1" }},
    "paths": {{ "/{path}": {{ "get": {{ "responses": {{ "204": {{ "description": "None." }} }} }} }} }}
}}"#
            );
            let (api, diagnostics) = read(&Source::new("pets.yaml", text));
            assert_eq!((api.map_or(0, |api| api.operations.len()), diagnostics.len()), expected, "{length}");
        }
    }

    #[test]
    fn begins_each_path_with_a_slash() {
        for (described, expected) in [
            ("/pets", "/pets"),
            ("pets", "/pets"),
            (".example.org/pets", "/.example.org/pets"),
            ("@example.org", "/@example.org"),
            (":8080", "/:8080"),
            ("{id}", "/{id}"),
        ] {
            let text = format!(
                "
openapi: 3.1.0
info: {{ title: Pets, version: '1' }}
paths: {{ '{described}': {{ get: {{ responses: {{ '204': {{ description: None. }} }} }} }} }}
"
            );
            let (api, _) = read(&Source::new("pets.yaml", text));
            let paths: Vec<String> =
                api.into_iter().flat_map(|api| api.operations).map(|operation| operation.path).collect();
            assert_eq!(paths, [expected], "{described}");
        }
    }
}
