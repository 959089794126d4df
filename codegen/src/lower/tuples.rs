//! Tuples: arrays with a schema for each element. `load` writes the elements as properties with the names `0`, `1`,
//! ….

use super::{schema_view::SchemaView, schemas::SchemaLowering};
use crate::{
    api::{Parent, Role, SchemaId},
    diagnostics::Pointer,
};

/// The names of the first elements.
const ORDINALS: [&str; 12] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
];

/// Lowers the elements of a tuple.
pub(super) fn elements<'a>(
    schemas: &mut SchemaLowering<'a, '_>,
    id: SchemaId,
    at: &Pointer,
    view: &SchemaView<'a>,
) -> Vec<SchemaId> {
    let elements = view.properties.iter().enumerate();
    let lowered = elements.map(|(index, (name, schema))| {
        let ordinal =
            ORDINALS.get(index).map_or_else(|| format!("element {name}"), |name| (*name).to_owned());
        let place = at.key("properties").key(name);
        schemas.lower(*schema, place, Parent::Schema(id), Role::Property(ordinal))
    });
    lowered.collect()
}
