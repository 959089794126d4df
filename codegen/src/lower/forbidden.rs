//! Properties that a member of a union forbids (`additionalProperties: false`). A value that has one of them belongs to
//! another member, also if it has the distinguishing properties of the closed member.

use serde_json::Value;

use crate::api::{Distinguisher, Member, Object, SchemaId, Schemas, Shape, Union};

/// The number of members beyond which a union is not analyzed, because each pair of members is compared.
const MAX_MEMBERS: usize = 128;
/// The maximum number of forbidden properties of a member.
const MAX_FORBIDDEN: usize = 16;
/// The maximum number of properties of a closed member that is distinguished from a map.
const MAX_KNOWN: usize = 64;
/// The maximum number of unions inside of a member whose objects are compared.
const MAX_UNIONS: usize = 16;

/// Sets the forbidden properties of the members of every union without a tag.
pub(super) fn forbid(schemas: &mut Schemas) {
    for id in schemas.ids() {
        let Shape::Union(union) = &schemas[id].shape else { continue };
        let is_closed = |member: &Member| {
            object(schemas, schemas.resolve(member.schema)).is_some_and(|object| object.closed)
        };
        let has_closed = union.members.iter().any(is_closed);
        if union.tag.is_some() || union.members.len() > MAX_MEMBERS || !has_closed {
            continue;
        }
        let candidates: Vec<Candidate<'_>> =
            union.members.iter().map(|member| Candidate::of(schemas, member)).collect();
        let found: Vec<(Vec<String>, Vec<String>)> = candidates
            .iter()
            .map(|candidate| (candidate.forbidden(schemas, &candidates), candidate.known(&candidates)))
            .collect();
        if let Shape::Union(union) = &mut schemas[id].shape {
            for (member, (forbidden, known)) in union.members.iter_mut().zip(found) {
                for distinguisher in &mut member.distinguishers {
                    distinguisher.forbidden.clone_from(&forbidden);
                    distinguisher.known.clone_from(&known);
                }
            }
        }
    }
}

/// A member of a union.
struct Candidate<'a> {
    /// The objects of the member: several if it is a union.
    objects: Vec<&'a Object>,
    /// `true` if it keeps properties of any name, as a map does.
    keeps_any: bool,
    distinguishers: &'a [Distinguisher],
}

impl<'a> Candidate<'a> {
    fn of(schemas: &'a Schemas, member: &'a Member) -> Self {
        let keeps_any = |id| match &schemas[id].shape {
            Shape::Map(_) | Shape::Any(_) => true,
            Shape::Object(object) => object.additional.is_some(),
            _ => false,
        };
        Self {
            objects: alternatives(schemas, member.schema, |id| object(schemas, id)),
            keeps_any: !alternatives(schemas, member.schema, |id| keeps_any(id).then_some(())).is_empty(),
            distinguishers: &member.distinguishers,
        }
    }

    /// Returns the properties of this member, if it forbids all others and another member keeps them.
    fn known(&self, all: &[Self]) -> Vec<String> {
        let ([object], [_]) = (self.objects.as_slice(), self.distinguishers) else { return Vec::new() };
        let mut others = all.iter().filter(|other| !std::ptr::eq(*other, self));
        if !object.closed || object.properties.len() > MAX_KNOWN || !others.any(|other| other.keeps_any) {
            return Vec::new();
        }
        object.properties.iter().map(|property| property.name.clone()).collect()
    }

    /// Returns the properties of the other members that a value of this member does not have.
    fn forbidden(&self, schemas: &Schemas, all: &[Self]) -> Vec<String> {
        let mut forbidden: Vec<String> = Vec::new();
        let ([object], [test]) = (self.objects.as_slice(), self.distinguishers) else { return forbidden };
        if !object.closed {
            return forbidden;
        }
        let others = all.iter().filter(|other| !std::ptr::eq(*other, self));
        let others =
            others.flat_map(|other| other.objects.iter().filter(|object| other.loses(schemas, object, test)));
        for other in others {
            let known = |name: &str| object.properties.iter().any(|property| property.name == name);
            let unknown = || other.properties.iter().filter(|property| !known(&property.name));
            // Each value of the other member has its required properties.
            let required = unknown().find(|property| property.required);
            let all = unknown().filter(|_| required.is_none());
            for property in required.into_iter().chain(all) {
                if forbidden.len() < MAX_FORBIDDEN && !forbidden.contains(&property.name) {
                    forbidden.push(property.name.clone());
                }
            }
        }
        forbidden
    }

    /// Returns `true` if a value of `object`, one of this member, may have a higher score as a value of the member of
    /// `test`.
    fn loses(&self, schemas: &Schemas, object: &Object, test: &Distinguisher) -> bool {
        let allows = |(key, value): &&(String, Value)| may_be(schemas, object, key, Some(value));
        if !test.constants.iter().all(|constant| allows(&constant)) {
            return false;
        }
        let optional = test.optional_constants.iter().filter(allows);
        let constants = test.constants.iter().chain(optional).map(|(key, _)| key);
        let keys = test.own_keys().filter(|key| may_be(schemas, object, key, None));
        let is_lower =
            |key: &String| self.distinguishers.iter().any(|own| score(own, key) < score(test, key));
        constants.chain(keys).any(is_lower)
    }
}

/// Returns `true` if an object may have a property, with `value` if there is one.
fn may_be(schemas: &Schemas, object: &Object, key: &str, value: Option<&Value>) -> bool {
    let Some(property) = object.properties.iter().find(|property| property.name == key) else {
        return !object.closed;
    };
    let Some(value) = value else { return true };
    let schema = &schemas[schemas.resolve(property.schema)];
    let constant = property.tag_value.as_ref().or(schema.constant.as_deref());
    match &schema.shape {
        _ if constant.is_some_and(|constant| constant != value) => false,
        Shape::Enum(list) => list.values.contain(value),
        _ => true,
    }
}

/// Returns the weight of a property that a value has, by the scores of the runtime.
fn score(test: &Distinguisher, key: &str) -> u8 {
    let has = |constants: &[(String, Value)]| constants.iter().any(|(known, _)| known == key);
    if has(&test.constants) {
        3
    } else if test.own_keys().any(|known| known == key) {
        2
    } else {
        u8::from(has(&test.optional_constants))
    }
}

/// Returns the results of `of` for a schema, or for those in it if it is a union.
fn alternatives<T>(schemas: &Schemas, id: SchemaId, of: impl FnMut(SchemaId) -> Option<T>) -> Vec<T> {
    let mut left = MAX_UNIONS;
    let enters = |_: &Union| {
        let rest = left.checked_sub(1);
        left = rest.unwrap_or(0);
        rest.is_some()
    };
    let alternatives = schemas.alternatives(id, enters).take(MAX_UNIONS * MAX_MEMBERS);
    alternatives.filter_map(of).take(MAX_MEMBERS).collect()
}

/// Returns the object of a schema without references, if it is one.
fn object(schemas: &Schemas, id: SchemaId) -> Option<&Object> {
    match &schemas[id].shape {
        Shape::Object(object) => Some(object),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::discriminate::discriminate, *};
    use crate::api::{
        EnumBase, EnumValue, Enumeration,
        testing::{Model, object},
    };

    fn list(values: &[&str]) -> Shape {
        let value = |text: &&str| EnumValue { value: (*text).into(), name: None, description: None };
        Shape::Enum(Enumeration { base: EnumBase::String, values: values.iter().map(value).collect() })
    }

    /// `true` for a closed object, and its keys.
    type Keys = (bool, &'static [&'static str]);

    /// Adds an object with required properties. A key that ends with `?` is optional, one with `!` is a constant, and
    /// one with `*` lists other values.
    fn add(model: &mut Model, closed: bool, keys: &[&'static str]) -> SchemaId {
        let mut shape = object([]);
        for key in keys {
            let name = key.trim_end_matches(['?', '!', '*']);
            let schema = match key.chars().next_back() {
                Some('!') => model.constant("yes"),
                Some('*') => model.inline(list(&["no", "perhaps"])),
                _ => model.text(),
            };
            let mut property = object([(name, schema)]).properties.remove(0);
            property.required = !key.ends_with('?');
            shape.properties.push(property);
        }
        shape.closed = closed;
        model.inline(Shape::Object(shape))
    }

    /// Returns the properties that the members of a union forbid.
    fn forbidden(members: [Keys; 2]) -> [String; 2] {
        let mut model = Model::default();
        let members = members.map(|(closed, keys)| add(&mut model, closed, keys));
        let union = model.component("It", Shape::Union(Union::of(members)));
        discriminate(&mut model.schemas);
        forbid(&mut model.schemas);
        let Shape::Union(union) = &model.schemas[union].shape else { return Default::default() };
        [0, 1].map(|index| union.members[index].distinguishers[0].forbidden.join(" "))
    }

    #[test]
    fn forbids_a_property_if_a_value_of_another_member_has_a_higher_score() {
        let cases: [([Keys; 2], [&str; 2]); 6] = [
            // The other member may have the constant, which has the highest score.
            ([(true, &["disabled!"]), (false, &["command", "disabled?"])], ["command", ""]),
            ([(true, &["disabled!"]), (true, &["command?", "user?", "disabled?"])], ["command user", ""]),
            // It cannot have this one.
            ([(true, &["disabled!"]), (false, &["command", "disabled*"])], ["", ""]),
            // A value of the open member may have any property.
            ([(true, &["a"]), (false, &["b"])], ["b", ""]),
            // No value of a member has a property of the other one.
            ([(true, &["a"]), (true, &["b"])], ["", ""]),
            ([(false, &["a"]), (false, &["b"])], ["", ""]),
        ];
        for (members, expected) in cases {
            assert_eq!(forbidden(members), expected, "{members:?}");
        }
    }

    #[test]
    fn lists_the_properties_of_a_closed_member_beside_a_map() {
        let known = |closed: bool, has_map: bool| {
            let mut model = Model::default();
            let closed = add(&mut model, closed, &["a", "b?"]);
            let text = model.text();
            let other = if has_map { model.inline(Shape::Map(text)) } else { add(&mut model, false, &["c"]) };
            let union = model.component("It", Shape::Union(Union::of([closed, other])));
            discriminate(&mut model.schemas);
            forbid(&mut model.schemas);
            let Shape::Union(union) = &model.schemas[union].shape else { return Default::default() };
            [0, 1].map(|index| union.members[index].distinguishers[0].known.join(" "))
        };
        assert_eq!(known(true, true), ["a b", ""]);
        assert_eq!(known(false, true), ["", ""]);
        assert_eq!(known(true, false), ["", ""]);
    }

    #[test]
    fn compares_the_objects_of_unions_that_contain_each_other_once() {
        let mut model = Model::default();
        let closed = add(&mut model, true, &["a"]);
        let unions: Vec<SchemaId> =
            (0..40).map(|number| model.component(&format!("U{number}"), Shape::Boolean)).collect();
        for union in &unions {
            let members = unions.iter().copied().chain([closed]);
            model.schemas[*union].shape = Shape::Union(Union::of(members));
        }
        let objects = alternatives(&model.schemas, unions[0], |id| super::object(&model.schemas, id));
        assert_eq!(objects.len(), MAX_UNIONS);
        forbid(&mut model.schemas);
    }
}
