//! `src/models/`.

use proc_macro2::{Ident as Token, TokenStream};
use quote::quote;

use super::{FileItem, RustFile, allow_deprecated, any_feature, file_attributes, items, token, types::Types};
use crate::rust::{Crate, Module, Namespace, Page, PartModels};

/// Emits `src/models/mod.rs`, or that of the models of a part.
pub(super) fn index(krate: &Crate, part: &PartModels) -> RustFile {
    let own = || krate.models.iter().filter(|module| module.home == part.home);
    let parts = part.inner.iter().map(|name| {
        let name = token(name);
        quote! { pub mod #name; }
    });
    let modules = own().map(|module| {
        let (name, features) = (token(&module.ident), any_feature(&module.features));
        quote! { #features mod #name; }
    });
    let uses = own().map(|module| {
        let (name, features) = (token(&module.ident), any_feature(&module.features));
        let is_deprecated = module.items.iter().any(|item| krate.is_deprecated(&part.home, item.ident()));
        let allow = is_deprecated.then(allow_deprecated);
        let types: Vec<Token> = module.items.iter().map(|item| token(item.ident())).collect();
        match types.as_slice() {
            [only] => quote! { #features #allow pub use self::#name::#only; },
            all => quote! { #features #allow pub use self::#name::{#(#all),*}; },
        }
    });
    RustFile {
        path: format!("src/{}/mod.rs", folder(&part.home)),
        docs: Page::line("The types of requests and responses."),
        attributes: TokenStream::new(),
        items: parts.chain(modules).chain(uses).map(FileItem::Tokens).collect(),
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
    let types = Types::in_models(krate, &module.home);
    let mut names_deprecated = false;
    for item in &module.items {
        names_deprecated |= krate.is_deprecated(&module.home, item.ident());
        item.walk_types(&mut |ty| names_deprecated |= types.names_deprecated(ty));
        items.extend(items::item(item, &types));
    }
    RustFile {
        path: format!("src/{}/{}.rs", folder(&module.home), module.ident.unraw()),
        docs: Page::default(),
        attributes: file_attributes(names_deprecated),
        items,
    }
}

/// Returns the folder of a module.
fn folder(home: &Namespace) -> String {
    home.to_string().replace("::", "/").replace("r#", "")
}
