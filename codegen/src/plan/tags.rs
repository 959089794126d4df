//! Tags become modules of operations, and by setting features.

use std::collections::{BTreeSet, HashMap};

use super::{
    docs,
    names::{self, Scope},
    select,
};
use crate::{
    api::{Api, SchemaId},
    rust::{Feature, Tag},
    surface::{Memory, places},
};

/// Names that a module of operations cannot have: `mod.rs` is another file, the rest are devices on
/// Windows.
pub(super) const NO_FILES: [&str; 5] = ["mod", "con", "prn", "aux", "nul"];

/// The tags of the operations, and the tag of each operation that has one.
pub(super) struct Tagged {
    pub(super) tags: Vec<Tag>,
    pub(super) of: HashMap<usize, usize>,
}

/// The tags that operations have, in the description's order, then in the operations'. An operation is in
/// the module of its first tag. `modules` are the names that are taken in `src/operations/`.
pub(super) fn plan_tags(api: &Api, memory: &Memory, modules: &mut Scope) -> Tagged {
    let mut names: Vec<&str> = api.tags.iter().map(|tag| tag.name.as_str()).collect();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for name in api.operations.iter().filter_map(|operation| operation.tags.first()) {
        used.insert(name);
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names.retain(|name| used.contains(name));
    let known: Vec<&str> = ["default"].into_iter().chain(Feature::ALL.map(Feature::name)).collect();
    let mut features = Scope::with(&known);
    let sources: Vec<String> = names.iter().map(|name| places::tag(name)).collect();
    modules.keep(memory.names("operations"), sources.iter().map(String::as_str));
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
                ident: names::ident(&modules.claim_for(source, &module)),
                name: (*name).to_owned(),
                feature: features.claim(&module).replace('_', "-"),
                docs: lines,
            }
        })
        .collect();
    let of = api.operations.iter().enumerate().filter_map(|(index, operation)| {
        let tag = operation.tags.first()?;
        Some((index, names.iter().position(|name| name == tag)?))
    });
    Tagged { tags, of: of.collect() }
}

/// The features that need each schema; a schema that is not there is always needed.
pub(super) fn needed(api: &Api, tagged: &Tagged) -> HashMap<SchemaId, Vec<String>> {
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
