//! The page of the crate: its description, and an example program.

use std::collections::HashMap;

use super::{
    docs, items_by_name,
    names::{self, Scope},
};
use crate::{
    api::Api,
    rust::{
        Argument, Conversions, Crate, Ident, Initializer, Item, Multipart, Namespace, Operation, Page,
        ResponseEnum, RuntimeType, Scheme, SchemeKind, Type,
    },
};

/// The maximum depth of the values in an example.
const MAX_DEPTH: usize = 6;
/// The maximum number of values in an example. An argument that needs more values has no example.
const MAX_VALUES: usize = 40;
/// The maximum length of an expression inside another one. A longer expression gets a `let` statement.
const MAX_LENGTH: usize = 60;

/// The paragraph about operations.
const OPERATIONS: [&str; 3] = [
    "Each operation is a method of [`Client`] that returns a [`Call`]. Set the optional parameters, then",
    "[`send`](Call::send) it. The result is a [`Response`] with the status, the headers and the body, or an",
    "[`Error`] with the complete response of the server, if there was one.",
];
/// The second line of the paragraph, if operations are methods of resources.
const RESOURCES: &str =
    "[`operations`] list them. An operation returns a [`Call`]. Set the optional parameters, then";
const OTHER_USES: [&str; 5] = [
    "Without the default feature `client` there is no HTTP client: an operation of [`operations`] creates an",
    "`http::Request` ([`Operation::request`]) and decodes an `http::Response` ([`Operation::decode`]).",
    "",
    "With the feature `mock`, `ClientBuilder::build_mock` creates a client without a server, for tests of",
    "code that calls the client.",
];

/// Returns the documentation of the crate's page.
pub(super) fn crate_docs(api: &Api, krate: &Crate) -> Page {
    let mut lines = vec![format!("{}.", docs::plain(&krate.description).trim_end_matches('.'))];
    if let Some(description) = &api.description {
        docs::paragraph(&mut lines, docs::markdown(description));
    }
    docs::paragraph(&mut lines, servers(api));
    if !krate.operations.is_empty() {
        let mut paragraph = OPERATIONS.map(str::to_owned).to_vec();
        if let Some(group) = krate.groups.iter().find(|group| group.resource.is_some()) {
            let line = format!(
                "Operations are methods of resources, such as `client.{}()`. The pages of the resources in",
                group.ident
            );
            paragraph.splice(..1, [line, RESOURCES.to_owned()]);
        }
        docs::paragraph(&mut lines, paragraph);
    }
    if !krate.webhooks.is_empty() {
        docs::paragraph(&mut lines, vec!["The payloads of webhooks are in [`webhooks`].".to_owned()]);
    }
    let mut after = Vec::new();
    if !krate.operations.is_empty() {
        after.push("[`Client::from_env`] creates a client from variables of the environment:".to_owned());
        docs::paragraph(&mut after, krate.environment.docs.clone());
        docs::paragraph(&mut after, OTHER_USES.map(str::to_owned).to_vec());
    }
    Page { before: lines, example: example(krate), after }
}

/// Returns a sentence about the servers, unless there is only the default server.
fn servers(api: &Api) -> Vec<String> {
    let names: Vec<String> = api.servers.iter().map(|server| docs::code(&server.url)).collect();
    match api.servers.as_slice() {
        [] => vec![],
        [only] if only.url.starts_with("http") => vec![],
        [only] => vec![
            format!(
                "The URL of the server is {}, relative to the URL of its description: set the absolute",
                docs::code(&only.url)
            ),
            "URL with `base_url` of the builder.".to_owned(),
        ],
        _ => vec![format!("Servers: {}; see [`servers`].", names.join(", "))],
    }
}

/// Returns a program that calls the first operation with arguments that can be written as expressions.
/// Operations with a body are preferred.
fn example(krate: &Crate) -> Option<(String, Vec<String>)> {
    let items = items_by_name(&krate.models, &krate.operations);
    let calls = krate
        .operations
        .iter()
        .filter(|operation| !operation.deprecated)
        .filter_map(|operation| ExampleCall::of(operation, &items, &krate.conversions));
    let call = calls.min_by_key(ExampleCall::cost)?;
    let operation = call.operation;
    let enum_of_output = operation
        .response_enums
        .iter()
        .find(|planned| operation.output == Type::Named(operation.namespace(), planned.ident.clone()));
    let used = [call.statements.as_slice(), call.arguments.as_slice()].concat().concat();
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
    lines.extend(call.statements);
    let function = &operation.function;
    let resources = krate.path_to(operation.group).into_iter().filter(|group| group.resource.is_some());
    let receiver: String = resources.flat_map(|group| [".", group.ident.as_str(), "()"]).collect();
    let arguments = call.arguments.join(", ");
    lines.push(format!("let response = client{receiver}.{function}({arguments}).send().await?;"));
    match enum_of_output {
        Some(output) => lines.extend(match_lines(operation, output)),
        None => lines.push("println!(\"{}: {:?}\", response.status, response.body);".to_owned()),
    }
    let feature = krate.feature_of(operation).map(str::to_owned);
    let features = ["client".to_owned()].into_iter().chain(feature);
    Some((lines.join("\n"), features.collect()))
}

/// A call of an operation in the example.
struct ExampleCall<'a> {
    operation: &'a Operation,
    arguments: Vec<String>,
    /// The `let` statements before the call.
    statements: Vec<String>,
}

impl<'a> ExampleCall<'a> {
    /// Returns a call of `operation`, if all its arguments can be written as expressions.
    fn of(operation: &'a Operation, items: &Items<'_>, conversions: &Conversions) -> Option<Self> {
        let mut builder = ExpressionBuilder {
            items,
            conversions,
            statements: Vec::new(),
            scope: Scope::with_names(&["client", "response"]),
            budget: MAX_VALUES,
        };
        let arguments: Option<Vec<String>> =
            operation.arguments.iter().map(|argument| builder.argument(argument)).collect();
        Some(Self { operation, arguments: arguments?, statements: builder.statements })
    }

    /// Returns the rank of the call. The first operation with a body wins, unless its body takes many lines.
    fn cost(&self) -> (bool, usize) {
        let lines = self.statements.len();
        (!self.operation.borrows || lines > 8, lines.saturating_sub(8))
    }
}

type Items<'a> = HashMap<(Namespace, &'a Ident), &'a Item>;

fn match_lines(operation: &Operation, output: &ResponseEnum) -> Vec<String> {
    let mut lines = vec!["match response.body {".to_owned()];
    for variant in &output.variants {
        let path = format!("{}::{}::{}", operation.home, output.ident, variant.ident);
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

fn credential(krate: &Crate, operation: &Operation) -> String {
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

/// A builder of expressions for types. A long expression gets a `let` statement.
struct ExpressionBuilder<'a> {
    items: &'a Items<'a>,
    conversions: &'a Conversions,
    statements: Vec<String>,
    scope: Scope,
    /// The number of values that may still be written.
    budget: usize,
}

impl ExpressionBuilder<'_> {
    fn argument(&mut self, argument: &Argument) -> Option<String> {
        let value = self.value(&argument.ty, MAX_DEPTH, argument.borrowed)?;
        let value =
            if value.len() > MAX_LENGTH { self.let_statement(argument.ident.unraw(), &value) } else { value };
        Some(if argument.borrowed { format!("&{value}") } else { value })
    }

    /// Adds a `let` statement for the expression, and returns its name.
    fn let_statement(&mut self, name: &str, value: &str) -> String {
        let name = self.scope.declare(&names::snake_text(name, "value"));
        let name = names::ident(&name);
        self.statements.push(format!("let {name} = {value};"));
        name.to_string()
    }

    /// Returns an expression of the type if it must be `exact`, or else one that converts into it as an argument.
    /// Returns `None` if there is no short one.
    fn value(&mut self, ty: &Type, depth: usize, exact: bool) -> Option<String> {
        self.budget = self.budget.checked_sub(1)?;
        Some(match ty {
            Type::Unit => "()".to_owned(),
            Type::Bool => "true".to_owned(),
            Type::Int(_) => "1".to_owned(),
            Type::F32 | Type::F64 => "1.0".to_owned(),
            Type::String => text("\"text\"", exact),
            Type::Value => "serde_json::json!({})".to_owned(),
            Type::Foreign(foreign) => foreign.example?.to_owned(),
            Type::Runtime(RuntimeType::Secret) => text("\"secret\"", exact),
            Type::Bytes
            | Type::Runtime(
                RuntimeType::Base64 | RuntimeType::Base64Url | RuntimeType::Body | RuntimeType::File,
            ) => text("\"bytes\"", exact),
            Type::Runtime(RuntimeType::Span) => "\"PT1H\".parse()?".to_owned(),
            Type::Runtime(RuntimeType::TimeOfDay) => "\"12:00:00Z\".parse()?".to_owned(),
            Type::Runtime(RuntimeType::DateTime) => "\"2025-01-31T12:00:00Z\".parse()?".to_owned(),
            Type::Infallible | Type::Stream(..) | Type::Choice(..) => return None,
            Type::Vec(inner) => match self.value(inner, depth, exact || !self.conversions.is_text(inner)) {
                Some(element) if element.len() > MAX_LENGTH => {
                    let name = match &**inner {
                        Type::Named(_, ident) => ident.unraw(),
                        _ => "element",
                    };
                    format!("vec![{}]", self.let_statement(name, &element))
                }
                Some(element) => format!("vec![{element}]"),
                None => "vec![]".to_owned(),
            },
            Type::Tuple(elements) => {
                let values: Option<Vec<String>> =
                    elements.iter().map(|element| self.value(element, depth, true)).collect();
                format!("({})", values?.join(", "))
            }
            Type::Map(_) => "std::collections::BTreeMap::new()".to_owned(),
            Type::Option(_) => "None".to_owned(),
            Type::Boxed(inner) => format!("Box::new({})", self.value(inner, depth, true)?),
            Type::Named(home, ident) => self.item(home, ident, depth, exact)?,
        })
    }

    fn item(&mut self, home: &Namespace, ident: &Ident, depth: usize, exact: bool) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        let path = format!("{home}::{ident}");
        match self.items.get(&(home.clone(), ident)).copied()? {
            Item::Struct(item) | Item::Multipart(Multipart { fields: item, .. }) if item.default => {
                Some(format!("{path}::default()"))
            }
            Item::Struct(item) | Item::Multipart(Multipart { fields: item, .. }) => {
                let mut arguments = Vec::new();
                for field in item.fields.iter().filter(|field| field.initializer == Initializer::Argument) {
                    arguments.push(self.value(&field.ty, depth, false)?);
                }
                Some(format!("{path}::new({})", arguments.join(", ")))
            }
            Item::Enum(item) => Some(format!("{path}::{}", item.variants.first()?.ident)),
            Item::Union(item) => {
                let variant = item.variants.first()?;
                Some(format!("{path}::{}({})", variant.ident, self.value(&variant.ty, depth, true)?))
            }
            Item::Alias(item) => self.value(&item.ty, depth, exact),
        }
    }
}

/// Returns a string literal as an expression of the type if it must be `exact`.
fn text(literal: &str, exact: bool) -> String {
    if exact { format!("{literal}.into()") } else { literal.to_owned() }
}
