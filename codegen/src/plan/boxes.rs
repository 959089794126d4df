//! Where a type contains itself: one step of every such ring has to be a `Box`.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::api::{SchemaId, Schemas, Shape};

/// The properties and members that are boxed: those that lead back to a type they are inside of,
/// with no list or map on the way.
pub(super) fn find(schemas: &Schemas, reached: &BTreeSet<SchemaId>) -> HashSet<SchemaId> {
    let mut boxed = HashSet::new();
    // `true`: all of it has been walked; `false`: it is on the path that is being walked.
    let mut walked: HashMap<SchemaId, bool> = HashMap::new();
    for start in reached {
        if walked.contains_key(start) {
            continue;
        }
        walked.insert(*start, false);
        let mut path = vec![(*start, parts(schemas, *start).into_iter())];
        while let Some((id, rest)) = path.last_mut() {
            let Some(part) = rest.next() else {
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
                    path.push((target, parts(schemas, target).into_iter()));
                }
            }
        }
    }
    boxed
}

/// What a value of the type holds in itself.
fn parts(schemas: &Schemas, id: SchemaId) -> Vec<SchemaId> {
    match &schemas[id].shape {
        Shape::Object(object) => object.properties.iter().map(|property| property.schema).collect(),
        Shape::Union(union) => union.members.iter().map(|member| member.schema).collect(),
        Shape::Tuple(elements) => elements.clone(),
        _ => Vec::new(),
    }
}
