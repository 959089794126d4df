//! Operations, and the types that only one of them has.

use super::{
    items,
    list::Lines,
    places::{self, OwnType},
    signature::{argument, argument_type, field_type},
    words::word,
};
use crate::rust::{
    Arm, BodyKind, Crate, Home, Ident, Initializer, Operation, Pattern, RequestPart, ResponseKind, Setter,
    Type, Wrap,
};

/// What stands before an `operationId`.
pub(super) const ID: &str = "operationId ";

/// Adds an operation.
pub(super) fn list(operation: &Operation, krate: &Crate, lines: &mut Lines) {
    let source = places::route(&operation.method, &operation.path);
    let path = format!("operations::{}", operation.ident);
    let ty = format!("{path}{}", lifetime(operation.borrows));
    let arguments: Vec<String> =
        operation.arguments.iter().map(|one| argument(&one.ident, &one.ty, one.borrowed)).collect();
    let arguments = arguments.join(", ");
    let comma = if arguments.is_empty() { "" } else { ", " };
    let item = format!("pub fn Client::{}(&self{comma}{arguments}) -> Call<'_, {ty}>", operation.function);
    lines.push(&item, facts(operation, &source));
    lines.push(&format!("#[non_exhaustive] pub struct {ty}"), vec![source.clone()]);
    if !operation.default {
        lines.bare(&format!("pub fn {path}::new({arguments}) -> Self"));
    }
    let default = operation.default || operation.arguments.is_empty();
    let mut traits = vec!["Clone", "Debug", "Operation"];
    traits.extend(default.then_some("Default"));
    traits.extend(operation.paging.as_ref().map(|_| "Paginated"));
    lines.traits(&ty, &traits);
    for field in &operation.fields {
        let item = format!("pub field {path}::{}: {}", field.ident, field_type(&field.ty, field.borrowed));
        lines.push(&item, field_facts(operation, &field.ident, &field.start));
    }
    for Setter { ident, ty: of, borrowed, .. } in &operation.setters {
        let argument = match of {
            Type::Option(_) if !borrowed => format!("impl Into<{}>", of.text()),
            other => argument_type(other, *borrowed),
        };
        lines.bare(&format!("pub fn Call<'_, {ty}>::{ident}(self, {ident}: {argument}) -> Self"));
    }
    let successes = statuses(operation, |kind| matches!(kind, ResponseKind::Success(..)));
    lines.push(&format!("pub type {path}::Output = {}", operation.output.text()), successes);
    let failures = statuses(operation, |kind| matches!(kind, ResponseKind::Failure(..)));
    lines.push(&format!("pub type {path}::Error = {}", operation.error.text()), failures);
    if let Some(choice) = &operation.choice {
        let path = format!("operations::{}", choice.ident);
        let ty = format!("{path}{}", lifetime(choice.borrows));
        lines.push(&format!("#[non_exhaustive] pub enum {ty}"), vec![OwnType::MediaTypes.of(&source)]);
        for (index, variant) in choice.variants.iter().enumerate() {
            let payload = field_type(&variant.ty, variant.borrowed);
            let media_type = vec![word(&variant.encoding.media_type)];
            lines.push(&format!("pub variant {path}::{}({payload})", variant.ident), media_type);
            if index == 0 {
                lines.traits(&ty, &["Clone", "Debug", &format!("From<{payload}>")]);
            }
        }
    }
    if let Some(headers) = &operation.headers {
        let path = format!("operations::{}", headers.ident);
        lines.push(&format!("#[non_exhaustive] pub struct {path}"), vec![OwnType::Headers.of(&source)]);
        lines.traits(&path, &["Clone", "Debug", "PartialEq"]);
        lines.bare(&format!("pub fn {path}::read(headers: &http::HeaderMap) -> Result<Self, HeaderError>"));
        for field in &headers.fields {
            let ty = if field.list { Type::Vec(Box::new(field.ty.clone())) } else { field.ty.clone() };
            let item = format!("pub field {path}::{}: {}", field.ident, ty.optional().text());
            lines.push(&item, vec![word(&field.wire), "optional".to_owned()]);
        }
    }
    for outcome in &operation.outcomes {
        let path = format!("operations::{}", outcome.ident);
        let (open, what) =
            if outcome.open { ("#[non_exhaustive] ", OwnType::Errors) } else { ("", OwnType::Successes) };
        lines.push(&format!("{open}pub enum {path}"), vec![what.of(&source)]);
        let traits: &[&str] = if outcome.streams { &["Debug"] } else { &["Clone", "Debug", "PartialEq"] };
        lines.traits(&path, traits);
        for variant in &outcome.variants {
            let body = variant.ty.as_ref().map(|ty| format!("({})", ty.text())).unwrap_or_default();
            let facts = operation.arms.iter().filter(|arm| leads_to(arm, &outcome.ident, &variant.ident));
            let facts = facts.map(status).collect();
            lines.push(&format!("pub variant {path}::{}{body}", variant.ident), facts);
        }
    }
    for item in &operation.items {
        items::list(item, Home::Operations, krate, lines);
    }
}

fn lifetime(borrows: bool) -> &'static str {
    if borrows { "<'_>" } else { "" }
}

/// Where a call goes, and what it needs.
fn facts(operation: &Operation, source: &str) -> Vec<String> {
    let mut facts = vec![source.to_owned()];
    facts.extend(operation.id.as_ref().map(|id| format!("{ID}{}", word(id))));
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
    facts.extend(operation.deprecated.then(|| "deprecated".to_owned()));
    facts
}

/// Where a field goes, whether it can be left out, and what it is unless it is set.
fn field_facts(operation: &Operation, ident: &Ident, start: &Initializer) -> Vec<String> {
    let step = operation.request_parts.iter().find(|step| match step {
        RequestPart::Parameter(write) => write.field == *ident,
        RequestPart::Body(write) => write.field == *ident,
    });
    let place = match step {
        Some(RequestPart::Parameter(write)) => {
            vec![places::parameter(write.location, &write.wire)]
        }
        Some(RequestPart::Body(write)) => {
            let encoding = write.encoding.as_ref().map(|encoding| {
                let as_it_is = if matches!(encoding.kind, BodyKind::Raw) { " as it is" } else { "" };
                format!("{}{as_it_is}", word(&encoding.media_type))
            });
            [places::BODY.to_owned()].into_iter().chain(encoding).collect()
        }
        None => Vec::new(),
    };
    let presence = if *start == Initializer::Absent { "optional" } else { "required" };
    let default = items::start(start).map(|value| format!("default {value}"));
    place.into_iter().chain([presence.to_owned()]).chain(default).collect()
}

/// The statuses whose answers mean this.
fn statuses(operation: &Operation, means: impl Fn(&ResponseKind) -> bool) -> Vec<String> {
    let mut statuses: Vec<String> =
        operation.arms.iter().filter(|arm| means(&arm.kind)).map(|arm| pattern(arm.pattern)).collect();
    statuses.dedup();
    statuses
}

fn leads_to(arm: &Arm, outcome: &Ident, name: &Ident) -> bool {
    let (ResponseKind::Success(_, wrap) | ResponseKind::Failure(_, wrap)) = &arm.kind else { return false };
    matches!(wrap, Wrap::Variant { of, variant, .. } if of == outcome && variant == name)
}

fn status(arm: &Arm) -> String {
    places::answer(&pattern(arm.pattern), arm.media_type.as_deref())
}

fn pattern(pattern: Pattern) -> String {
    match pattern {
        Pattern::Code(code) => code.to_string(),
        Pattern::Range(digit) => format!("{digit}XX"),
        Pattern::Rest => "default".to_owned(),
    }
}
