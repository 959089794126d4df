//! Operations that send an idempotency key, as the settings demand.

use std::collections::{BTreeSet, HashMap};

use indexmap::IndexMap;

use super::{docs, select::selecting};
use crate::{
    api::{Api, is_token},
    diagnostics::{Code, Diagnostics},
    load::{Selector, SelectorIndex},
    rust::Operation,
};

/// Returns the header of the key in lower case, by the index of the operation. A selector without a match
/// and an invalid header name are reported.
pub(super) fn keys(
    api: &Api,
    settings: &IndexMap<String, Vec<Selector>>,
    diagnostics: &mut Diagnostics,
) -> HashMap<usize, String> {
    let mut keys = HashMap::new();
    for (header, selectors) in settings {
        if !is_token(header) {
            let message =
                format!("the settings send idempotency keys as `{header}`, which is not a valid header name");
            diagnostics.push_setting(Code::RENAME, &["idempotency-keys", header], message);
            continue;
        }
        let by_property = SelectorIndex::new(selectors);
        let mut used: BTreeSet<usize> = BTreeSet::new();
        for (index, operation) in api.operations.iter().enumerate() {
            let selecting = selecting(&by_property, operation);
            if !selecting.is_empty() {
                keys.insert(index, header.to_ascii_lowercase());
            }
            used.extend(selecting);
        }
        for (_, selector) in selectors.iter().enumerate().filter(|(index, _)| !used.contains(index)) {
            let message = format!("the idempotency setting for {} matches no operation", selector.text());
            diagnostics.push_setting(Code::RENAME, &["idempotency-keys", header], message);
        }
    }
    keys
}

/// Adds an idempotency key to an operation and its documentation.
pub(super) fn add(operation: &mut Operation, header: &str) {
    let sentence =
        format!("Each call sends an idempotency key in {}. Retries repeat the key.", docs::code(header));
    docs::paragraph(&mut operation.docs, vec![sentence]);
    operation.idempotency_key = Some(header.to_owned());
}
