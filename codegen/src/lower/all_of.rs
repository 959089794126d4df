//! `allOf`: one schema for what all members require.

use std::collections::HashMap;

use super::{
    distribute, formats,
    intersection::{compare_with_target, constrain, is_object},
    keywords,
    schema_view::{SchemaRef, SchemaView},
    schemas::SchemaLowering,
};
use crate::{
    api::{SchemaId, Shape},
    diagnostics::{Code, Pointer},
};

/// A member of an `allOf`. The members of its own `allOf` are members beside it.
#[derive(Clone)]
pub(super) struct Member<'a> {
    pub(super) pointer: Pointer,
    pub(super) view: SchemaView<'a>,
    /// The schema that contains the member: inline types in it are named after that schema.
    pub(super) owner: SchemaId,
}

/// The members of an `allOf` that are found so far.
#[derive(Default)]
pub(super) struct Flattening<'a> {
    pub(super) members: Vec<Member<'a>>,
    /// The references that are visited; `true`: it leads to the current member. A component that is a member twice adds
    /// nothing the second time, and the number of paths through components that are members of each other can be
    /// exponential.
    visited: HashMap<&'a str, bool>,
}

/// The reason for which the members of an `allOf` cannot be found.
#[derive(Debug, Clone, Copy)]
pub(super) enum Failure {
    /// The `allOf` contains itself.
    Cycle,
    /// The description has too many members of `allOf`s.
    Bound,
}

impl Failure {
    /// Reports the failure at `at`, and returns the shape of the schema.
    pub(super) fn report(self, schemas: &mut SchemaLowering<'_, '_>, at: &Pointer) -> Shape {
        let (code, why) = match self {
            Self::Cycle => (Code::REF_CYCLE, "an `allOf` contains itself"),
            Self::Bound => (Code::UNTYPED, "the `allOf`s of the description repeat too many properties"),
        };
        schemas.untyped(code, at, why)
    }
}

/// Lowers the schema `id` at `at`, which has an `allOf`.
pub(super) fn merge<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    id: SchemaId,
    at: &Pointer,
    mut view: SchemaView<'a>,
) -> Shape {
    let members = std::mem::take(&mut view.all_of);
    let place = |index: usize| at.key("allOf").index(index);
    let (typed, plain): (Vec<_>, Vec<_>) =
        members.iter().copied().enumerate().partition(|(_, member)| narrows_type(*member));
    let inline = |(index, member): (usize, SchemaRef<'a>)| match member {
        SchemaRef::Inline(schema) => {
            Some(Member { pointer: place(index), view: SchemaView::of(schema), owner: id })
        }
        SchemaRef::Reference(_) => None,
    };
    let is_alone = view.is_silent() && view.required.is_empty();
    let own = Member { pointer: at.clone(), view, owner: id };
    let untyped: Vec<Member<'a>> = plain.into_iter().filter_map(inline).chain([own.clone()]).collect();
    // A reference is kept if the keywords beside it are only constraints, which the schema gets.
    let single = |schemas: &mut SchemaLowering<'a, '_>, index: usize, only: SchemaRef<'a>| {
        let all: Vec<Member<'a>> =
            members.iter().copied().enumerate().filter_map(inline).chain([own.clone()]).collect();
        constrain(schemas, id, &all);
        match only {
            SchemaRef::Reference(reference) => {
                compare_with_target(schemas, id, reference);
                schemas.reference_shape(reference, &place(index))
            }
            SchemaRef::Inline(schema) => {
                schemas.nested(|schemas| schemas.shape(id, &place(index), SchemaView::of(schema)))
            }
        }
    };
    let only = match typed.as_slice() {
        [(index, only)] if !extends_base(schemas, id, *only) => Some((*index, *only)),
        _ => None,
    };
    if let Some((index, only)) = only
        && is_alone
        && !narrows_format(schemas, only, &untyped)
    {
        return single(schemas, index, only);
    }
    let mut flattening = Flattening::default();
    for (index, member) in &typed {
        if let Err(failure) = collect(schemas, *member, place(*index), id, &mut flattening) {
            return failure.report(schemas, &place(*index));
        }
    }
    if let Some((index, only)) = only
        && repeats_type(&own.view, &flattening.members)
    {
        return single(schemas, index, only);
    }
    let mut all = flattening.members;
    all.extend(untyped);
    distribute::combine(schemas, id, at, all)
}

/// Returns `true` if `member` is a base of the component `id`, which is one of the alternatives of the base and not
/// the base itself.
fn extends_base(schemas: &SchemaLowering<'_, '_>, id: SchemaId, member: SchemaRef<'_>) -> bool {
    let refers = matches!(member, SchemaRef::Reference(_));
    refers && schemas.component_name(id).is_some_and(|child| schemas.inheritance.extends_tagged(&child))
}

/// Returns `true` if a schema has only a `type` beside its `allOf`, which each of the members has too: `type: object`
/// beside a `$ref`.
fn repeats_type(view: &SchemaView<'_>, members: &[Member<'_>]) -> bool {
    let rest = SchemaView { type_name: None, ..view.clone() };
    let has_only_type =
        rest.is_silent() && rest.required.is_empty() && rest.format.is_none() && rest.constraints.is_empty();
    let is_same = |member: &Member<'_>| {
        member.view.type_name == view.type_name || view.type_name == Some("object") && is_object(&member.view)
    };
    let mut typed = members.iter().filter(|member| !member.view.is_silent()).peekable();
    view.type_name.is_some() && has_only_type && typed.peek().is_some() && typed.all(is_same)
}

/// Returns `true` if a member has keywords that narrow the type of a value.
fn narrows_type(member: SchemaRef<'_>) -> bool {
    match member {
        SchemaRef::Reference(_) => true,
        SchemaRef::Inline(schema) => {
            let view = SchemaView::of(schema);
            !view.is_silent() || !view.required.is_empty()
        }
    }
}

/// Returns `true` if the format of one of `others`, which have no type, narrows the scalar that `member` is.
fn narrows_format<'a>(
    schemas: &SchemaLowering<'a, '_>,
    member: SchemaRef<'a>,
    others: &[Member<'a>],
) -> bool {
    let Some(view) = schemas.inlined(member).map(SchemaView::of_scalar) else { return false };
    let (Some(type_name), true) = (view.type_name, view.enumeration.is_empty()) else { return false };
    let at = Pointer::root();
    let others = others.iter().map(|member| &member.view);
    let all: Vec<keywords::Located<'_, 'a>> =
        std::iter::once(&view).chain(others).map(|view| (view, &at)).collect();
    let format = keywords::intersect(&all, &mut Vec::new()).format;
    formats::scalar(type_name, format.as_deref()) != formats::scalar(type_name, view.format.as_deref())
}

/// Returns the description of the first inline member that has one.
pub(super) fn description(view: &SchemaView<'_>) -> Option<String> {
    view.all_of.iter().find_map(|member| match member {
        SchemaRef::Inline(schema) => schema.schema_data.description.clone(),
        SchemaRef::Reference(_) => None,
    })
}

/// Returns `true` if a member consists of `nullable: true`, which is a way to write `nullable` beside a `$ref`.
pub(super) fn is_nullable(view: &SchemaView<'_>) -> bool {
    view.all_of.iter().any(|member| match member {
        SchemaRef::Inline(schema) => schema.schema_data.nullable && SchemaView::of(schema).is_silent(),
        SchemaRef::Reference(_) => false,
    })
}

/// A step of the search for the members of an `allOf`.
enum Step<'a> {
    Visit(SchemaRef<'a>, Pointer, SchemaId),
    Add(Box<Member<'a>>),
    Leave(&'a str),
}

/// Adds `member` to `flattening`, after the members of its own `allOf`.
///
/// A chain of members can be longer than the stack, so that the steps are in a list.
///
/// # Errors
/// If the member contains itself, or the description has too many members.
pub(super) fn collect<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    member: SchemaRef<'a>,
    pointer: Pointer,
    owner: SchemaId,
    flattening: &mut Flattening<'a>,
) -> Result<(), Failure> {
    let mut steps = vec![Step::Visit(member, pointer, owner)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Visit(SchemaRef::Inline(schema), pointer, owner) => {
                let mut view = SchemaView::of(schema);
                if !schemas.may_repeat(1 + view.size()) {
                    return Err(Failure::Bound);
                }
                let members = std::mem::take(&mut view.all_of);
                let list = pointer.key("allOf");
                steps.push(Step::Add(Box::new(Member { pointer, view, owner })));
                let members = members.into_iter().enumerate().rev();
                steps.extend(members.map(|(index, member)| Step::Visit(member, list.index(index), owner)));
            }
            Step::Visit(SchemaRef::Reference(reference), pointer, _) => {
                match flattening.visited.get(reference) {
                    Some(true) => return Err(Failure::Cycle),
                    Some(false) => continue,
                    None => {}
                }
                let target = schemas.component_schema(reference);
                flattening.visited.insert(reference, target.is_some());
                let Some((schema, owner)) = target else {
                    schemas.report_reference(reference, &pointer);
                    continue;
                };
                steps.push(Step::Leave(reference));
                steps.push(Step::Visit(schema, schemas.pointer(owner), owner));
            }
            Step::Add(member) => flattening.members.push(*member),
            Step::Leave(reference) => drop(flattening.visited.insert(reference, false)),
        }
    }
    Ok(())
}
