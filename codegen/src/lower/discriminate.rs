//! Structural discrimination of unions without a tag: by JSON type, and by the constants and the properties of
//! objects.

use serde_json::Value;

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
        let is_ordered = all
            .iter()
            .enumerate()
            .any(|(index, one)| all.iter().take(index).any(|other| !one.differs(other)));
        let distinguishers: Vec<Vec<Distinguisher>> = structures
            .iter()
            .map(|structures| structures.iter().map(|structure| structure.distinguisher(&all)).collect())
            .collect();
        if let Shape::Union(Union { members, ordered, .. }) = &mut schemas[id].shape {
            *ordered = is_ordered;
            for (member, distinguishers) in members.iter_mut().zip(distinguishers) {
                member.distinguishers = distinguishers;
            }
        }
    }
}

/// The structure of the values of a type.
#[derive(Debug, PartialEq)]
struct Structure {
    kind: Option<Kind>,
    /// The properties with a single value.
    constants: Vec<(String, Value)>,
    /// All properties, each with `true` if it is required.
    keys: Vec<(String, bool)>,
}

impl Structure {
    fn of(kind: Option<Kind>) -> Self {
        Self { kind, constants: Vec::new(), keys: Vec::new() }
    }

    fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|(known, _)| known == key)
    }

    /// Returns `true` if the property is required.
    fn requires(&self, key: &str) -> bool {
        self.keys.iter().any(|(known, required)| known == key && *required)
    }

    /// Returns `true` if a property has different constants in the two structures.
    fn contradicts(&self, other: &Self) -> bool {
        let mut constants = self.constants.iter();
        constants.any(|(key, value)| other.constants.iter().any(|(known, its)| known == key && its != value))
    }

    /// Returns the properties that distinguish an object from `other`: a required one, or all optional ones.
    fn distinguishing_properties(&self, other: &Self) -> Vec<&str> {
        let unknown = |key: &&str| !other.has(key);
        // A property with a single value is compared with that value.
        if self.constants.iter().any(|(key, _)| unknown(&key.as_str()) && self.requires(key)) {
            return Vec::new();
        }
        let required = self.keys.iter().filter(|(_, required)| *required).map(|(key, _)| key.as_str());
        if let Some(one) = { required }.find(unknown) {
            return vec![one];
        }
        self.keys.iter().map(|(key, _)| key.as_str()).filter(unknown).collect()
    }

    /// Returns `true` if each value matches only one of the two structures.
    fn differs(&self, other: &Self) -> bool {
        let (Some(one), Some(two)) = (self.kind, other.kind) else { return false };
        if one == Kind::Object && two == Kind::Object {
            let has_own_property = |structure: &Self, other: &Self| {
                structure.keys.iter().any(|(key, required)| *required && !other.has(key))
            };
            let constant = |key: &String| self.requires(key) && other.requires(key);
            let has_other_constant =
                self.contradicts(other) && self.constants.iter().any(|(key, _)| constant(key));
            return has_other_constant || has_own_property(self, other) || has_own_property(other, self);
        }
        one != two
    }

    /// Returns the distinguisher of this structure among `all` structures of the union.
    fn distinguisher(&self, all: &[&Self]) -> Distinguisher {
        let others = all
            .iter()
            .filter(|other| !std::ptr::eq(**other, self) && other.kind == self.kind && **other != self);
        let mut test = Distinguisher {
            kind: self.kind,
            constants: Vec::new(),
            optional_constants: Vec::new(),
            keys: Vec::new(),
            forbidden: Vec::new(),
        };
        if self.kind != Some(Kind::Object) {
            return test;
        }
        for other in others {
            let constants = self.constants.iter().filter(|(key, value)| {
                let same = |(known, its): &(String, Value)| known == key && its == value;
                !other.constants.iter().any(same)
            });
            for constant in constants {
                let list = if self.requires(&constant.0) {
                    &mut test.constants
                } else {
                    &mut test.optional_constants
                };
                if !list.contains(constant) {
                    list.push(constant.clone());
                }
            }
            if self.contradicts(other) {
                continue;
            }
            let keys = self.distinguishing_properties(other);
            let is_known = matches!(keys.as_slice(), [only] if test.keys.iter().any(|key| key == only));
            for key in keys.into_iter().filter(|_| !is_known) {
                if !test.keys.iter().any(|known| known == key) {
                    test.keys.push(key.to_owned());
                }
            }
        }
        test
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
        structure.keys.push((property.name.clone(), property.required));
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
            keys: vec![(tag.clone(), true)],
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
