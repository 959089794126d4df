//! Generates the source of the example from `webhooks.yaml`, below `OUT_DIR`.

use clientwright_codegen::{EventKey, Settings, SignatureScheme, WebhookSettings, build};

fn main() {
    let events = [("contact.creation", "ContactCreated"), ("contact.propertyChange", "ContactChanged")];
    let webhooks = WebhookSettings {
        signature: Some(SignatureScheme::HubspotV3),
        event: Some(EventKey::Property("/subscriptionType".to_owned())),
        list: true,
        events: events.map(|(event, schema)| (event.to_owned(), schema.to_owned())).into_iter().collect(),
    };
    build::generate_with("webhooks.yaml", Settings { webhooks, ..Settings::default() });
}
