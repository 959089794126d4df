//! Simplification of unions.

use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
    mem,
};

use serde_json::Value;

use super::enums;
use crate::api::{
    Docs, EnumBase, EnumValue, Enumeration, Origin, Parent, Role, Schema, SchemaId, Schemas, Shape, Union,
};

/// The maximum depth of nested unions.
const MAX_DEPTH: usize = 8;
/// The number of members of inner unions that become members of outer ones, in addition to [`PER_SCHEMA`]. Without a
/// bound, the sizes of nested unions would multiply.
const MAX_MEMBERS: usize = 200_000;
/// The number of such members for each schema.
const PER_SCHEMA: usize = 16;

/// Simplifies every union: equal members become one, a union of one member becomes that member, and members that are
/// all strings or all numbers become one string or number.
pub(super) fn simplify(schemas: &mut Schemas) {
    simplify_to(MAX_MEMBERS + PER_SCHEMA * schemas.ids().count(), schemas);
}

/// Simplifies every union, and moves at most `left` members to outer unions.
fn simplify_to(mut left: usize, schemas: &mut Schemas) {
    // Inner unions have to be simplified first.
    for _ in 0..MAX_DEPTH {
        let mut changed = false;
        for id in schemas.ids() {
            if let Shape::Union(union) = &schemas[id].shape {
                let members: Vec<SchemaId> = union.members.iter().map(|member| member.schema).collect();
                changed |= simplify_one(schemas, id, &members, &mut left);
            }
        }
        if !changed {
            break;
        }
    }
}

fn simplify_one(schemas: &mut Schemas, id: SchemaId, members: &[SchemaId], left: &mut usize) -> bool {
    if members.iter().any(|member| is_null(schemas, *member)) {
        schemas[id].nullable = true;
    }
    let mut flat: Vec<SchemaId> = Vec::new();
    for member in members {
        flat.extend(flatten(schemas, id, *member, left));
    }
    let mut kept: Vec<SchemaId> = Vec::new();
    let mut targets: HashSet<SchemaId> = HashSet::new();
    let mut scalars: HashMap<u64, Vec<SchemaId>> = HashMap::new();
    let mut has_free = false;
    for member in flat.into_iter().filter(|member| !is_null(schemas, *member)) {
        let target = schemas.resolve(member);
        let shape = &schemas[target].shape;
        let mut is_known = !targets.insert(target);
        if let Some(hash) = hash_of_scalar(shape) {
            let alike = scalars.entry(hash).or_default();
            is_known |= alike.iter().any(|other| schemas[*other].shape == *shape);
            if !is_known {
                alike.push(target);
            }
        } else if is_free(schemas, shape) {
            is_known |= has_free;
            has_free = true;
        }
        if !is_known {
            kept.push(member);
        }
    }
    // A union that is a member of itself adds nothing to the other members.
    if kept.iter().any(|member| schemas.resolve(*member) != id) {
        kept.retain(|member| schemas.resolve(*member) != id);
    }
    let is_any = |member: &SchemaId| matches!(schemas[schemas.resolve(*member)].shape, Shape::Any(_));
    let shape = match kept.as_slice() {
        [] => Shape::Any("the union has no member"),
        [only] => {
            add_docs(schemas, id, *only);
            Shape::Reference(*only)
        }
        several if several.iter().any(is_any) => Shape::Any("a member of the union allows any value"),
        several => match merged_scalars(schemas, several) {
            Some(scalar) => scalar,
            None => {
                let several = merge_scalars(schemas, id, several);
                if several == members {
                    return false;
                }
                Shape::Union(Union::of(several))
            }
        },
    };
    schemas[id].shape = shape;
    true
}

/// Adds the documentation of the only member of a union, which may be all that `anyOf: [{ … }, { type: null }]` has.
fn add_docs(schemas: &mut Schemas, id: SchemaId, member: SchemaId) {
    if !matches!(schemas[member].origin, Origin::Inline(Parent::Schema(parent), _) if parent == id) {
        return;
    }
    let is_type = matches!(schemas[member].shape, Shape::Object(_) | Shape::Enum(_) | Shape::Union(_));
    let of_member = &mut schemas[member].docs;
    // Both are checked.
    let constraints = if is_type { Vec::new() } else { mem::take(&mut of_member.constraints) };
    let Docs { title, description, default, .. } = of_member.clone();
    let docs = &mut schemas[id].docs;
    if docs.title.is_none() && docs.description.is_none() {
        (docs.title, docs.description) = (title, description);
    }
    docs.default = docs.default.take().or(default);
    docs.constraints.extend(constraints);
}

/// Returns the members of an inline union in the union `id`, if they are not more than `left`, or the member itself.
fn flatten(schemas: &mut Schemas, id: SchemaId, member: SchemaId, left: &mut usize) -> Vec<SchemaId> {
    let inline = matches!(schemas[member].origin, Origin::Inline(_, Role::Member(..)));
    let Shape::Union(union) = &schemas[member].shape else { return vec![member] };
    if !inline || schemas[member].nullable || union.members.len() > *left {
        return vec![member];
    }
    *left -= union.members.len();
    let inner: Vec<SchemaId> = union.members.iter().map(|member| member.schema).collect();
    for inner in &inner {
        if let Origin::Inline(parent @ Parent::Schema(_), Role::Member(..)) = &mut schemas[*inner].origin
            && *parent == Parent::Schema(member)
        {
            *parent = Parent::Schema(id);
        }
    }
    inner
}

/// Merges the members that are strings into one, and the members that are numbers.
fn merge_scalars(schemas: &mut Schemas, id: SchemaId, members: &[SchemaId]) -> Vec<SchemaId> {
    let mut kept = members.to_vec();
    for bases in [&[EnumBase::String][..], &[EnumBase::Integer, EnumBase::Number]] {
        let is_one = |member: &SchemaId| {
            let base = base(&schemas[schemas.resolve(*member)].shape);
            base.is_some_and(|base| bases.contains(&base)) && !schemas.nullable(*member)
        };
        let alike: Vec<SchemaId> = kept.iter().copied().filter(is_one).collect();
        let (Some(first), true) = (alike.first(), alike.len() > 1) else { continue };
        let Some(shape) = merged_scalars(schemas, &alike) else { continue };
        let others: HashSet<SchemaId> = alike.iter().skip(1).copied().collect();
        let origin = Origin::Inline(Parent::Schema(id), Role::Member(0, None));
        let merged = schemas.push(Schema::new(schemas[*first].pointer.clone(), origin, shape));
        kept = kept
            .iter()
            .filter(|member| !others.contains(member))
            .map(|member| if member == first { merged } else { *member })
            .collect();
    }
    kept
}

/// Returns the type of a scalar.
fn base(shape: &Shape) -> Option<EnumBase> {
    match shape {
        Shape::Integer(_) => Some(EnumBase::Integer),
        Shape::Number { .. } => Some(EnumBase::Number),
        Shape::String(_) => Some(EnumBase::String),
        Shape::Enum(list) => Some(list.base),
        _ => None,
    }
}

/// Returns a hash of a scalar or a list of scalars, the same for equal ones. Returns `None` for other shapes.
fn hash_of_scalar(shape: &Shape) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    mem::discriminant(shape).hash(&mut hasher);
    match shape {
        Shape::Boolean | Shape::Integer(_) | Shape::Number { .. } | Shape::String(_) => {}
        Shape::Enum(list) => list.values.iter().for_each(|listed| listed.value.hash(&mut hasher)),
        _ => return None,
    }
    Some(hasher.finish())
}

/// Returns `true` for an object without constraints on its properties.
fn is_free(schemas: &Schemas, shape: &Shape) -> bool {
    matches!(shape, Shape::Map(values) if matches!(schemas[schemas.resolve(*values)].shape, Shape::Any(_)))
}

/// Returns `true` for a member that only allows `null`.
fn is_null(schemas: &Schemas, member: SchemaId) -> bool {
    let schema = &schemas[member];
    schema.nullable && matches!(schema.shape, Shape::Any(_))
}

/// Merges members that are all strings or all numbers. Strings and lists of strings become one list, which accepts
/// other values too.
fn merged_scalars(schemas: &Schemas, members: &[SchemaId]) -> Option<Shape> {
    let shapes: Vec<&Shape> = members.iter().map(|member| &schemas[schemas.resolve(*member)].shape).collect();
    let bases: Vec<EnumBase> = shapes.iter().map(|shape| base(shape)).collect::<Option<_>>()?;
    let all = |allowed: &[EnumBase]| bases.iter().all(|base| allowed.contains(base));
    let base = if all(&[EnumBase::String]) {
        EnumBase::String
    } else if all(&[EnumBase::Integer]) {
        EnumBase::Integer
    } else if all(&[EnumBase::Integer, EnumBase::Number]) {
        EnumBase::Number
    } else {
        return None;
    };
    let mut values: Vec<EnumValue> = Vec::new();
    let mut known: HashSet<&Value> = HashSet::new();
    for shape in &shapes {
        if let Shape::Enum(more) = shape {
            values.extend(more.values.iter().filter(|value| known.insert(&value.value)).cloned());
        }
    }
    // One listed value beside arbitrary values is not a list.
    let any = shapes.iter().any(|shape| !matches!(shape, Shape::Enum(_)));
    let list = Enumeration { base, values: values.into() };
    if list.values.len() > usize::from(any) { Some(Shape::Enum(list)) } else { Some(enums::plain(&list)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{
        Constraint, EnumValue, IntegerFormat, StringFormat,
        testing::{Model, object},
    };

    fn list(values: &[&str]) -> Shape {
        let value = |text: &&str| EnumValue { value: (*text).into(), name: None, description: None };
        Shape::Enum(Enumeration { base: EnumBase::String, values: values.iter().map(value).collect() })
    }

    #[test]
    fn simplifies_unions() {
        let text = || Shape::String(StringFormat::Plain);
        let integer = || Shape::Integer(IntegerFormat::I64);
        // The members, and the number of those that are left; a shape for a union that is none any more.
        let cases: [(Vec<Shape>, Result<usize, Shape>); 8] = [
            (vec![], Err(Shape::Any("the union has no member"))),
            (vec![text(), Shape::Boolean], Ok(2)),
            (vec![Shape::Boolean, Shape::Any("")], Err(Shape::Any("a member of the union allows any value"))),
            (vec![text(), list(&["a"])], Err(text())),
            (vec![text(), list(&["a", "b"])], Err(list(&["a", "b"]))),
            (vec![list(&["a", "b"]), list(&["b", "c"])], Err(list(&["a", "b", "c"]))),
            (vec![integer(), Shape::Number { single: false }], Err(Shape::Number { single: false })),
            (vec![Shape::Boolean, list(&["a"]), list(&["b"])], Ok(2)),
        ];
        for (members, expected) in cases {
            let mut model = Model::default();
            let members: Vec<SchemaId> = members.into_iter().map(|shape| model.inline(shape)).collect();
            let union = model.component("It", Shape::Union(Union::of(members)));
            simplify(&mut model.schemas);
            let found = match &model.schemas[union].shape {
                Shape::Union(union) => Ok(union.members.len()),
                other => Err(other.clone()),
            };
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn bounds_the_members_of_nested_unions() {
        for (left, expected) in [(6, 7), (5, 6), (1, 4)] {
            let mut model = Model::default();
            let mut member = |shape: Shape| model.inline(shape);
            let unions: Vec<SchemaId> = (0..3)
                .map(|_| {
                    let pair = [member(Shape::Object(object([]))), member(Shape::Object(object([])))];
                    member(Shape::Union(Union::of(pair)))
                })
                .collect();
            let only = member(Shape::Object(object([])));
            let union = model.component("It", Shape::Union(Union::of(unions.iter().copied().chain([only]))));
            for (index, id) in unions.into_iter().enumerate() {
                model.schemas[id].origin = Origin::Inline(Parent::Schema(union), Role::Member(index, None));
            }
            simplify_to(left, &mut model.schemas);
            let found = match &model.schemas[union].shape {
                Shape::Union(union) => Ok(union.members.len()),
                other => Err(other.clone()),
            };
            assert_eq!(found, Ok(expected), "{left}");
        }
    }

    #[test]
    fn replaces_a_union_of_one_member_by_the_member_and_null_by_nullable() {
        let mut model = Model::default();
        let text = model.text();
        let pet = model.component("Pet", Shape::Object(object([("name", text)])));
        let null = model.inline(Shape::Any(""));
        model.schemas[null].nullable = true;
        let union = model.component("It", Shape::Union(Union::of([pet, null, pet])));
        simplify(&mut model.schemas);
        assert_eq!(model.schemas[union].shape, Shape::Reference(pet));
        assert!(model.schemas[union].nullable);
    }

    #[test]
    fn documents_a_nullable_value_as_its_only_member() {
        let mut model = Model::default();
        let [text, null] = [model.text(), model.inline(Shape::Any(""))];
        model.schemas[null].nullable = true;
        let union = model.component("It", Shape::Union(Union::of([text, null])));
        model.schemas[text].origin = Origin::Inline(Parent::Schema(union), Role::Member(0, None));
        let docs = &mut model.schemas[text].docs;
        docs.description = Some("A name.".to_owned());
        docs.constraints = vec![Constraint::MaxLength(9)];
        simplify(&mut model.schemas);
        let docs = |id: SchemaId| &model.schemas[id].docs;
        assert_eq!(docs(union).description.as_deref(), Some("A name."));
        assert_eq!(docs(union).constraints, [Constraint::MaxLength(9)]);
        assert!(docs(text).constraints.is_empty(), "it is checked once");
    }
}
