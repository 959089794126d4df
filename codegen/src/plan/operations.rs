//! Operations become structs, methods, setters and the steps that write the request.

use super::{
    bodies::plan_body,
    docs,
    headers::plan_headers,
    models::TOO_MANY_ARGUMENTS,
    names::{self, Scope},
    outcomes,
    parameters::plan_parameter,
    types::Types,
};
use crate::{
    api::{Location, Operation, Parameter},
    rust::{self, Argument, Initializer, Item, OperationField, ParameterValue, RequestPart, Setter, Type},
    surface::places,
};

/// As clippy counts.
const TOO_MANY_LINES: usize = 100;
/// The methods that a call has of its own.
const CALL_METHODS: [&str; 14] = [
    "new",
    "clone",
    "header",
    "idempotent",
    "items",
    "items_blocking",
    "lenient",
    "pages",
    "pages_blocking",
    "retry",
    "send",
    "send_blocking",
    "stream",
    "stream_blocking",
];

/// What an operation is called.
pub(super) struct Called {
    /// The client's method.
    pub(super) function: String,
    /// The struct.
    pub(super) type_name: String,
    /// The file.
    pub(super) module: String,
    /// The tag whose module it is in.
    pub(super) tag: Option<usize>,
}

/// A parameter or the body, on its way to becoming a field.
pub(super) struct Input {
    pub(super) field: OperationField,
    pub(super) optional: bool,
    pub(super) deprecated: bool,
    pub(super) docs: Vec<String>,
}

/// The operation as Rust.
pub(super) fn plan_operation(
    operation: &Operation,
    called: &Called,
    types: &mut Types<'_>,
    items: Vec<Item>,
) -> rust::Operation {
    let mut scope = Scope::with(&CALL_METHODS);
    let source = |parameter: &Parameter| {
        let wire = match parameter.location {
            Location::Header => parameter.name.to_ascii_lowercase(),
            _ => parameter.name.clone(),
        };
        places::parameter(parameter.location, &wire)
    };
    let sources: Vec<String> = operation.parameters.iter().map(source).collect();
    let known = types.memory.names(&format!("operations::{}", called.type_name));
    scope.keep(known, sources.iter().map(String::as_str).chain([places::BODY]));
    let mut inputs = Vec::new();
    let mut writes = Vec::new();
    for (parameter, source) in operation.parameters.iter().zip(&sources) {
        let name = scope.claim_for(source, &names::snake_text(&parameter.name, "parameter"));
        let (input, write) = plan_parameter(parameter, names::ident(&name), types);
        inputs.push(input);
        writes.push(RequestPart::Parameter(write));
    }
    let mut choice = None;
    if let Some(body) = &operation.body {
        let name = scope.kept_for(places::BODY, &["body", "request_body"]).unwrap_or_else(|| {
            let name = if scope.has("body") { "request_body" } else { "body" };
            scope.claim(name)
        });
        let planned = plan_body(body, names::ident(&name), (operation, &called.type_name), types);
        inputs.push(planned.input);
        writes.push(RequestPart::Body(planned.write));
        choice = planned.choice;
    }
    let planned = outcomes::plan(operation, &called.type_name, types);
    let arguments: Vec<Argument> = inputs
        .iter()
        .filter(|input| input.field.start == Initializer::Argument)
        .map(|input| Argument {
            ident: input.field.ident.clone(),
            ty: input.field.ty.clone(),
            borrowed: input.field.borrowed,
        })
        .collect();
    let setters = inputs
        .iter()
        .filter(|input| input.field.start != Initializer::Argument)
        .map(|input| Setter {
            ident: input.field.ident.clone(),
            field: input.field.ident.clone(),
            ty: match &input.field.ty {
                Type::Option(inner) if input.optional => (**inner).clone(),
                other => other.clone(),
            },
            borrowed: input.field.borrowed,
            optional: input.optional,
            deprecated: input.deprecated,
            docs: input.docs.clone(),
        })
        .collect();
    let headers = plan_headers(operation, &called.type_name, types);
    let (summary, mut docs) = operation_docs(operation);
    if let Some(headers) = &headers {
        let read =
            format!("[`{}::read`] reads the headers that the answers are described with.", headers.ident);
        docs::paragraph(&mut docs, vec![read]);
    }
    rust::Operation {
        module: names::ident(&called.module),
        tag: called.tag,
        ident: names::ident(&called.type_name),
        function: names::ident(&called.function),
        id: operation.id.clone(),
        docs,
        summary,
        deprecated: operation.docs.deprecated,
        method: operation.method.clone(),
        path: operation.path.clone(),
        security: operation.security.clone(),
        idempotency_key: None,
        paging: None,
        wide: arguments.len() > TOO_MANY_ARGUMENTS - 1,
        long: writes.iter().map(lines).sum::<usize>() > TOO_MANY_LINES,
        default: inputs.iter().all(|input| input.field.start == Initializer::Absent),
        uses_models: false,
        borrows: inputs.iter().any(|input| input.field.borrowed)
            || choice.as_ref().is_some_and(|choice| choice.borrows),
        fields: inputs.into_iter().map(|input| input.field).collect(),
        arguments,
        setters,
        request_parts: writes,
        accept: planned.accept,
        output: planned.output,
        error: planned.error,
        outcomes: planned.enums,
        arms: planned.arms,
        server: operation.server.clone(),
        headers,
        choice,
        items,
    }
}

/// About how many lines a step of writing takes.
fn lines(step: &RequestPart) -> usize {
    let is_short = |value| matches!(value, ParameterValue::Joined(_) | ParameterValue::Repeated(_));
    match step {
        RequestPart::Parameter(parameter) if is_short(parameter.value) && step.constraints().is_empty() => 2,
        _ => 6,
    }
}

/// The first line, and all of the documentation.
fn operation_docs(operation: &Operation) -> (String, Vec<String>) {
    let route = docs::code(&format!("{} {}", operation.method, operation.path));
    let title = operation.docs.title.as_deref().map(docs::plain).filter(|title| !title.is_empty());
    let summary = match title {
        Some(title) => format!("{} ({route})", title.trim_end_matches('.')),
        None => route,
    };
    let mut lines = vec![summary.clone()];
    if let Some(description) = &operation.docs.description {
        let more = docs::markdown(description);
        if operation.docs.title.as_deref().map(docs::plain).map(|title| vec![title]) != Some(more.clone()) {
            docs::paragraph(&mut lines, more);
        }
    }
    if !operation.security.is_empty() {
        let alternatives: Vec<String> = operation
            .security
            .iter()
            .map(|schemes| match schemes.as_slice() {
                [] => "none".to_owned(),
                all => all.iter().map(|name| docs::code(name)).collect::<Vec<_>>().join(" and "),
            })
            .collect();
        let mut line = format!("Credential: {}.", alternatives.join(", or "));
        if !operation.scopes.is_empty() {
            let scopes: Vec<String> = operation.scopes.iter().map(|scope| docs::code(scope)).collect();
            line = format!("{line} Scopes: {}.", scopes.join(", "));
        }
        docs::paragraph(&mut lines, vec![line]);
    }
    let statuses: Vec<String> = operation
        .responses
        .iter()
        .map(|response| {
            let about = docs::first_paragraph(&response.description);
            let colon = if about.is_empty() { "" } else { ": " };
            format!("- `{}`{colon}{about}", response.status)
        })
        .collect();
    if !statuses.is_empty() {
        docs::paragraph(&mut lines, vec!["Answers:".to_owned()]);
        docs::paragraph(&mut lines, statuses);
    }
    (summary, lines)
}
