//! Types of the old version that are aliases in the new one: both versions are compared as if there were no alias.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};

use super::{
    index::{type_in, types_in},
    versions::Versions,
};
use crate::naming::{Entry, Kind, Surface};

/// Returns both versions, in which each type that is an alias now has the members of its new type, and is named by the
/// path of that type in declarations.
pub(super) fn resolve(versions: Versions<&Surface>) -> Versions<Cow<'_, Surface>> {
    let Versions { old, new } = versions;
    let is_alias = |entry: &&Entry| {
        entry.kind == Kind::Type && entry.is_type() && type_in(&entry.rest) == Some(entry.rest.as_str())
    };
    let aliases: HashMap<&str, &Entry> =
        new.entries().iter().filter(is_alias).map(|entry| (entry.path.as_str(), entry)).collect();
    let is_defined = |entry: &&Entry| matches!(entry.kind, Kind::Struct | Kind::Enum);
    let defined = old.entries().iter().filter(is_defined);
    let mut former: BTreeMap<&str, &Entry> = defined
        .filter_map(|entry| aliases.get_key_value(entry.path.as_str()))
        .map(|(path, alias)| (*path, *alias))
        .collect();
    if former.is_empty() {
        return versions.map(Cow::Borrowed);
    }
    let mut members: HashMap<&str, Vec<&Entry>> = HashMap::new();
    for entry in new.entries() {
        members.entry(type_in(&entry.path).unwrap_or_default()).or_default().push(entry);
    }
    // A long type may have many aliases.
    let mut budget = old.entries().len() + new.entries().len();
    former.retain(|_, alias| {
        let count = members.get(alias.rest.as_str()).map_or(0, Vec::len);
        let fits = count > 0 && count <= budget;
        budget -= if fits { count } else { 0 };
        fits
    });
    let others = new
        .entries()
        .iter()
        .filter(|entry| !(entry.kind == Kind::Type && former.contains_key(entry.path.as_str())));
    let copies = former.values().flat_map(|alias| {
        let members = members.get(alias.rest.as_str()).into_iter().flatten();
        members.map(|entry| copy(entry, alias))
    });
    let new = Surface::new(others.cloned().chain(copies).collect());
    let named = |entry: &Entry| Entry { rest: named(&entry.rest, &former), ..entry.clone() };
    let old = Surface::new(old.entries().iter().map(named).collect());
    Versions { old: Cow::Owned(old), new: Cow::Owned(new) }
}

/// Returns a member of a type, or the type, at the path of an alias.
fn copy(entry: &Entry, alias: &Entry) -> Entry {
    let path = entry.path.replacen(&alias.rest, &alias.path, 1);
    let is_type = matches!(entry.kind, Kind::Struct | Kind::Enum);
    let facts = if is_type { alias.facts.clone() } else { entry.facts.clone() };
    Entry { path, facts, ..entry.clone() }
}

/// Returns a declaration with the new paths of types.
fn named(text: &str, aliases: &BTreeMap<&str, &Entry>) -> String {
    let (mut named, mut rest) = (String::new(), text);
    for ty in types_in(text) {
        if let Some(alias) = aliases.get(ty)
            && let Some((before, after)) = rest.split_once(ty)
        {
            named.extend([before, &alias.rest]);
            rest = after;
        }
    }
    named + rest
}
