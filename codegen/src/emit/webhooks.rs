//! `src/webhooks.rs`: the payloads of webhooks.

use proc_macro2::TokenStream;
use quote::quote;

use super::{RustFile, allow_deprecated, items::alias, types::Types};
use crate::rust::{Crate, Page};

/// Emits the file.
pub(super) fn webhooks(krate: &Crate) -> RustFile {
    let types = Types::in_operations(krate);
    let names = krate.webhooks.iter().map(|webhook| {
        let allow = types.names_deprecated(&webhook.ty).then(allow_deprecated);
        let alias = alias(webhook, &types);
        quote! { #allow #alias }.into()
    });
    RustFile {
        path: "src/webhooks.rs".to_owned(),
        docs: Page::line("The payloads of webhooks, which the server sends."),
        attributes: TokenStream::new(),
        items: std::iter::once(quote! { use crate::models; }.into()).chain(names).collect(),
    }
}
