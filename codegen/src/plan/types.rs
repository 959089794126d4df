//! The Rust type of every schema.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use super::{
    docs, enums::PlannedVariants, former_types::FormerName, groups::TypeScopes, items::File, names, scalars,
    schema_places::SchemaPlaces, settings::Settings,
};
use crate::{
    api::{Api, EnumBase, Origin, Parent, Role, SchemaId, Shape, Union, Usage},
    naming::{Known, Memory, places::MAX_PARTS},
    rust::{Ident, Namespace, Prelude, Type},
};

/// The Rust types of the generated schemas.
pub(super) struct Types<'a> {
    pub(super) api: &'a Api,
    pub(super) settings: &'a Settings,
    /// The names of the previous run.
    pub(super) memory: &'a Memory,
    pub(super) places: SchemaPlaces<'a>,
    /// The objects that keep properties that the description does not list.
    pub(super) open: HashSet<SchemaId>,
    /// The ways in which schemas are used.
    pub(super) usage: &'a Usage,
    /// The names of the previous run for shared schemas, by their stable keys.
    pub(super) kept_shared: Known,
    /// The objects that are checked before they are sent.
    pub(super) checked: HashSet<SchemaId>,
    pub(super) named: HashMap<SchemaId, (Namespace, Ident)>,
    /// The user's own types for component schemas.
    pub(super) own: HashMap<SchemaId, Type>,
    pub(super) boxed: HashSet<SchemaId>,
    /// The names of union members.
    pub(super) members: HashMap<SchemaId, String>,
    /// The schemas that become items, in order, with their files.
    pub(super) items: Vec<(SchemaId, File)>,
    /// The variants of the enums.
    pub(super) enums: HashMap<SchemaId, PlannedVariants>,
    /// The table of each XML body.
    pub(super) xml: HashMap<SchemaId, Ident>,
    /// The paths of the items in the previous run, if they have the same names.
    pub(super) kept: HashMap<SchemaId, String>,
    /// The declared type names in `operations`.
    pub(super) operation_scopes: TypeScopes,
    /// The names that models had in the previous run, in addition to their own.
    pub(super) former: Vec<FormerName>,
    /// The shadowed names of the prelude.
    pub(super) prelude: Prelude,
    /// The methods of the client's builder for credentials, by the names of the schemes.
    pub(super) credentials: HashMap<String, Ident>,
}

impl<'a> Types<'a> {
    /// Returns the union that has `id` as a member.
    pub(super) fn union_of(&self, id: SchemaId) -> Option<(SchemaId, &'a Union)> {
        let Origin::Inline(Parent::Schema(parent), Role::Member(..)) = self.api.schemas[id].origin else {
            return None;
        };
        match &self.api.schemas[parent].shape {
            Shape::Union(union) => Some((parent, union)),
            _ => None,
        }
    }
}

impl Types<'_> {
    /// Returns the name that an extension gives the place of a schema.
    pub(super) fn place_name(&self, id: SchemaId) -> Option<&str> {
        self.api.schemas[id].given.place.as_deref()
    }

    /// Returns the method of the builder for the credential of a scheme, as code in Markdown.
    pub(super) fn credential(&self, scheme: &str) -> String {
        match self.credentials.get(scheme) {
            Some(method) => format!("`ClientBuilder::{method}`"),
            None => docs::code(scheme),
        }
    }

    /// Returns the JSON type of a schema, as the name of a variant.
    pub(super) fn kind_text(&self, id: SchemaId) -> &'static str {
        kind_text(self.api, id)
    }

    /// Returns the names of the previous run for the members of the type `id`, if it is the same type.
    pub(super) fn known_in(&self, id: SchemaId) -> Option<&Known> {
        self.memory.names(self.kept.get(&id)?)
    }

    /// Returns the names of the previous run for the members of an operation's type, if it had the same `name` in
    /// `home`.
    pub(super) fn known_in_type(&self, home: &str, source: &str, name: &str) -> Option<&Known> {
        let is_known = self.memory.is_name(home, source, name);
        self.memory.names(&format!("{home}::{}", names::ident(name))).filter(|_| is_known)
    }

    /// Returns the items of deprecated schemas.
    pub(super) fn deprecated(&self) -> HashSet<(Namespace, Ident)> {
        let is = |id: &SchemaId| self.api.schemas[*id].docs.deprecated;
        let items = self.items.iter().map(|(id, _)| id);
        // Rustc does not distinguish uses of an alias from uses of its type.
        let has_type = |id: &&SchemaId| !matches!(self.api.schemas[**id].shape, Shape::Reference(_));
        items
            .filter(|id| is(id) && matches!(self.api.schemas[**id].origin, Origin::Component(_)))
            .filter(has_type)
            .filter_map(|id| self.named.get(id))
            .filter(|(home, _)| home.is_in_models())
            .cloned()
            .collect()
    }

    /// Returns the keys of the places of each shared type, without its own one.
    pub(super) fn shared(&self) -> BTreeMap<Ident, Vec<String>> {
        let places = self.items.iter().filter_map(|(id, _)| {
            let (_, also) = self.places.of_shared(*id).split_first()?;
            Some((self.ident(*id)?.clone(), also.to_vec()))
        });
        places.collect()
    }

    /// Returns the other parts that have each component in `models` itself.
    pub(super) fn in_parts(&self) -> BTreeMap<Ident, Vec<Arc<str>>> {
        let items =
            self.items.iter().filter_map(|(id, _)| Some((self.named.get(id)?, self.api.copies.get(id)?)));
        let in_models = items.filter(|((home, _), _)| *home == Namespace::Models);
        let first = |parts: &Vec<Arc<str>>| parts.iter().take(MAX_PARTS).cloned().collect();
        in_models.map(|((_, ident), parts)| (ident.clone(), first(parts))).collect()
    }

    /// Returns the module of a schema's item.
    pub(super) fn home(&self, id: SchemaId) -> Namespace {
        self.named.get(&id).map_or(Namespace::Models, |(home, _)| home.clone())
    }

    /// Returns the item of a schema.
    pub(super) fn ident(&self, id: SchemaId) -> Option<&Ident> {
        self.named.get(&id).map(|(_, ident)| ident)
    }

    /// Returns the type of a schema, as an `Option` if it is nullable.
    pub(super) fn full(&self, id: SchemaId) -> Type {
        let bare = self.bare(id);
        // `null` is one of the values of an untyped value.
        if self.api.schemas.nullable(id) && !self.is_any(id) { bare.optional() } else { bare }
    }

    /// Returns the type of one line, in a body of JSON lines with this schema.
    pub(super) fn line(&self, id: SchemaId) -> Type {
        self.api.schemas.line(id).map_or(Type::Value, |line| self.full(line))
    }

    /// Returns `true` if a schema has no type.
    pub(super) fn is_any(&self, id: SchemaId) -> bool {
        matches!(self.api.schemas[self.api.schemas.resolve(id)].shape, Shape::Any(_))
    }

    /// Returns the type of a schema, as if it were not nullable.
    pub(super) fn bare(&self, id: SchemaId) -> Type {
        let ty = match (self.named.get(&id), self.own.get(&id)) {
            (_, Some(own)) => own.clone(),
            (Some((home, ident)), None) => Type::Named(home.clone(), ident.clone()),
            (None, None) => self.shape(id),
        };
        if self.boxed.contains(&id) { ty.boxed() } else { ty }
    }

    /// Returns the type of a schema behind its aliases.
    pub(super) fn unaliased(&self, id: SchemaId) -> Type {
        let target = self.api.schemas.resolve(id);
        match (self.bare(id), &self.api.schemas[target].shape) {
            (
                ty @ Type::Named(..),
                Shape::Enum(_) | Shape::Object(_) | Shape::Multipart(_) | Shape::Union(_),
            ) => ty,
            (Type::Named(..), _) => self.own.get(&target).cloned().unwrap_or_else(|| self.shape(target)),
            (ty, _) => ty,
        }
    }

    /// Returns `true` if constraints are checked.
    pub(super) fn checks(&self) -> bool {
        self.settings.check
    }

    /// Returns the type of a schema, without a `Box` around it.
    pub(super) fn unboxed(&self, id: SchemaId) -> Type {
        match self.bare(id) {
            Type::Boxed(inner) => *inner,
            other => other,
        }
    }

    /// Returns the type that the shape of a schema has, regardless of its name.
    pub(super) fn shape(&self, id: SchemaId) -> Type {
        let schema = &self.api.schemas[id];
        if let Some(own) = scalars::by_setting(schema, self.settings) {
            return own;
        }
        match &schema.shape {
            Shape::Boolean => Type::Bool,
            Shape::Integer(format) => scalars::integer(*format, self.settings.types.library),
            Shape::Number { single: true } => Type::F32,
            Shape::Number { single: false } => Type::F64,
            Shape::String(format) => scalars::string(*format, self.settings.types.library),
            Shape::Array(items) => Type::Vec(Box::new(self.full(*items))),
            Shape::Tuple(elements) => {
                Type::Tuple(elements.iter().map(|element| self.full(*element)).collect())
            }
            Shape::Map(values) => Type::Map(Box::new(self.full(*values))),
            Shape::Reference(target) => self.bare(*target),
            // These shapes are named, or have no type.
            Shape::Any(_) | Shape::Object(_) | Shape::Multipart(_) | Shape::Enum(_) | Shape::Union(_) => {
                Type::Value
            }
        }
    }
}

/// Returns the JSON type of a schema, as the name of a variant.
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
