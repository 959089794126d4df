//! Recursive types: one edge of every cycle of types that contain each other is a `Box`.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::api::{SchemaId, Schemas, Shape};

/// Returns the properties and members that are boxed: those that lead back to a type that contains them,
/// without a list or a map in between.
pub(super) fn find(schemas: &Schemas, reached: &BTreeSet<SchemaId>) -> HashSet<SchemaId> {
    let mut boxed = HashSet::new();
    // `true`: the schema is completely visited; `false`: it is on the current path.
    let mut walked: HashMap<SchemaId, bool> = HashMap::new();
    for start in reached {
        if walked.contains_key(start) {
            continue;
        }
        walked.insert(*start, false);
        let mut path = vec![(*start, parts(schemas, *start))];
        while let Some((id, remaining)) = path.last_mut() {
            let Some(part) = remaining.next() else {
                walked.insert(*id, true);
                path.pop();
                continue;
            };
            let target = schemas.resolve(part);
            match walked.get(&target) {
                Some(true) => {}
                Some(false) => {
                    boxed.insert(part);
                }
                None => {
                    walked.insert(target, false);
                    path.push((target, parts(schemas, target)));
                }
            }
        }
    }
    boxed
}

/// Returns the schemas that a value of the type contains directly.
fn parts(schemas: &Schemas, id: SchemaId) -> impl Iterator<Item = SchemaId> + use<> {
    let shape = &schemas[id].shape;
    let (is_direct, rest) = match shape {
        Shape::Object(object) => (true, object.additional),
        Shape::Union(_) | Shape::Tuple(_) => (true, None),
        _ => (false, None),
    };
    is_direct.then(|| shape.children().filter(move |child| rest != Some(*child))).into_iter().flatten()
}
