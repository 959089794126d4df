//! Stable keys of types: their places in the description, independent of additions elsewhere.
//! `api.txt` contains them, and the next run finds a type by its key.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
};

use super::{
    claims::{Claim, kept_names},
    members::distinguishing_name,
    types::kind_text,
};
use crate::{
    api::{Api, Member, Operation, Origin, Parent, Role, SchemaId, SchemaVariant, Shape, Union, scalar_text},
    diagnostics::Pointer,
    naming::{
        Known, Memory,
        places::{self, OperationType},
        word,
    },
};

/// Returns the key of an operation.
pub(super) fn of_operation(operation: &Operation) -> String {
    places::route(operation.part.as_deref(), &operation.method, &operation.path)
}

/// The keys of schemas.
pub(super) struct SchemaPlaces<'a> {
    api: &'a Api,
    /// The name of each union member without a component, with a number if an earlier one has the same name.
    /// The index of a member is not stable: it changes if a member is added.
    member_names: HashMap<SchemaId, String>,
    /// The media type of each body whose operation has another one in the same place before it.
    media_types: HashMap<SchemaId, String>,
    /// The key of each schema.
    keys: HashMap<SchemaId, String>,
    /// The start of the keys of the schemas in an operation or a schema.
    outers: HashMap<Parent, String>,
    /// The keys of the places of each shared schema, its own one first, then short ones.
    shared: HashMap<SchemaId, Vec<String>>,
    claims: Vec<Claim>,
}

/// Returns `true` if the model `name` of the previous run had the properties of an object or the values of an enum.
/// Unions are not compared.
pub(super) fn has_members(shape: &Shape, name: &str, memory: &Memory) -> bool {
    let known = memory.names(&format!("models::{name}"));
    let is_known = |source: &str| known.is_some_and(|known| known.contains_key(source));
    match shape {
        Shape::Object(object) => {
            let other = usize::from(object.additional.is_some());
            known.map_or(0, Known::len) == object.properties.len() + other
                && object.properties.iter().all(|property| is_known(&word(&property.name)))
        }
        Shape::Enum(list) => {
            known.map_or(0, Known::len) == list.values.len() + 1
                && list.values.iter().all(|value| is_known(&word(&scalar_text(&value.value))))
        }
        _ => true,
    }
}

/// Returns the claim of a shared schema with these keys.
fn claim(shape: &Shape, keys: &[String], memory: &Memory) -> Option<Claim> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in keys.iter().filter_map(|key| memory.model(key)) {
        *counts.entry(name).or_default() += 1;
    }
    // Types of their own that become one keep the shortest of their names.
    let (name, places) = counts.into_iter().max_by_key(|(name, count)| (*count, Reverse(name.len())))?;
    let source = memory.shared_source(name);
    let had_name = |key: &&String| memory.model(key) == Some(name);
    let key = keys.iter().find(|key| Some(key.as_str()) == source);
    let key = key.or_else(|| keys.iter().find(had_name))?;
    let is_same = has_members(shape, name, memory);
    Some(Claim { name: name.to_owned(), places, is_same, key: key.clone() })
}

impl<'a> SchemaPlaces<'a> {
    pub(super) fn new(api: &'a Api, memory: &Memory) -> Self {
        let mut member_names = HashMap::new();
        for (id, schema) in api.schemas.iter() {
            let Shape::Union(union) = &schema.shape else { continue };
            let mut numbering = Numbering::default();
            for member in &union.members {
                let origin = &api.schemas[member.schema].origin;
                let name = match origin {
                    Origin::Inline(_, Role::Member(_, Some(name))) => word(name),
                    _ => distinguishing_name(member)
                        .unwrap_or_else(|| kind_text(api, member.schema).to_owned()),
                };
                let name = numbering.unique(name);
                // A member of nested unions is in several. Its key begins with that of its parent.
                match origin {
                    Origin::Inline(Parent::Schema(parent), _) if *parent == id => {
                        member_names.insert(member.schema, name);
                    }
                    _ => drop(member_names.entry(member.schema).or_insert(name)),
                }
            }
        }
        let (keys, outers, shared) = (of_components(api), HashMap::new(), HashMap::new());
        let media_types = media_types(api);
        let mut places = Self { api, member_names, media_types, keys, outers, shared, claims: Vec::new() };
        places.find_shared(memory);
        for id in api.schemas.ids() {
            places.find(id);
        }
        places
    }

    /// Gives each shared schema the key of one of its places, inner schemas after outer ones: if possible a place of a
    /// shared type of the previous run, else the shortest one.
    fn find_shared(&mut self, memory: &Memory) {
        let api = self.api;
        let is_shared = |id: &SchemaId| matches!(api.schemas[*id].origin, Origin::Shared(_));
        let mut pending: Vec<SchemaId> = api.schemas.ids().filter(is_shared).collect();
        pending.reverse();
        let mut visited: HashSet<SchemaId> = HashSet::new();
        while let Some(id) = pending.last().copied() {
            let Origin::Shared(places) = &api.schemas[id].origin else { break };
            if visited.insert(id) {
                let outer = places.iter().filter_map(|place| self.shared_around(*place));
                pending.extend(outer.filter(|outer| !visited.contains(outer)));
                continue;
            }
            pending.pop();
            if !self.shared.contains_key(&id) {
                let mut keys = self.of_places(places);
                let claim = claim(&api.schemas[id].shape, &keys, memory);
                // The names of inner types depend on the key.
                let known = || keys.iter().find(|key| memory.had_type(key));
                let own = claim.as_ref().map(|claim| &claim.key).or_else(known).or_else(|| keys.first());
                let own = own.cloned().unwrap_or_default();
                // The bodies of several media types have one place.
                keys.retain(|key| *key != own);
                self.keys.insert(id, self.of_variant(id, own.clone()));
                // A schema that contains itself has asked for its key before.
                self.outers.remove(&Parent::Schema(id));
                keys.insert(0, own);
                self.shared.insert(id, keys);
                self.claims.extend(claim);
            }
        }
    }

    /// Returns the names of the previous run that shared schemas keep, by their keys.
    pub(super) fn kept_names(&self) -> Known {
        kept_names(&self.claims)
    }

    /// Returns the shared schema that contains the inline schema `id`.
    fn shared_around(&self, id: SchemaId) -> Option<SchemaId> {
        let mut at = id;
        while let Origin::Inline(Parent::Schema(parent), _) = self.api.schemas[at].origin {
            at = parent;
        }
        matches!(self.api.schemas[at].origin, Origin::Shared(_)).then_some(at)
    }

    /// Returns the keys of the places of a shared schema, its own one first.
    pub(super) fn of_shared(&self, id: SchemaId) -> &[String] {
        self.shared.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Returns the keys of places, short ones first.
    fn of_places(&mut self, places: &[SchemaId]) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        for place in places {
            self.find(*place);
            keys.push(self.of_place(*place));
        }
        keys.sort_by(|one, two| (one.len(), one).cmp(&(two.len(), two)));
        keys
    }

    /// Returns the key of a schema as a place of a shared one.
    ///
    /// A component that is a place of a shared schema is its alias. Both have a name of their own.
    pub(super) fn of_place(&self, id: SchemaId) -> String {
        let key = self.of_schema(id);
        if self.api.schemas[id].is_component() { format!("{key} (value)") } else { key.to_owned() }
    }

    /// Returns the key of a schema.
    pub(super) fn of_schema(&self, id: SchemaId) -> &str {
        self.keys.get(&id).map_or("", String::as_str)
    }

    /// Finds the key of a schema, and of those around it. The shared schemas around it must have theirs.
    fn find(&mut self, id: SchemaId) {
        let api = self.api;
        let mut inner = Vec::new();
        let mut at = id;
        while !self.keys.contains_key(&at) {
            let key = match &api.schemas[at].origin {
                // It contains itself, and gets its key afterwards. Components have theirs.
                Origin::Shared(_) | Origin::Component(_) => String::new(),
                Origin::Inline(parent, role) => {
                    inner.push((at, *parent, role));
                    match parent {
                        Parent::Schema(outer) => at = *outer,
                        Parent::Operation(_) => break,
                    }
                    continue;
                }
            };
            self.keys.insert(at, self.of_variant(at, key));
        }
        while let Some((id, parent, role)) = inner.pop() {
            let role = self.of_role(id, role);
            let key = format!("{} > {role}", self.outer(parent));
            self.keys.insert(id, self.of_variant(id, key));
        }
    }

    /// Returns the start of the keys of the schemas in `parent`, whose key must be known if it is a schema.
    fn outer(&mut self, parent: Parent) -> &str {
        let (api, keys) = (self.api, &self.keys);
        self.outers.entry(parent).or_insert_with(|| {
            places::shortened(match parent {
                Parent::Schema(id) => keys.get(&id).cloned().unwrap_or_default(),
                Parent::Operation(index) => api.operations.get(index).map(of_operation).unwrap_or_default(),
            })
        })
    }

    fn of_variant(&self, id: SchemaId, place: String) -> String {
        of_variant(self.api.schemas[id].variant, place)
    }

    /// Returns the keys of the members of a union: the component or the place of each.
    /// Duplicates have a number.
    pub(super) fn of_members(&self, union: &Union) -> Vec<String> {
        let mut numbering = Numbering::default();
        let of_member = |member: &Member| {
            numbering.unique(match self.api.schemas[member.schema].shape {
                Shape::Reference(target) => self.of_schema(target).to_owned(),
                _ => self.of_schema(member.schema).to_owned(),
            })
        };
        union.members.iter().map(of_member).collect()
    }

    fn of_role(&self, id: SchemaId, role: &Role) -> String {
        let with_media_type = |place: String| match self.media_types.get(&id) {
            Some(media_type) => format!("{place} {media_type}"),
            None => place,
        };
        match role {
            Role::Property(name) => word(name),
            Role::Item => "[]".to_owned(),
            Role::Value => "{}".to_owned(),
            Role::Member(..) => format!("| {}", self.member_names.get(&id).map_or("", String::as_str)),
            Role::Base => "(base)".to_owned(),
            Role::Body => with_media_type("(body)".to_owned()),
            Role::Multipart => "(parts)".to_owned(),
            Role::Header(name) => format!("header {}", word(name)),
            Role::Response(status) => with_media_type(status.to_string()),
            Role::Parameter(name) => format!("parameter {}", word(name)),
        }
    }
}

/// A counter that makes equal texts unique by numbers.
#[derive(Default)]
struct Numbering(HashMap<String, usize>);

impl Numbering {
    fn unique(&mut self, text: String) -> String {
        let count = self.0.entry(text.clone()).or_default();
        *count += 1;
        if *count == 1 { text } else { format!("{text} {count}") }
    }
}

/// Returns the keys of the components. Schemas, parameters and responses may have the same name, and a response has a
/// schema for each media type.
pub(super) fn of_components(api: &Api) -> HashMap<SchemaId, String> {
    let mut numbering = Numbering::default();
    let mut keys = HashMap::new();
    for (id, schema) in api.schemas.iter() {
        let Origin::Component(name) = &schema.origin else { continue };
        let kind = match schema.pointer.steps().nth(1).as_deref() {
            Some("parameters") => "parameter",
            Some("requestBodies") => "body",
            Some("responses") => "response",
            Some("headers") => "header",
            _ => "schema",
        };
        let key = places::in_part(schema.pointer.path().as_deref(), &format!("{kind} {}", word(name)));
        let key = of_variant(schema.variant, key);
        keys.insert(id, numbering.unique(key));
    }
    keys
}

/// Returns the media types of the bodies that are not the first ones with their role in their operation.
fn media_types(api: &Api) -> HashMap<SchemaId, String> {
    let mut first: HashMap<(usize, String), &Pointer> = HashMap::new();
    let mut media_types = HashMap::new();
    for (id, schema) in api.schemas.iter() {
        let Origin::Inline(Parent::Operation(index), role) = &schema.origin else { continue };
        let place = match role {
            Role::Body => String::new(),
            Role::Response(status) => status.to_string(),
            _ => continue,
        };
        // Variants of a schema have its pointer.
        if *first.entry((*index, place)).or_insert(&schema.pointer) != &schema.pointer {
            // `…/content/MEDIA TYPE/schema`.
            let steps: Vec<String> = schema.pointer.steps().collect();
            let media_type = steps.iter().rev().nth(1).map_or("", String::as_str);
            media_types.insert(id, word(media_type));
        }
    }
    media_types
}

fn of_variant(variant: Option<SchemaVariant>, place: String) -> String {
    match variant {
        Some(SchemaVariant::Request) => format!("{place} (as sent)"),
        Some(SchemaVariant::Patch) => format!("{place} (as a patch)"),
        None => place,
    }
}

/// Returns the keys of the types of operations that are not generated from schemas, with the indices of the operations.
pub(super) fn of_operation_types(api: &Api) -> Vec<(usize, String)> {
    let types = |(index, operation): (usize, &Operation)| {
        let route = of_operation(operation);
        let own = OperationType::ALL.map(|own| own.of(&route));
        [route].into_iter().chain(own).map(move |source| (index, source))
    };
    api.operations.iter().enumerate().flat_map(types).collect()
}
