//! The places of equal schemas that are left when each class has one schema.

use std::collections::HashSet;

use super::Sharing;
use crate::api::{Api, Operation, Origin, Schema, SchemaId, Schemas, Shape};

/// Equal schemas that become one.
pub(super) struct Class {
    /// The component that the others become references to.
    pub(super) component: Option<SchemaId>,
    /// The schemas that become references, in the order of the description.
    pub(super) places: Vec<SchemaId>,
}

/// Returns the classes of which several schemas are left. The schemas inside equal schemas count once.
pub(super) fn find(api: &Api, classes: &[usize], sharing: &Sharing) -> Vec<Class> {
    let schemas = &api.schemas;
    let mut found: Vec<Class> = Vec::new();
    found.resize_with(classes.iter().max().map_or(0, |last| last + 1), || Class {
        component: None,
        places: Vec::new(),
    });
    let class_of = |id: SchemaId| classes.get(id.index()).copied().unwrap_or_default();
    let kept: HashSet<usize> = sharing.kept.iter().map(|id| class_of(*id)).collect();
    for (id, schema) in schemas.iter().filter(|(_, schema)| is_shareable(schema) && !schema.nullable) {
        let class = found.get_mut(class_of(id)).filter(|_| !kept.contains(&class_of(id)));
        if let (Some(class), Origin::Component(_)) = (class, &schema.origin)
            && class.component.is_none_or(|other| rank(schemas, sharing, id) < rank(schemas, sharing, other))
        {
            class.component = Some(id);
        }
    }
    let mut seen = vec![false; classes.len()];
    let mut pending: Vec<SchemaId> = roots(api).collect();
    pending.reverse();
    while let Some(id) = pending.pop() {
        let Some(seen) = seen.get_mut(id.index()).filter(|seen| !**seen) else { continue };
        *seen = true;
        let start = pending.len();
        let may_refer = is_shareable(&schemas[id]) && !sharing.types.contains(&id);
        match found.get_mut(class_of(id)).filter(|_| may_refer) {
            Some(class) if class.component.is_some_and(|component| component != id) => {
                class.places.push(id);
                pending.extend(class.component);
            }
            Some(Class { component: None, places }) => {
                if places.is_empty() {
                    pending.extend(schemas[id].shape.children());
                }
                places.push(id);
            }
            _ => pending.extend(schemas[id].shape.children()),
        }
        pending.get_mut(start..).into_iter().for_each(<[SchemaId]>::reverse);
    }
    let classes = found.into_iter().enumerate();
    classes
        .filter(|(number, Class { component, places })| match component {
            Some(_) => !places.is_empty(),
            None => places.len() > 1 || !places.is_empty() && kept.contains(number),
        })
        .map(|(_, class)| class)
        .collect()
}

/// Returns every schema that becomes a type or is used directly: components first.
fn roots(api: &Api) -> impl Iterator<Item = SchemaId> {
    let is_component = |schema: &Schema| matches!(schema.origin, Origin::Component(_));
    let components = api.schemas.iter().filter(move |(_, schema)| is_component(schema)).map(|(id, _)| id);
    let operations = api.operations.iter().flat_map(Operation::schemas);
    components.chain(operations).chain(api.webhooks.iter().map(|webhook| webhook.payload))
}

/// Returns `true` for a schema that can be shared: it becomes a type.
pub(crate) fn is_shareable(schema: &Schema) -> bool {
    matches!(schema.shape, Shape::Object(_) | Shape::Enum(_) | Shape::Union(_))
}

/// Returns the order of the components that could represent their class: a type of the previous run, one without a
/// number, a short one.
fn rank<'s>(schemas: &'s Schemas, sharing: &Sharing, id: SchemaId) -> impl Ord + 's {
    let key = schemas[id].origin.component().unwrap_or_default();
    (!sharing.types.contains(&id), key.bytes().any(|byte| byte.is_ascii_digit()), key.len(), key)
}
