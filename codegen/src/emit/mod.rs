//! Emission: [`Crate`] in, tokens out.
//!
//! This stage decides nothing. Each element of the model has one way to be written.

mod client;
mod constraints;
mod errors;
mod initializers;
mod items;
mod lib_file;
mod links;
mod mock;
mod models;
mod modules;
mod operations;
mod pages;
mod pollers;
mod request_parts;
mod resources;
mod responses;
mod retry;
mod runtime;
mod servers;
mod setters;
mod text;
mod types;
mod unions;
mod webhooks;
mod xml;

use proc_macro2::{Ident as Token, Span, TokenStream};
use quote::quote;

use crate::{
    escape,
    rust::{Crate, Group, Ident, Module, Operation, Page, PartModels},
};

/// A Rust file of the crate.
#[derive(Debug)]
pub struct RustFile {
    /// The path below the package.
    pub path: String,
    /// The `//!` lines at the top.
    pub docs: Page,
    /// The inner attributes.
    pub attributes: TokenStream,
    /// The items, in order.
    pub items: Vec<FileItem>,
}

/// A top-level item of a file.
#[derive(Debug)]
pub enum FileItem {
    /// An item that prettyplease prints.
    Tokens(TokenStream),
    /// A macro call that [`render`](crate::render) lays out as a table.
    Table(Table),
}

impl From<TokenStream> for FileItem {
    fn from(tokens: TokenStream) -> Self {
        Self::Tokens(tokens)
    }
}

/// A macro call of the form `name! { header { key: value, … } footer }`.
#[derive(Debug)]
pub struct Table {
    /// The path of the macro.
    pub macro_path: &'static str,
    /// The type that the table describes, and its options.
    pub header: String,
    /// The keys and values. A row without a value is its key alone.
    pub rows: Vec<(String, String)>,
    /// The text after the rows.
    pub footer: Option<String>,
    /// The feature that the call is compiled for, if not for all.
    pub feature: Option<String>,
}

/// A Rust file of the crate before its emission.
///
/// Tokens cannot cross threads, so each file is emitted on the thread that prints it.
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
    /// `src/callbacks.rs`
    Callbacks,
    /// `src/errors.rs`
    Errors,
    /// `src/links.rs`
    Links,
    /// `src/xml.rs`
    Xml,
    /// `src/runtime/mod.rs`
    Runtime,
    /// The `mod.rs` of models, or of those of a part
    Models(&'a PartModels),
    /// A file of models
    Model(&'a Module),
    /// `src/operations/mod.rs`
    Operations,
    /// The `mod.rs` of a group, which has this index
    Group(usize, &'a Group),
    /// The file of an operation
    Operation(&'a Operation),
}

/// Returns every Rust file of the crate except for the runtime, which is copied as text.
#[must_use]
pub fn units(krate: &Crate) -> Vec<Unit<'_>> {
    let mut units = vec![Unit::Lib, Unit::Client, Unit::Mock, Unit::Runtime, Unit::Operations];
    units.extend(krate.part_models.iter().map(Unit::Models));
    units.extend(krate.models.iter().map(Unit::Model));
    units.extend((!krate.servers.is_empty()).then_some(Unit::Servers));
    units.extend(krate.has_webhooks().then_some(Unit::Webhooks));
    units.extend((!krate.callbacks.is_empty()).then_some(Unit::Callbacks));
    units.extend((!krate.errors.is_empty()).then_some(Unit::Errors));
    units.extend((!krate.links.is_empty()).then_some(Unit::Links));
    units.extend((!krate.xml.is_empty()).then_some(Unit::Xml));
    units.extend(krate.groups.iter().enumerate().map(|(index, group)| Unit::Group(index, group)));
    units.extend(krate.operations.iter().map(Unit::Operation));
    units
}

/// Emits one file.
#[must_use]
pub fn emit(krate: &Crate, unit: Unit<'_>) -> RustFile {
    match unit {
        Unit::Lib => lib_file::lib(krate),
        Unit::Client => client::client(krate),
        Unit::Mock => mock::mock(krate),
        Unit::Servers => servers::servers(krate),
        Unit::Webhooks => webhooks::webhooks(krate),
        Unit::Callbacks => webhooks::callbacks(krate),
        Unit::Errors => errors::errors(krate),
        Unit::Links => links::links(krate),
        Unit::Xml => xml::xml(krate),
        Unit::Runtime => runtime::runtime(krate),
        Unit::Models(part) => models::index(krate, part),
        Unit::Model(module) => models::model(krate, module),
        Unit::Operations => modules::index(krate),
        Unit::Group(index, group) => modules::group(krate, index, group),
        Unit::Operation(operation) => operations::operation(krate, operation),
    }
}

/// Emits `#[cfg(feature = "…")]`.
fn cfg(feature: &str) -> TokenStream {
    quote! { #[cfg(feature = #feature)] }
}

/// Emits the condition of an item that only some features need.
fn any_feature(features: &[String]) -> Option<TokenStream> {
    match features {
        [] => None,
        [only] => Some(cfg(only)),
        all => Some(quote! { #[cfg(any(#(feature = #all),*))] }),
    }
}

/// Emits the attribute of an import of deprecated items.
fn allow_deprecated() -> TokenStream {
    quote! { #[allow(deprecated, reason = "deprecated items are exported too")] }
}

/// Emits the attribute of a file that names deprecated items.
fn file_attributes(names_deprecated: bool) -> TokenStream {
    if names_deprecated {
        quote! { #![allow(deprecated, reason = "items that the description deprecates are used here")] }
    } else {
        TokenStream::new()
    }
}

/// Converts an identifier to a token.
fn token(ident: &Ident) -> Token {
    match ident.as_str().strip_prefix("r#") {
        Some(keyword) => Token::new_raw(keyword, Span::call_site()),
        None => name_token(ident.as_str()),
    }
}

/// Converts a name of the runtime to a token.
fn name_token(name: &str) -> Token {
    Token::new(name, Span::call_site())
}

/// Emits `#[deprecated]` if `deprecated`.
fn deprecated(deprecated: bool) -> TokenStream {
    if deprecated {
        quote! { #[deprecated] }
    } else {
        TokenStream::new()
    }
}

/// Emits `#[deprecated]` with the reason, if there is one.
fn deprecated_because(is_deprecated: bool, reason: Option<&str>) -> TokenStream {
    match reason.filter(|_| is_deprecated) {
        Some(reason) => {
            let note = escape::text(reason);
            quote! { #[deprecated(note = #note)] }
        }
        None => deprecated(is_deprecated),
    }
}

/// Emits documentation lines as attributes, which are printed as comments.
fn doc(lines: &[String]) -> TokenStream {
    let lines = lines
        .iter()
        .map(|line| if line.is_empty() { String::new() } else { format!(" {}", escape::text(line)) });
    quote! { #(#[doc = #lines])* }
}
