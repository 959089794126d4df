//! What changed from one surface to another.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Change, Changes, Entry, Kind, Level, OnTheWire, Subject, Surface,
    index::{Index, Owner},
    members, wire,
};

/// The items of an owner, by what they are and their paths.
pub(super) type Items<'a> = BTreeMap<(Kind, String), &'a Entry>;

/// What changed from `old` to `new`, by Rust's rules and on the wire. Of a first version, before which there was
/// nothing, nothing has changed.
#[must_use]
pub fn compare(old: &Surface, new: &Surface) -> Changes {
    if old.entries.is_empty() || old == new {
        return Changes::default();
    }
    let (old, new) = (Index::of(old), Index::of(new));
    let mut changes = Vec::new();
    let none = Items::new();
    let owners: BTreeSet<&Owner> = old.items.keys().chain(new.items.keys()).collect();
    for owner in owners {
        let [before, now] = [&old, &new].map(|index| index.items.get(owner).unwrap_or(&none));
        if before == now {
            continue;
        }
        let subject = if now.is_empty() { old.subject(owner) } else { new.subject(owner) };
        let mut notes = Notes { subject, changes: &mut changes };
        match owner {
            Owner::Operation(function) => operation(function, [&old, &new], [before, now], &mut notes),
            Owner::Model(name) => model(&format!("models::{name}"), [&old, &new], [before, now], &mut notes),
            Owner::Crate => {
                types([before, now], &mut notes);
                members::compare([before, now], [&old, &new], None, &mut notes);
            }
        }
    }
    Changes::new(changes)
}

/// The changes of one subject, as they are found.
pub(super) struct Notes<'a> {
    pub(super) subject: Subject,
    changes: &'a mut Vec<Change>,
}

impl Notes<'_> {
    pub(super) fn add(&mut self, level: Level, what: String, wire: Option<OnTheWire>) {
        self.changes.push(Change { level, subject: self.subject.clone(), what, wire });
    }
}

fn operation(function: &str, indices: [&Index<'_>; 2], items: [&Items<'_>; 2], notes: &mut Notes<'_>) {
    let [old, new] = indices;
    match indices.map(|index| index.operations.get(function)) {
        [Some(before), None] => match new.operations.iter().find(|(_, other)| other.route == before.route) {
            Some((other, _)) if !old.operations.contains_key(other) => {}
            _ => notes.add(Level::Major, "the operation is gone".to_owned(), None),
        },
        [None, Some(now)] => match old.operations.iter().find(|(_, other)| other.route == now.route) {
            Some((other, _)) if !new.operations.contains_key(other) => {
                notes.add(Level::Major, format!("it was called `{other}`"), None);
            }
            _ => notes.add(Level::Minor, "the operation is new".to_owned(), None),
        },
        [Some(before), Some(_)] => {
            types(items, notes);
            members::compare(items, indices, Some(before.ty), notes);
        }
        [None, None] => {}
    }
}

/// Types that are no models: of an operation, of servers and webhooks.
fn types(items: [&Items<'_>; 2], notes: &mut Notes<'_>) {
    let [before, now] = items.map(own_types);
    for (path, entry) in &before {
        match now.get(path) {
            None => match now
                .values()
                .find(|other| stands_for_the_same(entry, other) && !before.contains_key(other.path.as_str()))
            {
                Some(other) => renamed(entry, other, notes),
                None => notes.add(Level::Major, format!("the type `{path}` is gone"), None),
            },
            Some(other) => same_type(entry, other, notes),
        }
    }
    for (path, entry) in &now {
        let was = before
            .values()
            .any(|other| stands_for_the_same(entry, other) && !now.contains_key(other.path.as_str()));
        if !before.contains_key(path) && !was {
            notes.add(Level::Minor, format!("the type `{path}` is new"), None);
        }
    }
}

fn own_types<'a>(items: &Items<'a>) -> BTreeMap<&'a str, &'a Entry> {
    let types = items.values().filter(|entry| entry.is_type());
    types.map(|entry| (entry.path.as_str(), *entry)).collect()
}

fn stands_for_the_same(one: &Entry, other: &Entry) -> bool {
    !one.source().is_empty() && one.source() == other.source()
}

fn renamed(old: &Entry, new: &Entry, notes: &mut Notes<'_>) {
    notes.add(Level::Major, format!("the type `{}` was called `{}`", new.path, old.path), None);
}

fn model(path: &str, indices: [&Index<'_>; 2], items: [&Items<'_>; 2], notes: &mut Notes<'_>) {
    let [old, new] = indices;
    let [before, now] = items.map(|items| own_types(items).into_iter().next().map(|(_, entry)| entry));
    let elsewhere = |entry: &Entry, index: &Index<'_>| {
        let types = index.items.values().flat_map(Items::values).filter(|other| other.is_type());
        types.copied().find(|other| stands_for_the_same(entry, other)).map(|other| other.path.clone())
    };
    match (before, now) {
        (Some(before), None) => match elsewhere(before, new) {
            Some(other) if !has_type(old, &other) => {}
            _ => notes.add(Level::Major, "the model is gone".to_owned(), None),
        },
        (None, Some(now)) => match elsewhere(now, old) {
            Some(other) if !has_type(new, &other) => {
                notes.add(Level::Major, format!("it was called `{other}`"), None);
            }
            _ => notes.add(Level::Minor, "the model is new".to_owned(), None),
        },
        (Some(before), Some(now)) if before.kind != now.kind => {
            let word = |entry: &Entry| match entry.kind {
                Kind::Enum => "an enum",
                Kind::Struct => "a struct",
                _ => "another name for a type",
            };
            let wire = "its values look different".to_owned();
            let wire = OnTheWire { text: wire, breaks: true };
            notes.add(Level::Major, format!("it is {}, and was {}", word(now), word(before)), Some(wire));
        }
        (Some(before), Some(now)) => {
            same_type(before, now, notes);
            members::compare(items, indices, Some(path), notes);
        }
        (None, None) => {}
    }
}

fn has_type(index: &Index<'_>, path: &str) -> bool {
    index.items.values().any(|items| own_types(items).contains_key(path))
}

/// A type that is there before and after.
fn same_type(old: &Entry, new: &Entry, notes: &mut Notes<'_>) {
    let path = new.path.replace("<'_>", "");
    if old.kind == Kind::Type && old.rest != new.rest {
        let what = format!("`{path}` is `{}`, and was `{}`", new.rest, old.rest);
        let text = format!("its value is `{}`, and was `{}`", new.rest, old.rest);
        notes.add(Level::Major, what, Some(OnTheWire { text, breaks: true }));
    }
    match (old.open, new.open) {
        (false, true) => notes.add(Level::Major, format!("`{path}` is `#[non_exhaustive]`"), None),
        (true, false) => notes.add(Level::Minor, format!("`{path}` is no longer `#[non_exhaustive]`"), None),
        _ => {}
    }
    if old.path != new.path {
        notes.add(Level::Major, format!("`{path}` has another lifetime"), None);
    }
    deprecation(old, new, &format!("`{path}`"), notes);
    if old.source() != new.source() && !path.starts_with("operations::") {
        let what = format!("`{path}` stands for `{}`, and stood for `{}`", new.source(), old.source());
        notes.add(Level::Patch, what, None);
    }
}

/// What is deprecated now, or no longer.
pub(super) fn deprecation(old: &Entry, new: &Entry, name: &str, notes: &mut Notes<'_>) {
    match [old, new].map(|entry| entry.says("deprecated")) {
        [false, true] => notes.add(Level::Minor, format!("{name} is deprecated"), None),
        [true, false] => notes.add(Level::Patch, format!("{name} is no longer deprecated"), None),
        _ => {}
    }
}

/// Answers of an operation, as [`members`] compares them.
pub(super) fn answers(old: &Entry, new: &Entry, notes: &mut Notes<'_>) {
    let what = if new.path.ends_with("::Output") { "a success" } else { "an error" };
    let wire = wire::changed_answers(old, new);
    if old.rest != new.rest {
        let what = format!("{what} is `{}`, and was `{}`", new.rest, old.rest);
        notes.add(Level::Major, what, wire);
    } else if wire.is_some() {
        notes.add(Level::Patch, format!("{what} is documented for other statuses"), wire);
    }
}
