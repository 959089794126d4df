//! Operations, with the types of their modules.

use std::collections::HashMap;

use super::{
    items,
    list::Lines,
    signature::{argument, argument_type, field_type},
};
use crate::{
    naming::{
        OPERATION_ID,
        places::{self, ALSO, OperationType, SHARED},
        word,
    },
    rust::{
        Accessor, Arm, BodyKind, Crate, Ident, Initializer, LinkMethod, LinkValue, Namespace, Operation,
        Pattern, RequestPart, ResponseEnum, ResponseKind, Setter, SharedError, Type, Wrap,
    },
};

/// Adds an operation and its types.
pub(super) fn list(operation: &Operation, krate: &Crate, lines: &mut Lines) {
    let source = places::route(operation.part.as_deref(), &operation.method, &operation.path);
    let home = &operation.home;
    let ty = format!("{home}::{}{}", operation.ident, lifetime(operation.borrows));
    let arguments = arguments(operation, krate);
    let comma = if arguments.is_empty() { "" } else { ", " };
    let resource = krate.group_of(operation).and_then(|group| group.resource.as_ref());
    let receiver =
        resource.map_or_else(|| "Client".to_owned(), |resource| format!("{home}::{}<'_>", resource.ident));
    let item =
        format!("pub fn {receiver}::{}(&self{comma}{arguments}) -> Call<'_, {ty}>", operation.function);
    lines.push(&item, facts(operation, &source));
    list_types(operation, krate, lines);
    for item in &operation.items {
        items::list(item, &operation.namespace(), krate, lines);
    }
}

/// Adds the types of an operation that are not those of schemas.
pub(super) fn list_types(operation: &Operation, krate: &Crate, lines: &mut Lines) {
    let source = places::route(operation.part.as_deref(), &operation.method, &operation.path);
    let path = format!("{}::{}", operation.home, operation.ident);
    let ty = format!("{path}{}", lifetime(operation.borrows));
    let arguments = arguments(operation, krate);
    lines.push(&format!("#[non_exhaustive] pub struct {ty}"), vec![source.clone()]);
    if !operation.default {
        lines.bare(&format!("pub fn {path}::new({arguments}) -> Self"));
    }
    let default = operation.default || operation.arguments.is_empty();
    let mut traits = vec!["Clone", "Debug", "Operation"];
    traits.extend(default.then_some("Default"));
    traits.extend(operation.paging.as_ref().map(|_| "Paginated"));
    traits.extend(operation.polling.as_ref().map(|_| "LongRunning"));
    lines.traits(&ty, &traits);
    let parts: HashMap<&Ident, &RequestPart> =
        operation.request_parts.iter().map(|part| (written_field(part), part)).collect();
    for field in &operation.fields {
        let item = format!("pub field {path}::{}: {}", field.ident, field_type(&field.ty, field.borrowed));
        let part = parts.get(&field.ident).copied();
        let mut facts = field_facts(part, &field.initializer);
        facts.extend(is_client_wide(operation, part).then(|| places::CLIENT_WIDE.to_owned()));
        lines.push(&item, facts);
    }
    for Setter { ident, ty: of, borrowed, .. } in &operation.setters {
        let argument = match of {
            Type::Option(_) if !borrowed => format!("impl Into<{}>", of.text()),
            other => argument_type(other, *borrowed, &krate.conversions),
        };
        lines.bare(&format!("pub fn Call<'_, {ty}>::{ident}(self, {ident}: {argument}) -> Self"));
    }
    let successes = statuses(operation, |kind| matches!(kind, ResponseKind::Success(..)));
    lines.push(&format!("pub type {path}::Output = {}", operation.output.text()), successes);
    let failures = statuses(operation, |kind| matches!(kind, ResponseKind::Failure(..)));
    lines.push(&format!("pub type {path}::Error = {}", operation.error.text()), failures);
    media_types(operation, &source, lines);
    headers(operation, &source, lines);
    response_enums(operation, &source, lines);
}

/// Returns the required arguments of an operation.
fn arguments(operation: &Operation, krate: &Crate) -> String {
    let arguments = operation.arguments.iter();
    let arguments = arguments.map(|one| argument(&one.ident, &one.ty, one.borrowed, &krate.conversions));
    arguments.collect::<Vec<String>>().join(", ")
}

/// Returns `true` for a parameter that is set once, on the client.
fn is_client_wide(operation: &Operation, part: Option<&RequestPart>) -> bool {
    let Some(RequestPart::Parameter(part)) = part else { return false };
    operation.client_parameters.iter().any(|one| one.location == part.location && one.wire == part.wire)
}

/// Adds the enum of the media types of the body.
fn media_types(operation: &Operation, source: &str, lines: &mut Lines) {
    let Some(choice) = &operation.choice else { return };
    let path = format!("{}::{}", operation.home, choice.ident);
    let ty = format!("{path}{}", lifetime(choice.borrows));
    lines.push(&format!("#[non_exhaustive] pub enum {ty}"), vec![OperationType::MediaTypes.of(source)]);
    for (index, variant) in choice.variants.iter().enumerate() {
        let payload = field_type(&variant.ty, variant.borrowed);
        let media_type = vec![word(&variant.encoding.media_type)];
        lines.push(&format!("pub variant {path}::{}({payload})", variant.ident), media_type);
        if index == 0 {
            lines.traits(&ty, &["Clone", "Debug", &format!("From<{payload}>")]);
        }
    }
}

/// Adds the struct of the response headers.
fn headers(operation: &Operation, source: &str, lines: &mut Lines) {
    let Some(headers) = &operation.headers else { return };
    let path = format!("{}::{}", operation.home, headers.ident);
    lines.push(&format!("#[non_exhaustive] pub struct {path}"), vec![OperationType::Headers.of(source)]);
    lines.traits(&path, &["Clone", "Debug", "PartialEq"]);
    lines.bare(&format!("pub fn {path}::read(headers: &http::HeaderMap) -> Result<Self, HeaderError>"));
    for field in &headers.fields {
        let ty = if field.list { Type::Vec(Box::new(field.ty.clone())) } else { field.ty.clone() };
        let (ty, presence) = if field.required { (ty, "required") } else { (ty.optional(), "optional") };
        let item = format!("pub field {path}::{}: {}", field.ident, ty.text());
        lines.push(&item, vec![word(&field.wire), presence.to_owned()]);
    }
}

/// Adds the enums of the successes and of the errors that no other operation has.
fn response_enums(operation: &Operation, source: &str, lines: &mut Lines) {
    for outcome in &operation.response_enums {
        let of = if outcome.open { OperationType::Errors } else { OperationType::Successes };
        bodies(outcome, (&operation.namespace(), &operation.arms), vec![of.of(source)], lines);
    }
}

/// Adds an error that several operations have.
pub(super) fn shared_error(error: &SharedError, lines: &mut Lines) {
    let (own, others) = error.places.split_first().map_or(("", [].as_slice()), |(own, others)| (own, others));
    let also = others.iter().map(|place| format!("{ALSO}{place}"));
    let facts = [own.to_owned(), SHARED.to_owned()].into_iter().chain(also).collect();
    bodies(&error.bodies, (&Namespace::Errors, &error.arms), facts, lines);
}

/// Adds an enum of bodies, which `arms` create.
fn bodies(outcome: &ResponseEnum, (home, arms): (&Namespace, &[Arm]), facts: Vec<String>, lines: &mut Lines) {
    let path = format!("{home}::{}", outcome.ident);
    let open = if outcome.open { "#[non_exhaustive] " } else { "" };
    lines.push(&format!("{open}pub enum {path}"), facts);
    let mut traits = vec!["Debug"];
    traits.extend(["Clone", "PartialEq"].iter().filter(|_| !outcome.streams));
    traits.extend(outcome.serializes.then_some("Serialize"));
    lines.traits(&path, &traits);
    for Accessor { ident, ty, .. } in &outcome.accessors {
        lines.bare(&format!("pub fn {path}::{ident}(&self) -> {}", ty.borrowed().text()));
    }
    let mut statuses: HashMap<&Ident, Vec<String>> = HashMap::new();
    for arm in arms {
        if let Some(variant) = variant_of(arm, home, &outcome.ident) {
            statuses.entry(variant).or_default().push(status(arm));
        }
    }
    for variant in &outcome.variants {
        let body = variant.ty.as_ref().map(|ty| format!("({})", ty.text())).unwrap_or_default();
        let facts = statuses.remove(&variant.ident).unwrap_or_default();
        lines.push(&format!("pub variant {path}::{}{body}", variant.ident), facts);
    }
}

/// Adds the method of a link.
pub(super) fn link(link: &LinkMethod, krate: &Crate, lines: &mut Lines) {
    let Some(operation) = krate.operations.get(link.to) else { return };
    let given = operation.arguments.iter().zip(&link.arguments);
    let given = given.filter(|(_, value)| **value == LinkValue::Argument);
    let given = given.map(|(one, _)| argument(&one.ident, &one.ty, one.borrowed, &krate.conversions));
    let arguments: Vec<String> = [format!("{}: &Client", link.client)].into_iter().chain(given).collect();
    let call = format!("Call<'_, {}::{}{}>", operation.home, operation.ident, lifetime(operation.borrows));
    let returned = if link.optional { format!("Option<{call}>") } else { call };
    let (receiver, arguments) = (link.receiver.text(), arguments.join(", "));
    let item = format!("pub fn {receiver}::{}(&self, {arguments}) -> {returned}", link.ident);
    let deprecated = operation.deprecated.then(|| "deprecated".to_owned());
    lines.push(&item, [link.source.clone()].into_iter().chain(deprecated).collect());
}

fn lifetime(borrows: bool) -> &'static str {
    if borrows { "<'_>" } else { "" }
}

/// Returns the facts of an operation's method: route, `operationId`, one of several resources, credentials, server.
fn facts(operation: &Operation, source: &str) -> Vec<String> {
    let mut facts = vec![source.to_owned()];
    facts.extend(operation.id.as_ref().map(|id| format!("{OPERATION_ID}{}", word(id))));
    facts.extend(operation.resource.as_deref().map(places::resource));
    let alternatives = operation.security.iter().map(|schemes| match schemes.as_slice() {
        [] => "nothing".to_owned(),
        all => all.iter().map(|name| word(name)).collect::<Vec<_>>().join(" and "),
    });
    let alternatives = alternatives.collect::<Vec<_>>().join(" or ");
    facts.extend((!alternatives.is_empty()).then(|| format!("needs {alternatives}")));
    facts.extend(operation.server.as_ref().map(|server| format!("at {}", word(server))));
    facts.extend(operation.idempotency_key.as_ref().map(|key| format!("idempotency key {}", word(key))));
    facts.extend(
        operation.paging.as_ref().map(|paging| format!("pages by {}", word(&paging.next.to_string()))),
    );
    facts.extend(operation.polling.as_ref().map(|polling| format!("polls {}", word(&polling.to_string()))));
    facts.extend(operation.deprecated.then(|| "deprecated".to_owned()));
    facts
}

/// Returns the field that a part of the request is written from.
fn written_field(part: &RequestPart) -> &Ident {
    match part {
        RequestPart::Parameter(parameter) => &parameter.field,
        RequestPart::Body(body) => &body.field,
    }
}

/// Returns the facts of a field that is written as `part`: its parameter or media type, its presence, and its default.
fn field_facts(part: Option<&RequestPart>, start: &Initializer) -> Vec<String> {
    let source = match part {
        Some(RequestPart::Parameter(parameter)) => {
            vec![places::parameter(parameter.location, &parameter.wire)]
        }
        Some(RequestPart::Body(body)) => {
            let encoding = body.encoding.as_ref().map(|encoding| {
                let suffix = if matches!(encoding.kind, BodyKind::Raw) { " as it is" } else { "" };
                format!("{}{suffix}", word(&encoding.media_type))
            });
            [places::BODY.to_owned()].into_iter().chain(encoding).collect()
        }
        None => Vec::new(),
    };
    let presence = if *start == Initializer::Absent { "optional" } else { "required" };
    let default = items::initial_value(start).map(|value| format!("default {value}"));
    source.into_iter().chain([presence.to_owned()]).chain(default).collect()
}

/// Returns the statuses of the responses that `means` accepts.
fn statuses(operation: &Operation, means: impl Fn(&ResponseKind) -> bool) -> Vec<String> {
    let mut statuses: Vec<String> =
        operation.arms.iter().filter(|arm| means(&arm.kind)).map(|arm| pattern(arm.pattern)).collect();
    statuses.dedup();
    statuses
}

/// Returns the variant of `outcome` in `home` that an arm creates.
fn variant_of<'a>(arm: &'a Arm, home: &Namespace, outcome: &Ident) -> Option<&'a Ident> {
    let (ResponseKind::Success(_, wrap) | ResponseKind::Failure(_, wrap)) = &arm.kind else { return None };
    match wrap {
        Wrap::Variant { home: module, of, variant, .. } if module == home && of == outcome => Some(variant),
        _ => None,
    }
}

fn status(arm: &Arm) -> String {
    places::response(&pattern(arm.pattern), arm.media_type.as_deref())
}

fn pattern(pattern: Pattern) -> String {
    match pattern {
        Pattern::Code(code) => code.to_string(),
        Pattern::Range(digit) => format!("{digit}XX"),
        Pattern::Rest => "default".to_owned(),
    }
}
