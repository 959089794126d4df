//! The `mod.rs` files of `src/operations/`: its own, and one for each group.

use proc_macro2::TokenStream;
use quote::quote;

use super::{FileItem, RustFile, cfg, resources::resource, token};
use crate::rust::{Crate, Group, Operation, Page};

/// Returns the folder of a group's operations, below `src/operations/`.
pub(super) fn folder(krate: &Crate, group: Option<usize>) -> String {
    krate.path_to(group).iter().flat_map(|group| [group.ident.unraw(), "/"]).collect()
}

/// Emits `src/operations/mod.rs`: the operations without a group, the groups, and the reexports of tags.
pub(super) fn index(krate: &Crate) -> RustFile {
    let outermost = krate.groups.iter().filter(|group| group.parent.is_none());
    let mut items: Vec<TokenStream> = outermost.map(|group| group_module(krate, group)).collect();
    let ungrouped = || krate.operations.iter().filter(|operation| operation.group.is_none());
    items.extend(ungrouped().map(module));
    items.extend(ungrouped().map(|operation| exports(krate, operation)));
    for tag in krate.groups.iter().filter(|group| group.resource.is_none()) {
        let (name, feature) = (token(&tag.ident), feature(krate, tag));
        let types: Vec<_> = members(krate, tag).flat_map(|operation| types(krate, operation)).collect();
        items.push(quote! { #feature pub use self::#name::{#(#types),*}; });
    }
    RustFile {
        path: "src/operations/mod.rs".to_owned(),
        docs: Page::line("The operations, each with the types that only it uses."),
        attributes: TokenStream::new(),
        items: items.into_iter().map(FileItem::Tokens).collect(),
    }
}

/// Emits the `mod.rs` of a group.
pub(super) fn group(krate: &Crate, index: usize, group: &Group) -> RustFile {
    let operations = || members(krate, group);
    let inner = group.inner.iter().filter_map(|index| krate.groups.get(*index));
    let mut items: Vec<TokenStream> = inner.map(|group| group_module(krate, group)).collect();
    items.extend(operations().map(module));
    items.extend(operations().map(|operation| exports(krate, operation)));
    items.extend(resource(krate, group));
    RustFile {
        path: format!("src/operations/{}mod.rs", folder(krate, Some(index))),
        docs: Page::text(group.docs.clone()),
        attributes: TokenStream::new(),
        items: items.into_iter().map(FileItem::Tokens).collect(),
    }
}

fn members<'a>(krate: &'a Crate, group: &'a Group) -> impl Iterator<Item = &'a Operation> {
    group.operations.iter().filter_map(|index| krate.operations.get(*index))
}

fn feature(krate: &Crate, group: &Group) -> Option<TokenStream> {
    krate.own_feature(group).map(cfg)
}

fn group_module(krate: &Crate, group: &Group) -> TokenStream {
    let (name, feature) = (token(&group.ident), feature(krate, group));
    quote! { #feature pub mod #name; }
}

fn module(operation: &Operation) -> TokenStream {
    let name = token(&operation.module);
    quote! { mod #name; }
}

fn exports(krate: &Crate, operation: &Operation) -> TokenStream {
    let name = token(&operation.module);
    match types(krate, operation).as_slice() {
        [only] => quote! { pub use self::#name::#only; },
        all => quote! { pub use self::#name::{#(#all),*}; },
    }
}

/// Returns every type in the file of an operation.
fn types(krate: &Crate, operation: &Operation) -> Vec<proc_macro2::Ident> {
    krate.same_as(operation).unwrap_or(operation).type_names().map(token).collect()
}
