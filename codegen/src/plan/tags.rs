//! Tags, as modules of operations and, if the settings say so, as features.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::{
    docs,
    names::{self, Scope},
    select,
};
use crate::{
    api::{self, Api, SchemaId},
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
    let mut declared: HashMap<&str, &api::Tag> = HashMap::new();
    // The operations of each tag, by its name.
    let mut names: IndexMap<&str, Vec<usize>> = IndexMap::new();
    for tag in &api.tags {
        declared.entry(&tag.name).or_insert(tag);
        names.entry(&tag.name).or_default();
    }
    for (index, operation) in api.operations.iter().enumerate() {
        if let Some(name) = operation.tags.first() {
            names.entry(name).or_default().push(index);
        }
    }
    names.retain(|_, operations| !operations.is_empty());
    let of = names
        .values()
        .enumerate()
        .flat_map(|(tag, operations)| operations.iter().map(move |index| (*index, tag)));
    let of = of.collect();
    let reserved: Vec<&str> = ["default"].into_iter().chain(Feature::ALL.map(Feature::name)).collect();
    let mut features = Scope::with_names(&reserved);
    let sources: Vec<String> = names.keys().map(|name| places::tag(name)).collect();
    modules.reserve(memory.names("operations"), sources.iter().map(String::as_str));
    let tags = names
        .into_iter()
        .zip(&sources)
        .map(|((name, operations), source)| {
            let known = declared.get(name);
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
                name: name.to_owned(),
                feature: features.declare(&module).replace('_', "-"),
                docs: lines,
                operations,
            }
        })
        .collect();
    PlannedTags { tags, of }
}

/// Returns the features that need each schema. A schema without an entry is always needed.
pub(super) fn needed(api: &Api, tagged: &PlannedTags) -> HashMap<SchemaId, Vec<String>> {
    let mut needed: HashMap<SchemaId, Vec<String>> = HashMap::new();
    for tag in &tagged.tags {
        for id in select::reached(api, &tag.operations, false) {
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
