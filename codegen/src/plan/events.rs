//! The enum of the events of webhooks.

use super::{
    Settings, docs,
    event_names::{self, Named},
    names::{self, Scope},
    types::Types,
};
use crate::{
    api::{Api, Docs, Method, SchemaId, Shape, Webhook, is_token},
    diagnostics::{Code, Diagnostics, nearest},
    naming::word,
    rust::{Alias, EventKey, EventVariant, Events, SignatureScheme},
};

/// The variant of events that the crate does not have.
const UNKNOWN: &str = "Unknown";

/// Adds the events that the settings list as webhooks. A schema that does not exist and a setting that is not valid are
/// reported.
pub fn add_listed_events(api: &mut Api, settings: &Settings, diagnostics: &mut Diagnostics) {
    let webhooks = &settings.webhooks;
    let header = match &webhooks.event {
        Some(EventKey::Header(name)) => Some(("event", name)),
        _ => None,
    };
    let signed = match &webhooks.signature {
        Some(SignatureScheme::Body { header, .. }) => Some(("signature", header)),
        _ => None,
    };
    for (key, name) in header.into_iter().chain(signed).filter(|(_, name)| !is_token(name)) {
        let message = format!("the settings name the header `{name}`, which is not a valid header name");
        diagnostics.push_setting(Code::RENAME, &["webhooks", key], message);
    }
    if webhooks.event.is_none() && !webhooks.events.is_empty() {
        let message = "the settings list events, but not the header or the property that names them";
        let help = "add `event`, for example `event = \"property type\"`".to_owned();
        diagnostics.push_setting_with_help(Code::RENAME, &["webhooks", "events"], message, Some(help));
    }
    for (event, schema) in &webhooks.events {
        let ids = api.schemas.iter().filter(|(_, known)| known.variant.is_none());
        let mut components = ids.filter_map(|(id, known)| Some((id, known.origin.component()?)));
        match components.find(|(_, known)| known == schema) {
            Some((payload, _)) => api.webhooks.push(Webhook {
                name: event.clone(),
                method: Method::new("POST"),
                docs: Docs::default(),
                payload,
                operation_id: None,
                headers: Vec::new(),
                listed: Some(event.clone()),
                part: None,
                is_callback: false,
            }),
            None => {
                let message = format!("the event `{event}` has the schema `{schema}`, which does not exist");
                let known = api.schemas.iter().filter_map(|(_, known)| known.origin.component());
                let help = nearest(schema, known).map(|name| format!("did you mean `{name}`?"));
                let setting = ["webhooks", "events", event];
                diagnostics.push_setting_with_help(Code::RENAME, &setting, message, help);
            }
        }
    }
}

/// Plans the enum of all webhooks that something distinguishes from the others. `aliases` are the payloads of those in
/// the description, whose names the variants have.
pub(super) fn plan_events(
    api: &Api,
    settings: &Settings,
    aliases: &[Alias],
    types: &Types<'_>,
) -> Option<Events> {
    let webhooks: Vec<&Webhook> = api
        .webhooks
        .iter()
        .filter(|webhook| !webhook.is_callback)
        .filter(|webhook| webhook.listed.is_some() || types.ident(webhook.payload).is_some())
        .collect();
    if webhooks.is_empty() {
        return None;
    }
    let items = |webhook: &Webhook| match api.schemas[api.schemas.resolve(webhook.payload)].shape {
        Shape::Array(items) => Some(items),
        _ => None,
    };
    let list = settings.webhooks.list || webhooks.iter().all(|webhook| items(webhook).is_some());
    let payload = |webhook: &Webhook| items(webhook).filter(|_| list).unwrap_or(webhook.payload);
    let payloads: Vec<SchemaId> = webhooks.iter().map(|webhook| payload(webhook)).collect();
    let Named { keys, events } =
        event_names::find(api, &webhooks, &payloads, settings.webhooks.event.as_ref());

    let mut scope = Scope::with_names(&[UNKNOWN]);
    let source = |event: &str| format!("event {}", word(event));
    let sources: Vec<String> =
        webhooks.iter().filter_map(|webhook| webhook.listed.as_deref()).map(source).collect();
    scope.reserve(types.memory.names("webhooks::Event"), sources.iter().map(String::as_str));
    let mut aliases = aliases.iter();
    let variants = webhooks.iter().zip(payloads).zip(events);
    let variants = variants.filter_map(|((webhook, payload), name)| {
        let (ident, source, kind) = match &webhook.listed {
            Some(event) => {
                let source = source(event);
                (scope.declare_type_for(&source, &names::type_text(event)), source, "event")
            }
            // The events that are left out have an alias too.
            None => {
                let alias = aliases.next()?;
                (scope.declare_type(alias.ident.as_str()), alias.source.clone(), "webhook")
            }
        };
        let (values, property) = name?;
        Some(EventVariant {
            ident: names::ident(&ident),
            source,
            docs: vec![format!("The {kind} {}.", docs::code(&webhook.name))],
            ty: types.unboxed(payload),
            values,
            property,
        })
    });
    let variants: Vec<EventVariant> = variants.collect();
    (!variants.is_empty()).then_some(Events { variants, keys, list })
}
