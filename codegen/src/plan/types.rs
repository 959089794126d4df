//! Which schemas become items, what they are called, and the Rust type of every schema.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{
    constraints,
    members::variant_names,
    names::{self, Scope},
    scalars,
    schema_places::SchemaPlaces,
    settings::{Rename, Settings},
    statuses::status_text,
};
use crate::{
    api::{Api, EnumBase, Origin, Parent, Role, SchemaId, SchemaVariant, Shape, Status},
    diagnostics::{Code, Diagnostics, Pointer},
    rust::{Home, Ident, Prelude, Type},
    surface::{Known, Memory},
};

/// The file that an item is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum File {
    /// That of the component.
    Component(SchemaId),
    /// That of the operation with this index.
    Operation(usize),
}

/// The names of operations that types are named after, by the operation's index.
pub(super) type OperationNames = HashMap<usize, String>;

/// The Rust types of the schemas that are generated.
pub(super) struct Types<'a> {
    pub(super) api: &'a Api,
    settings: &'a Settings,
    /// The names that there were before.
    pub(super) memory: &'a Memory,
    pub(super) sources: SchemaPlaces<'a>,
    /// The objects of which something is checked before they are sent.
    pub(super) checked: HashSet<SchemaId>,
    named: HashMap<SchemaId, (Home, Ident)>,
    /// The types of the user's own that stand for component schemas.
    own: HashMap<SchemaId, Type>,
    boxed: HashSet<SchemaId>,
    /// What the members of unions are called.
    members: HashMap<SchemaId, String>,
    /// The schemas that become items, in order, with their files.
    pub(super) items: Vec<(SchemaId, File)>,
    /// What stands for whole bodies in XML.
    pub(super) xml: HashMap<SchemaId, Ident>,
    /// The type names that are taken in `operations`.
    pub(super) operation_scope: Scope,
    /// The names of the prelude that are taken.
    pub(super) prelude: Prelude,
}

impl<'a> Types<'a> {
    /// Names every schema of `reached` that becomes an item.
    pub(super) fn new(
        api: &'a Api,
        items: &[(SchemaId, String)],
        boxed: HashSet<SchemaId>,
        (operations, operation_scope): (&OperationNames, Scope),
        (settings, memory, sources): (&'a Settings, &'a Memory, SchemaPlaces<'a>),
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut types = Self {
            api,
            settings,
            memory,
            sources,
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
        for name in operations.values() {
            types.prelude.take(name);
        }
        let mut models = Scope::default();
        types.claim_renamed(&mut models, &settings.rename, diagnostics);
        types.find_own(diagnostics);
        let in_models = items.iter().filter(|(id, _)| is_in_models(api, *id));
        models.keep(memory.names("models"), in_models.map(|(_, source)| source.as_str()));
        // Components come before what stands in them, so that an inline type never takes the name of
        // one; `items` has them first.
        for (id, source) in items {
            let id = *id;
            if types.own.contains_key(&id) {
                continue;
            }
            let file = file(api, id);
            types.items.push((id, file));
            if types.named.contains_key(&id) {
                continue;
            }
            types.name_members(id);
            let text = types.text(id, operations);
            let (home, name) = match (file, variant(api, id)) {
                (File::Component(_), Some(variant)) => {
                    (Home::Models, claim_variant(variant, source, &text, &mut models))
                }
                (File::Component(_), None) => (Home::Models, models.claim_type_for(source, &text)),
                (File::Operation(_), _) => {
                    (Home::Operations, types.operation_scope.claim_type_for(source, &text))
                }
            };
            types.prelude.take(&name);
            types.named.insert(id, (home, names::ident(&name)));
        }
        types
    }

    /// Finds what the members of the union that `id` is one of are called, once for each union.
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

    /// The component schema `key`.
    fn component(&self, key: &str) -> Option<SchemaId> {
        let is = |origin: &Origin| matches!(origin, Origin::Component(component) if component == key);
        self.api.schemas.iter().find(|(_, schema)| is(&schema.origin)).map(|(id, _)| id)
    }

    /// Finds the schemas that the settings give a type of the user's own.
    fn find_own(&mut self, diagnostics: &mut Diagnostics) {
        for (key, path) in &self.settings.types.schemas {
            match self.component(key) {
                Some(id) => {
                    self.own.insert(id, scalars::own(path));
                }
                None => {
                    let message = format!(
                        "the settings give a type to the schema `{key}`, which the description does not have"
                    );
                    diagnostics.push(Code::RENAME, &Pointer::root(), message);
                }
            }
        }
    }

    /// Names the schemas that the settings rename, before any other.
    fn claim_renamed(&mut self, models: &mut Scope, rename: &Rename, diagnostics: &mut Diagnostics) {
        for (key, name) in &rename.schemas {
            let found = self.component(key);
            let at = Pointer::root().key("components").key("schemas").key(key);
            match found {
                None => {
                    let message = format!(
                        "the settings rename the schema `{key}`, which the description does not have"
                    );
                    diagnostics.push(Code::RENAME, &Pointer::root(), message);
                }
                Some(_) if models.has(name) => {
                    let message = format!("the name `{name}` for the schema `{key}` is taken");
                    diagnostics.push(Code::NAME_TAKEN, &at, message);
                }
                Some(id) => {
                    models.claim_type(name);
                    self.prelude.take(name);
                    self.named.insert(id, (Home::Models, names::ident(name)));
                }
            }
        }
    }

    /// The name of a schema, from where it stands.
    fn text(&self, id: SchemaId, operations: &OperationNames) -> String {
        let (parent, role) = match &self.api.schemas[id].origin {
            Origin::Component(name) => return names::type_text(name),
            Origin::Inline(parent, role) => (*parent, role),
        };
        let parent = match parent {
            Parent::Operation(index) => operations.get(&index).cloned().unwrap_or_default(),
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

    /// What a schema is in JSON, as a variant is called after it.
    pub(super) fn kind_text(&self, id: SchemaId) -> &'static str {
        kind_text(self.api, id)
    }

    /// The names that the members of the type `id` had before.
    pub(super) fn known_in(&self, id: SchemaId) -> Option<&Known> {
        let (home, ident) = self.named.get(&id)?;
        self.memory.names(&Type::Named(*home, ident.clone()).text())
    }

    /// The items of schemas that are deprecated.
    pub(super) fn deprecated(&self) -> BTreeSet<Ident> {
        let is = |id: &SchemaId| self.api.schemas[*id].docs.deprecated;
        let items = self.items.iter().map(|(id, _)| id);
        // An alias is another name, whose uses are not told from the type's.
        let has_type = |id: &&SchemaId| !matches!(self.api.schemas[**id].shape, Shape::Reference(_));
        items
            .filter(|id| is(id) && matches!(self.api.schemas[**id].origin, Origin::Component(_)))
            .filter(has_type)
            .filter_map(|id| self.ident(*id).cloned())
            .collect()
    }

    /// The item that a schema becomes.
    pub(super) fn ident(&self, id: SchemaId) -> Option<&Ident> {
        self.named.get(&id).map(|(_, ident)| ident)
    }

    /// The type of a schema, with `Option` where it may be `null`.
    pub(super) fn full(&self, id: SchemaId) -> Type {
        let bare = self.bare(id);
        // JSON's `null` is one of the values that an untyped value can be.
        if self.api.schemas.nullable(id) && !self.is_any(id) { bare.optional() } else { bare }
    }

    /// The type of a line, of a body of lines with this schema.
    pub(super) fn line(&self, id: SchemaId) -> Type {
        self.api.schemas.line(id).map_or(Type::Value, |line| self.full(line))
    }

    /// Whether a schema gives no type.
    pub(super) fn is_any(&self, id: SchemaId) -> bool {
        matches!(self.api.schemas[self.api.schemas.resolve(id)].shape, Shape::Any(_))
    }

    /// The type of a schema, as if it could not be `null`.
    pub(super) fn bare(&self, id: SchemaId) -> Type {
        let ty = match (self.named.get(&id), self.own.get(&id)) {
            (_, Some(own)) => own.clone(),
            (Some((home, ident)), None) => Type::Named(*home, ident.clone()),
            (None, None) => self.shape(id),
        };
        if self.boxed.contains(&id) { ty.boxed() } else { ty }
    }

    /// Whether constraints are checked.
    pub(super) fn checks(&self) -> bool {
        self.settings.check
    }

    /// The type of a schema, without a `Box` around it.
    pub(super) fn unboxed(&self, id: SchemaId) -> Type {
        match self.bare(id) {
            Type::Boxed(inner) => *inner,
            other => other,
        }
    }

    /// What the type of a schema is made of, whatever it is called.
    pub(super) fn shape(&self, id: SchemaId) -> Type {
        let schema = &self.api.schemas[id];
        if let Some(own) = scalars::by_setting(schema, self.settings) {
            return own;
        }
        match &schema.shape {
            Shape::Boolean => Type::Bool,
            Shape::Integer(format) => Type::Int(*format),
            Shape::Number { single: true } => Type::F32,
            Shape::Number { single: false } => Type::F64,
            Shape::String(format) => scalars::string(*format, self.settings.types.library),
            Shape::Array(items) => Type::Vec(Box::new(self.full(*items))),
            Shape::Tuple(elements) => {
                Type::Tuple(elements.iter().map(|element| self.full(*element)).collect())
            }
            Shape::Map(values) => Type::Map(Box::new(self.full(*values))),
            Shape::Reference(target) => self.bare(*target),
            // These are named, or untyped.
            Shape::Any(_) | Shape::Object(_) | Shape::Multipart(_) | Shape::Enum(_) | Shape::Union(_) => {
                Type::Value
            }
        }
    }
}

/// What a schema is in JSON, as a variant is called after it.
pub(super) fn kind_text(api: &Api, id: SchemaId) -> &'static str {
    match &api.schemas[api.schemas.resolve(id)].shape {
        Shape::Boolean => "Boolean",
        Shape::Integer(_) => "Integer",
        Shape::Number { .. } => "Number",
        Shape::String(_) => "String",
        Shape::Enum(values) => match values.base {
            EnumBase::String | EnumBase::Mixed => "Value",
            EnumBase::Integer => "Integer",
            EnumBase::Number => "Number",
        },
        Shape::Array(_) | Shape::Tuple(_) => "Array",
        Shape::Map(_) | Shape::Object(_) | Shape::Multipart(_) => "Object",
        Shape::Any(_) | Shape::Union(_) | Shape::Reference(_) => "Other",
    }
}

/// What a component is for that is there twice.
fn variant(api: &Api, id: SchemaId) -> Option<SchemaVariant> {
    api.schemas[id].variant.filter(|_| matches!(api.schemas[id].origin, Origin::Component(_)))
}

/// The name of what requests or patches have of a component called `text`.
fn claim_variant(variant: SchemaVariant, source: &str, text: &str, models: &mut Scope) -> String {
    let suffixes = match variant {
        SchemaVariant::Request => ["Request", "Input", "Write"],
        SchemaVariant::Patch => ["Patch", "Update", "Changes"],
    };
    let names = suffixes.map(|suffix| names::compound(text, suffix));
    if let Some(kept) = models.kept_for(source, &names.each_ref().map(String::as_str)) {
        return kept;
    }
    let free = names.iter().find(|name| !models.has(name)).unwrap_or(&names[0]);
    models.claim_type(free)
}

/// The schemas of `reached` that are types of their own, with what they stand for, the components first.
pub(super) fn items(
    api: &Api,
    reached: &BTreeSet<SchemaId>,
    sources: &SchemaPlaces<'_>,
) -> Vec<(SchemaId, String)> {
    let items = reached.iter().copied().filter(|id| becomes_item(api, *id));
    items.map(|id| (id, sources.of_schema(id))).collect()
}

/// Whether the schema is a type of its own: those that Rust has no type for, and every component.
fn becomes_item(api: &Api, id: SchemaId) -> bool {
    let schema = &api.schemas[id];
    match &schema.shape {
        Shape::Object(_) | Shape::Multipart(_) | Shape::Enum(_) | Shape::Union(_) => true,
        _ => {
            matches!(schema.origin, Origin::Component(_))
                && schema.pointer.as_str().starts_with("#/components/schemas/")
        }
    }
}

/// The file that the item of a schema is in.
fn file(api: &Api, id: SchemaId) -> File {
    let mut at = id;
    loop {
        match api.schemas[at].origin {
            Origin::Component(_) => return File::Component(at),
            Origin::Inline(Parent::Operation(index), _) => return File::Operation(index),
            Origin::Inline(Parent::Schema(parent), _) => at = parent,
        }
    }
}

/// Whether the item of a schema is one of the models.
pub(super) fn is_in_models(api: &Api, id: SchemaId) -> bool {
    matches!(file(api, id), File::Component(_))
}
