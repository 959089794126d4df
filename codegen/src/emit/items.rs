//! Structs, enums, unions and aliases.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Chunk, Table, doc, token, types::Types};
use crate::rust::{Alias, Item, OpenEnum, Presence, Struct, Union, UnionKind};

/// The top-level items that a type is written as.
pub(super) fn item(item: &Item, types: &Types<'_>) -> Vec<Chunk> {
    match item {
        Item::Struct(item) => structure(item, types),
        Item::Enum(item) => open_enum(item, types),
        Item::Union(item) => union(item, types),
        Item::Alias(item) => vec![alias(item, types).into()],
    }
}

fn structure(item: &Struct, types: &Types<'_>) -> Vec<Chunk> {
    let ident = token(&item.ident);
    let docs = doc(&item.docs);
    let fields = item.fields.iter().map(|field| {
        let (docs, name, ty) = (doc(&field.docs), token(&field.ident), types.ty(&field.ty));
        quote! { #docs pub #name: #ty }
    });
    let rest = item.rest.iter().map(|(name, ty)| {
        let (name, ty) = (token(name), types.ty(&crate::rust::Type::Map(Box::new(ty.clone()))));
        quote! { #[doc = " The properties that the description does not name."] pub #name: #ty }
    });
    let default = if item.default {
        quote! { , Default }
    } else {
        TokenStream::new()
    };
    let complex = complex(item);
    let definition = quote! {
        #docs
        #complex
        #[derive(Debug, Clone, PartialEq #default)]
        #[non_exhaustive]
        pub struct #ident {
            #(#fields,)*
            #(#rest,)*
        }
    };
    let rows = item.fields.iter().map(|field| {
        let kind = match field.presence {
            Presence::Required => "required",
            Presence::Optional => "optional",
            Presence::Nullable => "nullable",
        };
        (format!("{kind} {}", field.ident), literal(&field.wire))
    });
    let table = Table {
        name: "crate::runtime::model",
        ident: item.ident.to_string(),
        rows: rows.collect(),
        tail: item.rest.as_ref().map(|(name, _)| format!("rest {name}")),
    };
    let mut items = vec![definition.into()];
    items.extend((!item.default).then(|| constructor(item, types).into()));
    items.push(Chunk::Table(table));
    items
}

/// A string as Rust writes it.
fn literal(text: &str) -> String {
    Literal::string(text).to_string()
}

/// `new`, with what is required.
fn constructor(item: &Struct, types: &Types<'_>) -> TokenStream {
    let ident = token(&item.ident);
    let arguments = item.fields.iter().filter(|field| field.presence == Presence::Required).map(|field| {
        let name = token(&field.ident);
        let (ty, _) = types.argument(&field.ty, &name);
        quote! { #name: #ty }
    });
    let fields = item.fields.iter().map(|field| {
        let name = token(&field.ident);
        match field.presence {
            Presence::Required => {
                let (_, value) = types.argument(&field.ty, &name);
                if name == value.to_string() {
                    quote! { #name }
                } else {
                    quote! { #name: #value }
                }
            }
            Presence::Optional | Presence::Nullable => quote! { #name: None },
        }
    });
    let rest = item.rest.iter().map(|(name, _)| {
        let name = token(name);
        quote! { #name: ::std::collections::BTreeMap::new() }
    });
    let (wide, complex) = (wide(item.wide), complex(item));
    quote! {
        #complex
        impl #ident {
            /// With what is required; nothing else is set.
            #[must_use]
            #wide
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#fields,)* #(#rest,)* }
            }
        }
    }
}

/// What a struct with a deeply nested type says for itself.
fn complex(item: &Struct) -> TokenStream {
    if item.complex {
        quote! { #[allow(clippy::type_complexity, reason = "the description nests it as deep")] }
    } else {
        TokenStream::new()
    }
}

/// What a function with many arguments says for itself.
pub(super) fn wide(wide: bool) -> TokenStream {
    if wide {
        quote! { #[allow(clippy::too_many_arguments, reason = "each of them is required")] }
    } else {
        TokenStream::new()
    }
}

fn open_enum(item: &OpenEnum, types: &Types<'_>) -> Vec<Chunk> {
    let (ident, docs, other) = (token(&item.ident), doc(&item.docs), token(&item.other));
    let string = types.ty(&crate::rust::Type::String);
    let variants = item.variants.iter().map(|variant| {
        let (docs, name) = (doc(&variant.docs), token(&variant.ident));
        quote! { #docs #name }
    });
    let rows = item.variants.iter().map(|variant| (variant.ident.to_string(), literal(&variant.wire)));
    let table = Table {
        name: "crate::runtime::open_enum",
        ident: item.ident.to_string(),
        rows: rows.collect(),
        tail: Some(format!("else {}", item.other)),
    };
    vec![
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
            #[non_exhaustive]
            pub enum #ident {
                #(#variants,)*
                /// A value that the description does not list, as it came.
                #other(#string),
            }
        }
        .into(),
        Chunk::Table(table),
    ]
}

fn union(item: &Union, types: &Types<'_>) -> Vec<Chunk> {
    let (ident, docs, other) = (token(&item.ident), doc(&item.docs), token(&item.other));
    let variants = item.variants.iter().map(|variant| {
        let (docs, name, ty) = (kind_doc(variant.kind), token(&variant.ident), types.ty(&variant.ty));
        quote! { #[doc = #docs] #name(#ty) }
    });
    let rows = item.variants.iter().map(|variant| (variant.ident.to_string(), kind(variant.kind).to_owned()));
    let table = Table {
        name: "crate::runtime::union",
        ident: item.ident.to_string(),
        rows: rows.collect(),
        tail: Some(format!("else {}", item.other)),
    };
    vec![
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq)]
            #[non_exhaustive]
            pub enum #ident {
                #(#variants,)*
                /// A value that is none of these, as it came.
                #other(serde_json::Value),
            }
        }
        .into(),
        Chunk::Table(table),
    ]
}

fn kind(kind: UnionKind) -> &'static str {
    match kind {
        UnionKind::Boolean => "Boolean",
        UnionKind::Integer => "Integer",
        UnionKind::Number => "Number",
        UnionKind::String => "String",
        UnionKind::Array => "Array",
        UnionKind::Object => "Object",
    }
}

fn kind_doc(kind: UnionKind) -> &'static str {
    match kind {
        UnionKind::Boolean => " `true` or `false`.",
        UnionKind::Integer => " An integer.",
        UnionKind::Number => " A number.",
        UnionKind::String => " A string.",
        UnionKind::Array => " An array.",
        UnionKind::Object => " An object.",
    }
}

fn alias(item: &Alias, types: &Types<'_>) -> TokenStream {
    let (ident, docs, ty) = (token(&item.ident), doc(&item.docs), types.ty(&item.ty));
    quote! {
        #docs
        pub type #ident = #ty;
    }
}
