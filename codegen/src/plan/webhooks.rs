//! Webhooks and callbacks, as aliases of their payloads.

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
    let webhooks = api.webhooks.iter().filter(|webhook| !webhook.is_callback && webhook.listed.is_none());
    plan(webhooks.collect(), "webhook", Scope::with_names(&["Event"]), types)
}

/// Plans an alias for the payload of each callback.
pub(super) fn plan_callbacks(api: &Api, types: &Types<'_>) -> Vec<Alias> {
    let callbacks = api.webhooks.iter().filter(|webhook| webhook.is_callback);
    plan(callbacks.collect(), "callback", Scope::default(), types)
}

/// Plans the aliases of a module, whose name is the plural of `kind`.
fn plan(webhooks: Vec<&Webhook>, kind: &str, mut scope: Scope, types: &Types<'_>) -> Vec<Alias> {
    let source = |webhook: &Webhook| format!("{kind} {}", word(&webhook.name));
    let sources: Vec<String> = webhooks.iter().map(|webhook| source(webhook)).collect();
    scope.reserve(types.memory.names(&format!("{kind}s")), sources.iter().map(String::as_str));
    webhooks
        .into_iter()
        .filter(|webhook| types.ident(webhook.payload).is_some())
        .map(|webhook| {
            let source = source(webhook);
            let ident = names::ident(&scope.declare_type_for(&source, &names::type_text(&webhook.name)));
            let mut lines = docs::item(&webhook.docs, &webhook.name);
            let name = docs::code(&webhook.name);
            docs::paragraph(
                &mut lines,
                vec![format!("The payload of the {kind} {name}, sent by `{}`.", webhook.method)],
            );
            Alias { reexport: false, ident, source, docs: lines, ty: types.full(webhook.payload) }
        })
        .collect()
}
