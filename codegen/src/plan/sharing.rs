//! Shared types: the settings and the previous run decide which schemas are shared, and which names they keep.

use std::collections::{HashMap, HashSet};

use super::{
    Names, Settings, ShareMode, names,
    schema_places::{SchemaPlaces, has_members},
    shared_errors,
};
use crate::{
    api::{Api, Origin, SchemaId},
    diagnostics::{Code, Diagnostics, nearest},
    naming::Memory,
    share::{self, Sharing},
};

/// Makes one schema of those that are equal, as the settings want it. Schemas that shared a type in the previous run
/// still do.
pub fn share_schemas(api: &mut Api, names: &Names, settings: &Settings, diagnostics: &mut Diagnostics) {
    if settings.share.mode == ShareMode::Off {
        return;
    }
    let sharing = sharing(api, &names.memory, settings, diagnostics);
    share::share(api, &sharing);
}

fn sharing(api: &Api, memory: &Memory, settings: &Settings, diagnostics: &mut Diagnostics) -> Sharing {
    let mut sharing = Sharing { same_name: settings.share.mode == ShareMode::SameName, ..Sharing::default() };
    for (id, schema) in api.schemas.iter() {
        let own = |key: &str| settings.types.schemas.contains_key(key) || settings.rename.has_fields_of(key);
        if schema.origin.component().is_some_and(own) {
            sharing.apart.insert(id);
        }
    }
    let keep_apart = &settings.share.keep_apart;
    if keep_apart.is_empty() && memory.is_empty() {
        return sharing;
    }
    let places = SchemaPlaces::new(api, memory);
    let mut ids: HashMap<&str, SchemaId> = HashMap::new();
    // The places of each shared type of the previous run: those with its members, and all.
    let mut known: HashMap<&str, (Vec<SchemaId>, Vec<SchemaId>)> = HashMap::new();
    for (id, schema) in api.schemas.iter() {
        if !share::is_shareable(schema) {
            continue;
        }
        let source = places.of_schema(id);
        if matches!(schema.origin, Origin::Component(_)) && memory.had_type(source) {
            sharing.types.insert(id);
        }
        if let Some(name) = memory.shared(&places.of_place(id)) {
            let (same, all) = known.entry(name).or_default();
            all.push(id);
            same.extend(has_members(&schema.shape, name, memory).then_some(id));
        }
        if !keep_apart.is_empty() {
            ids.insert(source, id);
        }
    }
    // A place that changes alone has a type of its own. If all change, the type does.
    // A component with the name and the members of the type becomes it.
    let components = if known.is_empty() { HashMap::new() } else { components_by_name(api) };
    let is_component = |name: &str| {
        let has_members = |id: &SchemaId| has_members(&api.schemas[*id].shape, name, memory);
        components.get(name).is_some_and(|named| named.iter().any(has_members))
    };
    let kept = known.into_iter().filter(|(name, _)| !is_component(name));
    sharing.kept = kept.flat_map(|(_, (same, all))| if same.is_empty() { all } else { same }).collect();
    if keep_apart.is_empty() {
        return sharing;
    }
    let errors: HashSet<String> = api.operations.iter().map(shared_errors::place).collect();
    for source in keep_apart.iter().filter(|source| !errors.contains(*source)) {
        if let Some(id) = ids.get(source.as_str()) {
            sharing.apart.insert(*id);
            continue;
        }
        let message = format!("the settings keep `{source}` apart, which the description does not have");
        let meant = nearest(source, ids.keys().copied());
        let help = meant.map(|meant| format!("did you mean `{meant}`?"));
        diagnostics.push_setting_with_help(Code::RENAME, &["share", "keep-apart"], message, help);
    }
    sharing
}

/// Returns the components by the names that their keys suggest.
fn components_by_name(api: &Api) -> HashMap<String, Vec<SchemaId>> {
    let mut components: HashMap<String, Vec<SchemaId>> = HashMap::new();
    for (id, schema) in api.schemas.iter() {
        if let Some(key) = schema.origin.component() {
            components.entry(names::type_text(key)).or_default().push(id);
        }
    }
    components
}
