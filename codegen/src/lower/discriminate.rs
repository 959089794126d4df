//! Structural discrimination of unions without a tag: by JSON type, and by the constants and the properties of
//! objects.

use indexmap::IndexMap;

use super::structures::{Structure, StructureIndex};
use crate::api::{Distinguisher, EnumBase, Kind, Member, Object, SchemaId, Schemas, Shape, Union};

/// The number of members of unions inside of unions that are compared in every description. Unions that contain each
/// other have the same members many times.
const MIN_NESTED: usize = 50_000;

/// Sets the distinguishers of the members of every union without a tag.
pub(super) fn discriminate(schemas: &mut Schemas) {
    let mut left = MIN_NESTED + 4 * schemas.ids().count();
    for id in schemas.ids() {
        let Shape::Union(union) = &schemas[id].shape else { continue };
        if union.tag.is_some() {
            continue;
        }
        let structures: Vec<Vec<Structure>> =
            union.members.iter().map(|member| structures(schemas, member.schema, &mut left)).collect();
        let all: Vec<&Structure> = structures.iter().flatten().collect();
        let index = StructureIndex::new(&all);
        let is_ordered = index.is_ordered();
        let mut distinguishers = all.iter().map(|structure| index.distinguisher(structure));
        let distinguishers: Vec<Vec<Distinguisher>> =
            structures.iter().map(|own| distinguishers.by_ref().take(own.len()).collect()).collect();
        if let Shape::Union(Union { members, ordered, .. }) = &mut schemas[id].shape {
            *ordered = is_ordered;
            for (member, distinguishers) in members.iter_mut().zip(distinguishers) {
                member.distinguishers = distinguishers;
            }
        }
    }
}

/// Returns the structures of a schema, or one of any kind if `left` is exhausted. A union inside of unions has those of
/// its members.
fn structures(schemas: &Schemas, id: SchemaId, left: &mut usize) -> Vec<Structure> {
    let mut found = Vec::new();
    let mut is_exhausted = false;
    let enters = |union: &Union| {
        let rest = left.checked_sub(union.members.len());
        is_exhausted |= rest.is_none();
        *left = rest.unwrap_or(*left);
        rest.is_some() && union.tag.is_none()
    };
    for id in schemas.alternatives(id, enters) {
        match &schemas[id].shape {
            Shape::Union(Union { tag: Some(tag), members, .. }) => {
                found.extend(structures_of_tags(members, tag));
            }
            _ => found.push(structure(schemas, id)),
        }
    }
    if is_exhausted { vec![Structure::of(None)] } else { found }
}

/// Returns the structure of a schema that is no union.
fn structure(schemas: &Schemas, id: SchemaId) -> Structure {
    Structure::of(match &schemas[id].shape {
        Shape::Boolean => Some(Kind::Boolean),
        Shape::Integer(_) => Some(Kind::Integer),
        Shape::Number { .. } => Some(Kind::Number),
        Shape::String(_) => Some(Kind::String),
        Shape::Array(_) | Shape::Tuple(_) => Some(Kind::Array),
        Shape::Map(_) => Some(Kind::Object),
        Shape::Enum(list) => match list.base {
            EnumBase::String => Some(Kind::String),
            EnumBase::Integer => Some(Kind::Integer),
            EnumBase::Number => Some(Kind::Number),
            EnumBase::Mixed => None,
        },
        Shape::Object(object) => return structure_of(schemas, object),
        Shape::Any(_) | Shape::Multipart(_) | Shape::Union(_) | Shape::Reference(_) => None,
    })
}

fn structure_of(schemas: &Schemas, object: &Object) -> Structure {
    let mut structure = Structure::of(Some(Kind::Object));
    for property in &object.properties {
        let constant = property.tag_value.clone().or_else(|| schemas.constant(property.schema));
        structure.constants.extend(constant.map(|value| (property.name.clone(), value)));
        structure.keys.insert(property.name.clone(), property.required);
    }
    structure
}

/// Returns a structure for each tag of the members of a union.
fn structures_of_tags(members: &[Member], tag: &str) -> impl Iterator<Item = Structure> {
    members.iter().flat_map(|member| &member.tags).map(|value| Structure {
        constants: vec![(tag.to_owned(), value.clone().into())],
        keys: IndexMap::from([(tag.to_owned(), true)]),
        ..Structure::of(Some(Kind::Object))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{Model, object};

    /// Returns the keys and constants of the members of a union of objects, and whether their order matters.
    fn discriminated(build: impl FnOnce(&mut Model) -> Vec<SchemaId>) -> (Vec<String>, bool) {
        let mut model = Model::default();
        let members = build(&mut model);
        let union = model.component("It", Shape::Union(Union::of(members)));
        discriminate(&mut model.schemas);
        let Shape::Union(union) = &model.schemas[union].shape else { return (Vec::new(), false) };
        let distinguishers = union.members.iter().flat_map(|member| &member.distinguishers);
        let shown = distinguishers.map(|it| {
            let constants = it.constants.iter().map(|(key, value)| format!("{key}={value}"));
            let optional = it.optional_constants.iter().map(|(key, value)| format!("{key}?={value}"));
            constants.chain(optional).chain(it.own_keys().cloned()).collect::<Vec<_>>().join(" ")
        });
        (shown.collect(), union.ordered)
    }

    fn shape(model: &mut Model, keys: &[&'static str]) -> SchemaId {
        let text = model.text();
        model.inline(Shape::Object(object(keys.iter().map(|key| (*key, text)))))
    }

    #[test]
    fn finds_a_property_that_only_one_member_has() {
        let found = discriminated(|model| vec![shape(model, &["id", "a"]), shape(model, &["id", "b"])]);
        assert_eq!(found, (vec!["a".to_owned(), "b".to_owned()], false));
    }

    #[test]
    fn prefers_constants() {
        let found = discriminated(|model| {
            let [cat, dog] = ["cat", "dog"].map(|kind| {
                let kind = model.constant(kind);
                model.inline(Shape::Object(object([("kind", kind)])))
            });
            vec![cat, dog]
        });
        assert_eq!(found, (vec!["kind=\"cat\"".to_owned(), "kind=\"dog\"".to_owned()], false));
    }

    #[test]
    fn keeps_the_order_of_indistinguishable_members() {
        let found = discriminated(|model| vec![shape(model, &["a"]), shape(model, &["a"])]);
        assert_eq!(found, (vec![String::new(), String::new()], true));
    }

    #[test]
    fn compares_the_members_of_unions_that_contain_each_other_once() {
        let mut model = Model::default();
        let unions: Vec<SchemaId> =
            (0..40).map(|number| model.component(&format!("U{number}"), Shape::Boolean)).collect();
        let text = model.text();
        for union in &unions {
            let members = unions.iter().copied().chain([text]);
            model.schemas[*union].shape = Shape::Union(Union::of(members));
        }
        discriminate(&mut model.schemas);
        let Shape::Union(union) = &model.schemas[unions[0]].shape else { return };
        let kinds = |index: usize| -> Vec<_> {
            union.members[index].distinguishers.iter().map(|distinguisher| distinguisher.kind).collect()
        };
        assert_eq!(kinds(40), [Some(Kind::String)]);
        assert_eq!(kinds(1), [Some(Kind::String); 40]);
    }

    #[test]
    fn needs_only_the_kind_of_scalars() {
        let found = discriminated(|model| vec![model.text(), model.inline(Shape::Boolean)]);
        assert_eq!(found, (vec![String::new(), String::new()], false));
    }
}
