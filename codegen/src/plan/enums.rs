//! Variants of enums.

use serde_json::Value;

use super::{
    docs,
    names::{self, Scope},
};
use crate::{
    api::{EnumBase, EnumValue, Enumeration, scalar_text},
    naming::{Known, places::OTHER_VALUE, word},
    rust::{EnumVariant, Literal},
};

/// Returns the variants for the listed values, and the name of the variant for any other value.
pub(super) fn plan_variants(list: &Enumeration, known: Option<&Known>) -> (Vec<EnumVariant>, String) {
    let mut scope = Scope::default();
    let source = |value: &EnumValue| word(&scalar_text(&value.value));
    let sources: Vec<String> =
        if known.is_some() { list.values.iter().map(source).collect() } else { Vec::new() };
    scope.reserve(known, sources.iter().map(String::as_str).chain([OTHER_VALUE]));
    let variants = list
        .values
        .iter()
        .filter_map(|value| {
            let wire = match list.base {
                EnumBase::Number => Literal::Number(value.value.as_f64()?),
                _ => literal(&value.value)?,
            };
            let text = scalar_text(&value.value);
            let wanted = match (&value.name, list.base) {
                (Some(name), _) => names::type_text(name),
                (None, EnumBase::String) => names::variant_text(&text),
                (None, _) => names::variant_text(&text.replace('.', " point ")),
            };
            let mut docs = vec![docs::code(&text)];
            if let Some(description) = &value.description {
                docs = vec![format!("{}: {}", docs::code(&text), docs::first_paragraph(description))];
            }
            let ident = names::ident(&scope.declare_type_for(&source(value), &wanted));
            Some(EnumVariant { ident, wire, docs })
        })
        .collect();
    (variants, other_variant(&mut scope))
}

/// Returns the name of the variant for a value that is not listed.
pub(super) fn other_variant(scope: &mut Scope) -> String {
    const NAMES: [&str; 2] = ["Unknown", "Unlisted"];
    if let Some(reserved) = scope.take_reserved(OTHER_VALUE, &NAMES) {
        return reserved;
    }
    let name = NAMES.into_iter().find(|name| !scope.contains(name));
    scope.declare_type(name.unwrap_or("Unknown"))
}

/// Returns a scalar as a Rust literal.
pub(super) fn literal(value: &Value) -> Option<Literal> {
    Some(match value {
        Value::String(text) => Literal::String(text.clone()),
        Value::Bool(value) => Literal::Bool(*value),
        Value::Number(number) => match number.as_i64() {
            Some(integer) => Literal::Integer(integer),
            None => Literal::Number(number.as_f64()?),
        },
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    })
}
