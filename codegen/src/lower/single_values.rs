//! Lists of one value: constants, or enums that later versions of the API may extend.
//!
//! `const`, a required property or parameter, and a property of a union's member identify something: such a list is a
//! constant of a plain type. Any other list of one value is an enum, so that a second value does not change its type.

use std::collections::HashSet;

use super::enums;
use crate::api::{Operation, Origin, Role, SchemaId, Schemas, Shape};

/// Decides for each inline list of one value. `constants` are the schemas with `const`.
pub(super) fn settle(schemas: &mut Schemas, operations: &[Operation], constants: HashSet<SchemaId>) {
    let mut identifying = constants;
    let union_members = members(schemas);
    for (id, schema) in schemas.iter() {
        let Shape::Object(object) = &schema.shape else { continue };
        let is_member = union_members.contains(&id);
        let properties = object.properties.iter();
        let ids = properties
            .filter(|property| is_member || property.required || property.tag_value.is_some())
            .map(|property| schemas.resolve(property.schema));
        identifying.extend(ids);
    }
    let parameters = operations.iter().flat_map(|operation| &operation.parameters);
    let required = parameters.filter(|parameter| parameter.required);
    identifying.extend(required.map(|parameter| schemas.resolve(parameter.schema)));
    for id in schemas.ids() {
        let schema = &mut schemas[id];
        // A component has a name, and the lists of a union's members are merged.
        if matches!(schema.origin, Origin::Component(_) | Origin::Inline(_, Role::Member(..))) {
            continue;
        }
        let Shape::Enum(list) = &schema.shape else { continue };
        if schema.constant.is_some() && identifying.contains(&id) {
            schema.shape = enums::plain(list);
        } else {
            schema.constant = None;
        }
    }
}

/// Returns the schemas that are members of unions.
fn members(schemas: &Schemas) -> HashSet<SchemaId> {
    let unions = schemas.iter().filter_map(|(_, schema)| match &schema.shape {
        Shape::Union(union) => Some(union),
        _ => None,
    });
    unions.flat_map(|union| &union.members).map(|member| schemas.resolve(member.schema)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{
        EnumBase, EnumValue, Enumeration, Union,
        testing::{Model, object},
    };

    /// Returns `true` if a list of one value, which `place` puts into a model, becomes an enum.
    fn is_enum(is_const: bool, place: impl FnOnce(&mut Model, SchemaId)) -> bool {
        let mut model = Model::default();
        let value = EnumValue { value: "cat".into(), name: None, description: None };
        let shape = Shape::Enum(Enumeration { base: EnumBase::String, values: vec![value].into() });
        let id = model.inline(shape);
        model.schemas[id].constant = Some(Box::new("cat".into()));
        place(&mut model, id);
        settle(&mut model.schemas, &model.operations, is_const.then_some(id).into_iter().collect());
        let is_enum = matches!(model.schemas[id].shape, Shape::Enum(_));
        assert_eq!(model.schemas[id].constant.is_none(), is_enum);
        is_enum
    }

    fn optional(model: &mut Model, value: SchemaId) -> SchemaId {
        let mut pet = object([("kind", value)]);
        pet.properties.iter_mut().for_each(|property| property.required = false);
        model.component("Pet", Shape::Object(pet))
    }

    #[test]
    fn makes_a_constant_of_a_value_that_identifies_something() {
        assert!(!is_enum(true, |model, value| {
            optional(model, value);
        }));
        assert!(!is_enum(false, |model, value| {
            model.component("Pet", Shape::Object(object([("kind", value)])));
        }));
        assert!(!is_enum(false, |model, value| {
            let pet = optional(model, value);
            let text = model.text();
            model.component("Animal", Shape::Union(Union::of([text, pet])));
        }));
    }

    #[test]
    fn makes_an_enum_of_any_other_value() {
        assert!(is_enum(false, |model, value| {
            optional(model, value);
        }));
        assert!(is_enum(false, |model, value| {
            model.component("Kinds", Shape::Array(value));
        }));
    }
}
