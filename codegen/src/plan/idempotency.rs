//! Operations that send an idempotency key, as the settings demand.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::{docs, select::Selectables};
use crate::{
    api::{Api, is_token},
    diagnostics::{Code, Diagnostics},
    load::Selector,
    rust::Operation,
};

/// Returns the header of the key of each operation in lower case. A selector without a match and an invalid header name
/// are reported.
pub(super) fn keys(
    operations: &Selectables<'_>,
    settings: &IndexMap<String, Vec<Selector>>,
    diagnostics: &mut Diagnostics,
) -> Vec<Option<String>> {
    let mut keys = vec![None; operations.routes().count()];
    for (header, selectors) in settings {
        if !is_token(header) {
            let message =
                format!("the settings send idempotency keys as `{header}`, which is not a valid header name");
            diagnostics.push_setting(Code::RENAME, &["idempotency-keys", header], message);
            continue;
        }
        let mut used: BTreeSet<usize> = BTreeSet::new();
        for (key, selecting) in keys.iter_mut().zip(operations.select(selectors)) {
            if !selecting.is_empty() {
                *key = Some(header.to_ascii_lowercase());
            }
            used.extend(selecting);
        }
        for (_, selector) in selectors.iter().enumerate().filter(|(index, _)| !used.contains(index)) {
            let message = format!("the idempotency setting for {} matches no operation", selector.text());
            operations.report(selector, &["idempotency-keys", header], &message, diagnostics);
        }
    }
    keys
}

/// Adds the idempotency keys of operations to them and to their documentation. `headers` has the header of each, as the
/// settings give it; otherwise an extension does.
pub(super) fn add(operations: &mut [Operation], headers: &[Option<String>], api: &Api) {
    for ((operation, header), of_api) in operations.iter_mut().zip(headers).zip(&api.operations) {
        let Some(header) = header.as_ref().or(of_api.extensions.idempotency_header.as_ref()) else {
            continue;
        };
        let sentence =
            format!("Each call sends an idempotency key in {}. Retries repeat the key.", docs::code(header));
        docs::paragraph(&mut operation.docs, vec![sentence]);
        operation.idempotency_key = Some(header.clone());
    }
}
