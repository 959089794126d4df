//! The crate's page: what it is a client of, and a program that runs.

use std::collections::HashMap;

use super::{
    docs,
    names::{self, Scope},
};
use crate::{
    api::Api,
    rust::{
        Argument, Crate, Home, Ident, Initializer, Item, OutcomeEnum, Page, Parts, Scheme, SchemeKind,
        Support, Type,
    },
};

/// How deep the values of an example are spelt out.
const DEEPEST: usize = 6;
/// How many values an example spells out at the most: an argument that needs more is no example.
const MOST: usize = 40;
/// A longer expression stands by itself.
const LONGEST: usize = 60;

/// What is said of operations.
const OPERATIONS: [&str; 3] = [
    "Each operation is a method of [`Client`] that returns a [`Call`]: set what is optional, then",
    "[`send`](Call::send) it. The answer is a [`Response`] with the status, the headers and the body, or an",
    "[`Error`] that keeps all of what the server said.",
];
const OTHER_WAYS: [&str; 5] = [
    "Without the default feature `client` there is no HTTP client: an operation of [`operations`] makes an",
    "`http::Request` ([`Operation::request`]) and reads an `http::Response` ([`Operation::decode`]).",
    "",
    "With the feature `mock`, `ClientBuilder::build_mock` makes a client without a server, for tests of the code",
    "that calls it.",
];

/// The documentation of the crate's page.
pub(super) fn crate_docs(api: &Api, krate: &Crate) -> Page {
    let mut lines = vec![format!("{}.", docs::plain(&krate.description).trim_end_matches('.'))];
    if let Some(description) = &api.description {
        docs::paragraph(&mut lines, docs::markdown(description));
    }
    docs::paragraph(&mut lines, servers(api));
    if !krate.operations.is_empty() {
        docs::paragraph(&mut lines, OPERATIONS.map(str::to_owned).to_vec());
    }
    if !krate.webhooks.is_empty() {
        docs::paragraph(&mut lines, vec!["What the server sends by itself is in [`webhooks`].".to_owned()]);
    }
    let after = if krate.operations.is_empty() { Vec::new() } else { OTHER_WAYS.map(str::to_owned).to_vec() };
    Page { before: lines, example: example(krate), after }
}

/// The servers, where there is more to say than the one that is called unless told otherwise.
fn servers(api: &Api) -> Vec<String> {
    let names: Vec<String> = api.servers.iter().map(|server| docs::code(&server.url)).collect();
    match api.servers.as_slice() {
        [] => vec![],
        [only] if only.url.starts_with("http") => vec![],
        [only] => vec![
            format!(
                "The server is at {}, relative to where its description is published: give the",
                docs::code(&only.url)
            ),
            "builder the whole URL as `base_url`.".to_owned(),
        ],
        _ => vec![format!("Servers: {}; see [`servers`].", names.join(", "))],
    }
}

/// A program that calls the first operation whose arguments can be spelt out; one with a body says
/// most.
fn example(krate: &Crate) -> Option<(String, Vec<String>)> {
    let items = items(krate);
    let spelt = krate.operations.iter().filter(|operation| !operation.deprecated).filter_map(|operation| {
        let mut values = Values {
            items: &items,
            lets: Vec::new(),
            names: Scope::with(&["client", "response"]),
            budget: MOST,
        };
        let arguments: Option<Vec<String>> =
            operation.arguments.iter().map(|argument| values.argument(argument)).collect();
        Some((operation, arguments?, values.lets))
    });
    let (operation, arguments, lets) = spelt.min_by_key(|(operation, _, lets)| {
        // The first of those that have a body, unless it takes many lines.
        (!operation.borrows || lets.len() > 8, lets.len().saturating_sub(8))
    })?;
    let enum_of_output = operation
        .outcomes
        .iter()
        .find(|outcome| operation.output == Type::Named(Home::Operations, outcome.ident.clone()));
    let used = [lets.as_slice(), arguments.as_slice()].concat().concat();
    let mut imports = vec!["Client"];
    if used.contains("models::") {
        imports.push("models");
    }
    if enum_of_output.is_some() || used.contains("operations::") {
        imports.push("operations");
    }
    let mut lines = vec![
        format!("use {}::{{{}}};", krate.name.replace('-', "_"), imports.join(", ")),
        format!("let client = Client::builder(){}{}.build()?;", server(krate), credential(krate, operation)),
    ];
    lines.extend(lets);
    let function = &operation.function;
    lines.push(format!("let response = client.{function}({}).send().await?;", arguments.join(", ")));
    match enum_of_output {
        Some(outcome) => lines.extend(match_lines(outcome)),
        None => lines.push("println!(\"{}: {:?}\", response.status, response.body);".to_owned()),
    }
    let tag = operation.tag.filter(|_| krate.tag_features).and_then(|index| krate.tags.get(index));
    let features = ["client".to_owned()].into_iter().chain(tag.map(|tag| tag.feature.clone()));
    Some((lines.join("\n"), features.collect()))
}

type Items<'a> = HashMap<(Home, &'a Ident), &'a Item>;

fn items(krate: &Crate) -> Items<'_> {
    let models = krate.models.iter().flat_map(|module| &module.items);
    let own = krate.operations.iter().flat_map(|operation| &operation.items);
    models
        .map(|item| ((Home::Models, item.ident()), item))
        .chain(own.map(|item| ((Home::Operations, item.ident()), item)))
        .collect()
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
            SchemeKind::Authorization(_) => format!(".{ident}(\"value\")"),
            SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_) => {
                format!(".{ident}(\"key\")")
            }
        })
        .collect()
}

/// Expressions for types; what is long stands in a `let` of its own.
struct Values<'a> {
    items: &'a Items<'a>,
    lets: Vec<String>,
    names: Scope,
    /// How many more values are spelt out.
    budget: usize,
}

impl Values<'_> {
    fn argument(&mut self, argument: &Argument) -> Option<String> {
        let value = self.value(&argument.ty, DEEPEST)?;
        let value = if value.len() > LONGEST { self.bind(argument.ident.unraw(), &value) } else { value };
        Some(if argument.borrowed { format!("&{value}") } else { value })
    }

    /// A `let` for the expression, and its name.
    fn bind(&mut self, name: &str, value: &str) -> String {
        let name = self.names.claim(&names::snake_text(name, "value"));
        let name = names::ident(&name);
        self.lets.push(format!("let {name} = {value};"));
        name.to_string()
    }

    /// An expression of the type, or of one that an argument of the type is made of; `None` when
    /// there is none that is short enough.
    fn value(&mut self, ty: &Type, depth: usize) -> Option<String> {
        self.budget = self.budget.checked_sub(1)?;
        Some(match ty {
            Type::Unit => "()".to_owned(),
            Type::Bool => "true".to_owned(),
            Type::Int(_) => "1".to_owned(),
            Type::F32 | Type::F64 => "1.0".to_owned(),
            Type::String => "\"text\"".to_owned(),
            Type::Value => "serde_json::json!({})".to_owned(),
            Type::Foreign(foreign) => foreign.example?.to_owned(),
            Type::Support(Support::Secret) => "\"secret\"".to_owned(),
            Type::Bytes
            | Type::Support(Support::Base64 | Support::Base64Url | Support::Body | Support::File) => {
                "\"bytes\"".to_owned()
            }
            Type::Support(Support::Span) => "\"PT1H\".parse()?".to_owned(),
            Type::Support(Support::TimeOfDay) => "\"12:00:00Z\".parse()?".to_owned(),
            Type::Support(Support::DateTime) => "\"2025-01-31T12:00:00Z\".parse()?".to_owned(),
            Type::Infallible | Type::Stream(..) | Type::Choice(..) => return None,
            Type::Vec(inner) => match self.owned(inner, depth) {
                Some(element) if element.len() > LONGEST => {
                    let name = match &**inner {
                        Type::Named(_, ident) => ident.unraw(),
                        _ => "element",
                    };
                    format!("vec![{}]", self.bind(name, &element))
                }
                Some(element) => format!("vec![{element}]"),
                None => "vec![]".to_owned(),
            },
            Type::Tuple(elements) => {
                let values: Option<Vec<String>> =
                    elements.iter().map(|element| self.owned(element, depth)).collect();
                format!("({})", values?.join(", "))
            }
            Type::Map(_) => "std::collections::BTreeMap::new()".to_owned(),
            Type::Option(_) => "None".to_owned(),
            Type::Boxed(inner) => format!("Box::new({})", self.owned(inner, depth)?),
            Type::Named(home, ident) => self.item(*home, ident, depth)?,
        })
    }

    /// As [`value`](Self::value), where the type itself is wanted and not what can become it.
    fn owned(&mut self, ty: &Type, depth: usize) -> Option<String> {
        let text = self.value(ty, depth)?;
        Some(if text.starts_with('"') && text.ends_with('"') { format!("{text}.into()") } else { text })
    }

    fn item(&mut self, home: Home, ident: &Ident, depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        let path = match home {
            Home::Models => format!("models::{ident}"),
            Home::Operations => format!("operations::{ident}"),
        };
        match self.items.get(&(home, ident)).copied()? {
            Item::Struct(item) | Item::Parts(Parts { fields: item, .. }) if item.default => {
                Some(format!("{path}::default()"))
            }
            Item::Struct(item) | Item::Parts(Parts { fields: item, .. }) => {
                let mut arguments = Vec::new();
                for field in item.fields.iter().filter(|field| field.start == Initializer::Argument) {
                    arguments.push(match &field.ty {
                        Type::String | Type::Support(_) => self.value(&field.ty, depth)?,
                        other => self.owned(other, depth)?,
                    });
                }
                Some(format!("{path}::new({})", arguments.join(", ")))
            }
            Item::Enum(item) => Some(format!("{path}::{}", item.variants.first()?.ident)),
            Item::Union(item) => {
                let variant = item.variants.first()?;
                Some(format!("{path}::{}({})", variant.ident, self.owned(&variant.ty, depth)?))
            }
            Item::Alias(item) => self.value(&item.ty, depth),
        }
    }
}
