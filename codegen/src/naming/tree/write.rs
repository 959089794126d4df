use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    fmt, iter,
};

use super::{
    super::{Entry, Kind, entry::write_facts},
    LIFETIME, MAX_ABBREVIATED, OUTER, PART,
    kinds::{self, FieldOf, KINDS, TypeKind},
    member::{Member, is_name},
};

/// The maximum number of modules in modules, and of types below types. Their sum is less than [`super::MAX_DEPTH`].
const MAX_NESTED: usize = 24;

/// Writes sorted entries as a tree.
pub(in crate::naming) fn write(entries: &[Entry], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let kinds = kinds::parse(KINDS);
    let tree = Tree::of(entries, &kinds);
    tree.write_kinds(f)?;
    for entry in &tree.alone {
        writeln!(f, "{entry}")?;
    }
    tree.roots.iter().try_for_each(|root| tree.module(root, 0, f))
}

/// The entries, by the module or type that they belong to.
struct Tree<'a> {
    kinds: &'a [TypeKind<'a>],
    /// The indices of the kinds that types have.
    used: BTreeSet<usize>,
    /// The entries with complete paths.
    alone: Vec<&'a Entry>,
    /// The modules of the crate.
    roots: Vec<&'a str>,
    nodes: HashMap<&'a str, Node<'a>>,
}

/// A module or a type.
struct Node<'a> {
    entry: &'a Entry,
    /// The number of modules around it.
    depth: usize,
    members: Vec<(Member<'a>, &'a Entry)>,
    /// The paths of the types of a module without lifetimes, and its aliases.
    types: Vec<(&'a str, Option<&'a Entry>)>,
    modules: Vec<&'a str>,
    /// The kind of a type.
    kind: Option<Difference>,
}

/// A type that another one is below.
struct Outer<'a> {
    key: &'a str,
    source: &'a str,
}

impl<'a> Tree<'a> {
    fn of(entries: &'a [Entry], kinds: &'a [TypeKind<'a>]) -> Self {
        let mut tree = Self {
            kinds,
            used: BTreeSet::new(),
            alone: Vec::new(),
            roots: Vec::new(),
            nodes: HashMap::new(),
        };
        let mut others = Vec::new();
        // A path is sorted after the path of its module.
        for entry in entries {
            if !tree.open(entry) {
                others.push(entry);
            }
        }
        for entry in others {
            if !tree.place(entry) {
                tree.alone.push(entry);
            }
        }
        let mut used = BTreeSet::new();
        for node in tree.nodes.values_mut() {
            node.members.sort_by_key(|(member, _)| {
                (member.kind != Kind::Impl, member.kind, member.receiver, member.name)
            });
            node.types.sort_by_key(|(key, _)| *key);
            if node.entry.kind != Kind::Mod {
                node.kind = nearest_kind(node, kinds);
                used.extend(node.kind.as_ref().map(|kind| kind.index));
            }
        }
        tree.used = used;
        tree
    }

    /// Adds a module or a type. Returns `false` for another item, and for one that is in no module.
    fn open(&mut self, entry: &'a Entry) -> bool {
        let is_module = entry.kind == Kind::Mod;
        let is_type = matches!(entry.kind, Kind::Struct | Kind::Enum);
        let path = entry.path.as_str();
        let key = path.strip_suffix(LIFETIME).filter(|_| is_type).unwrap_or(path);
        if !(is_type || is_module && !entry.open) || self.nodes.contains_key(key) || !is_readable(entry) {
            return false;
        }
        let mut depth = 0;
        match key.rsplit_once("::") {
            Some((outer, name)) => {
                let Some(node) = self
                    .nodes
                    .get_mut(outer)
                    .filter(|node| is_name(name) && node.entry.kind == Kind::Mod && node.depth < MAX_NESTED)
                else {
                    return false;
                };
                if is_module {
                    node.modules.push(key);
                } else {
                    node.types.push((key, None));
                }
                depth = node.depth + 1;
            }
            None if is_module && is_name(key) => self.roots.push(key),
            None => return false,
        }
        let (members, types, modules) = (Vec::new(), Vec::new(), Vec::new());
        self.nodes.insert(key, Node { entry, depth, members, types, modules, kind: None });
        true
    }

    /// Adds an item to its module or type. Returns `false` if it belongs to none.
    fn place(&mut self, entry: &'a Entry) -> bool {
        let path = entry.path.as_str();
        let owner = match entry.kind {
            Kind::Impl => path,
            _ => path.rsplit_once("::").map_or("", |(owner, _)| owner),
        };
        let owner =
            owner.strip_prefix("Call<'_, ").and_then(|owner| owner.strip_suffix('>')).unwrap_or(owner);
        let key = owner.strip_suffix(LIFETIME).unwrap_or(owner);
        let Some((key, node)) = self.nodes.get_key_value(key) else { return false };
        let is_readable = |member: &Member<'_>| {
            is_readable(entry)
                && member.full_source(entry.source()) == entry.source()
                && (!entry.facts.is_empty() || member.usual_facts().is_empty())
        };
        let Some(member) = Member::of(entry, key, &node.entry.path).filter(is_readable) else { return false };
        let Some(node) = self.nodes.get_mut(*key) else { return false };
        match (node.entry.kind, entry.kind) {
            (Kind::Mod, Kind::Type) => node.types.push((path, Some(entry))),
            _ => node.members.push((member, entry)),
        }
        true
    }

    fn write_kinds(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut index = 0;
        let mut is_used = false;
        for line in KINDS.lines() {
            if line.starts_with("kind ") {
                is_used = self.used.contains(&index);
                index += 1;
            }
            if is_used {
                writeln!(f, "{line}")?;
            }
        }
        Ok(())
    }

    /// Writes a module. Modules in modules are at most [`MAX_NESTED`].
    fn module(&self, key: &str, depth: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(node) = self.nodes.get(key) else { return Ok(()) };
        write!(f, "{:depth$}mod {}", "", last(key))?;
        end(&node.entry.facts, f)?;
        for (member, entry) in &node.members {
            write_member(member, entry, None, depth + 1, f)?;
        }
        let mut outer: Vec<Outer<'_>> = Vec::new();
        for (key, alias) in &node.types {
            let entry = alias.or_else(|| Some(self.nodes.get(key)?.entry));
            let Some(entry) = entry else { continue };
            while outer.last().is_some_and(|outer| !is_below(key, entry, outer)) {
                outer.pop();
            }
            self.ty(key, entry, outer.last(), depth + 1 + outer.len(), f)?;
            let source = entry.source();
            let is_short = key.len() <= MAX_ABBREVIATED && source.len() <= MAX_ABBREVIATED;
            if alias.is_none() && is_short && !source.is_empty() && outer.len() < MAX_NESTED {
                outer.push(Outer { key, source });
            }
        }
        node.modules.iter().try_for_each(|key| self.module(key, depth + 1, f))
    }

    /// Writes a type with its members.
    fn ty(
        &self,
        key: &str,
        entry: &Entry,
        outer: Option<&Outer<'_>>,
        depth: usize,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        let node = self.nodes.get(key).filter(|_| entry.kind != Kind::Type);
        let difference = node.and_then(|node| node.kind.as_ref());
        let kind = difference.and_then(|difference| self.kinds.get(difference.index));
        let name = match outer.and_then(|outer| key.strip_prefix(outer.key)) {
            Some(rest) => format!("{OUTER}{rest}"),
            None => last(key).to_owned(),
        };
        write!(f, "{:depth$}{} {name}", "", kind.map_or("type", |kind| kind.name))?;
        if entry.kind == Kind::Type {
            let ty =
                outer.map_or(Cow::Borrowed(entry.rest.as_str()), |outer| shortened(&entry.rest, outer.key));
            write!(f, " = {ty}")?;
        } else if entry.path.len() > key.len() {
            f.write_str(LIFETIME)?;
        }
        let part = outer.and_then(|outer| entry.source().strip_prefix(outer.source));
        match part {
            Some(part) => {
                let source = format!("{OUTER}{part}");
                let facts = iter::once(source.as_str()).chain(entry.facts.iter().skip(1).map(String::as_str));
                write_facts(facts, f)?;
                writeln!(f)?;
            }
            None => end(&entry.facts, f)?,
        }
        let (Some(node), Some(kind), Some(difference)) = (node, kind, difference) else { return Ok(()) };
        for label in &difference.missing {
            writeln!(f, "{:width$}no {label}", "", width = depth + 1)?;
        }
        let members = node.members.iter().zip(&difference.implied).filter(|(_, implied)| !**implied);
        for ((member, entry), _) in members {
            write_member(member, entry, Some((key, kind)), depth + 1, f)?;
        }
        Ok(())
    }
}

/// Writes an item of a module, or of a type of this kind.
fn write_member(
    member: &Member<'_>,
    entry: &Entry,
    ty: Option<(&str, &TypeKind<'_>)>,
    depth: usize,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let (keyword, separator) = member.parts();
    let changes = ty
        .filter(|_| member.kind == Kind::Impl)
        .and_then(|(_, kind)| kinds::changes(kind.traits()?, &member.rest));
    let rest = match (changes, ty) {
        (Some(changes), _) => Cow::Owned(changes),
        (None, Some((key, _))) => shortened(&member.rest, key),
        (None, None) => Cow::Borrowed(member.rest.as_ref()),
    };
    write!(f, "{:depth$}{keyword}{}{separator}{rest}", "", member.name)?;
    let (source, others) = match entry.facts.split_first() {
        Some((source, others)) if entry.facts != member.usual_facts() => (source, others),
        _ => return writeln!(f),
    };
    let source = member.short_source(source);
    write_facts(iter::once(source.as_ref()).chain(others.iter().map(String::as_str)), f)?;
    writeln!(f)
}

fn end(facts: &[String], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write_facts(facts.iter().map(String::as_str), f)?;
    writeln!(f)
}

/// Returns `true` if a reader finds the same text where an abbreviation could be.
fn is_readable(entry: &Entry) -> bool {
    let source = entry.source();
    let has_mark = source.strip_prefix(OUTER).is_some_and(|rest| rest.starts_with(PART));
    !has_mark && !entry.rest.contains(OUTER)
}

/// Returns `true` for a type whose name and source begin with those of the type `outer`.
fn is_below(key: &str, entry: &Entry, outer: &Outer<'_>) -> bool {
    let part = entry.source().strip_prefix(outer.source);
    key.strip_prefix(outer.key).is_some_and(is_name) && part.is_some_and(|part| part.starts_with(PART))
}

/// Returns the kind from whose items those of the type differ least.
fn nearest_kind(node: &Node<'_>, kinds: &[TypeKind<'_>]) -> Option<Difference> {
    let Entry { kind, open, .. } = node.entry;
    let fields = node.members.iter().filter(|(member, _)| member.kind == Kind::Field);
    let fields: Vec<FieldOf> =
        fields.map(|(member, entry)| FieldOf::new(member.name, &member.rest, &entry.facts)).collect();
    // The first member of each name, and the number of them.
    let mut members: HashMap<_, (usize, usize)> = HashMap::new();
    for (index, (member, _)) in node.members.iter().enumerate() {
        members.entry(member.key()).or_insert((index, 0)).1 += 1;
    }
    let fitting = kinds.iter().enumerate().filter(|(_, one)| one.kind == *kind && one.open == *open);
    let differences = fitting.map(|(index, kind)| {
        let mut difference =
            Difference { index, implied: vec![false; node.members.len()], missing: Vec::new() };
        for (usual, facts) in kind.items(&fields) {
            let Some((index, count)) = members.get(&usual.key()) else {
                difference.missing.push(usual.label());
                continue;
            };
            let is_equal = node.members.get(*index).is_some_and(|(member, entry)| {
                *count == 1 && entry.facts == facts && usual.rest == member.rest
            });
            difference.implied.get_mut(*index).into_iter().for_each(|implied| *implied = is_equal);
        }
        difference
    });
    // Of equal ones the first is taken.
    differences.min_by_key(Difference::lines)
}

/// The difference of a type from a kind.
struct Difference {
    /// The index of the kind.
    index: usize,
    /// `true` for each member that the kind lists, if the type has no other one of the same name.
    implied: Vec<bool>,
    /// The items of the kind that the type does not have.
    missing: Vec<String>,
}

impl Difference {
    /// Returns the number of lines.
    fn lines(&self) -> usize {
        self.missing.len() + self.implied.iter().filter(|implied| !**implied).count()
    }
}

/// Returns the text with [`OUTER`] in place of the path of the type around it.
fn shortened<'a>(text: &'a str, key: &str) -> Cow<'a, str> {
    if key.len() > MAX_ABBREVIATED || !text.contains(key) {
        return Cow::Borrowed(text);
    }
    let mut short = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(key) {
        let is_part = before.ends_with(|char: char| char.is_alphanumeric() || "_:#".contains(char));
        short.push_str(before);
        if is_part {
            short.push_str(key);
        } else {
            short.push(OUTER);
        }
        rest = after;
    }
    short.push_str(rest);
    Cow::Owned(short)
}

/// Returns the last name of a path.
fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}
