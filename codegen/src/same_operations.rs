//! The operations that several versions of an API have in common.

use std::collections::HashMap;

use crate::{
    api::Api,
    rust::{Crate, LaterOperation, Operation},
    share, surface,
};

/// Finds each operation that a later version of its API has too, with the same request and responses, and gives it the
/// schemas of the later one. Returns the indices of both.
///
/// The version without a suffix is the latest, whatever others follow it in the settings.
pub(super) fn unite(api: &mut Api) -> Vec<(usize, usize)> {
    let ranks: HashMap<&str, usize> = (api.parts.iter().enumerate())
        .map(|(index, part)| (&*part.name, if *part.name == *part.api { usize::MAX } else { index }))
        .collect();
    let equal = share::equal_operations(api, |operation| {
        operation.part.as_deref().and_then(|part| ranks.get(part)).copied().unwrap_or_default()
    });
    for (index, later) in &equal {
        api.use_schemas_of(*later, *index);
    }
    equal
}

/// Makes one type of equal operations whose names are the same too.
pub(super) fn share(krate: &mut Crate, equal: &[(usize, usize)]) {
    for (index, later) in equal.iter().copied() {
        let operations = krate.operations.get(index).zip(krate.operations.get(later));
        let is_same = operations.is_some_and(|(one, other)| is_same(one, other, krate));
        if let Some(operation) = krate.operations.get_mut(index) {
            operation.later = Some(LaterOperation { index: later, is_same });
        }
    }
    mark_ambiguous(krate);
}

/// Marks the operations of parts that differ, and have the same method and path.
fn mark_ambiguous(krate: &mut Crate) {
    if krate.operations.iter().all(|operation| operation.part.is_none()) {
        return;
    }
    let route = |operation: &Operation| (operation.method.to_string(), operation.path.clone());
    let mut counts: HashMap<(String, String), usize> = HashMap::new();
    let is_own = |operation: &&Operation| operation.part.is_some() && krate.same_as(operation).is_none();
    for operation in krate.operations.iter().filter(is_own) {
        *counts.entry(route(operation)).or_default() += 1;
    }
    for operation in &mut krate.operations {
        operation.is_ambiguous = counts.get(&route(operation)).is_some_and(|count| *count > 1);
    }
}

/// Returns `true` if two operations with equal requests and responses have the same names, and behave in the same way.
fn is_same(one: &Operation, other: &Operation, krate: &Crate) -> bool {
    let behavior = |operation: &Operation| {
        let Operation { paging, polling, retry, idempotency_key, client_parameters, .. } = operation;
        let Operation { accept, shares_error, .. } = operation;
        format!(
            "{paging:?} {polling:?} {retry:?} {idempotency_key:?} {client_parameters:?} {accept:?} {shares_error}"
        )
    };
    let names = |operation: &Operation| surface::of_operation(operation, [one, other], krate);
    one.function == other.function && behavior(one) == behavior(other) && names(one) == names(other)
}
