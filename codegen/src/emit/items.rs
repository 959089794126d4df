//! Structs, enums, unions and aliases.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    Chunk, Table, constraints::checked, deprecated, doc, initializers::start, token, types::Types,
    unions::union,
};
use crate::rust::{
    self, Alias, EnumBase, Initializer, Item, OpenEnum, PartKind, Parts, Presence, Struct, digits,
};

/// The top-level items that a type is written as.
pub(super) fn item(item: &Item, types: &Types<'_>) -> Vec<Chunk> {
    match item {
        Item::Struct(item) => structure(item, model(item), &quote! { Debug, Clone, PartialEq }, types),
        Item::Parts(item) => structure(&item.fields, parts(item), &quote! { Debug, Clone }, types),
        Item::Enum(item) => open_enum(item, types),
        Item::Union(item) => union(item, types),
        Item::Alias(item) => vec![alias(item, types).into()],
    }
}

/// A struct and its table.
fn structure(item: &Struct, table: Table, derives: &TokenStream, types: &Types<'_>) -> Vec<Chunk> {
    let ident = token(&item.ident);
    let docs = types.docs(&item.ident, &item.docs);
    let fields = item.fields.iter().map(|field| {
        let (docs, name, ty) = (doc(&field.docs), token(&field.ident), types.ty(&field.ty));
        let deprecated = deprecated(field.deprecated);
        quote! { #docs #deprecated pub #name: #ty }
    });
    let rest = item.rest.iter().map(|(name, ty)| {
        let (name, ty) = (token(name), types.ty(&rust::Type::Map(Box::new(ty.clone()))));
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
        #[derive(#derives #default)]
        #[non_exhaustive]
        pub struct #ident {
            #(#fields,)*
            #(#rest,)*
        }
    };
    let mut items = vec![definition.into()];
    items.extend(constructor(item, types).into_iter().map(Chunk::Item));
    items.push(Chunk::Table(table));
    items.extend(checked(item, types).map(Chunk::Item));
    items
}

/// The table of a struct that stands for a JSON object.
fn model(item: &Struct) -> Table {
    let rows = item.fields.iter().map(|field| {
        let kind = match field.presence {
            Presence::Required => "required",
            Presence::Optional => "optional",
            Presence::Nullable => "nullable",
        };
        (format!("{kind} {}", field.ident), literal(&field.wire))
    });
    Table {
        name: "crate::runtime::model",
        head: item.ident.to_string(),
        rows: rows.collect(),
        tail: item.rest.as_ref().map(|(name, _)| format!("rest {name}")),
        feature: None,
    }
}

/// The table of a struct that stands for the parts of a body.
fn parts(item: &Parts) -> Table {
    let rows = item.fields.fields.iter().zip(&item.kinds).map(|(field, (kind, media_type))| {
        let kind = match kind {
            PartKind::File | PartKind::Files => "file",
            PartKind::Text => "text",
            PartKind::Json => "json",
        };
        let media = media_type.as_ref().map(|name| format!(" as {}", literal(name))).unwrap_or_default();
        (format!("{kind} {}", field.ident), format!("{}{media}", literal(&field.wire)))
    });
    Table {
        name: "crate::runtime::parts",
        head: item.fields.ident.to_string(),
        rows: rows.collect(),
        tail: item.fields.rest.as_ref().map(|(name, _)| format!("rest {name}")),
        feature: None,
    }
}

/// A string as Rust writes it.
pub(super) fn literal(text: &str) -> String {
    Literal::string(text).to_string()
}

/// `new`, with what is required, and `Default` where nothing is.
fn constructor(item: &Struct, types: &Types<'_>) -> Vec<TokenStream> {
    if item.default {
        return Vec::new();
    }
    let ident = token(&item.ident);
    let required: Vec<_> = item.fields.iter().filter(|field| field.start == Initializer::Argument).collect();
    let arguments = required.iter().map(|field| {
        let name = token(&field.ident);
        let (ty, _) = types.argument(&field.ty, &name);
        quote! { #name: #ty }
    });
    let fields = item.fields.iter().map(|field| start(&field.ident, &field.ty, false, &field.start, types));
    let rest = item.rest.iter().map(|(name, _)| {
        let name = token(name);
        quote! { #name: ::std::collections::BTreeMap::new() }
    });
    let (wide, complex) = (wide(item.wide), complex(item));
    let uses_deprecated = if item.fields.iter().any(|field| field.deprecated) {
        quote! { #[allow(deprecated, reason = "a deprecated field is there all the same")] }
    } else {
        TokenStream::new()
    };
    let given =
        item.fields.iter().any(|field| !matches!(field.start, Initializer::Argument | Initializer::Absent));
    let about = if given {
        " With what is required; what has only one value has that, and nothing else is set."
    } else {
        " With what is required; nothing else is set."
    };
    let mut blocks = vec![quote! {
        #complex
        impl #ident {
            #[doc = #about]
            #[must_use]
            #wide
            #uses_deprecated
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#fields,)* #(#rest,)* }
            }
        }
    }];
    if required.is_empty() {
        let default = types.default_trait();
        blocks.push(quote! {
            impl #default for #ident {
                fn default() -> Self { Self::new() }
            }
        });
    }
    blocks
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
    let (ident, docs, other) = (token(&item.ident), types.docs(&item.ident, &item.docs), token(&item.other));
    let other_type = types.ty(&item.other_type());
    let variants = item.variants.iter().map(|variant| {
        let (docs, name) = (doc(&variant.docs), token(&variant.ident));
        quote! { #docs #name }
    });
    let rows =
        item.variants.iter().map(|variant| (variant.ident.to_string(), wire(&variant.wire, item.base)));
    let (name, head, derives) = match item.base {
        EnumBase::String => (
            "crate::runtime::open_enum",
            item.ident.to_string(),
            quote! { Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord },
        ),
        EnumBase::Integer => (
            "crate::runtime::open_value",
            format!("{}: integer", item.ident),
            quote! { Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord },
        ),
        EnumBase::Number => (
            "crate::runtime::open_value",
            format!("{}: number", item.ident),
            quote! { Debug, Clone, PartialEq, PartialOrd },
        ),
        EnumBase::Mixed => (
            "crate::runtime::open_value",
            format!("{}: any", item.ident),
            quote! { Debug, Clone, PartialEq, Eq, Hash },
        ),
    };
    let tail = Some(format!("else {}", item.other));
    let table = Table { name, head, rows: rows.collect(), tail, feature: None };
    vec![
        quote! {
            #docs
            #[derive(#derives)]
            #[non_exhaustive]
            pub enum #ident {
                #(#variants,)*
                /// A value that the description does not list, as it came.
                #other(#other_type),
            }
        }
        .into(),
        Chunk::Table(table),
    ]
}

/// A listed value as the table of its enum has it.
fn wire(value: &rust::Literal, base: EnumBase) -> String {
    match value {
        rust::Literal::String(text) => literal(text),
        rust::Literal::Integer(number) if base == EnumBase::Mixed || i32::try_from(*number).is_err() => {
            format!("{}_i64", digits::integer(i128::from(*number)))
        }
        rust::Literal::Integer(number) => digits::integer(i128::from(*number)),
        rust::Literal::Number(number) => digits::float(*number),
        rust::Literal::Bool(value) => value.to_string(),
    }
}

pub(super) fn alias(item: &Alias, types: &Types<'_>) -> TokenStream {
    let (ident, docs, ty) = (token(&item.ident), types.docs(&item.ident, &item.docs), types.ty(&item.ty));
    quote! {
        #docs
        pub type #ident = #ty;
    }
}
