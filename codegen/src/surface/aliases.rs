//! Aliases of types: both versions are compared as if a name of a type and the type were the same.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};

use super::{
    index::{type_in, types_in},
    versions::Versions,
};
use crate::naming::{Entry, Kind, Surface};

/// The maximum number of aliases of aliases.
const MAX_DEPTH: usize = 8;

/// Types and aliases, by their paths.
type Types<'a> = BTreeMap<&'a str, &'a Entry>;

/// Returns both versions, in which
///
/// - a type that is an alias in the other version has the members of the type behind the alias,
/// - a type that became an alias is called like the type behind it in declarations,
/// - an alias that only one version has, or both in the same way, is replaced by its type in declarations.
pub(super) fn resolve(versions: Versions<&Surface>) -> Versions<Cow<'_, Surface>> {
    let Versions { old, new } = versions;
    let types = versions.map(types);
    // A long type may have many aliases.
    let mut budget = old.entries().len() + new.entries().len();
    let mut expanded = |surface, own: &Types<'_>, other: &Types<'_>| expand(surface, own, other, &mut budget);
    let copies =
        Versions { old: expanded(old, &types.old, &types.new), new: expanded(new, &types.new, &types.old) };
    let plain = |own: &Types<'_>, other: &Types<'_>| -> HashMap<String, String> {
        // Aliases of several types could multiply.
        let is_single = |entry: &Entry| entry.kind == Kind::Type && types_in(&entry.rest).count() < 2;
        let is_equal =
            |path: &str, entry: &Entry| other.get(path).is_none_or(|other| other.rest == entry.rest);
        let single = own.iter().filter(|(path, entry)| is_single(entry) && is_equal(path, entry));
        single.map(|(path, entry)| ((*path).to_owned(), entry.rest.clone())).collect()
    };
    let mut names = Versions { old: plain(&types.old, &types.new), new: plain(&types.new, &types.old) };
    names.old.extend(copies.new.iter().map(|(path, alias)| (path.clone(), alias.rest.clone())));
    let is_same =
        copies.old.is_empty() && copies.new.is_empty() && names.old.is_empty() && names.new.is_empty();
    if is_same {
        return versions.map(Cow::Borrowed);
    }
    Versions {
        old: Cow::Owned(rewritten(old, &copies.old, &names.old)),
        new: Cow::Owned(rewritten(new, &copies.new, &names.new)),
    }
}

fn types(surface: &Surface) -> Types<'_> {
    let types = surface.entries().iter().filter(|entry| entry.is_type());
    types.map(|entry| (entry.path.as_str(), entry)).collect()
}

/// An alias whose members are those of its type.
struct Expanded {
    /// The declaration of the type.
    rest: String,
    entries: Vec<Entry>,
}

/// Returns the aliases that are types in the other version, with at most `budget` members.
fn expand(
    surface: &Surface,
    own: &Types<'_>,
    other: &Types<'_>,
    budget: &mut usize,
) -> BTreeMap<String, Expanded> {
    let is_defined =
        |path: &str| other.get(path).is_some_and(|entry| matches!(entry.kind, Kind::Struct | Kind::Enum));
    let aliases = own.iter().filter(|(path, entry)| {
        entry.kind == Kind::Type && own.contains_key(entry.rest.as_str()) && is_defined(path)
    });
    let aliases: Vec<&Entry> = aliases.map(|(_, entry)| *entry).collect();
    if aliases.is_empty() {
        return BTreeMap::new();
    }
    let mut members: HashMap<&str, Vec<&Entry>> = HashMap::new();
    for entry in surface.entries() {
        members.entry(type_in(&entry.path).unwrap_or_default()).or_default().push(entry);
    }
    let expanded = aliases.into_iter().filter_map(|alias| {
        let members = members.get(alias.rest.as_str())?;
        *budget = budget.checked_sub(members.len())?;
        let entries = members.iter().map(|entry| copy(entry, alias)).collect();
        Some((alias.path.clone(), Expanded { rest: alias.rest.clone(), entries }))
    });
    expanded.collect()
}

/// Returns a member of a type, or the type, at the path of an alias.
fn copy(entry: &Entry, alias: &Entry) -> Entry {
    let path = entry.path.replacen(&alias.rest, &alias.path, 1);
    let is_type = matches!(entry.kind, Kind::Struct | Kind::Enum);
    let facts = if is_type { alias.facts.clone() } else { entry.facts.clone() };
    Entry { path, facts, ..entry.clone() }
}

/// Returns a version with copies instead of aliases, and with other names of types in declarations.
fn rewritten(
    surface: &Surface,
    copies: &BTreeMap<String, Expanded>,
    names: &HashMap<String, String>,
) -> Surface {
    let is_alias = |entry: &&Entry| entry.kind == Kind::Type && copies.contains_key(&entry.path);
    let others = surface.entries().iter().filter(|entry| !is_alias(entry));
    let all = others.chain(copies.values().flat_map(|expanded| &expanded.entries));
    let named = |entry: &Entry| Entry { rest: named(&entry.rest, names, MAX_DEPTH), ..entry.clone() };
    Surface::new(all.map(named).collect())
}

/// Returns a declaration with other names of types.
fn named(text: &str, names: &HashMap<String, String>, depth: usize) -> String {
    let (mut named_text, mut rest) = (String::new(), text);
    for ty in types_in(text) {
        if let Some(name) = names.get(ty).filter(|_| depth > 0)
            && let Some((before, after)) = rest.split_once(ty)
        {
            named_text.push_str(before);
            named_text.push_str(&named(name, names, depth - 1));
            rest = after;
        }
    }
    named_text + rest
}
