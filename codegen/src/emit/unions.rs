//! Unions: enums of types.

use quote::quote;

use super::{Chunk, Table, doc, items::literal, token, types::Types};
use crate::rust::{Distinguisher, Kind, Literal, Union, digits};

/// The enum, and the table of what tells its variants apart.
pub(super) fn union(item: &Union, types: &Types<'_>) -> Vec<Chunk> {
    let (ident, docs, other) = (token(&item.ident), types.docs(&item.ident, &item.docs), token(&item.other));
    let variants = item.variants.iter().map(|variant| {
        let (docs, name, ty) = (doc(&variant.docs), token(&variant.ident), types.ty(&variant.ty));
        quote! { #docs #name(#ty) }
    });
    let rows = item.variants.iter().map(|variant| {
        let looks: Vec<String> = match item.tag {
            Some(_) => variant.tags.iter().map(|tag| literal(tag)).collect(),
            None => variant.distinguishers.iter().map(test).collect(),
        };
        let writes = if variant.writes_tag { "writes " } else { "" };
        (variant.ident.to_string(), format!("{writes}{}", looks.join(" | ")))
    });
    let head = match &item.tag {
        Some(tag) => {
            let default = item.default.as_ref().map(|variant| format!(" or {variant}"));
            format!("{} by {}{}", item.ident, literal(tag), default.unwrap_or_default())
        }
        None => item.ident.to_string(),
    };
    let table = Table {
        name: "crate::runtime::union",
        head,
        rows: rows.collect(),
        tail: Some(format!("else {}", item.other)),
        feature: None,
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

fn test(test: &Distinguisher) -> String {
    let kind = match test.kind {
        Some(Kind::Boolean) => "Boolean",
        Some(Kind::Integer) => "Integer",
        Some(Kind::Number) => "Number",
        Some(Kind::String) => "String",
        Some(Kind::Array) => "Array",
        Some(Kind::Object) => "Object",
        None => "Any",
    };
    let row =
        |sign: char, (key, value): &(String, Literal)| format!("{} {sign} {}", literal(key), constant(value));
    let constants = test.constants.iter().map(|pair| row('=', pair));
    let optional_constants = test.optional_constants.iter().map(|pair| row('~', pair));
    let keys = test.keys.iter().map(|key| literal(key));
    let parts: Vec<String> = constants.chain(optional_constants).chain(keys).collect();
    if parts.is_empty() { kind.to_owned() } else { format!("{kind} {{ {} }}", parts.join(", ")) }
}

fn constant(value: &Literal) -> String {
    match value {
        Literal::String(text) => literal(text),
        Literal::Integer(number) => format!("[{}]", digits::integer(i128::from(*number))),
        Literal::Number(number) => format!("{{{}}}", digits::float(*number)),
        Literal::Bool(value) => value.to_string(),
    }
}
