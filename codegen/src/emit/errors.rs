//! `src/errors.rs`: the documented errors that several operations have.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    FileItem, RustFile, any_feature, file_attributes,
    responses::{arm, outcome_enum},
    token,
    types::Types,
};
use crate::rust::{Crate, Page, SharedError, Type};

/// Emits the file.
pub(super) fn errors(krate: &Crate) -> RustFile {
    let types = Types::in_operations(krate);
    let (mut models, mut names_deprecated) = (false, false);
    for error in &krate.errors {
        error.bodies.walk_types(&mut |ty| {
            models |= matches!(ty, Type::Named(home, _) if home.is_in_models());
            names_deprecated |= types.names_deprecated(ty);
        });
    }
    // If tags are features, some errors are not compiled.
    let unused = krate
        .tag_features
        .then(|| quote! { #[allow(unused_imports, reason = "not every feature uses all of them")] });
    let uses = if models {
        quote! { #unused use crate::{models, runtime}; }
    } else {
        quote! { #unused use crate::runtime; }
    };
    let items = krate.errors.iter().flat_map(|error| shared_error(error, &types));
    RustFile {
        path: "src/errors.rs".to_owned(),
        docs: Page::line("The documented errors that several operations have."),
        attributes: file_attributes(names_deprecated),
        items: [uses].into_iter().chain(items).map(FileItem::Tokens).collect(),
    }
}

/// Emits the enum of an error, and its decoding.
fn shared_error(error: &SharedError, types: &Types<'_>) -> Vec<TokenStream> {
    let (ident, features) = (token(&error.bodies.ident), any_feature(&error.features));
    let arms = error.arms.iter().map(arm);
    let decoding = quote! {
        impl runtime::DocumentedError for #ident {
            fn read<O>(raw: runtime::RawResponse) -> runtime::Outcome<O, Self> {
                match raw.status() { #(#arms,)* }
            }
        }
    };
    let items = outcome_enum(&error.bodies, types).into_iter().chain([decoding]);
    items.map(|item| quote! { #features #item }).collect()
}
