//! The modules of components whose name several parts use for different types.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::{names, schema_places};
use crate::{
    api::{Api, Origin, SchemaId},
    naming::Memory,
    rust::Namespace,
};

/// Returns the components that were types of the previous run.
#[must_use]
pub fn known_components(api: &Api, memory: &Memory) -> HashSet<SchemaId> {
    if memory.is_empty() {
        return HashSet::new();
    }
    let components = schema_places::of_components(api).into_iter();
    components.filter(|(_, source)| memory.had_type(source)).map(|(id, _)| id).collect()
}

/// Returns the modules of the components that are not in `models` itself.
///
/// If components of several parts have one name and are different, the one that most parts have is in `models`, as long
/// as more parts have it than have the others. The others are in the modules of their parts. A component that was in
/// `models` in the previous run stays there: that of most parts that had it, so that a part that changes it gets its
/// own.
pub(super) fn find(api: &Api, items: &[(SchemaId, String)], memory: &Memory) -> HashMap<SchemaId, Namespace> {
    let mut homes = HashMap::new();
    if api.parts.is_empty() {
        return homes;
    }
    let mut by_name: IndexMap<String, Vec<(SchemaId, &str)>> = IndexMap::new();
    for (id, source) in items {
        if let Origin::Component(key) = &api.schemas[*id].origin
            && api.schemas[*id].variant.is_none()
        {
            by_name.entry(names::type_text(key)).or_default().push((*id, source));
        }
    }
    let part = |id: SchemaId| api.schemas[id].pointer.path();
    for (name, components) in by_name {
        let first = components.first().and_then(|(id, _)| part(*id));
        if components.iter().all(|(id, _)| part(*id) == first) {
            continue;
        }
        let parts = |id: SchemaId| api.copies.get(&id).map_or(0, Vec::len) + 1;
        let earlier = |(id, source): &(SchemaId, &str)| {
            let is_first = memory.is_name("models", source, &name);
            let count = api.parts_of(*id).filter(|part| memory.had_in_part(&name, part)).count();
            let has_members = schema_places::has_members(&api.schemas[*id].shape, &name, memory);
            (count.max(usize::from(is_first)), has_members, is_first)
        };
        let known = components.iter().map(|component| (earlier(component), component.0));
        let known = known.filter(|((count, ..), _)| *count > 0).max_by_key(|(earlier, _)| *earlier);
        let all: usize = components.iter().map(|(id, _)| parts(*id)).sum();
        let most = || components.iter().map(|(id, _)| *id).find(|id| parts(*id) * 2 > all);
        let kept = known.map(|(_, id)| id).or_else(most);
        let others = components.iter().map(|(id, _)| *id).filter(|id| Some(*id) != kept);
        homes.extend(others.filter_map(|id| Some((id, Namespace::of_part(&part(id)?)))));
    }
    // A variant of a component is beside it.
    let keys: HashMap<(Option<String>, &str), Namespace> = homes
        .iter()
        .filter_map(|(id, home)| Some(((part(*id), api.schemas[*id].origin.component()?), home.clone())))
        .collect();
    for (id, _) in items.iter().filter(|(id, _)| api.schemas[*id].variant.is_some()) {
        let home = api.schemas[*id].origin.component().and_then(|key| keys.get(&(part(*id), key)));
        homes.extend(home.map(|home| (*id, home.clone())));
    }
    homes
}
