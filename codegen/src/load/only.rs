//! A part of a description: only the operations that are wanted.

use openapiv3::Operation;

use super::Document;
use crate::diagnostics::{Code, Diagnostics, Pointer};

/// Which operations are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selector {
    /// The one with this method and path: `POST /pets`.
    Route(String),
    /// Those with this tag: `tag:Pets`.
    Tag(String),
    /// The one with this `operationId`.
    Id(String),
}

impl Selector {
    /// Reads a selector as the command line has it.
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

    /// Whether it selects the operation with this method and path, these tags and this `operationId`.
    pub(crate) fn selects(&self, route: &str, tags: &[String], id: Option<&str>) -> bool {
        match self {
            Self::Route(wanted) => wanted == route,
            Self::Tag(tag) => tags.contains(tag),
            Self::Id(wanted) => id == Some(wanted),
        }
    }

    /// Where the operation is, when the selector says it.
    fn pointer(&self) -> Option<Pointer> {
        let Self::Route(route) = self else { return None };
        let (method, path) = route.split_once(' ')?;
        Some(Pointer::root().key("paths").key(path).key(&method.to_ascii_lowercase()))
    }

    /// What it selects, for a message.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Route(route) => format!("`{route}`"),
            Self::Tag(tag) => format!("the tag `{tag}`"),
            Self::Id(id) => format!("the operationId `{id}`"),
        }
    }
}

/// Drops every operation that none of the selectors selects, so that nothing is said of it either;
/// all stay when there is no selector. One that selects nothing is a diagnostic.
pub fn keep_only(document: &mut Document, only: &[Selector], diagnostics: &mut Diagnostics) {
    if only.is_empty() {
        return;
    }
    let mut used = vec![false; only.len()];
    for path in &mut document.paths {
        let template = &path.path;
        path.operations.retain(|operation| {
            let route = format!("{} {template}", operation.method);
            let mut wanted = false;
            for (selector, used) in only.iter().zip(&mut used) {
                let Operation { tags, operation_id, .. } = &operation.operation;
                let selects = selector.selects(&route, tags, operation_id.as_deref());
                *used |= selects;
                wanted |= selects;
            }
            wanted
        });
    }
    // Of an operation that cannot be read, only the place is known.
    document.skipped.retain(|skipped| {
        let position = only.iter().position(|selector| selector.pointer().as_ref() == Some(&skipped.pointer));
        position.inspect(|index| used[*index] = true).is_some()
    });
    for (selector, _) in only.iter().zip(used).filter(|(_, used)| !used) {
        let message = format!("no operation is selected by {}", selector.text());
        diagnostics.push(Code::RENAME, &Pointer::root(), message);
    }
}
