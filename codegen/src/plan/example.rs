//! The crate's page: what it is a client of, and a program that runs.

use std::collections::HashMap;

use super::docs;
use crate::{
    api::Api,
    rust::{Argument, Crate, Home, Ident, Item, OutcomeEnum, Page, Presence, Scheme, SchemeKind, Type},
};

/// How deep the values of an example are spelt out.
const DEEPEST: usize = 6;

/// The documentation of the crate's page.
pub(super) fn crate_docs(api: &Api, krate: &Crate) -> Page {
    let mut lines = vec![format!("{}.", docs::plain(&krate.description).trim_end_matches('.'))];
    if let Some(description) = &api.description {
        docs::paragraph(&mut lines, docs::markdown(description));
    }
    docs::paragraph(
        &mut lines,
        vec![
            "Each operation is a method of [`Client`] that returns a [`Call`]: set what is optional, then".to_owned(),
            "[`send`](Call::send) it. The answer is a [`Response`] with the status, the headers and the body, or an".to_owned(),
            "[`Error`] that keeps all of what the server said.".to_owned(),
        ],
    );
    let after = vec![
        "Without the default feature `client` there is no HTTP client: an operation of [`operations`] makes an".to_owned(),
        "`http::Request` ([`Operation::request`]) and reads an `http::Response` ([`Operation::decode`]).".to_owned(),
    ];
    Page { before: lines, example: example(krate), after }
}

/// A program that calls the first operation whose arguments can be spelt out; one with a body says
/// most.
fn example(krate: &Crate) -> Option<String> {
    let items: HashMap<(Home, &Ident), &Item> = krate
        .models
        .iter()
        .flat_map(|module| &module.items)
        .map(|item| ((Home::Models, item.ident()), item))
        .chain(
            krate
                .operations
                .iter()
                .flat_map(|operation| &operation.items)
                .map(|item| ((Home::Operations, item.ident()), item)),
        )
        .collect();
    let spelt = krate.operations.iter().filter(|operation| !operation.deprecated).filter_map(|operation| {
        let values: Option<Vec<String>> =
            operation.arguments.iter().map(|argument| value(&argument.ty, &items, DEEPEST)).collect();
        Some((operation, values?))
    });
    let (operation, values) = spelt.max_by_key(|(operation, values)| {
        let length: usize = values.iter().map(String::len).sum();
        // The first of those that have a body, unless it is a long one.
        (operation.borrows && length < 400, std::cmp::Reverse(length.saturating_sub(400)))
    })?;
    let name = krate.name.replace('-', "_");
    let mut lines = Vec::new();
    let used = values.join(" ");
    let mut imports: Vec<&str> = vec!["Client"];
    imports.extend(["models"].into_iter().filter(|_| used.contains("models::")));
    let enum_of_output = operation.outcomes.iter().find(|outcome| {
        operation.output == Type::Named(Home::Operations, outcome.ident.clone())
    });
    if enum_of_output.is_some() || used.contains("operations::") {
        imports.push("operations");
    }
    let import = if imports.len() == 1 { imports.concat() } else { format!("{{{}}}", imports.join(", ")) };
    lines.push(format!("use {name}::{import};"));
    lines.push(format!("let client = Client::builder(){}{}.build()?;", server(krate), credential(krate, operation)));
    let mut arguments = Vec::new();
    for (argument, value) in operation.arguments.iter().zip(values) {
        arguments.push(argument_text(argument, value, &mut lines));
    }
    lines.push(format!(
        "let response = client.{}({}).send().await?;",
        operation.function,
        arguments.join(", ")
    ));
    match enum_of_output {
        Some(outcome) => lines.extend(match_lines(outcome)),
        None => lines.push("println!(\"{}: {:?}\", response.status, response.body);".to_owned()),
    }
    Some(lines.join("\n"))
}

/// A short value stands in the call, a long one before it.
fn argument_text(argument: &Argument, value: String, lines: &mut Vec<String>) -> String {
    let reference = if argument.borrowed { "&" } else { "" };
    if value.len() < 30 {
        return format!("{reference}{value}");
    }
    lines.push(format!("let {} = {value};", argument.ident));
    format!("{reference}{}", argument.ident)
}

fn match_lines(outcome: &OutcomeEnum) -> Vec<String> {
    let mut lines = vec!["match response.body {".to_owned()];
    for variant in &outcome.variants {
        let path = format!("operations::{}::{}", outcome.ident, variant.ident);
        lines.push(match &variant.ty {
            Some(_) => format!("    {path}(body) => println!(\"{{body:?}}\"),"),
            None => format!("    {path} => println!(\"no content\"),"),
        });
    }
    lines.push("}".to_owned());
    lines
}

fn server(krate: &Crate) -> &'static str {
    if krate.base_url.is_empty() { ".base_url(\"https://api.example.com\")" } else { "" }
}

fn credential(krate: &Crate, operation: &crate::rust::Operation) -> String {
    let wanted = operation.security.first().cloned().unwrap_or_default();
    krate
        .schemes
        .iter()
        .filter(|scheme| wanted.contains(&scheme.wire))
        .map(|Scheme { ident, kind, .. }| match kind {
            SchemeKind::Bearer => format!(".{ident}(\"token\")"),
            SchemeKind::Basic => format!(".{ident}(\"user\", \"password\")"),
            SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_) => format!(".{ident}(\"key\")"),
        })
        .collect()
}

/// An expression of the type; `None` when there is none that is short enough.
fn value(ty: &Type, items: &HashMap<(Home, &Ident), &Item>, depth: usize) -> Option<String> {
    Some(match ty {
        Type::Unit => "()".to_owned(),
        Type::Bool => "true".to_owned(),
        Type::I32 | Type::I64 => "1".to_owned(),
        Type::F32 | Type::F64 => "1.0".to_owned(),
        Type::String => "\"text\"".to_owned(),
        Type::Bytes => "\"bytes\"".to_owned(),
        Type::Value => "serde_json::json!({})".to_owned(),
        Type::Timestamp => "\"2025-01-31T12:00:00Z\".parse()?".to_owned(),
        Type::Uuid => "uuid::Uuid::nil()".to_owned(),
        Type::Infallible => return None,
        Type::Vec(inner) => match owned(inner, items, depth) {
            Some(inner) => format!("vec![{inner}]"),
            None => "vec![]".to_owned(),
        },
        Type::Map(_) => "std::collections::BTreeMap::new()".to_owned(),
        Type::Option(_) => "None".to_owned(),
        Type::Boxed(inner) => format!("Box::new({})", value(inner, items, depth)?),
        Type::Named(home, ident) => item_value(*home, ident, items, depth)?,
    })
}

/// As [`value`], where a `String` is wanted and not what can become one.
fn owned(ty: &Type, items: &HashMap<(Home, &Ident), &Item>, depth: usize) -> Option<String> {
    let text = value(ty, items, depth)?;
    Some(match ty {
        Type::String | Type::Bytes => format!("{text}.into()"),
        Type::Named(home, ident) if text == "\"text\"" => match items.get(&(*home, ident)) {
            Some(Item::Alias(_)) => format!("{text}.into()"),
            _ => text,
        },
        _ => text,
    })
}

fn item_value(home: Home, ident: &Ident, items: &HashMap<(Home, &Ident), &Item>, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let module = match home {
        Home::Models => "models",
        Home::Operations => "operations",
    };
    match items.get(&(home, ident))? {
        Item::Struct(item) if item.default => Some(format!("{module}::{ident}::default()")),
        Item::Struct(item) => {
            let arguments: Option<Vec<String>> = item
                .fields
                .iter()
                .filter(|field| field.presence == Presence::Required)
                .map(|field| match &field.ty {
                    Type::String => value(&field.ty, items, depth),
                    other => owned(other, items, depth),
                })
                .collect();
            Some(format!("{module}::{ident}::new({})", arguments?.join(", ")))
        }
        Item::Enum(item) => Some(format!("{module}::{ident}::{}", item.variants.first()?.ident)),
        Item::Union(item) => {
            let variant = item.variants.first()?;
            Some(format!("{module}::{ident}::{}({})", variant.ident, owned(&variant.ty, items, depth)?))
        }
        Item::Alias(item) => value(&item.ty, items, depth),
    }
}
