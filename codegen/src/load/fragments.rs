//! A JSON value to openapiv3's types, a piece at a time: each operation and each component by
//! itself, so that one that cannot be read leaves the others alone.

use indexmap::IndexMap;
use openapiv3::{Components, Example, Info, OpenAPI, ReferenceOr};
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{
    Document, Unresolved,
    dialect::{Dialect, Found},
    fragment,
    normal::{example_value, normalize},
    object_graph::Kind,
    paths::{self, PathRead},
    slots::Fragment,
    source_map::{Origins, SourceMap},
    statuses::describe,
};
use crate::diagnostics::{Code, Diagnostics, Pointer};

/// Reads the whole description.
pub(super) fn read(
    mut root: Map<String, Value>,
    version: String,
    unresolved: &[Unresolved],
    found: &mut Found<'_>,
) -> Document {
    let at = Pointer::root();
    // Since 3.1 a description may be of components or webhooks alone.
    let contents: &[&str] =
        if found.dialect <= Dialect::V30 { &["paths"] } else { &["paths", "components", "webhooks"] };
    if !contents.iter().any(|field| root.contains_key(*field)) {
        found.diagnostics.push(Code::MISSING_FIELD, &at, "there is no `paths`, so there are no operations");
    }
    let paths = paths::read(&mut root, "paths", unresolved, found);
    let webhooks = paths::read(&mut root, "webhooks", unresolved, found);
    let openapi = OpenAPI {
        openapi: version,
        info: read_info(root.remove("info"), &at.key("info"), found.diagnostics),
        servers: optional(&mut root, "servers", &at, found).unwrap_or_default(),
        components: root
            .remove("components")
            .map(|components| read_components(components, &at.key("components"), found)),
        security: optional(&mut root, "security", &at, found),
        tags: optional(&mut root, "tags", &at, found).unwrap_or_default(),
        ..OpenAPI::default()
    };
    let PathRead { paths, skipped, .. } = paths;
    let operations = paths.iter().map(|path| path.operations.len()).sum::<usize>() + skipped.len();
    Document {
        openapi,
        paths,
        webhooks: webhooks.paths,
        operations,
        skipped,
        unresolved: unresolved.to_vec(),
        origins: Origins::default(),
    }
}

/// A field that may be left out; one that cannot be read is passed over with a diagnostic.
pub(super) fn optional<T: DeserializeOwned>(
    object: &mut Map<String, Value>,
    field: &str,
    at: &Pointer,
    found: &mut Found<'_>,
) -> Option<T> {
    let mut value = object.remove(field)?;
    let place = at.key(field);
    if let Value::Array(servers) = &mut value
        && field == "servers"
    {
        for (index, server) in servers.iter_mut().enumerate() {
            normalize(server, Kind::Server, &place.index(index), found);
        }
    }
    fragment::plain(value, &place, found.diagnostics).ok()
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
        description: text("description").or_else(|| text("summary")),
        ..Info::default()
    }
}

fn read_components(components: Value, at: &Pointer, found: &mut Found<'_>) -> Components {
    let Value::Object(mut fields) = components else {
        found.diagnostics.push(Code::MALFORMED, at, "`components` is not an object");
        return Components::default();
    };
    if let Some(Value::Object(responses)) = fields.get_mut("responses") {
        let at = at.key("responses");
        responses.iter_mut().for_each(|(name, response)| describe(response, &at.key(name), found));
    }
    Components {
        schemas: entries(&mut fields, "schemas", at, found, |value, at, found| {
            Some(fragment::read_schema(value, at, found))
        }),
        responses: section(&mut fields, "responses", Kind::Response, at, found),
        parameters: section(&mut fields, "parameters", Kind::Parameter, at, found),
        headers: section(&mut fields, "headers", Kind::Header, at, found),
        request_bodies: section(&mut fields, "requestBodies", Kind::RequestBody, at, found),
        examples: read_examples(fields.remove("examples")),
        security_schemes: section(&mut fields, "securitySchemes", Kind::SecurityScheme, at, found),
        ..Components::default()
    }
}

/// The examples that have a value. Nothing is said of others: only what answers without a server needs them.
fn read_examples(examples: Option<Value>) -> IndexMap<String, ReferenceOr<Example>> {
    let Some(Value::Object(examples)) = examples else { return IndexMap::new() };
    let read = |(name, example): (String, Value)| {
        let Value::Object(mut fields) = example else { return None };
        let value = Some(example_value(&mut fields)?);
        Some((name, ReferenceOr::Item(Example { value, ..Example::default() })))
    };
    examples.into_iter().filter_map(read).collect()
}

fn section<T: Fragment + Send>(
    components: &mut Map<String, Value>,
    name: &str,
    kind: Kind,
    at: &Pointer,
    found: &mut Found<'_>,
) -> IndexMap<String, T> {
    entries(components, name, at, found, |value, at, found| fragment::read(value, kind, at, found).ok())
}

/// The entries of a section, each of which `read` makes something of.
fn entries<T: Send>(
    components: &mut Map<String, Value>,
    name: &str,
    at: &Pointer,
    found: &mut Found<'_>,
    read: impl Fn(Value, &Pointer, &mut Found<'_>) -> Option<T> + Sync,
) -> IndexMap<String, T> {
    let at = at.key(name);
    let entries = match components.remove(name) {
        Some(Value::Object(entries)) => entries,
        None | Some(Value::Null) => return IndexMap::new(),
        Some(_) => {
            found.diagnostics.push(Code::MALFORMED, &at, format!("`{name}` is not an object"));
            return IndexMap::new();
        }
    };
    let is_allowed =
        |name: &String| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    if found.dialect >= Dialect::V30 {
        for name in entries.keys().filter(|name| !is_allowed(name)) {
            let message = "a component's name has letters, digits, `.`, `_` and `-`, and nothing else";
            found.diagnostics.push(Code::FORBIDDEN, &at.key(name), message);
        }
    }
    // What people give names to may well be called `x-something`.
    let is_extension = |key: &str, value: &Value| key.starts_with("x-") && !value.is_object();
    let entries: Vec<(String, Value)> =
        entries.into_iter().filter(|(key, value)| !is_extension(key, value)).collect();
    let read = in_parallel(entries, found, |key, value, found| read(value, &at.key(key), found));
    read.into_iter().filter_map(|(key, item)| Some((key, item?))).collect()
}

/// Reads entries on all cores, and adds what is found in each, in order.
pub(super) fn in_parallel<T: Send>(
    entries: Vec<(String, Value)>,
    found: &mut Found<'_>,
    read: impl Fn(&str, Value, &mut Found<'_>) -> T + Sync,
) -> Vec<(String, T)> {
    let dialect = found.dialect;
    let read: Vec<(String, T, Diagnostics, SourceMap)> = entries
        .into_par_iter()
        .map(|(key, value)| {
            let (mut diagnostics, mut source_map) = (Diagnostics::default(), SourceMap::default());
            let mut found = Found { dialect, diagnostics: &mut diagnostics, source_map: &mut source_map };
            let item = read(&key, value, &mut found);
            (key, item, diagnostics, source_map)
        })
        .collect();
    let mut items = Vec::with_capacity(read.len());
    for (key, item, diagnostics, source_map) in read {
        found.diagnostics.extend(diagnostics);
        found.source_map.extend(source_map);
        items.push((key, item));
    }
    items
}
