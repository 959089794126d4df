//! Tags, as modules of operations and, if the settings say so, as features.

use std::collections::{BTreeSet, HashMap};

use super::{
    docs,
    names::{self, Scope},
    select,
};
use crate::{
    api::{Api, SchemaId},
    naming::{Memory, places},
    rust::{Feature, Tag},
};

/// The tags of the operations, and the index of the tag of each tagged operation.
pub(super) struct PlannedTags {
    pub(super) tags: Vec<Tag>,
    pub(super) of: HashMap<usize, usize>,
}

/// Plans the tags of operations, in the order of the description, then of the operations. An operation is in
/// the module of its first tag. `modules` are the declared names in `src/operations/`.
pub(super) fn plan_tags(api: &Api, memory: &Memory, modules: &mut Scope) -> PlannedTags {
    let mut names: Vec<&str> = api.tags.iter().map(|tag| tag.name.as_str()).collect();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for name in api.operations.iter().filter_map(|operation| operation.tags.first()) {
        used.insert(name);
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names.retain(|name| used.contains(name));
    let reserved: Vec<&str> = ["default"].into_iter().chain(Feature::ALL.map(Feature::name)).collect();
    let mut features = Scope::with_names(&reserved);
    let sources: Vec<String> = names.iter().map(|name| places::tag(name)).collect();
    modules.reserve(memory.names("operations"), sources.iter().map(String::as_str));
    let tags = names
        .iter()
        .zip(&sources)
        .map(|(name, source)| {
            let known = api.tags.iter().find(|tag| tag.name == *name);
            let mut lines = vec![format!("Operations with the tag {}.", docs::code(name))];
            if let Some(parent) = known.and_then(|tag| tag.parent.as_deref()) {
                lines = vec![format!(
                    "Operations with the tag {}, a part of {}.",
                    docs::code(name),
                    docs::code(parent)
                )];
            }
            if let Some(description) = known.and_then(|tag| tag.description.as_deref()) {
                docs::paragraph(&mut lines, docs::markdown(description));
            }
            let module = names::inner_module_text(name, "tag", "operations");
            Tag {
                ident: names::ident(&modules.declare_for(source, &module)),
                name: (*name).to_owned(),
                feature: features.declare(&module).replace('_', "-"),
                docs: lines,
            }
        })
        .collect();
    let of = api.operations.iter().enumerate().filter_map(|(index, operation)| {
        let tag = operation.tags.first()?;
        Some((index, names.iter().position(|name| name == tag)?))
    });
    PlannedTags { tags, of: of.collect() }
}

/// Returns the features that need each schema. A schema without an entry is always needed.
pub(super) fn needed(api: &Api, tagged: &PlannedTags) -> HashMap<SchemaId, Vec<String>> {
    let mut needed: HashMap<SchemaId, Vec<String>> = HashMap::new();
    for (index, tag) in tagged.tags.iter().enumerate() {
        let operations: Vec<usize> =
            (0..api.operations.len()).filter(|operation| tagged.of.get(operation) == Some(&index)).collect();
        for id in select::reached(api, &operations, false) {
            needed.entry(id).or_default().push(tag.feature.clone());
        }
    }
    let untagged: Vec<usize> =
        (0..api.operations.len()).filter(|operation| !tagged.of.contains_key(operation)).collect();
    for id in select::reached(api, &untagged, false) {
        needed.remove(&id);
    }
    needed
}
