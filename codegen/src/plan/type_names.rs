//! Names of the schemas that become items.

use std::collections::{HashMap, HashSet};

use super::{
    constraints,
    items::{File, file, is_in_models},
    members::variant_names,
    names::{self, Scope},
    operation_names::OperationNames,
    scalars,
    schema_places::SchemaPlaces,
    settings::{Rename, Settings},
    statuses::status_text,
    types::Types,
};
use crate::{
    api::{Api, Origin, Parent, Role, SchemaId, SchemaVariant, Shape, Status},
    diagnostics::{Code, Diagnostics},
    naming::Memory,
    rust::{Namespace, Prelude},
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
    pub(super) operation_names: &'i [OperationNames],
    /// The declared type names in `operations`.
    pub(super) operation_scope: Scope,
}

impl<'a> Types<'a> {
    /// Names every schema that becomes an item.
    pub(super) fn new(input: TypesInput<'a, '_>, diagnostics: &mut Diagnostics) -> Self {
        let TypesInput { api, settings, memory, places, items, boxed, operation_names, operation_scope } =
            input;
        let mut types = Self {
            api,
            settings,
            memory,
            places,
            checked: if settings.check { constraints::checked(api) } else { HashSet::new() },
            named: HashMap::new(),
            own: HashMap::new(),
            boxed,
            members: HashMap::new(),
            items: Vec::new(),
            xml: HashMap::new(),
            operation_scope,
            prelude: Prelude::default(),
        };
        for names in operation_names {
            types.prelude.shadow(&names.type_name);
        }
        let mut models = Scope::default();
        let components = components(api);
        types.declare_renamed(&components, &mut models, &settings.rename, diagnostics);
        types.find_own(&components, diagnostics);
        let in_models = items.iter().filter(|(id, _)| is_in_models(api, *id));
        models.reserve(memory.names("models"), in_models.map(|(_, source)| source.as_str()));
        // Components are first in `items`, so that an inline type never takes the name of a component.
        for (id, source) in items {
            let (id, file) = (*id, file(api, *id));
            if types.own.contains_key(&id) {
                continue;
            }
            types.items.push((id, file));
            if types.named.contains_key(&id) {
                continue;
            }
            types.name_members(id);
            let text = types.text(id, operation_names);
            let (namespace, name) = match (file, variant(api, id)) {
                (File::Component(_), Some(variant)) => {
                    (Namespace::Models, declare_variant(variant, source, &text, &mut models))
                }
                (File::Component(_), None) => (Namespace::Models, models.declare_type_for(source, &text)),
                (File::Operation(_), _) => {
                    (Namespace::Operations, types.operation_scope.declare_type_for(source, &text))
                }
            };
            types.prelude.shadow(&name);
            types.named.insert(id, (namespace, names::ident(&name)));
        }
        types
    }

    /// Names all members of the union that has `id` as a member, once for each union.
    fn name_members(&mut self, id: SchemaId) {
        let Origin::Inline(Parent::Schema(parent), Role::Member(..)) = self.api.schemas[id].origin else {
            return;
        };
        let Shape::Union(union) = &self.api.schemas[parent].shape else { return };
        if !self.members.contains_key(&id) {
            let (names, _) = variant_names(self, parent, union);
            self.members.extend(union.members.iter().map(|member| member.schema).zip(names));
        }
    }

    /// Finds the schemas with a user's own type in the settings.
    fn find_own(&mut self, components: &HashMap<&str, SchemaId>, diagnostics: &mut Diagnostics) {
        for (key, path) in &self.settings.types.schemas {
            match components.get(key.as_str()) {
                Some(id) => {
                    self.own.insert(*id, scalars::own(path));
                }
                None => {
                    let message = format!(
                        "the settings give a type to the schema `{key}`, which the description does not have"
                    );
                    diagnostics.push_setting(Code::RENAME, &["types", "schemas", key], message);
                }
            }
        }
    }

    /// Names the renamed schemas of the settings, before any other.
    fn declare_renamed(
        &mut self,
        components: &HashMap<&str, SchemaId>,
        models: &mut Scope,
        rename: &Rename,
        diagnostics: &mut Diagnostics,
    ) {
        for (key, name) in &rename.schemas {
            let found = components.get(key.as_str());
            match found {
                None => {
                    let message = format!(
                        "the settings rename the schema `{key}`, which the description does not have"
                    );
                    diagnostics.push_setting(Code::RENAME, &["rename", "schemas", key], message);
                }
                Some(_) if models.contains(name) => {
                    let message = format!("the name `{name}` for the schema `{key}` is already in use");
                    diagnostics.push_setting(Code::NAME_TAKEN, &["rename", "schemas", key], message);
                }
                Some(id) => {
                    models.declare_type(name);
                    self.prelude.shadow(name);
                    self.named.insert(*id, (Namespace::Models, names::ident(name)));
                }
            }
        }
    }

    /// Returns the name of a schema, derived from its place.
    fn text(&self, id: SchemaId, operations: &[OperationNames]) -> String {
        let (parent, role) = match &self.api.schemas[id].origin {
            Origin::Component(name) => return names::type_text(name),
            Origin::Inline(parent, role) => (*parent, role),
        };
        let parent = match parent {
            Parent::Operation(index) => {
                operations.get(index).map(|names| names.type_name.clone()).unwrap_or_default()
            }
            Parent::Schema(parent) => match self.named.get(&parent) {
                Some((_, ident)) => ident.unraw().to_owned(),
                None => self.text(parent, operations),
            },
        };
        let suffix = match role {
            Role::Property(name) | Role::Parameter(name) | Role::Header(name) => names::type_text(name),
            Role::Item => "Item".to_owned(),
            Role::Value => "Value".to_owned(),
            Role::Member(_, name) => self
                .members
                .get(&id)
                .cloned()
                .or_else(|| name.as_deref().map(names::type_text))
                .unwrap_or_else(|| self.kind_text(id).to_owned()),
            Role::Base => "Base".to_owned(),
            Role::Body => "Body".to_owned(),
            Role::Multipart => "Parts".to_owned(),
            Role::Response(status) if status.is_success() => "Reply".to_owned(),
            Role::Response(Status::Default) => "Error".to_owned(),
            Role::Response(status) => format!("{}Error", status_text(*status)),
        };
        names::type_text(&format!("{parent} {suffix}"))
    }
}

/// Returns the component schemas by their keys: of several variants the first.
fn components(api: &Api) -> HashMap<&str, SchemaId> {
    let mut components = HashMap::new();
    for (id, schema) in api.schemas.iter() {
        if let Origin::Component(key) = &schema.origin {
            components.entry(key.as_str()).or_insert(id);
        }
    }
    components
}

/// Returns the variant of a component that has several.
fn variant(api: &Api, id: SchemaId) -> Option<SchemaVariant> {
    api.schemas[id].variant.filter(|_| matches!(api.schemas[id].origin, Origin::Component(_)))
}

/// Returns the name of the request or patch variant of a component called `text`.
fn declare_variant(variant: SchemaVariant, source: &str, text: &str, models: &mut Scope) -> String {
    let suffixes = match variant {
        SchemaVariant::Request => ["Request", "Input", "Write"],
        SchemaVariant::Patch => ["Patch", "Update", "Changes"],
    };
    let names = suffixes.map(|suffix| names::compound(text, suffix));
    if let Some(reserved) = models.take_reserved(source, &names.each_ref().map(String::as_str)) {
        return reserved;
    }
    let free = names.iter().find(|name| !models.contains(name)).unwrap_or(&names[0]);
    models.declare_type(free)
}
