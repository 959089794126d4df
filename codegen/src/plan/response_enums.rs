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
    /// The enum and its variants by response, if the bodies have several types.
    pub(super) planned_enum: Option<(ResponseEnum, BTreeMap<ResponseKey, Ident>)>,
}

/// The status and the media type of a response.
pub(super) type ResponseKey = (Status, Option<String>);

impl ResponseGroup {
    /// Plans the type of `responses`: their common type, or an enum.
    pub(super) fn plan(
        outcome: Outcome,
        responses: &[&TypedResponse<'_>],
        operation: &Operation,
        operation_names: &OperationNames,
        types: &mut Types<'_>,
    ) -> Self {
        let Some(first) = responses.first() else { return Self { outcome, ty: None, planned_enum: None } };
        if responses.iter().all(|typed| typed.ty == first.ty) {
            return Self { outcome, ty: Some(first.ty.clone()), planned_enum: None };
        }
        let (suffixes, own, body) = match outcome {
            Outcome::Success => (["Response", "Outcome"], OperationType::Successes, "a successful response"),
            Outcome::Error => (["Error", "Failure"], OperationType::Errors, "an error response"),
        };
        let source = own.of(&schema_places::of_operation(operation));
        let OperationNames { type_name: operation_name, home, .. } = operation_names;
        let name = operation_names.declare_type(&source, &suffixes, types);
        let ident = names::ident(&name);
        let variants =
            plan_variants(types.known_in_type(&operation_names.known_home, &source, &name), responses);
        let by_media_type = responses.iter().any(|typed| typed.by_media_type);
        let key = if by_media_type { "status and media type" } else { "status" };
        // Of equal keys the first counts.
        let by_key =
            variants.iter().rev().map(|(key, variant)| (key.clone(), variant.ident.clone())).collect();
        let item = ResponseEnum {
            ident: ident.clone(),
            docs: vec![format!("The body of {body} to {}, by its {key}.", link(operation_name))],
            open: outcome == Outcome::Error,
            streams: responses.iter().any(|typed| matches!(typed.ty, Type::Stream(..))),
            variants: variants.into_iter().map(|(_, variant)| variant).collect(),
        };
        let ty = Type::Named(Namespace::Operations(home.clone()), ident);
        Self { outcome, ty: Some(ty), planned_enum: Some((item, by_key)) }
    }

    /// Returns the meaning of a response of the group.
    pub(super) fn kind(&self, typed: &TypedResponse<'_>) -> ResponseKind {
        let variant = self
            .planned_enum
            .as_ref()
            .and_then(|(item, by_key)| Some((&item.ident, by_key.get(&typed.key())?)));
        let wrap = match variant {
            None => Wrap::Same,
            Some((of, variant)) => Wrap::Variant {
                of: of.clone(),
                variant: variant.clone(),
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

/// Returns the variants of an enum with the `known` names, with the responses that they stand for.
fn plan_variants(
    known: Option<&Known>,
    responses: &[&TypedResponse<'_>],
) -> Vec<(ResponseKey, ResponseVariant)> {
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
                docs: variant_docs(typed),
            };
            (typed.key(), variant)
        })
        .collect()
}

impl TypedResponse<'_> {
    fn key(&self) -> ResponseKey {
        (self.response.status, self.content.map(|content| content.media_type.clone()))
    }

    /// Returns the stable key of its variant in `api.txt`.
    fn source(&self) -> String {
        let content = self.content.filter(|_| self.by_media_type);
        places::response(
            &self.response.status.to_string(),
            content.map(|content| content.media_type.as_str()),
        )
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

fn variant_docs(typed: &TypedResponse<'_>) -> Vec<String> {
    let description = docs::first_paragraph(&typed.response.description);
    let colon = if description.is_empty() { "" } else { ": " };
    let media = match typed.content {
        Some(content) if typed.response.contents.len() > 1 => {
            format!(", {}", docs::code(&content.media_type))
        }
        _ => String::new(),
    };
    vec![format!("`{}`{media}{colon}{description}", typed.response.status)]
}
