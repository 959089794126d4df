use std::collections::HashSet;

use super::{
    super::{Entry, Kind, entry::split_facts},
    LIFETIME, MAX_ABBREVIATED, MAX_DEPTH, OUTER, PART,
    kinds::{FieldOf, TypeKind, changed},
    member::{Member, is_name},
};

/// Parses a tree, and items with complete paths.
pub(in crate::naming) fn parse(text: &str) -> Vec<Entry> {
    let mut reader = Reader::default();
    for line in text.split('\n') {
        reader.line(line.trim_end_matches('\r'));
    }
    reader.close(0);
    reader.entries
}

/// The maximum number of kinds. It bounds the work for each line.
const MAX_KINDS: usize = 64;

#[derive(Default)]
struct Reader<'a> {
    entries: Vec<Entry>,
    kinds: Vec<TypeKind<'a>>,
    /// `true` if lines with one space belong to the last kind.
    in_kind: bool,
    /// The modules and types around the next line.
    scopes: Vec<Scope>,
}

/// A module or a type.
struct Scope {
    path: String,
    /// The length of the path without its lifetime.
    key: usize,
    source: String,
    /// The index of its kind; `None` for a module.
    kind: Option<usize>,
    fields: Vec<FieldOf>,
    /// The items that the kind may list, and that the type has in another form or does not have.
    replaced: HashSet<String>,
}

impl Scope {
    fn key(&self) -> &str {
        self.path.get(..self.key).unwrap_or_default()
    }
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: &'a str) {
        let item = line.trim_start_matches(' ');
        let depth = line.len() - item.len();
        if item.is_empty() || item.starts_with("# ") || depth > MAX_DEPTH {
            return;
        }
        if depth == 1 && self.in_kind {
            self.kinds.last_mut().into_iter().for_each(|kind| kind.add(item));
            return;
        }
        self.close(depth);
        self.in_kind = false;
        if depth == 0 {
            self.top(item);
        } else if depth == self.scopes.len() {
            self.nested(item);
        }
    }

    /// Reads a line without spaces before it.
    fn top(&mut self, item: &'a str) {
        if let Some(entry) = Entry::parse(item) {
            self.entries.push(entry);
        } else if let Some(kind) = item.strip_prefix("kind ").and_then(TypeKind::parse) {
            self.in_kind = self.kinds.len() < MAX_KINDS;
            self.kinds.extend(Some(kind).filter(|_| self.in_kind));
        } else if let Some(module) = item.strip_prefix("mod ") {
            let (name, facts) = split_facts(module);
            self.module(name, name, facts);
        }
    }

    /// Reads a line of a module or type.
    fn nested(&mut self, line: &'a str) {
        let (item, facts) = split_facts(line);
        let Some(scope) = self.scopes.last() else { return };
        let (keyword, after) = item.split_once(' ').unwrap_or_default();
        let is_module = scope.kind.is_none();
        match keyword {
            "mod" if is_module => {
                let path = format!("{}::{after}", scope.key());
                self.module(after, &path, facts);
            }
            "no" => self.without(after),
            "type" if after.starts_with(OUTER) => self.alias(after, facts),
            _ => match self.kinds.iter().position(|kind| kind.name == keyword) {
                Some(kind) => self.ty(kind, after, facts),
                None => self.member(item, facts),
            },
        }
    }

    fn module(&mut self, name: &str, path: &str, facts: Vec<String>) {
        if is_name(name) {
            self.open(
                Entry { path: path.to_owned(), kind: Kind::Mod, open: false, rest: String::new(), facts },
                None,
            );
        }
    }

    /// Reads a type: `Name`, or `~Name` below the type whose name it begins with.
    fn ty(&mut self, index: usize, name: &str, facts: Vec<String>) {
        let (Some(kind), Some(outer)) = (self.kinds.get(index), self.scopes.last()) else { return };
        let (key, lifetime) = match name.strip_suffix(LIFETIME) {
            Some(key) => (key, LIFETIME),
            None => (name, ""),
        };
        let Some(path) = path_in(outer, key) else { return };
        let facts = with_source(outer, facts);
        let path = format!("{path}{lifetime}");
        let entry = Entry { path, kind: kind.kind, open: kind.open, rest: String::new(), facts };
        self.open(entry, Some(index));
    }

    /// Adds a module or a type, to which the following lines belong.
    fn open(&mut self, entry: Entry, kind: Option<usize>) {
        let key = entry.path.strip_suffix(LIFETIME).unwrap_or(&entry.path).len();
        self.scopes.push(Scope {
            path: entry.path.clone(),
            key,
            source: entry.source().to_owned(),
            kind,
            fields: Vec::new(),
            replaced: HashSet::new(),
        });
        self.entries.push(entry);
    }

    /// Reads an alias whose name begins with that of the type around it.
    fn alias(&mut self, declaration: &str, facts: Vec<String>) {
        let Some(outer) = self.scopes.last() else { return };
        let path = declaration.split_once(" = ").and_then(|(name, ty)| Some((path_in(outer, name)?, ty)));
        let Some((path, ty)) = path else { return };
        let rest = with_path(outer, ty);
        let facts = with_source(outer, facts);
        self.entries.push(Entry { path, kind: Kind::Type, open: false, rest, facts });
    }

    fn member(&mut self, item: &str, mut facts: Vec<String>) {
        let (Some(member), Some(scope)) = (Member::parse(item), self.scopes.last_mut()) else { return };
        let kind = scope.kind.and_then(|kind| self.kinds.get(kind));
        if kind.is_some_and(|kind| kind.may_have(&member)) {
            scope.replaced.insert(member.label());
        }
        let rest = match kind.and_then(TypeKind::traits) {
            Some(traits) if member.kind == Kind::Impl && member.rest.starts_with(['+', '-']) => {
                changed(traits, &member.rest)
            }
            _ => with_path(scope, &member.rest),
        };
        if member.kind == Kind::Impl && rest.is_empty() {
            return;
        }
        match facts.first_mut() {
            Some(source) => *source = member.full_source(source).into_owned(),
            None => facts = Member { rest: rest.as_str().into(), ..member.clone() }.usual_facts(),
        }
        if kind.is_some() && member.kind == Kind::Field {
            scope.fields.push(FieldOf::new(member.name, &rest, &facts));
        }
        let path = member.path(scope.key(), &scope.path);
        self.entries.push(Entry { path, kind: member.kind, open: false, rest, facts });
    }

    /// Reads an item of the kind that the type does not have.
    fn without(&mut self, label: &str) {
        let Some(scope) = self.scopes.last_mut() else { return };
        scope.replaced.insert(label.to_owned());
    }

    /// Closes the scopes that a line at this depth is not in, and adds the items of their kinds.
    fn close(&mut self, depth: usize) {
        while self.scopes.len() > depth {
            let Some(scope) = self.scopes.pop() else { return };
            let Some(kind) = scope.kind.and_then(|kind| self.kinds.get(kind)) else { continue };
            let mut items = kind.items(&scope.fields);
            items.retain(|(member, _)| !scope.replaced.contains(&member.label()));
            self.entries.extend(items.into_iter().map(|(member, facts)| Entry {
                path: member.path(scope.key(), &scope.path),
                kind: member.kind,
                open: false,
                rest: with_path(&scope, &member.rest),
                facts: facts.to_vec(),
            }));
        }
    }
}

/// Returns the path of a type: in a module, or beside the type whose name it begins with.
fn path_in(outer: &Scope, name: &str) -> Option<String> {
    let (separator, name) = match (outer.kind, name.strip_prefix(OUTER)) {
        (None, None) => ("::", name),
        (Some(_), Some(rest)) if outer.key <= MAX_ABBREVIATED => ("", rest),
        _ => return None,
    };
    is_name(name).then(|| format!("{}{separator}{name}", outer.key()))
}

/// Replaces the abbreviation of the path of the type around an item.
fn with_path(outer: &Scope, text: &str) -> String {
    match outer.kind {
        Some(_) if outer.key <= MAX_ABBREVIATED => text.replace(OUTER, outer.key()),
        _ => text.to_owned(),
    }
}

/// Replaces the abbreviation of the source of the type around an item.
fn with_source(outer: &Scope, mut facts: Vec<String>) -> Vec<String> {
    if let Some(source) = facts.first_mut()
        && let Some(part) = source.strip_prefix(OUTER).and_then(|rest| rest.strip_prefix(PART))
        && outer.kind.is_some()
        && outer.source.len() <= MAX_ABBREVIATED
    {
        *source = format!("{}{PART}{part}", outer.source);
    }
    facts
}
