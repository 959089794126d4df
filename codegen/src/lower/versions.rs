//! The versions of a schema: the schemas that several members of an `allOf` have for one property, for the elements of
//! an array or for the values of a map.

use super::{
    additions::{Addition, addition},
    all_of::{Flattening, Member, collect},
    distribute,
    intersection::{contradicting_types, report, specificity},
    keywords::{self, Located},
    schema_view::{SchemaRef, SchemaView},
    schemas::{NO_TYPE, SchemaLowering},
    tasks::Task,
};
use crate::{
    api::{Docs, Parent, Role, SchemaId, Shape},
    diagnostics::Pointer,
};

/// The schema that one member has for a property, for the elements of an array or for the values of a map.
#[derive(Clone)]
pub(super) struct Version<'a> {
    pub(super) schema: SchemaRef<'a>,
    pub(super) pointer: Pointer,
    pub(super) owner: SchemaId,
}

/// Returns the versions that members have.
pub(super) fn versions<'a>(
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
pub(super) fn intersect_versions<'a>(
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
        let shape = contradicting_types(schemas, &second, why, &first, &second);
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
        return merge_versions(schemas, Place { parent: id, pointer: place, role }, versions, None);
    }
    let mut contradictions = Vec::new();
    match addition(schemas, view, &located, &mut contradictions) {
        Addition::Type => {
            merge_versions(schemas, Place { parent: id, pointer: place, role }, versions, Some(view))
        }
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

/// The place of a merged schema in its parent.
struct Place {
    parent: SchemaId,
    pointer: Pointer,
    role: Role,
}

/// Merges versions into a schema at `place`, with the documentation of `documented`.
///
/// The same schemas are merged once, wherever they meet: schemas that refer to each other would multiply otherwise, and
/// a schema that extends itself in a property is merged with itself again.
fn merge_versions<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    place: Place,
    versions: &[Version<'a>],
    documented: Option<&SchemaView<'a>>,
) -> SchemaId {
    let key = merge_key(schemas, versions);
    if let Some(known) = schemas.merges.get(&key) {
        return *known;
    }
    let Place { parent, pointer, role } = place;
    let names_after_merged = !matches!(role, Role::Property(_));
    let merged = schemas.add(pointer.clone(), Parent::Schema(parent), role, Shape::Any(NO_TYPE));
    schemas.merges.insert(key, merged);
    schemas.now_or_later(Task::Merge(Merge {
        id: merged,
        place: pointer,
        versions: versions.to_vec(),
        documented: documented.cloned(),
        names_after_merged,
    }));
    merged
}

/// The schemas that a merge consists of, in any order, and the operation that gets separate types.
pub(super) type MergeKey = (Option<usize>, Vec<*const openapiv3::Schema>);

fn merge_key<'a>(schemas: &SchemaLowering<'a, '_>, versions: &[Version<'a>]) -> MergeKey {
    let mut merged: Vec<*const openapiv3::Schema> = versions
        .iter()
        .filter_map(|version| schemas.inlined(version.schema))
        .map(std::ptr::from_ref)
        .collect();
    merged.sort_unstable();
    merged.dedup();
    (schemas.separate_for, merged)
}

/// A merge of versions, whose schema has an id already.
pub(super) struct Merge<'a> {
    id: SchemaId,
    place: Pointer,
    versions: Vec<Version<'a>>,
    documented: Option<SchemaView<'a>>,
    /// `true` if the types in the merged schema are named after it. The types in a property are named after the
    /// member of the `allOf`.
    names_after_merged: bool,
}

/// Gives the schema of a merge its shape.
pub(super) fn fill<'a>(schemas: &mut SchemaLowering<'a, '_>, merge: Merge<'a>) {
    let Merge { id, place, versions, documented, names_after_merged } = merge;
    let mut flattening = Flattening::default();
    for version in versions {
        let owner = if names_after_merged { id } else { version.owner };
        let pointer = version.pointer.clone();
        if let Err(failure) = collect(schemas, version.schema, version.pointer, owner, &mut flattening) {
            let shape = failure.report(schemas, &pointer);
            return schemas.reshape(id, shape);
        }
    }
    if let Some(view) = &documented {
        schemas.describe(id, view);
    }
    let shape = distribute::combine(schemas, id, &place, flattening.members);
    if documented.is_some() {
        schemas.set_value(id, shape);
    } else {
        schemas.reshape(id, shape);
    }
}

/// Returns `true` if several versions are objects with different properties.
fn has_several_objects<'a>(schemas: &SchemaLowering<'a, '_>, versions: &[Version<'a>]) -> bool {
    let mut objects =
        versions.iter().filter_map(|version| schemas.inlined(version.schema)).filter(|schema| {
            let view = SchemaView::of(schema);
            !view.properties.is_empty() || !view.all_of.is_empty()
        });
    let Some(first) = objects.next() else { return false };
    objects.any(|other| !std::ptr::eq(first, other))
}
