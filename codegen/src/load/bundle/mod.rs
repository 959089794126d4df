//! The bundler: it turns every target of a `$ref` that is not a component into one, or inlines it where OpenAPI 3.0 has
//! no components of its kind.

mod component_names;
mod dynamic_refs;
mod expected;
mod inline_stack;
mod registry;

use serde_json::{Map, Value, json};

use self::{
    component_names::section,
    expected::Expected,
    inline_stack::{InlineStack, Scope},
    registry::{ComponentRegistry, PendingComponent},
};
use super::{
    copy_budget::CopyBudget,
    file_store::FileStore,
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
/// The maximum length of a chain of references that are replaced by copies.
const MAX_CHAIN: usize = 64;

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

/// Rewrites the references of `root`, whose targets may be anywhere in the files of `file_store`.
pub(super) fn bundle(
    root: &mut Value,
    file_store: &mut FileStore<'_>,
    swagger: bool,
    diagnostics: &mut Diagnostics,
) -> Bundled {
    let registry = ComponentRegistry::new(swagger, file_store);
    let mut bundler = Bundler {
        file_store,
        registry,
        copy_budget: CopyBudget::default(),
        bundled: Bundled::default(),
        diagnostics,
    };
    let at = Pointer::root();
    let stack = InlineStack::default();
    bundler.walk(root, ObjectKind::Description, &Location::file(""), &NodePath::Root(&at), &stack);
    while let Some(pending) = bundler.registry.next_pending() {
        bundler.add_component(root, pending);
    }
    bundler.bundled
}

struct Bundler<'b, 's> {
    file_store: &'b mut FileStore<'s>,
    registry: ComponentRegistry,
    copy_budget: CopyBudget,
    bundled: Bundled,
    diagnostics: &'b mut Diagnostics,
}

impl Bundler<'_, '_> {
    /// Rewrites the references in `value`, an object of kind `kind` at `path`, relative to `base`.
    fn walk(
        &mut self,
        value: &mut Value,
        kind: ObjectKind,
        base: &Location,
        path: &NodePath<'_>,
        stack: &InlineStack<'_>,
    ) {
        let mut scope = Scope::new(base, stack);
        if matches!(kind, ObjectKind::PathItem | ObjectKind::MediaType | ObjectKind::Components) {
            self.inline(value, Expected::One(kind), &mut scope, path);
        }
        let Value::Object(fields) = value else { return };
        if kind == ObjectKind::Schema {
            if let Some(Value::String(id)) = fields.get("$id")
                && let Ok(resource) = self.file_store.resolve(id, &scope.base)
            {
                scope.base = resource;
            }
            let generic = dynamic_refs::resolve(fields, &scope, path, self.file_store, &mut self.copy_budget);
            scope.inline_stack.extend(generic);
            self.rewrite_mapping(fields, &scope.base);
        }
        if section(kind, false).is_some()
            && let Some(Value::String(reference)) = fields.get_mut("$ref")
            && !self.registry.is_alias(reference, kind, &scope.base, path, self.file_store)
        {
            *reference = self.rewrite_reference(reference, kind, &scope.base);
        }
        for (key, value) in fields.iter_mut() {
            let Some((container, child)) = kind.child(key) else { continue };
            let path = NodePath::Field(path, key);
            let mut inner = Scope::new(&scope.base, &scope.inline_stack);
            if container != Container::One && only_reference(value).is_some() {
                self.inline(value, Expected::Several(child), &mut inner, &path);
            }
            visit_field(value, container, child, &path, &mut |value, kind, path| {
                self.walk(value, kind, &inner.base, path, &inner.inline_stack);
            });
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

    /// Rewrites the targets of a discriminator's `mapping`.
    fn rewrite_mapping(&mut self, fields: &mut Map<String, Value>, base: &Location) {
        let mapping = fields.get_mut("discriminator").and_then(|tag| tag.get_mut("mapping"));
        let Some(Value::Object(mapping)) = mapping else { return };
        for target in mapping.values_mut() {
            let Value::String(text) = target else { continue };
            // The name of a component may contain a dot; the name of a file does.
            let is_uri = text.contains(['#', '/', '.']);
            if is_uri
                && let Ok(name) = self.registry.component_for(text, ObjectKind::Schema, base, self.file_store)
            {
                *text = self.registry.pointer(ObjectKind::Schema, &name).to_reference();
            }
        }
    }

    /// Replaces a `$ref` by a copy of its target.
    fn inline(&mut self, value: &mut Value, expected: Expected, scope: &mut Scope<'_>, path: &NodePath<'_>) {
        let mut last = String::new();
        for _ in 0..MAX_CHAIN {
            let Value::Object(fields) = &mut *value else { return };
            let Some(Value::String(reference)) = fields.get("$ref") else { return };
            if reference.starts_with(UNRESOLVED) {
                return;
            }
            last.clone_from(reference);
            let (location, mut target) = match self.copy_target(&last, expected, scope, path) {
                Ok(copy) => copy,
                Err(mut reason) => {
                    self.suggest(&mut reason, &last, &scope.base);
                    return self.mark_unresolved(value, reason, &scope.base, path);
                }
            };
            if let Value::Object(target) = &mut target {
                // Siblings of a `$ref` override the fields of its target.
                target.extend(std::mem::take(fields).into_iter().filter(|(key, _)| key != "$ref"));
            }
            *value = target;
            self.bundled.source_map.record(path.pointer(), location.pointer());
            scope.base = Location::file(location.file.as_str());
            scope.inline_stack.extend([location]);
        }
        let limit = format!("it is in a chain of more than {MAX_CHAIN} references");
        self.mark_unresolved(value, Unresolved::beyond(&last, &limit), &scope.base, path);
    }

    /// Returns a copy of the target of a reference, and its location.
    fn copy_target(
        &mut self,
        reference: &str,
        expected: Expected,
        scope: &Scope<'_>,
        path: &NodePath<'_>,
    ) -> Result<(Location, Value), Unresolved> {
        let location = self.file_store.resolve(reference, &scope.base)?;
        let location =
            self.file_store.canonicalize(&location).ok_or_else(|| Unresolved::missing(reference))?;
        expected.check(reference, &location, self.file_store)?;
        let value = self.file_store.get(&location).ok_or_else(|| Unresolved::missing(reference))?;
        scope.check_copy(&location, path, reference)?;
        let limit = "the references of the description copy too many values";
        let copy = self.copy_budget.copy(value).ok_or_else(|| Unresolved::beyond(reference, limit))?;
        Ok((location, copy))
    }

    /// Replaces a reference without a target, and reports it. The reader of paths reports those of path items.
    fn mark_unresolved(
        &mut self,
        value: &mut Value,
        reason: Unresolved,
        base: &Location,
        path: &NodePath<'_>,
    ) {
        // Only the description has diagnostics for each place; another file has one for the whole.
        let at = if base.file.is_empty() {
            path.pointer().key("$ref")
        } else {
            Location::file(&base.file).pointer()
        };
        if !matches!(path, NodePath::Field(NodePath::Field(_, "paths" | "webhooks"), _)) {
            self.diagnostics.push_with_help(reason.code, &at, reason.message.clone(), reason.help.clone());
        }
        *value = json!({ "$ref": self.unresolved_reference(reason) });
    }

    /// Adds a component to the description. It is moved if it is in the same file, at a place for objects of its kind
    /// or in an extension, and copied otherwise: other parts of the description may need it.
    fn add_component(&mut self, root: &mut Value, pending: PendingComponent) {
        let PendingComponent { kind, location, name } = pending;
        let pointer = self.registry.pointer(kind, &name);
        let reference = json!({ "$ref": pointer.to_reference() });
        let is_extension = || location.steps.first().is_some_and(|step| step.starts_with("x-"));
        let may_move = location.file.is_empty()
            && (Site::at(&location.steps) == Some(Site::Object(kind)) || is_extension());
        let moved = if may_move { replace_at(root, &location.steps, &reference) } else { None };
        let value = moved.or_else(|| self.copy_budget.copy(self.file_store.lookup(&location)?.1));
        let mut value = value.unwrap_or_else(|| Value::Object(Map::new()));
        self.bundled.source_map.record(pointer.clone(), location.pointer());
        let base = Location::file(location.file);
        self.walk(&mut value, kind, &base, &NodePath::Root(&pointer), &InlineStack::default());
        let mut section = self.registry.section(kind).iter();
        let holder = section.try_fold(&mut *root, |value, step| {
            let fields = value.as_object_mut()?;
            Some(fields.entry(*step).or_insert_with(|| Value::Object(Map::new())))
        });
        if let Some(Value::Object(entries)) = holder {
            entries.insert(name, value);
        }
    }
}

/// Replaces the object at `steps` by `reference`, and returns it.
fn replace_at(root: &mut Value, steps: &[String], reference: &Value) -> Option<Value> {
    let value = steps.iter().try_fold(root, |value, step| match value {
        Value::Object(fields) => fields.get_mut(step),
        Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    })?;
    (value.is_object() && value != reference).then(|| std::mem::replace(value, reference.clone()))
}

/// Returns the reference of a value that consists of a `$ref`, perhaps with a summary.
fn only_reference(value: &Value) -> Option<&str> {
    let fields = value.as_object()?;
    let reference = fields.get("$ref")?.as_str()?;
    fields.keys().all(|key| matches!(key.as_str(), "$ref" | "summary")).then_some(reference)
}

#[cfg(test)]
mod tests;
