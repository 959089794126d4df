//! Components of several parts: equal ones with the same key become one.

use std::collections::HashMap;

use super::{Sharing, classes};
use crate::api::{Api, SchemaId, SchemaVariant};

/// The properties that equal components of several parts have in common: the class, the kind of component, the key and
/// the use.
type Key = (usize, Option<String>, String, Option<SchemaVariant>);

/// Makes one component of the equal components with the same key, which each part has for itself. The other ones are
/// removed. If a component is a type of the previous run, it is the one that is kept, or else that of a latest version.
pub fn merge_components(api: &mut Api, sharing: &Sharing) {
    let classes = classes(api, sharing);
    let older = api.older_versions();
    let is_latest = |id: SchemaId| {
        older.is_empty() || api.schemas[id].pointer.path().is_none_or(|part| !older.contains(&*part))
    };
    let mut kept: HashMap<Key, SchemaId> = HashMap::new();
    let mut keys: Vec<(SchemaId, Key)> = Vec::new();
    for ((id, schema), class) in api.schemas.iter().zip(classes) {
        let Some(name) = schema.origin.component() else { continue };
        let key = (class, schema.pointer.steps().nth(1), name.to_owned(), schema.variant);
        let first = kept.entry(key.clone()).or_insert(id);
        let rank = |id: SchemaId| (sharing.types.contains(&id), is_latest(id));
        if rank(id) > rank(*first) {
            *first = id;
        }
        keys.push((id, key));
    }
    let others = keys.into_iter().filter_map(|(id, key)| {
        let kept = kept.get(&key)?;
        (*kept != id).then_some((id, *kept))
    });
    let replaced: HashMap<SchemaId, SchemaId> = others.collect();
    api.replace_schemas(&replaced);
}
