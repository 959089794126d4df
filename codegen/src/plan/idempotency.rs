//! Operations that send an idempotency key, as the settings demand.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::{docs, select::selects};
use crate::{
    api::{Api, is_token},
    diagnostics::{Code, Diagnostics},
    load::Selector,
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
        for selector in selectors {
            let all = api.operations.iter().enumerate();
            let selected = all.filter(|(_, operation)| selects(selector, operation));
            let before = keys.len();
            keys.extend(selected.map(|(index, _)| (index, header.to_ascii_lowercase())));
            if keys.len() == before {
                let message = format!("the idempotency setting for {} matches no operation", selector.text());
                diagnostics.push_setting(Code::RENAME, &["idempotency-keys", header], message);
            }
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
