//! Variants of enums.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{
    distinct::{self, NameRequest},
    docs,
    names::{self, Keep, Scope},
};
use crate::{
    api::{EnumBase, EnumValue, Enumeration, scalar_text},
    naming::{Known, places::OTHER_VALUE, word},
    rust::{EnumVariant, Literal},
};

/// The variants of an enum.
pub(super) struct PlannedVariants {
    /// The variants for the listed values.
    pub(super) variants: Vec<EnumVariant>,
    /// The name of the variant for any other value.
    pub(super) other: String,
    /// The indices of the variants, by value.
    indices: HashMap<Value, usize>,
}

impl PlannedVariants {
    /// Returns the variant for a listed value.
    pub(super) fn of_value(&self, value: &Value) -> Option<&EnumVariant> {
        self.variants.get(*self.indices.get(value)?)
    }
}

/// Returns the variants of the enum `name` for the listed values.
pub(super) fn plan_variants(name: &str, list: &Enumeration, known: Option<&Known>) -> PlannedVariants {
    let mut scope = Scope::default();
    let sources: Vec<String> = list.values.iter().map(|value| word(&scalar_text(&value.value))).collect();
    scope.reserve(known, sources.iter().map(String::as_str).chain([OTHER_VALUE]));
    let short = short_names(name, list);
    let spells = symbols_distinguish(list);
    let shared = shared_names(list);
    let wanted = list.values.iter().zip(&sources).enumerate().map(|(index, (value, source))| {
        let short = short.as_ref().and_then(|short| short.get(index)).cloned();
        let names = short.into_iter().chain(candidates(value, list.base, spells, &shared)).collect();
        NameRequest::new(source, names, Keep::Always)
    });
    let names = distinct::declare(&mut scope, wanted.collect());
    let mut planned = PlannedVariants {
        variants: Vec::with_capacity(list.values.len()),
        other: other_variant(&mut scope),
        indices: HashMap::with_capacity(list.values.len()),
    };
    for (value, name) in list.values.iter().zip(names) {
        let wire = match list.base {
            EnumBase::Number => value.value.as_f64().map(Literal::Number),
            _ => literal(&value.value),
        };
        let Some(wire) = wire else { continue };
        planned.indices.entry(value.value.clone()).or_insert(planned.variants.len());
        planned.variants.push(EnumVariant { ident: names::ident(&name), wire, docs: variant_docs(value) });
    }
    planned
}

fn variant_docs(value: &EnumValue) -> Vec<String> {
    let code = docs::code(&scalar_text(&value.value));
    match &value.description {
        Some(description) => vec![format!("{code}: {}", docs::first_paragraph(description))],
        None => vec![code],
    }
}

/// Returns the names that suit a value, the best one first. `spells` is `true` if symbols are part of the names.
fn candidates(value: &EnumValue, base: EnumBase, spells: bool, shared: &HashSet<String>) -> Vec<String> {
    let text = scalar_text(&value.value);
    let name = value.name.as_deref().map(names::type_text).filter(|name| !shared.contains(name));
    match (name, base) {
        (Some(name), _) => vec![name],
        (None, EnumBase::String) if spells => {
            vec![names::spelled_variant_text(&text), names::variant_text(&text)]
        }
        (None, EnumBase::String) => vec![names::variant_text(&text)],
        (None, _) => vec![names::variant_text(&text.replace('.', " point "))],
    }
}

/// Returns the names that extensions give to several values. They belong to none of them.
fn shared_names(list: &Enumeration) -> HashSet<String> {
    let mut known = HashSet::new();
    let given = list.values.iter().filter_map(|value| value.name.as_deref()).map(names::type_text);
    given.filter(|name| !known.insert(name.clone())).collect()
}

/// Returns `true` if symbols distinguish values that have the same words.
fn symbols_distinguish(list: &Enumeration) -> bool {
    let texts: Vec<String> = list.values.iter().map(|value| scalar_text(&value.value)).collect();
    let distinct =
        |name: fn(&str) -> String| texts.iter().map(|text| name(text)).collect::<HashSet<_>>().len();
    let plain = distinct(names::variant_text);
    plain < texts.len() && plain < distinct(names::spelled_variant_text)
}

/// Returns the names of all values without the words at their start that repeat the last words of the enum, if every
/// rest is a name of its own.
fn short_names(name: &str, list: &Enumeration) -> Option<Vec<String>> {
    let described = list.values.iter().all(|value| value.name.is_none());
    if list.values.len() < 2 || list.base != EnumBase::String || !described {
        return None;
    }
    let name = names::words_of(name);
    let values: Vec<Vec<String>> =
        list.values.iter().map(|value| names::words_of(&scalar_text(&value.value))).collect();
    let repeats = |start: &usize| {
        let repeated = name.get(*start..).unwrap_or_default();
        values.iter().all(|words| words.len() > repeated.len() && words.starts_with(repeated))
    };
    let repeated = name.len() - (0..name.len()).find(repeats)?;
    let rests = values.into_iter().map(|words| words.into_iter().skip(repeated).collect::<Vec<_>>());
    let names: Option<Vec<String>> = rests
        .map(|rest| {
            let is_name = rest.first()?.starts_with(char::is_alphabetic) && rest.concat().len() > 1;
            is_name.then(|| names::type_of_words(rest))
        })
        .collect();
    names.filter(|names| names.iter().collect::<HashSet<_>>().len() == names.len())
}

/// Returns the name of the variant for a value that is not listed.
pub(super) fn other_variant(scope: &mut Scope) -> String {
    const NAMES: [&str; 2] = ["Unknown", "Unlisted"];
    if let Some(reserved) = scope.take_reserved(OTHER_VALUE, &NAMES, Keep::Always) {
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
