//! The operations in the order of versions.

use std::collections::{HashMap, HashSet};

use crate::api::{self, Api};

/// The operations, with the API of each part.
pub(super) struct Versions<'a> {
    operations: &'a [api::Operation],
    /// The API of each part.
    apis: HashMap<&'a str, &'a str>,
    /// The parts that are older versions.
    older: HashSet<&'a str>,
}

impl<'a> Versions<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let apis = api.parts.iter().map(|part| (&*part.name, part.api.as_str())).collect();
        Self { operations: &api.operations, apis, older: api.older_versions() }
    }

    fn part(&self, operation: usize) -> Option<&'a str> {
        self.operations.get(operation)?.part.as_deref()
    }

    /// Returns the operations with their indices, those of older versions last.
    pub(super) fn latest_first(&self) -> impl Iterator<Item = (usize, &'a api::Operation)> {
        let is_older = |index: usize| self.part(index).is_some_and(|part| self.older.contains(part));
        let (older, latest): (Vec<_>, Vec<_>) =
            self.operations.iter().enumerate().partition(|(index, _)| is_older(*index));
        latest.into_iter().chain(older)
    }

    /// Returns `true` if `other` belongs to another version of the API of `operation`.
    pub(super) fn are_versions(&self, operation: usize, other: usize) -> bool {
        let api = |index: usize| self.apis.get(self.part(index)?);
        self.part(operation) != self.part(other) && api(operation).is_some() && api(operation) == api(other)
    }
}
