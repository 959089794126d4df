//! The documentation of a resource: the text of its tag, and a table of its operations.

use std::collections::{HashMap, HashSet};

use super::{docs, names};
use crate::{
    api::{self, Api},
    rust::{Group, Operation},
};

/// The part and the name of a tag.
type TagKey<'a> = (Option<&'a str>, &'a str);

/// The planned operations and the tags that resources are documented with.
pub(super) struct ResourceDocs<'a> {
    groups: &'a [Group],
    api: &'a Api,
    operations: &'a [Operation],
    tags: HashMap<TagKey<'a>, &'a api::Tag>,
    /// The tags by their names as modules.
    modules: HashMap<(Option<&'a str>, String), &'a api::Tag>,
}

impl<'a> ResourceDocs<'a> {
    pub(super) fn new(groups: &'a [Group], api: &'a Api, operations: &'a [Operation]) -> Self {
        // Of equal names the first counts.
        let tags = || api.tags.iter().rev();
        let module = |tag: &'a api::Tag| (tag.part.as_deref(), names::snake_text(&tag.name, "tag"));
        let modules = tags().map(|tag| (module(tag), tag)).collect();
        Self { groups, api, operations, tags: tags().map(|tag| (key(tag), tag)).collect(), modules }
    }

    /// Returns the documentation of each resource.
    pub(super) fn all(&self) -> Vec<Vec<String>> {
        // Each tag documents one resource, so that the crate is not much larger than the description.
        let mut documented: HashSet<TagKey<'_>> = HashSet::new();
        let mut first = |tag: Option<&'a api::Tag>| tag.filter(|tag| documented.insert(key(tag)));
        let named: Vec<_> = self.groups.iter().map(|group| first(self.tag_with_name(group))).collect();
        let of_group = |(group, named): (&Group, Option<&'a api::Tag>)| {
            self.lines(group, named.or_else(|| first(self.shared_tag(group))))
        };
        self.groups.iter().zip(named).map(of_group).collect()
    }

    fn lines(&self, group: &Group, tag: Option<&api::Tag>) -> Vec<String> {
        let outer = group.parent.and_then(|index| self.groups.get(index));
        let (outer, module) = match outer.and_then(|outer| outer.resource.as_ref()) {
            Some(outer) => (outer.ident.unraw(), "super"),
            None => ("Client", "crate"),
        };
        let (name, function) = (docs::code(&group.name), group.ident.unraw());
        let link = format!("[`{outer}::{function}`]({module}::{outer}::{function})");
        let mut lines = vec![format!("The resource {name}, which {link} returns.")];
        if let Some(description) = tag.and_then(|tag| tag.description.as_deref()) {
            docs::paragraph(&mut lines, docs::markdown(description));
        }
        let inner = group.inner.iter().filter_map(|index| self.groups.get(*index));
        let inner: Vec<String> = inner.map(|group| method_link(group.ident.unraw())).collect();
        if !inner.is_empty() {
            docs::paragraph(&mut lines, vec![format!("Resources in it: {}.", inner.join(", "))]);
        }
        let rows: Vec<String> = group.operations.iter().filter_map(|index| self.row(*index)).collect();
        if !rows.is_empty() {
            let head = ["| method | HTTP | summary |", "|---|---|---|"].map(str::to_owned);
            docs::paragraph(&mut lines, head.into_iter().chain(rows).collect());
        }
        lines
    }

    /// Returns the row of an operation.
    fn row(&self, index: usize) -> Option<String> {
        let (operation, of_api) = (self.operations.get(index)?, self.api.operations.get(index)?);
        let title = of_api.docs.title.as_deref().map(docs::title).unwrap_or_default();
        // A table ends a cell at each `|`, also inside of code.
        let request = docs::code(&format!("{} {}", operation.method, operation.path)).replace('|', "\\|");
        Some(format!("| {} | {request} | {title} |", method_link(operation.function.unraw())))
    }

    /// Returns the tag with the name of a resource.
    fn tag_with_name(&self, group: &Group) -> Option<&'a api::Tag> {
        let name = group.name.rsplit('.').next().unwrap_or_default().to_owned();
        self.modules.get(&(self.part(group), name)).copied()
    }

    /// Returns the first tag of all operations of a resource.
    fn shared_tag(&self, group: &Group) -> Option<&'a api::Tag> {
        let operations = || group.operations.iter().filter_map(|index| self.api.operations.get(*index));
        let first = operations().next()?.tags.first()?;
        let is_shared = operations().all(|operation| operation.tags.contains(first));
        self.tags.get(&(self.part(group), first.as_str())).copied().filter(|_| is_shared)
    }

    /// Returns the part that a group belongs to.
    fn part(&self, group: &Group) -> Option<&'a str> {
        self.api.operations.get(*group.operations.first()?)?.part.as_deref()
    }
}

fn key(tag: &api::Tag) -> TagKey<'_> {
    (tag.part.as_deref(), &tag.name)
}

/// Returns a link to a method of the documented type.
fn method_link(name: &str) -> String {
    format!("[`{name}`](Self::{name})")
}
