//! Groups of operations: resources or tags, each a module and, if the settings say so, a feature.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::{
    docs,
    names::{self, Scope},
    operation_names::OperationName,
    resource_docs::ResourceDocs,
};
use crate::{
    api::{self, Api, ApiPart, SchemaId},
    naming::{Memory, places},
    rust::{Feature, Group, ModulePath, Operation, Resource},
};

/// The groups of the operations.
pub(super) struct PlannedGroups {
    pub(super) groups: Vec<Group>,
    /// The index of the group of each operation that is in one.
    pub(super) of: HashMap<usize, usize>,
    /// The declared modules in `operations`, and in the modules of resources.
    modules: HashMap<Option<usize>, Scope>,
}

impl PlannedGroups {
    /// Returns the module that exports the types of an operation.
    pub(super) fn home(&self, operation: usize) -> ModulePath {
        let group = self.of.get(&operation).and_then(|index| self.groups.get(*index));
        group.filter(|group| group.resource.is_some()).map(|group| group.path.clone()).unwrap_or_default()
    }

    /// Returns `true` if the description suggests several resources for the group of an operation.
    pub(super) fn is_merged(&self, operation: usize) -> bool {
        let group = self.of.get(&operation).and_then(|index| self.groups.get(*index));
        group.is_some_and(|group| group.resource.is_some() && group.sources.len() > 1)
    }

    /// Declares the file of an operation.
    pub(super) fn declare_file(&mut self, operation: usize, function: &str) -> String {
        let index = self.of.get(&operation).copied();
        let group = index.and_then(|index| self.groups.get(index));
        let outer = group.map_or("operations", |group| group.ident.unraw());
        let name = names::inner_module_text(function, "operation", outer);
        // All operations of a crate with tags share a scope.
        let scope = index.filter(|_| group.is_some_and(|group| group.resource.is_some()));
        self.modules.entry(scope).or_insert_with(Scope::of_files).declare(&name)
    }
}

/// The declared names of types, by the module that exports them.
#[derive(Default)]
pub(super) struct TypeScopes(HashMap<ModulePath, Scope>);

impl TypeScopes {
    /// Returns the scope of a module.
    pub(super) fn of(&mut self, home: &ModulePath) -> &mut Scope {
        self.0.entry(home.clone()).or_default()
    }
}

/// Plans the groups of operations with these names: resources if there are any, otherwise tags. `types` has the
/// reserved names of the previous run.
pub(super) fn plan_groups(
    api: &Api,
    operations: &[OperationName],
    memory: &Memory,
    types: &mut TypeScopes,
) -> PlannedGroups {
    if operations.iter().any(|name| !name.resource.is_empty()) {
        plan_resources(&api.parts, operations, memory, types)
    } else {
        plan_tags(api, memory)
    }
}

/// Plans the tree of resources, the outer ones first.
fn plan_resources(
    parts: &[ApiPart],
    operations: &[OperationName],
    memory: &Memory,
    types: &mut TypeScopes,
) -> PlannedGroups {
    let tree = resource_tree(operations);
    let mut features = feature_scope();
    let of_parts: HashMap<&[String], &ApiPart> =
        parts.iter().map(|part| (part.modules.as_slice(), part)).collect();
    let mut planned = PlannedGroups { groups: Vec::new(), of: HashMap::new(), modules: HashMap::new() };
    for (path, members) in &tree {
        let Some((name, outer)) = path.split_last() else { continue };
        let parent = tree.get_index_of(outer);
        planned.modules.entry(parent).or_insert_with(Scope::of_files).declare(name);
        let of_parent = parent.and_then(|index| planned.groups.get(index));
        let home = of_parent.map(|group| group.path.clone()).unwrap_or_default();
        let part = of_parts.get(path);
        let own = match part {
            Some(part) => Some(part.name.as_ref()),
            None => Some(name.as_str()).filter(|_| parts.is_empty() && parent.is_none()),
        };
        let feature = match own {
            Some(own) => Some(features.declare(&names::snake_text(own, "part")).replace('_', "-")),
            None => of_parent.and_then(|outer| outer.feature.clone()),
        };
        let sources = sources(path, members, operations);
        let ident = names::ident(name);
        let path_of_module = home.join(&ident);
        let source = sources.first().map_or("", String::as_str);
        let resource = plan_resource(name, source, &path_of_module, memory, types);
        let index = planned.groups.len();
        planned.of.extend(members.iter().map(|member| (*member, index)));
        if let Some(outer) = parent.and_then(|parent| planned.groups.get_mut(parent)) {
            outer.inner.push(index);
        }
        let name = path.join(".");
        let mut docs = vec![format!("The resource {}, with the types of its operations.", docs::code(&name))];
        if let Some(feature) = feature.as_ref().filter(|_| !parts.is_empty()) {
            docs::paragraph(
                &mut docs,
                vec![format!("It is compiled with the feature {}.", docs::code(feature))],
            );
        }
        planned.groups.push(Group {
            ident,
            path: path_of_module,
            parent,
            inner: Vec::new(),
            resource: Some(resource),
            docs,
            name,
            sources,
            feature,
            on_by_default: part.is_none_or(|part| part.on_by_default),
            operations: members.clone(),
        });
    }
    planned
}

/// Returns the operations of each resource, by its path. An outer resource comes before those in it.
fn resource_tree(operations: &[OperationName]) -> IndexMap<&[String], Vec<usize>> {
    let mut tree: IndexMap<&[String], Vec<usize>> = IndexMap::new();
    for (index, name) in operations.iter().enumerate() {
        for depth in 1..=name.resource.len() {
            tree.entry(name.resource.get(..depth).unwrap_or_default()).or_default();
        }
        if let Some(members) = tree.get_mut(name.resource.as_slice()) {
            members.push(index);
        }
    }
    tree
}

/// Plans the type of a resource, in a module that has the reserved names of the previous run.
fn plan_resource(
    name: &str,
    source: &str,
    module: &ModulePath,
    memory: &Memory,
    types: &mut TypeScopes,
) -> Resource {
    let scope = types.of(module);
    scope.reserve(memory.names(&module.to_string()), [source].into_iter());
    let ty = scope.declare_type_for(source, &names::type_text(name));
    Resource { ident: names::ident(&ty), docs: Vec::new() }
}

/// Returns the sources of a resource: the paths that the description suggests for it.
fn sources(path: &[String], members: &[usize], operations: &[OperationName]) -> Vec<String> {
    let suggested = members.iter().filter_map(|index| operations.get(*index)?.suggested.as_ref());
    let mut known = HashSet::new();
    let own = path.join(".");
    let suggested: Vec<String> = suggested.map(|path| path.join(".")).collect();
    let all = if suggested.len() < members.len() || members.is_empty() { vec![own] } else { Vec::new() };
    all.into_iter()
        .chain(suggested)
        .filter(|path| known.insert(path.clone()))
        .map(|path| places::resource(&path))
        .collect()
}

/// Returns a scope for features, in which those of every crate are declared.
fn feature_scope() -> Scope {
    let reserved: Vec<&str> = ["default"].into_iter().chain(Feature::ALL.map(Feature::name)).collect();
    Scope::with_names(&reserved)
}

/// Plans the tags of operations, in the order of the description, then of the operations. An operation is in
/// the module of its first tag.
fn plan_tags(api: &Api, memory: &Memory) -> PlannedGroups {
    let mut declared: HashMap<&str, &api::Tag> = HashMap::new();
    // The operations of each tag, by its name.
    let mut names: IndexMap<&str, Vec<usize>> = IndexMap::new();
    for tag in &api.tags {
        declared.entry(&tag.name).or_insert(tag);
        names.entry(&tag.name).or_default();
    }
    for (index, operation) in api.operations.iter().enumerate() {
        if let Some(name) = operation.tags.first() {
            names.entry(name).or_default().push(index);
        }
    }
    names.retain(|_, operations| !operations.is_empty());
    let of = names
        .values()
        .enumerate()
        .flat_map(|(tag, operations)| operations.iter().map(move |index| (*index, tag)));
    let of = of.collect();
    let (mut features, mut modules) = (feature_scope(), Scope::of_files());
    let sources: Vec<String> = names.keys().map(|name| places::tag(name)).collect();
    modules.reserve(memory.names("operations"), sources.iter().map(String::as_str));
    let groups = names
        .into_iter()
        .zip(sources)
        .map(|((name, operations), source)| {
            let known = declared.get(name);
            let mut lines = vec![format!("Operations with the tag {}.", docs::code(name))];
            if let Some(parent) = known.and_then(|tag| tag.parent.as_deref()) {
                lines = vec![format!(
                    "Operations with the tag {}, a part of {}.",
                    docs::code(name),
                    docs::code(parent)
                )];
            }
            if let Some(description) = known.and_then(|tag| tag.description.as_deref()) {
                docs::paragraph(&mut lines, docs::markdown(description));
            }
            let module = names::inner_module_text(name, "tag", "operations");
            let ident = names::ident(&modules.declare_for(&source, &module));
            Group {
                path: ModulePath::default().join(&ident),
                ident,
                parent: None,
                inner: Vec::new(),
                name: name.to_owned(),
                resource: None,
                sources: vec![source],
                feature: Some(features.declare(&module).replace('_', "-")),
                on_by_default: true,
                docs: lines,
                operations,
            }
        })
        .collect();
    PlannedGroups { groups, of, modules: HashMap::from([(None, modules)]) }
}

/// Adds the documentation of the resources: the text of their tag, and a table of their operations.
pub(super) fn document(groups: &mut [Group], api: &Api, operations: &[Operation]) {
    let documented = ResourceDocs::new(groups, api, operations).all();
    for (group, lines) in groups.iter_mut().zip(documented) {
        if let Some(resource) = &mut group.resource {
            resource.docs = lines;
        }
    }
}

/// The maximum number of features that a model is compiled for. One that more need is always compiled: a list of all of
/// them at each model would be large.
const MAX_FEATURES: usize = 16;

/// The features that need the schemas.
#[derive(Debug, Default)]
pub(super) struct Needed {
    /// The features that need each schema. A schema without an entry is always needed.
    pub(super) features: HashMap<SchemaId, Vec<String>>,
    /// The number of types that several features need.
    pub(super) shared: usize,
}

/// Returns the features that need each schema. `items` are the schemas that become types.
pub(super) fn needed(api: &Api, planned: &PlannedGroups, items: &[(SchemaId, String)]) -> Needed {
    let features = planned.groups.iter().filter_map(|group| group.feature.as_deref());
    let mut roots: IndexMap<&str, Vec<SchemaId>> = features.map(|feature| (feature, Vec::new())).collect();
    let mut of_parts: HashMap<&str, &str> = HashMap::new();
    let mut others = Vec::new();
    for (index, operation) in api.operations.iter().enumerate() {
        let group = planned.of.get(&index).and_then(|group| planned.groups.get(*group));
        let Some(feature) = group.and_then(|group| group.feature.as_deref()) else {
            others.extend(operation.schemas());
            continue;
        };
        of_parts.extend(operation.part.as_deref().map(|part| (part, feature)));
        roots.entry(feature).or_default().extend(operation.schemas());
    }
    // A component that no operation uses needs the features of its parts.
    let used = api.schemas.reachable(roots.values().flatten().copied());
    let unused = items.iter().map(|(id, _)| *id).filter(|id| !used.contains(id));
    for id in unused.filter(|id| api.schemas[*id].is_component()) {
        for part in api.parts_of(id) {
            if let Some(roots) = of_parts.get(&*part).and_then(|feature| roots.get_mut(feature)) {
                roots.push(id);
            }
        }
    }
    let mut needed: HashMap<SchemaId, Vec<String>> = HashMap::new();
    for (feature, roots) in roots {
        for id in api.schemas.reachable(roots) {
            needed.entry(id).or_default().push(feature.to_owned());
        }
    }
    // Webhooks, and other schemas that no operation uses, have no feature either.
    let webhooks = api.webhooks.iter().map(|webhook| webhook.payload).filter(|id| needed.contains_key(id));
    let unused = items.iter().map(|(id, _)| *id).filter(|id| !needed.contains_key(id));
    let common = needed.iter().filter(|(_, features)| features.len() > MAX_FEATURES).map(|(id, _)| *id);
    let always = api.schemas.reachable(others.into_iter().chain(webhooks).chain(unused).chain(common));
    let is_shared = |id: &SchemaId| needed.get(id).is_some_and(|features| features.len() > 1);
    let shared = items.iter().filter(|(id, _)| is_shared(id)).count();
    needed.retain(|id, _| !always.contains(id));
    Needed { features: needed, shared }
}
