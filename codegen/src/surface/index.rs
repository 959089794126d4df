use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Subject;
use crate::naming::{
    Entry, Kind, Surface,
    places::{ALSO, INNER, OperationType, SHARED},
};

/// The items of an owner, by their kinds and paths.
pub(super) type Items<'a> = BTreeMap<(Kind, String), &'a Entry>;

/// The owner of an item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    /// The crate itself.
    Crate,
    /// The operation with this method of the client, or with this resource and method.
    Operation(String),
    /// The model with this name.
    Model(String),
}

/// The messages that values of a type occur in.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Direction {
    /// `true` if requests have values of the type.
    pub(super) sent: bool,
    /// `true` if responses or webhooks have values of the type.
    pub(super) received: bool,
}

/// An operation.
#[derive(Debug, Clone)]
pub(super) struct Operation<'a> {
    /// The HTTP method and the path template.
    pub(super) route: &'a str,
    /// The path of its struct.
    pub(super) ty: &'a str,
}

/// The items of a surface, grouped by owner.
pub(super) struct Index<'a> {
    pub(super) items: BTreeMap<Owner, Items<'a>>,
    /// The operations, by their methods.
    pub(super) operations: BTreeMap<String, Operation<'a>>,
    /// The methods, by the routes of their operations.
    pub(super) functions: BTreeMap<&'a str, String>,
    /// All types, by their paths.
    pub(super) types: HashMap<&'a str, &'a Entry>,
    /// The fields and variants of each type.
    pub(super) members: HashMap<&'a str, Vec<&'a Entry>>,
    /// The path of the first type of each source, and of each other place of a shared type.
    pub(super) sources: HashMap<&'a str, &'a str>,
    sent: BTreeSet<&'a str>,
    received: BTreeSet<&'a str>,
}

impl<'a> Index<'a> {
    pub(super) fn of(surface: &'a Surface) -> Self {
        let operations: BTreeMap<String, Operation<'_>> =
            surface.entries().iter().filter_map(operation).collect();
        let by_type: BTreeMap<&str, &String> =
            operations.iter().map(|(function, operation)| (operation.ty, function)).collect();
        let by_route: BTreeMap<&str, &String> =
            operations.iter().map(|(function, operation)| (operation.route, function)).collect();
        // The source of a type in `operations` begins with the operation's route.
        let in_operations = |entry: &&Entry| entry.is_type() && entry.path.starts_with("operations::");
        let types = surface.entries().iter().filter(in_operations);
        let owners: BTreeMap<&str, &String> = types
            .filter_map(|entry| {
                // An error of several operations belongs to none of them.
                let ty = type_in(&entry.path).filter(|ty| !ty.starts_with(ERRORS))?;
                let route = entry.source().split(INNER).next().unwrap_or_default();
                Some((ty, *by_type.get(ty).or_else(|| by_route.get(route))?))
            })
            .collect();
        let mut items: BTreeMap<Owner, Items<'_>> = BTreeMap::new();
        for entry in surface.entries() {
            let key = (entry.kind, entry.path.replace("<'_>", ""));
            items.entry(owner(entry, &operations, &owners)).or_default().insert(key, entry);
        }
        let mut index = Self {
            items,
            functions: by_route.into_iter().map(|(route, function)| (route, function.clone())).collect(),
            operations: operations.clone(),
            types: HashMap::new(),
            members: HashMap::new(),
            sources: HashMap::new(),
            sent: BTreeSet::new(),
            received: BTreeSet::new(),
        };
        for entry in index.items.values().flat_map(Items::values).filter(|entry| entry.is_type()) {
            index.types.insert(&entry.path, entry);
            if !entry.source().is_empty() {
                index.sources.entry(entry.source()).or_insert(&entry.path);
            }
        }
        // The place of a shared type may be the source of another one.
        for entry in surface.entries().iter().filter(|entry| entry.has_fact(SHARED)) {
            for place in entry.facts.iter().filter_map(|fact| fact.strip_prefix(ALSO)) {
                index.sources.entry(place).or_insert(&entry.path);
            }
        }
        let is_member = |entry: &&Entry| matches!(entry.kind, Kind::Field | Kind::Variant);
        for entry in surface.entries().iter().filter(is_member) {
            if let Some((ty, _)) = entry.path.rsplit_once("::") {
                index.members.entry(ty).or_default().push(entry);
            }
        }
        index.find_messages(surface, &by_type);
        index
    }

    /// Returns the direction of the values of the type at `path`.
    pub(super) fn direction(&self, path: &str) -> Direction {
        let of = |set: &BTreeSet<&str>| type_in(path).is_some_and(|ty| set.contains(ty));
        Direction { sent: of(&self.sent), received: of(&self.received) }
    }

    /// Returns the type of the schema with this source, which may be in another place of a shared type.
    pub(super) fn type_of(&self, source: &str) -> Option<&'a str> {
        if let Some(path) = self.sources.get(source) {
            return Some(path);
        }
        let mut ends = source.rmatch_indices(INNER).map(|(at, _)| at);
        ends.find_map(|at| {
            let (outer, inner) = source.split_at_checked(at)?;
            let shared = self.types.get(self.sources.get(outer)?)?;
            self.sources.get(format!("{}{inner}", shared.source()).as_str()).copied()
        })
    }

    /// Returns an owner as the subject of a change.
    pub(super) fn subject(&self, owner: &Owner) -> Subject {
        match owner {
            Owner::Crate => Subject::Crate,
            Owner::Model(name) => Subject::Model { name: name.clone() },
            Owner::Operation(function) => Subject::Operation {
                function: function.clone(),
                route: self
                    .operations
                    .get(function)
                    .map(|operation| operation.route.to_owned())
                    .unwrap_or_default(),
            },
        }
    }

    /// Finds the types that are sent and received: those of operations and webhooks, and all that they contain.
    fn find_messages(&mut self, surface: &'a Surface, by_type: &BTreeMap<&str, &String>) {
        let mut inner: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let (mut sent, mut received) = (Vec::new(), Vec::new());
        for entry in surface.entries() {
            let Some(ty) = type_in(&entry.path) else { continue };
            let named = types_in(&entry.rest);
            match entry.kind {
                Kind::Field if by_type.contains_key(ty) => {
                    sent.push(ty);
                    sent.extend(named);
                }
                Kind::Type if entry.path.starts_with("operations::") => received.extend(named),
                Kind::Struct if entry.source().ends_with(OperationType::Headers.suffix()) => {
                    received.push(ty);
                }
                Kind::Field | Kind::Variant | Kind::Type => inner.entry(ty).or_default().extend(named),
                _ => {}
            }
        }
        let is_webhook = |path: &str| path.starts_with("webhooks::") || path.starts_with("callbacks::");
        let webhooks = surface.entries().iter().filter(|entry| is_webhook(&entry.path));
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

/// Returns the operation that a method calls, by the names of the resource and of the method.
fn operation(entry: &Entry) -> Option<(String, Operation<'_>)> {
    let returned = entry.rest.rsplit_once("-> Call<")?.1;
    Some((method(entry)?, Operation { route: entry.source(), ty: type_in(returned)? }))
}

/// Returns the method of an operation as `list` shows it: `list_pets`, or `chat.completions.create`.
fn method(entry: &Entry) -> Option<String> {
    let (module, function) = entry.call()?;
    let modules = module.split("::").skip(1);
    Some(modules.chain([function]).collect::<Vec<_>>().join("."))
}

fn owner(
    entry: &Entry,
    operations: &BTreeMap<String, Operation<'_>>,
    owners: &BTreeMap<&str, &String>,
) -> Owner {
    let path = entry.path.as_str();
    if let Some(method) = method(entry).filter(|method| operations.contains_key(method)) {
        return Owner::Operation(method);
    }
    let ty = match entry.kind {
        // A reexport in the module of a tag.
        Kind::Use => path.rsplit_once("::").and_then(|(_, name)| {
            owners.get_key_value(format!("operations::{name}").as_str()).map(|(ty, _)| *ty)
        }),
        _ => type_in(path),
    };
    let Some(ty) = ty else { return Owner::Crate };
    match (owners.get(ty), ty.strip_prefix("models::")) {
        (Some(function), _) => Owner::Operation((*function).clone()),
        (None, Some(model)) => Owner::Model(model.to_owned()),
        (None, None) => Owner::Crate,
    }
}

/// The paths of the modules that define types.
const HOMES: [&str; 6] = [ERRORS, "callbacks::", "models::", "operations::", "servers::", "webhooks::"];

/// The start of the paths of errors that several operations have.
pub(super) const ERRORS: &str = "errors::";

/// Returns the first type in `text` that the crate defines.
pub(super) fn type_in(text: &str) -> Option<&str> {
    types_in(text).next()
}

/// Returns every type in `text` that the crate defines.
pub(super) fn types_in(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let (start, length) =
                HOMES.iter().filter_map(|home| Some((rest.find(home)?, home.len()))).min()?;
            let path = rest.get(start..)?;
            // Names in lower case are modules of operations, or those of models of a part.
            let mut end = length;
            loop {
                let name = path.get(end..)?;
                end += name
                    .find(|char: char| !unicode_ident::is_xid_continue(char) && char != '#')
                    .unwrap_or(name.len());
                rest = path.get(end..)?;
                if !name.starts_with(char::is_lowercase) {
                    return path.get(..end);
                }
                match rest.strip_prefix("::") {
                    Some(_) if path.starts_with("operations::") || path.starts_with("models::") => end += 2,
                    _ => break,
                }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::types_in;

    #[test]
    fn finds_types_of_the_crate_in_a_declaration() {
        let text = "BTreeMap<String, (models::A, Option<operations::B<'_>>)>";
        assert_eq!(types_in(text).collect::<Vec<_>>(), ["models::A", "operations::B"]);
        assert_eq!(types_in("operations::batch").next(), None);
        assert_eq!(types_in("models::shop::Owner::name").collect::<Vec<_>>(), ["models::shop::Owner"]);
        let text = "operations::chat::completions::Completions<'_>::create";
        assert_eq!(types_in(text).collect::<Vec<_>>(), ["operations::chat::completions::Completions"]);
    }
}
