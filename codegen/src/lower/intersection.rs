//! Intersection of the members of an `allOf`, after nested `allOf`s and unions are resolved.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::{
    additions::{Addition, addition},
    all_of::{Flattening, Member, collect},
    distribute,
    keywords::{self, Contradiction, Keywords, Located},
    objects::{any_value, object, property},
    schema_view::{Additional, SchemaRef, SchemaView},
    schemas::{NO_TYPE, SchemaLowering},
};
use crate::{
    api::{Docs, Parent, Role, SchemaId, Shape},
    diagnostics::{Code, Pointer},
};

/// The depth at which properties of members are no longer merged.
const MAX_MERGE_DEPTH: usize = 32;

/// The number of merged properties after which a description gets no more of them: members that refer to each other
/// multiply.
const MAX_MERGES: usize = 20_000;

/// The reason for a value without a type: its members allow different types.
pub(super) const OF_DIFFERENT_TYPES: &str = "the members of an `allOf` are of different types";

/// Intersects `members`, none of which has an `allOf` or a union, for the schema `id`.
pub(super) fn intersect<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    id: SchemaId,
    at: &Pointer,
    members: &[Member<'a>],
) -> Shape {
    let keywords = constrain(schemas, id, members);
    let typed: Vec<&Member<'a>> = members.iter().filter(|member| !member.view.is_silent()).collect();
    if typed.is_empty() {
        return Shape::Any(NO_TYPE);
    }
    if typed.iter().all(|member| is_object(&member.view)) {
        return intersect_objects(schemas, id, at, members);
    }
    if let Some((first, second)) = keywords::different_kinds(&located(members)) {
        let (first, second) = (first.clone(), second.clone());
        return contradicting_types(schemas, at, OF_DIFFERENT_TYPES, (&first, &second));
    }
    let kind = keywords.type_name.and_then(keywords::kind_of_type);
    let is_of_kind = |member: &&&Member<'a>| {
        let implied = keywords::kind(&member.view).or(member.view.implied_type());
        kind.is_none() || implied.is_none() || implied == kind
    };
    let most_specific = typed.iter().filter(is_of_kind).rev().max_by_key(|member| specificity(&member.view));
    let Some(carrier) = most_specific.or(typed.first()) else {
        return Shape::Any(NO_TYPE);
    };
    let mut view = carrier.view.clone();
    match keywords::kind(&view).or(keywords.type_name) {
        Some("object") if typed.iter().all(|member| member.view.enumeration.is_empty()) => {
            return intersect_objects(schemas, id, at, members);
        }
        Some("array") => {
            let items = versions(members, |member| Some((member.view.items?, member.pointer.key("items"))));
            if items.len() > 1 {
                return Shape::Array(intersect_versions(schemas, id, at.key("items"), Role::Item, &items));
            }
        }
        Some("object") => {}
        _ => {
            view.type_name = keywords.type_name.or(view.type_name);
            view.format = keywords.format;
        }
    }
    let mut shape = schemas.shape(id, &carrier.pointer, view);
    if let (Shape::Enum(list), Some(values)) = (&mut shape, &keywords.values) {
        list.values.retain(|listed| values.contains(&listed.value));
    }
    shape
}

/// Adds the constraints and the format of `members` to those of the schema `id`, and reports contradictions.
pub(super) fn constrain<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    id: SchemaId,
    members: &[Member<'a>],
) -> Keywords<'a> {
    let at = schemas.pointer(id);
    let known = SchemaView { constraints: schemas.docs(id).constraints.clone(), ..SchemaView::default() };
    let mut all = located(members);
    all.push((&known, &at));
    let mut contradictions = Vec::new();
    let keywords = keywords::intersect(&all, &mut contradictions);
    report(schemas, contradictions);
    schemas.docs(id).constraints.clone_from(&keywords.constraints);
    schemas.set_format(id, keywords.format.clone());
    keywords
}

fn located<'v, 'a>(members: &'v [Member<'a>]) -> Vec<Located<'v, 'a>> {
    members.iter().map(|member| (&member.view, &member.pointer)).collect()
}

fn report(schemas: &mut SchemaLowering<'_, '_>, contradictions: Vec<Contradiction>) {
    for Contradiction { message, first, second } in contradictions {
        let help = format!("compare it with `{first}` and correct one of the two");
        schemas.diagnostics.push_with_help(Code::CONTRADICTION, &second, message, help);
    }
}

fn contradicting_types(
    schemas: &mut SchemaLowering<'_, '_>,
    at: &Pointer,
    why: &'static str,
    (first, second): (&Pointer, &Pointer),
) -> Shape {
    let help = format!("compare `{first}` with `{second}` and give both the same type");
    schemas.diagnostics.push_with_help(Code::MERGE, at, format!("{why}; the value is left untyped"), help);
    Shape::Any(why)
}

/// Returns `true` if a schema describes objects and nothing else.
pub(super) fn is_object(view: &SchemaView<'_>) -> bool {
    view.one_of.is_empty()
        && view.any_of.is_empty()
        && !view.negated
        && view.enumeration.is_empty()
        && match view.type_name {
            // A tuple is an array.
            Some(name) => name == "object" && keywords::kind(view) == Some("object"),
            None => !view.properties.is_empty() || !matches!(view.additional, Additional::Unsaid),
        }
}

/// Returns how much a schema narrows the type of a value: the most specific schema gives a value its type.
pub(super) fn specificity(view: &SchemaView<'_>) -> u8 {
    if view.is_silent() {
        0
    } else if !view.enumeration.is_empty() {
        3
    } else if view.format.is_some()
        || !view.properties.is_empty()
        || view.items.is_some()
        || !view.all_of.is_empty()
    {
        2
    } else {
        1
    }
}

fn intersect_objects<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    id: SchemaId,
    at: &Pointer,
    members: &[Member<'a>],
) -> Shape {
    let mut properties: IndexMap<&str, Vec<Version<'a>>> = IndexMap::new();
    for member in members {
        let place = member.pointer.key("properties");
        for (name, schema) in &member.view.properties {
            let version = Version { schema: *schema, pointer: place.key(name), owner: member.owner };
            properties.entry(name).or_default().push(version);
        }
    }
    let required: HashSet<&str> =
        members.iter().flat_map(|member| member.view.required.iter().copied()).collect();
    report_forbidden(schemas, members);
    let additional = intersect_additional(schemas, id, at, members);
    if properties.is_empty() {
        return Shape::Map(additional.unwrap_or_else(|| any_value(schemas, id, at)));
    }
    let properties = properties
        .into_iter()
        .map(|(name, versions)| {
            let place = schemas.pointer(id).key("properties").key(name);
            let role = Role::Property(name.to_owned());
            let value = intersect_versions(schemas, id, place, role, &versions);
            let all: Vec<SchemaRef<'a>> = versions.iter().map(|version| version.schema).collect();
            property(name, value, required.contains(name), &all)
        })
        .collect();
    let views: Vec<&SchemaView<'a>> = members.iter().map(|member| &member.view).collect();
    object(schemas, id, properties, additional, &views)
}

/// Reports a property that one member requires and another member forbids. It is kept.
fn report_forbidden(schemas: &mut SchemaLowering<'_, '_>, members: &[Member<'_>]) {
    let mut contradictions = Vec::new();
    for closed in members.iter().filter(|member| matches!(member.view.additional, Additional::Forbidden)) {
        let allowed: HashSet<&str> = closed.view.properties.iter().map(|(name, _)| *name).collect();
        let mut required = members
            .iter()
            .flat_map(|member| member.view.required.iter().map(|name| (*name, &member.pointer)));
        if let Some((name, at)) = required.find(|(name, _)| !allowed.contains(name)) {
            contradictions.push(Contradiction {
                message: format!(
                    "the property `{name}` is required, but `additionalProperties: false` forbids it"
                ),
                first: closed.pointer.clone(),
                second: at.clone(),
            });
        }
    }
    report(schemas, contradictions);
}

/// Intersects what `members` allow as values of other properties than those that they list.
fn intersect_additional<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    id: SchemaId,
    at: &Pointer,
    members: &[Member<'a>],
) -> Option<SchemaId> {
    let all = || members.iter().map(|member| member.view.additional);
    // Without properties, an object that forbids others would only be empty: the values of the other members are kept.
    let has_properties = members.iter().any(|member| !member.view.properties.is_empty());
    if has_properties && all().any(|additional| matches!(additional, Additional::Forbidden)) {
        return None;
    }
    let values = versions(members, |member| match member.view.additional {
        Additional::Of(schema) => Some((schema, member.pointer.key("additionalProperties"))),
        _ => None,
    });
    if !values.is_empty() {
        let place = at.key("additionalProperties");
        return Some(intersect_versions(schemas, id, place, Role::Value, &values));
    }
    all().any(|additional| matches!(additional, Additional::Anything)).then(|| any_value(schemas, id, at))
}

/// The schema that one member has for a property, for the elements of an array or for the values of a map.
pub(super) struct Version<'a> {
    pub(super) schema: SchemaRef<'a>,
    pointer: Pointer,
    owner: SchemaId,
}

fn versions<'a>(
    members: &[Member<'a>],
    version: impl Fn(&Member<'a>) -> Option<(SchemaRef<'a>, Pointer)>,
) -> Vec<Version<'a>> {
    let versions = members.iter().filter_map(|member| {
        let (schema, pointer) = version(member)?;
        Some(Version { schema, pointer, owner: member.owner })
    });
    versions.collect()
}

/// Intersects several versions of one schema. The most specific version gives the type; where the others add nothing,
/// it is used as it is, so that it keeps its name.
fn intersect_versions<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    id: SchemaId,
    place: Pointer,
    role: Role,
    versions: &[Version<'a>],
) -> SchemaId {
    let views: Vec<(SchemaView<'a>, &Pointer)> = versions
        .iter()
        .map(|version| {
            let schema = schemas.inlined(version.schema);
            (schema.map(SchemaView::of).unwrap_or_default(), &version.pointer)
        })
        .collect();
    let located: Vec<Located<'_, 'a>> = views.iter().map(|(view, at)| (view, *at)).collect();
    if let Some((first, second)) = keywords::different_kinds(&located) {
        let why = "two members of an `allOf` give the property different types";
        let (first, second) = (first.clone(), second.clone());
        let shape = contradicting_types(schemas, &second, why, (&first, &second));
        return schemas.add(second, Parent::Schema(id), role, shape);
    }
    // A union of objects is as specific as an object. Of versions that are equally specific, the last reference is used,
    // or else the last one; the constraints of the others are added to it.
    let are_objects = located.iter().all(|(view, _)| matches!(keywords::kind(view), None | Some("object")));
    let weight = |index: &usize| {
        let (view, _) = views.get(*index)?;
        let is_union = !view.one_of.is_empty() || !view.any_of.is_empty();
        let is_reference = matches!(versions.get(*index)?.schema, SchemaRef::Reference(_));
        Some((specificity(view).max(if are_objects && is_union { 2 } else { 0 }), is_reference))
    };
    let carrier = (0..versions.len()).max_by_key(weight);
    let Some((version, (view, _))) = carrier.and_then(|index| versions.get(index).zip(views.get(index)))
    else {
        return schemas.add(place, Parent::Schema(id), role, Shape::Any(NO_TYPE));
    };
    let lower = |schemas: &mut SchemaLowering<'a, '_>, role| {
        schemas.lower(version.schema, version.pointer.clone(), Parent::Schema(version.owner), role)
    };
    if versions.len() == 1 {
        return lower(schemas, role);
    }
    if has_several_objects(schemas, versions) {
        return merge_versions(schemas, id, place, role, versions, None);
    }
    let mut contradictions = Vec::new();
    match addition(schemas, view, &located, &mut contradictions) {
        Addition::Type => merge_versions(schemas, id, place, role, versions, Some(view)),
        Addition::Constraints(constraints) => {
            report(schemas, contradictions);
            let target = lower(schemas, role.clone());
            let docs = Docs { constraints, ..schemas.docs(target).clone() };
            let wrapper = schemas.add(place, Parent::Schema(id), role, Shape::Reference(target));
            *schemas.docs(wrapper) = docs;
            wrapper
        }
        Addition::Nothing => {
            report(schemas, contradictions);
            lower(schemas, role)
        }
    }
}

/// Merges versions into a schema at `place`, with the documentation of `documented`.
fn merge_versions<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    id: SchemaId,
    place: Pointer,
    role: Role,
    versions: &[Version<'a>],
    documented: Option<&SchemaView<'a>>,
) -> SchemaId {
    // A schema that extends itself in a property is merged with itself again.
    let places: Vec<Pointer> = versions.iter().map(|version| version.pointer.clone()).collect();
    if let Some((_, pending)) = schemas.pending_merges.iter().find(|(pending, _)| *pending == places) {
        return *pending;
    }
    schemas.merges += 1;
    if schemas.pending_merges.len() == MAX_MERGE_DEPTH || schemas.merges > MAX_MERGES {
        let shape = schemas.untyped(
            Code::UNTYPED,
            places.first().unwrap_or(&place),
            "the `allOf` is nested too deeply",
        );
        return schemas.add(place, Parent::Schema(id), role, shape);
    }
    let merged = schemas.add(place.clone(), Parent::Schema(id), role.clone(), Shape::Any(NO_TYPE));
    let mut flattening = Flattening::default();
    for version in versions {
        // The properties of a property are named after the member that has it.
        let owner = if matches!(role, Role::Property(_)) { version.owner } else { merged };
        let pointer = version.pointer.clone();
        if collect(schemas, version.schema, pointer.clone(), owner, &mut flattening).is_err() {
            let shape = schemas.untyped(Code::REF_CYCLE, &pointer, "an `allOf` contains itself");
            schemas.reshape(merged, shape);
            return merged;
        }
    }
    if let Some(view) = documented {
        schemas.describe(merged, view);
    }
    schemas.pending_merges.push((places, merged));
    let shape = distribute::combine(schemas, merged, &place, flattening.members);
    schemas.pending_merges.pop();
    if documented.is_some() {
        schemas.set_value(merged, shape);
    } else {
        schemas.reshape(merged, shape);
    }
    merged
}

/// Returns `true` if several versions are objects with different properties.
fn has_several_objects(schemas: &SchemaLowering<'_, '_>, versions: &[Version<'_>]) -> bool {
    let mut objects =
        versions.iter().filter_map(|version| schemas.inlined(version.schema)).filter(|schema| {
            let view = SchemaView::of(schema);
            !view.properties.is_empty() || !view.all_of.is_empty()
        });
    let Some(first) = objects.next() else { return false };
    objects.any(|other| !std::ptr::eq(first, other))
}

#[cfg(test)]
mod tests;
