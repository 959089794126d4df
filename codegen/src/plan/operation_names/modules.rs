//! The modules of resources. The method that returns a resource has the name of its module.

use std::collections::HashMap;

use indexmap::IndexSet;

use super::{own_methods, reading::Reading, resource_names::Renamed};
use crate::plan::names::{self, Scope};

/// The end of a module whose name is that of another item.
const END: &str = "resource";

/// Returns the modules of a resource. A name that is reserved, or that is the name of the outer module, gets an end.
/// The first `given` names are those of the settings.
pub(super) fn of_path(path: &[String], given: usize) -> Vec<String> {
    let mut modules: Vec<String> = Vec::with_capacity(path.len());
    for (depth, name) in path.iter().enumerate() {
        let module = if depth < given { name.clone() } else { module(name, &modules) };
        modules.push(module);
    }
    modules
}

fn module(name: &str, outer: &[String]) -> String {
    let outer_module = outer.last().map_or("operations", String::as_str);
    let text = names::inner_module_text(name, END, outer_module);
    let is_reserved = names::is_device(&text) || own_methods(outer).contains(&text.as_str());
    if is_reserved { format!("{text}_{END}") } else { text }
}

/// The declared methods of the client and of each resource, by its path.
#[derive(Default)]
pub(super) struct MethodScopes {
    /// The methods that return the parts inside of the part that is named.
    inner_parts: Vec<String>,
    scopes: HashMap<Vec<String>, Scope>,
    /// The resources whose methods are declared.
    accessors: HashMap<Vec<String>, String>,
}

impl MethodScopes {
    pub(super) fn new(inner_parts: &[String]) -> Self {
        Self { inner_parts: inner_parts.to_vec(), ..Self::default() }
    }

    /// Returns the scope of a resource, or of the client if the path is empty.
    pub(super) fn of(&mut self, resource: &[String]) -> &mut Scope {
        let inner_parts = &self.inner_parts;
        self.scopes.entry(resource.to_vec()).or_insert_with(|| {
            let mut scope = Scope::with_names(own_methods(resource));
            // A part may be its only resource.
            let inner_parts = inner_parts.iter().filter(|_| resource.len() < 2);
            inner_parts.for_each(|name| drop(scope.declare(name)));
            scope
        })
    }

    /// Declares the methods that return resources for which `is_fixed` is `true`. Its arguments are the index of a
    /// reading and the path of a resource.
    pub(super) fn declare_accessors(
        &mut self,
        readings: &[Reading],
        is_fixed: impl Fn(usize, &[String]) -> bool,
    ) {
        for (index, Reading { resource, .. }) in readings.iter().enumerate() {
            for depth in 1..=resource.len() {
                let path = resource.get(..depth).unwrap_or_default();
                if !self.accessors.contains_key(path) && is_fixed(index, path) {
                    self.declare_accessor(path);
                }
            }
        }
    }

    fn declare_accessor(&mut self, path: &[String]) {
        if let Some((module, outer)) = path.split_last() {
            let scope = self.of(outer);
            if !scope.contains(module) {
                scope.declare(module);
            }
            self.accessors.insert(path.to_vec(), module.clone());
        }
    }

    /// Declares the methods that return the other resources. A resource whose module is the name of a declared method
    /// gets another module.
    pub(super) fn add_accessors(&mut self, readings: &mut [Reading], renamed: &mut [Renamed]) {
        let mut taken: IndexSet<Vec<String>> = IndexSet::new();
        for Reading { resource, .. } in &*readings {
            for depth in 1..=resource.len() {
                let path = resource.get(..depth).unwrap_or_default();
                let Some((module, outer)) = path.split_last() else { continue };
                if self.accessors.contains_key(path) || taken.contains(path) {
                    continue;
                }
                if self.of(outer).contains(module) {
                    taken.insert(path.to_vec());
                } else {
                    self.declare_accessor(path);
                }
            }
        }
        if taken.is_empty() {
            return;
        }
        for path in taken {
            if let Some((module, outer)) = path.split_last() {
                let other = self.of(outer).declare(&format!("{module}_{END}"));
                self.accessors.insert(path, other);
            }
        }
        let scopes = std::mem::take(&mut self.scopes);
        self.scopes = scopes.into_iter().map(|(path, scope)| (self.modules(&path), scope)).collect();
        for (Reading { resource, .. }, Renamed { suggested, .. }) in readings.iter_mut().zip(renamed) {
            let modules = self.modules(resource);
            // The ends of both paths are the same.
            for (name, (old, new)) in suggested
                .iter_mut()
                .flat_map(|path| path.iter_mut().rev())
                .zip(resource.iter().zip(&modules).rev())
            {
                if old != new {
                    name.clone_from(new);
                }
            }
            *resource = modules;
        }
    }

    /// Returns the modules of a path with the modules before.
    fn modules(&self, path: &[String]) -> Vec<String> {
        let module = |(index, name): (usize, &String)| {
            path.get(..=index).and_then(|path| self.accessors.get(path)).unwrap_or(name).clone()
        };
        path.iter().enumerate().map(module).collect()
    }
}
