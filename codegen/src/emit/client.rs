//! `src/client.rs`: the base URL, and the methods of the builder that set credentials.

use proc_macro2::TokenStream;
use quote::quote;

use super::{FileItem, RustFile, doc, token};
use crate::rust::{Crate, Page, Scheme, SchemeKind};

/// Emits the file.
pub(super) fn client(krate: &Crate) -> RustFile {
    let base_url = &krate.base_url;
    let lenient = krate.lenient.then(|| quote! { .lenient(true) });
    let mut items = vec![
        quote! {
            #[cfg(feature = "client")]
            use crate::runtime::{builder::ClientBuilder, client::Client};
        },
        quote! {
            /// The default base URL. It is empty if the description has no absolute server URL.
            pub const BASE_URL: &str = #base_url;
        },
        quote! {
            #[cfg(feature = "client")]
            impl Client {
                /// Returns a builder for a client.
                pub fn builder() -> ClientBuilder {
                    ClientBuilder::new(BASE_URL, concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"))) #lenient
                }
            }
        },
    ];
    items.extend(krate.schemes.iter().filter_map(|scheme| scheme.token_url.as_ref()).map(|constant| {
        let (docs, name, url) = (doc(&constant.docs), token(&constant.ident), &constant.url);
        quote! { #docs pub const #name: &str = #url; }
    }));
    if !krate.schemes.is_empty() {
        let methods = krate.schemes.iter().map(scheme);
        items.push(quote! {
            #[cfg(feature = "client")]
            impl ClientBuilder { #(#methods)* }
        });
    }
    RustFile {
        path: "src/client.rs".to_owned(),
        docs: Page::default(),
        attributes: TokenStream::new(),
        items: items.into_iter().map(FileItem::Tokens).collect(),
    }
}

/// Emits the builder's method for a security scheme.
fn scheme(scheme: &Scheme) -> TokenStream {
    let (docs, name, wire) = (doc(&scheme.docs), token(&scheme.ident), &scheme.wire);
    let (arguments, credential) = match &scheme.kind {
        SchemeKind::Bearer => (quote! { token: impl Into<crate::Token> }, quote! { bearer(token) }),
        SchemeKind::Basic => (quote! { user: &str, password: &str }, quote! { basic(user, password) }),
        SchemeKind::Authorization(scheme) => {
            (quote! { value: impl Into<crate::Token> }, quote! { authorization(#scheme, value) })
        }
        SchemeKind::Header(header) => {
            (quote! { key: impl Into<crate::Token> }, quote! { header(#header, key) })
        }
        SchemeKind::Query(parameter) => {
            (quote! { key: impl Into<crate::Token> }, quote! { query(#parameter, key) })
        }
        SchemeKind::Cookie(cookie) => {
            (quote! { key: impl Into<crate::Token> }, quote! { cookie(#cookie, key) })
        }
    };
    quote! {
        #docs
        pub fn #name(self, #arguments) -> Self {
            self.credential(#wire, crate::Credential::#credential)
        }
    }
}
