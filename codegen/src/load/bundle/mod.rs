//! The bundler: it turns every target of a `$ref` that is not a component into one, or inlines it where OpenAPI 3.0 has
//! no components of its kind.

mod changes;
mod component_names;
mod dynamic_refs;
mod expected;
mod inline;
mod inline_stack;
mod registry;

use serde_json::{Map, Value};

use self::{
    changes::{Changes, Content, Edits, NewComponent},
    component_names::section,
    expected::Expected,
    inline::Inlined,
    inline_stack::{InlineStack, Scope},
    registry::{ComponentRegistry, PendingComponent},
};
use super::{
    copy_budget::CopyBudget,
    file_store::{FileStore, descend},
    node_path::NodePath,
    object_graph::{Container, ObjectKind, Site, visit_field},
    reference::Location,
    source_map::SourceMap,
    suggestion,
    unresolved::Unresolved,
};
use crate::diagnostics::{Code, Diagnostics, Pointer};

/// The start of a reference without a target. The index of the reason follows.
const UNRESOLVED: &str = "#/unresolved/";
/// The maximum number of references without a target that are compared with others.
const MAX_SUGGESTIONS: usize = 100;

/// The result of bundling, beside the description.
#[derive(Debug, Default)]
pub(super) struct Bundled {
    pub(super) source_map: SourceMap,
    pub(super) unresolved: Vec<Unresolved>,
}

/// Returns the reason for which `reference` has no target, if the bundler found one.
pub(crate) fn unresolved_by<'u>(reference: &str, reasons: &'u [Unresolved]) -> Option<&'u Unresolved> {
    reasons.get(reference.strip_prefix(UNRESOLVED)?.parse::<usize>().ok()?)
}

/// Returns `true` if `value`, a part of `root`, has a `$ref` to anything but a component, or a schema with an `$id` or
/// an anchor.
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

/// Returns `true` if a reference names a component that 3.0 has a section for.
///
/// The sections of Swagger 2.0 are renamed later. A reference to a missing component is therefore left to the bundler,
/// so that its diagnostic has the name in the user's file.
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

/// Returns the changes of `root` that make each reference lead to a component. Its targets may be anywhere in the files
/// of `file_store`, which contains `root`.
pub(super) fn bundle<'s>(
    root: &'s Value,
    file_store: &mut FileStore<'s>,
    swagger: bool,
    diagnostics: &mut Diagnostics,
) -> (Changes, Bundled) {
    let registry = ComponentRegistry::new(swagger, file_store);
    let mut bundler = Bundler {
        root,
        file_store,
        registry,
        copy_budget: CopyBudget::default(),
        changes: Changes::default(),
        bundled: Bundled::default(),
        diagnostics,
    };
    let at = Pointer::root();
    let stack = InlineStack::default();
    bundler.walk(root, ObjectKind::Description, &Location::file(""), &NodePath::Root(&at), &stack);
    while let Some(pending) = bundler.registry.next_pending() {
        bundler.add_component(pending);
    }
    (bundler.changes, bundler.bundled)
}

struct Bundler<'b, 's> {
    root: &'s Value,
    file_store: &'b mut FileStore<'s>,
    registry: ComponentRegistry,
    copy_budget: CopyBudget,
    changes: Changes,
    bundled: Bundled,
    diagnostics: &'b mut Diagnostics,
}

impl<'s> Bundler<'_, 's> {
    /// Collects the edits of the references in `value`, an object of kind `kind` at `path`, relative to `base`.
    fn walk(
        &mut self,
        value: &Value,
        kind: ObjectKind,
        base: &Location,
        path: &NodePath<'_>,
        stack: &InlineStack<'_>,
    ) {
        let mut scope = Scope::new(base, stack);
        if matches!(kind, ObjectKind::PathItem | ObjectKind::MediaType | ObjectKind::Components)
            && let Some(inlined) = self.inlined(value, Expected::One(kind), &mut scope, path)
        {
            self.walk_children(inlined.fields(value), kind, &scope, path);
            match inlined {
                Inlined::Target(target) => self.changes.edits.inline(path, target),
                Inlined::Value(value) => self.changes.edits.replace(path, value),
            }
            return;
        }
        let Value::Object(fields) = value else { return };
        let mut instance = None;
        if kind == ObjectKind::Schema {
            if let Some(Value::String(id)) = fields.get("$id")
                && let Ok(resource) = self.file_store.resolve(id, &scope.base)
            {
                scope.base = resource;
            }
            let generic =
                dynamic_refs::instantiate(fields, &scope, path, self.file_store, &mut self.copy_budget);
            instance = generic.map(|(location, instance)| {
                scope.inline_stack.extend([location]);
                instance
            });
            self.rewrite_mapping(instance.as_ref().unwrap_or(fields), &scope.base, path);
        }
        let fields = instance.as_ref().unwrap_or(fields);
        if section(kind, false).is_some() {
            self.walk_reference(fields, kind, &scope.base, path);
        }
        self.walk_children(fields.iter(), kind, &scope, path);
        if let Some(instance) = instance {
            self.changes.edits.replace(path, Value::Object(instance));
        }
    }

    /// Collects the edits of the children of an object with these fields.
    fn walk_children<'v>(
        &mut self,
        fields: impl Iterator<Item = (&'v String, &'v Value)>,
        kind: ObjectKind,
        scope: &Scope<'_>,
        path: &NodePath<'_>,
    ) {
        for (key, value) in fields {
            let Some((container, child)) = kind.child(key) else { continue };
            let path = NodePath::Field(path, key);
            let mut inner = Scope::new(&scope.base, &scope.inline_stack);
            let inlined = (container != Container::One && only_reference(value).is_some())
                .then(|| self.inlined(value, Expected::Several(child), &mut inner, &path))
                .flatten()
                .map(|inlined| inlined.into_value(value));
            visit_field(
                inlined.as_ref().unwrap_or(value),
                container,
                child,
                &path,
                &mut |value, kind, path| {
                    self.walk(value, kind, &inner.base, path, &inner.inline_stack);
                },
            );
            if let Some(inlined) = inlined {
                self.changes.edits.replace(&path, inlined);
            }
        }
    }

    /// Collects the edit of the reference of an object with these fields.
    fn walk_reference(
        &mut self,
        fields: &Map<String, Value>,
        kind: ObjectKind,
        base: &Location,
        path: &NodePath<'_>,
    ) {
        let is_schema = kind == ObjectKind::Schema;
        let reference = fields.get("$ref").and_then(Value::as_str);
        let reference = if is_schema { dynamic_refs::reference(fields) } else { reference };
        let Some(reference) = reference else { return };
        let is_alias = self.registry.is_alias(reference, kind, base, path, self.file_store);
        let rewritten =
            if is_alias { reference.to_owned() } else { self.rewrite_reference(reference, kind, base) };
        let is_dynamic = is_schema && fields.contains_key("$dynamicRef");
        if is_dynamic || rewritten != reference {
            self.changes.edits.set_text(path, "$ref", rewritten);
        }
        if is_dynamic {
            self.changes.edits.remove(path, "$dynamicRef");
        }
    }

    /// Returns the reference to the component that represents the target of `reference`.
    fn rewrite_reference(&mut self, reference: &str, kind: ObjectKind, base: &Location) -> String {
        if reference.starts_with(UNRESOLVED) {
            return reference.to_owned();
        }
        match self.registry.component_for(reference, kind, base, self.file_store) {
            Ok(name) => self.registry.pointer(kind, &name).to_reference(),
            Err(mut reason) => {
                self.suggest(&mut reason, reference, base);
                self.unresolved_reference(reason)
            }
        }
    }

    /// Names the reference that a misspelt one most likely means.
    fn suggest(&mut self, reason: &mut Unresolved, reference: &str, base: &Location) {
        if reason.code == Code::DANGLING_REF
            && self.bundled.unresolved.len() < MAX_SUGGESTIONS
            && let Some(meant) = suggestion::meant(reference, base, self.file_store)
        {
            reason.help = format!("did you mean `{meant}`?");
        }
    }

    /// Returns a reference that stands for a missing target.
    fn unresolved_reference(&mut self, reason: Unresolved) -> String {
        self.bundled.unresolved.push(reason);
        format!("{UNRESOLVED}{}", self.bundled.unresolved.len() - 1)
    }

    /// Collects the edits of the targets of a discriminator's `mapping`.
    fn rewrite_mapping(&mut self, fields: &Map<String, Value>, base: &Location, path: &NodePath<'_>) {
        let mapping = fields.get("discriminator").and_then(|tag| tag.get("mapping"));
        let Some(Value::Object(mapping)) = mapping else { return };
        let path = NodePath::Field(path, "discriminator");
        let path = NodePath::Field(&path, "mapping");
        for (key, target) in mapping {
            let Value::String(text) = target else { continue };
            // The name of a component may contain a dot; the name of a file does.
            let is_uri = text.contains(['#', '/', '.']);
            if is_uri
                && let Ok(name) = self.registry.component_for(text, ObjectKind::Schema, base, self.file_store)
            {
                let reference = self.registry.pointer(ObjectKind::Schema, &name).to_reference();
                if reference != *text {
                    self.changes.edits.set_text(&path, key, reference);
                }
            }
        }
    }

    /// Adds a component to the changes. Its value is moved if it is in the same file, at a place for objects of its
    /// kind or in an extension, and copied otherwise: other parts of the description may need it.
    fn add_component(&mut self, pending: PendingComponent) {
        let PendingComponent { kind, location, name } = pending;
        let pointer = self.registry.pointer(kind, &name);
        self.bundled.source_map.record(pointer.clone(), location.pointer());
        let base = Location::file(location.file.as_str());
        let (path, stack) = (NodePath::Root(&pointer), InlineStack::default());
        let content = match self.movable(kind, &location) {
            Some(value) => {
                // The walk of the description has collected the edits of all places but extensions.
                if is_in_extension(&location) {
                    self.changes.edits.fragment.clone_from(&location.steps);
                    self.walk(value, kind, &base, &path, &stack);
                    self.changes.edits.fragment.clear();
                }
                self.changes.edits.mark_gone(location.steps.clone());
                Content::Moved(location.steps)
            }
            None => {
                let mut copy = self.copy_component(&location);
                let edits_of_root = std::mem::take(&mut self.changes.edits);
                self.walk(&copy, kind, &base, &path, &stack);
                let edits: Edits = std::mem::replace(&mut self.changes.edits, edits_of_root);
                edits.apply(&mut copy);
                Content::Copied(copy)
            }
        };
        let section = self.registry.section(kind);
        self.changes.components.push(NewComponent { section, name, pointer, content });
    }

    /// Returns a copy of the component at `location`, or an empty one if that exceeds the budget, which is reported.
    fn copy_component(&mut self, location: &Location) -> Value {
        let files = self.file_store.weight;
        let Some((_, value)) = self.file_store.lookup(location) else { return Value::Object(Map::new()) };
        self.copy_budget.copy_from_files(value, files).unwrap_or_else(|| {
            let message = "the object is not read, because references copy too many values";
            let help = "do not refer to objects that contain each other";
            self.diagnostics.push_with_help(Code::FOREIGN_REF, &location.pointer(), message, help);
            Value::Object(Map::new())
        })
    }

    /// Returns the object at `location` if it may be moved.
    fn movable(&self, kind: ObjectKind, location: &Location) -> Option<&'s Value> {
        let has_place = Site::at(&location.steps) == Some(Site::Object(kind)) || is_in_extension(location);
        if !location.file.is_empty() || !has_place || self.changes.edits.is_gone(&location.steps) {
            return None;
        }
        descend(self.root, &location.steps).filter(|value| value.is_object())
    }
}

/// Returns `true` for the location of a value in an extension of the description.
fn is_in_extension(location: &Location) -> bool {
    location.steps.first().is_some_and(|step| step.starts_with("x-"))
}

/// Returns the reference of a value that consists of a `$ref`, perhaps with a summary.
fn only_reference(value: &Value) -> Option<&str> {
    let fields = value.as_object()?;
    let reference = fields.get("$ref")?.as_str()?;
    fields.keys().all(|key| matches!(key.as_str(), "$ref" | "summary")).then_some(reference)
}

#[cfg(test)]
mod tests;
