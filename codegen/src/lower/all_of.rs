//! `allOf`: one schema that says what all of its parts say.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::{
    facts::{Additional, Facts, SchemaRef},
    references,
    schemas::{SAYS_NOTHING, SchemaLowering},
};
use crate::{
    api::{Object, Parent, Property, Role, SchemaId, Shape},
    diagnostics::{Code, Pointer},
};

/// A part of an `allOf`, after the parts that it has itself.
struct Part<'a> {
    pointer: Pointer,
    facts: Facts<'a>,
    /// The schema whose part it is: inline types in it are named after that one.
    owner: SchemaId,
}

/// The way through the parts of an `allOf`.
#[derive(Default)]
struct Walk<'a> {
    parts: Vec<Part<'a>>,
    /// The references that lead to where the walk is.
    open: Vec<&'a str>,
    /// Those that it has been to: a component that is a part twice says nothing new the second time,
    /// and many that are parts of each other would make more ways than can be walked.
    done: HashSet<&'a str>,
}

/// The shape of the schema `id` at `at`, whose `facts` have an `allOf`.
pub(super) fn merge<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    id: SchemaId,
    at: &Pointer,
    mut facts: Facts<'a>,
) -> Shape {
    let members = std::mem::take(&mut facts.all_of);
    let alone = facts.is_silent() && facts.required.is_empty();
    let speaking: Vec<(usize, SchemaRef<'a>)> =
        members.iter().copied().enumerate().filter(|(_, member)| speaks(*member)).collect();
    if let ([(index, only)], true) = (speaking.as_slice(), alone) {
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
    parts.push(Part { pointer: at.clone(), facts, owner: id });
    if parts.iter().filter(|part| !part.facts.is_silent()).all(|part| is_object(&part.facts)) {
        return merge_objects(schemas, id, at, &parts);
    }
    let versions: Vec<(SchemaRef<'a>, Pointer)> =
        speaking.into_iter().map(|(index, member)| (member, at.key("allOf").index(index))).collect();
    match strongest(schemas, &versions) {
        Ok(Some((member, pointer))) if alone => single(schemas, id, &pointer, member),
        _ => schemas.untyped(Code::UNTYPED, at, "the parts of an `allOf` do not make one type"),
    }
}

fn speaks(member: SchemaRef<'_>) -> bool {
    match member {
        SchemaRef::Reference(_) => true,
        SchemaRef::Inline(schema) => {
            let facts = Facts::of(schema);
            !facts.is_silent() || !facts.required.is_empty()
        }
    }
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
        SchemaRef::Inline(schema) => schemas.shape(id, at, Facts::of(schema)),
    }
}

/// Adds the parts of `member`, with those of an `allOf` of its own in its place.
fn collect<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    member: SchemaRef<'a>,
    pointer: Pointer,
    owner: SchemaId,
    walk: &mut Walk<'a>,
) -> Result<(), &'static str> {
    match member {
        SchemaRef::Inline(schema) => {
            let mut facts = Facts::of(schema);
            let members = std::mem::take(&mut facts.all_of);
            for (index, member) in members.iter().enumerate() {
                let pointer = pointer.key("allOf").index(index);
                collect(schemas, *member, pointer, owner, walk)?;
            }
            walk.parts.push(Part { pointer, facts, owner });
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
                references::report(reference, "schemas", &pointer, schemas.diagnostics);
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

fn is_object(facts: &Facts<'_>) -> bool {
    facts.one_of.is_empty()
        && facts.any_of.is_empty()
        && !facts.negated
        && facts.enumeration.is_empty()
        && match facts.type_name {
            Some(name) => name == "object",
            None => !facts.properties.is_empty() || !matches!(facts.additional, Additional::Unsaid),
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
        for (name, schema) in &part.facts.properties {
            let version = Version { schema: *schema, pointer: properties.key(name), owner: part.owner };
            found.entry(name).or_default().push(version);
        }
        match part.facts.additional {
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
        .map(|(name, versions)| Property {
            name: name.to_owned(),
            schema: merge_property(schemas, id, name, &versions),
            required: parts.iter().any(|part| part.facts.required.contains(&name)),
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

/// A property that several parts give: the version that says most. Where two versions are of
/// different types, there is no value that is both.
fn merge_property<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    id: SchemaId,
    name: &str,
    versions: &[Version<'a>],
) -> SchemaId {
    let role = Role::Property(name.to_owned());
    let candidates: Vec<(SchemaRef<'a>, Pointer)> =
        versions.iter().map(|version| (version.schema, version.pointer.clone())).collect();
    match strongest(schemas, &candidates) {
        Ok(Some((schema, pointer))) => {
            let owner = versions.iter().find(|version| version.pointer == pointer);
            let owner = owner.map_or(id, |version| version.owner);
            schemas.lower(schema, pointer, Parent::Schema(owner), role)
        }
        Ok(None) => {
            let at = schemas.pointer(id).key("properties").key(name);
            schemas.add(at, Parent::Schema(id), role, Shape::Any(SAYS_NOTHING))
        }
        Err(pointer) => {
            let why = "two parts of an `allOf` give the property different types";
            let shape = schemas.untyped(Code::MERGE, &pointer, why);
            schemas.add(pointer, Parent::Schema(id), role, shape)
        }
    }
}

/// The one of `versions` that says most; the later one of two that say as much, which is the one
/// that narrows. `Err` with the place of one that is of another type.
fn strongest<'a>(
    schemas: &SchemaLowering<'a, '_>,
    versions: &[(SchemaRef<'a>, Pointer)],
) -> Result<Option<(SchemaRef<'a>, Pointer)>, Pointer> {
    let mut best: Option<(SchemaRef<'a>, &Pointer, Weight)> = None;
    for (schema, pointer) in versions {
        let weight = weigh(*schema, schemas);
        match &best {
            Some((_, _, known)) if weight.contradicts(known) => return Err(pointer.clone()),
            Some((_, _, known)) if weight.says < known.says => {}
            _ => best = Some((*schema, pointer, weight)),
        }
    }
    Ok(best.map(|(schema, pointer, _)| (schema, pointer.clone())))
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

fn weigh(schema: SchemaRef<'_>, schemas: &SchemaLowering<'_, '_>) -> Weight {
    let mut schema = schema;
    // A `$ref` to a `$ref`, at most as long as there are components.
    for _ in 0..=schemas.components.schemas.len() {
        match schema {
            SchemaRef::Reference(reference) => match schemas.component_schema(reference) {
                Some((target, _)) => schema = target,
                None => break,
            },
            SchemaRef::Inline(schema) => {
                let facts = Facts::of(schema);
                let kind = match facts.type_name {
                    Some("string") => Some("string"),
                    Some("integer" | "number") => Some("number"),
                    Some("boolean") => Some("boolean"),
                    Some("array") => Some("array"),
                    Some("object") => Some("object"),
                    _ => None,
                };
                let says = match &facts {
                    facts if facts.is_silent() => 0,
                    facts if !facts.enumeration.is_empty() => 3,
                    facts if facts.format.is_some() || !facts.properties.is_empty() => 2,
                    _ => 1,
                };
                return Weight { kind, says };
            }
        }
    }
    Weight { kind: None, says: 0 }
}
