//! `src/lib.rs`.

use proc_macro2::{Ident as Token, TokenStream};
use quote::quote;

use super::{FileItem, RustFile, cfg, name_token, token};
use crate::rust::{
    Condition, Crate, Feature, RuntimeFile, Scheme, conditions, public_packages, runtime_files_if,
};

/// Emits the file.
pub(super) fn lib(krate: &Crate) -> RustFile {
    let is_feature = |condition: &Condition| matches!(condition, Condition::Feature(_));
    let is_module = |condition: &Condition| matches!(condition, Condition::Module(_));
    let mut items: Vec<TokenStream> = Vec::new();
    items.extend((!krate.callbacks.is_empty()).then(|| quote! { pub mod callbacks; }));
    items.push(quote! { mod client; });
    items.extend((!krate.errors.is_empty()).then(|| quote! { pub mod errors; }));
    items.extend((!krate.links.is_empty()).then(|| quote! { #[cfg(feature = "client")] mod links; }));
    items.extend([
        quote! { #[cfg(feature = "mock")] mod mock; },
        quote! { pub mod models; },
        quote! { pub mod operations; },
        quote! { #[doc(hidden)] pub mod runtime; },
        types(krate),
        constants(krate),
    ]);
    items.extend(conditions(krate).filter(is_feature).filter_map(exports));
    items.extend(exports(Condition::Always));
    items.extend((!krate.servers.is_empty()).then(|| quote! { pub mod servers; }));
    items.extend(krate.has_webhooks().then(|| quote! { pub mod webhooks; }));
    items.extend((!krate.xml.is_empty()).then(|| {
        let reason = "some types are never the root of a body";
        quote! { #[allow(dead_code, reason = #reason)] mod xml; }
    }));
    items.extend(conditions(krate).filter(is_module).filter_map(exports));
    RustFile {
        path: "src/lib.rs".to_owned(),
        docs: krate.docs.clone(),
        attributes: if krate.included { TokenStream::new() } else { attributes(krate) },
        items: items.into_iter().map(FileItem::Tokens).collect(),
    }
}

/// Emits the attributes of the crate.
fn attributes(krate: &Crate) -> TokenStream {
    let recursion_limit = krate.recursion_limit.map(|limit| {
        let limit = limit.to_string();
        quote! { #![recursion_limit = #limit] }
    });
    quote! {
        #![forbid(unsafe_code)]
        #recursion_limit
    }
}

/// Emits the module of the packages whose types are part of the API.
fn types(krate: &Crate) -> TokenStream {
    let packages: Vec<Token> = public_packages(krate).into_iter().map(name_token).collect();
    quote! {
        /// The packages whose types are in the API of this crate, in the versions that it uses.
        pub mod types {
            pub use ::{#(#packages),*};
        }
    }
}

/// Emits the export of the constants of `src/client.rs`.
fn constants(krate: &Crate) -> TokenStream {
    let urls: Vec<Token> =
        krate.schemes.iter().flat_map(Scheme::constants).map(|constant| token(&constant.ident)).collect();
    if urls.is_empty() {
        quote! { pub use client::BASE_URL; }
    } else {
        quote! { pub use client::{BASE_URL, #(#urls),*}; }
    }
}

/// Emits the `use` of the runtime items that a crate exports if it meets `condition`.
fn exports(condition: Condition) -> Option<TokenStream> {
    let files: Vec<&RuntimeFile> =
        runtime_files_if(condition).filter(|file| !file.exports(condition).is_empty()).collect();
    let feature = files.first()?.feature.map(Feature::name).map(cfg);
    let uses: Vec<TokenStream> = files
        .iter()
        .map(|file| {
            let module = name_token(file.name);
            let names: Vec<Token> = file.exports(condition).iter().copied().map(name_token).collect();
            match names.as_slice() {
                [only] => quote! { #module::#only },
                all => quote! { #module::{#(#all),*} },
            }
        })
        .collect();
    Some(match uses.as_slice() {
        [only] => quote! { #feature pub use runtime::#only; },
        all => quote! { #feature pub use runtime::{#(#all),*}; },
    })
}
