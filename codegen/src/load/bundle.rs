//! One description out of many files, and out of fragments that are no components: whatever a `$ref` leads to
//! becomes a component, or is put in the place of the `$ref` where there can be none.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::{Map, Value, json};

use super::{
    component_names::{candidates, section},
    file_store::{FileStore, Unresolved, dangling, leads_back},
    inline_stack::{CopyBudget, Here, InlineStack},
    object_graph::{Held, Kind, Place},
    reference::Location,
    source_map::SourceMap,
    templates,
};
use crate::diagnostics::{Code, Diagnostics, Pointer};

/// How references to what is not there start, after which comes the index of the reason.
const UNRESOLVED: &str = "#/unresolved/";
/// A chain of references that is longer is a ring.
const LONGEST_CHAIN: usize = 64;

/// What became of the references.
#[derive(Debug, Default)]
pub(super) struct Bundled {
    pub(super) source_map: SourceMap,
    pub(super) unresolved: Vec<Unresolved>,
}

/// Why `reference` leads nowhere, where it is one that was found to.
pub(crate) fn unresolved_by<'u>(reference: &str, reasons: &'u [Unresolved]) -> Option<&'u Unresolved> {
    reasons.get(reference.strip_prefix(UNRESOLVED)?.parse::<usize>().ok()?)
}

/// Whether there is something to do in `value`, a part of `root`: a `$ref` to anything but a component, or a schema
/// with a name of its own.
pub(super) fn is_needed(value: &Value, root: &Value, swagger: bool) -> bool {
    match value {
        Value::Object(fields) => fields.iter().any(|(key, value)| match (key.as_str(), value) {
            ("$ref", Value::String(reference)) => !is_component(reference, root, swagger),
            ("$id" | "$anchor" | "$dynamicRef" | "$dynamicAnchor", Value::String(_)) => true,
            (_, value) => is_needed(value, root, swagger),
        }),
        Value::Array(items) => items.iter().any(|item| is_needed(item, root, swagger)),
        _ => false,
    }
}

/// Whether a reference is to a component that 3.0 has a section for. Those of Swagger 2.0 are in other sections, and
/// are said to lead nowhere by the names that they have there.
fn is_component(reference: &str, root: &Value, swagger: bool) -> bool {
    if swagger {
        let path = reference.strip_prefix("#/").and_then(|path| path.split_once('/'));
        let sections = ["definitions", "parameters", "responses"];
        return path.is_some_and(|(section, name)| {
            sections.contains(&section) && root.get(section).is_some_and(|all| all.get(name).is_some())
        });
    }
    let path = reference.strip_prefix("#/components/").and_then(|path| path.split_once('/'));
    path.is_some_and(|(section, name)| !["pathItems", "mediaTypes"].contains(&section) && !name.contains('/'))
}

/// Rewrites `root`, whose `$ref`s may lead anywhere in `library`.
pub(super) fn bundle(
    root: &mut Value,
    file_store: &mut FileStore<'_>,
    swagger: bool,
    diagnostics: &mut Diagnostics,
) -> Bundled {
    let mut bundle = Bundle {
        file_store,
        swagger,
        names: HashMap::new(),
        taken: HashMap::new(),
        wanted: VecDeque::new(),
        inline_stack: CopyBudget::default(),
        done: Bundled::default(),
        diagnostics,
    };
    bundle.take_names();
    let at = Pointer::root();
    bundle.walk(root, Kind::Description, &Location::file(""), &Place::Fragment(&at), &InlineStack::default());
    while let Some(wanted) = bundle.wanted.pop_front() {
        bundle.add(root, wanted);
    }
    bundle.done
}

/// A component that is to be.
struct Wanted {
    kind: Kind,
    location: Location,
    name: String,
}

struct Bundle<'b, 's> {
    file_store: &'b mut FileStore<'s>,
    swagger: bool,
    /// The components that stand for places.
    names: HashMap<(Kind, Location), String>,
    /// The names of components that there are, by kind.
    taken: HashMap<Kind, HashSet<String>>,
    wanted: VecDeque<Wanted>,
    inline_stack: CopyBudget,
    done: Bundled,
    diagnostics: &'b mut Diagnostics,
}

const KINDS: [Kind; 6] =
    [Kind::Schema, Kind::Parameter, Kind::Response, Kind::RequestBody, Kind::Header, Kind::SecurityScheme];

impl Bundle<'_, '_> {
    /// Notes the components that there are. One that is nothing but a `$ref` to a place is what stands there, under
    /// its name.
    fn take_names(&mut self) {
        for kind in KINDS {
            let Some(holder) = self.holder(kind) else { continue };
            let Some(Value::Object(entries)) = self.file_store.get(&holder) else { continue };
            let entries: Vec<(String, Option<String>)> = entries
                .iter()
                .map(|(name, value)| (name.clone(), only_reference(value).map(str::to_owned)))
                .collect();
            for (name, _) in &entries {
                // A section that is in another file can be referred to there as well.
                self.names.insert((kind, holder.inside([name.clone()])), name.clone());
                self.taken.entry(kind).or_default().insert(name.clone());
            }
            let base = Location::file(holder.file);
            for (name, reference) in entries {
                let location =
                    reference.and_then(|reference| self.file_store.resolve(&reference, &base).ok());
                let Some(location) = location.filter(|location| self.component(kind, location).is_none())
                else {
                    continue;
                };
                let is_new = !self.names.contains_key(&(kind, location.clone()));
                if is_new && self.file_store.settle(&location).is_some() {
                    self.names.insert((kind, location.clone()), name.clone());
                    self.wanted.push_back(Wanted { kind, location, name });
                }
            }
        }
    }

    /// Where the components of a kind are: their section may be a `$ref` itself.
    fn holder(&mut self, kind: Kind) -> Option<Location> {
        let steps = section(kind, self.swagger)?.iter().map(|step| (*step).to_owned());
        let mut location = self.file_store.settle(&Location::file("").inside(steps))?;
        for _ in 0..LONGEST_CHAIN {
            let Some(reference) = only_reference(self.file_store.get(&location)?).map(str::to_owned) else {
                return Some(location);
            };
            let next = self.file_store.resolve(&reference, &Location::file(location.file)).ok()?;
            location = self.file_store.settle(&next)?;
        }
        None
    }

    /// The name of the component that is at `location`, where that is one of its kind.
    fn component<'p>(&self, kind: Kind, location: &'p Location) -> Option<&'p str> {
        let section = section(kind, self.swagger)?;
        let (name, above) = location.steps.split_last()?;
        (location.file.is_empty() && above == section).then_some(name.as_str())
    }

    /// Rewrites the references in `value`, a `kind` that stands in the resource `base` and is now at `place`, which
    /// `inline_stack` led to.
    fn walk(
        &mut self,
        value: &mut Value,
        kind: Kind,
        base: &Location,
        place: &Place<'_>,
        inline_stack: &InlineStack<'_>,
    ) {
        let mut here = Here::within(base, inline_stack);
        if matches!(kind, Kind::PathItem | Kind::MediaType | Kind::Components) {
            self.inline(value, &mut here, place);
        }
        let Value::Object(fields) = value else { return };
        if kind == Kind::Schema {
            if fields.get("$id").is_some_and(Value::is_string) {
                here.base = self.resource(fields, &here.base);
            }
            let template = templates::fill(fields, &here, place, self.file_store, &mut self.inline_stack);
            here.inline_stack.locations.extend(template);
            self.rename_mapping(fields, &here.base);
        }
        if section(kind, false).is_some()
            && let Some(Value::String(reference)) = fields.get("$ref")
            && !self.is_adopted(kind, reference, &here.base, place)
        {
            let reference = self.refer(&reference.clone(), kind, &here.base);
            fields.insert("$ref".to_owned(), Value::String(reference));
        }
        for (key, value) in fields.iter_mut() {
            let Some((held, child)) = kind.child(key) else { continue };
            let place = Place::Field(place, key);
            let mut inner = Here::within(&here.base, &here.inline_stack);
            if held != Held::One && only_reference(value).is_some() {
                self.inline(value, &mut inner, &place);
            }
            super::object_graph::held_in(value, held, child, &place, &mut |value, kind, place| {
                self.walk(value, kind, &inner.base, place, &inner.inline_stack);
            });
        }
    }

    /// Whether this is the component that stands for what it refers to.
    fn is_adopted(&mut self, kind: Kind, reference: &str, base: &Location, place: &Place<'_>) -> bool {
        let Ok(location) = self.file_store.resolve(reference, base) else { return false };
        let Some(name) = self.names.get(&(kind, location)) else { return false };
        place.field() == name && place.pointer() == self.pointer(kind, name)
    }

    fn pointer(&self, kind: Kind, name: &str) -> Pointer {
        let section = section(kind, self.swagger).unwrap_or_default();
        section.iter().fold(Pointer::root(), |at, step| at.key(step)).key(name)
    }

    /// The resource that a schema with an `$id` is.
    fn resource(&mut self, fields: &Map<String, Value>, base: &Location) -> Location {
        let id = fields.get("$id").and_then(Value::as_str).unwrap_or_default();
        self.file_store.resolve(id, base).unwrap_or_else(|_| base.clone())
    }

    /// What a reference of this kind is to be.
    fn refer(&mut self, reference: &str, kind: Kind, base: &Location) -> String {
        if reference.starts_with(UNRESOLVED) {
            return reference.to_owned();
        }
        match self.target(reference, kind, base) {
            Ok(name) => self.pointer(kind, &name).to_reference(),
            Err(why) => {
                self.done.unresolved.push(why);
                format!("{UNRESOLVED}{}", self.done.unresolved.len() - 1)
            }
        }
    }

    fn target(&mut self, reference: &str, kind: Kind, base: &Location) -> Result<String, Unresolved> {
        let location = self.file_store.resolve(reference, base)?;
        if let Some(name) = self.component(kind, &location) {
            let known = self.taken.get(&kind).is_some_and(|taken| taken.contains(name));
            return if known { Ok(name.to_owned()) } else { Err(dangling(reference)) };
        }
        let other =
            KINDS.iter().find(|other| **other != kind && self.component(**other, &location).is_some());
        if let Some(other) = other {
            return Err(Unresolved {
                code: Code::FOREIGN_REF,
                message: format!("`{reference}` is {}, where {} is meant", other.article(), kind.article()),
                help: "refer to a component of the kind that belongs there".to_owned(),
            });
        }
        if let Some(name) = self.names.get(&(kind, location.clone())) {
            return Ok(name.clone());
        }
        // A pointer may lead through other references, to a place that has a name already.
        let (found, value) = self.file_store.find(&location).ok_or_else(|| dangling(reference))?;
        if !(value.is_object() || kind == Kind::Schema && value.is_boolean()) {
            return Err(Unresolved {
                code: Code::FOREIGN_REF,
                message: format!("`{reference}` is no object, where {} is meant", kind.article()),
                help: "refer to something else".to_owned(),
            });
        }
        if let Some(name) = self.component(kind, &found) {
            return Ok(name.to_owned());
        }
        if let Some(name) = self.names.get(&(kind, found.clone())) {
            return Ok(name.clone());
        }
        let name = self.new_name(kind, &found);
        self.names.insert((kind, found.clone()), name.clone());
        self.wanted.push_back(Wanted { kind, location: found, name: name.clone() });
        Ok(name)
    }

    fn new_name(&mut self, kind: Kind, location: &Location) -> String {
        let taken = self.taken.entry(kind).or_default();
        let candidates = candidates(location);
        let last = candidates.last().cloned().unwrap_or_default();
        let numbered = (2..).map(|number| format!("{last}_{number}"));
        let mut all = candidates.into_iter().filter(|name| !name.is_empty()).chain(numbered);
        // There are more numbers than names.
        let name = all.find(|name| !taken.contains(name)).unwrap_or_default();
        taken.insert(name.clone());
        name
    }

    /// The members of a union may be in other files too.
    fn rename_mapping(&mut self, fields: &mut Map<String, Value>, base: &Location) {
        let mapping = fields.get_mut("discriminator").and_then(|tag| tag.get_mut("mapping"));
        let Some(Value::Object(mapping)) = mapping else { return };
        for target in mapping.values_mut() {
            let Value::String(text) = target else { continue };
            // The name of a component may have a dot; a file's has.
            let is_uri = text.contains(['#', '/', '.']);
            if is_uri && let Ok(name) = self.target(text, Kind::Schema, base) {
                *text = self.pointer(Kind::Schema, &name).to_reference();
            }
        }
    }

    /// Puts what a `$ref` leads to in its place.
    fn inline(&mut self, value: &mut Value, here: &mut Here<'_>, place: &Place<'_>) {
        let mut last = String::new();
        for _ in 0..LONGEST_CHAIN {
            let Value::Object(fields) = &mut *value else { return };
            let Some(Value::String(reference)) = fields.get("$ref") else { return };
            if reference.starts_with(UNRESOLVED) {
                return;
            }
            last.clone_from(reference);
            let inline_stack = &mut self.inline_stack;
            let found = self.file_store.resolve(&last, &here.base).and_then(|location| {
                let (location, value) = self.file_store.find(&location).ok_or_else(|| dangling(&last))?;
                let copy = if here.may_copy(&location, place) { inline_stack.copy(value) } else { None };
                Ok((location, copy.ok_or_else(|| leads_back(&last))?))
            });
            let (location, mut target) = match found {
                Ok(found) => found,
                Err(why) => return self.give_up(value, why, &here.base, place),
            };
            if let (Value::Object(target), Value::Object(fields)) = (&mut target, &mut *value) {
                // What stands beside the reference is said of this place.
                let own = std::mem::take(fields).into_iter().filter(|(key, _)| key != "$ref");
                target.extend(own);
            }
            *value = target;
            let before = location.steps.iter().fold(file_pointer(&location.file), |at, step| at.key(step));
            self.done.source_map.note(place.pointer(), before);
            here.base = Location::file(location.file.as_str());
            here.inline_stack.locations.push(location);
        }
        self.give_up(value, leads_back(&last), &here.base, place);
    }

    /// Leaves a reference that leads nowhere. That of a path item is reported when the paths are read.
    fn give_up(&mut self, value: &mut Value, why: Unresolved, base: &Location, place: &Place<'_>) {
        // In another file it is that which refers.
        let at = if base.file.is_empty() { place.pointer().key("$ref") } else { file_pointer(&base.file) };
        if !matches!(place, Place::Field(Place::Field(_, "paths" | "webhooks"), _)) {
            self.diagnostics.push_with_help(why.code, &at, why.message.clone(), why.help.clone());
        }
        self.done.unresolved.push(why);
        *value = json!({ "$ref": format!("{UNRESOLVED}{}", self.done.unresolved.len() - 1) });
    }

    /// Makes a component of what is wanted.
    fn add(&mut self, root: &mut Value, wanted: Wanted) {
        let Wanted { kind, location, name } = wanted;
        let pointer = self.pointer(kind, &name);
        let reference = json!({ "$ref": pointer.to_reference() });
        let taken = if location.file.is_empty() { take(root, &location.steps, &reference) } else { None };
        let inline_stack = &mut self.inline_stack;
        let value = taken.or_else(|| inline_stack.copy(self.file_store.find(&location)?.1));
        let mut value = value.unwrap_or_else(|| Value::Object(Map::new()));
        let before = location.steps.iter().fold(file_pointer(&location.file), |at, step| at.key(step));
        self.done.source_map.note(pointer.clone(), before);
        self.walk(
            &mut value,
            kind,
            &Location::file(location.file),
            &Place::Fragment(&pointer),
            &InlineStack::default(),
        );
        let mut section = section(kind, self.swagger).unwrap_or_default().iter();
        let holder = section.try_fold(&mut *root, |value, step| {
            let fields = value.as_object_mut()?;
            Some(fields.entry(*step).or_insert_with(|| Value::Object(Map::new())))
        });
        if let Some(Value::Object(entries)) = holder {
            entries.insert(name, value);
        }
    }
}

/// What is at `steps`, replaced by `reference`.
fn take(root: &mut Value, steps: &[String], reference: &Value) -> Option<Value> {
    let place = steps.iter().try_fold(root, |value, step| match value {
        Value::Object(fields) => fields.get_mut(step),
        Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    })?;
    // A piece that is not read as such stays what it is.
    (place.is_object() && place != reference).then(|| std::mem::replace(place, reference.clone()))
}

/// The reference that `value` is, and nothing else.
fn only_reference(value: &Value) -> Option<&str> {
    let fields = value.as_object()?;
    let reference = fields.get("$ref")?.as_str()?;
    fields.keys().all(|key| matches!(key.as_str(), "$ref" | "summary")).then_some(reference)
}

fn file_pointer(file: &str) -> Pointer {
    if file.is_empty() { Pointer::root() } else { Pointer::file(file) }
}
