//! Which operations are sent with an idempotency key, as the settings say.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::{docs, select::selects};
use crate::{
    api::{Api, is_token},
    diagnostics::{Code, Diagnostics, Pointer},
    load::Selector,
    rust::Operation,
};

/// The header of the key, in lower case, by the operation's index. A selector that selects nothing, and a name
/// that no header has, are diagnostics.
pub(super) fn keys(
    api: &Api,
    settings: &IndexMap<String, Vec<Selector>>,
    diagnostics: &mut Diagnostics,
) -> HashMap<usize, String> {
    let mut keys = HashMap::new();
    for (header, selectors) in settings {
        if !is_token(header) {
            let message =
                format!("the settings send idempotency keys as `{header}`, which is no name of a header");
            diagnostics.push(Code::RENAME, &Pointer::root(), message);
            continue;
        }
        for selector in selectors {
            let all = api.operations.iter().enumerate();
            let selected = all.filter(|(_, operation)| selects(selector, operation));
            let before = keys.len();
            keys.extend(selected.map(|(index, _)| (index, header.to_ascii_lowercase())));
            if keys.len() == before {
                let message = format!("no operation is selected by {} for idempotency keys", selector.text());
                diagnostics.push(Code::RENAME, &Pointer::root(), message);
            }
        }
    }
    keys
}

/// Has an operation send its key, and say so.
pub(super) fn add(operation: &mut Operation, header: &str) {
    let sentence = format!(
        "A call has an idempotency key in {}, the same however often it is sent.",
        docs::code(header)
    );
    docs::paragraph(&mut operation.docs, vec![sentence]);
    operation.idempotency_key = Some(header.to_owned());
}
