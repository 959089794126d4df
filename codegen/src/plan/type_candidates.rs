//! The names that suit a type, from its place in the description.

use std::collections::{HashMap, HashSet};

use super::{
    component_names::{Namespace, is_generic},
    names,
    operation_names::OperationNames,
    place_words::{LONG, PlaceWords, alternatives, is_specific_word, length, media_words, merged, title},
    statuses::status_text,
    types::Types,
};
use crate::api::{Api, GivenNames, Origin, Parent, Role, SchemaId, Shape};

/// The maximum number of shorter forms of a long name.
const MAX_SHORTER: usize = 3;
/// The maximum number of components, one in the other, with general keys.
const MAX_REFERRING: usize = 8;

/// The place of a schema below the next type.
pub(super) struct Place {
    /// The words of the operation or component that contains the schema.
    root: Vec<String>,
    /// The words of the next type above the schema.
    pub(super) base: Vec<String>,
    /// The schema of that type.
    above: Option<SchemaId>,
    /// The words of the place in that type.
    pub(super) own: Vec<String>,
    /// The words of the place in that type, which no other place has.
    plain: Vec<String>,
}

/// The names that suit types, and the facts that they depend on.
pub(super) struct Candidates<'n> {
    pub(super) operations: &'n [OperationNames],
    namespace: Namespace,
    /// The words of the place of each type so far: none for a union member that is left out of the names below it.
    places: HashMap<SchemaId, Vec<String>>,
    /// The number of types for each property name.
    properties: HashMap<Vec<String>, usize>,
    /// The first place that refers to a component with a general key, if possible in a component with another
    /// key.
    referring: HashMap<SchemaId, SchemaId>,
    /// The types that have their titles as names.
    titled: HashSet<SchemaId>,
}

impl<'n> Candidates<'n> {
    pub(super) fn new(api: &Api, items: &[(SchemaId, String)], operations: &'n [OperationNames]) -> Self {
        let keys = items.iter().filter_map(|(id, _)| api.schemas[*id].origin.component());
        let mut properties: HashMap<Vec<String>, usize> = HashMap::new();
        for (id, _) in items {
            if let Origin::Inline(_, Role::Property(name)) = &api.schemas[*id].origin {
                *properties.entry(names::words_of(name)).or_default() += 1;
            }
        }
        let mut referring = HashMap::new();
        if items.iter().any(|(id, _)| api.schemas[*id].origin.component().is_some_and(is_generic)) {
            for (id, schema) in api.schemas.iter() {
                if let (Shape::Reference(target), true) = (&schema.shape, is_in_specific(api, id)) {
                    referring.entry(*target).or_insert(id);
                }
            }
            for (id, schema) in api.schemas.iter() {
                if let (Shape::Reference(target), Origin::Inline(..)) = (&schema.shape, &schema.origin) {
                    referring.entry(*target).or_insert(id);
                }
            }
        }
        let namespace = Namespace::of(keys);
        let titled = titled(api, items);
        Self { operations, namespace, places: HashMap::new(), properties, referring, titled }
    }

    /// Returns the names that suit the item `id`, the best one first and the plain one last.
    pub(super) fn of(&mut self, types: &Types<'_>, id: SchemaId) -> Vec<String> {
        let schema = &types.api.schemas[id];
        let mut names: Vec<String> = Vec::new();
        let GivenNames { place: given, type_name, .. } = &schema.given;
        names.extend(type_name.as_deref().map(names::type_text));
        let is_place = matches!(
            &schema.origin,
            Origin::Inline(_, Role::Property(_) | Role::Parameter(_) | Role::Header(_))
        );
        names.extend(given.as_deref().filter(|_| !is_place).map(names::type_text));
        match &schema.origin {
            Origin::Component(key) => {
                if is_generic(key) {
                    names.extend(title(schema).map(names::type_of_words));
                    if let Some(place) = self.referring.get(&id).map(|from| self.place(types, *from)) {
                        names.push(names::type_of_words(merged(&place.base, &place.own)));
                    }
                }
                names.extend(self.namespace.candidates(key));
            }
            Origin::Shared(places) => {
                let texts = self.of_shared(types, id, places);
                names.extend(texts.into_iter().map(names::type_of_words));
            }
            Origin::Inline(_, role) => {
                let place = self.place(types, id);
                let texts = self.of_inline(types, id, role, &place);
                names.extend(texts.into_iter().map(names::type_of_words));
                let is_alone = is_alone(types, id) || place.base.ends_with(&place.own);
                self.places.insert(id, if is_alone { Vec::new() } else { place.own });
            }
        }
        names
    }

    /// Returns the words that suit an inline type, the best ones first.
    pub(super) fn of_inline(
        &self,
        types: &Types<'_>,
        id: SchemaId,
        role: &Role,
        place: &Place,
    ) -> Vec<Vec<String>> {
        let schema = &types.api.schemas[id];
        let Place { root, base, above, own, plain } = place;
        let mut texts: Vec<Vec<String>> = Vec::new();
        if self.titled.contains(&id) {
            texts.extend(title(schema));
        }
        let full = merged(base, own);
        let in_component =
            above.is_some_and(|above| !matches!(types.api.schemas[above].origin, Origin::Inline(..)));
        let common = base.iter().zip(own).take_while(|(one, two)| one == two).count();
        let is_single = self.properties.get(own).is_none_or(|count| *count == 1);
        if in_component && matches!(role, Role::Property(_)) && is_single && common > 0 && common < own.len()
        {
            texts.push(own.clone());
            texts.push(base.iter().chain(own.iter().skip(common)).cloned().collect());
        }
        let outer = above.filter(|above| self.places.get(above).is_some_and(Vec::is_empty));
        let outer = outer.and_then(|above| types.named_parent(above)).map(|(_, union)| merged(&union, own));
        texts.extend(outer.clone().filter(|text| length(text) <= LONG));
        if length(&full) > LONG {
            texts.extend(self.shorter(types, root, *above, own));
            texts.extend(outer);
            if matches!(role, Role::Member(..)) {
                let new = own.iter().filter(|word| !base.contains(word));
                let short: Vec<String> = base.iter().chain(new).cloned().collect();
                texts.extend(Some(short).filter(|short| short.len() > base.len()));
            }
        }
        let repeated = full.len() == base.len();
        if !repeated {
            texts.push(full.clone());
        }
        let is_content = matches!(role, Role::Body | Role::Multipart | Role::Response(_));
        let media = if is_content { media_words(schema) } else { Vec::new() };
        if !media.is_empty() {
            texts.push(base.iter().chain(&media).chain(own).cloned().collect());
        }
        if let Role::Response(status) = role {
            let status = names::words_of(&status_text(*status));
            texts.push(base.iter().chain(&status).chain(own).cloned().collect());
        }
        let alternatives = alternatives(types, id, role);
        let alternatives = alternatives.iter().map(|word| names::words_of(word));
        let alternatives = alternatives.filter(|words| !full.ends_with(words));
        texts.extend(alternatives.map(|words| full.iter().cloned().chain(words).collect()));
        texts.push(base.iter().chain(plain).cloned().collect());
        texts
    }

    /// Returns shorter forms of a long name: the operation or component, and the end of the place.
    fn shorter(
        &self,
        types: &Types<'_>,
        root: &[String],
        above: Option<SchemaId>,
        own: &[String],
    ) -> Vec<Vec<String>> {
        let mut shorter: Vec<Vec<String>> = Vec::new();
        let (mut end, mut above) = (own.to_vec(), above);
        while shorter.len() < MAX_SHORTER {
            let specific = end.iter().filter(|word| is_specific_word(word)).count();
            let text = merged(root, &end);
            if !shorter.is_empty() && length(&text) > LONG {
                break;
            }
            if specific > 1 {
                shorter.push(text);
            }
            let Some((id, words)) = above.and_then(|id| Some((id, self.places.get(&id)?))) else { break };
            end = merged(words, &end);
            above = types.named_parent(id).and_then(|(parent, _)| parent);
        }
        shorter
    }

    /// Returns the words of a component, which may have no name yet. After as many components as `steps` whose keys say
    /// nothing, the key counts.
    fn component_words(&self, types: &Types<'_>, id: SchemaId, key: &str, steps: usize) -> Vec<String> {
        if let Some(ident) = types.ident(id) {
            return names::words_of(ident.unraw());
        }
        match self.referring.get(&id).filter(|_| steps > 0 && is_generic(key)) {
            Some(from) => {
                let place = self.place_in(types, *from, steps - 1);
                merged(&place.base, &place.own)
            }
            None => names::words_of(key),
        }
    }

    /// Returns the place of a schema.
    pub(super) fn place(&self, types: &Types<'_>, id: SchemaId) -> Place {
        self.place_in(types, id, MAX_REFERRING)
    }

    fn place_in(&self, types: &Types<'_>, id: SchemaId, steps: usize) -> Place {
        let mut words = PlaceWords::default();
        let mut found: Option<(Vec<String>, Option<SchemaId>)> = None;
        let mut at = id;
        let root = loop {
            let schema = &types.api.schemas[at];
            if at != id
                && found.is_none()
                && let Some(ident) = types.ident(at)
            {
                found = Some((names::words_of(ident.unraw()), Some(at)));
            }
            let (parent, role) = match &schema.origin {
                Origin::Component(key) => {
                    let words = self.component_words(types, at, key, steps);
                    found = found.or_else(|| Some((words.clone(), Some(at))));
                    break words;
                }
                Origin::Shared(_) => {
                    let words = types.ident(at).map(|ident| names::words_of(ident.unraw()));
                    let words = words.or_else(|| title(schema)).unwrap_or_default();
                    found = found.or_else(|| Some((words.clone(), Some(at))));
                    break words;
                }
                Origin::Inline(parent, role) => (*parent, role),
            };
            if found.is_none() {
                words.add(types, at, role);
            }
            match parent {
                Parent::Schema(parent) => at = parent,
                Parent::Operation(index) => {
                    let name = self.operations.get(index).map_or("", |names| names.type_name.as_str());
                    break names::words_of(name);
                }
            }
        };
        let (base, above) = found.unwrap_or_else(|| (root.clone(), None));
        words.add_element();
        Place { root, base, above, own: words.own, plain: words.plain }
    }
}

impl Types<'_> {
    /// Returns the next type above a type, and its words.
    fn named_parent(&self, id: SchemaId) -> Option<(Option<SchemaId>, Vec<String>)> {
        let mut at = id;
        loop {
            let Origin::Inline(Parent::Schema(parent), _) = &self.api.schemas[at].origin else { return None };
            at = *parent;
            if let Some(ident) = self.ident(at) {
                return Some((Some(at), names::words_of(ident.unraw())));
            }
        }
    }
}

/// Returns the elements of arrays and the members of unions whose titles name nothing else. If the title of one member
/// is no name, the other members of its union have no titles as names either.
fn titled(api: &Api, items: &[(SchemaId, String)]) -> HashSet<SchemaId> {
    let mut demand: HashMap<Vec<String>, usize> = HashMap::new();
    let mut asked: Vec<(SchemaId, Option<Vec<String>>, Option<Parent>)> = Vec::new();
    for (id, _) in items {
        let schema = &api.schemas[*id];
        match &schema.origin {
            Origin::Component(key) => *demand.entry(names::words_of(key)).or_default() += 1,
            Origin::Shared(_) => {
                if let Some(words) = title(schema) {
                    *demand.entry(words).or_default() += 1;
                }
            }
            Origin::Inline(parent, role @ (Role::Item | Role::Member(..))) => {
                let words = title(schema).filter(|words| words.len() > 1);
                if let Some(words) = &words {
                    *demand.entry(words.clone()).or_default() += 1;
                }
                asked.push((*id, words, matches!(role, Role::Member(..)).then_some(*parent)));
            }
            Origin::Inline(..) => {}
        }
    }
    let is_single = |words: &Option<Vec<String>>| {
        words.as_ref().is_some_and(|words| demand.get(words).is_none_or(|count| *count == 1))
    };
    let refused: HashSet<Parent> =
        asked.iter().filter(|(_, words, _)| !is_single(words)).filter_map(|(_, _, union)| *union).collect();
    let kept = asked
        .into_iter()
        .filter(|(_, words, union)| is_single(words) && union.is_none_or(|union| !refused.contains(&union)));
    kept.map(|(id, ..)| id).collect()
}

/// Returns `true` for an inline schema in an operation, or in a component whose key is not general.
fn is_in_specific(api: &Api, id: SchemaId) -> bool {
    let mut at = id;
    loop {
        match &api.schemas[at].origin {
            Origin::Component(key) => return at != id && !is_generic(key),
            Origin::Inline(Parent::Operation(_), _) | Origin::Shared(_) => return true,
            Origin::Inline(Parent::Schema(parent), _) => at = *parent,
        }
    }
}

/// Returns `true` for the only object in a union, which the name of the union describes.
fn is_alone(types: &Types<'_>, id: SchemaId) -> bool {
    let schemas = &types.api.schemas;
    let Some((_, union)) = types.union_of(id) else { return false };
    let is_scalar = |id| {
        let shape = &schemas[schemas.resolve(id)].shape;
        matches!(
            shape,
            Shape::Boolean | Shape::Integer(_) | Shape::Number { .. } | Shape::String(_) | Shape::Enum(_)
        )
    };
    union.members.iter().all(|member| member.schema == id || is_scalar(member.schema))
}
