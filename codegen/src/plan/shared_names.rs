//! The names that suit a shared type: what its places agree on.

use std::collections::HashMap;

use super::{
    items::{self, File},
    names,
    operation_names::{in_singular, is_verb, singular},
    place_words::{alternatives, is_specific, merged, role_words, title},
    type_candidates::{Candidates, Place},
    types::Types,
};
use crate::{
    api::{Origin, Parent, Role, SchemaId, Shape},
    rust::ModulePath,
};

/// The maximum number of properties of an object that is named after them.
const MAX_PROPERTIES: usize = 2;
/// The maximum number of places, the shortest ones, whose names are candidates.
const MAX_PLACES: usize = 8;

impl Candidates<'_> {
    /// Returns the words that suit the type of these places, the best ones first: their title, the name that most of
    /// them have, the words that all of them have, and the shortest place.
    pub(super) fn of_shared(&self, types: &Types<'_>, id: SchemaId, places: &[SchemaId]) -> Vec<Vec<String>> {
        if let Shape::Object(object) = &types.api.schemas[id].shape
            && object.properties.is_empty()
        {
            return ["Empty", "EmptyObject"].map(names::words_of).into();
        }
        let mut texts: Vec<Vec<String>> = Vec::new();
        texts.extend(title(&types.api.schemas[id]));
        let owns: Vec<Option<Vec<String>>> = places.iter().map(|place| own_words(types, *place)).collect();
        texts.extend(majority(&owns).or_else(|| common_end(&owns)).or_else(|| common_start(&owns)));
        let agreed = texts.first().cloned();
        let found: Vec<Place> = places.iter().map(|place| self.place(types, *place)).collect();
        let names = found.iter().zip(&owns);
        let names: Vec<Vec<String>> =
            names.map(|(place, own)| merged(&place.base, own.as_ref().unwrap_or(&place.own))).collect();
        if let (Some(agreed), Some(resource)) = (&agreed, self.common_resource(types, places)) {
            texts.push(merged(&resource, agreed));
        }
        texts.extend(common_words(&names).map(|common| match &agreed {
            Some(agreed) => {
                let context = common.into_iter().filter(|word| !agreed.contains(word));
                merged(&context.collect::<Vec<_>>(), agreed)
            }
            None => common,
        }));
        let inline = names.iter().zip(places).filter_map(|(words, place)| {
            let Origin::Inline(_, role) = &types.api.schemas[*place].origin else { return None };
            Some((words, place, role))
        });
        let mut inline: Vec<(&Vec<String>, &SchemaId, &Role)> = inline.collect();
        inline.sort_by_key(|(words, ..)| (words.len(), words.concat().len()));
        let Some((_, place, role)) = inline.first().copied() else {
            // Each component keeps its own name, beside the type of its values.
            let details = |words: &Vec<String>| merged(words, &["details".to_owned()]);
            match &agreed {
                Some(agreed) => texts.push(details(agreed)),
                None => texts.extend(names.iter().take(MAX_PLACES).map(details)),
            }
            return texts;
        };
        match agreed {
            Some(agreed) => {
                let alternatives = alternatives(types, id, role).into_iter().map(names::words_of);
                texts.extend(alternatives.map(|words| merged(&agreed, &words)));
            }
            None => {
                // What a resource takes and returns is what it is about.
                let resource =
                    are_sent_and_received(types, places).then(|| self.common_resource(types, places));
                texts.extend(resource.flatten());
                texts.extend(of_properties(types, id, role));
            }
        }
        texts.extend(inline.iter().take(MAX_PLACES).map(|(words, ..)| (*words).clone()));
        let place = self.place(types, *place);
        texts.extend(self.of_inline(types, id, role, &place));
        texts
    }

    /// Returns the words of the resource, in the singular, whose operations contain all places.
    fn common_resource(&self, types: &Types<'_>, places: &[SchemaId]) -> Option<Vec<String>> {
        let mut homes = places.iter().map(|place| self.home(types, *place));
        let first = homes.next()??;
        if !homes.all(|home| home == Some(first)) {
            return None;
        }
        let path = first.to_string();
        let name = path.strip_prefix("operations::")?.rsplit("::").next()?;
        Some(in_singular(&names::words_of(name)))
    }

    /// Returns the module of the operation that contains a place.
    fn home(&self, types: &Types<'_>, place: SchemaId) -> Option<&ModulePath> {
        match items::file(types.api, place) {
            File::Operation(index) => self.operations.get(index).map(|names| &names.home),
            File::Component(_) => None,
        }
    }
}

/// Returns `true` if some of the places are bodies of requests, and others of responses.
fn are_sent_and_received(types: &Types<'_>, places: &[SchemaId]) -> bool {
    let has = |is_role: fn(&Role) -> bool| {
        places.iter().any(|place| match &types.api.schemas[*place].origin {
            Origin::Inline(Parent::Operation(_), role) => is_role(role),
            _ => false,
        })
    };
    has(|role| *role == Role::Body)
        && has(|role| matches!(role, Role::Response(status) if status.is_success()))
}

/// Returns the words of the name of a place in its parent. The elements of a list have the name of the list in the
/// singular.
fn own_words(types: &Types<'_>, id: SchemaId) -> Option<Vec<String>> {
    match &types.api.schemas[id].origin {
        Origin::Inline(_, role @ (Role::Property(_) | Role::Parameter(_) | Role::Header(_))) => {
            Some(role_words(types, id, role))
        }
        Origin::Inline(Parent::Schema(list), Role::Item) => Some(in_singular(&own_words(types, *list)?)),
        Origin::Component(key) => {
            let words = names::words_of(key).into_iter().filter(|word| word != "nullable");
            Some(words.collect())
        }
        Origin::Inline(..) | Origin::Shared(_) => None,
    }
}

/// Returns the words of more than half of the places.
fn majority(owns: &[Option<Vec<String>>]) -> Option<Vec<String>> {
    let mut counts: HashMap<&[String], usize> = HashMap::new();
    for words in owns.iter().flatten() {
        *counts.entry(words).or_default() += 1;
    }
    let (words, _) = counts.into_iter().find(|(_, count)| count * 2 > owns.len())?;
    Some(words.to_vec()).filter(|words| is_specific(words))
}

/// Returns the words at the end of the names of all places, if one of them is specific.
fn common_end(owns: &[Option<Vec<String>>]) -> Option<Vec<String>> {
    let mut end: Option<&[String]> = None;
    for words in owns {
        let words: &[String] = words.as_deref()?;
        let before = end.unwrap_or(words);
        let pairs = words.iter().rev().zip(before.iter().rev());
        let count = pairs.take_while(|(one, two)| one == two).count();
        end = before.get(before.len() - count..);
    }
    end.filter(|words| is_specific(words)).map(<[String]>::to_vec)
}

/// Returns the words at the start of the names of all places, if there are several: `layout sizing` of
/// `layoutSizingVertical` and `layoutSizingHorizontal`.
fn common_start(owns: &[Option<Vec<String>>]) -> Option<Vec<String>> {
    let (first, others) = owns.split_first()?;
    let mut start: &[String] = first.as_deref()?;
    for words in others {
        let pairs = start.iter().zip(words.as_deref()?);
        start = start.get(..pairs.take_while(|(one, two)| one == two).count())?;
    }
    (start.len() > 1 && is_specific(start)).then(|| start.to_vec())
}

/// Returns the words that the names of all places have in one order, in the singular if some have it, without verbs at
/// the start.
fn common_words(all: &[Vec<String>]) -> Option<Vec<String>> {
    let (first, others) = all.split_first()?;
    let mut common = first.clone();
    for words in others {
        let mut rest = words.as_slice();
        common = common
            .into_iter()
            .filter_map(|word| {
                let one = singular(&word);
                let at = rest.iter().position(|other| singular(other) == one)?;
                let (before, after) = rest.split_at_checked(at + 1)?;
                rest = after;
                Some(if before.last() == Some(&word) { word } else { one })
            })
            .collect();
    }
    let verbs = common.iter().take_while(|word| is_verb(word)).count();
    common.drain(..verbs);
    Some(common).filter(|words| is_specific(words))
}

/// Returns the words of the properties of a small object, and of its role.
fn of_properties(types: &Types<'_>, id: SchemaId, role: &Role) -> Option<Vec<String>> {
    let Shape::Object(object) = &types.api.schemas[id].shape else { return None };
    let is_body = matches!(role, Role::Body | Role::Response(_) | Role::Item);
    if !is_body || object.properties.is_empty() || object.properties.len() > MAX_PROPERTIES {
        return None;
    }
    let properties = object.properties.iter().flat_map(|property| names::words_of(&property.name));
    Some(merged(&properties.collect::<Vec<_>>(), &role_words(types, id, role)))
}
