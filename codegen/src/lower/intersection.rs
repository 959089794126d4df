//! Intersection of the members of an `allOf`, after nested `allOf`s and unions are resolved.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::{
    all_of::Member,
    keywords::{self, Contradiction, Keywords, Located},
    objects::{any_value, object, property},
    schema_view::{Additional, SchemaRef, SchemaView},
    schemas::{NO_TYPE, SchemaLowering},
    versions::{Version, intersect_versions, versions},
};
use crate::{
    api::{Role, SchemaId, Shape},
    diagnostics::{Code, Pointer},
};

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
        return contradicting_types(schemas, at, OF_DIFFERENT_TYPES, &first, &second);
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
        let values: HashSet<&Value> = values.iter().collect();
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

/// Reports contradictions, each one once: the same members are intersected for each alternative of a union.
pub(super) fn report(schemas: &mut SchemaLowering<'_, '_>, contradictions: Vec<Contradiction>) {
    for Contradiction { message, consequence, first, second } in contradictions {
        let message = format!("{message}{consequence}");
        let help = format!("compare it with `{first}` and correct one of the two");
        if schemas.reported.insert((second.clone(), format!("{message} {first}"))) {
            schemas.diagnostics.push_with_help(Code::CONTRADICTION, &second, message, help);
        }
    }
}

/// Reports the contradictions between the schema `id`, which is a reference with keywords beside it, and the target of
/// the reference.
pub(super) fn compare_with_target(schemas: &mut SchemaLowering<'_, '_>, id: SchemaId, reference: &str) {
    let Some((target, place)) = schemas.target(reference) else { return };
    // Only constraints are beside the reference. They are compared with those of the target, which can be large.
    let constraints = SchemaView::of_scalar(target).constraints;
    let target = SchemaView { constraints, ..SchemaView::default() };
    let (target_at, at) = (schemas.pointer(place), schemas.pointer(id));
    let constraints = schemas.docs(id).constraints.clone();
    let beside = SchemaView { constraints, ..SchemaView::default() };
    let mut contradictions = Vec::new();
    keywords::intersect(&[(&target, &target_at), (&beside, &at)], &mut contradictions);
    let kept = contradictions.into_iter().map(|it| Contradiction { consequence: "; both are kept", ..it });
    report(schemas, kept.collect());
}

pub(super) fn contradicting_types(
    schemas: &mut SchemaLowering<'_, '_>,
    at: &Pointer,
    why: &'static str,
    first: &Pointer,
    second: &Pointer,
) -> Shape {
    let help = format!("compare `{first}` with `{second}` and give both the same type");
    let message = format!("{why}; the value is left untyped");
    if schemas.reported.insert((at.clone(), format!("{message} {first} {second}"))) {
        schemas.diagnostics.push_with_help(Code::MERGE, at, message, help);
    }
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
                consequence: "",
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

#[cfg(test)]
mod tests;
