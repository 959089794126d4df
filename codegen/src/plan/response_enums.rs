//! Enums of response bodies, if an operation has several types of them.

use std::collections::BTreeMap;

use super::{
    docs,
    media::media_text,
    names::{self, Keep, Scope},
    operation_names::OperationNames,
    responses::TypedResponse,
    schema_places,
    statuses::status_text,
    types::Types,
};
use crate::{
    api::{Operation, Status},
    naming::{
        Known,
        places::{self, OperationType},
    },
    rust::{Decode, Ident, Namespace, ResponseEnum, ResponseKind, ResponseVariant, Type, Wrap, link},
};

/// The outcome of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Success,
    Error,
}

/// The successful responses of an operation, or its error responses.
pub(super) struct ResponseGroup {
    outcome: Outcome,
    /// The type of the body; `None` without any response.
    pub(super) ty: Option<Type>,
    /// The variants of the enum, if the bodies have several types.
    variants: Option<Variants>,
    /// The enum, if no other operation has it.
    pub(super) planned_enum: Option<ResponseEnum>,
}

/// An enum of bodies, with the variant of each response.
#[derive(Debug, Clone)]
pub(super) struct Variants {
    pub(super) home: Namespace,
    pub(super) of: Ident,
    /// The variants, by the stable key of their response.
    pub(super) by_source: BTreeMap<String, Ident>,
}

impl ResponseGroup {
    /// Returns the group of errors that several operations have.
    pub(super) fn shared(variants: Variants) -> Self {
        let ty = Type::Named(variants.home.clone(), variants.of.clone());
        Self { outcome: Outcome::Error, ty: Some(ty), variants: Some(variants), planned_enum: None }
    }

    /// Plans the type of `responses`: their common type, or an enum.
    pub(super) fn plan(
        outcome: Outcome,
        responses: &[&TypedResponse<'_>],
        operation: &Operation,
        operation_names: &OperationNames,
        types: &mut Types<'_>,
    ) -> Self {
        let ty = responses.first().map(|first| first.ty.clone());
        if !have_several_types(responses) {
            return Self { outcome, ty, variants: None, planned_enum: None };
        }
        let (suffixes, own, body) = match outcome {
            Outcome::Success => (["Response", "Outcome"], OperationType::Successes, "a successful response"),
            Outcome::Error => (["Error", "Failure"], OperationType::Errors, "an error response"),
        };
        let source = own.of(&schema_places::of_operation(operation));
        let OperationNames { type_name: operation_name, home, .. } = operation_names;
        let name = operation_names.declare_type(&source, &suffixes, types);
        let ident = names::ident(&name);
        let known = types.known_in_type(&operation_names.known_home, &source, &name);
        let variants = plan_variants(known, responses);
        let by_media_type = responses.iter().any(|typed| typed.by_media_type);
        let key = if by_media_type { "status and media type" } else { "status" };
        let by_source = by_source(&variants);
        let variants: Vec<ResponseVariant> = variants.into_iter().map(|(_, variant)| variant).collect();
        let item = ResponseEnum {
            ident: ident.clone(),
            docs: vec![format!("The body of {body} to {}, by its {key}.", link(operation_name))],
            open: outcome == Outcome::Error,
            streams: has_stream(responses),
            serializes: outcome == Outcome::Success && variants.iter().all(ResponseVariant::serializes),
            variants,
            accessors: Vec::new(),
        };
        let home = Namespace::Operations(home.clone());
        let ty = Type::Named(home.clone(), ident.clone());
        let variants = Variants { home, of: ident, by_source };
        Self { outcome, ty: Some(ty), variants: Some(variants), planned_enum: Some(item) }
    }

    /// Returns the meaning of a response of the group.
    pub(super) fn kind(&self, typed: &TypedResponse<'_>) -> ResponseKind {
        let found = |variants: &'_ Variants| variants.by_source.get(&typed.source()).cloned();
        let variant = self.variants.as_ref().and_then(|variants| Some((variants, found(variants)?)));
        let wrap = match variant {
            None => Wrap::Same,
            Some((Variants { home, of, .. }, variant)) => Wrap::Variant {
                home: home.clone(),
                of: of.clone(),
                variant,
                boxed: false,
                unit: typed.decode == Decode::Empty,
            },
        };
        let decode = typed.decode.clone();
        match self.outcome {
            Outcome::Success => ResponseKind::Success(decode, wrap),
            Outcome::Error => ResponseKind::Failure(decode, wrap),
        }
    }
}

/// Returns `true` if the bodies have several types.
pub(super) fn have_several_types(responses: &[&TypedResponse<'_>]) -> bool {
    responses.first().is_some_and(|first| responses.iter().any(|typed| typed.ty != first.ty))
}

/// Returns `true` if a body is a stream.
pub(super) fn has_stream(responses: &[&TypedResponse<'_>]) -> bool {
    responses.iter().any(|typed| matches!(typed.ty, Type::Stream(..)))
}

/// Returns the variants by the stable keys of their responses. Of equal keys the first counts.
pub(super) fn by_source(variants: &[(String, ResponseVariant)]) -> BTreeMap<String, Ident> {
    variants.iter().rev().map(|(source, variant)| (source.clone(), variant.ident.clone())).collect()
}

/// Returns the variants of an enum with the `known` names, with the stable keys of their responses.
pub(super) fn plan_variants(
    known: Option<&Known>,
    responses: &[&TypedResponse<'_>],
) -> Vec<(String, ResponseVariant)> {
    let mut scope = Scope::default();
    let sources: Vec<String> = responses.iter().map(|typed| typed.source()).collect();
    scope.reserve(known, sources.iter().map(String::as_str));
    // Variants are in the order of the statuses, independent of the order of the match arms.
    let mut ordered: Vec<&TypedResponse<'_>> = responses.to_vec();
    ordered.sort_by_key(|typed| (order(typed.response.status), typed.by_media_type));
    let mut counts: BTreeMap<Status, usize> = BTreeMap::new();
    for typed in responses {
        *counts.entry(typed.response.status).or_default() += 1;
    }
    ordered
        .iter()
        .map(|typed| {
            let same_status = counts.get(&typed.response.status).copied().unwrap_or_default();
            let wanted = typed.variant_text(same_status, responses.len());
            // A variant that was the only one of its status was named by the status.
            let names = [wanted.as_str(), &status_text(typed.response.status)];
            let reserved = scope.take_reserved(&typed.source(), &names, Keep::Always);
            let name = reserved.unwrap_or_else(|| scope.declare_type(&wanted));
            let variant = ResponseVariant {
                ident: names::ident(&name),
                ty: (typed.decode != Decode::Empty).then(|| typed.ty.clone()),
                docs: variant_docs(typed, &typed.response.description),
            };
            (typed.source(), variant)
        })
        .collect()
}

impl TypedResponse<'_> {
    /// Returns the stable key of its variant in `api.txt`.
    pub(super) fn source(&self) -> String {
        places::response(&self.response.status.to_string(), self.media_type().as_deref())
    }

    /// Returns the name of its variant among `all`, of which `same_status` have its status: the status, the media type,
    /// or both.
    fn variant_text(&self, same_status: usize, all: usize) -> String {
        let status = status_text(self.response.status);
        let media =
            || self.content.map(|content| media_text(content, self.needs_parameters)).unwrap_or_default();
        match same_status {
            1 => status,
            count if count == all => media(),
            _ => format!("{status}{}", media()),
        }
    }
}

/// Orders single statuses before ranges, and ranges before `default`.
fn order(status: Status) -> u16 {
    match status {
        Status::Code(code) => code,
        Status::Range(digit) => 1000 + digit,
        Status::Default => 2000,
    }
}

/// Returns the documentation of the variant of a response.
pub(super) fn variant_docs(typed: &TypedResponse<'_>, description: &str) -> Vec<String> {
    let description = docs::first_paragraph(description);
    let colon = if description.is_empty() { "" } else { ": " };
    let media = match typed.content {
        Some(content) if typed.response.contents.len() > 1 => {
            format!(", {}", docs::code(&content.media_type))
        }
        _ => String::new(),
    };
    vec![format!("`{}`{media}{colon}{description}", typed.response.status)]
}
