//! The reader of a whole description: each operation and each component is a fragment that is read by itself.

use indexmap::IndexMap;
use openapiv3::{Components, Contact, Example, Info, License, OpenAPI, ReferenceOr};
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{
    Document,
    context::Context,
    dialect::Dialect,
    extensions::{LICENSE_IDENTIFIER, LINKS},
    fragment,
    normalize::{example_value, normalize},
    object_graph::ObjectKind,
    paths,
    responses::add_description,
    schema_slots::SchemaSlots,
    source_map::{Origins, SourceMap},
    unresolved::Unresolved,
};
use crate::diagnostics::{Code, Diagnostics, Pointer};

/// Reads the whole description.
pub(super) fn read(
    mut root: Map<String, Value>,
    version: String,
    unresolved: Vec<Unresolved>,
    context: &mut Context<'_>,
) -> Document {
    let at = Pointer::root();
    // Since 3.1 a description may consist of components or webhooks.
    let contents: &[&str] =
        if context.dialect <= Dialect::V30 { &["paths"] } else { &["paths", "components", "webhooks"] };
    if !contents.iter().any(|field| root.contains_key(*field)) {
        context.diagnostics.push(Code::MISSING_FIELD, &at, "`paths` is missing; there are no operations");
    }
    let paths = paths::read(&mut root, "paths", &unresolved, context);
    let webhooks = paths::read(&mut root, "webhooks", &unresolved, context);
    let callbacks = paths::read(&mut root, "callbacks", &unresolved, context);
    let openapi = OpenAPI {
        openapi: version,
        info: read_info(root.remove("info"), &at.key("info"), context.diagnostics),
        servers: optional(&mut root, "servers", &at, context).unwrap_or_default(),
        components: root
            .remove("components")
            .map(|components| read_components(components, &at.key("components"), context)),
        security: optional(&mut root, "security", &at, context),
        tags: optional(&mut root, "tags", &at, context).unwrap_or_default(),
        extensions: root.into_iter().filter(|(key, _)| key.starts_with("x-")).collect(),
        ..OpenAPI::default()
    };
    let read = paths.paths.iter().map(|path| path.operations.len()).sum::<usize>();
    Document {
        openapi,
        operations: read + paths.skipped.len(),
        paths: paths.paths,
        webhooks: webhooks.paths,
        callbacks: callbacks.paths,
        skipped: paths.skipped,
        unresolved,
        origins: Origins::default(),
        weight: 0,
    }
}

/// Reads an optional field. An invalid one is reported and ignored.
pub(super) fn optional<T: DeserializeOwned>(
    object: &mut Map<String, Value>,
    field: &str,
    at: &Pointer,
    context: &mut Context<'_>,
) -> Option<T> {
    let mut value = object.remove(field)?;
    let at = at.key(field);
    if let Value::Array(servers) = &mut value
        && field == "servers"
    {
        for (index, server) in servers.iter_mut().enumerate() {
            normalize(server, ObjectKind::Server, &at.index(index), context);
        }
    }
    fragment::deserialize(value, &at, context.diagnostics).ok()
}

fn read_info(info: Option<Value>, at: &Pointer, diagnostics: &mut Diagnostics) -> Info {
    let mut fields = match info {
        Some(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    let (contact, license) = (fields.remove("contact"), fields.remove("license"));
    let mut text = |field: &str| take_text(&mut fields, field);
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
        terms_of_service: text("termsOfService"),
        contact: contact.and_then(read_contact),
        license: license.and_then(read_license),
        ..Info::default()
    }
}

/// Removes a field, and returns its text.
fn take_text(fields: &mut Map<String, Value>, field: &str) -> Option<String> {
    match fields.remove(field) {
        Some(Value::String(text)) => Some(text),
        // `version: 1.0` without quotes is a number in YAML.
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    }
}

fn read_contact(contact: Value) -> Option<Contact> {
    let Value::Object(mut fields) = contact else { return None };
    let [name, url, email] = ["name", "url", "email"].map(|field| take_text(&mut fields, field));
    Some(Contact { name, url, email, ..Contact::default() })
}

fn read_license(license: Value) -> Option<License> {
    let Value::Object(mut fields) = license else { return None };
    let name = take_text(&mut fields, "name").unwrap_or_default();
    let identifier = fields.remove("identifier").filter(Value::is_string);
    let extensions = identifier.map(|identifier| (LICENSE_IDENTIFIER.to_owned(), identifier)).into_iter();
    Some(License { name, url: take_text(&mut fields, "url"), extensions: extensions.collect() })
}

fn read_components(components: Value, at: &Pointer, context: &mut Context<'_>) -> Components {
    let Value::Object(mut fields) = components else {
        context.diagnostics.push(Code::MALFORMED, at, "`components` is not an object");
        return Components::default();
    };
    if let Some(Value::Object(responses)) = fields.get_mut("responses") {
        let at = at.key("responses");
        responses.iter_mut().for_each(|(name, response)| add_description(response, &at.key(name), context));
    }
    Components {
        schemas: read_section(&mut fields, "schemas", at, context, |value, at, context| {
            Some(fragment::read_schema(value, at, context))
        }),
        responses: read_fragments(&mut fields, "responses", ObjectKind::Response, at, context),
        parameters: read_fragments(&mut fields, "parameters", ObjectKind::Parameter, at, context),
        headers: read_fragments(&mut fields, "headers", ObjectKind::Header, at, context),
        request_bodies: read_fragments(&mut fields, "requestBodies", ObjectKind::RequestBody, at, context),
        examples: read_examples(fields.remove("examples")),
        security_schemes: read_fragments(
            &mut fields,
            "securitySchemes",
            ObjectKind::SecurityScheme,
            at,
            context,
        ),
        extensions: fields.remove("links").map(|links| (LINKS.to_owned(), links)).into_iter().collect(),
        ..Components::default()
    }
}

/// Reads the examples that have a value. Others are ignored without a diagnostic, because only mocks use them.
fn read_examples(examples: Option<Value>) -> IndexMap<String, ReferenceOr<Example>> {
    let Some(Value::Object(examples)) = examples else { return IndexMap::new() };
    let read = |(name, example): (String, Value)| {
        let Value::Object(mut fields) = example else { return None };
        let value = Some(example_value(&mut fields)?);
        Some((name, ReferenceOr::Item(Example { value, ..Example::default() })))
    };
    examples.into_iter().filter_map(read).collect()
}

/// Reads the fragments of a section of `components`.
fn read_fragments<T: SchemaSlots + Send>(
    components: &mut Map<String, Value>,
    section: &str,
    kind: ObjectKind,
    at: &Pointer,
    context: &mut Context<'_>,
) -> IndexMap<String, T> {
    read_section(components, section, at, context, |value, at, context| {
        fragment::read(value, kind, at, context).ok()
    })
}

/// Reads a section of `components`, each entry with `read`.
fn read_section<T: Send>(
    components: &mut Map<String, Value>,
    section: &str,
    at: &Pointer,
    context: &mut Context<'_>,
    read: impl Fn(Value, &Pointer, &mut Context<'_>) -> Option<T> + Sync,
) -> IndexMap<String, T> {
    let at = at.key(section);
    let entries = match components.remove(section) {
        Some(Value::Object(entries)) => entries,
        None | Some(Value::Null) => return IndexMap::new(),
        Some(_) => {
            context.diagnostics.push(Code::MALFORMED, &at, format!("`{section}` is not an object"));
            return IndexMap::new();
        }
    };
    let is_allowed =
        |name: &String| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    if context.dialect >= Dialect::V30 {
        for name in entries.keys().filter(|name| !is_allowed(name)) {
            let message = "a component name may contain only letters, digits, `.`, `_` and `-`";
            context.diagnostics.push(Code::FORBIDDEN, &at.key(name), message);
        }
    }
    // A component may be named `x-something`, but then it is an object.
    let is_extension = |key: &str, value: &Value| key.starts_with("x-") && !value.is_object();
    let entries: Vec<(String, Value)> =
        entries.into_iter().filter(|(key, value)| !is_extension(key, value)).collect();
    let read = read_in_parallel(entries, context, |key, value, context| read(value, &at.key(key), context));
    read.into_iter().filter_map(|(key, item)| Some((key, item?))).collect()
}

/// Reads entries on all cores, and adds the diagnostics and the source maps of all of them in order.
pub(super) fn read_in_parallel<T: Send>(
    entries: Vec<(String, Value)>,
    context: &mut Context<'_>,
    read: impl Fn(&str, Value, &mut Context<'_>) -> T + Sync,
) -> Vec<(String, T)> {
    let dialect = context.dialect;
    let read: Vec<ReadEntry<T>> = entries
        .into_par_iter()
        .map(|(key, value)| {
            let (mut diagnostics, mut source_map) = (Diagnostics::default(), SourceMap::default());
            let mut context = Context { dialect, diagnostics: &mut diagnostics, source_map: &mut source_map };
            let item = read(&key, value, &mut context);
            ReadEntry { key, item, diagnostics, source_map }
        })
        .collect();
    let mut items = Vec::with_capacity(read.len());
    for entry in read {
        context.diagnostics.extend(entry.diagnostics);
        context.source_map.extend(entry.source_map);
        items.push((entry.key, entry.item));
    }
    items
}

/// An entry that one thread has read.
struct ReadEntry<T> {
    key: String,
    item: T,
    diagnostics: Diagnostics,
    source_map: SourceMap,
}
