//! The changes of fields, variants, functions and traits of types that both versions have.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{
    Level, OnTheWire,
    index::{Direction, ERRORS, Index, Items, type_in},
    migration::ON_CLIENT,
    signature::Signature,
    values::Values,
    versions::{ChangeSink, Versions},
    wire,
};
use crate::naming::{
    Entry, Kind,
    places::{CLIENT_WIDE, OTHER_VALUE},
};

/// An item in both versions; `None` in the version that does not have it.
type Pair<'a> = Versions<Option<&'a Entry>>;

/// The function that creates a value of a type.
struct Constructor<'a> {
    name: &'a str,
    /// The names of its arguments in both versions.
    arguments: Versions<HashSet<&'a str>>,
}

/// The items of one owner, and the context in which they are compared.
#[derive(Clone, Copy)]
pub(super) struct Members<'a> {
    pub(super) items: Versions<&'a Items<'a>>,
    pub(super) indices: Versions<&'a Index<'a>>,
    pub(super) values: &'a Values<'a>,
    /// The path of the model or of the operation's struct.
    pub(super) main_type: Option<&'a str>,
    /// `true` if the owner is an operation. Its constructor is the method of the client or of the resource.
    pub(super) is_operation: bool,
}

impl<'a> Members<'a> {
    /// Compares the items. An item is skipped if its type is in one version only: the type itself is the change.
    pub(super) fn compare(self, sink: &mut ChangeSink<'_>) {
        let Versions { old: before, new: now } = self.items;
        let keys: BTreeSet<&(Kind, String)> = before.keys().chain(now.keys()).collect();
        let types = self.items.map(types_of);
        let pairs: Vec<(Kind, &str, Pair<'a>)> = keys
            .into_iter()
            .map(|key| (key.0, key.1.as_str(), self.items.map(|items| items.get(key).copied())))
            .filter(|(_, _, pair)| in_both(*pair, &types))
            .collect();
        let of_kind = |wanted: Kind| pairs.iter().filter(move |(kind, ..)| *kind == wanted);
        // A change of a field implies a change of its constructor and of its setter, which is not repeated.
        let mut reported: BTreeSet<&str> = BTreeSet::new();
        let mut constructors: HashMap<&str, Constructor<'_>> = HashMap::new();
        for (_, path, pair) in of_kind(Kind::Field) {
            let (ty, _) = path.rsplit_once("::").unwrap_or_default();
            let constructor = constructors.entry(ty).or_insert_with(|| self.constructor(ty));
            if self.field(*pair, path, constructor, sink) {
                reported.insert(path);
            }
        }
        for (_, _, pair) in of_kind(Kind::Variant) {
            self.variant(*pair, sink);
        }
        for (_, path, pair) in of_kind(Kind::Fn) {
            if !self.is_implied(path, &reported) {
                self.function(*pair, &reported, sink);
            }
        }
        for (_, _, pair) in
            pairs.iter().filter(|(kind, ..)| !matches!(kind, Kind::Field | Kind::Variant | Kind::Fn))
        {
            other(*pair, self.values, sink);
        }
    }

    /// Returns the effect of other values of the type at `path`.
    pub(super) fn other_values(&self, old: &'a str, new: &'a str, path: &str) -> Option<OnTheWire> {
        let is_compatible = self.values.are_compatible(old, new, self.indices.new.direction(path));
        let text = "the type of its values is different".to_owned();
        (!self.values.are_equal(old, new)).then_some(OnTheWire { text, breaks: !is_compatible })
    }

    /// Returns the end of the sentence about a declaration with another type.
    fn other_type(&self, old: &'a Entry, new: &'a Entry) -> String {
        let differences = self.values.differences(&old.rest, &new.rest);
        match self.values.left(&old.rest, &new.rest) {
            Some((shared, own)) => format!("is no longer a `{shared}` but a `{own}`{differences}"),
            None => format!("is `{}`, and was `{}`{differences}", new.rest, old.rest),
        }
    }

    /// Finds the function that creates a value of `ty`.
    fn constructor(&self, ty: &str) -> Constructor<'a> {
        let is_method = self.is_operation && self.main_type == Some(ty);
        let functions = self.items.map(|items| {
            if is_method {
                return items.values().find(|entry| entry.call().is_some()).copied();
            }
            items.get(&(Kind::Fn, format!("{ty}::new"))).copied()
        });
        let arguments = functions.map(|function| {
            let signature = function.map(|function| Signature::parse(&function.rest));
            signature.into_iter().flat_map(|signature| signature.arguments).map(|(name, _)| name).collect()
        });
        let latest = functions.latest();
        let name = latest.map_or("new", |function| function.path.rsplit("::").next().unwrap_or_default());
        Constructor { name, arguments }
    }

    /// Returns `true` if the change of the function at `path` follows from changes in `reported`: an operation's
    /// `new` has the arguments of the client's method, and a setter has the type of its field.
    fn is_implied(&self, path: &str, reported: &BTreeSet<&str>) -> bool {
        if sets_one_of(path, reported) {
            return true;
        }
        let Some(main) = self.main_type.filter(|_| self.is_operation) else { return false };
        let setter =
            path.strip_prefix("Call<'_, ").and_then(|rest| rest.rsplit_once("::")).map(|(_, name)| name);
        path == format!("{main}::new")
            || setter.is_some_and(|name| reported.contains(format!("{main}::{name}").as_str()))
    }

    /// Returns the direction of the values of `ty` in both versions.
    fn direction(&self, ty: &str) -> Versions<Direction> {
        self.indices.map(|index| index.direction(ty))
    }

    /// Compares a field. Returns `true` if it changed.
    fn field(
        &self,
        pair: Pair<'a>,
        path: &str,
        constructor: &Constructor<'_>,
        sink: &mut ChangeSink<'_>,
    ) -> bool {
        let (ty, name) = path.rsplit_once("::").unwrap_or_default();
        let is_main = self.main_type == Some(ty);
        let (noun, of) = match (self.is_operation && is_main, name) {
            (true, "body") => ("", String::new()),
            (true, _) => ("the parameter ", String::new()),
            (false, _) if is_main => ("the field ", String::new()),
            (false, _) => ("the field ", format!(" of `{ty}`")),
        };
        let direction = self.direction(ty);
        let takes = Versions {
            old: constructor.arguments.old.contains(name),
            new: constructor.arguments.new.contains(name),
        };
        let constructor = constructor.name;
        match (pair.old, pair.new) {
            (None, Some(new)) => {
                let mut what = format!("{noun}`{name}: {}`{of} is new", new.rest);
                let mut level = Level::Minor;
                if takes.new {
                    what = format!("{what}, and `{constructor}` takes it");
                    level = Level::Major;
                }
                sink.add(level, what, wire::new_field(new, direction.new));
            }
            (Some(old), None) => {
                let mut what = format!("{noun}`{name}: {}`{of} is gone", old.rest);
                if takes.old {
                    what = format!("{what}, and `{constructor}` no longer takes it");
                }
                sink.add(Level::Major, what, wire::removed_field(direction.old));
            }
            (Some(old), Some(new)) => {
                let wire = wire::changed_field(old, new, direction.new, self.values);
                deprecation(old, new, &format!("{noun}`{name}`{of}"), sink);
                if old.rest != new.rest {
                    let mut what = format!("{noun}`{name}`{of} {}", self.other_type(old, new));
                    match (takes.old, takes.new) {
                        (false, true) => what = format!("{what}; `{constructor}` takes it"),
                        (true, false) if new.has_fact(CLIENT_WIDE) => {
                            what = format!("{what}; `{constructor}` no longer takes it: {ON_CLIENT}");
                        }
                        (true, false) => what = format!("{what}; `{constructor}` no longer takes it"),
                        _ => {}
                    }
                    sink.add(Level::Major, what, wire);
                } else if takes.old != takes.new {
                    let takes = if takes.new { "takes" } else { "no longer takes" };
                    sink.add(Level::Major, format!("`{constructor}` {takes} `{name}`"), wire);
                } else if wire.is_some() {
                    sink.add(Level::Patch, format!("{noun}`{name}`{of} compiles as before"), wire);
                } else {
                    return false;
                }
            }
            (None, None) => return false,
        }
        true
    }

    fn variant(&self, pair: Pair<'_>, sink: &mut ChangeSink<'_>) {
        let Some(entry) = pair.latest() else { return };
        let ty = type_in(&entry.path).unwrap_or_default();
        let name = entry.path.rsplit("::").next().unwrap_or_default();
        let open = self.items.old.get(&(Kind::Enum, ty.to_owned())).is_some_and(|entry| entry.open);
        let shown = if ty.starts_with("models::") { name.to_owned() } else { format!("{ty}::{name}") };
        let direction = self.direction(ty);
        // An enum of errors has no variant for any other value.
        let keeps_others = self.indices.old.members.get(ty);
        let keeps_others =
            keeps_others.is_some_and(|members| members.iter().any(|member| member.source() == OTHER_VALUE));
        match (pair.old, pair.new) {
            (None, Some(new)) => {
                let level = if open { Level::Minor } else { Level::Major };
                let what = format!("the variant `{shown}{}` is new", new.rest);
                sink.add(level, what, wire::new_variant(keeps_others, direction.new));
            }
            (Some(old), None) => {
                let what = format!("the variant `{shown}{}` is gone", old.rest);
                sink.add(Level::Major, what, wire::removed_variant(keeps_others, direction.old));
            }
            (Some(old), Some(new)) if old.rest != new.rest => {
                let what =
                    format!("the variant `{shown}` holds `{}`, and held `{}`", payload(new), payload(old));
                sink.add(Level::Major, what, None);
            }
            (Some(old), Some(new)) if values_of(old) != values_of(new) => {
                let what = format!("the variant `{shown}` compiles as before");
                sink.add(Level::Patch, what, Some(wire::changed_value(old, new)));
            }
            _ => {}
        }
    }

    fn function(&self, pair: Pair<'_>, reported: &BTreeSet<&str>, sink: &mut ChangeSink<'_>) {
        let Some(entry) = pair.latest() else { return };
        let path = entry.path.replace("<'_>", "");
        let (ty, _) = path.rsplit_once("::").unwrap_or_default();
        let is_method = entry.call().is_some();
        let created = if is_method { self.main_type.unwrap_or(ty) } else { ty };
        let is_reported = |name: &str| reported.contains(format!("{created}::{name}").as_str());
        match (pair.old, pair.new) {
            (None, Some(new)) => {
                let signature = Signature::parse(&new.rest);
                if !signature.arguments.iter().any(|(name, _)| is_reported(name)) {
                    let what = format!("`{path}({})` is new", signature.arguments_text());
                    sink.add(Level::Minor, what, None);
                }
            }
            (Some(_), None) => sink.add(Level::Major, format!("`{path}` is gone"), None),
            (Some(old), Some(new)) => {
                let wire = if is_method { wire::changed_call(old, new) } else { None };
                deprecation(old, new, &format!("`{path}`"), sink);
                let Versions { old: before, new: now } =
                    Versions { old, new }.map(|entry| Signature::parse(&entry.rest));
                // A changed field is reported already, and is not reported again as an argument.
                let [was, is] = [&before, &now].map(|signature| {
                    let kept = signature.arguments.iter().filter(|(name, _)| !is_reported(name));
                    kept.copied().unzip::<_, _, Vec<&str>, Vec<&str>>()
                });
                if was.1 != is.1 || before.returns.replace("<'_>", "") != now.returns.replace("<'_>", "") {
                    let (now, before) = (now.arguments_text(), before.arguments_text());
                    sink.add(Level::Major, format!("`{path}` takes ({now}), and took ({before})"), wire);
                } else if was != is {
                    let text = now.arguments_text();
                    let [mut before, mut now] = [was.0, is.0];
                    before.sort_unstable();
                    now.sort_unstable();
                    // Calls compile, and pass the values of other arguments.
                    let (level, what) = if before == now {
                        (Level::Major, format!("the arguments of `{path}` have another order: ({text})"))
                    } else {
                        (Level::Patch, format!("the arguments of `{path}` have other names: ({text})"))
                    };
                    sink.add(level, what, wire);
                } else if wire.is_some() {
                    sink.add(Level::Patch, format!("`{path}` compiles as before"), wire);
                } else if old.facts != new.facts && !is_method {
                    let what = format!("`{path}` is `{}`, and was `{}`", wire::facts(new), wire::facts(old));
                    sink.add(Level::Patch, what, None);
                }
            }
            (None, None) => {}
        }
    }
}

/// Returns the facts about the values of a variant. The source of a variant with a type is the place of the type.
fn values_of(variant: &Entry) -> &[String] {
    let places = usize::from(!variant.rest.is_empty());
    variant.facts.get(places..).unwrap_or_default()
}

/// Returns `true` if the method at `path` sets one of these fields.
fn sets_one_of(path: &str, fields: &BTreeSet<&str>) -> bool {
    let Some((ty, name)) = path.rsplit_once("::") else { return false };
    let plain = ["set_", "clear_"].into_iter().filter_map(|start| name.strip_prefix(start));
    [name].into_iter().chain(plain).any(|name| {
        fields.contains(format!("{ty}::{name}").as_str())
            || fields.contains(format!("{ty}::r#{name}").as_str())
    })
}

/// Returns the paths of the types that are defined by `items`.
fn types_of<'a>(items: &Items<'a>) -> BTreeSet<&'a str> {
    let types = items.values().filter(|entry| entry.is_type());
    types.filter_map(|entry| type_in(&entry.path)).collect()
}

/// Returns `true` if both versions have the type of the item, or if the item is not part of a type.
fn in_both(pair: Pair<'_>, types: &Versions<BTreeSet<&str>>) -> bool {
    let Some(entry) = pair.latest() else { return false };
    matches!(entry.kind, Kind::Const | Kind::Use)
        || type_in(&entry.path).is_none_or(|ty| types.old.contains(ty) && types.new.contains(ty))
}

fn payload(variant: &Entry) -> &str {
    let inner = variant.rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    inner.unwrap_or("nothing")
}

/// Compares an item that is not a field, a variant or a function.
fn other<'a>(pair: Pair<'a>, values: &Values<'a>, sink: &mut ChangeSink<'_>) {
    let Some(entry) = pair.latest() else { return };
    let is_type = entry.is_type() && type_in(&entry.path).is_some();
    // Types are compared before. `impl From<…> for String` is implied by the type it converts from.
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
        (Some(old), Some(new)) if entry.kind == Kind::Impl => traits(old, new, &path, sink),
        (Some(old), Some(new)) if path.ends_with("::Output") || path.ends_with("::Error") => {
            responses(old, new, values, sink);
        }
        (None, Some(_)) => sink.add(Level::Minor, format!("{kind}`{path}` is new"), None),
        (Some(_), None) => sink.add(Level::Major, format!("{kind}`{path}` is gone"), None),
        (Some(old), Some(new)) if old.rest != new.rest => {
            let what = format!("{kind}`{path}` is `{}`, and was `{}`", new.rest, old.rest);
            sink.add(Level::Major, what, None);
        }
        (Some(old), Some(new)) if old.facts != new.facts => {
            let what = format!("{kind}`{path}` is `{}`, and was `{}`", wire::facts(new), wire::facts(old));
            sink.add(Level::Patch, what, None);
        }
        _ => {}
    }
}

fn traits(old: &Entry, new: &Entry, path: &str, sink: &mut ChangeSink<'_>) {
    let Versions { old: before, new: now } =
        Versions { old, new }.map(|entry| entry.rest.split(" + ").collect::<BTreeSet<_>>());
    for removed in before.difference(&now) {
        sink.add(Level::Major, format!("`{path}` no longer implements `{removed}`"), None);
    }
    for added in now.difference(&before) {
        sink.add(Level::Minor, format!("`{path}` implements `{added}`"), None);
    }
}

/// Reports `#[deprecated]` if one version has it.
pub(super) fn deprecation(old: &Entry, new: &Entry, name: &str, sink: &mut ChangeSink<'_>) {
    match (old.has_fact("deprecated"), new.has_fact("deprecated")) {
        (false, true) => sink.add(Level::Minor, format!("{name} is deprecated"), None),
        (true, false) => sink.add(Level::Patch, format!("{name} is no longer deprecated"), None),
        _ => {}
    }
}

/// Compares `Output` or `Error` of an operation.
fn responses<'a>(old: &'a Entry, new: &'a Entry, values: &Values<'a>, sink: &mut ChangeSink<'_>) {
    let what = if new.path.ends_with("::Output") { "a success" } else { "an error" };
    let wire = wire::changed_statuses(old, new);
    if old.rest != new.rest {
        let differences = values.differences(&old.rest, &new.rest);
        let what = if old.rest.starts_with(ERRORS) {
            format!("{what} is no longer `{}`: it is `{}`", old.rest, new.rest)
        } else {
            format!("{what} is `{}`, and was `{}`{differences}", new.rest, old.rest)
        };
        sink.add(Level::Major, what, wire);
    } else if wire.is_some() {
        sink.add(Level::Patch, format!("{what} is documented for other statuses"), wire);
    }
}
