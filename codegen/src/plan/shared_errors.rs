//! Errors that several operations document in the same way: one enum for all of them.
//!
//! Two operations have the same errors if the statuses, the media types that distinguish responses, the decoders and
//! the types of the bodies are equal. As of shared schemas, `api.txt` lists the places of each one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use indexmap::IndexMap;

use super::{
    claims::{Claim, kept_names},
    distinct::{self, NameRequest},
    error_names::ErrorNames,
    groups::PlannedGroups,
    names::{self, Keep, Scope},
    operation_names::OperationNames,
    response_enums::{
        ResponseGroup, Variants, by_source, has_stream, have_several_types, plan_variants, variant_docs,
    },
    responses::{TypedResponse, plan_error_arms, typed_errors},
    schema_places,
    settings::ShareMode,
    types::Types,
};
use crate::{
    api::Operation,
    naming::{Known, KnownErrors, places::OperationType},
    rust::{Decode, Namespace, ResponseEnum, SharedError, Type},
};

/// The errors that several operations have.
#[derive(Default)]
pub(super) struct PlannedErrors {
    pub(super) errors: Vec<SharedError>,
    variants: Vec<Variants>,
    /// The index of the error of each operation that shares one.
    of: HashMap<usize, usize>,
}

impl PlannedErrors {
    /// Returns the variants of the error of an operation.
    pub(super) fn of(&self, operation: usize) -> Option<&Variants> {
        self.variants.get(*self.of.get(&operation)?)
    }
}

/// The errors of some operations.
pub(super) struct ErrorSet<'a> {
    /// The indices of the operations.
    pub(super) operations: Vec<usize>,
    /// The responses of each of these operations, in one order.
    responses: Vec<Vec<TypedResponse<'a>>>,
    /// The stable keys of the places in `api.txt`, short ones first.
    places: Vec<String>,
}

/// Plans the errors that several operations have, unless the settings share no types.
pub(super) fn plan_errors(
    groups: &PlannedGroups,
    operations: &[OperationNames],
    types: &Types<'_>,
) -> PlannedErrors {
    if types.settings.share.mode == ShareMode::Off {
        return PlannedErrors::default();
    }
    let known = types.memory.errors();
    let mut sets = find_sets(types);
    let claims: Vec<Option<Claim>> = sets.iter().map(|set| set.claim(known)).collect();
    let kept = kept_names(claims.iter().flatten());
    let has_name = |set: &ErrorSet<'_>, claim: &Option<Claim>| {
        set.operations.len() > 1 || claim.as_ref().is_some_and(|claim| kept.contains_key(&claim.key))
    };
    let sources = sets.iter().zip(&claims).map(|(set, claim)| {
        let first = || set.places.first().cloned().unwrap_or_default();
        has_name(set, claim).then(|| claim.as_ref().map_or_else(first, |claim| claim.key.clone()))
    });
    let sources: Vec<Option<String>> = sources.collect();
    let mut is_shared = sources.iter().map(Option::is_some);
    sets.retain(|_| is_shared.next().unwrap_or_default());
    let sources: Vec<String> = sources.into_iter().flatten().collect();
    let names = ErrorNames::new(&sets, groups, operations, types);
    let declared = declare(&sets, &sources, &kept, &names);
    let mut planned = PlannedErrors::default();
    for ((set, source), name) in sets.iter().zip(sources).zip(declared) {
        planned.of.extend(set.operations.iter().map(|index| (*index, planned.errors.len())));
        let known = kept.get(&source).and_then(|name| types.memory.names(&format!("errors::{name}")));
        let (error, variants) = set.plan(&name, known, &source, groups, types);
        planned.errors.push(error);
        planned.variants.push(variants);
    }
    planned
}

/// Declares the names of the errors with these stable keys.
fn declare(sets: &[ErrorSet<'_>], sources: &[String], kept: &Known, names: &ErrorNames<'_>) -> Vec<String> {
    let mut scope = Scope::default();
    scope.reserve(Some(kept), sources.iter().map(String::as_str));
    let wanted = sets.iter().zip(sources).map(|(set, source)| {
        NameRequest::new(source, names.of(set), Keep::Always).with_places(set.operations.len())
    });
    distinct::declare(&mut scope, wanted.collect())
}

/// Returns the errors of the operations whose bodies have several types of `models`.
fn find_sets<'a>(types: &Types<'a>) -> Vec<ErrorSet<'a>> {
    let api = types.api;
    let mut sets: IndexMap<String, ErrorSet<'a>> = IndexMap::new();
    for (index, operation) in api.operations.iter().enumerate() {
        let place = place(operation);
        let mut responses = typed_errors(operation, types);
        let several = have_several_types(&responses.iter().collect::<Vec<_>>());
        if !several || responses.iter().any(is_local) || types.settings.share.keep_apart.contains(&place) {
            continue;
        }
        // Responses of one status stay in the order in which their media types are compared.
        responses.sort_by_key(|typed| typed.response.status);
        let mut key: Vec<String> = responses.iter().map(key).collect();
        key.sort_unstable();
        let set = sets.entry(key.join("\n")).or_insert_with(|| ErrorSet {
            operations: Vec::new(),
            responses: Vec::new(),
            places: Vec::new(),
        });
        set.operations.push(index);
        set.responses.push(responses);
        set.places.push(place);
    }
    let mut sets: Vec<ErrorSet<'a>> = sets.into_values().collect();
    for set in &mut sets {
        set.places.sort_by(|one, two| (one.len(), one).cmp(&(two.len(), two)));
    }
    sets
}

/// Returns the stable key of the errors of an operation.
pub(super) fn place(operation: &Operation) -> String {
    OperationType::Errors.of(&schema_places::of_operation(operation))
}

/// Returns `true` if the body has a type that only its operation has.
fn is_local(typed: &TypedResponse<'_>) -> bool {
    let mut found = false;
    typed.ty.walk(&mut |ty| found |= matches!(ty, Type::Named(Namespace::Operations(_), _)));
    found
}

/// Returns a text that is equal for equal responses.
fn key(typed: &TypedResponse<'_>) -> String {
    format!("{} {:?} {}", typed.source(), typed.decode, typed.ty.text())
}

impl ErrorSet<'_> {
    /// Returns the responses of the first operation.
    pub(super) fn responses(&self) -> &[TypedResponse<'_>] {
        self.responses.first().map_or(&[], Vec::as_slice)
    }

    fn claim(&self, known: &KnownErrors) -> Option<Claim> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for name in self.places.iter().filter_map(|place| known.name(place)) {
            *counts.entry(name).or_default() += 1;
        }
        let (name, places) = counts.into_iter().max_by_key(|(_, count)| *count)?;
        let had_name = |place: &&String| known.name(place) == Some(name);
        let source = known.source(name);
        let key = self.places.iter().find(|place| Some(place.as_str()) == source);
        let key = key.or_else(|| self.places.iter().find(had_name))?.clone();
        let is_same = known.bodies(name).is_some_and(|bodies| self.has_bodies(bodies));
        Some(Claim { name: name.to_owned(), places, is_same, key })
    }

    /// Returns `true` if an error of the previous run had these bodies.
    fn has_bodies(&self, known: &Known) -> bool {
        let unboxed = |text: &str| {
            let inner = text.strip_prefix("Box<").and_then(|rest| rest.strip_suffix('>'));
            inner.unwrap_or(text).to_owned()
        };
        let own: BTreeMap<String, String> =
            self.responses().iter().map(|typed| (typed.source(), body_text(typed))).collect();
        let known: BTreeMap<String, String> =
            known.iter().map(|(source, text)| (source.clone(), unboxed(text))).collect();
        own == known
    }

    /// Plans the enum `name`.
    fn plan(
        &self,
        name: &str,
        known: Option<&Known>,
        source: &str,
        groups: &PlannedGroups,
        types: &Types<'_>,
    ) -> (SharedError, Variants) {
        let responses: Vec<&TypedResponse<'_>> = self.responses().iter().collect();
        let mut planned = plan_variants(known, &responses);
        let variants =
            Variants { home: Namespace::Errors, of: names::ident(name), by_source: by_source(&planned) };
        for typed in &responses {
            let source = typed.source();
            if let Some((_, variant)) = planned.iter_mut().find(|(known, _)| *known == source) {
                variant.docs = variant_docs(typed, self.description(&source));
            }
        }
        let bodies = ResponseEnum {
            ident: variants.of.clone(),
            docs: vec![
                "The body of an error response that several operations document, by its status.".to_owned(),
            ],
            open: true,
            streams: has_stream(&responses),
            serializes: false,
            variants: planned.into_iter().map(|(_, variant)| variant).collect(),
            accessors: Vec::new(),
        };
        let arms = plan_error_arms(self.responses(), &ResponseGroup::shared(variants.clone()));
        let others = self.places.iter().filter(|place| *place != source).cloned();
        let places = [source.to_owned()].into_iter().chain(others).collect();
        (SharedError { bodies, places, arms, features: self.features(groups, types) }, variants)
    }

    /// Returns the description that more than half of the operations give the response with this key, or none.
    fn description(&self, source: &str) -> &str {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for typed in self.responses.iter().flatten().filter(|typed| typed.source() == source) {
            *counts.entry(typed.response.description.as_str()).or_default() += 1;
        }
        let most = counts.into_iter().find(|(_, count)| count * 2 > self.operations.len());
        most.map_or("", |(text, _)| text)
    }

    /// Returns the features of the operations. If one of them is always compiled, there are none.
    fn features(&self, groups: &PlannedGroups, types: &Types<'_>) -> Vec<String> {
        if !types.settings.tag_features {
            return Vec::new();
        }
        let feature = |index: &usize| groups.groups.get(*groups.of.get(index)?)?.feature.clone();
        let features: Option<BTreeSet<String>> = self.operations.iter().map(feature).collect();
        features.unwrap_or_default().into_iter().collect()
    }
}

/// Returns the type of a body as `api.txt` writes it in a variant.
fn body_text(typed: &TypedResponse<'_>) -> String {
    if typed.decode == Decode::Empty { String::new() } else { typed.ty.text() }
}
