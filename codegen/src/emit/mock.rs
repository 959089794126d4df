//! `src/mock/mod.rs`: what answers without a server.

use proc_macro2::{Ident as Token, Span};
use quote::quote;

use super::{Chunk, RustFile, Table, file_attributes, items::literal, responses::decoder_name, types::Types};
use crate::rust::{
    Arm, Crate, Decode, Home, Operation, Page, Pattern, RequestPart, ResponseKind, Type, Wrap,
};

/// The file.
pub(super) fn mock(krate: &Crate) -> RustFile {
    let types = Types::in_operations(krate);
    let (mut models, mut maps, mut names_deprecated) = (false, false, false);
    let mut support: Vec<&str> = Vec::new();
    for ty in krate.operations.iter().filter_map(Operation::json_body) {
        names_deprecated |= types.names_deprecated(ty);
        ty.walk(&mut |ty| match ty {
            Type::Named(Home::Models, _) => models = true,
            Type::Map(_) => maps = true,
            Type::Support(known) => support.push(known.name()),
            _ => {}
        });
    }
    support.sort_unstable();
    support.dedup();
    let support = support.iter().map(|name| Token::new(name, Span::call_site()));
    let modules = models.then_some("models").into_iter().chain(["operations"]);
    let modules = modules.map(|name| Token::new(name, Span::call_site())).chain(support);
    let mut items: Vec<Chunk> = Vec::new();
    items.extend(maps.then(|| quote! { use std::collections::BTreeMap; }.into()));
    // With tags as features, some tables are not there.
    let unused = krate
        .tag_features
        .then(|| quote! { #[allow(unused_imports, reason = "not every feature needs it")] });
    if !krate.operations.is_empty() {
        items.push(quote! { #unused use crate::{#(#modules,)* runtime}; }.into());
    }
    items.extend([
        quote! {
            /// The description's examples.
            const EXAMPLES: &str = include_str!("examples.json");
        }
        .into(),
        quote! {
            impl crate::ClientBuilder {
                /// A client for tests, whose calls are answered by functions: those that the methods of the mock, which
                /// are called as the client's, are given. A call of an operation that has none is an error.
                ///
                /// It needs no base URL and no credential, and waits for nothing.
                ///
                /// # Errors
                /// When the base URL or a default header is not usable.
                pub fn build_mock(self) -> Result<crate::MockClient, crate::RequestError> {
                    self.mock(EXAMPLES, false)
                }

                /// The same, but that an operation without a function is answered with what the description shows: its
                /// example, or one that is made up.
                ///
                /// # Errors
                /// When the base URL or a default header is not usable.
                pub fn build_mock_with_examples(self) -> Result<crate::MockClient, crate::RequestError> {
                    self.mock(EXAMPLES, true)
                }
            }
        }
        .into(),
    ]);
    items.extend(krate.operations.iter().map(|operation| table(krate, operation)));
    RustFile {
        path: "src/mock/mod.rs".to_owned(),
        docs: Page::line("Answers without a server: what a mock writes for each operation."),
        attributes: file_attributes(names_deprecated),
        items,
    }
}

fn table(krate: &Crate, operation: &Operation) -> Chunk {
    let has_body = operation.request_parts.iter().any(|step| matches!(step, RequestPart::Body(_)));
    let body = match operation.json_body() {
        Some(ty) => format!("{} as json", ty.text()),
        None if has_body => "bytes::Bytes as raw".to_owned(),
        None => "() as json".to_owned(),
    };
    let mut rows = vec![("body".to_owned(), body)];
    let is_success = |arm: &&Arm| matches!(arm.kind, ResponseKind::Success(..));
    let successes = operation.arms.iter().filter(is_success);
    let failures = operation.arms.iter().filter(|arm| !is_success(arm));
    rows.extend(successes.chain(failures).filter_map(answer));
    let lifetime = if operation.borrows { "<'static>" } else { "" };
    let tag = operation.tag.filter(|_| krate.tag_features).and_then(|index| krate.tags.get(index));
    Chunk::Table(Table {
        name: "crate::runtime::mock",
        head: format!("{} operations::{}{lifetime}", operation.function, operation.ident),
        rows,
        tail: None,
        feature: tag.map(|tag| tag.feature.clone()),
    })
}

/// The status of an answer, its media type, the variant that it becomes, and how its body is written.
fn answer(arm: &Arm) -> Option<(String, String)> {
    let (side, decode, wrap) = match &arm.kind {
        ResponseKind::Success(decode, wrap) => ("success", decode, wrap),
        ResponseKind::Failure(decode, wrap) => ("failure", decode, wrap),
        ResponseKind::Unexpected => return None,
    };
    let status = match arm.pattern {
        Pattern::Code(code) => code.to_string(),
        Pattern::Range(digit) => format!("{digit}00"),
        Pattern::Rest => "500".to_owned(),
    };
    let media_type = literal(&arm.sent_as);
    let decoder = decoder_name(decode);
    let row = match wrap {
        Wrap::Same => format!("{media_type} => runtime::{decoder}"),
        Wrap::Variant { of, variant, .. } if *decode == Decode::Empty => {
            format!("{media_type} operations::{of}::{variant}")
        }
        Wrap::Variant { of, variant, .. } => {
            format!("{media_type} operations::{of}::{variant} => runtime::{decoder}")
        }
    };
    Some((format!("{side} {status}"), row))
}
