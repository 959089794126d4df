//! The names of the previous run for types in `operations`.

use super::{
    former_types::FormerType,
    groups::{PlannedGroups, TypeScopes},
    items::{self, File},
    operation_names::known_home,
    schema_places,
};
use crate::{
    api::{Api, SchemaId},
    naming::Memory,
};

/// Reserves the names of the previous run for the types of operations.
pub(super) fn reserve(
    api: &Api,
    items: &[(SchemaId, String)],
    former: &[FormerType],
    groups: &PlannedGroups,
    memory: &Memory,
    scopes: &mut TypeScopes,
) {
    let inline = items.iter().filter_map(|(id, source)| match items::file(api, *id) {
        File::Operation(index) => Some((index, source.clone())),
        File::Component(_) => None,
    });
    let former = former.iter().filter_map(|former| Some((former.operation?, former.source.clone())));
    let own = schema_places::of_operation_types(api);
    let routes: Vec<String> = api.operations.iter().map(schema_places::of_operation).collect();
    for (index, source) in own.into_iter().chain(inline).chain(former) {
        let home = groups.home(index);
        let route = routes.get(index).map_or("", String::as_str);
        let known = memory.names(&known_home(memory, route, &home));
        scopes.of(&home).reserve(known, [source.as_str()].into_iter());
    }
}
