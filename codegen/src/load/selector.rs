//! The selection of a description's operations.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Document;
use crate::diagnostics::Pointer;

/// A condition that selects operations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selector {
    /// The operation with a method and a path: `POST /pets`.
    Route(String),
    /// The operations with a tag: `tag:Pets`.
    Tag(String),
    /// The operation with an `operationId`, or else with a resource and a method: `issues.create`, or else the
    /// operations with a method: `create`.
    Name(String),
}

impl Selector {
    /// Parses a selector of the command line.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if let Some(tag) = text.strip_prefix("tag:") {
            Self::Tag(tag.to_owned())
        } else if text.contains(" /") {
            Self::Route(text.to_owned())
        } else {
            Self::Name(text.to_owned())
        }
    }

    /// Returns the place of the operation, if the selector is a route.
    fn pointer(&self) -> Option<Pointer> {
        let Self::Route(route) = self else { return None };
        let (method, path) = route.split_once(' ')?;
        Some(Pointer::root().key("paths").key(path).key(&method.to_ascii_lowercase()))
    }

    /// Returns the text that [`Self::parse`] accepts.
    pub(crate) fn setting(&self) -> String {
        match self {
            Self::Route(text) | Self::Name(text) => text.clone(),
            Self::Tag(tag) => format!("tag:{tag}"),
        }
    }

    /// Returns the selector as it is named in messages.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Route(text) | Self::Name(text) => format!("`{text}`"),
            Self::Tag(tag) => format!("the tag `{tag}`"),
        }
    }
}

/// The properties of an operation that selectors select by.
#[derive(Debug, Clone)]
pub(crate) struct Selectable<'a> {
    /// The method and the path: `POST /pets`.
    pub(crate) route: String,
    pub(crate) tags: &'a [String],
    /// `operationId`
    pub(crate) id: Option<&'a str>,
    /// The names of the resource and of the method: `issues.create`.
    pub(crate) name: String,
    /// The method: `create`.
    pub(crate) function: &'a str,
}

/// Returns the indices of the selectors that select each operation.
pub(crate) fn select<'s>(
    selectors: impl IntoIterator<Item = &'s Selector>,
    operations: &[Selectable<'_>],
) -> Vec<BTreeSet<usize>> {
    let (mut routes, mut tags, mut names) = (HashMap::new(), HashMap::new(), HashMap::new());
    for (index, selector) in selectors.into_iter().enumerate() {
        let indices: &mut Vec<usize> = match selector {
            Selector::Route(route) => routes.entry(route.as_str()).or_default(),
            Selector::Tag(tag) => tags.entry(tag.as_str()).or_default(),
            Selector::Name(name) => names.entry(name.as_str()).or_default(),
        };
        indices.push(index);
    }
    let ids: HashSet<&str> = operations.iter().filter_map(|operation| operation.id).collect();
    let of_resources: HashSet<&str> = operations.iter().map(|operation| operation.name.as_str()).collect();
    let selecting = |operation: &Selectable<'_>| {
        let name = Some(operation.name.as_str()).filter(|name| !ids.contains(name));
        let is_free = |name: &&str| !ids.contains(name) && !of_resources.contains(name);
        let function = Some(operation.function).filter(is_free);
        let by_tag = operation.tags.iter().filter_map(|tag| tags.get(tag.as_str()));
        let by_name = [operation.id, name, function].into_iter().flatten().filter_map(|name| names.get(name));
        routes
            .get(operation.route.as_str())
            .into_iter()
            .chain(by_tag)
            .chain(by_name)
            .flatten()
            .copied()
            .collect()
    };
    operations.iter().map(selecting).collect()
}

/// Removes the operations that no selector selects, together with their diagnostics. `selecting` has the indices of the
/// selectors by the routes of the operations. Returns the indices of the selectors that select something.
pub fn retain_selected<S: std::hash::BuildHasher>(
    document: &mut Document,
    selectors: &[Selector],
    selecting: &HashMap<String, BTreeSet<usize>, S>,
) -> BTreeSet<usize> {
    let mut used: BTreeSet<usize> = BTreeSet::new();
    for path in &mut document.paths {
        let template = &path.path;
        path.operations.retain(|operation| {
            let route = format!("{} {template}", operation.method);
            let selecting = selecting.get(&route).filter(|selecting| !selecting.is_empty());
            used.extend(selecting.into_iter().flatten());
            selecting.is_some()
        });
    }
    // Only the place of an invalid operation is known.
    let mut places: HashMap<Pointer, usize> = HashMap::new();
    for (index, selector) in selectors.iter().enumerate() {
        if let Some(pointer) = selector.pointer() {
            places.entry(pointer).or_insert(index);
        }
    }
    document.skipped.retain(|skipped| {
        let selecting = places.get(&skipped.pointer);
        used.extend(selecting);
        selecting.is_some()
    });
    used
}
