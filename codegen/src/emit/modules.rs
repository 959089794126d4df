//! The `mod.rs` files of `src/operations/`: its own, and one for each tag.

use proc_macro2::TokenStream;
use quote::quote;

use super::{FileItem, RustFile, allow_deprecated, cfg, token};
use crate::rust::{Crate, Operation, Page, Tag};

/// Returns the folder of a tag's operations, below `src/operations/`.
pub(super) fn folder(krate: &Crate, tag: Option<usize>) -> String {
    let tag = tag.and_then(|index| krate.tags.get(index));
    tag.map(|tag| format!("{}/", tag.ident.unraw())).unwrap_or_default()
}

/// Emits `src/operations/mod.rs`: the operations without a tag, the tags, and their reexports.
pub(super) fn index(krate: &Crate) -> RustFile {
    let mut items: Vec<TokenStream> = Vec::new();
    for tag in &krate.tags {
        let (name, feature) = (token(&tag.ident), feature(krate, tag));
        items.push(quote! { #feature pub mod #name; });
    }
    let untagged = || krate.operations.iter().filter(|operation| operation.tag.is_none());
    items.extend(untagged().map(module));
    items.extend(untagged().map(|operation| exports(krate, operation)));
    for tag in &krate.tags {
        let (name, feature) = (token(&tag.ident), feature(krate, tag));
        let types: Vec<_> = of_tag(krate, tag).flat_map(types).collect();
        let allow = of_tag(krate, tag).any(|operation| has_deprecated(krate, operation));
        let allow = allow.then(allow_deprecated);
        items.push(quote! { #feature #allow pub use self::#name::{#(#types),*}; });
    }
    RustFile {
        path: "src/operations/mod.rs".to_owned(),
        docs: Page::line("The operations, each with the types that only it uses."),
        attributes: TokenStream::new(),
        items: items.into_iter().map(FileItem::Tokens).collect(),
    }
}

/// Emits the `mod.rs` of a tag.
pub(super) fn tag(krate: &Crate, index: usize, tag: &Tag) -> RustFile {
    let operations = || of_tag(krate, tag);
    RustFile {
        path: format!("src/operations/{}mod.rs", folder(krate, Some(index))),
        docs: Page { before: tag.docs.clone(), ..Page::default() },
        attributes: TokenStream::new(),
        items: operations()
            .map(module)
            .chain(operations().map(|operation| exports(krate, operation)))
            .map(FileItem::Tokens)
            .collect(),
    }
}

fn of_tag<'a>(krate: &'a Crate, tag: &'a Tag) -> impl Iterator<Item = &'a Operation> {
    tag.operations.iter().filter_map(|index| krate.operations.get(*index))
}

fn feature(krate: &Crate, tag: &Tag) -> Option<TokenStream> {
    krate.tag_features.then(|| cfg(&tag.feature))
}

fn module(operation: &Operation) -> TokenStream {
    let name = token(&operation.module);
    quote! { mod #name; }
}

fn has_deprecated(krate: &Crate, operation: &Operation) -> bool {
    operation.items.iter().any(|item| krate.deprecated.contains(item.ident()))
}

fn exports(krate: &Crate, operation: &Operation) -> TokenStream {
    let name = token(&operation.module);
    let allow = has_deprecated(krate, operation).then(allow_deprecated);
    match types(operation).as_slice() {
        [only] => quote! { #allow pub use self::#name::#only; },
        all => quote! { #allow pub use self::#name::{#(#all),*}; },
    }
}

/// Returns every type in the file of an operation.
fn types(operation: &Operation) -> Vec<proc_macro2::Ident> {
    operation.type_names().map(token).collect()
}
