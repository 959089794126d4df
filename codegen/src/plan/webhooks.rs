//! Webhooks become names for what they send.

use super::{
    docs,
    names::{self, Scope},
    types::Types,
};
use crate::{
    api::{Api, Webhook},
    rust::Alias,
    surface::word,
};

/// A name for the payload of each webhook, after the webhook.
pub(super) fn plan_webhooks(api: &Api, types: &Types<'_>) -> Vec<Alias> {
    let mut scope = Scope::default();
    let source = |webhook: &Webhook| format!("webhook {}", word(&webhook.name));
    let sources: Vec<String> = api.webhooks.iter().map(source).collect();
    scope.keep(types.memory.names("webhooks"), sources.iter().map(String::as_str));
    api.webhooks
        .iter()
        .filter(|webhook| types.ident(webhook.payload).is_some())
        .map(|webhook| {
            let source = source(webhook);
            let ident = names::ident(&scope.claim_type_for(&source, &names::type_text(&webhook.name)));
            let mut lines = docs::item(&webhook.docs, &webhook.name);
            let name = docs::code(&webhook.name);
            docs::paragraph(
                &mut lines,
                vec![format!("What the webhook {name} sends, by `{}`.", webhook.method)],
            );
            Alias { ident, source, docs: lines, ty: types.full(webhook.payload) }
        })
        .collect()
}
