//! Files of models, and the imports of all files.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use indexmap::IndexMap;

use super::{
    items::File,
    names::{self, Scope},
    types::Types,
};
use crate::{
    api::SchemaId,
    rust::{Ident, Item, Module, Namespace, Operation, PartModels, Type},
};

/// Plans the files of models. `features` are the features that need each schema.
pub(super) fn plan_modules(
    types: &Types<'_>,
    part_models: &[PartModels],
    files: IndexMap<File, Vec<Item>>,
    features: &HashMap<SchemaId, Vec<String>>,
) -> Vec<Module> {
    let mut scopes: HashMap<Namespace, Scope> = HashMap::new();
    for PartModels { home, inner } in part_models {
        let scope = scopes.entry(home.clone()).or_insert_with(Scope::of_files);
        for inner in inner {
            scope.declare(inner.unraw());
        }
    }
    files
        .into_iter()
        .filter_map(|(file, items)| {
            let File::Component(component) = file else { return None };
            let home = types.home(component);
            let named = types.ident(component).or_else(|| Some(items.first()?.ident()))?;
            let module = names::inner_module_text(named.unraw(), "model", "models");
            let scope = scopes.entry(home.clone()).or_insert_with(Scope::of_files);
            let ident = names::ident(&scope.declare(&module));
            let features = features.get(&component).cloned().unwrap_or_default();
            Some(Module { home, ident, siblings: BTreeSet::new(), maps: false, features, items })
        })
        .collect()
}

/// Plans the modules of the models that belong to one part, and those around them: `models` first.
pub(super) fn plan_part_models(types: &Types<'_>) -> Vec<PartModels> {
    let mut modules: BTreeMap<Vec<String>, BTreeSet<String>> =
        BTreeMap::from([(Vec::new(), BTreeSet::new())]);
    for (home, _) in types.named.values() {
        let Namespace::Part(path) = home else { continue };
        let path: Vec<String> = path.to_string().split("::").skip(1).map(str::to_owned).collect();
        for depth in 0..path.len() {
            if let (Some(outer), Some(inner)) = (path.get(..depth), path.get(depth)) {
                modules.entry(outer.to_vec()).or_default().insert(inner.clone());
            }
        }
        modules.entry(path).or_default();
    }
    let planned = |(path, inner): (Vec<String>, BTreeSet<String>)| PartModels {
        home: if path.is_empty() { Namespace::Models } else { Namespace::of_part(&path.join(".")) },
        inner: inner.iter().map(|name| names::ident(name)).collect(),
    };
    modules.into_iter().map(planned).collect()
}

/// Records the imports of each file.
pub(super) fn add_imports(models: &mut [Module], operations: &mut [Operation]) {
    for module in models {
        let own: BTreeSet<Ident> = module.items.iter().map(|item| item.ident().clone()).collect();
        let (mut siblings, mut maps) = (BTreeSet::new(), false);
        for item in &module.items {
            item.walk_types(&mut |ty| match ty {
                // A file of a part names the types of all modules by their paths.
                Type::Named(Namespace::Models, ident)
                    if module.home == Namespace::Models && !own.contains(ident) =>
                {
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
        operation
            .walk_types(&mut |ty| uses_models |= matches!(ty, Type::Named(home, _) if home.is_in_models()));
        operation.uses_models = uses_models;
    }
}
