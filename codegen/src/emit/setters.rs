//! The methods of a struct that set its optional fields.

use quote::quote;

use super::{Table, text::text, token, types::Types};
use crate::rust::{Field, Presence, Struct, Type};

/// Returns the table of the setters of a struct, if it has any.
pub(super) fn setters(item: &Struct, types: &Types<'_>) -> Option<Table> {
    let rows: Vec<(String, String)> =
        item.fields.iter().flat_map(|field| rows(field, types)).map(|row| (row, String::new())).collect();
    (!rows.is_empty()).then(|| Table {
        macro_path: "crate::runtime::setters",
        header: item.ident.to_string(),
        rows,
        footer: None,
        feature: None,
    })
}

/// Returns the rows of a field, for example `name(name: impl Into<String>) = Some(name.into())`.
fn rows(field: &Field, types: &Types<'_>) -> Vec<String> {
    let Some(setter) = &field.setter else { return Vec::new() };
    let name = token(&field.ident);
    let (ty, value) = types.argument(field.value_type(), &name);
    let value = match (field.presence, &field.ty) {
        (Presence::Nullable, Type::Option(inner)) if matches!(**inner, Type::Option(_)) => {
            quote! { Some(Some(#value)) }
        }
        _ => quote! { Some(#value) },
    };
    let deprecated = if field.deprecated { "#[deprecated] " } else { "" };
    let mut rows = vec![format!("{deprecated}{}({name}: {}) = {}", setter.ident, text(&ty), text(&value))];
    if let Some(clear) = &setter.clear {
        // The value `null` of an untyped property is a value of its type.
        let null = match field.value_type() {
            Type::Value => "Some(serde_json::Value::Null)",
            _ => "Some(None)",
        };
        rows.push(format!("{deprecated}{clear}({name}) = {null}"));
    }
    rows
}
