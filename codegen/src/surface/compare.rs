use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    Changes, Level, aliases,
    index::{Index, Items, Owner},
    members::{Members, deprecation},
    values::Values,
    versions::{ChangeSink, Versions},
};
use crate::naming::{
    Entry, Kind, Surface,
    places::{IN_PARTS, OperationType, SHARED},
};

/// Compares two versions of a public API: by the rules of Rust, and on the wire.
///
/// The first version has no changes: if `old` is empty, the result is empty.
#[must_use]
pub fn compare(old: &Surface, new: &Surface) -> Changes {
    if old.entries().is_empty() || old == new {
        return Changes::default();
    }
    let resolved = aliases::resolve(Versions { old, new });
    let (old, new) = (Index::of(&resolved.old), Index::of(&resolved.new));
    let indices = Versions { old: &old, new: &new };
    let values = Values::new(indices);
    let mut changes = Vec::new();
    let none = Items::new();
    let owners: BTreeSet<&Owner> = old.items.keys().chain(new.items.keys()).collect();
    for owner in owners {
        let items = indices.map(|index| index.items.get(owner).unwrap_or(&none));
        if items.old == items.new {
            continue;
        }
        let subject = if items.new.is_empty() { old.subject(owner) } else { new.subject(owner) };
        let mut sink = ChangeSink { subject, changes: &mut changes };
        let members = Members { items, indices, values: &values, main_type: None, is_operation: false };
        match owner {
            Owner::Operation(function) => operation(function, members, &mut sink),
            Owner::Model(_) => model(members, &mut sink),
            Owner::Crate => {
                types(members, &mut sink);
                members.compare(&mut sink);
            }
        }
    }
    Changes::new(changes)
}

fn operation(function: &str, members: Members<'_>, sink: &mut ChangeSink<'_>) {
    let Versions { old, new } = members.indices;
    let Versions { old: before, new: now } = members.indices.map(|index| index.operations.get(function));
    match (before, now) {
        (Some(before), None) => match new.functions.get(before.route) {
            Some(other) if !old.operations.contains_key(other.as_str()) => {}
            _ => sink.add(Level::Major, "the operation is gone".to_owned(), None),
        },
        (None, Some(now)) => match old.functions.get(now.route) {
            Some(other) if !new.operations.contains_key(other.as_str()) => {
                sink.add(Level::Major, format!("it was called `{other}`"), None);
            }
            _ => sink.add(Level::Minor, "the operation is new".to_owned(), None),
        },
        (Some(before), Some(_)) => {
            types(members, sink);
            let is_operation = members.items.old.values().any(|entry| entry.call().is_some());
            Members { main_type: Some(before.ty), is_operation, ..members }.compare(sink);
        }
        (None, None) => {}
    }
}

/// Compares types that are not models: of an operation, of servers and of webhooks.
fn types(members: Members<'_>, sink: &mut ChangeSink<'_>) {
    let Versions { old: before, new: now } = members.items.map(defined_types);
    let (gone, added) = (only_in(&before, &now), only_in(&now, &before));
    for (path, entry) in &before {
        match now.get(path) {
            None => match added.get(entry.source()) {
                Some(other) => renamed(entry, other, sink),
                // The change of the operation's `Error` says it.
                None if is_own_error(entry) => {}
                None => report_gone(&format!("the type `{path}`"), entry, members.indices.new, sink),
            },
            Some(other) => same_type(entry, other, members, sink),
        }
    }
    for (path, entry) in &now {
        if !before.contains_key(path) && !gone.contains_key(entry.source()) && !is_own_error(entry) {
            sink.add(Level::Minor, format!("the type `{path}` is new"), None);
        }
    }
}

/// Returns `true` for the enum of the errors of one operation.
fn is_own_error(entry: &Entry) -> bool {
    entry.path.starts_with("operations::") && entry.source().ends_with(OperationType::Errors.suffix())
}

/// Returns the types that are defined by `items`, by their paths.
fn defined_types<'a>(items: &Items<'a>) -> BTreeMap<&'a str, &'a Entry> {
    let types = items.values().filter(|entry| entry.is_type());
    types.map(|entry| (entry.path.as_str(), *entry)).collect()
}

/// Returns the first type of each source that is in `types` and not in `others`.
fn only_in<'a>(
    types: &BTreeMap<&str, &'a Entry>,
    others: &BTreeMap<&str, &Entry>,
) -> HashMap<&'a str, &'a Entry> {
    let missing =
        types.iter().filter(|(path, entry)| !others.contains_key(*path) && !entry.source().is_empty());
    // Of equal keys the last one is kept.
    missing.rev().map(|(_, entry)| (entry.source(), *entry)).collect()
}

/// Returns `true` if the model `before` of the old version is called `other` in the new one.
fn is_new_name(old: &Index<'_>, new: &Index<'_>, before: &Entry, other: &str) -> bool {
    let source = new.types.get(other).map_or("", |now| now.source());
    !old.types.contains_key(other) && old.sources.get(source).is_some_and(|path| *path == before.path)
}

/// Reports a type that the new version does not have. Another one may be in its place.
fn report_gone(what: &str, before: &Entry, new: &Index<'_>, sink: &mut ChangeSink<'_>) {
    let text = match new.type_of(before.source()) {
        Some(other) => format!("{what} is `{other}` now"),
        None => format!("{what} is gone"),
    };
    sink.add(Level::Major, text, None);
}

fn renamed(old: &Entry, new: &Entry, sink: &mut ChangeSink<'_>) {
    sink.add(Level::Major, format!("the type `{}` was called `{}`", new.path, old.path), None);
}

fn model(members: Members<'_>, sink: &mut ChangeSink<'_>) {
    let Versions { old, new } = members.indices;
    let Versions { old: before, new: now } =
        members.items.map(|items| defined_types(items).into_values().next());
    match (before, now) {
        (Some(before), None) => match new.sources.get(before.source()) {
            // The report of the model with the new name says it.
            Some(other) if is_new_name(old, new, before, other) => {}
            _ => report_gone("the model", before, new, sink),
        },
        (None, Some(now)) => match old.sources.get(now.source()) {
            Some(other) if !new.types.contains_key(other) => {
                sink.add(Level::Major, format!("it was called `{other}`"), None);
            }
            _ => sink.add(Level::Minor, "the model is new".to_owned(), None),
        },
        (Some(before), Some(now)) if before.kind != now.kind => {
            let kind = |entry: &Entry| match entry.kind {
                Kind::Enum => "an enum",
                Kind::Struct => "a struct",
                _ => "a type alias",
            };
            let differences = members.values.differences(&before.path, &now.path);
            let what = format!("it is {}, and was {}{differences}", kind(now), kind(before));
            sink.add(Level::Major, what, members.other_values(&before.path, &now.path, &now.path));
        }
        (Some(before), Some(now)) => {
            same_type(before, now, members, sink);
            Members { main_type: Some(&now.path), ..members }.compare(sink);
        }
        (None, None) => {}
    }
}

/// Compares a type that both versions have.
fn same_type<'a>(old: &'a Entry, new: &'a Entry, members: Members<'a>, sink: &mut ChangeSink<'_>) {
    let path = new.path.replace("<'_>", "");
    if old.kind == Kind::Type && old.rest != new.rest {
        let differences = members.values.differences(&old.rest, &new.rest);
        let what = format!("`{path}` is `{}`, and was `{}`{differences}", new.rest, old.rest);
        sink.add(Level::Major, what, members.other_values(&old.rest, &new.rest, &path));
    }
    match (old.open, new.open) {
        (false, true) => sink.add(Level::Major, format!("`{path}` is `#[non_exhaustive]`"), None),
        (true, false) => sink.add(Level::Minor, format!("`{path}` is no longer `#[non_exhaustive]`"), None),
        _ => {}
    }
    if old.path != new.path {
        sink.add(Level::Major, format!("`{path}` has another lifetime"), None);
    }
    deprecation(old, new, &format!("`{path}`"), sink);
    // The source of a shared type is one of its places, any of which may leave it.
    let is_of_several =
        |entry: &Entry| entry.facts.iter().any(|fact| fact == SHARED || fact.starts_with(IN_PARTS));
    let is_shared = is_of_several(old) || is_of_several(new);
    if old.source() != new.source() && !is_shared && !path.starts_with("operations::") {
        let what = format!("the source of `{path}` is `{}`, and was `{}`", new.source(), old.source());
        sink.add(Level::Patch, what, None);
    }
}
