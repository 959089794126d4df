//! `src/client.rs`: the base URL, and the methods of the builder that set credentials.

use proc_macro2::TokenStream;
use quote::quote;

use super::{FileItem, RustFile, doc, token};
use crate::rust::{ClientParameter, Crate, Page, Scheme, SchemeKind, Variables};

/// Emits the file.
pub(super) fn client(krate: &Crate) -> RustFile {
    let base_url = &krate.base_url;
    let security = krate.default_security.iter().map(|schemes| quote! { &[#(#schemes),*] });
    let security = quote! { &[#(#security),*] };
    let lenient = krate.lenient.then(|| quote! { .lenient(true) });
    let variables =
        (!(krate.schemes.is_empty() && krate.client_parameters.is_empty())).then(|| quote! { , Variables });
    let list = doc(&krate.environment.docs);
    let mut items = vec![
        quote! {
            #[cfg(feature = "client")]
            use crate::runtime::{
                builder::ClientBuilder, client::Client, environment::{Environment #variables}, error::RequestError,
            };
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
                    ClientBuilder::new(BASE_URL, concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")), #security) #lenient
                }

                /// Creates a client from the environment, with the default transport:
                ///
                #list
                ///
                /// # Errors
                /// [`RequestError::Environment`] if a variable is empty or not Unicode, or the credential that
                /// operations need is missing. Also the errors of [`ClientBuilder::build`].
                pub fn from_env() -> Result<Client, RequestError> {
                    ClientBuilder::from_env()?.build()
                }
            }
        },
        quote! {
            #[cfg(feature = "client")]
            impl ClientBuilder {
                /// Creates a builder from the variables of [`Client::from_env`].
                ///
                /// # Errors
                /// [`RequestError::Environment`] if a variable is empty or not Unicode, or the credential that
                /// operations need is missing.
                pub fn from_env() -> Result<ClientBuilder, RequestError> {
                    ENVIRONMENT.configure(Client::builder())
                }
            }
        },
        environment(krate),
    ];
    items.extend(krate.schemes.iter().flat_map(Scheme::constants).map(|constant| {
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
    if !krate.client_parameters.is_empty() {
        let methods = krate.client_parameters.iter().map(parameter);
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

/// Emits the table of the variables of the environment.
fn environment(krate: &Crate) -> TokenStream {
    let base_url = &krate.environment.base_url;
    let credentials = krate.schemes.iter().flat_map(|scheme| {
        let (wire, method) = (&scheme.wire, token(&scheme.ident));
        let token_url = scheme.token_url.as_ref().map(|constant| token(&constant.ident));
        scheme.variables.iter().map(move |variables| match variables {
            Variables::Value(name) => {
                quote! { Variables::One(#wire, #name, |builder, value| builder.#method(value)) }
            }
            Variables::UserAndPassword([user, password]) => quote! {
                Variables::Two(#wire, [#user, #password], ClientBuilder::#method)
            },
            Variables::Application([id, secret]) => quote! {
                #[cfg(feature = "oauth2")]
                Variables::Two(#wire, [#id, #secret], |builder, id, secret| {
                    builder.#method(crate::OAuth2::client_credentials(#token_url, id, secret))
                })
            },
        })
    });
    let parameters = krate.client_parameters.iter().map(|parameter| {
        let (variable, method) = (&parameter.variable, token(&parameter.ident));
        quote! { Variables::One("", #variable, |builder, value| builder.#method(value)) }
    });
    let credentials = credentials.chain(parameters);
    let needed = krate.environment.needed.iter().map(|schemes| quote! { &[#(#schemes),*] });
    quote! {
        #[cfg(feature = "client")]
        const ENVIRONMENT: Environment = Environment {
            base_url: #base_url,
            credentials: &[#(#credentials),*],
            needed: &[#(#needed),*],
        };
    }
}

/// Emits the builder's method for a client-wide parameter.
fn parameter(parameter: &ClientParameter) -> TokenStream {
    let (docs, method, name) = (doc(&parameter.docs), token(&parameter.ident), parameter.ident.unraw());
    quote! {
        #docs
        pub fn #method(self, value: impl ::std::fmt::Display) -> Self {
            self.parameter(#name, value)
        }
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
