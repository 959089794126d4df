//! `src/mock/mod.rs`: the responses of a client without a server.

use proc_macro2::{Ident as Token, Span};
use quote::quote;

use super::{
    FileItem, RustFile, Table, file_attributes, items::literal, resources::mock_accessors,
    responses::decoder_name, types::Types,
};
use crate::rust::{
    Arm, BodyKind, Crate, Decode, Operation, Page, Pattern, RequestPart, ResponseKind, Type, Wrap,
};

/// Emits the file.
pub(super) fn mock(krate: &Crate) -> RustFile {
    let types = Types::in_operations(krate);
    let (mut models, mut maps, mut names_deprecated) = (false, false, false);
    let mut support: Vec<&str> = Vec::new();
    for (ty, _) in krate.operations.iter().filter_map(Operation::model_body) {
        names_deprecated |= types.names_deprecated(ty);
        ty.walk(&mut |ty| match ty {
            Type::Named(home, _) if home.is_in_models() => models = true,
            Type::Map(_) => maps = true,
            Type::Runtime(known) => support.push(known.name()),
            Type::Instant(form, _) => support.push(form.name()),
            _ => {}
        });
    }
    support.sort_unstable();
    support.dedup();
    let support = support.iter().map(|name| Token::new(name, Span::call_site()));
    let modules = (!krate.errors.is_empty()).then_some("errors").into_iter();
    let modules = modules.chain(models.then_some("models")).chain(["operations"]);
    let modules = modules.map(|name| Token::new(name, Span::call_site())).chain(support);
    let mut items: Vec<FileItem> = Vec::new();
    // If tags are features, some tables are not compiled.
    let unused = krate
        .tag_features
        .then(|| quote! { #[allow(unused_imports, reason = "not every feature uses all of them")] });
    items.extend(maps.then(|| quote! { #unused use std::collections::BTreeMap; }.into()));
    if !krate.operations.is_empty() {
        items.push(quote! { #unused use crate::{#(#modules,)* runtime}; }.into());
    }
    let methods = if krate.has_resources() {
        " The mock has the resources of the client, with a method of the same name for each operation. It takes a"
    } else {
        " The mock has a method for each operation, with the name of the client's method. The method takes a"
    };
    items.extend([
        quote! {
            /// The examples of the description.
            const EXAMPLES: &str = include_str!("examples.json");
        }
        .into(),
        quote! {
            impl crate::ClientBuilder {
                /// Builds a client for tests, which sends no requests.
                ///
                #[doc = #methods]
                /// function that returns the response. A call of an operation without a function is an error.
                ///
                /// The mock needs no base URL and no credentials, and its clock does not wait.
                ///
                /// # Errors
                ///
                /// Fails if the base URL or a default header is invalid.
                pub fn build_mock(self) -> Result<crate::MockClient, crate::RequestError> {
                    self.mock(EXAMPLES, false)
                }

                /// Builds a client for tests, as [`build_mock`](Self::build_mock) does, with default responses.
                ///
                /// An operation without a function returns the example of the description, or a generated one.
                ///
                /// # Errors
                ///
                /// Fails if the base URL or a default header is invalid.
                pub fn build_mock_with_examples(self) -> Result<crate::MockClient, crate::RequestError> {
                    self.mock(EXAMPLES, true)
                }
            }
        }
        .into(),
    ]);
    items.extend(mock_accessors(krate).into_iter().map(FileItem::Tokens));
    items.extend(krate.operations.iter().map(|operation| table(krate, operation)));
    RustFile {
        path: "src/mock/mod.rs".to_owned(),
        docs: Page::line("The responses of a mock, for each operation."),
        attributes: file_attributes(names_deprecated),
        items,
    }
}

/// Returns the table of an operation: its body, and the responses that a mock can return.
fn table(krate: &Crate, operation: &Operation) -> FileItem {
    let has_body = operation.request_parts.iter().any(|part| matches!(part, RequestPart::Body(_)));
    let body = match operation.model_body() {
        Some((ty, BodyKind::Xml(of))) => format!("{} as json of crate::xml::{of}", ty.text()),
        Some((ty, _)) => format!("{} as json", ty.text()),
        None if has_body => "bytes::Bytes as raw".to_owned(),
        None => "() as json".to_owned(),
    };
    let mut rows = Vec::new();
    if krate.same_as(operation).is_none() {
        let is_success = |arm: &&Arm| matches!(arm.kind, ResponseKind::Success(..));
        let successes = operation.arms.iter().filter(is_success);
        let failures = operation.arms.iter().filter(|arm| !is_success(arm));
        rows.push(("body".to_owned(), body));
        rows.extend(successes.chain(failures).filter_map(response));
    }
    let lifetime = if operation.borrows { "<'static>" } else { "" };
    let resource = krate.group_of(operation).and_then(|group| Some((group, group.resource.as_ref()?)));
    let resource = resource
        .map(|(group, resource)| format!("{}::{}<'static> => ", group.path, resource.ident))
        .unwrap_or_default();
    FileItem::Table(Table {
        macro_path: "crate::runtime::mock",
        header: format!("{resource}{} {}::{}{lifetime}", operation.function, operation.home, operation.ident),
        rows,
        footer: None,
        feature: krate.feature_of(operation).map(str::to_owned),
    })
}

/// Returns the row of a response: its status, its media type, its variant, and the encoding of its body.
fn response(arm: &Arm) -> Option<(String, String)> {
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
        Wrap::Variant { home, of, variant, .. } if *decode == Decode::Empty => {
            format!("{media_type} {home}::{of}::{variant}")
        }
        Wrap::Variant { home, of, variant, .. } => {
            format!("{media_type} {home}::{of}::{variant} => runtime::{decoder}")
        }
    };
    Some((format!("{side} {status}"), row))
}
