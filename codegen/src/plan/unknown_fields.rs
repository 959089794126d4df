//! The objects that keep properties that the description does not list, by setting.

use std::collections::HashSet;

use crate::api::{Api, SchemaId, Shape, Usage, Uses};

/// Returns the objects that keep such properties.
///
/// An object that forbids them has none. Elements of XML have no values in JSON. A member whose union writes the
/// discriminator would keep it, and send it twice.
pub(super) fn kept(api: &Api, usage: &Usage) -> HashSet<SchemaId> {
    let members = api.schemas.iter().filter_map(|(_, schema)| match &schema.shape {
        Shape::Union(union) => Some(&union.members),
        _ => None,
    });
    let tagged = members.flatten().filter(|member| member.writes_tag);
    let tagged: HashSet<SchemaId> = tagged.map(|member| api.schemas.resolve(member.schema)).collect();
    let is_open = |shape: &Shape| matches!(shape, Shape::Object(object) if !object.closed);
    let objects = api.schemas.iter().filter(|(_, schema)| is_open(&schema.shape)).map(|(id, _)| id);
    objects.filter(|id| !usage.get(*id).any(Uses::XML) && !tagged.contains(id)).collect()
}
