//! The part of a schema that its values show, without its children.

use std::{collections::HashMap, fmt::Write as _};

use crate::api::{Enumeration, Object, Property, Schema, SchemaId, Schemas, Shape, Union};

/// A schema by itself: the text is equal for schemas that differ at most in their children.
pub(super) struct Key {
    /// The shape and everything that a parent says of its children.
    pub(super) text: String,
    /// The children at the ends of their references, in an order that does not depend on that of the description if
    /// values don't.
    pub(super) children: Vec<SchemaId>,
}

/// The keywords that a parent's fields document or check, as a number for each schema that has any. They are equal if
/// their numbers are. Without numbers, the keys of all parents would contain their texts.
pub(super) struct Places(HashMap<SchemaId, usize>);

impl Places {
    pub(super) fn new(schemas: &Schemas) -> Self {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let places = schemas.iter().filter_map(|(id, schema)| {
            let (next, text) = (numbers.len(), place_text(schema));
            (!text.is_empty()).then(|| (id, *numbers.entry(text).or_insert(next)))
        });
        Self(places.collect())
    }
}

/// Returns the key of `id`, which is no reference.
///
/// Descriptions, titles and examples of the schema have no influence. Constraints, defaults and deprecations of the
/// children have, because the documentation and the checks of the parent's fields contain them.
pub(super) fn key(schemas: &Schemas, places: &Places, id: SchemaId) -> Key {
    let schema = &schemas[id];
    let mut text = String::new();
    if let Some(format) = &schema.format {
        _ = write!(text, "{format:?}");
    }
    if let Some(constant) = &schema.constant {
        _ = write!(text, " = {constant}");
    }
    if let Some(name) = &schema.given.type_name {
        _ = write!(text, " as {name:?}");
    }
    if let Some(rust_type) = &schema.given.rust_type {
        _ = write!(text, " is {rust_type:?}");
    }
    let mut children: Vec<SchemaId> = Vec::new();
    match &schema.shape {
        Shape::Object(object) => of_object(&mut text, object, &mut children),
        Shape::Enum(list) => of_enum(&mut text, list),
        Shape::Union(union) => of_union(&mut text, union, &mut children),
        Shape::Any(_) => text.push_str(" any"),
        Shape::Array(_) => text.push_str(" array"),
        Shape::Tuple(_) => text.push_str(" tuple"),
        Shape::Map(_) => text.push_str(" map"),
        scalar => _ = write!(text, " {scalar:?}"),
    }
    if children.is_empty() {
        children.extend(schema.shape.children());
    }
    for child in &mut children {
        *child = of_child(&mut text, schemas, places, *child);
    }
    Key { text, children }
}

/// Adds an object, in the order of its keys.
fn of_object(text: &mut String, object: &Object, children: &mut Vec<SchemaId>) {
    let mut properties: Vec<&Property> = object.properties.iter().collect();
    properties.sort_by(|one, two| one.name.cmp(&two.name));
    _ = write!(text, " object {}", object.closed);
    for Property { name, schema, required, tag_value, read_only, write_only } in properties {
        _ = write!(text, " {name:?} {required} {read_only} {write_only}");
        if let Some(value) = tag_value {
            _ = write!(text, " = {value}");
        }
        children.push(*schema);
    }
    if let Some(additional) = object.additional {
        text.push_str(" + others");
        children.push(additional);
    }
}

/// Adds an enum, in the order of its values.
fn of_enum(text: &mut String, list: &Enumeration) {
    let values = list.values.iter().map(|value| (value.value.to_string(), value.name.as_deref()));
    let mut values: Vec<_> = values.collect();
    values.sort();
    _ = write!(text, " {:?} {values:?}", list.base);
}

fn of_union(text: &mut String, union: &Union, children: &mut Vec<SchemaId>) {
    let Union { members, tag, default, ordered } = union;
    _ = write!(text, " union {tag:?} {default:?} {ordered}");
    for member in members {
        _ = write!(text, " {:?} {} {:?}", member.tags, member.writes_tag, member.distinguishers);
        children.push(member.schema);
    }
}

/// Adds the text of a child, and returns the schema at the end of its references.
pub(super) fn of_child(text: &mut String, schemas: &Schemas, places: &Places, child: SchemaId) -> SchemaId {
    let target = schemas.resolve(child);
    let mut at = child;
    text.push('\n');
    if schemas.nullable(child) {
        text.push_str("nullable ");
    }
    loop {
        if let Some(place) = places.0.get(&at) {
            _ = write!(text, "{place} ");
        }
        match schemas[at].shape {
            Shape::Reference(next) if at != target => at = next,
            _ => return target,
        }
    }
}

/// Returns the keywords of a schema that its parent's fields document or check.
fn place_text(schema: &Schema) -> String {
    let mut text = String::new();
    for constraint in &schema.docs.constraints {
        _ = write!(text, "{constraint:?} ");
    }
    if let Some(default) = &schema.docs.default {
        _ = write!(text, "default {default} ");
    }
    if let Some(name) = &schema.given.place {
        _ = write!(text, "as {name:?} ");
    }
    if let Some(role) = schema.page_role {
        _ = write!(text, "page {role:?} ");
    }
    if schema.docs.deprecated {
        text.push_str("deprecated ");
    }
    text
}
