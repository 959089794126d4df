//! The values of types in two versions: types with other names may have the same values on the wire.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashSet},
};

use super::{
    OnTheWire,
    index::{Direction, Index, types_in},
    versions::Versions,
    wire::{self, value_type},
};
use crate::naming::{Entry, Kind, places::SHARED};

/// The maximum number of pairs of types that are compared for one change. Beyond it, values count as different.
const MAX_PAIRS: usize = 1_000;
/// The maximum number of aliases in a row.
const MAX_ALIASES: usize = 16;
/// The maximum number of differences in a sentence.
const MAX_DIFFERENCES: usize = 3;

/// The types in a declaration, and the texts between them.
#[derive(PartialEq, Eq)]
struct Declaration<'a> {
    between: Vec<&'a str>,
    types: Vec<&'a str>,
}

impl<'a> Declaration<'a> {
    fn of(text: &'a str) -> Self {
        let mut rest = text;
        let (mut between, mut types) = (Vec::new(), Vec::new());
        for ty in types_in(text) {
            let Some((before, after)) = rest.split_once(ty) else { break };
            between.push(before);
            types.push(ty);
            rest = after;
        }
        between.push(rest);
        Self { between, types }
    }
}

/// Two declarations.
type Pair<'a> = Versions<&'a str>;
/// A field or variant in both versions; `None` in the version that does not have it.
type Member<'a> = Versions<Option<&'a Entry>>;

/// The values of the types of two versions.
pub(super) struct Values<'a> {
    indices: Versions<&'a Index<'a>>,
    /// The pairs of types whose values are equal, as far as they are known.
    equal: RefCell<HashSet<Pair<'a>>>,
}

impl<'a> Values<'a> {
    pub(super) fn new(indices: Versions<&'a Index<'a>>) -> Self {
        Self { indices, equal: RefCell::default() }
    }

    /// Returns `true` if the values of two declarations are equal: the members of their types have the same names,
    /// presence and values on the wire.
    pub(super) fn are_equal(&self, old: &'a str, new: &'a str) -> bool {
        let is_equal = |pair: Member<'_>| match (pair.old, pair.new) {
            (Some(old), Some(new)) => presence(old) == presence(new),
            _ => false,
        };
        let visited = self.visit(Versions { old, new }, is_equal);
        let is_equal = visited.is_some();
        self.equal.borrow_mut().extend(visited.into_iter().flatten());
        is_equal
    }

    /// Returns `true` if valid calls with values of the old declaration stay valid.
    pub(super) fn are_compatible(&self, old: &'a str, new: &'a str, direction: Direction) -> bool {
        let breaks = |wire: Option<OnTheWire>| wire.is_some_and(|wire| wire.breaks);
        let is_compatible = |pair: Member<'_>| match (pair.old, pair.new) {
            (Some(old), Some(new)) if new.kind == Kind::Field => {
                !breaks(wire::changed_presence(old, new, direction).into_wire())
            }
            (None, Some(new)) if new.kind == Kind::Field => !breaks(wire::new_field(new, direction)),
            (Some(old), None) if old.kind == Kind::Variant => !breaks(wire::removed_variant(true, direction)),
            _ => true,
        };
        self.visit(Versions { old, new }, is_compatible).is_some()
    }

    /// Visits the members of all types in two declarations, as long as `accepts` returns `true` for them and the types
    /// between them are alike. Returns the types, or `None` if something is not accepted.
    fn visit(&self, pair: Pair<'a>, accepts: impl Fn(Member<'a>) -> bool) -> Option<HashSet<Pair<'a>>> {
        let mut visited: HashSet<Pair<'a>> = HashSet::new();
        let mut pending = vec![pair];
        while let Some(pair) = pending.pop() {
            let Versions { old, new } = self.resolved(pair);
            let (before, now) = (Declaration::of(old), Declaration::of(new));
            if before.between != now.between || before.types.len() != now.types.len() {
                return None;
            }
            for (old, new) in before.types.into_iter().zip(now.types) {
                let pair = Versions { old, new };
                if self.equal.borrow().contains(&pair) || !visited.insert(pair) {
                    continue;
                }
                let members = self.members(pair);
                let is_known = old == new || !members.old.is_empty() && !members.new.is_empty();
                if visited.len() > MAX_PAIRS || !is_known || self.kind(pair).old != self.kind(pair).new {
                    return None;
                }
                for (_, pair) in in_pairs(&members) {
                    if !accepts(pair) {
                        return None;
                    }
                    if let (Some(old), Some(new)) = (pair.old, pair.new) {
                        pending.push(Versions { old: value_type(&old.rest), new: value_type(&new.rest) });
                    }
                }
            }
        }
        Some(visited)
    }

    /// Returns the kinds of the types of a pair.
    fn kind(&self, pair: Pair<'_>) -> Versions<Option<Kind>> {
        let of = |index: &Index<'_>, ty: &str| index.types.get(ty).map(|entry| entry.kind);
        Versions { old: of(self.indices.old, pair.old), new: of(self.indices.new, pair.new) }
    }

    /// Returns the differences between the types of two declarations as the end of a sentence, or an empty text:
    /// ": `email` is new".
    pub(super) fn differences(&self, old: &'a str, new: &'a str) -> String {
        let Versions { old, new } = self.resolved(Versions { old: value_type(old), new: value_type(new) });
        let mut found = Vec::new();
        if let ([old], [new]) = (Declaration::of(old).types.as_slice(), Declaration::of(new).types.as_slice())
        {
            let outer = Versions { old: *old, new: *new };
            let members = self.members(outer);
            let kinds = self.kind(outer);
            if kinds.old != kinds.new {
                return String::new();
            }
            found.extend(
                in_pairs(&members)
                    .filter_map(|(name, pair)| Some(format!("`{name}` {}", self.difference(outer, pair)?))),
            );
        }
        let more = found.len().saturating_sub(MAX_DIFFERENCES);
        found.truncate(MAX_DIFFERENCES);
        if more > 0 {
            found.push(format!("{more} more"));
        }
        match found.split_last() {
            None => String::new(),
            Some((last, [])) => format!(": {last}"),
            Some((last, others)) => format!(": {} and {last}", others.join(", ")),
        }
    }

    fn difference(&self, outer: Pair<'a>, pair: Member<'a>) -> Option<String> {
        let (old, new) = match (pair.old, pair.new) {
            (Some(old), Some(new)) => (old, new),
            (None, Some(_)) => return Some("is new".to_owned()),
            _ => return Some("is gone".to_owned()),
        };
        if presence(old) != presence(new) {
            return Some(format!("is {}, and was {}", presence(new).join(", "), presence(old).join(", ")));
        }
        if self.are_equal(&old.rest, &new.rest) {
            return None;
        }
        let (before, now) = (Declaration::of(&old.rest), Declaration::of(&new.rest));
        if before.types.is_empty() || before.between != now.between {
            return Some(format!("is `{}`, and was `{}`", new.rest, old.rest));
        }
        // The difference in a recursive type is not another one.
        let is_outer = before.types == [outer.old] && now.types == [outer.new];
        (!is_outer).then(|| "has other values".to_owned())
    }

    /// Returns the shared type that the old declaration names, and the type in its place, if the new version still
    /// has the shared type.
    pub(super) fn left(&self, old: &'a str, new: &'a str) -> Option<(&'a str, &'a str)> {
        let (before, now) = (Declaration::of(old), Declaration::of(new));
        let (&[shared], &[own]) = (before.types.as_slice(), now.types.as_slice()) else { return None };
        let was_shared = self.indices.old.types.get(shared)?.has_fact(SHARED);
        let still_is = self.indices.new.types.contains_key(shared);
        (was_shared && still_is && shared != own && before.between == now.between).then_some((shared, own))
    }

    /// Returns the declarations that aliases stand for.
    fn resolved(&self, pair: Pair<'a>) -> Pair<'a> {
        let resolve = |index: &Index<'a>, mut text: &'a str| {
            for _ in 0..MAX_ALIASES {
                match index.types.get(text) {
                    Some(alias) if alias.kind == Kind::Type => text = &alias.rest,
                    _ => break,
                }
            }
            text
        };
        Versions { old: resolve(self.indices.old, pair.old), new: resolve(self.indices.new, pair.new) }
    }

    /// Returns the members of the types of a pair, by their names on the wire.
    fn members(&self, pair: Pair<'a>) -> Versions<BTreeMap<&'a str, &'a Entry>> {
        let of = |index: &Index<'a>, ty: &str| {
            let members = index.members.get(ty).map_or(&[][..], Vec::as_slice);
            members.iter().map(|member| (wire_name(member), *member)).collect()
        };
        Versions { old: of(self.indices.old, pair.old), new: of(self.indices.new, pair.new) }
    }
}

/// Returns each member of two types with the one of the same name.
fn in_pairs<'a>(
    members: &Versions<BTreeMap<&'a str, &'a Entry>>,
) -> impl Iterator<Item = (&'a str, Member<'a>)> {
    let names: BTreeSet<&str> = members.old.keys().chain(members.new.keys()).copied().collect();
    let of = |members: &BTreeMap<&'a str, &'a Entry>, name| members.get(name).copied();
    names
        .into_iter()
        .map(move |name| (name, Versions { old: of(&members.old, name), new: of(&members.new, name) }))
}

/// Returns the name of a member on the wire. A variant with a value has the name that the type gives it.
fn wire_name(member: &Entry) -> &str {
    if member.kind == Kind::Variant && !member.rest.is_empty() {
        return member.path.rsplit("::").next().unwrap_or_default();
    }
    member.source()
}

/// Returns the presence, the default and the media type of a member.
fn presence(member: &Entry) -> &[String] {
    if member.kind == Kind::Field { member.facts.get(1..).unwrap_or_default() } else { &[] }
}
