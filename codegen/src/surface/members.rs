//! What changed about the fields, variants, functions and traits of types that are there before and after.

use std::collections::BTreeSet;

use super::{
    Entry, Kind, Level,
    compare::{Items, Notes, answers, deprecation},
    index::{Index, type_in},
    signature::Signature,
    wire,
};

/// Both versions of an item, and which type it belongs to.
struct Pair<'a> {
    old: Option<&'a Entry>,
    new: Option<&'a Entry>,
}

/// Compares the items of one owner. `main` is the type that a constructor makes; of an operation the client's
/// method makes it.
pub(super) fn compare(
    items: [&Items<'_>; 2],
    indices: [&Index<'_>; 2],
    main: Option<&str>,
    notes: &mut Notes<'_>,
) {
    let [before, now] = items;
    let is_operation =
        before.values().any(|entry| entry.path.starts_with("Client::") && entry.kind == Kind::Fn)
            && main.is_some();
    let keys: BTreeSet<&(Kind, String)> = before.keys().chain(now.keys()).collect();
    // Fields of which something is said, so that a constructor or a setter need not say it again.
    let mut said: BTreeSet<String> = BTreeSet::new();
    let constructors = Constructors { items, is_operation, main };
    let types = items.map(types_of);
    let present = |pair: &Pair<'_>| present(pair, &types);
    let of_kind = |wanted: Kind| keys.iter().filter(move |(kind, _)| *kind == wanted);
    let pair = |key: &(Kind, String)| Pair { old: before.get(key).copied(), new: now.get(key).copied() };
    for key in of_kind(Kind::Field) {
        let pair = pair(key);
        if present(&pair) && field(&pair, indices, &constructors, notes) {
            said.insert(key.1.clone());
        }
    }
    for key in of_kind(Kind::Variant) {
        let pair = pair(key);
        if present(&pair) {
            variant(&pair, items, indices, notes);
        }
    }
    for key in of_kind(Kind::Fn) {
        let pair = pair(key);
        if present(&pair) && !constructors.explains(&key.1, &said) {
            function(&pair, &constructors, &said, notes);
        }
    }
    for key in keys.iter().filter(|(kind, _)| !matches!(kind, Kind::Field | Kind::Variant | Kind::Fn)) {
        let pair = pair(key);
        if present(&pair) {
            other(&pair, notes);
        }
    }
}

/// The types among these items.
fn types_of<'a>(items: &Items<'a>) -> BTreeSet<&'a str> {
    let types = items.values().filter(|entry| entry.is_type());
    types.filter_map(|entry| type_in(&entry.path)).collect()
}

/// Whether the type that the item belongs to is there before and after: else the type itself says it all.
fn present(pair: &Pair<'_>, types: &[BTreeSet<&str>; 2]) -> bool {
    let Some(entry) = pair.new.or(pair.old) else { return false };
    entry.kind == Kind::Const
        || type_in(&entry.path).is_none_or(|ty| types.iter().all(|types| types.contains(ty)))
}

/// What makes the value whose fields are looked at.
struct Constructors<'a> {
    items: [&'a Items<'a>; 2],
    is_operation: bool,
    main: Option<&'a str>,
}

impl Constructors<'_> {
    /// The function that makes a value of `ty`, before and after.
    fn of(&self, ty: &str) -> [Option<&Entry>; 2] {
        let is_it = |entry: &&Entry| {
            entry.kind == Kind::Fn
                && if self.is_operation && self.main == Some(ty) {
                    entry.path.starts_with("Client::")
                } else {
                    entry.path == format!("{ty}::new")
                }
        };
        self.items.map(|items| items.values().copied().find(is_it))
    }

    /// Whether the function at `path` changes only with what `said` names: the constructor of an operation's
    /// struct is its method, and a setter is its field.
    fn explains(&self, path: &str, said: &BTreeSet<String>) -> bool {
        let Some(main) = self.main.filter(|_| self.is_operation) else { return false };
        let setter =
            path.strip_prefix("Call<'_, ").and_then(|rest| rest.rsplit_once("::")).map(|(_, name)| name);
        path == format!("{main}::new") || setter.is_some_and(|name| said.contains(&format!("{main}::{name}")))
    }
}

/// Notes what is new, gone or other about a field; whether anything is.
fn field(
    pair: &Pair<'_>,
    indices: [&Index<'_>; 2],
    constructors: &Constructors<'_>,
    notes: &mut Notes<'_>,
) -> bool {
    let Some(entry) = pair.new.or(pair.old) else { return false };
    let (ty, name) = entry.path.rsplit_once("::").unwrap_or_default();
    let is_parameter = constructors.is_operation && constructors.main == Some(ty);
    let (word, of) = match (is_parameter, name) {
        (true, "body") => ("", String::new()),
        (true, _) => ("the parameter ", String::new()),
        (false, _) if constructors.main == Some(ty) => ("the field ", String::new()),
        (false, _) => ("the field ", format!(" of `{ty}`")),
    };
    let way = [indices[0].direction(ty), indices[1].direction(ty)];
    let [before, now] = constructors.of(ty);
    let takes = |function: Option<&Entry>| {
        function.is_some_and(|function| Signature::parse(&function.rest).argument(name).is_some())
    };
    let constructor =
        now.or(before).map_or("new", |function| function.path.rsplit("::").next().unwrap_or_default());
    match (pair.old, pair.new) {
        (None, Some(new)) => {
            let mut what = format!("{word}`{name}: {}`{of} is new", new.rest);
            let mut level = Level::Minor;
            if takes(now) {
                what = format!("{what}, and `{constructor}` takes it");
                level = Level::Major;
            }
            notes.add(level, what, wire::new_field(new, way[1]));
        }
        (Some(old), None) => {
            let mut what = format!("{word}`{name}: {}`{of} is gone", old.rest);
            if takes(before) {
                what = format!("{what}, and `{constructor}` no longer takes it");
            }
            notes.add(Level::Major, what, wire::gone_field(way[0]));
        }
        (Some(old), Some(new)) => {
            let wire = wire::changed_field(old, new, way[1]);
            deprecation(old, new, &format!("{word}`{name}`{of}"), notes);
            if old.rest != new.rest {
                let mut what = format!("{word}`{name}`{of} is `{}`, and was `{}`", new.rest, old.rest);
                match (takes(before), takes(now)) {
                    (false, true) => what = format!("{what}; `{constructor}` takes it"),
                    (true, false) => what = format!("{what}; `{constructor}` no longer takes it"),
                    _ => {}
                }
                notes.add(Level::Major, what, wire);
            } else if takes(before) != takes(now) {
                let takes = if takes(now) { "takes" } else { "no longer takes" };
                notes.add(Level::Major, format!("`{constructor}` {takes} `{name}`"), wire);
            } else if wire.is_some() {
                notes.add(Level::Patch, format!("{word}`{name}`{of} compiles as before"), wire);
            } else {
                return false;
            }
        }
        (None, None) => return false,
    }
    true
}

fn variant(pair: &Pair<'_>, items: [&Items<'_>; 2], indices: [&Index<'_>; 2], notes: &mut Notes<'_>) {
    let Some(entry) = pair.new.or(pair.old) else { return };
    let ty = type_in(&entry.path).unwrap_or_default();
    let name = entry.path.rsplit("::").next().unwrap_or_default();
    let open = items[0]
        .values()
        .any(|entry| entry.kind == Kind::Enum && type_in(&entry.path) == Some(ty) && entry.open);
    let shown = if ty.starts_with("models::") { name.to_owned() } else { format!("{ty}::{name}") };
    match (pair.old, pair.new) {
        (None, Some(new)) => {
            let level = if open { Level::Minor } else { Level::Major };
            notes.add(
                level,
                format!("the variant `{shown}{}` is new", new.rest),
                wire::new_variant(open, indices[1].direction(ty)),
            );
        }
        (Some(old), None) => {
            let way = indices[0].direction(ty);
            notes.add(
                Level::Major,
                format!("the variant `{shown}{}` is gone", old.rest),
                wire::gone_variant(open, way),
            );
        }
        (Some(old), Some(new)) if old.rest != new.rest => {
            let what = format!("the variant `{shown}` holds `{}`, and held `{}`", payload(new), payload(old));
            notes.add(Level::Major, what, None);
        }
        (Some(old), Some(new)) if old.facts != new.facts => {
            notes.add(
                Level::Patch,
                format!("the variant `{shown}` compiles as before"),
                Some(wire::changed_value(old, new)),
            );
        }
        _ => {}
    }
}

fn payload(variant: &Entry) -> &str {
    let inner = variant.rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    inner.unwrap_or("nothing")
}

fn function(
    pair: &Pair<'_>,
    constructors: &Constructors<'_>,
    said: &BTreeSet<String>,
    notes: &mut Notes<'_>,
) {
    let Some(entry) = pair.new.or(pair.old) else { return };
    let path = entry.path.replace("<'_>", "");
    let (ty, _) = path.rsplit_once("::").unwrap_or_default();
    let made = if path.starts_with("Client::") { constructors.main.unwrap_or(ty) } else { ty };
    let explained = |name: &str| said.contains(&format!("{made}::{name}"));
    match (pair.old, pair.new) {
        (None, Some(new)) => {
            let signature = Signature::parse(&new.rest);
            if !signature.arguments.iter().any(|(name, _)| explained(name)) {
                let what = format!("`{path}({})` is new", signature.arguments_text());
                notes.add(Level::Minor, what, None);
            }
        }
        (Some(_), None) => notes.add(Level::Major, format!("`{path}` is gone"), None),
        (Some(old), Some(new)) => {
            let wire = if path.starts_with("Client::") { wire::changed_call(old, new) } else { None };
            deprecation(old, new, &format!("`{path}`"), notes);
            let [before, now] = [old, new].map(|entry| Signature::parse(&entry.rest));
            // What is said of fields is not said again of the arguments that they are.
            let [was, is] = [&before, &now].map(|signature| {
                let kept = signature.arguments.iter().filter(|(name, _)| !explained(name));
                kept.copied().unzip::<_, _, Vec<&str>, Vec<&str>>()
            });
            if was.1 != is.1 || before.returns.replace("<'_>", "") != now.returns.replace("<'_>", "") {
                let what = format!(
                    "`{path}` takes ({}), and took ({})",
                    now.arguments_text(),
                    before.arguments_text()
                );
                notes.add(Level::Major, what, wire);
            } else if was != is {
                let what = format!("the arguments of `{path}` have other names: ({})", now.arguments_text());
                notes.add(Level::Patch, what, wire);
            } else if wire.is_some() {
                notes.add(Level::Patch, format!("`{path}` compiles as before"), wire);
            } else if old.facts != new.facts && !path.starts_with("Client::") {
                let what = format!("`{path}` is `{}`, and was `{}`", wire::facts(new), wire::facts(old));
                notes.add(Level::Patch, what, None);
            }
        }
        (None, None) => {}
    }
}

/// What is neither a field nor a variant nor a function.
fn other(pair: &Pair<'_>, notes: &mut Notes<'_>) {
    let Some(entry) = pair.new.or(pair.old) else { return };
    let is_type = entry.is_type() && type_in(&entry.path).is_some();
    // A type says all by itself, also that it becomes a `String`.
    if is_type || entry.kind == Kind::Impl && entry.path == "String" {
        return;
    }
    let path = entry.path.replace("<'_>", "");
    let kind = match entry.kind {
        Kind::Feature => "the feature ",
        Kind::Mod => "the module ",
        Kind::Const => "the constant ",
        _ => "",
    };
    match (pair.old, pair.new) {
        (Some(old), Some(new)) if entry.kind == Kind::Impl => traits(old, new, &path, notes),
        (Some(old), Some(new)) if path.ends_with("::Output") || path.ends_with("::Error") => {
            answers(old, new, notes);
        }
        (None, Some(_)) => notes.add(Level::Minor, format!("{kind}`{path}` is new"), None),
        (Some(_), None) => notes.add(Level::Major, format!("{kind}`{path}` is gone"), None),
        (Some(old), Some(new)) if old.rest != new.rest => {
            notes.add(
                Level::Major,
                format!("{kind}`{path}` is `{}`, and was `{}`", new.rest, old.rest),
                None,
            );
        }
        (Some(old), Some(new)) if old.facts != new.facts => {
            let what = format!("{kind}`{path}` is `{}`, and was `{}`", wire::facts(new), wire::facts(old));
            notes.add(Level::Patch, what, None);
        }
        _ => {}
    }
}

fn traits(old: &Entry, new: &Entry, path: &str, notes: &mut Notes<'_>) {
    let [before, now] = [old, new].map(|entry| entry.rest.split(" + ").collect::<BTreeSet<_>>());
    for gone in before.difference(&now) {
        notes.add(Level::Major, format!("`{path}` no longer implements `{gone}`"), None);
    }
    for come in now.difference(&before) {
        notes.add(Level::Minor, format!("`{path}` implements `{come}`"), None);
    }
}
