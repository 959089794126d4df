//! `src/runtime/mod.rs`. The other files of the runtime are copied as text.

use proc_macro2::{Ident as Token, TokenStream};
use quote::quote;

use super::{FileItem, RustFile, cfg, name_token};
use crate::rust::{
    Condition, Crate, Feature, Page, RuntimeFile, conditions, runtime_files, runtime_files_if,
};

/// Emits the file.
pub(super) fn runtime(krate: &Crate) -> RustFile {
    // A crate whose operations are disabled, or that has none, does not use everything.
    let unused = (krate.tag_features || krate.operations.is_empty()).then(|| {
        let reason = "disabled operations leave parts of the runtime unused";
        quote! { #[allow(dead_code, unused_macros, unused_imports, reason = #reason)] }
    });
    let unused = unused.as_ref();
    let mut items: Vec<TokenStream> = Vec::new();
    for feature in &krate.features {
        let condition = Condition::Feature(*feature);
        let has_macro = runtime_files_if(condition).any(|file| file.macro_name.is_some());
        let unused = unused.filter(|_| has_macro);
        items.extend(runtime_files_if(condition).map(|file| module(file, unused)));
    }
    let is_shared =
        |file: &&RuntimeFile| !file.conditions().any(|condition| matches!(condition, Condition::Feature(_)));
    items.extend(runtime_files(krate).filter(is_shared).map(|file| module(file, unused)));
    items.extend(conditions(krate).flat_map(runtime_files_if).filter_map(|file| macro_use(file, unused)));
    items.push(reexports(runtime_files_if(Condition::Always)));
    items.extend(
        conditions(krate)
            .filter(|condition| *condition != Condition::Always)
            .flat_map(runtime_files_if)
            .filter(|file| !file.reexports.is_empty())
            .map(|file| reexports([file])),
    );
    RustFile {
        path: "src/runtime/mod.rs".to_owned(),
        docs: Page::line("The code that all operations and models share."),
        attributes: TokenStream::new(),
        items: items.into_iter().map(FileItem::Tokens).collect(),
    }
}

/// Emits the declaration of a runtime module.
fn module(file: &RuntimeFile, unused: Option<&TokenStream>) -> TokenStream {
    let (name, feature) = (name_token(file.name), file.feature.map(Feature::name).map(cfg));
    let visibility = file.public.then(|| quote! { pub });
    quote! { #feature #unused #visibility mod #name; }
}

/// Emits the import of the macro that a runtime module defines for generated code.
fn macro_use(file: &RuntimeFile, unused: Option<&TokenStream>) -> Option<TokenStream> {
    let (module, name) = (name_token(file.name), name_token(file.macro_name?));
    let feature = file.feature.map(Feature::name).map(cfg);
    Some(quote! { #feature #unused pub(crate) use self::#module::#name; })
}

/// Emits the reexports of runtime modules.
fn reexports<'a>(files: impl IntoIterator<Item = &'a RuntimeFile>) -> TokenStream {
    let uses: Vec<TokenStream> = files
        .into_iter()
        .filter(|file| !file.reexports.is_empty())
        .map(|file| {
            let module = name_token(file.name);
            let names: Vec<Token> = file.reexports.iter().copied().map(name_token).collect();
            match names.as_slice() {
                [only] => quote! { #module::#only },
                all => quote! { #module::{#(#all),*} },
            }
        })
        .collect();
    match uses.as_slice() {
        [only] => quote! { pub use self::#only; },
        all => quote! { pub use self::{#(#all),*}; },
    }
}
