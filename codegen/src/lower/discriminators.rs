//! Unions with a discriminator property: an explicit one, or one in which each member has different constants.

use std::collections::{HashMap, HashSet};

use openapiv3::Discriminator;
use serde_json::Value;

use super::{objects::ONLY_REQUIRED, references};
use crate::{
    api::{
        EnumBase, Member, Object, Origin, Parent, Property, Role, Schema, SchemaId, Schemas, Shape,
        StringFormat, Union, scalar_text,
    },
    load::extensions::DEFAULT_MEMBER,
};

/// A union of the description.
pub(super) struct Source<'a> {
    /// The schema.
    pub(super) id: SchemaId,
    /// The discriminator of the description.
    pub(super) discriminator: Option<&'a Discriminator>,
    /// The members with the names of their components.
    pub(super) members: Vec<(SchemaId, Option<String>)>,
}

/// The constants of discriminator properties in objects; `None` if two unions require different values.
type Constants = HashMap<(SchemaId, String), Option<String>>;

/// Finds the tags of every union, and sets the constants of the members' properties.
pub(super) fn apply(schemas: &mut Schemas, sources: &[Source<'_>]) {
    let mut constants = Constants::new();
    let mut order: Vec<(SchemaId, String)> = Vec::new();
    for source in sources {
        let Shape::Union(union) = &schemas[source.id].shape else { continue };
        let ids: Vec<SchemaId> = union.members.iter().map(|member| member.schema).collect();
        let Some((tag, tags)) = tags(schemas, source, &ids) else { continue };
        let default = default_member(source, &ids);
        for id in &ids {
            remove_undescribed(schemas, *id, &tag);
        }
        // The default member accepts every tag and has to keep it.
        let writes_tag = |(index, id): (usize, &SchemaId)| {
            default != Some(index) && is_without(schemas, schemas.resolve(*id), &tag)
        };
        let writes: Vec<bool> = ids.iter().enumerate().map(writes_tag).collect();
        for ((id, tags), writes_tag) in ids.iter().zip(&tags).zip(&writes) {
            let (target, Some(first)) = (schemas.resolve(*id), &tags.tag_value) else { continue };
            if *writes_tag || matches!(schemas[target].origin, Origin::Inline(_, Role::Base)) {
                continue;
            }
            let key = (target, tag.clone());
            match constants.get_mut(&key) {
                None => {
                    constants.insert(key.clone(), Some(first.clone()));
                    order.push(key);
                }
                Some(known) if known.as_ref() != Some(first) => *known = None,
                Some(_) => {}
            }
        }
        let member = |((schema, tags), writes_tag): ((SchemaId, Tags), bool)| Member {
            schema,
            tags: tags.all,
            writes_tag,
            distinguishers: Vec::new(),
        };
        let members = ids.into_iter().zip(tags).zip(writes).map(member).collect();
        schemas[source.id].shape = Shape::Union(Union { members, tag: Some(tag), default, ordered: false });
    }
    for key in order {
        if let Some(Some(value)) = constants.remove(&key) {
            set_constant(schemas, key.0, &key.1, value);
        }
    }
}

/// Removes a property from an object if it has no schema: the union writes the tag.
fn remove_undescribed(schemas: &mut Schemas, id: SchemaId, property: &str) {
    let id = schemas.resolve(id);
    let Shape::Object(object) = &schemas[id].shape else { return };
    let is_undescribed =
        |known: &Property| known.name == property && schemas[known.schema].shape == Shape::Any(ONLY_REQUIRED);
    let Some(index) = object.properties.iter().position(is_undescribed) else { return };
    if let Shape::Object(object) = &mut schemas[id].shape {
        object.properties.remove(index);
    }
}

/// Returns `true` if an object has neither the property nor additional properties.
fn is_without(schemas: &Schemas, id: SchemaId, property: &str) -> bool {
    match &schemas[id].shape {
        Shape::Object(object) => {
            object.additional.is_none() && object.properties.iter().all(|known| known.name != property)
        }
        _ => false,
    }
}

/// Returns the member for unknown and missing tags (OpenAPI 3.2.0, "Discriminator Object").
fn default_member(source: &Source<'_>, ids: &[SchemaId]) -> Option<usize> {
    let target = source.discriminator?.extensions.get(DEFAULT_MEMBER)?.as_str()?;
    let target = references::component_name(target, "schemas").unwrap_or_else(|| target.to_owned());
    let (member, _) = source.members.iter().find(|(_, name)| name.as_ref() == Some(&target))?;
    ids.iter().position(|id| id == member)
}

/// The tags of a member.
struct Tags {
    all: Vec<String>,
    /// The tag to send, if there is only one.
    tag_value: Option<String>,
}

/// Returns the discriminator property and the tags of each member.
fn tags(schemas: &Schemas, source: &Source<'_>, ids: &[SchemaId]) -> Option<(String, Vec<Tags>)> {
    let Some(discriminator) = source.discriminator else { return inferred(schemas, ids) };
    let property = &discriminator.property_name;
    let listed: Vec<Vec<String>> = ids.iter().map(|id| values(schemas, *id, property)).collect();
    // Of two members with the same constant, only other properties tell which one a value is of.
    if listed.iter().all(|values| values.len() == 1) && !are_distinct(&listed) {
        return None;
    }
    // A list that several members share contains the tags of all of them.
    let own_lists = are_distinct(&listed) && listed.iter().all(|values| !values.is_empty());
    let mut names: HashMap<SchemaId, &Option<String>> = HashMap::new();
    for (id, name) in &source.members {
        names.entry(*id).or_insert(name);
    }
    let mut mapping: HashMap<String, Vec<String>> = HashMap::new();
    for (value, target) in &discriminator.mapping {
        let target = references::component_name(target, "schemas").unwrap_or_else(|| target.clone());
        mapping.entry(target).or_default().push(value.clone());
    }
    let mut used: HashSet<String> = HashSet::new();
    let mut all = Vec::new();
    for (id, listed) in ids.iter().zip(listed) {
        let name = names.get(id).copied().cloned().flatten();
        let mapped = name.as_ref().and_then(|name| mapping.get(name)).cloned().unwrap_or_default();
        // A constant takes precedence over the mapping.
        let explicit = match listed.as_slice() {
            [_] => [listed, mapped].concat(),
            _ if mapped.is_empty() && own_lists => listed,
            _ => mapped,
        };
        let mut tags = Tags { all: Vec::new(), tag_value: None };
        tags.tag_value = match explicit.as_slice() {
            [] => name.clone(),
            [only] => Some(only.clone()),
            _ => None,
        };
        for value in explicit.into_iter().chain(name) {
            if used.insert(value.clone()) {
                tags.all.push(value);
            }
        }
        all.push(tags);
    }
    all.iter().all(|tags| !tags.all.is_empty()).then(|| (property.clone(), all))
}

/// Returns a required property for which the members list different values.
fn inferred(schemas: &Schemas, ids: &[SchemaId]) -> Option<(String, Vec<Tags>)> {
    let object = as_object(schemas, *ids.first()?)?;
    object.properties.iter().filter(|property| property.required).find_map(|property| {
        let listed: Vec<Vec<String>> = ids.iter().map(|id| values(schemas, *id, &property.name)).collect();
        let usable = listed.iter().all(|values| !values.is_empty()) && are_distinct(&listed);
        // A property with one value is a constant already.
        let tags = |all| Tags { all, tag_value: None };
        usable.then(|| (property.name.clone(), listed.into_iter().map(tags).collect()))
    })
}

fn are_distinct(lists: &[Vec<String>]) -> bool {
    let mut all: Vec<&String> = lists.iter().flatten().collect();
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    all.len() == count
}

fn as_object(schemas: &Schemas, id: SchemaId) -> Option<&Object> {
    match &schemas[schemas.resolve(id)].shape {
        Shape::Object(object) => Some(object),
        _ => None,
    }
}

/// Returns the listed values of a property as texts.
fn values(schemas: &Schemas, id: SchemaId, property: &str) -> Vec<String> {
    let property = as_object(schemas, id)
        .and_then(|object| object.properties.iter().find(|known| known.name == property));
    let Some(property) = property else { return Vec::new() };
    let target = schemas.resolve(property.schema);
    match &schemas[target].shape {
        Shape::Enum(list) => list.values.iter().map(|value| scalar_text(&value.value)).collect(),
        _ => schemas[target].constant.as_deref().map(scalar_text).into_iter().collect(),
    }
}

/// Makes `value` the constant of a property of an object, and adds the property if it is missing.
fn set_constant(schemas: &mut Schemas, id: SchemaId, name: &str, value: String) {
    let Shape::Object(object) = &schemas[id].shape else { return };
    match object.properties.iter().enumerate().find(|(_, property)| property.name == name) {
        Some((index, property)) => {
            let target = schemas.resolve(property.schema);
            let is_text = match &schemas[target].shape {
                Shape::String(StringFormat::Plain) => true,
                Shape::Enum(list) => list.base == EnumBase::String,
                _ => false,
            };
            if let (true, Shape::Object(object)) = (is_text, &mut schemas[id].shape)
                && let Some(property) = object.properties.get_mut(index)
            {
                property.tag_value = Some(Value::String(value));
            }
        }
        None => {
            let origin = Origin::Inline(Parent::Schema(id), Role::Property(name.to_owned()));
            let text = Shape::String(StringFormat::Plain);
            let schema = schemas.push(Schema::new(schemas[id].pointer.clone(), origin, text));
            if let Shape::Object(object) = &mut schemas[id].shape {
                object.properties.push(Property {
                    name: name.to_owned(),
                    schema,
                    required: false,
                    tag_value: Some(Value::String(value)),
                    read_only: false,
                    write_only: false,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::{Model, object};

    /// Returns the tag of a union and the values of its members.
    fn tagged(model: &Model, id: SchemaId) -> (Option<&str>, Vec<String>) {
        match &model.schemas[id].shape {
            Shape::Union(union) => {
                let values = union.members.iter().map(|member| {
                    let mark = if member.writes_tag { "+" } else { "" };
                    format!("{}{mark}", member.tags.join(","))
                });
                (union.tag.as_deref(), values.collect())
            }
            _ => (None, Vec::new()),
        }
    }

    /// Applies a discriminator to a union of `Cat` and `Dog`, which have these properties.
    fn applied(
        discriminator: Option<&Discriminator>,
        property: impl Fn(&mut Model, &str) -> Option<SchemaId>,
    ) -> (Model, SchemaId) {
        let mut model = Model::default();
        let members = ["Cat", "Dog"].map(|name| {
            let mut properties = vec![("name", model.text())];
            properties.extend(property(&mut model, name).map(|schema| ("kind", schema)));
            (model.component(name, Shape::Object(object(properties))), Some(name.to_owned()))
        });
        let union = model.component("Pet", Shape::Union(Union::of(members.iter().map(|(id, _)| *id))));
        let source = Source { id: union, discriminator, members: members.to_vec() };
        apply(&mut model.schemas, &[source]);
        (model, union)
    }

    fn discriminator(mapping: &[(&str, &str)]) -> Discriminator {
        let entry =
            |(value, name): &(&str, &str)| ((*value).to_owned(), format!("#/components/schemas/{name}"));
        Discriminator {
            property_name: "kind".to_owned(),
            mapping: mapping.iter().map(entry).collect(),
            ..Discriminator::default()
        }
    }

    #[test]
    fn infers_a_tag_from_constants() {
        let (model, union) = applied(None, |model, name| Some(model.constant(name)));
        assert_eq!(tagged(&model, union), (Some("kind"), vec!["Cat".to_owned(), "Dog".to_owned()]));
    }

    #[test]
    fn infers_no_tag_from_free_text() {
        let (model, union) = applied(None, |model, _| Some(model.text()));
        assert_eq!(tagged(&model, union).0, None);
    }

    #[test]
    fn takes_no_tag_from_constants_that_are_equal() {
        let plain = discriminator(&[]);
        let (model, union) = applied(Some(&plain), |model, _| Some(model.constant("animal")));
        assert_eq!(tagged(&model, union).0, None);
    }

    #[test]
    fn takes_the_names_of_components_and_the_mapping() {
        let plain = discriminator(&[]);
        let (model, union) = applied(Some(&plain), |model, _| Some(model.text()));
        assert_eq!(tagged(&model, union), (Some("kind"), vec!["Cat".to_owned(), "Dog".to_owned()]));

        let mapped = discriminator(&[("feline", "Cat")]);
        let (model, union) = applied(Some(&mapped), |model, _| Some(model.text()));
        assert_eq!(tagged(&model, union), (Some("kind"), vec!["feline,Cat".to_owned(), "Dog".to_owned()]));
    }

    #[test]
    fn writes_the_tag_of_members_without_the_property() {
        let plain = discriminator(&[]);
        let (model, union) = applied(Some(&plain), |_, _| None);
        assert_eq!(tagged(&model, union), (Some("kind"), vec!["Cat+".to_owned(), "Dog+".to_owned()]));
    }
}
