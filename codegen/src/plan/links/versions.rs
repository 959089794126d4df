//! The operations in the order of versions.

use std::collections::HashMap;

use crate::api::{self, Api};

/// The operations, with the API of each part.
pub(super) struct Versions<'a> {
    operations: &'a [api::Operation],
    /// The API of each part, and `true` for a version that is not the latest.
    apis: HashMap<&'a str, (&'a str, bool)>,
}

impl<'a> Versions<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let apis = api.parts.iter().map(|part| (&*part.name, (part.api.as_str(), *part.name != *part.api)));
        Self { operations: &api.operations, apis: apis.collect() }
    }

    fn of(&self, operation: usize) -> Option<(&'a str, bool)> {
        self.apis.get(self.operations.get(operation)?.part.as_deref()?).copied()
    }

    /// Returns the operations with their indices, those of older versions last.
    pub(super) fn latest_first(&self) -> impl Iterator<Item = (usize, &'a api::Operation)> {
        let is_older = |index: usize| self.of(index).is_some_and(|(_, is_older)| is_older);
        let (older, latest): (Vec<_>, Vec<_>) =
            self.operations.iter().enumerate().partition(|(index, _)| is_older(*index));
        latest.into_iter().chain(older)
    }

    /// Returns `true` if `other` belongs to another version of the API of `operation`.
    pub(super) fn are_versions(&self, operation: usize, other: usize) -> bool {
        let part = |index: usize| self.operations.get(index).and_then(|one| one.part.as_deref());
        let api = |index: usize| self.of(index).map(|(api, _)| api);
        part(operation) != part(other) && api(operation).is_some() && api(operation) == api(other)
    }
}
