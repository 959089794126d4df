//! Items: the schemas that become types of the crate, and their files.

use std::collections::BTreeSet;

use super::schema_places::SchemaPlaces;
use crate::api::{Api, Origin, Parent, SchemaId, Shape};

/// The file of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum File {
    /// The file of the component or of the shared schema.
    Component(SchemaId),
    /// The file of the operation with this index.
    Operation(usize),
}

/// Returns the schemas of `reached` that become items, with their stable keys, components first.
pub(super) fn schema_items(
    api: &Api,
    reached: &BTreeSet<SchemaId>,
    places: &SchemaPlaces<'_>,
) -> Vec<(SchemaId, String)> {
    let ids = reached.iter().copied().filter(|id| becomes_item(api, *id));
    ids.map(|id| (id, places.of_schema(id).to_owned())).collect()
}

/// Returns `true` if the schema becomes an item: a component, or a shape without an equivalent in Rust.
fn becomes_item(api: &Api, id: SchemaId) -> bool {
    let schema = &api.schemas[id];
    match &schema.shape {
        Shape::Object(_) | Shape::Multipart(_) | Shape::Enum(_) | Shape::Union(_) => true,
        _ => schema.is_component(),
    }
}

/// Returns the file of a schema's item.
pub(super) fn file(api: &Api, id: SchemaId) -> File {
    let mut at = id;
    loop {
        match api.schemas[at].origin {
            Origin::Component(_) | Origin::Shared(_) => return File::Component(at),
            Origin::Inline(Parent::Operation(index), _) => return File::Operation(index),
            Origin::Inline(Parent::Schema(parent), _) => at = parent,
        }
    }
}

/// Returns `true` if a schema's item is in the models.
pub(super) fn is_in_models(api: &Api, id: SchemaId) -> bool {
    matches!(file(api, id), File::Component(_))
}
