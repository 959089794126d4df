//! What tells the members of a union apart that has no tag: their JSON types, the constants and the
//! properties of objects.

use serde_json::Value;

use crate::api::{Distinguisher, EnumBase, Kind, Object, SchemaId, Schemas, Shape, Union};

/// Unions of unions are looked into this deep.
const DEEPEST: usize = 8;

/// Gives the members of every union that has no tag their distinguishers.
pub(super) fn discriminate(schemas: &mut Schemas) {
    for id in schemas.ids() {
        let Shape::Union(union) = &schemas[id].shape else { continue };
        if union.tag.is_some() {
            continue;
        }
        let looks: Vec<Vec<Look>> =
            union.members.iter().map(|member| looks(schemas, member.schema, 0)).collect();
        let all: Vec<&Look> = looks.iter().flatten().collect();
        let is_ordered =
            all.iter().enumerate().any(|(index, one)| all[..index].iter().any(|other| !one.differs(other)));
        let distinguishers: Vec<Vec<Distinguisher>> =
            looks.iter().map(|looks| looks.iter().map(|look| look.test(&all)).collect()).collect();
        if let Shape::Union(Union { members, ordered, .. }) = &mut schemas[id].shape {
            *ordered = is_ordered;
            for (member, distinguishers) in members.iter_mut().zip(distinguishers) {
                member.distinguishers = distinguishers;
            }
        }
    }
}

/// What the values of a type look like.
#[derive(Debug, PartialEq)]
struct Look {
    kind: Option<Kind>,
    /// The properties that have one value.
    constants: Vec<(String, Value)>,
    /// All properties, and whether they are always there.
    keys: Vec<(String, bool)>,
}

impl Look {
    fn of(kind: Option<Kind>) -> Self {
        Self { kind, constants: Vec::new(), keys: Vec::new() }
    }

    fn knows(&self, key: &str) -> bool {
        self.keys.iter().any(|(known, _)| known == key)
    }

    /// Whether the property is always there.
    fn requires(&self, key: &str) -> bool {
        self.keys.iter().any(|(known, required)| known == key && *required)
    }

    /// Whether the two never have the same value in a property.
    fn contradicts(&self, other: &Self) -> bool {
        let mut constants = self.constants.iter();
        constants.any(|(key, value)| other.constants.iter().any(|(known, its)| known == key && its != value))
    }

    /// The properties of an object that tell it from `other`: one that is always there, or all that may
    /// be there.
    fn telling(&self, other: &Self) -> Vec<&str> {
        let unknown = |key: &&str| !other.knows(key);
        // What has one value is tested for that.
        if self.constants.iter().any(|(key, _)| unknown(&key.as_str()) && self.requires(key)) {
            return Vec::new();
        }
        let always = self.keys.iter().filter(|(_, required)| *required).map(|(key, _)| key.as_str());
        if let Some(one) = { always }.find(unknown) {
            return vec![one];
        }
        self.keys.iter().map(|(key, _)| key.as_str()).filter(unknown).collect()
    }

    /// Whether a value tells which of the two it is.
    fn differs(&self, other: &Self) -> bool {
        let (Some(one), Some(two)) = (self.kind, other.kind) else { return false };
        if one == Kind::Object && two == Kind::Object {
            let tells = |look: &Self, other: &Self| {
                look.keys.iter().any(|(key, required)| *required && !other.knows(key))
            };
            let constant = |key: &String| self.requires(key) && other.requires(key);
            let apart = self.contradicts(other) && self.constants.iter().any(|(key, _)| constant(key));
            return apart || tells(self, other) || tells(other, self);
        }
        one != two
    }

    /// The test for this one among `all` of the union.
    fn test(&self, all: &[&Self]) -> Distinguisher {
        let rivals = all
            .iter()
            .filter(|other| !std::ptr::eq(**other, self) && other.kind == self.kind && **other != self);
        let mut test = Distinguisher {
            kind: self.kind,
            constants: Vec::new(),
            optional_constants: Vec::new(),
            keys: Vec::new(),
        };
        if self.kind != Some(Kind::Object) {
            return test;
        }
        for rival in rivals {
            let telling = self.constants.iter().filter(|(key, value)| {
                let same = |(known, its): &(String, Value)| known == key && its == value;
                !rival.constants.iter().any(same)
            });
            for constant in telling {
                let list = if self.requires(&constant.0) {
                    &mut test.constants
                } else {
                    &mut test.optional_constants
                };
                if !list.contains(constant) {
                    list.push(constant.clone());
                }
            }
            if self.contradicts(rival) {
                continue;
            }
            let telling = self.telling(rival);
            let known = telling.len() == 1 && test.keys.iter().any(|key| key == telling[0]);
            for key in telling.into_iter().filter(|_| !known) {
                if !test.keys.iter().any(|known| known == key) {
                    test.keys.push(key.to_owned());
                }
            }
        }
        test
    }
}

fn looks(schemas: &Schemas, id: SchemaId, depth: usize) -> Vec<Look> {
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
        Shape::Object(object) => return vec![look_of(schemas, object)],
        Shape::Union(union) if depth < DEEPEST => return looks_of_union(schemas, union, depth + 1),
        Shape::Any(_) | Shape::Multipart(_) | Shape::Union(_) | Shape::Reference(_) => None,
    };
    vec![Look::of(kind)]
}

fn look_of(schemas: &Schemas, object: &Object) -> Look {
    let mut look = Look::of(Some(Kind::Object));
    for property in &object.properties {
        let constant = property.tag_value.clone().or_else(|| schemas.constant(property.schema));
        look.constants.extend(constant.map(|value| (property.name.clone(), value)));
        look.keys.push((property.name.clone(), property.required));
    }
    look
}

fn looks_of_union(schemas: &Schemas, union: &Union, depth: usize) -> Vec<Look> {
    let Some(tag) = &union.tag else {
        return union.members.iter().flat_map(|member| looks(schemas, member.schema, depth)).collect();
    };
    let values = union.members.iter().flat_map(|member| &member.tags);
    values
        .map(|value| Look {
            constants: vec![(tag.clone(), value.clone().into())],
            keys: vec![(tag.clone(), true)],
            ..Look::of(Some(Kind::Object))
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
    fn keeps_the_order_of_members_that_cannot_be_told_apart() {
        let found = discriminated(|model| vec![shape(model, &["a"]), shape(model, &["a"])]);
        assert_eq!(found, (vec![String::new(), String::new()], true));
    }

    #[test]
    fn needs_only_the_kind_of_scalars() {
        let found = discriminated(|model| vec![model.text(), model.inline(Shape::Boolean)]);
        assert_eq!(found, (vec![String::new(), String::new()], false));
    }
}
