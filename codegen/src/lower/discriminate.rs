//! Structural discrimination of unions without a tag: by JSON type, and by the constants and the properties of
//! objects.

use indexmap::IndexMap;

use super::structures::{Structure, StructureIndex};
use crate::api::{Distinguisher, EnumBase, Kind, Object, SchemaId, Schemas, Shape, Union};

/// The maximum depth of nested unions.
const MAX_DEPTH: usize = 8;

/// Sets the distinguishers of the members of every union without a tag.
pub(super) fn discriminate(schemas: &mut Schemas) {
    for id in schemas.ids() {
        let Shape::Union(union) = &schemas[id].shape else { continue };
        if union.tag.is_some() {
            continue;
        }
        let structures: Vec<Vec<Structure>> =
            union.members.iter().map(|member| structures(schemas, member.schema, 0)).collect();
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

fn structures(schemas: &Schemas, id: SchemaId, depth: usize) -> Vec<Structure> {
    let kind = match &schemas[schemas.resolve(id)].shape {
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
        Shape::Object(object) => return vec![structure_of(schemas, object)],
        Shape::Union(union) if depth < MAX_DEPTH => return structures_of_union(schemas, union, depth + 1),
        Shape::Any(_) | Shape::Multipart(_) | Shape::Union(_) | Shape::Reference(_) => None,
    };
    vec![Structure::of(kind)]
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

fn structures_of_union(schemas: &Schemas, union: &Union, depth: usize) -> Vec<Structure> {
    let Some(tag) = &union.tag else {
        return union.members.iter().flat_map(|member| structures(schemas, member.schema, depth)).collect();
    };
    let values = union.members.iter().flat_map(|member| &member.tags);
    values
        .map(|value| Structure {
            constants: vec![(tag.clone(), value.clone().into())],
            keys: IndexMap::from([(tag.clone(), true)]),
            ..Structure::of(Some(Kind::Object))
        })
        .collect()
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
            constants.chain(optional).chain(it.keys.iter().cloned()).collect::<Vec<_>>().join(" ")
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
    fn needs_only_the_kind_of_scalars() {
        let found = discriminated(|model| vec![model.text(), model.inline(Shape::Boolean)]);
        assert_eq!(found, (vec![String::new(), String::new()], false));
    }
}
