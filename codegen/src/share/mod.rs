//! Sharing: schemas whose values are equal become one schema.
//!
//! An inline schema that equals a component becomes a reference to it, and a component that equals another one with its
//! name becomes its alias. Other equal inline schemas become references to a new schema, whose origin is the list of
//! their places.
//! Each place keeps its documentation.

mod keys;
mod names;
mod operations;
mod partition;
mod parts;
mod places;

use std::collections::{HashMap, HashSet};

pub(crate) use self::places::is_shareable;
use self::{
    keys::{Key, Places, key},
    places::Class,
};
pub use self::{operations::equal_operations, parts::merge_components};
use crate::api::{Api, Docs, Origin, Parent, Schema, SchemaId, Schemas, Shape, Usage, Uses};

/// The schemas that are shared.
#[derive(Debug, Default)]
pub struct Sharing {
    /// `true` if places with different names don't share a schema.
    pub same_name: bool,
    /// The schemas that are never shared.
    pub apart: HashSet<SchemaId>,
    /// The inline schemas that are shared even if nothing equals them, and are no component.
    pub kept: HashSet<SchemaId>,
    /// The components that are types whatever equals them, and represent equal schemas rather than others.
    pub types: HashSet<SchemaId>,
}

/// Makes one schema of those whose values are equal: objects, enums and unions with the same properties, values and
/// members. Descriptions, titles and examples may differ.
///
/// The time is O(n log n) for n schemas. Schemas in XML and multipart bodies are not shared, because their names or
/// their form depend on the place.
pub fn share(api: &mut Api, sharing: &Sharing) {
    let classes = classes(api, sharing);
    let mut inner: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
    for (id, schema) in api.schemas.iter() {
        if let Origin::Inline(Parent::Schema(parent), _) = schema.origin {
            inner.entry(parent).or_default().push(id);
        }
    }
    for class in places::find(api, &classes, sharing) {
        merge(&mut api.schemas, class, &inner);
    }
}

/// Returns the class of each schema. A reference is in the class of its target.
fn classes(api: &Api, sharing: &Sharing) -> Vec<usize> {
    let schemas = &api.schemas;
    let usage = Usage::of_api(api);
    let places = Places::new(schemas);
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let (mut initial, mut children) = (Vec::new(), Vec::new());
    for (id, schema) in schemas.iter() {
        let is_apart = sharing.apart.contains(&id)
            || usage.get(id).any(Uses::XML)
            || is_empty_component(schema)
            || matches!(schema.shape, Shape::Multipart(_) | Shape::Reference(_));
        // The number of a schema is a key of its own, so that its children do not matter.
        let Key { text, children: below } = if is_apart {
            Key { text: format!("#{}", id.index()), children: Vec::new() }
        } else {
            key(schemas, &places, id)
        };
        let next = numbers.len();
        initial.push(*numbers.entry(text).or_insert(next));
        children.push(below.into_iter().map(SchemaId::index).collect());
    }
    // Schemas whose parts have different names are different too.
    let classes = partition::refine(initial, &children);
    partition::refine(names::divide(schemas, &classes, sharing.same_name), &children)
}

/// Returns `true` for a component without properties: nothing shows that it is the same as another one.
fn is_empty_component(schema: &Schema) -> bool {
    let is_empty = matches!(&schema.shape, Shape::Object(object) if object.properties.is_empty());
    is_empty && schema.origin.component().is_some()
}

/// Makes one schema of a class. `inner` are the inline schemas of each schema.
fn merge(schemas: &mut Schemas, class: Class, inner: &HashMap<SchemaId, Vec<SchemaId>>) {
    let Class { component, places } = class;
    let shared = match component {
        Some(component) => component,
        None => {
            let Some(first) = places.first() else { return };
            let schema = shared_schema(schemas, *first, &places);
            let shared = schemas.push(schema);
            for child in inner.get(first).into_iter().flatten() {
                if let Origin::Inline(parent, _) = &mut schemas[*child].origin {
                    *parent = Parent::Schema(shared);
                }
            }
            shared
        }
    };
    let title = schemas[shared].docs.title.clone();
    for place in places {
        let schema = &mut schemas[place];
        schema.shape = Shape::Reference(shared);
        // The type has it.
        schema.docs.title.take_if(|own| Some(&*own) == title.as_ref());
    }
}

/// Creates the schema of equal places: with the shape of the first one.
fn shared_schema(schemas: &Schemas, first: SchemaId, places: &[SchemaId]) -> Schema {
    let docs = common_docs(&places.iter().map(|place| &schemas[*place].docs));
    Schema {
        origin: Origin::Shared(places.to_vec()),
        docs,
        nullable: false,
        variant: None,
        example: None,
        ..schemas[first].clone()
    }
}

/// Returns the documentation that all places have in common.
fn common_docs<'d>(all: &(impl Iterator<Item = &'d Docs> + Clone)) -> Docs {
    let title = common(all.clone().map(|docs| docs.title.as_deref()));
    let deprecated = all.clone().all(|docs| docs.deprecated);
    let first = all.clone().next().and_then(|docs| docs.description.as_deref());
    let description = common(all.clone().map(|docs| docs.description.as_deref()));
    let description = if title.is_none() { description.or(first) } else { description };
    let deprecation = common(all.clone().map(|docs| docs.deprecation.as_deref())).filter(|_| deprecated);
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let (title, description, deprecation) = (owned(title), owned(description), owned(deprecation));
    Docs { title, description, deprecated, deprecation, ..Docs::default() }
}

/// Returns the text that all places have that have one.
fn common<'t>(mut texts: impl Iterator<Item = Option<&'t str>>) -> Option<&'t str> {
    let first = texts.by_ref().flatten().next()?;
    texts.flatten().all(|text| text == first).then_some(first)
}

#[cfg(test)]
mod tests;
