//! Names of the errors that several operations have.

use std::collections::{BTreeSet, HashSet};

use super::{
    groups::PlannedGroups, names, operation_names::OperationNames, shared_errors::ErrorSet,
    statuses::status_text, types::Types,
};
use crate::{
    api::Status,
    rust::{Group, Namespace},
};

/// The maximum number of statuses in a name.
const MAX_STATUSES: usize = 3;

/// The names that suit the errors of a crate.
pub(super) struct ErrorNames<'a> {
    groups: &'a PlannedGroups,
    operations: &'a [OperationNames],
    /// The names of models, which an error does not repeat.
    models: HashSet<&'a str>,
    /// The operations of the set that most operations have, and its statuses.
    main: Option<(&'a [usize], BTreeSet<Status>)>,
    /// The statuses that all sets have.
    common: BTreeSet<Status>,
}

impl<'a> ErrorNames<'a> {
    pub(super) fn new(
        sets: &'a [ErrorSet<'_>],
        groups: &'a PlannedGroups,
        operations: &'a [OperationNames],
        types: &'a Types<'_>,
    ) -> Self {
        let all: usize = sets.iter().map(|set| set.operations.len()).sum();
        let main = sets.iter().find(|set| set.operations.len() * 2 > all);
        let common = sets.iter().map(statuses).reduce(|common, own| &common & &own);
        let models = types.named.values().filter(|(home, _)| *home == Namespace::Models);
        Self {
            groups,
            operations,
            models: models.map(|(_, ident)| ident.unraw()).collect(),
            main: main.map(|set| (set.operations.as_slice(), statuses(set))),
            common: common.unwrap_or_default(),
        }
    }

    /// Returns the names that suit a set, the best one first: that of the API if most operations have the set, the
    /// resource or tag of its operations, its statuses, and its first operation.
    pub(super) fn of(&self, set: &ErrorSet<'_>) -> Vec<String> {
        let own = statuses(set);
        let mut texts: Vec<String> = Vec::new();
        let is_main = |(operations, _): &(&[usize], BTreeSet<Status>)| *operations == set.operations;
        texts.extend(self.main.as_ref().is_some_and(is_main).then(|| "Api".to_owned()));
        texts.extend(self.resource(set));
        let main = self.main.iter().map(|(_, statuses)| statuses);
        texts.extend(main.chain([&self.common]).filter_map(|others| of_statuses(&(&own - others))));
        texts.extend((own == self.common).then(|| "Api".to_owned()));
        texts.extend(self.first_operation(set));
        texts.iter().map(|text| self.name(text)).collect()
    }

    /// Returns the name of a type with these words.
    fn name(&self, text: &str) -> String {
        let text = text.trim_end_matches('_');
        let name = if text.ends_with("Error") { text.to_owned() } else { format!("{text}Error") };
        if self.models.contains(name.as_str()) { names::compound(text, &["Failure"]) } else { name }
    }

    /// Returns the innermost resource, or the tag, that contains all operations of a set.
    fn resource(&self, set: &ErrorSet<'_>) -> Option<String> {
        let mut paths = set.operations.iter().map(|index| self.path(*index));
        let first = paths.next()?;
        let common = paths.fold(first, |common, path| {
            let pairs = common.into_iter().zip(path);
            pairs.take_while(|(one, two)| one.path == two.path).map(|(one, _)| one).collect()
        });
        common.last().map(|group| names::type_text(group.ident.unraw()))
    }

    /// Returns the groups of an operation, the outermost first.
    fn path(&self, operation: usize) -> Vec<&'a Group> {
        let groups = &self.groups.groups;
        let own = self.groups.of.get(&operation).and_then(|index| groups.get(*index));
        let mut path: Vec<&Group> = std::iter::successors(own, |group| groups.get(group.parent?)).collect();
        path.reverse();
        path
    }

    /// Returns the words of the first operation and of its resource.
    fn first_operation(&self, set: &ErrorSet<'_>) -> Option<String> {
        let index = set.operations.first()?;
        let group = self.path(*index).last().map(|group| names::type_text(group.ident.unraw()));
        let operation = &self.operations.get(*index)?.type_name;
        Some(format!("{}{operation}", group.unwrap_or_default()))
    }
}

/// Returns the statuses of a set.
fn statuses(set: &ErrorSet<'_>) -> BTreeSet<Status> {
    set.responses().iter().map(|typed| typed.response.status).collect()
}

/// Returns the words of the statuses that a caller can prevent, unless there are too many.
fn of_statuses(statuses: &BTreeSet<Status>) -> Option<String> {
    let is_specific = |status: &&Status| matches!(status, Status::Code(300..=499));
    let texts: Vec<String> = statuses.iter().filter(is_specific).map(|status| status_text(*status)).collect();
    match texts.as_slice() {
        [only] => Some(only.clone()),
        [first @ .., last] if texts.len() <= MAX_STATUSES => Some(format!("{}Or{last}", first.concat())),
        _ => None,
    }
}
