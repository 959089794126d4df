//! Operations: structs, methods, setters and the statements that write the request.

use super::{
    bodies::plan_body,
    docs, given_names,
    headers::plan_headers,
    models::TOO_MANY_ARGUMENTS,
    names::{self, Keep, Scope},
    operation_names::OperationNames,
    parameters::{plan_parameter, wire_name},
    response_enums::Variants,
    responses::plan_responses,
    schema_places,
    types::Types,
};
use crate::{
    api::{Operation, Parameter},
    naming::places,
    rust::{
        self, Argument, BodyChoice, Initializer, Item, OperationField, ParameterValue, RequestPart, Setter,
        Type,
    },
};

/// The threshold of `clippy::too_many_lines`.
const TOO_MANY_LINES: usize = 100;
/// The names of the call's own methods.
const CALL_METHODS: [&str; 18] = [
    "new",
    "clone",
    "header",
    "idempotent",
    "items",
    "items_blocking",
    "lenient",
    "pages",
    "pages_blocking",
    "poll",
    "resume",
    "retry",
    "send",
    "send_blocking",
    "send_with_headers",
    "send_with_headers_blocking",
    "stream",
    "stream_blocking",
];

/// A parameter or a body, planned as a field.
pub(super) struct PlannedField {
    pub(super) field: OperationField,
    pub(super) optional: bool,
    pub(super) deprecated: bool,
}

impl PlannedField {
    /// Returns the argument of the constructor, if the field has no initial value.
    fn argument(&self) -> Option<Argument> {
        let OperationField { ident, ty, borrowed, initializer, .. } = &self.field;
        let argument = Argument { ident: ident.clone(), ty: ty.clone(), borrowed: *borrowed };
        (*initializer == Initializer::Argument).then_some(argument)
    }

    /// Returns the setter of a call, if the field has an initial value.
    fn setter(&self) -> Option<Setter> {
        let OperationField { ident, ty, borrowed, initializer, docs } = &self.field;
        if *initializer == Initializer::Argument {
            return None;
        }
        let ty = match ty {
            Type::Option(inner) if self.optional => (**inner).clone(),
            other => other.clone(),
        };
        Some(Setter {
            ident: ident.clone(),
            field: ident.clone(),
            ty,
            borrowed: *borrowed,
            optional: self.optional,
            deprecated: self.deprecated,
            docs: docs.clone(),
        })
    }
}

/// The planned request of an operation.
struct PlannedRequest {
    fields: Vec<PlannedField>,
    parts: Vec<RequestPart>,
    choice: Option<BodyChoice>,
}

/// Plans an operation. `items` are the types that only it uses, `shared_error` is the type of its errors if other
/// operations have it too.
pub(super) fn plan_operation(
    operation: &Operation,
    names: &OperationNames,
    items: Vec<Item>,
    shared_error: Option<&Variants>,
    types: &mut Types<'_>,
) -> rust::Operation {
    let PlannedRequest { fields, parts, choice } = plan_request(operation, names, types);
    let responses = plan_responses(operation, names, shared_error, types);
    let headers = plan_headers(operation, names, types);
    let arguments: Vec<Argument> = fields.iter().filter_map(PlannedField::argument).collect();
    let (summary, mut docs) = operation_docs(operation, types);
    if let Some(headers) = &headers {
        let read = format!("[`{}::read`] reads the documented headers of a response.", headers.ident);
        docs::paragraph(&mut docs, vec![read]);
    }
    rust::Operation {
        part: operation.part.clone(),
        module: names::ident(&names.module),
        group: names.group,
        resource: names.resource.clone(),
        home: names.home.clone(),
        ident: names::ident(&names.type_name),
        function: names::ident(&names.function),
        id: operation.id.clone(),
        docs,
        summary,
        example: None,
        deprecated: operation.docs.deprecated,
        deprecation: None,
        method: operation.method.clone(),
        path: operation.path.clone(),
        security: operation.security.clone(),
        idempotency_key: None,
        retry: None,
        client_parameters: Vec::new(),
        paging: None,
        polling: None,
        // The method has `self` too.
        too_many_arguments: arguments.len() + 1 > TOO_MANY_ARGUMENTS,
        too_many_lines: parts.iter().map(lines).sum::<usize>() > TOO_MANY_LINES,
        default: fields.iter().all(|planned| planned.field.initializer == Initializer::Absent),
        uses_models: false,
        borrows: fields.iter().any(|planned| planned.field.borrowed)
            || choice.as_ref().is_some_and(|choice| choice.borrows),
        arguments,
        setters: fields.iter().filter_map(PlannedField::setter).collect(),
        fields: fields.into_iter().map(|planned| planned.field).collect(),
        request_parts: parts,
        accept: responses.accept,
        output: responses.output,
        error: responses.error,
        shares_error: responses.shares_error,
        response_enums: responses.enums,
        arms: responses.arms,
        server: operation.server.clone(),
        headers,
        choice,
        items,
        is_ambiguous: false,
        later: None,
    }
}

/// Plans the parameters and the body of `operation`.
fn plan_request(operation: &Operation, names: &OperationNames, types: &mut Types<'_>) -> PlannedRequest {
    let mut scope = Scope::with_names(&CALL_METHODS);
    let source = |parameter: &Parameter| places::parameter(parameter.location, &wire_name(parameter));
    let sources: Vec<String> = operation.parameters.iter().map(source).collect();
    let known =
        types.known_in_type(&names.known_home, &schema_places::of_operation(operation), &names.type_name);
    scope.reserve(known, sources.iter().map(String::as_str).chain([places::BODY]));
    let mut request = PlannedRequest { fields: Vec::new(), parts: Vec::new(), choice: None };
    let members: Vec<(Option<&str>, &str)> = (operation.parameters.iter())
        .map(|parameter| (types.place_name(parameter.schema), parameter.name.as_str()))
        .collect();
    let wanted = given_names::names(&members, "parameter");
    for ((parameter, source), name) in operation.parameters.iter().zip(&sources).zip(wanted) {
        let name = scope.declare_member(source, &name);
        let (field, part) = plan_parameter(parameter, names::ident(&name), types);
        request.fields.push(field);
        request.parts.push(RequestPart::Parameter(part));
    }
    if let Some(body) = &operation.body {
        let given = body.name.as_deref().map(|name| names::snake_text(name, "body"));
        let candidates: Vec<&str> = given.as_deref().into_iter().chain(["body", "request_body"]).collect();
        let ident = scope.take_reserved(places::BODY, &candidates, Keep::Always).unwrap_or_else(|| {
            let free = candidates.iter().find(|name| !scope.contains(name)).copied();
            scope.declare(free.unwrap_or("request_body"))
        });
        let planned = plan_body(body, names::ident(&ident), operation, names, types);
        request.fields.push(planned.field);
        request.parts.push(RequestPart::Body(planned.part));
        request.choice = planned.choice;
    }
    request
}

/// Returns the approximate number of lines that write a part of the request.
fn lines(part: &RequestPart) -> usize {
    let is_short = |value| matches!(value, ParameterValue::Joined(_) | ParameterValue::Repeated(_));
    match part {
        RequestPart::Parameter(parameter) if is_short(parameter.value) && part.constraints().is_empty() => 2,
        _ => 6,
    }
}

/// Returns the first line and the whole documentation.
fn operation_docs(operation: &Operation, types: &Types<'_>) -> (String, Vec<String>) {
    let route = docs::code(&format!("{} {}", operation.method, operation.path));
    let title = operation.docs.title.as_deref().map(docs::title).filter(|title| !title.is_empty());
    let summary = match &title {
        Some(title) => format!("{} ({route})", title.trim_end_matches('.')),
        None => route,
    };
    let mut lines = vec![summary.clone()];
    if let Some(description) = &operation.docs.description {
        let more = docs::markdown(description);
        if !more.iter().eq(&title) {
            docs::paragraph(&mut lines, more);
        }
    }
    if !operation.security.is_empty() {
        let alternatives: Vec<String> = operation
            .security
            .iter()
            .map(|schemes| match schemes.as_slice() {
                [] => "none".to_owned(),
                all => all.iter().map(|name| types.credential(name)).collect::<Vec<_>>().join(" and "),
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
            let description = docs::first_paragraph(&response.description);
            let colon = if description.is_empty() { "" } else { ": " };
            format!("- `{}`{colon}{description}", response.status)
        })
        .collect();
    if !statuses.is_empty() {
        docs::paragraph(&mut lines, vec!["Responses:".to_owned()]);
        docs::paragraph(&mut lines, statuses);
    }
    (summary, lines)
}
