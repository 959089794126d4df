//! Names of the schemas that become items.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use rayon::prelude::*;

use super::{
    components::Components,
    constraints,
    distinct::{self, NameRequest},
    enums::{self, PlannedVariants},
    former_types::{self, FormerType},
    given_types,
    groups::TypeScopes,
    items::{File, file, is_in_models},
    members::variant_names,
    model_scopes::ModelScopes,
    names::{self, Keep},
    operation_names::OperationNames,
    part_homes, scalars,
    schema_places::SchemaPlaces,
    settings::{Rename, Settings},
    type_candidates::Candidates,
    types::Types,
    unknown_fields,
};
use crate::{
    api::{Api, Origin, Parent, Role, SchemaId, SchemaVariant, Shape, Usage},
    diagnostics::{Code, Diagnostics},
    naming::{Known, Memory},
    rust::{Ident, Namespace, Prelude},
};

/// The inputs for the types of schemas.
pub(super) struct TypesInput<'a, 'i> {
    pub(super) api: &'a Api,
    pub(super) settings: &'a Settings,
    /// The names of the previous run.
    pub(super) memory: &'a Memory,
    pub(super) places: SchemaPlaces<'a>,
    /// The schemas that become items, with their stable keys.
    pub(super) items: &'i [(SchemaId, String)],
    /// The properties and members that are boxed.
    pub(super) boxed: HashSet<SchemaId>,
    pub(super) usage: &'a Usage,
    pub(super) operation_names: &'i [OperationNames],
    /// The declared type names in `operations`.
    pub(super) operation_scopes: TypeScopes,
    /// The types of the previous run that are models with other names now.
    pub(super) former: &'i [FormerType],
    /// The methods of the client's builder for credentials, by the names of the schemes.
    pub(super) credentials: HashMap<String, Ident>,
}

impl<'a> Types<'a> {
    /// Names every schema that becomes an item.
    pub(super) fn new(input: TypesInput<'a, '_>, diagnostics: &mut Diagnostics) -> Self {
        let TypesInput {
            api,
            settings,
            memory,
            places,
            items,
            boxed,
            usage,
            operation_names,
            operation_scopes,
            former,
            credentials,
        } = input;
        let mut types = Self {
            api,
            settings,
            memory,
            kept_shared: places.kept_names(),
            places,
            usage,
            open: if settings.keep_unknown_fields {
                unknown_fields::kept(api, usage)
            } else {
                HashSet::new()
            },
            checked: if settings.check { constraints::checked(api, usage) } else { HashSet::new() },
            named: HashMap::new(),
            own: HashMap::new(),
            boxed,
            members: HashMap::new(),
            items: Vec::new(),
            enums: HashMap::new(),
            xml: HashMap::new(),
            kept: HashMap::new(),
            operation_scopes,
            former: Vec::new(),
            prelude: Prelude::default(),
            credentials,
        };
        for names in operation_names {
            types.prelude.shadow(&names.type_name);
        }
        let mut models = ModelScopes::new(part_homes::find(api, items, memory));
        let has_keys = !settings.rename.schemas.is_empty() || !settings.types.schemas.is_empty();
        let components = if has_keys { Components::of(api) } else { Components::default() };
        types.declare_renamed(&components, &mut models, &settings.rename, diagnostics);
        types.find_kept_renames(items);
        types.find_own(&components, diagnostics);
        given_types::find(&mut types, diagnostics);
        let in_models = items.iter().filter(|(id, _)| is_in_models(api, *id));
        let (shared, others): (Vec<_>, Vec<_>) =
            in_models.partition(|(id, _)| matches!(api.schemas[*id].origin, Origin::Shared(_)));
        let mut of_homes: IndexMap<Namespace, Vec<&str>> = IndexMap::new();
        for (id, source) in others {
            of_homes.entry(models.home(api, *id)).or_default().push(source);
        }
        for (home, sources) in of_homes {
            models.of(&home).reserve(memory.names(&home.to_string()), sources.into_iter());
        }
        let of_models = || former.iter().filter(|former| former.operation.is_none());
        let known: Known = of_models().map(|former| (former.source.clone(), former.name.clone())).collect();
        let sources = of_models().map(|former| former.source.as_str());
        models.of(&Namespace::Models).reserve(Some(&known), sources);
        let shared = shared.into_iter().map(|(_, source)| source.as_str());
        models.of(&Namespace::Models).reserve(Some(&types.kept_shared), shared);
        for (id, _) in items.iter().filter(|(id, _)| !types.own.contains_key(id)) {
            types.items.push((*id, file(api, *id)));
        }
        let mut candidates = Candidates::new(api, items, operation_names);
        for level in types.levels(items) {
            types.name_level(&level, &mut candidates, operation_names, &mut models);
        }
        let scope = models.of(&Namespace::Models);
        types.former = former_types::declare(former, operation_names, &mut types, scope);
        types.enums = types.items.par_iter().filter_map(|(id, _)| types.plan_enum(*id)).collect();
        types
    }

    /// Plans the variants of the enum `id`.
    fn plan_enum(&self, id: SchemaId) -> Option<(SchemaId, PlannedVariants)> {
        let Shape::Enum(list) = &self.api.schemas[id].shape else { return None };
        let name = self.ident(id)?.unraw();
        Some((id, enums::plan_variants(name, list, self.known_in(id))))
    }

    /// Returns the schemas without a name in the order in which they are named: components, their variants, shared
    /// schemas, and inline schemas by the number of types around them. An inline type has the name of the type around
    /// it in its own, and never takes the name of a component.
    fn levels<'i>(&self, items: &'i [(SchemaId, String)]) -> Vec<Vec<(SchemaId, &'i str)>> {
        let inner: HashSet<SchemaId> = items.iter().map(|(id, _)| *id).collect();
        let mut levels: Vec<Vec<(SchemaId, &str)>> = Vec::new();
        for (id, source) in items {
            if self.own.contains_key(id) || self.named.contains_key(id) {
                continue;
            }
            let mut level = match self.api.schemas[*id].origin {
                Origin::Component(_) => usize::from(variant(self.api, *id).is_some()),
                Origin::Shared(_) => 2,
                Origin::Inline(..) => 3,
            };
            let mut at = *id;
            while let Origin::Inline(Parent::Schema(parent), _) = self.api.schemas[at].origin {
                level += usize::from(inner.contains(&parent));
                at = parent;
            }
            if levels.len() <= level {
                levels.resize_with(level + 1, Vec::new);
            }
            levels.get_mut(level).into_iter().for_each(|list| list.push((*id, source.as_str())));
        }
        levels
    }

    /// Names the schemas of one level.
    fn name_level(
        &mut self,
        level: &[(SchemaId, &str)],
        candidates: &mut Candidates<'_>,
        operations: &[OperationNames],
        models: &mut ModelScopes,
    ) {
        for (id, _) in level {
            self.name_members(*id);
        }
        let has_variants = level.iter().any(|(id, _)| variant(self.api, *id).is_some());
        let components = has_variants.then(|| Components::of(self.api));
        // The schemas of each module.
        let mut of_homes: IndexMap<Namespace, Vec<(SchemaId, NameRequest<'_>)>> = IndexMap::new();
        for (id, source) in level {
            let wanted = match variant(self.api, *id) {
                Some(variant) => {
                    let plain = components.as_ref().and_then(|all| self.ident(all.plain(self.api, *id)?));
                    let plain = plain.map(|ident| ident.unraw().to_owned());
                    let plain = plain.or_else(|| candidates.of(self, *id).pop()).unwrap_or_default();
                    variant_names_of(variant, &plain)
                }
                None => candidates.of(self, *id),
            };
            let keep = Keep::of_owner(self.owner_is_kept(*id, operations));
            let home = match file(self.api, *id) {
                File::Component(_) => models.home(self.api, *id),
                File::Operation(index) => Namespace::Operations(
                    operations.get(index).map(|names| names.home.clone()).unwrap_or_default(),
                ),
            };
            let places = match &self.api.schemas[*id].origin {
                Origin::Shared(places) => places.len(),
                Origin::Component(_) | Origin::Inline(..) => 1,
            };
            let request = NameRequest::new(source, wanted, keep).with_places(places);
            of_homes.entry(home).or_default().push((*id, request));
        }
        for (home, wanted) in of_homes {
            self.declare(&home, wanted, operations, models);
        }
    }

    /// Names the schemas of one module.
    fn declare(
        &mut self,
        home: &Namespace,
        wanted: Vec<(SchemaId, NameRequest<'_>)>,
        operations: &[OperationNames],
        models: &mut ModelScopes,
    ) {
        let (items, wanted): (Vec<_>, Vec<_>) =
            wanted.into_iter().map(|(id, wanted)| ((id, wanted.source), wanted)).unzip();
        let scope = match home {
            // No schema becomes a type in `errors`.
            Namespace::Models | Namespace::Part(_) | Namespace::Errors => models.of(home),
            Namespace::Operations(path) => self.operation_scopes.of(path),
        };
        for ((id, source), name) in items.into_iter().zip(distinct::declare(scope, wanted)) {
            self.prelude.shadow(&name);
            let ident = names::ident(&name);
            let known_home = match file(self.api, id) {
                File::Component(_) => home.to_string(),
                File::Operation(index) => {
                    operations.get(index).map_or_else(String::new, |names| names.known_home.clone())
                }
            };
            let is_kept = match self.api.schemas[id].origin {
                Origin::Shared(_) => self.kept_shared.get(source).is_some_and(|known| *known == name),
                _ => self.memory.is_name(&known_home, source, &name),
            };
            if is_kept {
                self.kept.insert(id, format!("{known_home}::{ident}"));
            }
            self.named.insert(id, (home.clone(), ident));
        }
    }

    /// Finds the renamed schemas that the previous run renamed in the same way.
    fn find_kept_renames(&mut self, items: &[(SchemaId, String)]) {
        for (id, source) in items {
            if let Some((home, ident)) = self.named.get(id)
                && self.memory.is_name(&home.to_string(), source, ident.unraw())
            {
                self.kept.insert(*id, format!("{home}::{ident}"));
            }
        }
    }

    /// Returns `true` if the item that a schema is named after has its name of the previous run. A component is named
    /// after its key, and a variant of a component after the component.
    fn owner_is_kept(&self, id: SchemaId, operations: &[OperationNames]) -> bool {
        let mut at = id;
        loop {
            match self.api.schemas[at].origin {
                Origin::Component(_) => return self.api.schemas[at].variant.is_none(),
                Origin::Shared(_) => return true,
                Origin::Inline(Parent::Operation(index), _) => {
                    return operations.get(index).is_some_and(|names| names.kept);
                }
                Origin::Inline(Parent::Schema(parent), _) if self.named.contains_key(&parent) => {
                    return self.kept.contains_key(&parent);
                }
                Origin::Inline(Parent::Schema(parent), _) => at = parent,
            }
        }
    }

    /// Names all members of the unions that have `id` as a member, once for each union.
    fn name_members(&mut self, id: SchemaId) {
        if let Origin::Shared(places) = &self.api.schemas[id].origin {
            for place in places {
                self.name_shared_members(*place);
            }
        } else if let Some((parent, union)) = self.union_of(id)
            && !self.members.contains_key(&id)
        {
            let (names, _) = variant_names(self, parent, union);
            self.members.extend(union.members.iter().map(|member| member.schema).zip(names));
        }
    }

    /// Names the members with a shared type, which have their names before the types around their unions.
    fn name_shared_members(&mut self, place: SchemaId) {
        let Some((_, union)) = self.union_of(place).filter(|_| !self.members.contains_key(&place)) else {
            return;
        };
        for member in &union.members {
            let schema = &self.api.schemas[member.schema];
            let name = match (&schema.origin, &schema.shape) {
                (Origin::Inline(_, Role::Member(_, Some(name))), Shape::Reference(_)) => {
                    names::type_text(name)
                }
                (_, Shape::Reference(target)) => match member.tags.first() {
                    Some(tag) => names::variant_text(tag),
                    None => self.kind_text(*target).to_owned(),
                },
                _ => continue,
            };
            self.members.insert(member.schema, name);
        }
    }

    /// Finds the schemas with a user's own type in the settings.
    fn find_own(&mut self, components: &Components, diagnostics: &mut Diagnostics) {
        for (key, path) in &self.settings.types.schemas {
            let found = components.get(key);
            if found.is_empty() {
                let message = format!(
                    "the settings give a type to the schema `{key}`, which the description does not have"
                );
                diagnostics.push_setting(Code::RENAME, &["types", "schemas", key], message);
            }
            self.own.extend(found.iter().map(|id| (*id, scalars::own(path))));
        }
    }

    /// Names the renamed schemas of the settings, before any other.
    fn declare_renamed(
        &mut self,
        components: &Components,
        models: &mut ModelScopes,
        rename: &Rename,
        diagnostics: &mut Diagnostics,
    ) {
        for (key, name) in &rename.schemas {
            let found = components.get(key);
            if found.is_empty() {
                let message =
                    format!("the settings rename the schema `{key}`, which the description does not have");
                diagnostics.push_setting(Code::RENAME, &["rename", "schemas", key], message);
            }
            for id in found {
                let home = models.home(self.api, *id);
                let scope = models.of(&home);
                if scope.contains(name) {
                    let message = format!("the name `{name}` for the schema `{key}` is already in use");
                    diagnostics.push_setting(Code::NAME_TAKEN, &["rename", "schemas", key], message);
                    continue;
                }
                scope.declare_type(name);
                self.prelude.shadow(name);
                self.named.insert(*id, (home, names::ident(name)));
            }
        }
    }
}

/// Returns the variant of a component that has several.
fn variant(api: &Api, id: SchemaId) -> Option<SchemaVariant> {
    api.schemas[id].variant.filter(|_| matches!(api.schemas[id].origin, Origin::Component(_)))
}

/// Returns the names that suit the request or patch variant of a component called `text`.
fn variant_names_of(variant: SchemaVariant, text: &str) -> Vec<String> {
    let suffixes = match variant {
        SchemaVariant::Request => ["Request", "Input", "Write"],
        SchemaVariant::Patch => ["Patch", "Update", "Changes"],
    };
    let names = suffixes.map(|suffix| names::compound(text, &[suffix]));
    let first = names.first().cloned();
    // If all are in use, the first one is numbered.
    names.into_iter().chain(first).collect()
}
