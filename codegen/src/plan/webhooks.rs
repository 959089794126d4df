//! Webhooks, as aliases of their payloads.

use super::{
    docs,
    names::{self, Scope},
    types::Types,
};
use crate::{
    api::{Api, Webhook},
    naming::word,
    rust::Alias,
};

/// Plans an alias for the payload of each webhook.
pub(super) fn plan_webhooks(api: &Api, types: &Types<'_>) -> Vec<Alias> {
    let mut scope = Scope::with_names(&["Event"]);
    let source = |webhook: &Webhook| format!("webhook {}", word(&webhook.name));
    let sources: Vec<String> = api.webhooks.iter().map(source).collect();
    scope.reserve(types.memory.names("webhooks"), sources.iter().map(String::as_str));
    api.webhooks
        .iter()
        .filter(|webhook| webhook.listed.is_none() && types.ident(webhook.payload).is_some())
        .map(|webhook| {
            let source = source(webhook);
            let ident = names::ident(&scope.declare_type_for(&source, &names::type_text(&webhook.name)));
            let mut lines = docs::item(&webhook.docs, &webhook.name);
            let name = docs::code(&webhook.name);
            docs::paragraph(
                &mut lines,
                vec![format!("The payload of the webhook {name}, sent by `{}`.", webhook.method)],
            );
            Alias { ident, source, docs: lines, ty: types.full(webhook.payload) }
        })
        .collect()
}
