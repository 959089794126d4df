//! The decoding of responses, and the types of their bodies and headers.

use std::borrow::Cow;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    FileItem, Table, doc,
    items::literal,
    token,
    types::{Types, named},
};
use crate::rust::{
    Accessor, Arm, Borrowed, Decode, HeadersStruct, Pattern, ResponseEnum, ResponseKind, ResponseVariant,
    Type, Wrap,
};

/// Emits the match arm for the responses of one status and media type.
pub(super) fn arm(arm: &Arm) -> TokenStream {
    let kind = kind(&arm.kind);
    let (pattern, class) = match arm.pattern {
        Pattern::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            (quote! { #code }, None)
        }
        Pattern::Range(2) => (quote! { _ }, Some(quote! { raw.is_success() })),
        Pattern::Range(digit) => {
            let digit = Literal::u16_unsuffixed(digit);
            (quote! { _ }, Some(quote! { raw.is_class(#digit) }))
        }
        Pattern::Rest => (quote! { _ }, None),
    };
    let media = arm.media_type.as_ref().map(|media_type| quote! { raw.is(#media_type) });
    match (class, media) {
        (None, None) => quote! { #pattern => #kind },
        (Some(guard), None) | (None, Some(guard)) => quote! { #pattern if #guard => #kind },
        (Some(class), Some(media)) => quote! { #pattern if #class && #media => #kind },
    }
}

/// Emits the expression that decodes a response.
pub(super) fn kind(kind: &ResponseKind) -> TokenStream {
    match kind {
        ResponseKind::Success(decode, wrap) => {
            let (wrap, decode) = (wrapper(wrap, decode), decoder(decode));
            quote! { raw.ok(runtime::#decode, #wrap) }
        }
        ResponseKind::Failure(decode, wrap) => {
            let (wrap, decode) = (wrapper(wrap, decode), decoder(decode));
            quote! { raw.err(runtime::#decode, #wrap) }
        }
        ResponseKind::Unexpected => quote! { raw.unexpected() },
    }
}

/// Emits the decoder of a body as an expression.
fn decoder(decode: &Decode) -> TokenStream {
    match decode {
        Decode::Xml(of) => {
            let of = token(of);
            quote! { xml::Xml(crate::xml::#of) }
        }
        other => named(&decoder_name(other)),
    }
}

/// Returns the decoder of a body: the path of a type in the runtime.
pub(super) fn decoder_name(decode: &Decode) -> Cow<'static, str> {
    Cow::Borrowed(match decode {
        Decode::Json => "Json",
        Decode::Xml(of) => return Cow::Owned(format!("xml::Xml<crate::xml::{of}>")),
        Decode::Text => "Text",
        Decode::Binary => "Binary",
        Decode::Empty => "Empty",
        Decode::Events(_) => "stream::Events",
        Decode::Lines => "stream::JsonLines",
    })
}

/// Emits the conversion of a decoded body to the operation's output or error.
fn wrapper(wrap: &Wrap, decode: &Decode) -> TokenStream {
    let sentinel = match decode {
        Decode::Events(sentinel) => sentinel.as_ref().map(|data| quote! { .sentinel(#data) }),
        _ => None,
    };
    match wrap {
        Wrap::Same => quote! { |body| body #sentinel },
        Wrap::Variant { of, variant, boxed, unit, .. } => {
            let (of, variant) = (token(of), token(variant));
            match (boxed, unit) {
                (_, true) => quote! { |()| #of::#variant },
                (true, false) => quote! { |body| #of::#variant(::std::boxed::Box::new(body #sentinel)) },
                (false, false) if sentinel.is_some() => quote! { |body| #of::#variant(body #sentinel) },
                (false, false) => quote! { #of::#variant },
            }
        }
    }
}

/// Emits the enum of the bodies of successful responses or of documented errors, and its methods.
pub(super) fn outcome_enum(outcome: &ResponseEnum, types: &Types<'_>) -> Vec<TokenStream> {
    let (ident, docs) = (token(&outcome.ident), doc(&outcome.docs));
    let open = if outcome.open {
        quote! { #[non_exhaustive] }
    } else {
        TokenStream::new()
    };
    let variants = outcome.variants.iter().map(|variant| {
        let (docs, name) = (doc(&variant.docs), token(&variant.ident));
        match &variant.ty {
            Some(ty) => {
                let ty = types.ty(ty);
                quote! { #docs #name(#ty) }
            }
            None => quote! { #docs #name },
        }
    });
    // A stream cannot be cloned or compared.
    let derives = if outcome.streams {
        quote! { Debug }
    } else {
        quote! { Debug, Clone, PartialEq }
    };
    let mut items = vec![quote! {
        #docs
        #[derive(#derives)]
        #open
        pub enum #ident { #(#variants,)* }
    }];
    if !outcome.accessors.is_empty() {
        let methods = outcome.accessors.iter().map(|one| accessor(one, types));
        items.push(quote! { impl #ident { #(#methods)* } });
    }
    items
}

/// Emits the method that returns a field that all bodies have.
fn accessor(accessor: &Accessor, types: &Types<'_>) -> TokenStream {
    let name = token(&accessor.ident);
    let docs = format!(" Returns `{}`, which each body has.", accessor.ident.unraw());
    let (ty, value) = returned(&accessor.ty, &quote! { body.#name }, types);
    // Variants with bodies of one type have one arm.
    let patterns = accessor.variants.iter().map(|variants| {
        let patterns = variants.iter().map(token).map(|name| quote! { Self::#name(body) });
        quote! { #(#patterns)|* }
    });
    quote! {
        #[doc = #docs]
        pub fn #name(&self) -> #ty {
            match self { #(#patterns => #value,)* }
        }
    }
}

/// Emits the type that a method returns for a field of type `ty`, and the expression for the field `value`.
fn returned(ty: &Type, value: &TokenStream, types: &Types<'_>) -> (TokenStream, TokenStream) {
    match ty.borrowed() {
        Borrowed::Copy(ty) => (types.ty(ty), value.clone()),
        Borrowed::Option(inner) => {
            let (inner_type, _) = returned(inner, value, types);
            let is_dereferenced = |ty: &Type| {
                matches!(ty, Type::Boxed(_)) || matches!(ty.borrowed(), Borrowed::Str | Borrowed::Slice(_))
            };
            let value = match inner {
                _ if ty.is_copied_inside() => value.clone(),
                Type::Option(innermost) if is_dereferenced(innermost) => {
                    quote! { #value.as_ref().map(::std::option::Option::as_deref) }
                }
                Type::Option(_) => quote! { #value.as_ref().map(::std::option::Option::as_ref) },
                _ if is_dereferenced(inner) => quote! { #value.as_deref() },
                _ => quote! { #value.as_ref() },
            };
            (types.option(&inner_type), value)
        }
        Borrowed::Str => (quote! { &str }, quote! { &#value }),
        Borrowed::Slice(element) => {
            let element = types.ty(element);
            (quote! { &[#element] }, quote! { &#value })
        }
        Borrowed::Reference(ty) => {
            let ty = types.ty(ty);
            (quote! { &#ty }, quote! { &#value })
        }
    }
}

/// Returns the table of an enum of bodies that implements `Serialize`.
pub(super) fn outcome_table(outcome: &ResponseEnum) -> Option<Table> {
    let (bodies, empty): (Vec<_>, Vec<_>) = outcome.variants.iter().partition(|variant| variant.ty.is_some());
    let row = |kind: &str, variant: &&ResponseVariant| (kind.to_owned(), variant.ident.to_string());
    let rows = bodies.iter().map(|variant| row("body", variant));
    let rows = rows.chain(empty.iter().map(|variant| row("empty", variant)));
    outcome.serializes.then(|| Table {
        macro_path: "crate::runtime::responses",
        header: outcome.ident.to_string(),
        rows: rows.collect(),
        footer: None,
        feature: None,
    })
}

/// Emits the struct of the response headers, and the table of their names. `of` is the type of the operation.
pub(super) fn headers_struct(headers: &HeadersStruct, of: &str, types: &Types<'_>) -> Vec<FileItem> {
    let (ident, docs) = (token(&headers.ident), doc(&headers.docs));
    let fields = headers.fields.iter().map(|field| {
        let (docs, name) = (doc(&field.docs), token(&field.ident));
        let ty = if field.list { Type::Vec(Box::new(field.ty.clone())) } else { field.ty.clone() };
        let ty = types.ty(&if field.required { ty } else { ty.optional() });
        quote! { #docs pub #name: #ty }
    });
    let rows = headers.fields.iter().map(|field| {
        let kind = match (field.required, field.list) {
            (false, false) => "one",
            (false, true) => "list",
            (true, false) => "required",
            (true, true) => "required_list",
        };
        (format!("{kind} {}", field.ident), literal(&field.wire))
    });
    let table = Table {
        macro_path: "crate::runtime::headers",
        header: format!("{} of {of}", headers.ident),
        rows: rows.collect(),
        footer: None,
        feature: None,
    };
    vec![
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq)]
            #[non_exhaustive]
            pub struct #ident { #(#fields,)* }
        }
        .into(),
        FileItem::Table(table),
    ]
}
