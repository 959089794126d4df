//! `src/webhooks.rs`: the payloads of webhooks, the enum of their events, and the verifier of their signatures.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    FileItem, RustFile, Table, allow_deprecated, doc,
    items::{alias, literal},
    token,
    types::Types,
};
use crate::rust::{
    Alias, Crate, EventKey, EventVariant, Events, Page, SignatureEncoding, SignatureScheme, Type,
};

/// Emits the file.
pub(super) fn webhooks(krate: &Crate) -> RustFile {
    let types = Types::in_operations(krate);
    let variants = krate.events.iter().flat_map(|events| &events.variants);
    let mut used =
        krate.webhooks.iter().map(|webhook| &webhook.ty).chain(variants.map(|variant| &variant.ty));
    let models = used.any(|ty| {
        let mut found = false;
        ty.walk(&mut |ty| found |= matches!(ty, Type::Named(home, _) if home.is_in_models()));
        found
    });
    let mut items: Vec<FileItem> = Vec::new();
    items.extend(models.then(|| quote! { use crate::models; }.into()));
    items.extend(aliases(&krate.webhooks, &types));
    items.extend(krate.events.iter().flat_map(|events| self::events(events, &types)));
    items.extend(krate.signature.as_ref().map(|scheme| verifier(scheme).into()));
    RustFile {
        path: "src/webhooks.rs".to_owned(),
        docs: Page::line("The webhooks, which the server sends."),
        attributes: TokenStream::new(),
        items,
    }
}

/// Emits `src/callbacks.rs`.
pub(super) fn callbacks(krate: &Crate) -> RustFile {
    let types = Types::in_operations(krate);
    RustFile {
        path: "src/callbacks.rs".to_owned(),
        docs: Page::line("The payloads of callbacks, which the server sends to a URL of the client."),
        attributes: TokenStream::new(),
        items: std::iter::once(quote! { use crate::models; }.into())
            .chain(aliases(&krate.callbacks, &types))
            .collect(),
    }
}

/// Emits the aliases of payloads.
fn aliases(payloads: &[Alias], types: &Types<'_>) -> Vec<FileItem> {
    let aliases = payloads.iter().map(|payload| {
        let allow = types.names_deprecated(&payload.ty).then(allow_deprecated);
        let alias = alias(payload, types);
        quote! { #allow #alias }.into()
    });
    aliases.collect()
}

/// Emits the enum of events, the table that recognizes them, and the function that parses a request.
fn events(events: &Events, types: &Types<'_>) -> Vec<FileItem> {
    let is_deprecated = events.variants.iter().any(|variant| types.names_deprecated(&variant.ty));
    let allow = is_deprecated.then(allow_deprecated);
    let variants = events.variants.iter().map(|variant| {
        let (docs, name, ty) = (doc(&variant.docs), token(&variant.ident), types.ty(&variant.ty));
        quote! { #docs #name(Box<#ty>) }
    });
    let (output, docs) = if events.list {
        (quote! { Vec<Event> }, " Parses the events of a request, whose body is an array of events.")
    } else {
        (quote! { Event }, " Parses the event of a request.")
    };
    vec![
        quote! {
            /// An event, with the payload of its webhook.
            #allow
            #[derive(Debug, Clone, PartialEq)]
            #[non_exhaustive]
            pub enum Event {
                #(#variants,)*
                /// Any other event, unchanged.
                Unknown(crate::UnknownEvent),
            }
        }
        .into(),
        FileItem::Table(table(events)),
        quote! {
            #[doc = #docs]
            ///
            /// # Errors
            ///
            /// Fails if the body is not JSON, or does not match the event that it names.
            pub fn parse(headers: &http::HeaderMap, body: &[u8]) -> Result<#output, crate::EventError> {
                crate::runtime::webhook::ReceivedEvents::parse(headers, body)
            }
        }
        .into(),
    ]
}

/// Returns the table of the values that name the events.
fn table(events: &Events) -> Table {
    let row = |variant: &EventVariant| {
        let values: Vec<String> = variant.values.iter().map(|value| literal(value)).collect();
        let property = variant.property.as_ref().map(|name| format!(" has {}", literal(name)));
        (variant.ident.to_string(), format!("[{}]{}", values.join(", "), property.unwrap_or_default()))
    };
    let keys = events.keys.iter().map(|key| match key {
        EventKey::Header(name) => format!(" Header {}", literal(name)),
        EventKey::Property(pointer) => format!(" Property {}", literal(pointer)),
    });
    Table {
        macro_path: "crate::runtime::events",
        header: "Event".to_owned(),
        rows: events.variants.iter().map(row).collect(),
        footer: Some(format!("by{}", keys.collect::<String>())),
        feature: None,
    }
}

/// Emits the function that creates a verifier.
fn verifier(scheme: &SignatureScheme) -> TokenStream {
    let encoded = matches!(scheme, SignatureScheme::Body { .. }).then(|| quote! { Encoding, });
    let scheme = match scheme {
        SignatureScheme::StandardWebhooks => quote! { Scheme::StandardWebhooks },
        SignatureScheme::HubspotV3 => quote! { Scheme::HubspotV3 },
        SignatureScheme::Stripe => quote! { Scheme::Stripe },
        SignatureScheme::Body { header, prefix, encoding } => {
            let encoding = match encoding {
                SignatureEncoding::Hex => quote! { Hex },
                SignatureEncoding::Base64 => quote! { Base64 },
            };
            quote! { Scheme::Body { header: #header, prefix: #prefix, encoding: Encoding::#encoding } }
        }
    };
    quote! {
        /// Creates a verifier of the signatures of received requests.
        ///
        /// # Errors
        ///
        /// Fails if the secret is empty, or does not have the form of the scheme.
        #[cfg(feature = "webhooks")]
        pub fn verifier(
            secret: impl Into<crate::Secret>,
        ) -> Result<crate::WebhookVerifier, crate::InvalidSecret> {
            use crate::runtime::webhook_scheme::{#encoded Scheme};
            crate::WebhookVerifier::new(#scheme, secret)
        }
    }
}
