//! The selection of a description's operations.

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

    /// Returns `true` if it selects the operation with these properties. A route is a method and a path.
    pub(crate) fn selects(&self, route: &str, tags: &[String], id: Option<&str>) -> bool {
        match self {
            Self::Route(selected) => selected == route,
            Self::Tag(tag) => tags.contains(tag),
            Self::Id(selected) => id == Some(selected),
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

/// Removes the operations that no selector selects, together with their diagnostics. Without selectors all are kept.
///
/// A selector that selects nothing is reported.
pub fn retain_selected(document: &mut Document, selectors: &[Selector], diagnostics: &mut Diagnostics) {
    if selectors.is_empty() {
        return;
    }
    let mut used = vec![false; selectors.len()];
    for path in &mut document.paths {
        let template = &path.path;
        path.operations.retain(|operation| {
            let route = format!("{} {template}", operation.method);
            let mut is_selected = false;
            for (selector, used) in selectors.iter().zip(&mut used) {
                let Operation { tags, operation_id, .. } = &operation.operation;
                let selects = selector.selects(&route, tags, operation_id.as_deref());
                *used |= selects;
                is_selected |= selects;
            }
            is_selected
        });
    }
    // Only the place of an invalid operation is known.
    document.skipped.retain(|skipped| {
        let mut all = selectors.iter().zip(&mut used);
        let selecting = all.find(|(selector, _)| selector.pointer().as_ref() == Some(&skipped.pointer));
        selecting.map(|(_, used)| *used = true).is_some()
    });
    for (selector, _) in selectors.iter().zip(used).filter(|(_, used)| !used) {
        let message = format!("no operation is selected by {}", selector.text());
        diagnostics.push_setting(Code::RENAME, &["only", &selector.setting()], message);
    }
}
