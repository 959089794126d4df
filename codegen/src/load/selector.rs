//! The selection of a description's operations.

use std::collections::{BTreeSet, HashMap};

use openapiv3::Operation;

use super::Document;
use crate::diagnostics::{Code, Diagnostics, Pointer};

/// A condition that selects operations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selector {
    /// The operation with a method and a path: `POST /pets`.
    Route(String),
    /// The operations with a tag: `tag:Pets`.
    Tag(String),
    /// The operation with an `operationId`.
    Id(String),
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
            Self::Id(text.to_owned())
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
            Self::Route(text) | Self::Id(text) => text.clone(),
            Self::Tag(tag) => format!("tag:{tag}"),
        }
    }

    /// Returns the selector as it is named in messages.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Route(route) => format!("`{route}`"),
            Self::Tag(tag) => format!("the tag `{tag}`"),
            Self::Id(id) => format!("the operationId `{id}`"),
        }
    }
}

/// The indices of selectors by the properties that they select.
#[derive(Debug, Default)]
pub(crate) struct SelectorIndex<'a> {
    routes: HashMap<&'a str, Vec<usize>>,
    tags: HashMap<&'a str, Vec<usize>>,
    ids: HashMap<&'a str, Vec<usize>>,
}

impl<'a> SelectorIndex<'a> {
    pub(crate) fn new(selectors: impl IntoIterator<Item = &'a Selector>) -> Self {
        let mut of_all = Self::default();
        for (index, selector) in selectors.into_iter().enumerate() {
            let indices = match selector {
                Selector::Route(route) => of_all.routes.entry(route),
                Selector::Tag(tag) => of_all.tags.entry(tag),
                Selector::Id(id) => of_all.ids.entry(id),
            };
            indices.or_default().push(index);
        }
        of_all
    }

    /// Returns the selectors that select the operation with these properties. A route is a method and a path.
    pub(crate) fn selecting(&self, route: &str, tags: &[String], id: Option<&str>) -> BTreeSet<usize> {
        let by_tag = tags.iter().filter_map(|tag| self.tags.get(tag.as_str()));
        let by_id = id.and_then(|id| self.ids.get(id));
        self.routes.get(route).into_iter().chain(by_tag).chain(by_id).flatten().copied().collect()
    }
}

/// Removes the operations that no selector selects, together with their diagnostics. Without selectors all are kept.
///
/// A selector that selects nothing is reported.
pub fn retain_selected(document: &mut Document, selectors: &[Selector], diagnostics: &mut Diagnostics) {
    if selectors.is_empty() {
        return;
    }
    let index = SelectorIndex::new(selectors);
    let mut used: BTreeSet<usize> = BTreeSet::new();
    for path in &mut document.paths {
        let template = &path.path;
        path.operations.retain(|operation| {
            let route = format!("{} {template}", operation.method);
            let Operation { tags, operation_id, .. } = &operation.operation;
            let selecting = index.selecting(&route, tags, operation_id.as_deref());
            used.extend(&selecting);
            !selecting.is_empty()
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
    for (_, selector) in selectors.iter().enumerate().filter(|(index, _)| !used.contains(index)) {
        let message = format!("no operation is selected by {}", selector.text());
        diagnostics.push_setting(Code::RENAME, &["only", &selector.setting()], message);
    }
}
