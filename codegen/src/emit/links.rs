//! `src/links.rs`: the methods of the links of responses.

use proc_macro2::TokenStream;
use quote::quote;

use super::{FileItem, RustFile, cfg, deprecated_because, doc, items::wide, token, types::Types};
use crate::rust::{Argument, Crate, LinkConversion, LinkMethod, LinkValue, Operation, Page, PathField, Type};

/// Emits the file.
pub(super) fn links(krate: &Crate) -> RustFile {
    let types = Types::in_crate(krate);
    RustFile {
        path: "src/links.rs".to_owned(),
        docs: Page::line("The links of responses to other operations."),
        attributes: TokenStream::new(),
        items: krate
            .links
            .iter()
            .filter_map(|link| method(krate, link, &types))
            .map(FileItem::Tokens)
            .collect(),
    }
}

/// Emits the method of a link.
fn method(krate: &Crate, link: &LinkMethod, types: &Types<'_>) -> Option<TokenStream> {
    let (from, to) = (krate.operations.get(link.from)?, krate.operations.get(link.to)?);
    let mut features: Vec<&str> = [from, to].into_iter().filter_map(|one| krate.feature_of(one)).collect();
    features.dedup();
    let features = features.into_iter().map(cfg);
    let (receiver, ident, client) = (types.ty(&link.receiver), token(&link.ident), token(&link.client));
    let arguments = || to.arguments.iter().zip(&link.arguments);
    let declared =
        arguments().filter(|(_, value)| **value == LinkValue::Argument).map(|(one, _)| declare(one, types));
    let values = arguments().map(|(argument, given)| match given {
        LinkValue::Argument => {
            let name = token(&argument.ident);
            quote! { #name }
        }
        other => value(other, types),
    });
    let setters = link.setters.iter().map(|(setter, given)| {
        let (setter, given) = (token(setter), value(given, types));
        quote! { .#setter(#given) }
    });
    let operation = operation(to, types);
    let new = if to.default {
        quote! { #operation::default() }
    } else {
        quote! { #operation::new(#(#values),*) }
    };
    let lifetime = to.borrows.then(|| quote! { <'a> });
    let call = quote! { crate::Call<'a, #operation #lifetime> };
    let created = quote! { crate::Call::new(#client, #new) #(#setters)* };
    let (returned, created) =
        if link.optional { (types.option(&call), quote! { Some(#created) }) } else { (call, created) };
    let names_deprecated = arguments().any(|(argument, _)| types.names_deprecated(&argument.ty));
    let deprecated = (link.uses_deprecated || names_deprecated || types.names_deprecated(&link.receiver))
        .then(|| quote! { #[allow(deprecated, reason = "the description deprecates an item that is used here")] });
    let (docs, wide) = (doc(&link.docs), wide(link.too_many_arguments));
    let deprecation = deprecated_because(to.deprecated, to.deprecation.as_deref());
    Some(quote! {
        #(#features)*
        #deprecated
        impl #receiver {
            #docs
            #deprecation
            #wide
            pub fn #ident<'a>(&self, #client: &'a crate::Client, #(#declared),*) -> #returned { #created }
        }
    })
}

/// Emits the path of an operation's struct.
fn operation(operation: &Operation, types: &Types<'_>) -> TokenStream {
    types.ty(&Type::Named(operation.namespace(), operation.ident.clone()))
}

/// Emits the declaration of an argument.
fn declare(argument: &Argument, types: &Types<'_>) -> TokenStream {
    let name = token(&argument.ident);
    let ty =
        if argument.borrowed { types.borrowed(&argument.ty) } else { types.argument(&argument.ty, &name).0 };
    quote! { #name: #ty }
}

/// Emits the value of a parameter.
fn value(value: &LinkValue, types: &Types<'_>) -> TokenStream {
    match value {
        LinkValue::Argument => TokenStream::new(),
        LinkValue::Field(path, conversion) => field(path, conversion, types),
        LinkValue::Text(text, None) => quote! { #text },
        LinkValue::Text(text, Some(ty)) => {
            let ty = types.ty(ty);
            quote! { #ty::from(#text) }
        }
        LinkValue::Literal(literal) => literal.parse().unwrap_or_default(),
    }
}

/// Emits the value at the end of these fields.
fn field(path: &[PathField], conversion: &LinkConversion, types: &Types<'_>) -> TokenStream {
    let mut value = quote! { self };
    let last = path.len().saturating_sub(1);
    for (index, step) in path.iter().enumerate() {
        let name = token(&step.field);
        value = quote! { #value.#name };
        let copied = matches!(conversion, LinkConversion::Copy | LinkConversion::FromCopy(_));
        let cloned = matches!(conversion, LinkConversion::Clone | LinkConversion::FromClone(_));
        if index == last && cloned {
            value = quote! { #value.clone() };
        }
        for _ in 0..step.options {
            value = if index == last && (copied || cloned) {
                quote! { #value? }
            } else {
                quote! { #value.as_ref()? }
            };
        }
    }
    match conversion {
        LinkConversion::Copy | LinkConversion::Clone => value,
        LinkConversion::Text => quote! { #value.to_string() },
        LinkConversion::FromCopy(ty) | LinkConversion::FromClone(ty) => {
            let ty = types.ty(ty);
            quote! { #ty::from(#value) }
        }
    }
}
