//! The names of components: of those that the description has, and of those that the bundler adds.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::Value;

use super::{
    component_names::{candidates, section},
    expected::Expected,
    only_reference,
};
use crate::{
    diagnostics::Pointer,
    load::{
        file_store::FileStore, node_path::NodePath, object_graph::ObjectKind, reference::Location,
        unresolved::Unresolved,
    },
};

/// The maximum length of a chain of references between sections.
const MAX_CHAIN: usize = 64;

/// The kinds of objects that can be components.
const COMPONENT_KINDS: [ObjectKind; 6] = [
    ObjectKind::Schema,
    ObjectKind::Parameter,
    ObjectKind::Response,
    ObjectKind::RequestBody,
    ObjectKind::Header,
    ObjectKind::SecurityScheme,
];

/// A component that the description refers to and that is yet to be added.
pub(super) struct PendingComponent {
    pub(super) kind: ObjectKind,
    pub(super) location: Location,
    pub(super) name: String,
}

/// The components of a description by the locations that they represent.
pub(super) struct ComponentRegistry {
    swagger: bool,
    names: HashMap<(ObjectKind, Location), String>,
    used_names: HashMap<ObjectKind, HashSet<String>>,
    pending: VecDeque<PendingComponent>,
}

impl ComponentRegistry {
    /// Registers the components that the description has.
    pub(super) fn new(swagger: bool, file_store: &mut FileStore<'_>) -> Self {
        let mut registry =
            Self { swagger, names: HashMap::new(), used_names: HashMap::new(), pending: VecDeque::new() };
        for kind in COMPONENT_KINDS {
            registry.register_section(kind, file_store);
        }
        registry
    }

    /// Registers the components of one kind. A component that consists of a `$ref` alone gives its name to the target.
    fn register_section(&mut self, kind: ObjectKind, file_store: &mut FileStore<'_>) {
        let Some(holder) = self.section_location(kind, file_store) else { return };
        let Some(Value::Object(entries)) = file_store.get(&holder) else { return };
        let mut aliases: Vec<(String, String)> = Vec::new();
        for (name, value) in entries {
            // A section in another file can be referred to there as well.
            self.names.insert((kind, holder.join([name.clone()])), name.clone());
            self.used_names.entry(kind).or_default().insert(name.clone());
            aliases.extend(only_reference(value).map(|reference| (name.clone(), reference.to_owned())));
        }
        let base = Location::file(holder.file);
        for (name, reference) in aliases {
            let Ok(location) = file_store.resolve(&reference, &base) else { continue };
            if self.component_at(kind, &location).is_some() {
                continue;
            }
            let is_new = !self.names.contains_key(&(kind, location.clone()));
            let canonical = file_store.canonicalize(&location);
            let fits =
                |canonical: &Location| Expected::One(kind).check(&reference, canonical, file_store).is_ok();
            if is_new && canonical.as_ref().is_some_and(fits) {
                self.names.insert((kind, location.clone()), name.clone());
                self.pending.push_back(PendingComponent { kind, location, name });
            }
        }
    }

    /// Returns the location of the components of a kind. Their section may be a `$ref` itself.
    fn section_location(&self, kind: ObjectKind, file_store: &mut FileStore<'_>) -> Option<Location> {
        let steps = section(kind, self.swagger)?.iter().map(|step| (*step).to_owned());
        let mut location = file_store.canonicalize(&Location::file("").join(steps))?;
        for _ in 0..MAX_CHAIN {
            let Some(reference) = only_reference(file_store.get(&location)?).map(str::to_owned) else {
                return Some(location);
            };
            let next = file_store.resolve(&reference, &Location::file(location.file)).ok()?;
            location = file_store.canonicalize(&next)?;
        }
        None
    }

    /// Returns the name of the component at `location`, if it is in the section of its kind.
    fn component_at<'l>(&self, kind: ObjectKind, location: &'l Location) -> Option<&'l str> {
        let section = section(kind, self.swagger)?;
        let (name, parent) = location.steps.split_last()?;
        (location.file.is_empty() && parent == section).then_some(name.as_str())
    }

    /// Returns the pointer to a component.
    pub(super) fn pointer(&self, kind: ObjectKind, name: &str) -> Pointer {
        self.section(kind).iter().fold(Pointer::root(), |pointer, step| pointer.key(step)).key(name)
    }

    /// Returns the steps to the section of a kind.
    pub(super) fn section(&self, kind: ObjectKind) -> &'static [&'static str] {
        section(kind, self.swagger).unwrap_or_default()
    }

    /// Returns the next component that is to be added.
    pub(super) fn next_pending(&mut self) -> Option<PendingComponent> {
        self.pending.pop_front()
    }

    /// Returns `true` if the component at `path` is the one that represents the target of `reference`.
    pub(super) fn is_alias(
        &self,
        reference: &str,
        kind: ObjectKind,
        base: &Location,
        path: &NodePath<'_>,
        file_store: &mut FileStore<'_>,
    ) -> bool {
        let Ok(location) = file_store.resolve(reference, base) else { return false };
        let Some(name) = self.names.get(&(kind, location)) else { return false };
        path.field() == name && path.pointer() == self.pointer(kind, name)
    }

    /// Returns the name of the component that represents the target of `reference`, an object of kind `kind`.
    pub(super) fn component_for(
        &mut self,
        reference: &str,
        kind: ObjectKind,
        base: &Location,
        file_store: &mut FileStore<'_>,
    ) -> Result<String, Unresolved> {
        let location = file_store.resolve(reference, base)?;
        if let Some(name) = self.component_at(kind, &location) {
            let is_known = self.used_names.get(&kind).is_some_and(|names| names.contains(name));
            return if is_known { Ok(name.to_owned()) } else { Err(Unresolved::missing(reference)) };
        }
        let is_other =
            |other: &&ObjectKind| **other != kind && self.component_at(**other, &location).is_some();
        if let Some(other) = COMPONENT_KINDS.iter().find(is_other) {
            let (found, expected) = (other.with_article(), kind.with_article());
            return Err(Unresolved::unexpected(reference, found, expected));
        }
        if let Some(name) = self.names.get(&(kind, location.clone())) {
            return Ok(name.clone());
        }
        // The pointer may lead through other references to a location that has a name already.
        let location = file_store.canonicalize(&location).ok_or_else(|| Unresolved::missing(reference))?;
        Expected::One(kind).check(reference, &location, file_store)?;
        let value = file_store.get(&location).ok_or_else(|| Unresolved::missing(reference))?;
        if !(value.is_object() || kind == ObjectKind::Schema && value.is_boolean()) {
            return Err(Unresolved::unexpected(reference, "not an object", kind.with_article()));
        }
        if let Some(name) = self.component_at(kind, &location) {
            return Ok(name.to_owned());
        }
        if let Some(name) = self.names.get(&(kind, location.clone())) {
            return Ok(name.clone());
        }
        let name = self.unused_name(kind, &location);
        self.names.insert((kind, location.clone()), name.clone());
        self.pending.push_back(PendingComponent { kind, location, name: name.clone() });
        Ok(name)
    }

    fn unused_name(&mut self, kind: ObjectKind, location: &Location) -> String {
        let used = self.used_names.entry(kind).or_default();
        let candidates = candidates(location);
        let last = candidates.last().cloned().unwrap_or_default();
        let numbered = (2..).map(|number| format!("{last}_{number}"));
        let mut all = candidates.into_iter().filter(|name| !name.is_empty()).chain(numbered);
        // The numbered names do not end.
        let name = all.find(|name| !used.contains(name)).unwrap_or_default();
        used.insert(name.clone());
        name
    }
}
