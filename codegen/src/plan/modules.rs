//! Files of models, and the imports of all files.

use std::collections::{BTreeSet, HashMap};

use indexmap::IndexMap;

use super::{
    items::File,
    names::{self, Scope},
    types::Types,
};
use crate::{
    api::SchemaId,
    rust::{Ident, Item, Module, Namespace, Operation, Type},
};

/// Plans the files of models. `features` are the features that need each schema.
pub(super) fn plan_modules(
    types: &Types<'_>,
    files: IndexMap<File, Vec<Item>>,
    features: &HashMap<SchemaId, Vec<String>>,
) -> Vec<Module> {
    let mut scope = Scope::of_files();
    files
        .into_iter()
        .filter_map(|(file, items)| {
            let File::Component(component) = file else { return None };
            let named = types.ident(component).or_else(|| Some(items.first()?.ident()))?;
            let module = names::inner_module_text(named.unraw(), "model", "models");
            let ident = names::ident(&scope.declare(&module));
            let features = features.get(&component).cloned().unwrap_or_default();
            Some(Module { ident, siblings: BTreeSet::new(), maps: false, features, items })
        })
        .collect()
}

/// Records the imports of each file.
pub(super) fn add_imports(models: &mut [Module], operations: &mut [Operation]) {
    for module in models {
        let own: BTreeSet<Ident> = module.items.iter().map(|item| item.ident().clone()).collect();
        let (mut siblings, mut maps) = (BTreeSet::new(), false);
        for item in &module.items {
            item.walk_types(&mut |ty| match ty {
                Type::Named(Namespace::Models, ident) if !own.contains(ident) => {
                    siblings.insert(ident.clone());
                }
                Type::Map(_) => maps = true,
                _ => {}
            });
        }
        (module.siblings, module.maps) = (siblings, maps);
    }
    for operation in operations {
        let mut uses_models = false;
        operation.walk_types(&mut |ty| uses_models |= matches!(ty, Type::Named(Namespace::Models, _)));
        operation.uses_models = uses_models;
    }
}
