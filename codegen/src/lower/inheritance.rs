//! Inheritance: a schema with a discriminator that others extend by `allOf` is a union of them (OpenAPI 3.0.4,
//! "Composition and Inheritance (Polymorphism)").

use std::collections::{HashMap, HashSet};

use openapiv3::{Components, ReferenceOr, Schema};

use super::{
    references,
    schema_view::{SchemaRef, SchemaView},
};

/// The maximum number of direct and indirect bases of a component that are compared with another component.
const MAX_BASES: usize = 1000;

/// The inheritance relation of component schemas.
pub(super) struct Inheritance<'a> {
    /// The direct bases of each component.
    parents: HashMap<&'a str, Vec<&'a str>>,
    /// The components that directly extend each component.
    children: HashMap<&'a str, Vec<&'a str>>,
    /// The components that extend one with a discriminator directly or indirectly.
    extend_tagged: HashSet<&'a str>,
}

impl<'a> Inheritance<'a> {
    /// Analyzes the components of a description.
    pub(super) fn of(components: &'a Components) -> Self {
        let mut all =
            Self { parents: HashMap::new(), children: HashMap::new(), extend_tagged: HashSet::new() };
        let mut tagged: Vec<&'a str> = Vec::new();
        for (name, schema) in &components.schemas {
            let ReferenceOr::Item(schema) = schema else { continue };
            tagged.extend(schema.schema_data.discriminator.as_ref().map(|_| name.as_str()));
            let mut parents = Vec::new();
            extended(schema, components, &mut parents);
            for parent in &parents {
                all.children.entry(parent).or_default().push(name);
            }
            all.parents.insert(name, parents);
        }
        while let Some(name) = tagged.pop() {
            for child in all.children.get(name).into_iter().flatten() {
                if all.extend_tagged.insert(child) {
                    tagged.push(child);
                }
            }
        }
        all
    }

    /// Returns every component that extends `base` directly or indirectly, in the order of the description. Returns
    /// `None` if there are more than `max`.
    pub(super) fn descendants(&self, base: &str, max: usize) -> Option<Vec<&'a str>> {
        let mut found: Vec<&'a str> = Vec::new();
        let mut seen: HashSet<&str> = HashSet::from([base]);
        let mut pending: Vec<&'a str> =
            self.children.get(base).into_iter().flatten().rev().copied().collect();
        while let Some(name) = pending.pop() {
            if seen.insert(name) {
                if found.len() == max {
                    return None;
                }
                found.push(name);
                pending.extend(self.children.get(name).into_iter().flatten().rev());
            }
        }
        Some(found)
    }

    /// Returns `true` if `child` extends `base` directly or indirectly, by at most [`MAX_BASES`].
    pub(super) fn extends(&self, child: &str, base: &str) -> bool {
        let mut seen: HashSet<&str> = HashSet::new();
        let mut pending: Vec<&str> = vec![child];
        while let Some(name) = pending.pop() {
            for parent in self.parents.get(name).into_iter().flatten() {
                if *parent == base {
                    return true;
                }
                if seen.len() < MAX_BASES && seen.insert(parent) {
                    pending.push(parent);
                }
            }
        }
        false
    }

    /// Returns `true` if `child` extends a base with a discriminator.
    pub(super) fn extends_tagged(&self, child: &str) -> bool {
        self.extend_tagged.contains(child)
    }

    /// Returns `true` if the component is a union of those that extend it: it has a discriminator and no union.
    pub(super) fn is_base(&self, name: &str, schema_view: &SchemaView<'_>) -> bool {
        schema_view.discriminator().is_some()
            && schema_view.one_of.is_empty()
            && schema_view.any_of.is_empty()
            && self.children.contains_key(name)
    }
}

/// Adds the components in the `allOf` of `schema`.
fn extended<'a>(schema: &'a Schema, components: &'a Components, parents: &mut Vec<&'a str>) {
    for part in SchemaView::of(schema).all_of {
        match part {
            SchemaRef::Reference(reference) => {
                let name = references::component_name(reference, "schemas");
                let known = name.and_then(|name| components.schemas.get_key_value(&name));
                parents.extend(known.map(|(name, _)| name.as_str()));
            }
            SchemaRef::Inline(schema) => extended(schema, components, parents),
        }
    }
}
