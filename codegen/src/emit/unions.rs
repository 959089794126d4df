//! Unions: enums of types.

use quote::quote;

use super::{
    FileItem, Table, doc,
    items::{additions, eq, literal, traits},
    text::text,
    token,
    types::Types,
};
use crate::rust::{Distinguisher, Kind, Literal, Union, digits};

/// Returns the enum, and the table of the tags or distinguishing properties of its variants.
pub(super) fn union(item: &Union, types: &Types<'_>) -> Vec<FileItem> {
    let (ident, docs, other) = (token(&item.ident), types.docs(&item.ident, &item.docs), token(&item.other));
    let variants = item.variants.iter().map(|variant| {
        let (docs, name, ty) = (doc(&variant.docs), token(&variant.ident), types.ty(&variant.ty));
        quote! { #docs #name(#ty) }
    });
    let rows = item.variants.iter().map(|variant| {
        let alternatives: Vec<String> = match item.tag {
            Some(_) => variant.tags.iter().map(|tag| literal(tag)).collect(),
            None => variant.distinguishers.iter().map(distinguisher).collect(),
        };
        let writes = if variant.writes_tag { "writes " } else { "" };
        (variant.ident.to_string(), format!("{writes}{}", alternatives.join(" | ")))
    });
    let header = match &item.tag {
        Some(tag) => {
            let default = item.default.as_ref().map(|variant| format!(" or {variant}"));
            format!("{} by {}{}", item.ident, literal(tag), default.unwrap_or_default())
        }
        None => item.ident.to_string(),
    };
    let table = Table {
        macro_path: "crate::runtime::union",
        header,
        rows: rows.collect(),
        footer: Some(format!("else {}", item.other)),
        feature: None,
    };
    let traits = traits(&item.derives);
    let (more, attributes) = additions(&item.derives);
    let definition = quote! {
        #docs
        #[derive(Debug, Clone, PartialEq #traits #more)]
        #attributes
        #[non_exhaustive]
        pub enum #ident {
            #(#variants,)*
            /// Any other value, unchanged.
            #other(serde_json::Value),
        }
    };
    let mut items: Vec<FileItem> = vec![definition.into()];
    items.extend(eq(&item.ident, &item.derives).map(FileItem::Tokens));
    items.push(FileItem::Table(table));
    items.extend(conversions(item, types).map(FileItem::Table));
    items
}

/// Returns the table of the members with a `From`. A text also has one from `&str`.
fn conversions(item: &Union, types: &Types<'_>) -> Option<Table> {
    let rows: Vec<(String, String)> = (item.variants.iter())
        .flat_map(|variant| {
            let member = variant.converted().map(|ty| text(&types.ty(ty)));
            let borrowed = variant.converts_borrowed().then(|| "&str".to_owned());
            member.into_iter().chain(borrowed).map(|text| (variant.ident.to_string(), text))
        })
        .collect();
    (!rows.is_empty()).then(|| Table {
        macro_path: "crate::runtime::conversions",
        header: item.ident.to_string(),
        rows,
        footer: None,
        feature: None,
    })
}

/// Returns a distinguisher as `union!` reads it, for example `Object { "kind": Const(Text("a")), "name": Required }`.
fn distinguisher(test: &Distinguisher) -> String {
    let kind = match test.kind {
        Some(Kind::Boolean) => "Boolean",
        Some(Kind::Integer) => "Integer",
        Some(Kind::Number) => "Number",
        Some(Kind::String) => "String",
        Some(Kind::Array) => "Array",
        Some(Kind::Object) => "Object",
        None => "Any",
    };
    let property = |keyword: &str, (key, value): &(String, Literal)| {
        format!("{}: {keyword}({})", literal(key), constant(value))
    };
    let constants = test.constants.iter().map(|pair| property("Const", pair));
    let optional = test.optional_constants.iter().map(|pair| property("OptionalConst", pair));
    let keys = test.keys.iter().map(|key| format!("{}: Required", literal(key)));
    let optional_keys = test.optional_keys.iter().map(|key| format!("{}: Present", literal(key)));
    let forbidden = test.forbidden.iter().map(|key| format!("{}: Absent", literal(key)));
    let known = test.known.iter().map(|key| format!("{}: Known", literal(key)));
    let properties: Vec<String> =
        constants.chain(optional).chain(keys).chain(optional_keys).chain(forbidden).chain(known).collect();
    if properties.is_empty() { kind.to_owned() } else { format!("{kind} {{ {} }}", properties.join(", ")) }
}

fn constant(value: &Literal) -> String {
    match value {
        Literal::String(text) => format!("Text({})", literal(text)),
        Literal::Integer(number) => format!("Integer({})", digits::integer(i128::from(*number))),
        Literal::Number(number) => format!("Number({})", digits::float(*number)),
        Literal::Bool(value) => format!("Boolean({value})"),
    }
}
