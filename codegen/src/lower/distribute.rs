//! `oneOf` and `anyOf`, alone and beside other keywords: keywords beside a union apply to each of its members.

use super::{
    all_of::{self, Failure, Flattening, Member},
    discriminators::Source,
    intersection::{self, OF_DIFFERENT_TYPES},
    references,
    schema_view::{Additional, SchemaRef, SchemaView},
    schemas::{NO_TYPE, SchemaLowering},
};
use crate::{
    api::{Parent, Role, SchemaId, Shape},
    diagnostics::{Code, Pointer},
};

const TOO_MANY_MEMBERS: &str = "the union contains itself, or combines too many unions";
/// The maximum number of combinations of several unions.
const MAX_COMBINATIONS: usize = 64;

/// A `oneOf` or `anyOf` of a schema.
struct Choice<'a> {
    /// The schema that contains the union, without the union.
    schema: Member<'a>,
    keyword: &'static str,
    /// The members that narrow the type, with their indices.
    members: Vec<(usize, SchemaRef<'a>)>,
}

impl<'a> Choice<'a> {
    fn pointer(&self) -> Pointer {
        self.schema.pointer.key(self.keyword)
    }

    fn source(&self, id: SchemaId, members: Vec<(SchemaId, Option<String>)>) -> Source<'a> {
        Source { id, discriminator: self.schema.view.discriminator(), members }
    }

    /// Returns a schema that has this union and nothing else.
    fn alone(&self) -> Member<'a> {
        let members: Vec<SchemaRef<'a>> = self.members.iter().map(|(_, member)| *member).collect();
        let data = self.schema.view.data;
        let view = match self.keyword {
            "oneOf" => SchemaView { one_of: members, data, ..SchemaView::default() },
            _ => SchemaView { any_of: members, data, ..SchemaView::default() },
        };
        Member { view, ..self.schema.clone() }
    }
}

/// Returns the shape of the schema `id`, which has a union.
pub(super) fn union_shape<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    id: SchemaId,
    at: &Pointer,
    view: SchemaView<'a>,
) -> Shape {
    combine(schemas, id, at, vec![Member { pointer: at.clone(), view, owner: id }])
}

/// Intersects `members`: their unions are combined, and the other keywords apply to each combination.
pub(super) fn combine<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    id: SchemaId,
    at: &Pointer,
    mut members: Vec<Member<'a>>,
) -> Shape {
    let mut choices: Vec<Choice<'a>> = Vec::new();
    for member in &mut members {
        choices.extend(take_choices(schemas, id, member));
    }
    let Some((choice, others)) = choices.split_first() else {
        return intersection::intersect(schemas, id, at, &members);
    };
    let combinations = choices.iter().try_fold(1_usize, |all, choice| all.checked_mul(choice.members.len()));
    if combinations.is_none_or(|combinations| combinations > MAX_COMBINATIONS) && !others.is_empty() {
        return schemas.untyped(Code::UNTYPED, at, "several unions have too many combinations");
    }
    if !schemas.may_have_members(choice.members.len()) {
        return schemas.untyped(Code::UNTYPED, at, TOO_MANY_MEMBERS);
    }
    // Beside the type of a scalar, the members of the union describe the value completely.
    let beside = members.iter().any(|member| !member.view.properties.is_empty() || is_map(&member.view));
    if !beside && others.is_empty() {
        intersection::constrain(schemas, id, &members);
        return plain_union(schemas, id, choice);
    }
    let mut alternatives = Vec::new();
    let place = choice.pointer();
    if !schemas.begin_choice(&place) {
        return schemas.untyped(Code::UNTYPED, at, TOO_MANY_MEMBERS);
    }
    let repeated: usize = members.iter().map(|member| member.view.size()).sum();
    for (index, member) in &choice.members {
        let pointer = place.index(*index);
        let name = referred(*member);
        if let Some(target) = extending(schemas, id, *member) {
            alternatives.push((target, name));
            continue;
        }
        let role = Role::Member(*index, name.clone().or_else(|| title(*member)));
        let merged = schemas.add(pointer.clone(), Parent::Schema(id), role, Shape::Any(NO_TYPE));
        let mut flattening = Flattening::default();
        let collected = if schemas.may_repeat(repeated) {
            all_of::collect(schemas, *member, pointer.clone(), merged, &mut flattening)
        } else {
            Err(Failure::Bound)
        };
        let shape = match collected {
            Ok(()) => {
                let mut all = members.clone();
                all.extend(others.iter().map(Choice::alone));
                all.extend(flattening.members);
                combine(schemas, merged, &pointer, all)
            }
            Err(failure) => failure.report(schemas, &pointer),
        };
        // No value satisfies this member and the keywords beside the union.
        if shape == Shape::Any(OF_DIFFERENT_TYPES) {
            continue;
        }
        schemas.reshape(merged, shape);
        alternatives.push((merged, name));
    }
    schemas.end_choice();
    schemas.union_of(choice.source(id, alternatives))
}

/// Removes the unions from a schema and returns them. A union whose members only list required properties is ignored,
/// because it restricts combinations of properties and does not distinguish types. The union of a base is ignored for
/// the schemas that extend the base.
fn take_choices<'a>(
    schemas: &SchemaLowering<'a, '_>,
    id: SchemaId,
    schema: &mut Member<'a>,
) -> Vec<Choice<'a>> {
    let lists = [
        ("oneOf", std::mem::take(&mut schema.view.one_of)),
        ("anyOf", std::mem::take(&mut schema.view.any_of)),
    ];
    let own = schemas.component_name(id).filter(|_| schema.owner != id);
    let leads_back = |member: &SchemaRef<'a>| match (referred(*member), &own) {
        (Some(name), Some(own)) => name == *own || schemas.inheritance.extends(own, &name),
        _ => false,
    };
    let mut choices = Vec::new();
    for (keyword, members) in lists {
        let members: Vec<(usize, SchemaRef<'a>)> =
            members.into_iter().enumerate().filter(|(_, member)| !only_requires(*member)).collect();
        if !members.is_empty() && !members.iter().any(|(_, member)| leads_back(member)) {
            choices.push(Choice { schema: schema.clone(), keyword, members });
        }
    }
    choices
}

fn is_map(schema_view: &SchemaView<'_>) -> bool {
    matches!(schema_view.additional, Additional::Of(_) | Additional::Anything)
}

fn only_requires(member: SchemaRef<'_>) -> bool {
    match member {
        SchemaRef::Reference(_) => false,
        SchemaRef::Inline(schema) => {
            let schema_view = SchemaView::of(schema);
            schema_view.is_silent() && !schema_view.required.is_empty()
        }
    }
}

fn plain_union<'a>(schemas: &mut SchemaLowering<'a, '_>, id: SchemaId, choice: &Choice<'a>) -> Shape {
    let place = choice.pointer();
    let mut members = Vec::new();
    for (index, member) in &choice.members {
        let name = referred(*member);
        let role = Role::Member(*index, name.clone().or_else(|| title(*member)));
        members.push((schemas.lower(*member, place.index(*index), Parent::Schema(id), role), name));
    }
    schemas.union_of(choice.source(id, members))
}

/// Returns the component of `member` if it extends the schema `id`, so that it already has the keywords beside the
/// union.
fn extending(schemas: &SchemaLowering<'_, '_>, id: SchemaId, member: SchemaRef<'_>) -> Option<SchemaId> {
    let SchemaRef::Reference(reference) = member else { return None };
    let target = schemas.component(reference)?;
    let (base, child) = (schemas.component_name(id)?, schemas.component_name(target)?);
    schemas.inheritance.extends(&child, &base).then_some(target)
}

/// Returns the name of the component that `member` refers to.
fn referred(member: SchemaRef<'_>) -> Option<String> {
    match member {
        SchemaRef::Reference(reference) => references::component_name(reference, "schemas"),
        SchemaRef::Inline(_) => None,
    }
}

fn title(member: SchemaRef<'_>) -> Option<String> {
    match member {
        SchemaRef::Reference(_) => None,
        SchemaRef::Inline(schema) => {
            schema.schema_data.title.clone().filter(|title| !title.trim().is_empty())
        }
    }
}
