//! Types of the previous run whose schemas are models with other names now. Their paths stay, as other names of them.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{
    groups::PlannedGroups,
    items::{File, file, is_in_models},
    names::{self, Keep, Scope},
    operation_names::{OperationNames, known_home},
    schema_places::{self, SchemaPlaces},
    shared_errors::{self, PlannedErrors},
    types::Types,
};
use crate::{
    api::{Api, SchemaId},
    naming::{Memory, places::INNER},
    rust::{Alias, Ident, Item, Namespace, Type},
};

/// The maximum number of shared types around a schema, one in the other.
const MAX_OUTER: usize = 16;

/// A type of the previous run whose schema is a model with another name now.
pub(super) struct FormerType {
    /// The operation whose type it was, or `None` for a model.
    pub(super) operation: Option<usize>,
    /// The stable key of its place.
    pub(super) source: String,
    /// The name.
    pub(super) name: String,
    model: SchemaId,
}

/// The name of a former type.
pub(super) struct FormerName {
    file: File,
    ident: Ident,
    source: String,
    model: SchemaId,
}

/// Finds the types of the previous run that are models with other names now, ordered by their stable keys. `reached`
/// are the schemas that are used.
pub(super) fn find(
    api: &Api,
    reached: &BTreeSet<SchemaId>,
    items: &[(SchemaId, String)],
    places: &SchemaPlaces<'_>,
    memory: &Memory,
    groups: &PlannedGroups,
) -> Vec<FormerType> {
    if memory.is_empty() {
        return Vec::new();
    }
    let own: HashMap<&str, SchemaId> = items.iter().map(|(id, source)| (source.as_str(), *id)).collect();
    let mut routes: HashMap<String, (usize, String)> = HashMap::new();
    for (index, operation) in api.operations.iter().enumerate() {
        let route = schema_places::of_operation(operation);
        let home = known_home(memory, &route, &groups.home(index));
        routes.insert(route, (index, home));
    }
    let mut former: Vec<(Option<usize>, &str, &str)> = Vec::new();
    for (scope, known) in memory.scopes() {
        for (source, name) in known.iter().filter(|(source, _)| source.contains(INNER)) {
            let now = own.get(source.as_str());
            if scope == "models" {
                former.extend(now.is_none().then_some((None, source.as_str(), name.as_str())));
                continue;
            }
            let route = source.split(INNER).next().unwrap_or_default();
            let operation = routes.get(route).filter(|(_, home)| home == scope);
            let operation = operation.filter(|_| now.is_none_or(|id| is_in_models(api, *id)));
            former.extend(operation.map(|(index, _)| (Some(*index), source.as_str(), name.as_str())));
        }
    }
    let kept = places.kept_names();
    // A component may have the name now.
    let components = items.iter().filter_map(|(id, _)| api.schemas[*id].origin.component());
    let taken: HashSet<String> = kept.into_values().chain(components.map(names::type_text)).collect();
    let shared = memory.shared_types().filter(|(name, _)| !taken.contains(*name));
    former.extend(shared.map(|(name, source)| (None, source.as_str(), name.as_str())));
    if former.is_empty() {
        return Vec::new();
    }
    former.sort_unstable_by_key(|(_, source, _)| *source);
    let ids = reached.iter().map(|id| (places.of_schema(*id), *id)).collect();
    let models = Models { api, places, own, ids };
    let now = |(operation, source, name): (Option<usize>, &str, &str)| {
        let model = models.find(source)?;
        Some(FormerType { operation, source: source.to_owned(), name: name.to_owned(), model })
    };
    former.into_iter().filter_map(now).collect()
}

/// The models, by the places of their schemas.
struct Models<'a, 'i> {
    api: &'a Api,
    places: &'i SchemaPlaces<'a>,
    /// The schemas that become items, by their stable keys.
    own: HashMap<&'i str, SchemaId>,
    /// All schemas, by their stable keys.
    ids: HashMap<&'i str, SchemaId>,
}

impl Models<'_, '_> {
    /// Returns the model of the schema at a place. The place may be in one of a shared schema other than its own one.
    fn find(&self, source: &str) -> Option<SchemaId> {
        let mut source = source.to_owned();
        for _ in 0..MAX_OUTER {
            let model = self.ids.get(source.as_str()).map(|id| self.api.schemas.resolve(*id));
            if let Some(model) = model.filter(|model| self.is_model(*model)) {
                return Some(model);
            }
            source = source.rmatch_indices(INNER).find_map(|(at, _)| {
                let (outer, inner) = source.split_at_checked(at)?;
                let id = *self.ids.get(outer)?;
                let target = self.api.schemas.resolve(id);
                (target != id).then(|| format!("{}{inner}", self.places.of_schema(target)))
            })?;
        }
        None
    }

    fn is_model(&self, id: SchemaId) -> bool {
        self.own.get(self.places.of_schema(id)) == Some(&id) && is_in_models(self.api, id)
    }
}

/// Declares the names of former types, which are reserved. An operation with another name has none.
pub(super) fn declare(
    former: &[FormerType],
    operations: &[OperationNames],
    types: &mut Types<'_>,
    models: &mut Scope,
) -> Vec<FormerName> {
    let mut declared = Vec::new();
    for FormerType { operation, source, model, .. } in former {
        let (file, scope) = match operation {
            None => (file(types.api, *model), &mut *models),
            Some(index) => match operations.get(*index).filter(|names| names.kept) {
                Some(names) => (File::Operation(*index), types.operation_scopes.of(&names.home)),
                None => continue,
            },
        };
        if let Some(name) = scope.take_reserved(source, &[], Keep::Always) {
            types.prelude.shadow(&name);
            let (ident, source) = (names::ident(&name), source.clone());
            declared.push(FormerName { file, ident, source, model: *model });
        }
    }
    declared
}

/// Returns the former names of models, each with its file.
pub(super) fn aliases(types: &Types<'_>) -> impl Iterator<Item = (File, Item)> {
    types.former.iter().map(|FormerName { file, ident, source, model }| {
        (*file, alias(*file, ident.clone(), source.clone(), types.unboxed(*model)))
    })
}

/// Returns the former names of errors: of those that only one operation had, and that several have now.
pub(super) fn error_aliases(
    shared: &PlannedErrors,
    operations: &[OperationNames],
    types: &mut Types<'_>,
) -> Vec<(File, Item)> {
    let mut aliases = Vec::new();
    for (index, (names, operation)) in operations.iter().zip(&types.api.operations).enumerate() {
        let Some(error) = shared.of(index).filter(|_| names.kept) else { continue };
        let source = shared_errors::place(operation);
        let scope = types.operation_scopes.of(&names.home);
        if let Some(name) = scope.take_reserved(&source, &[], Keep::Always) {
            types.prelude.shadow(&name);
            let (file, ty) = (File::Operation(index), Type::Named(error.home.clone(), error.of.clone()));
            aliases.push((file, alias(file, names::ident(&name), source, ty)));
        }
    }
    aliases
}

fn alias(file: File, ident: Ident, source: String, ty: Type) -> Item {
    let target = match &ty {
        Type::Named(Namespace::Models, target) if matches!(file, File::Component(_)) => target.to_string(),
        Type::Named(home, target) => format!("{home}::{target}"),
        other => other.text(),
    };
    let docs = vec![format!("The name of [`{target}`] in earlier versions of this crate.")];
    // A type of the settings may be no path.
    let reexport = matches!(ty, Type::Named(..));
    Item::Alias(Alias { reexport, ident, source, docs, ty })
}
