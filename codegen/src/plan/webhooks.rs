//! Webhooks become names for what they send.

use super::{
    docs,
    names::{self, Scope},
    types::Types,
};
use crate::{api::Api, rust::Alias, surface::word};

/// A name for the payload of each webhook, after the webhook.
pub(super) fn plan_webhooks(api: &Api, types: &Types<'_>) -> Vec<Alias> {
    let mut scope = Scope::default();
    api.webhooks
        .iter()
        .filter(|webhook| types.ident(webhook.payload).is_some())
        .map(|webhook| {
            let ident = names::ident(&scope.claim_type(&names::type_text(&webhook.name)));
            let mut lines = docs::item(&webhook.docs, &webhook.name);
            let name = docs::code(&webhook.name);
            docs::paragraph(
                &mut lines,
                vec![format!("What the webhook {name} sends, by `{}`.", webhook.method)],
            );
            Alias {
                ident,
                source: format!("webhook {}", word(&webhook.name)),
                docs: lines,
                ty: types.full(webhook.payload),
            }
        })
        .collect()
}
