//! The operations that several versions of a part have in common.

use std::collections::HashMap;

use crate::{
    api::{Api, ApiPart},
    rust::{Crate, Operation},
    share, surface,
};

/// Finds each operation that a later version of its part has too: with the same request, responses and types, and with
/// the same names. It then is the operation of the later version.
///
/// The version with the name of the part is the latest, whatever others follow it in the settings. A method of a link
/// belongs to one version, so that operations with such methods stay apart.
pub(super) fn find(api: &Api, krate: &mut Crate, has_link_methods: bool) {
    let ranks: HashMap<&str, usize> = (api.parts.iter().enumerate())
        .map(|(index, part)| (part.name.as_ref(), if is_latest(part) { usize::MAX } else { index }))
        .collect();
    let has_links = |index: usize| {
        let operation = api.operations.get(index);
        operation.is_some_and(|operation| operation.responses.iter().any(|one| !one.links.is_empty()))
    };
    let equal = share::equal_operations(api, |operation| {
        operation.part.as_deref().and_then(|part| ranks.get(part)).copied().unwrap_or_default()
    });
    for (index, later) in equal {
        let operations = krate.operations.get(index).zip(krate.operations.get(later));
        let is_linked = has_link_methods && (has_links(index) || has_links(later));
        let is_same = !is_linked && operations.is_some_and(|(one, other)| is_same(one, other, krate));
        if let Some(operation) = krate.operations.get_mut(index).filter(|_| is_same) {
            operation.same_as = Some(later);
        }
    }
}

fn is_latest(part: &ApiPart) -> bool {
    *part.name == part.table
}

/// Returns `true` if two operations with equal requests and responses have the same names, and behave in the same way.
fn is_same(one: &Operation, other: &Operation, krate: &Crate) -> bool {
    let behavior = |operation: &Operation| {
        let Operation { paging, polling, retry, idempotency_key, client_parameters, .. } = operation;
        let Operation { accept, shares_error, home, .. } = operation;
        let text = format!(
            "{paging:?} {polling:?} {retry:?} {idempotency_key:?} {client_parameters:?} {accept:?} {shares_error}"
        );
        text.replace(&format!("{home:?}"), "")
    };
    one.function == other.function
        && behavior(one) == behavior(other)
        && surface::of_operation(one, krate) == surface::of_operation(other, krate)
}
