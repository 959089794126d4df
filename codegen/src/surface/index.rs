//! A surface by what its items belong to.

use std::collections::{BTreeMap, BTreeSet};

use super::{Entry, Kind, Subject, Surface, places::OwnType};

/// What an item belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    /// The crate itself.
    Crate,
    /// The operation with this function.
    Operation(String),
    /// The model with this name.
    Model(String),
}

/// Which way the values of a type go.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Direction {
    pub(super) sent: bool,
    pub(super) received: bool,
}

/// An operation.
#[derive(Debug, Clone)]
pub(super) struct Operation<'a> {
    /// HTTP method and path.
    pub(super) route: &'a str,
    /// The path of its struct.
    pub(super) ty: &'a str,
}

/// A surface by what its items belong to.
pub(super) struct Index<'a> {
    pub(super) items: BTreeMap<Owner, BTreeMap<(Kind, String), &'a Entry>>,
    pub(super) operations: BTreeMap<&'a str, Operation<'a>>,
    sent: BTreeSet<&'a str>,
    received: BTreeSet<&'a str>,
}

impl<'a> Index<'a> {
    pub(super) fn of(surface: &'a Surface) -> Self {
        let operations: BTreeMap<&str, Operation<'_>> =
            surface.entries.iter().filter_map(operation).collect();
        let by_type: BTreeMap<&str, &str> =
            operations.iter().map(|(function, operation)| (operation.ty, *function)).collect();
        let by_route: BTreeMap<&str, &str> =
            operations.iter().map(|(function, operation)| (operation.route, *function)).collect();
        // A type in `operations` says by its place whose it is.
        let types = surface.entries.iter().filter(|entry| entry.is_type());
        let owners: BTreeMap<&str, &str> = types
            .filter_map(|entry| {
                let ty = type_in(&entry.path)?;
                let route = entry.source().split(" > ").next().unwrap_or_default();
                Some((ty, *by_type.get(ty).or_else(|| by_route.get(route))?))
            })
            .collect();
        let mut items: BTreeMap<Owner, BTreeMap<(Kind, String), &Entry>> = BTreeMap::new();
        for entry in &surface.entries {
            let key = (entry.kind, entry.path.replace("<'_>", ""));
            items.entry(owner(entry, &operations, &owners)).or_default().insert(key, entry);
        }
        let mut index = Self { items, operations, sent: BTreeSet::new(), received: BTreeSet::new() };
        index.find_directions(surface, &by_type);
        index
    }

    /// Which way the values of the type at `path` go.
    pub(super) fn direction(&self, path: &str) -> Direction {
        let of = |set: &BTreeSet<&str>| type_in(path).is_some_and(|ty| set.contains(ty));
        Direction { sent: of(&self.sent), received: of(&self.received) }
    }

    /// The subject that an owner is.
    pub(super) fn subject(&self, owner: &Owner) -> Subject {
        match owner {
            Owner::Crate => Subject::Crate,
            Owner::Model(name) => Subject::Model { name: name.clone() },
            Owner::Operation(function) => Subject::Operation {
                function: function.clone(),
                route: self
                    .operations
                    .get(function.as_str())
                    .map(|operation| operation.route.to_owned())
                    .unwrap_or_default(),
            },
        }
    }

    fn find_directions(&mut self, surface: &'a Surface, by_type: &BTreeMap<&str, &str>) {
        let mut inner: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let (mut sent, mut received) = (Vec::new(), Vec::new());
        for entry in &surface.entries {
            let Some(ty) = type_in(&entry.path) else { continue };
            let named = types_in(&entry.rest);
            match entry.kind {
                Kind::Field if by_type.contains_key(ty) => {
                    sent.push(ty);
                    sent.extend(named);
                }
                Kind::Type if entry.path.starts_with("operations::") => received.extend(named),
                Kind::Struct if entry.source().ends_with(OwnType::Headers.end()) => received.push(ty),
                Kind::Field | Kind::Variant | Kind::Type => inner.entry(ty).or_default().extend(named),
                _ => {}
            }
        }
        let webhooks = surface.entries.iter().filter(|entry| entry.path.starts_with("webhooks::"));
        received.extend(webhooks.flat_map(|entry| types_in(&entry.rest)));
        for (mut open, found) in [(sent, &mut self.sent), (received, &mut self.received)] {
            while let Some(ty) = open.pop() {
                if found.insert(ty) {
                    open.extend(inner.get(ty).into_iter().flatten().copied());
                }
            }
        }
    }
}

/// The operation that a method of the client calls.
fn operation(entry: &Entry) -> Option<(&str, Operation<'_>)> {
    let function = entry.path.strip_prefix("Client::").filter(|_| entry.kind == Kind::Fn)?;
    let returned = entry.rest.rsplit_once("-> Call<")?.1;
    Some((function, Operation { route: entry.source(), ty: type_in(returned)? }))
}

fn owner(entry: &Entry, operations: &BTreeMap<&str, Operation<'_>>, owners: &BTreeMap<&str, &str>) -> Owner {
    let path = entry.path.as_str();
    if let Some(function) = path.strip_prefix("Client::").filter(|function| operations.contains_key(function))
    {
        return Owner::Operation(function.to_owned());
    }
    let ty = match entry.kind {
        // A `use` in the module of a tag.
        Kind::Use => path.rsplit_once("::").and_then(|(_, name)| {
            owners.get_key_value(format!("operations::{name}").as_str()).map(|(ty, _)| *ty)
        }),
        _ => type_in(path),
    };
    match ty {
        Some(ty) if owners.contains_key(ty) => Owner::Operation(owners[ty].to_owned()),
        Some(ty) if ty.starts_with("models::") => Owner::Model(ty["models::".len()..].to_owned()),
        _ => Owner::Crate,
    }
}

/// The modules that have types.
const HOMES: [&str; 4] = ["models::", "operations::", "servers::", "webhooks::"];

/// The first type of the crate's own that is named.
pub(super) fn type_in(text: &str) -> Option<&str> {
    types_in(text).next()
}

/// Every type of the crate's own that is named.
fn types_in(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let start = HOMES.iter().filter_map(|home| Some((rest.find(home)?, home.len()))).min()?;
            let (at, length) = start;
            let name = &rest[at + length..];
            let end = name
                .find(|char: char| !unicode_ident::is_xid_continue(char) && char != '#')
                .unwrap_or(name.len());
            let whole = &rest[at..at + length + end];
            rest = &name[end..];
            if !name.starts_with(char::is_lowercase) {
                return Some(whole);
            }
            // The module of a tag stands before the type's name.
        }
    })
}

#[cfg(test)]
mod tests {
    use super::types_in;

    #[test]
    fn types_are_found_where_they_are_named() {
        let text = "BTreeMap<String, (models::A, Option<operations::B<'_>>)>";
        assert_eq!(types_in(text).collect::<Vec<_>>(), ["models::A", "operations::B"]);
        assert_eq!(types_in("operations::batch").next(), None);
    }
}
