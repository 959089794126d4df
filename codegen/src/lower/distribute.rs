//! `oneOf` and `anyOf`, alone and beside other keywords: what stands beside a union is said of each of
//! its members.

use super::{
    all_of::{self, Flattening, Member},
    discriminators::Source,
    intersection::{self, OF_DIFFERENT_TYPES},
    references,
    schema_view::{Additional, SchemaRef, SchemaView},
    schemas::{SAYS_NOTHING, SchemaLowering},
};
use crate::{
    api::{Parent, Role, SchemaId, Shape},
    diagnostics::{Code, Pointer},
};

/// More combinations of several unions are not spelt out.
const MOST_COMBINATIONS: usize = 64;

/// A `oneOf` or `anyOf` that stands in a part.
struct Choice<'a> {
    /// The schema that has the union, without it.
    schema: Member<'a>,
    keyword: &'static str,
    /// The members that say something, with their indices.
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

/// The shape of the schema `id`, whose `schema_view` have a union.
pub(super) fn union_shape<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    id: SchemaId,
    at: &Pointer,
    view: SchemaView<'a>,
) -> Shape {
    combine(schemas, id, at, vec![Member { pointer: at.clone(), view, owner: id }])
}

/// What all of `parts` are together.
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
    if combinations.is_none_or(|combinations| combinations > MOST_COMBINATIONS) && !others.is_empty() {
        return schemas.untyped(Code::UNTYPED, at, "several unions have too many combinations");
    }
    // A union beside a scalar's type, or beside nothing: the members say all of it.
    let beside = members.iter().any(|member| !member.view.properties.is_empty() || is_map(&member.view));
    if !beside && others.is_empty() {
        intersection::constrain(schemas, id, &members);
        return plain_union(schemas, id, choice);
    }
    let mut alternatives = Vec::new();
    let place = choice.pointer();
    if !schemas.open_choice(&place) {
        return schemas.untyped(Code::UNTYPED, at, "the union leads back to itself, or to too many others");
    }
    for (index, member) in &choice.members {
        let pointer = place.index(*index);
        let name = referred(*member);
        if let Some(target) = extending(schemas, id, *member) {
            alternatives.push((target, name));
            continue;
        }
        let role = Role::Member(*index, name.clone().or_else(|| title(*member)));
        let merged = schemas.add(pointer.clone(), Parent::Schema(id), role, Shape::Any(SAYS_NOTHING));
        let mut flattening = Flattening::default();
        let shape = match all_of::collect(schemas, *member, pointer.clone(), merged, &mut flattening) {
            Ok(()) => {
                let mut all = members.clone();
                all.extend(others.iter().map(Choice::alone));
                all.extend(flattening.members);
                combine(schemas, merged, &pointer, all)
            }
            Err(why) => schemas.untyped(Code::REF_CYCLE, &pointer, why),
        };
        // There is no value that is this member and what stands beside the union.
        if shape == Shape::Any(OF_DIFFERENT_TYPES) {
            continue;
        }
        schemas.reshape(merged, shape);
        alternatives.push((merged, name));
    }
    schemas.close_choice();
    schemas.union_of(choice.source(id, alternatives))
}

/// The unions of a part, which is left without them. Members that only list required properties say
/// which combinations are allowed, while the properties themselves stand beside them; such a union
/// tells no types apart. Neither does that of a base for one that extends it.
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

/// The component that `member` is, where it extends the schema `id`: it has all that stands beside the
/// union already.
fn extending(schemas: &SchemaLowering<'_, '_>, id: SchemaId, member: SchemaRef<'_>) -> Option<SchemaId> {
    let SchemaRef::Reference(reference) = member else { return None };
    let target = schemas.component(reference)?;
    let (base, child) = (schemas.component_name(id)?, schemas.component_name(target)?);
    schemas.inheritance.extends(&child, &base).then_some(target)
}

/// The component that `member` refers to.
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
