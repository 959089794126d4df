//! The types that are generated from schemas.

use super::{list::Lines, signature::argument};
use crate::{
    naming::{
        places::{self, ALSO, IN_PARTS, OTHER_PROPERTY, OTHER_VALUE, SHARED},
        word,
    },
    rust::{
        Crate, Derives, EnumBase, Field, Initializer, Item, Literal, Multipart, Namespace, OpenEnum,
        Presence, Struct, Union,
    },
};

/// Adds a type and its members.
pub(super) fn list(item: &Item, home: &Namespace, krate: &Crate, lines: &mut Lines) {
    let name = item.ident();
    let path = format!("{home}::{name}");
    let is_deprecated = krate.is_deprecated(home, name);
    let mut facts = vec![item.source().to_owned()];
    facts.extend(is_deprecated.then(|| "deprecated".to_owned()));
    if let Some(also) = krate.shared.get(name).filter(|_| *home == Namespace::Models) {
        facts.push(SHARED.to_owned());
        facts.extend(also.iter().map(|place| format!("{ALSO}{place}")));
    }
    if let Some(parts) = krate.in_parts.get(name).filter(|_| *home == Namespace::Models) {
        facts.push(format!("{IN_PARTS}{}", parts.join(", ")));
    }
    match item {
        Item::Struct(item) => {
            structure(item, &path, facts, krate, lines);
            traits(item, &path, &["Clone", "Debug", "Deserialize", "PartialEq", "Serialize"], lines);
        }
        Item::Multipart(Multipart { fields, .. }) => {
            structure(fields, &path, facts, krate, lines);
            traits(fields, &path, &["Clone", "Debug"], lines);
        }
        Item::Enum(item) => open_enum(item, &path, facts, lines),
        Item::Union(item) => union(item, &path, facts, lines),
        Item::Alias(item) => lines.push(&format!("pub type {path} = {}", item.ty.text()), facts),
    }
}

/// Adds the method `with` of a struct.
pub(super) fn with(path: &str, lines: &mut Lines) {
    lines.bare(&format!("pub fn {path}::with(self, change: impl FnOnce(&mut Self)) -> Self"));
}

fn structure(item: &Struct, path: &str, facts: Vec<String>, krate: &Crate, lines: &mut Lines) {
    lines.push(&format!("#[non_exhaustive] pub struct {path}"), facts);
    with(path, lines);
    for field in &item.fields {
        lines.push(&format!("pub field {path}::{}: {}", field.ident, field.ty.text()), field_facts(field));
        setters(field, path, krate, lines);
    }
    if let Some((name, ty)) = &item.additional_properties {
        let facts = vec![OTHER_PROPERTY.to_owned()];
        lines.push(&format!("pub field {path}::{name}: BTreeMap<String, {}>", ty.text()), facts);
    }
    if !item.default {
        let arguments: Vec<String> = required(item)
            .map(|field| argument(&field.ident, &field.ty, false, &krate.conversions))
            .collect();
        lines.bare(&format!("pub fn {path}::new({}) -> Self", arguments.join(", ")));
    }
}

/// Adds the methods that set an optional field.
fn setters(field: &Field, path: &str, krate: &Crate, lines: &mut Lines) {
    let Some(setter) = &field.setter else { return };
    let facts = || field.deprecated.then(|| "deprecated".to_owned()).into_iter().collect();
    let argument = argument(&field.ident, field.value_type(), false, &krate.conversions);
    lines.push(&format!("pub fn {path}::{}(self, {argument}) -> Self", setter.ident), facts());
    if let Some(clear) = &setter.clear {
        lines.push(&format!("pub fn {path}::{clear}(self) -> Self"), facts());
    }
}

fn required(item: &Struct) -> impl Iterator<Item = &Field> {
    item.fields.iter().filter(|field| field.initializer == Initializer::Argument)
}

fn traits(item: &Struct, path: &str, traits: &[&str], lines: &mut Lines) {
    let default = required(item).next().is_none().then_some("Default");
    let traits = traits.iter().copied().chain(default).chain(derived(&item.derives));
    lines.traits(path, &traits.collect::<Vec<_>>());
}

/// Returns the names of the derived traits that not all types have.
fn derived(derives: &Derives) -> impl Iterator<Item = &str> {
    let more = derives.more.iter().map(|path| last(path));
    derives.traits.iter().copied().chain(more)
}

/// Returns the name of the trait that a derive macro implements: by convention its own name.
fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path).trim()
}

fn field_facts(field: &Field) -> Vec<String> {
    let presence = match field.presence {
        Presence::Required => "required",
        Presence::Optional => "optional",
        Presence::Nullable => "optional or null",
    };
    let mut facts = vec![word(&field.wire), presence.to_owned()];
    facts.extend(initial_value(&field.initializer).map(|value| format!("always {value}")));
    facts.extend(field.deprecated.then(|| "deprecated".to_owned()));
    facts
}

/// Returns the initial value of a field, if it has one.
pub(super) fn initial_value(initializer: &Initializer) -> Option<String> {
    match initializer {
        Initializer::Argument | Initializer::Absent => None,
        Initializer::Text(text) | Initializer::SomeText(text) => Some(word(text)),
        Initializer::Literal(literal) => Some(word(literal)),
        Initializer::Variant(ty, variant) => Some(word(&format!("{}::{variant}", ty.text()))),
    }
}

fn open_enum(item: &OpenEnum, path: &str, facts: Vec<String>, lines: &mut Lines) {
    let other = item.other_type().text();
    let from = format!("From<{other}>");
    let mut traits = vec!["Clone", "Debug", "Deserialize", "Display", "PartialEq", "Serialize", &from];
    traits.extend(match item.base {
        EnumBase::String => {
            ["AsRef<str>", "Eq", "From<&str>", "FromStr", "Hash", "Ord", "PartialOrd"].as_slice()
        }
        EnumBase::Integer => &["Copy", "Eq", "Hash", "Ord", "PartialOrd"],
        EnumBase::Number => &["Copy", "PartialOrd"],
        EnumBase::Mixed => &["Eq", "Hash"],
    });
    traits.extend(item.derives.more.iter().map(|path| last(path)));
    lines.push(&format!("#[non_exhaustive] pub enum {path}"), facts);
    lines.traits(path, &traits);
    lines.bare(&match item.base {
        EnumBase::String => format!("pub fn {path}::as_str(&self) -> &str"),
        _ => format!("pub fn {path}::value(&self) -> {other}"),
    });
    for variant in &item.variants {
        let value = match &variant.wire {
            Literal::String(text) => word(text),
            Literal::Integer(value) => value.to_string(),
            Literal::Number(value) => value.to_string(),
            Literal::Bool(value) => value.to_string(),
        };
        lines.push(&format!("pub variant {path}::{}", variant.ident), vec![value]);
    }
    lines.push(&format!("pub variant {path}::{}({other})", item.other), vec![OTHER_VALUE.to_owned()]);
}

fn union(item: &Union, path: &str, facts: Vec<String>, lines: &mut Lines) {
    lines.push(&format!("#[non_exhaustive] pub enum {path}"), facts);
    let from = item.variants.iter().flat_map(|variant| {
        let member = variant.converted().map(|ty| format!("From<{}>", ty.text()));
        let borrowed = variant.converts_borrowed().then(|| "From<&str>".to_owned());
        member.into_iter().chain(borrowed)
    });
    let from: Vec<String> = from.collect();
    let traits = ["Clone", "Debug", "Deserialize", "PartialEq", "Serialize"].into_iter();
    let traits = traits.chain(derived(&item.derives)).chain(from.iter().map(String::as_str));
    lines.traits(path, &traits.collect::<Vec<_>>());
    let tag = item.tag.as_ref().map(|tag| places::shortened(word(tag)));
    for variant in &item.variants {
        let mut facts = vec![variant.source.clone()];
        if let Some(tag) = tag.as_ref().filter(|_| !variant.tags.is_empty()) {
            let values: Vec<String> = variant.tags.iter().map(|value| word(value)).collect();
            facts.push(format!("{tag} {}", values.join(" or ")));
        }
        lines.push(&format!("pub variant {path}::{}({})", variant.ident, variant.ty.text()), facts);
    }
    let other = format!("pub variant {path}::{}(serde_json::Value)", item.other);
    lines.push(&other, vec![OTHER_VALUE.to_owned()]);
}
