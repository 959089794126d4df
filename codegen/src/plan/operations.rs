//! Operations become structs, methods, setters and the steps that write the request.

use super::{
    docs,
    models::TOO_MANY_ARGUMENTS,
    names::{self, Scope},
    outcomes,
    starts::start,
    types::Types,
};
use crate::{
    api::{Api, Body, Location, Media, Operation, Parameter, Shape, Style},
    rust::{
        self, Argument, BodyWrite, Entries, Ident, Item, OperationField, ParameterWrite, Place, Setter,
        Start, Type, Writing,
    },
};

/// The methods that a call has of its own.
const CALL_METHODS: [&str; 3] = ["new", "send", "clone"];

/// What an operation is called.
pub(super) struct Called {
    /// The client's method.
    pub(super) function: String,
    /// The struct.
    pub(super) type_name: String,
    /// The file.
    pub(super) module: String,
}

/// A parameter or the body, on its way to becoming a field.
struct Input {
    field: OperationField,
    optional: bool,
    docs: Vec<String>,
}

/// The operation as Rust.
pub(super) fn plan_operation(
    api: &Api,
    operation: &Operation,
    called: &Called,
    types: &mut Types<'_>,
    items: Vec<Item>,
) -> rust::Operation {
    let mut scope = Scope::with(&CALL_METHODS);
    let mut inputs = Vec::new();
    let mut writes = Vec::new();
    for parameter in &operation.parameters {
        let name = scope.claim(&names::snake_text(&parameter.name, "parameter"));
        let (input, write) = plan_parameter(api, parameter, names::ident(&name), types);
        inputs.push(input);
        writes.push(Writing::Parameter(write));
    }
    if let Some(body) = &operation.body {
        let name = if scope.has("body") { "request_body" } else { "body" };
        let (input, write) = plan_body(body, names::ident(&scope.claim(name)), types);
        inputs.push(input);
        writes.push(Writing::Body(write));
    }
    let planned = outcomes::plan(operation, &called.type_name, types);
    let arguments: Vec<Argument> = inputs
        .iter()
        .filter(|input| input.field.start == Start::Argument)
        .map(|input| Argument {
            ident: input.field.ident.clone(),
            ty: input.field.ty.clone(),
            borrowed: input.field.borrowed,
        })
        .collect();
    let setters = inputs
        .iter()
        .filter(|input| input.field.start != Start::Argument)
        .map(|input| Setter {
            ident: input.field.ident.clone(),
            field: input.field.ident.clone(),
            ty: match &input.field.ty {
                Type::Option(inner) if input.optional => (**inner).clone(),
                other => other.clone(),
            },
            borrowed: input.field.borrowed,
            optional: input.optional,
            docs: input.docs.clone(),
        })
        .collect();
    let (summary, docs) = operation_docs(operation);
    rust::Operation {
        module: names::ident(&called.module),
        ident: names::ident(&called.type_name),
        function: names::ident(&called.function),
        docs,
        summary,
        deprecated: operation.docs.deprecated,
        method: operation.method,
        path: operation.path.clone(),
        security: operation.security.clone(),
        wide: arguments.len() > TOO_MANY_ARGUMENTS - 1,
        default: inputs.iter().all(|input| input.field.start == Start::Absent),
        uses_models: false,
        borrows: inputs.iter().any(|input| input.field.borrowed),
        fields: inputs.into_iter().map(|input| input.field).collect(),
        arguments,
        setters,
        writes,
        accept: planned.accept,
        output: planned.output,
        error: planned.error,
        outcomes: planned.enums,
        arms: planned.arms,
        items,
    }
}

fn plan_parameter(
    api: &Api,
    parameter: &Parameter,
    ident: Ident,
    types: &Types<'_>,
) -> (Input, ParameterWrite) {
    let bare = types.bare(parameter.schema);
    let start = match &parameter.default {
        Some(default) => start(default, parameter.schema, types).unwrap_or(Start::Argument),
        None if parameter.required => Start::Argument,
        None => Start::Absent,
    };
    let optional = start == Start::Absent;
    let list = matches!(api.schemas[api.schemas.resolve(parameter.schema)].shape, Shape::Array(_));
    let write = ParameterWrite {
        field: ident.clone(),
        wire: match parameter.location {
            Location::Header => parameter.name.to_ascii_lowercase(),
            Location::Path | Location::Query => parameter.name.clone(),
        },
        place: match (parameter.location, parameter.style) {
            (Location::Path, _) => Place::Path,
            (Location::Query, Style::Exploded) => Place::Query,
            (Location::Query, Style::Joined) => Place::QueryList,
            (Location::Header, _) => Place::Header,
        },
        entries: match (list, optional) {
            (false, false) => Entries::One,
            (false, true) => Entries::Option,
            (true, false) => Entries::List,
            (true, true) => Entries::OptionalList,
        },
    };
    let mut about = docs::item(&parameter.docs, &parameter.name);
    docs::paragraph(&mut about, docs::item(&api.schemas[parameter.schema].docs, &parameter.name));
    let ty = if optional { bare.optional() } else { bare };
    let field = OperationField { ident, ty, borrowed: false, start, docs: about.clone() };
    (Input { field, optional, docs: about }, write)
}

fn plan_body(body: &Body, ident: Ident, types: &Types<'_>) -> (Input, BodyWrite) {
    let ty = match body.media {
        Media::Json => types.bare(body.schema),
        Media::Text => Type::String,
        Media::Binary => Type::Bytes,
    };
    // What is cheap to copy, and what becomes the body as it is, is taken by value.
    let borrowed = body.media == Media::Json && !ty.is_copied();
    let write = BodyWrite {
        field: ident.clone(),
        optional: !body.required,
        json: body.media == Media::Json,
        borrowed,
        media_type: body.media_type.clone(),
    };
    let start = if body.required { Start::Argument } else { Start::Absent };
    let ty = if body.required { ty } else { ty.optional() };
    let about = match &body.description {
        Some(description) => docs::markdown(description),
        None => vec!["The request body.".to_owned()],
    };
    let field = OperationField { ident, ty, borrowed, start, docs: about.clone() };
    (Input { field, optional: !body.required, docs: about }, write)
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
        .replies
        .iter()
        .map(|reply| {
            let about = docs::first_paragraph(&reply.description);
            let colon = if about.is_empty() { "" } else { ": " };
            format!("- `{}`{colon}{about}", reply.status)
        })
        .collect();
    if !statuses.is_empty() {
        docs::paragraph(&mut lines, vec!["Answers:".to_owned()]);
        docs::paragraph(&mut lines, statuses);
    }
    (summary, lines)
}
