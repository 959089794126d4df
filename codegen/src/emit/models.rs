//! `src/models/`.

use proc_macro2::{Ident as Token, TokenStream};
use quote::quote;

use super::{FileItem, RustFile, allow_deprecated, any_feature, file_attributes, items, token, types::Types};
use crate::rust::{Crate, Item, Module, Page};

/// Emits `src/models/mod.rs`.
pub(super) fn index(krate: &Crate) -> RustFile {
    let modules = krate.models.iter().map(|module| {
        let (name, features) = (token(&module.ident), any_feature(&module.features));
        quote! { #features mod #name; }
    });
    let uses = krate.models.iter().map(|module| {
        let (name, features) = (token(&module.ident), any_feature(&module.features));
        let is_deprecated = module.items.iter().any(|item| krate.deprecated.contains(item.ident()));
        let allow = is_deprecated.then(allow_deprecated);
        let types: Vec<Token> = module.items.iter().map(|item| token(item.ident())).collect();
        match types.as_slice() {
            [only] => quote! { #features #allow pub use self::#name::#only; },
            all => quote! { #features #allow pub use self::#name::{#(#all),*}; },
        }
    });
    RustFile {
        path: "src/models/mod.rs".to_owned(),
        docs: Page::line("The types of requests and responses."),
        attributes: TokenStream::new(),
        items: modules.chain(uses).map(FileItem::Tokens).collect(),
    }
}

/// Emits the file of one module.
pub(super) fn model(krate: &Crate, module: &Module) -> RustFile {
    let mut items: Vec<FileItem> = Vec::new();
    if module.maps && krate.prelude.is_free("BTreeMap") {
        items.push(quote! { use std::collections::BTreeMap; }.into());
    }
    let siblings: Vec<Token> = module.siblings.iter().map(token).collect();
    match siblings.as_slice() {
        [] => {}
        [only] => items.push(quote! { use super::#only; }.into()),
        all => items.push(quote! { use super::{#(#all),*}; }.into()),
    }
    let types = Types::in_models(krate);
    let own = module.items.iter().map(Item::ident);
    let names_deprecated = own.chain(&module.siblings).any(|ident| krate.deprecated.contains(ident));
    for item in &module.items {
        items.extend(items::item(item, &types));
    }
    RustFile {
        path: format!("src/models/{}.rs", module.ident.unraw()),
        docs: Page::default(),
        attributes: file_attributes(names_deprecated),
        items,
    }
}
