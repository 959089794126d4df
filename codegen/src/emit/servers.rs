//! `src/servers.rs`: the servers of the description.

use proc_macro2::TokenStream;
use quote::quote;

use super::{FileItem, RustFile, Table, doc, items::literal, token};
use crate::rust::{Crate, Page, Server};

/// Emits the file.
pub(super) fn servers(krate: &Crate) -> RustFile {
    RustFile {
        path: "src/servers.rs".to_owned(),
        docs: Page::line(if krate.operations.first().is_some_and(|operation| operation.part.is_some()) {
            "The servers of the descriptions, as values for `ClientBuilder::server`, which replaces them."
        } else {
            "The servers of the description, as values for `ClientBuilder::base_url`."
        }),
        attributes: TokenStream::new(),
        items: krate.servers.iter().flat_map(server).collect(),
    }
}

/// Emits a server: a constant, or a struct of the variables in its URL.
fn server(server: &Server) -> Vec<FileItem> {
    let (ident, docs, url) = (token(&server.ident), doc(&server.docs), &server.url);
    if server.fields.is_empty() {
        return vec![quote! { #docs pub const #ident: &str = #url; }.into()];
    }
    let fields = server.fields.iter().map(|field| {
        let (docs, name) = (doc(&field.docs), token(&field.ident));
        quote! { #docs pub #name: String }
    });
    let rows = server.fields.iter().map(|field| {
        (field.ident.to_string(), format!("{} = {}", literal(&field.wire), literal(&field.default)))
    });
    let table = Table {
        macro_path: "crate::runtime::server",
        header: server.ident.to_string(),
        rows: rows.collect(),
        footer: Some(format!("at {}", literal(url))),
        feature: None,
    };
    vec![
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq, Eq)]
            #[non_exhaustive]
            pub struct #ident { #(#fields,)* }
        }
        .into(),
        FileItem::Table(table),
    ]
}
