//! [`Crate`] in, tokens out. Nothing is decided here: each thing of the model has one way to be
//! written.

mod client;
mod constraints;
mod initializers;
mod items;
mod mock;
mod modules;
mod operations;
mod pages;
mod request_parts;
mod responses;
mod servers;
mod types;
mod unions;
mod webhooks;
mod xml;

use proc_macro2::{Ident as Token, Span, TokenStream};
use quote::quote;

use crate::rust::{Crate, EXPORTS, Feature, Ident, MODULES, Module, Operation, Page, RuntimeModule, Tag};

/// A Rust file: its path and what is in it, one top-level item after the other.
#[derive(Debug)]
pub struct RustFile {
    /// Its path below the package.
    pub path: String,
    /// What stands at its top, as `//!` lines.
    pub docs: Page,
    /// The attributes of the whole file.
    pub attributes: TokenStream,
    /// Its items.
    pub items: Vec<Chunk>,
}

/// A top-level item of a file.
#[derive(Debug)]
pub enum Chunk {
    /// Rust.
    Item(TokenStream),
    /// A macro call that is a table, which only a table's own layout makes readable.
    Table(Table),
}

impl From<TokenStream> for Chunk {
    fn from(tokens: TokenStream) -> Self {
        Self::Item(tokens)
    }
}

/// A macro call of the form `name! { head { key: value, … } tail }`.
#[derive(Debug)]
pub struct Table {
    /// The path of the macro.
    pub name: &'static str,
    /// The type that it is about, and what is said of it before the rows.
    pub head: String,
    /// Its rows: what comes before a colon, and what comes behind it.
    pub rows: Vec<(String, String)>,
    /// What follows the rows.
    pub tail: Option<String>,
    /// The feature that it is for.
    pub feature: Option<String>,
}

/// One Rust file of the crate, to be written by itself: tokens cannot cross threads.
#[derive(Debug, Clone, Copy)]
pub enum Unit<'a> {
    /// `src/lib.rs`
    Lib,
    /// `src/client.rs`
    Client,
    /// `src/mock/mod.rs`
    Mock,
    /// `src/servers.rs`
    Servers,
    /// `src/webhooks.rs`
    Webhooks,
    /// `src/xml.rs`
    Xml,
    /// `src/runtime/mod.rs`
    Runtime,
    /// `src/models/mod.rs`
    Models,
    /// A file of models.
    Model(&'a Module),
    /// `src/operations/mod.rs`
    Operations,
    /// The `mod.rs` of a tag, and its index.
    Tag(usize, &'a Tag),
    /// The file of an operation.
    Operation(&'a Operation),
}

/// Every Rust file of the crate, but for the support code, which is text already.
#[must_use]
pub fn units(krate: &Crate) -> Vec<Unit<'_>> {
    let mut units = vec![Unit::Lib, Unit::Client, Unit::Mock, Unit::Runtime, Unit::Models, Unit::Operations];
    units.extend(krate.models.iter().map(Unit::Model));
    units.extend((!krate.servers.is_empty()).then_some(Unit::Servers));
    units.extend((!krate.webhooks.is_empty()).then_some(Unit::Webhooks));
    units.extend((!krate.xml.is_empty()).then_some(Unit::Xml));
    units.extend(krate.tags.iter().enumerate().map(|(index, tag)| Unit::Tag(index, tag)));
    units.extend(krate.operations.iter().map(Unit::Operation));
    units
}

/// The tokens of one file.
#[must_use]
pub fn emit(krate: &Crate, unit: Unit<'_>) -> RustFile {
    match unit {
        Unit::Lib => lib(krate),
        Unit::Client => client::client(krate),
        Unit::Mock => mock::mock(krate),
        Unit::Servers => servers::servers(krate),
        Unit::Webhooks => webhooks::webhooks(krate),
        Unit::Xml => xml::xml(krate),
        Unit::Runtime => runtime(krate),
        Unit::Models => models(krate),
        Unit::Model(module) => model(krate, module),
        Unit::Operations => modules::index(krate),
        Unit::Tag(index, tag) => modules::tag(krate, index, tag),
        Unit::Operation(operation) => operations::operation(krate, operation),
    }
}

fn lib(krate: &Crate) -> RustFile {
    RustFile {
        path: "src/lib.rs".to_owned(),
        docs: krate.docs.clone(),
        attributes: if krate.included {
            TokenStream::new()
        } else {
            quote! { #![forbid(unsafe_code)] }
        },
        items: vec![
            quote! { mod client; }.into(),
            quote! { #[cfg(feature = "mock")] mod mock; }.into(),
            quote! { pub mod models; }.into(),
            quote! { pub mod operations; }.into(),
            quote! { #[doc(hidden)] pub mod runtime; }.into(),
            constants(krate),
        ]
        .into_iter()
        .chain(krate.features.iter().filter(|feature| !feature.exports().is_empty()).map(|feature| {
            let (name, uses) = (feature.name(), exports(feature.exports()));
            quote! { #[cfg(feature = #name)] #uses }.into()
        }))
        .chain([exports(&EXPORTS).into()])
        .chain((!krate.servers.is_empty()).then(|| quote! { pub mod servers; }.into()))
        .chain((!krate.webhooks.is_empty()).then(|| quote! { pub mod webhooks; }.into()))
        .chain((!krate.xml.is_empty()).then(|| {
            let reason = "what is a part of others is never a whole body";
            quote! { #[allow(dead_code, reason = #reason)] mod xml; }.into()
        }))
        .chain(krate.parts.iter().filter_map(|part| {
            let feature = part.feature().map(Feature::name);
            let feature = feature.map(|name| quote! { #[cfg(feature = #name)] });
            let exports = (!part.exports().is_empty()).then(|| exports(&[(part.module(), part.exports())]));
            exports.map(|exports| Chunk::Item(quote! { #feature #exports }))
        }))
        .collect(),
    }
}

/// The constants of `src/client.rs`.
fn constants(krate: &Crate) -> Chunk {
    let urls: Vec<Token> =
        krate.schemes.iter().filter_map(|scheme| Some(token(&scheme.token_url.as_ref()?.ident))).collect();
    if urls.is_empty() {
        return quote! { pub use client::BASE_URL; }.into();
    }
    quote! { pub use client::{BASE_URL, #(#urls),*}; }.into()
}

/// The `use` of what a crate exports of its support code.
fn exports(modules: &[(&str, &[&str])]) -> TokenStream {
    let uses = modules.iter().map(|(module, names)| {
        let module = Token::new(module, Span::call_site());
        let names: Vec<Token> = names.iter().map(|name| Token::new(name, Span::call_site())).collect();
        match names.as_slice() {
            [only] => quote! { #module::#only },
            all => quote! { #module::{#(#all),*} },
        }
    });
    match uses.collect::<Vec<_>>().as_slice() {
        [only] => quote! { pub use runtime::#only; },
        all => quote! { pub use runtime::{#(#all),*}; },
    }
}

/// `src/runtime/mod.rs`: the parts that the crate uses.
fn runtime(krate: &Crate) -> RustFile {
    // What only operations of a tag need is there without it as well, and what any needs where there is none.
    let unused = (krate.tag_features || krate.operations.is_empty()).then(|| {
        quote! { #[allow(dead_code, unused_macros, unused_imports, reason = "not every operation is there")] }
    });
    let of_features = krate.features.iter().flat_map(|feature| {
        let unused = feature.macro_name().and(unused.as_ref());
        feature.modules().iter().map(move |(name, is_public)| {
            let visibility = is_public.then(|| quote! { pub });
            let (feature, name) = (feature.name(), Token::new(name, Span::call_site()));
            quote! { #[cfg(feature = #feature)] #unused #visibility mod #name; }.into()
        })
    });
    let mut items: Vec<Chunk> = of_features.collect();
    for (name, feature) in runtime_modules(krate) {
        let name = Token::new(name, Span::call_site());
        let feature = feature.map(Feature::name).map(|name| quote! { #[cfg(feature = #name)] });
        items.push(quote! { #feature #unused pub mod #name; }.into());
    }
    for feature in &krate.features {
        let Some((module, name)) = feature.macro_name() else { continue };
        let (module, name) = (Token::new(module, Span::call_site()), Token::new(name, Span::call_site()));
        let feature = feature.name();
        items.push(quote! { #[cfg(feature = #feature)] #unused pub(crate) use self::#module::#name; }.into());
    }
    for part in &krate.parts {
        let Some(name) = part.macro_name() else { continue };
        let (module, name) =
            (Token::new(part.module(), Span::call_site()), Token::new(name, Span::call_site()));
        items.push(quote! { #unused pub(crate) use self::#module::#name; }.into());
    }
    let exports = quote! {
        pub use self::{
            operation::{IdempotencyKey, Operation, Security},
            raw_response::{Binary, Empty, Json, Outcome, RawResponse, Text},
            request::Request,
        };
    };
    items.push(exports.into());
    items.extend(
        krate.parts.contains(&RuntimeModule::Style).then(|| quote! { pub use self::style::Style; }.into()),
    );
    RustFile {
        path: "src/runtime/mod.rs".to_owned(),
        docs: Page::line("What is the same for every operation and every model."),
        attributes: TokenStream::new(),
        items,
    }
}

/// The modules of the support code that the crate has, beside those of its features.
pub(crate) fn runtime_modules(krate: &Crate) -> Vec<(&'static str, Option<Feature>)> {
    let of_parts = krate.parts.iter().flat_map(|part| {
        let feature = part.feature();
        [part.module()].into_iter().chain(part.helpers().iter().copied()).map(move |name| (name, feature))
    });
    let mut names: Vec<_> = MODULES.into_iter().map(|name| (name, None)).chain(of_parts).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn models(krate: &Crate) -> RustFile {
    let modules = krate.models.iter().map(|module| {
        let (name, needed) = (token(&module.ident), needed(module));
        quote! { #needed mod #name; }
    });
    let uses = krate.models.iter().map(|module| {
        let (name, needed) = (token(&module.ident), needed(module));
        let allow = module.items.iter().any(|item| krate.deprecated.contains(item.ident()));
        let needed = [needed, allow.then(allow_deprecated)];
        let needed = needed.iter().flatten();
        let types = module.items.iter().map(|item| token(item.ident()));
        match module.items.as_slice() {
            [only] => {
                let only = token(only.ident());
                quote! { #(#needed)* pub use self::#name::#only; }
            }
            _ => quote! { #(#needed)* pub use self::#name::{#(#types),*}; },
        }
    });
    RustFile {
        path: "src/models/mod.rs".to_owned(),
        docs: Page::line("The types of requests and answers."),
        attributes: TokenStream::new(),
        items: modules.chain(uses).map(Chunk::Item).collect(),
    }
}

/// The features that a file of models is for.
fn needed(module: &Module) -> Option<TokenStream> {
    match module.features.as_slice() {
        [] => None,
        [only] => Some(quote! { #[cfg(feature = #only)] }),
        all => Some(quote! { #[cfg(any(#(feature = #all),*))] }),
    }
}

/// What stands on the import of what is deprecated.
fn allow_deprecated() -> TokenStream {
    quote! { #[allow(deprecated, reason = "it is there all the same")] }
}

/// The attribute of a file that names what is deprecated.
fn file_attributes(names_deprecated: bool) -> TokenStream {
    if names_deprecated {
        quote! { #![allow(deprecated, reason = "what the description deprecates is there all the same")] }
    } else {
        TokenStream::new()
    }
}

fn model(krate: &Crate, module: &Module) -> RustFile {
    let mut items: Vec<Chunk> = Vec::new();
    if module.maps && krate.prelude.is_free("BTreeMap") {
        items.push(quote! { use std::collections::BTreeMap; }.into());
    }
    let siblings: Vec<Token> = module.siblings.iter().map(token).collect();
    match siblings.as_slice() {
        [] => {}
        [only] => items.push(quote! { use super::#only; }.into()),
        all => items.push(quote! { use super::{#(#all),*}; }.into()),
    }
    let types = types::Types::in_models(krate);
    let own = module.items.iter().map(crate::rust::Item::ident);
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

/// An identifier as a token.
fn token(ident: &Ident) -> Token {
    match ident.as_str().strip_prefix("r#") {
        Some(keyword) => Token::new_raw(keyword, Span::call_site()),
        None => Token::new(ident.as_str(), Span::call_site()),
    }
}

/// `#[deprecated]`, where something is.
fn deprecated(deprecated: bool) -> TokenStream {
    if deprecated {
        quote! { #[deprecated] }
    } else {
        TokenStream::new()
    }
}

/// Documentation lines as attributes, which are printed as comments.
fn doc(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote! { #(#[doc = #lines])* }
}
