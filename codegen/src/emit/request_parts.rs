//! The statements that write the parameters and the body of a request.

use proc_macro2::TokenStream;
use quote::quote;

use super::{constraints::check, doc, token, types::Types};
use crate::rust::{
    BodyChoice, BodyEncoding, BodyKind, BodyPart, Cardinality, Location, Operation, ParameterPart,
    ParameterValue, RequestPart, Style, StyleForm,
};

/// Emits the statements that check and write a part of a request.
pub(super) fn write(part: &RequestPart, operation: &Operation, types: &Types<'_>) -> Vec<TokenStream> {
    let (name, field, write) = match part {
        RequestPart::Parameter(parameter) => {
            (parameter.wire.as_str(), &parameter.field, write_parameter(parameter))
        }
        RequestPart::Body(body) => ("", &body.field, write_body(body, operation)),
    };
    let field = token(field);
    check(name, &quote! { &self.#field }, part.constraints(), types).into_iter().chain([write]).collect()
}

fn write_parameter(parameter: &ParameterPart) -> TokenStream {
    let (field, wire) = (token(&parameter.field), &parameter.wire);
    let place = match parameter.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
        Location::QueryString => "query_string",
    };
    let method = |suffix: &str| quote::format_ident!("{place}{suffix}");
    let value = |optional: bool| {
        if optional {
            quote! { self.#field.as_ref() }
        } else {
            quote! { Some(&self.#field) }
        }
    };
    match parameter.value {
        ParameterValue::Joined(Cardinality::One) if parameter.location == Location::Path => {
            quote! { request.path(#wire, &self.#field); }
        }
        ParameterValue::Joined(Cardinality::Option) if parameter.location == Location::Path => {
            quote! { if let Some(value) = &self.#field { request.path(#wire, value); } }
        }
        ParameterValue::Joined(entries) => {
            let (values, method) = (
                values(&field, entries),
                match parameter.location {
                    Location::Path | Location::Query => method("_list"),
                    _ => method(""),
                },
            );
            quote! { request.#method(#wire, #values); }
        }
        ParameterValue::Repeated(entries) => {
            let (values, method) = (values(&field, entries), method(""));
            quote! { request.#method(#wire, #values); }
        }
        ParameterValue::Style(_, optional) if parameter.location == Location::QueryString => {
            let value = value(optional);
            quote! { request.query_string(#value); }
        }
        ParameterValue::Json(optional) if parameter.location == Location::QueryString => {
            let value = value(optional);
            quote! { request.query_string_json(#value); }
        }
        ParameterValue::Style(style, optional) => {
            let (method, style, value) = (method("_style"), style_constant(style), value(optional));
            quote! { request.#method(#wire, #style, #value); }
        }
        ParameterValue::Json(optional) => {
            let (method, value) = (method("_json"), value(optional));
            quote! { request.#method(#wire, #value); }
        }
    }
}

/// Emits the values of a parameter as a slice or an iterator.
fn values(field: &proc_macro2::Ident, entries: Cardinality) -> TokenStream {
    match entries {
        Cardinality::One => quote! { &[&self.#field] },
        Cardinality::Option => quote! { self.#field.as_slice() },
        Cardinality::List => quote! { &self.#field },
        Cardinality::OptionalList => quote! { self.#field.as_deref().unwrap_or_default() },
    }
}

/// Emits a style as a constant of the runtime.
fn style_constant(style: Style) -> TokenStream {
    let form = match style.form {
        StyleForm::Simple => quote! { SIMPLE },
        StyleForm::Label => quote! { LABEL },
        StyleForm::Matrix => quote! { MATRIX },
        StyleForm::Form => quote! { FORM },
        StyleForm::SpaceDelimited => quote! { SPACE_DELIMITED },
        StyleForm::PipeDelimited => quote! { PIPE_DELIMITED },
        StyleForm::TabDelimited => quote! { TAB_DELIMITED },
        StyleForm::DeepObject => quote! { DEEP_OBJECT },
        StyleForm::Cookie => quote! { COOKIE },
    };
    let exploded = style.explode.then(|| quote! { .exploded() });
    let reserved = style.reserved.then(|| quote! { .reserved() });
    quote! { runtime::Style::#form #exploded #reserved }
}

fn write_body(body: &BodyPart, operation: &Operation) -> TokenStream {
    let field = token(&body.field);
    let Some(encoding) = &body.encoding else {
        return operation
            .choice
            .as_ref()
            .map(|choice| write_choice(&field, body.optional, choice))
            .unwrap_or_default();
    };
    match (body.optional, body.borrowed) {
        (false, true) => write_encoded(encoding, &quote! { self.#field }, &quote! { self.#field }),
        (false, false) => write_encoded(encoding, &quote! { &self.#field }, &quote! { self.#field }),
        (true, true) => {
            let write = write_encoded(encoding, &quote! { body }, &quote! { body });
            quote! { if let Some(body) = self.#field { #write } }
        }
        (true, false) => {
            let write = write_encoded(encoding, &quote! { body }, &quote! { body });
            quote! { if let Some(body) = &self.#field { #write } }
        }
    }
}

/// Emits the statement that writes a body of one media type.
///
/// `reference` evaluates to a reference to the body, and `place` to the body itself.
fn write_encoded(encoding: &BodyEncoding, reference: &TokenStream, place: &TokenStream) -> TokenStream {
    let media_type = &encoding.media_type;
    match &encoding.kind {
        BodyKind::Json => quote! { request.json(#media_type, #reference); },
        BodyKind::Xml(of) => {
            let of = token(of);
            quote! { request.xml(#media_type, crate::xml::#of, #reference); }
        }
        BodyKind::Raw => quote! { request.body(#media_type, #place.clone()); },
        BodyKind::Text => quote! { request.body(#media_type, #place.clone().into()); },
        BodyKind::Multipart => quote! { request.multipart(#media_type, #reference); },
        BodyKind::Form(styles) => {
            let styles = styles.iter().map(|(name, style)| {
                let style = style_constant(*style);
                quote! { (#name, #style) }
            });
            quote! { request.form(#media_type, #reference, &[#(#styles),*]); }
        }
    }
}

/// Emits the `match` on the media types of a body.
fn write_choice(field: &proc_macro2::Ident, optional: bool, choice: &BodyChoice) -> TokenStream {
    let ident = token(&choice.ident);
    let arms = choice.variants.iter().map(|variant| {
        let name = token(&variant.ident);
        let write = write_encoded(&variant.encoding, &quote! { body }, &quote! { body });
        if optional {
            quote! { Some(#ident::#name(body)) => { #write } }
        } else {
            quote! { #ident::#name(body) => { #write } }
        }
    });
    let none = optional.then(|| quote! { None => {} });
    quote! { match &self.#field { #(#arms)* #none } }
}

/// Emits the enum of a body's media types, and the conversion to its first variant.
pub(super) fn choice_enum(choice: &BodyChoice, types: &Types<'_>) -> Vec<TokenStream> {
    let (ident, docs) = (token(&choice.ident), doc(&choice.docs));
    let lifetime = choice.borrows.then(|| quote! { <'a> });
    let ty = |variant: &crate::rust::ChoiceVariant| {
        if variant.borrowed { types.borrowed(&variant.ty) } else { types.ty(&variant.ty) }
    };
    let variants = choice.variants.iter().map(|variant| {
        let (docs, name, ty) = (doc(&variant.docs), token(&variant.ident), ty(variant));
        quote! { #docs #name(#ty) }
    });
    let mut items = vec![quote! {
        #docs
        #[derive(Debug, Clone)]
        #[non_exhaustive]
        pub enum #ident #lifetime { #(#variants,)* }
    }];
    items.extend(choice.variants.first().map(|first| {
        let (name, ty) = (token(&first.ident), ty(first));
        quote! {
            impl #lifetime From<#ty> for #ident #lifetime {
                fn from(body: #ty) -> Self { Self::#name(body) }
            }
        }
    }));
    items
}
