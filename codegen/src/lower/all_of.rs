//! `allOf`: one schema that says what all of its parts say.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::Schema;

use super::{
    distribute, references,
    schema_view::{Additional, SchemaRef, SchemaView},
    schemas::{SAYS_NOTHING, SchemaLowering, property},
};
use crate::{
    api::{Object, Parent, Role, SchemaId, Shape},
    diagnostics::{Code, Pointer},
};

/// Properties that are merged out of parts, in each other, are not looked into deeper.
const DEEPEST_MERGE: usize = 32;

/// Why there is no value that is all of the parts.
pub(super) const OF_DIFFERENT_TYPES: &str = "the parts of an `allOf` are of different types";

/// A part of an `allOf`, after the parts that it has itself.
#[derive(Clone)]
pub(super) struct Part<'a> {
    pub(super) pointer: Pointer,
    pub(super) schema_view: SchemaView<'a>,
    /// The schema whose part it is: inline types in it are named after that one.
    pub(super) owner: SchemaId,
}

/// The way through the parts of an `allOf`.
#[derive(Default)]
pub(super) struct Walk<'a> {
    pub(super) parts: Vec<Part<'a>>,
    /// The references that lead to where the walk is.
    open: Vec<&'a str>,
    /// Those that it has been to: a component that is a part twice says nothing new the second time,
    /// and many that are parts of each other would make more ways than can be walked.
    done: HashSet<&'a str>,
}

/// The shape of the schema `id` at `at`, whose `schema_view` have an `allOf`.
pub(super) fn merge<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    id: SchemaId,
    at: &Pointer,
    mut schema_view: SchemaView<'a>,
) -> Shape {
    let members = std::mem::take(&mut schema_view.all_of);
    let alone = schema_view.is_silent() && schema_view.required.is_empty();
    let speaking: Vec<(usize, SchemaRef<'a>)> =
        members.iter().copied().enumerate().filter(|(_, member)| speaks(*member)).collect();
    if let ([(index, only)], true) = (speaking.as_slice(), alone)
        && !extends_base(schemas, id, *only)
    {
        return single(schemas, id, &at.key("allOf").index(*index), *only);
    }
    let mut walk = Walk::default();
    for (index, member) in &speaking {
        let pointer = at.key("allOf").index(*index);
        if let Err(why) = collect(schemas, *member, pointer.clone(), id, &mut walk) {
            return schemas.untyped(Code::REF_CYCLE, &pointer, why);
        }
    }
    let mut parts = walk.parts;
    if let [(index, only)] = speaking.as_slice()
        && repeats(&schema_view, &parts)
        && !extends_base(schemas, id, *only)
    {
        return single(schemas, id, &at.key("allOf").index(*index), *only);
    }
    parts.push(Part { pointer: at.clone(), schema_view, owner: id });
    distribute::combine(schemas, id, at, parts)
}

/// What the parts of an `allOf`, none of which has a union, are together.
pub(super) fn together<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    id: SchemaId,
    at: &Pointer,
    parts: &[Part<'a>],
) -> Shape {
    let speaking: Vec<&Part<'a>> = parts.iter().filter(|part| !part.schema_view.is_silent()).collect();
    if speaking.is_empty() {
        return Shape::Any(SAYS_NOTHING);
    }
    if speaking.iter().all(|part| is_object(&part.schema_view)) {
        return merge_objects(schemas, id, at, parts);
    }
    let weights: Vec<Weight> = speaking.iter().map(|part| weigh_facts(&part.schema_view)).collect();
    let contradict = weights.iter().any(|one| weights.iter().any(|other| one.contradicts(other)));
    let best = speaking.iter().zip(&weights).rev().max_by_key(|(_, weight)| weight.says);
    match best {
        Some((part, _)) if !contradict => schemas.shape(id, &part.pointer, part.schema_view.clone()),
        _ => schemas.untyped(Code::MERGE, at, OF_DIFFERENT_TYPES),
    }
}

/// Whether `member` is all that the component `id` has, and one that it extends: then the component is one
/// of those that a base stands for, and not the same.
fn extends_base(schemas: &SchemaLowering<'_, '_>, id: SchemaId, member: SchemaRef<'_>) -> bool {
    let refers = matches!(member, SchemaRef::Reference(_));
    refers && schemas.component_name(id).is_some_and(|child| schemas.inheritance.has_tag(&child))
}

/// Whether all that a schema says beside its `allOf` is a type, and that of each of these parts: `type: object` beside a
/// `$ref` is written so.
fn repeats(schema_view: &SchemaView<'_>, parts: &[Part<'_>]) -> bool {
    let said = SchemaView { type_name: None, ..schema_view.clone() };
    let only_type =
        said.is_silent() && said.required.is_empty() && said.format.is_none() && said.constraints.is_empty();
    let is_same = |part: &Part<'_>| {
        let of_part = &part.schema_view;
        of_part.type_name == schema_view.type_name
            || schema_view.type_name == Some("object") && is_object(of_part)
    };
    let mut parts = parts.iter().filter(|part| !part.schema_view.is_silent()).peekable();
    schema_view.type_name.is_some() && only_type && parts.peek().is_some() && parts.all(is_same)
}

fn speaks(member: SchemaRef<'_>) -> bool {
    match member {
        SchemaRef::Reference(_) => true,
        SchemaRef::Inline(schema) => {
            let schema_view = SchemaView::of(schema);
            !schema_view.is_silent() || !schema_view.required.is_empty()
        }
    }
}

/// What is written about the parts of an `allOf` that stand in it.
pub(super) fn description(schema_view: &SchemaView<'_>) -> Option<String> {
    schema_view.all_of.iter().find_map(|part| match part {
        SchemaRef::Inline(schema) => schema.schema_data.description.clone(),
        SchemaRef::Reference(_) => None,
    })
}

/// Whether a part that says nothing else says that the value may be `null`: `nullable` beside a `$ref`
/// is written so.
pub(super) fn is_nullable(schema_view: &SchemaView<'_>) -> bool {
    schema_view.all_of.iter().any(|part| match part {
        SchemaRef::Inline(schema) => schema.schema_data.nullable && SchemaView::of(schema).is_silent(),
        SchemaRef::Reference(_) => false,
    })
}

/// The one member of an `allOf` that says anything: the schema is that member.
fn single<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    id: SchemaId,
    at: &Pointer,
    member: SchemaRef<'a>,
) -> Shape {
    match member {
        SchemaRef::Reference(reference) => schemas.reference_shape(reference, at),
        SchemaRef::Inline(schema) => schemas.shape(id, at, SchemaView::of(schema)),
    }
}

/// Adds the parts of `member`, with those of an `allOf` of its own in its place.
///
/// # Errors
/// When it contains itself.
pub(super) fn collect<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    member: SchemaRef<'a>,
    pointer: Pointer,
    owner: SchemaId,
    walk: &mut Walk<'a>,
) -> Result<(), &'static str> {
    match member {
        SchemaRef::Inline(schema) => {
            let mut schema_view = SchemaView::of(schema);
            let members = std::mem::take(&mut schema_view.all_of);
            for (index, member) in members.iter().enumerate() {
                let pointer = pointer.key("allOf").index(index);
                collect(schemas, *member, pointer, owner, walk)?;
            }
            walk.parts.push(Part { pointer, schema_view, owner });
            Ok(())
        }
        SchemaRef::Reference(reference) => {
            if walk.open.contains(&reference) {
                return Err("an `allOf` contains itself");
            }
            if !walk.done.insert(reference) {
                return Ok(());
            }
            let Some((schema, owner)) = schemas.component_schema(reference) else {
                references::report(reference, "schemas", &pointer, schemas.unresolved, schemas.diagnostics);
                return Ok(());
            };
            walk.open.push(reference);
            let pointer = schemas.pointer(owner);
            let result = collect(schemas, schema, pointer, owner, walk);
            walk.open.pop();
            result
        }
    }
}

fn is_object(schema_view: &SchemaView<'_>) -> bool {
    schema_view.one_of.is_empty()
        && schema_view.any_of.is_empty()
        && !schema_view.negated
        && schema_view.enumeration.is_empty()
        && match schema_view.type_name {
            Some(name) => name == "object",
            None => {
                !schema_view.properties.is_empty() || !matches!(schema_view.additional, Additional::Unsaid)
            }
        }
}

fn merge_objects<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    id: SchemaId,
    at: &Pointer,
    parts: &[Part<'a>],
) -> Shape {
    let mut found: IndexMap<&str, Vec<Version<'a>>> = IndexMap::new();
    let mut additional = None;
    for part in parts {
        let properties = part.pointer.key("properties");
        for (name, schema) in &part.schema_view.properties {
            let version = Version { schema: *schema, pointer: properties.key(name), owner: part.owner };
            found.entry(name).or_default().push(version);
        }
        match part.schema_view.additional {
            Additional::Of(schema) => {
                let pointer = part.pointer.key("additionalProperties");
                additional = Some(schemas.lower(schema, pointer, Parent::Schema(part.owner), Role::Value));
            }
            Additional::Anything if additional.is_none() => additional = Some(schemas.any_value(id, at)),
            _ => {}
        }
    }
    if found.is_empty() {
        return Shape::Map(additional.unwrap_or_else(|| schemas.any_value(id, at)));
    }
    let properties = found
        .into_iter()
        .map(|(name, versions)| {
            let value = merge_property(schemas, id, name, &versions);
            let required = parts.iter().any(|part| part.schema_view.required.contains(&name));
            let said: Vec<SchemaRef<'a>> = versions.iter().map(|version| version.schema).collect();
            property(name, value, required, &said)
        })
        .collect();
    Shape::Object(Object { properties, additional })
}

/// What one part says of a property.
struct Version<'a> {
    schema: SchemaRef<'a>,
    pointer: Pointer,
    owner: SchemaId,
}

/// A property that several parts give: the version that says most, and of objects all that they say.
/// Where two versions are of different types, there is no value that is both.
fn merge_property<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    id: SchemaId,
    name: &str,
    versions: &[Version<'a>],
) -> SchemaId {
    let role = Role::Property(name.to_owned());
    let place = |schemas: &SchemaLowering<'_, '_>| schemas.pointer(id).key("properties").key(name);
    match strongest(schemas, versions) {
        Ok(Some(version)) if !several_objects(schemas, versions) => {
            schemas.lower(version.schema, version.pointer.clone(), Parent::Schema(version.owner), role)
        }
        Ok(Some(_)) => {
            // A property of its own type, with something added, is merged with what it is a part of.
            let places: Vec<Pointer> = versions.iter().map(|version| version.pointer.clone()).collect();
            if let Some((_, open)) = schemas.open_merges.iter().find(|(open, _)| *open == places) {
                return *open;
            }
            if schemas.open_merges.len() == DEEPEST_MERGE {
                let shape = schemas.untyped(Code::UNTYPED, &places[0], "the parts of `allOf`s nest too deep");
                return schemas.add(place(schemas), Parent::Schema(id), role, shape);
            }
            let mut walk = Walk::default();
            let at = place(schemas);
            for version in versions {
                let pointer = version.pointer.clone();
                if collect(schemas, version.schema, pointer.clone(), version.owner, &mut walk).is_err() {
                    let why = "an `allOf` contains itself";
                    let shape = schemas.untyped(Code::REF_CYCLE, &pointer, why);
                    return schemas.add(at, Parent::Schema(id), role, shape);
                }
            }
            let merged = schemas.add(at.clone(), Parent::Schema(id), role, Shape::Any(SAYS_NOTHING));
            schemas.open_merges.push((places, merged));
            let shape = distribute::combine(schemas, merged, &at, walk.parts);
            schemas.open_merges.pop();
            schemas.reshape(merged, shape);
            merged
        }
        Ok(None) => schemas.add(place(schemas), Parent::Schema(id), role, Shape::Any(SAYS_NOTHING)),
        Err(pointer) => {
            let why = "two parts of an `allOf` give the property different types";
            let shape = schemas.untyped(Code::MERGE, &pointer, why);
            schemas.add(pointer, Parent::Schema(id), role, shape)
        }
    }
}

/// Whether several versions of a property have properties, and not the same ones.
fn several_objects(schemas: &SchemaLowering<'_, '_>, versions: &[Version<'_>]) -> bool {
    let mut targets: Vec<(*const Schema, usize)> = Vec::new();
    for version in versions {
        let Some(schema) = inlined(version.schema, schemas) else { continue };
        let schema_view = SchemaView::of(schema);
        if !schema_view.properties.is_empty() || !schema_view.all_of.is_empty() {
            targets.push((std::ptr::from_ref(schema), schema_view.properties.len()));
        }
    }
    targets.windows(2).any(|pair| pair[0].0 != pair[1].0)
}

/// The one of `versions` that says most; the later one of two that say as much, which is the one
/// that narrows. `Err` with the place of one that is of another type.
fn strongest<'v, 'a>(
    schemas: &SchemaLowering<'a, '_>,
    versions: &'v [Version<'a>],
) -> Result<Option<&'v Version<'a>>, Pointer> {
    let mut best: Option<(&Version<'a>, Weight)> = None;
    for version in versions {
        let weight = inlined(version.schema, schemas)
            .map_or(Weight { kind: None, says: 0 }, |schema| weigh_facts(&SchemaView::of(schema)));
        match &best {
            Some((_, known)) if weight.contradicts(known) => return Err(version.pointer.clone()),
            Some((_, known)) if weight.says < known.says => {}
            _ => best = Some((version, weight)),
        }
    }
    Ok(best.map(|(version, _)| version))
}

/// The schema at the end of the references that start at `schema`.
fn inlined<'a>(schema: SchemaRef<'a>, schemas: &SchemaLowering<'a, '_>) -> Option<&'a Schema> {
    let mut schema = schema;
    // A `$ref` to a `$ref`, at most as long as there are components.
    for _ in 0..=schemas.components.schemas.len() {
        match schema {
            SchemaRef::Reference(reference) => schema = schemas.component_schema(reference)?.0,
            SchemaRef::Inline(schema) => return Some(schema),
        }
    }
    None
}

/// How much a version of a property says.
struct Weight {
    kind: Option<&'static str>,
    says: u8,
}

impl Weight {
    fn contradicts(&self, other: &Self) -> bool {
        self.kind.is_some() && other.kind.is_some() && self.kind != other.kind
    }
}

fn weigh_facts(schema_view: &SchemaView<'_>) -> Weight {
    let kind = match schema_view.type_name {
        Some("string") => Some("string"),
        Some("integer" | "number") => Some("number"),
        Some("boolean") => Some("boolean"),
        Some("array") => Some("array"),
        Some("object") => Some("object"),
        _ => None,
    };
    let says = match schema_view {
        schema_view if schema_view.is_silent() => 0,
        schema_view if !schema_view.enumeration.is_empty() => 3,
        schema_view
            if schema_view.format.is_some()
                || !schema_view.properties.is_empty()
                || schema_view.items.is_some() =>
        {
            2
        }
        _ => 1,
    };
    Weight { kind, says }
}
