//! The names of models.

use std::collections::HashMap;

use super::{
    items::{File, file},
    names::Scope,
};
use crate::{
    api::{Api, SchemaId},
    rust::Namespace,
};

/// The declared names in `models` and in its modules.
pub(super) struct ModelScopes {
    /// The modules of the components that are not in `models` itself.
    homes: HashMap<SchemaId, Namespace>,
    scopes: HashMap<Namespace, Scope>,
}

impl ModelScopes {
    /// Creates scopes for components in these modules, or in `models` itself.
    pub(super) fn new(homes: HashMap<SchemaId, Namespace>) -> Self {
        Self { homes, scopes: HashMap::new() }
    }

    /// Returns the module of a schema that is in the models.
    pub(super) fn home(&self, api: &Api, id: SchemaId) -> Namespace {
        let home = match file(api, id) {
            File::Component(component) => self.homes.get(&component),
            File::Operation(_) => None,
        };
        home.cloned().unwrap_or(Namespace::Models)
    }

    /// Returns the scope of a module.
    pub(super) fn of(&mut self, home: &Namespace) -> &mut Scope {
        self.scopes.entry(home.clone()).or_default()
    }
}
