//! Structs, enums, unions and aliases.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    FileItem, Table,
    constraints::checked,
    deprecated, doc,
    initializers::initializer,
    name_token,
    setters::setters,
    token,
    types::{Types, named},
    unions::union,
};
use crate::rust::{
    self, Alias, Derives, EnumBase, Ident, Initializer, Item, Multipart, OpenEnum, PartKind, Presence,
    Struct, digits,
};

/// Returns the top-level items of a type.
pub(super) fn item(item: &Item, types: &Types<'_>) -> Vec<FileItem> {
    match item {
        Item::Struct(item) => structure(item, model(item), &quote! { Debug, Clone, PartialEq }, types),
        Item::Multipart(item) => structure(&item.fields, parts(item), &quote! { Debug, Clone }, types),
        Item::Enum(item) => open_enum(item, types),
        Item::Union(item) => union(item, types),
        Item::Alias(item) => vec![alias(item, types).into()],
    }
}

/// Returns a struct and its table.
fn structure(item: &Struct, table: Table, derives: &TokenStream, types: &Types<'_>) -> Vec<FileItem> {
    let ident = token(&item.ident);
    let docs = types.docs(&item.ident, &item.docs);
    let fields = item.fields.iter().map(|field| {
        let (docs, name, ty) = (doc(&field.docs), token(&field.ident), types.ty(&field.ty));
        let deprecated = deprecated(field.deprecated);
        quote! { #docs #deprecated pub #name: #ty }
    });
    let rest = item.additional_properties.iter().map(|(name, ty)| {
        let (name, ty) = (token(name), types.ty(&rust::Type::Map(Box::new(ty.clone()))));
        quote! { #[doc = " The additional properties."] pub #name: #ty }
    });
    let default = if item.default {
        quote! { , Default }
    } else {
        TokenStream::new()
    };
    let traits = traits(&item.derives);
    let (more, attributes) = additions(&item.derives);
    let complex = complex(item);
    let definition = quote! {
        #docs
        #complex
        #[derive(#derives #traits #default #more)]
        #attributes
        #[non_exhaustive]
        pub struct #ident {
            #(#fields,)*
            #(#rest,)*
        }
    };
    let mut items = vec![definition.into()];
    items.extend(eq(&item.ident, &item.derives).map(FileItem::Tokens));
    items.extend(constructor(item, types).into_iter().map(FileItem::Tokens));
    items.push(FileItem::Table(table));
    items.extend(setters(item, types).map(FileItem::Table));
    items.extend(checked(item, types).map(FileItem::Tokens));
    items
}

/// Emits the derived traits that not all types have.
pub(super) fn traits(derives: &Derives) -> TokenStream {
    let traits = derives.traits.iter().filter(|name| **name != "Eq").map(|name| name_token(name));
    quote! { #(, #traits)* }
}

/// Emits `impl Eq`. A derive would emit a function for each type, which asserts the trait of each part.
pub(super) fn eq(ident: &Ident, derives: &Derives) -> Option<TokenStream> {
    let ident = token(ident);
    derives.traits.contains(&"Eq").then(|| quote! { impl ::std::cmp::Eq for #ident {} })
}

/// Emits the derive macros and the attributes of the settings, which are validated when they are read.
pub(super) fn additions(derives: &Derives) -> (TokenStream, TokenStream) {
    let more = derives.more.iter().map(|path| named(path));
    let attributes = derives.attributes.iter().map(|attribute| named(attribute));
    (quote! { #(, #more)* }, quote! { #(#attributes)* })
}

/// Returns the table of a struct for a JSON object.
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
        macro_path: "crate::runtime::model",
        header: item.ident.to_string(),
        rows: rows.collect(),
        footer: item.additional_properties.as_ref().map(|(name, _)| format!("rest {name}")),
        feature: None,
    }
}

/// Returns the table of a struct for a multipart body.
fn parts(item: &Multipart) -> Table {
    let rows = item.fields.fields.iter().zip(&item.kinds).map(|(field, (kind, media_type))| {
        let kind = match kind {
            PartKind::File | PartKind::Files => "file",
            PartKind::Text => "text",
            PartKind::Json => "json",
        };
        let media = media_type.as_ref().map(|name| format!(" as {}", literal(name))).unwrap_or_default();
        let name = if item.is_named { field.wire.as_str() } else { "" };
        (format!("{kind} {}", field.ident), format!("{}{media}", literal(name)))
    });
    Table {
        macro_path: "crate::runtime::parts",
        header: item.fields.ident.to_string(),
        rows: rows.collect(),
        footer: item.fields.additional_properties.as_ref().map(|(name, _)| format!("rest {name}")),
        feature: None,
    }
}

/// Returns a string as a Rust literal.
pub(super) fn literal(text: &str) -> String {
    Literal::string(text).to_string()
}

/// Returns `new`, with the required properties as arguments, and `Default` if there are none.
fn constructor(item: &Struct, types: &Types<'_>) -> Vec<TokenStream> {
    if item.default {
        return Vec::new();
    }
    let ident = token(&item.ident);
    let required: Vec<_> =
        item.fields.iter().filter(|field| field.initializer == Initializer::Argument).collect();
    let arguments = required.iter().map(|field| {
        let name = token(&field.ident);
        let (ty, _) = types.argument(&field.ty, &name);
        quote! { #name: #ty }
    });
    let fields = item
        .fields
        .iter()
        .map(|field| initializer(&field.ident, &field.ty, false, &field.initializer, types));
    let rest = item.additional_properties.iter().map(|(name, _)| {
        let name = token(name);
        quote! { #name: ::std::collections::BTreeMap::new() }
    });
    let (wide, complex) = (wide(item.too_many_arguments), complex(item));
    let uses_deprecated = if item.fields.iter().any(|field| field.deprecated) {
        quote! { #[allow(deprecated, reason = "deprecated fields are part of the type")] }
    } else {
        TokenStream::new()
    };
    let has_constants = item
        .fields
        .iter()
        .any(|field| !matches!(field.initializer, Initializer::Argument | Initializer::Absent));
    let about = if has_constants {
        " Creates the value from its required properties; constants are set automatically."
    } else {
        " Creates the value from its required properties."
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

/// Returns the attribute of a struct with a deeply nested type.
fn complex(item: &Struct) -> TokenStream {
    if item.type_complexity {
        quote! { #[allow(clippy::type_complexity, reason = "the description nests the type as deeply")] }
    } else {
        TokenStream::new()
    }
}

/// Returns the attribute of a function with many arguments.
pub(super) fn wide(wide: bool) -> TokenStream {
    if wide {
        quote! { #[allow(clippy::too_many_arguments, reason = "every argument is required")] }
    } else {
        TokenStream::new()
    }
}

fn open_enum(item: &OpenEnum, types: &Types<'_>) -> Vec<FileItem> {
    let (ident, docs, other) = (token(&item.ident), types.docs(&item.ident, &item.docs), token(&item.other));
    let other_type = types.ty(&item.other_type());
    let variants = item.variants.iter().map(|variant| {
        let (docs, name) = (doc(&variant.docs), token(&variant.ident));
        quote! { #docs #name }
    });
    let rows =
        item.variants.iter().map(|variant| (variant.ident.to_string(), wire(&variant.wire, item.base)));
    let (macro_path, header, derives) = match item.base {
        EnumBase::String => (
            "crate::runtime::open_enum",
            item.ident.to_string(),
            quote! { Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord },
        ),
        EnumBase::Integer => (
            "crate::runtime::open_value",
            format!("{}: integer", item.ident),
            quote! { Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord },
        ),
        EnumBase::Number => (
            "crate::runtime::open_value",
            format!("{}: number", item.ident),
            quote! { Debug, Clone, Copy, PartialEq, PartialOrd },
        ),
        EnumBase::Mixed => (
            "crate::runtime::open_value",
            format!("{}: any", item.ident),
            quote! { Debug, Clone, PartialEq, Eq, Hash },
        ),
    };
    let footer = Some(format!("else {}", item.other));
    let (more, attributes) = additions(&item.derives);
    let table = Table { macro_path, header, rows: rows.collect(), footer, feature: None };
    vec![
        quote! {
            #docs
            #[derive(#derives #more)]
            #attributes
            #[non_exhaustive]
            pub enum #ident {
                #(#variants,)*
                /// A value that the description does not list, unchanged.
                #other(#other_type),
            }
        }
        .into(),
        FileItem::Table(table),
    ]
}

/// Returns a listed value as a Rust literal in the table of its enum.
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
    if item.reexport {
        // A type in the same file has no path otherwise.
        let module = (ty.clone().into_iter().count() == 1).then(|| quote! { self:: });
        return quote! {
            #docs
            pub use #module #ty as #ident;
        };
    }
    quote! {
        #docs
        pub type #ident = #ty;
    }
}
