//! The table `webhooks`.

use clientwright_codegen::{EventKey, SignatureEncoding, SignatureScheme, WebhookSettings};
use indexmap::IndexMap;
use serde::Deserialize;

/// The table `webhooks`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Webhooks {
    /// The scheme of the [signatures](webhooks.md) of received webhooks. A table describes one that signs the body
    /// alone, with HMAC-SHA256.
    ///
    /// ```toml
    /// [api.my-api.webhooks]
    /// signature = "standard-webhooks"
    /// ```
    signature: Signature,
    /// The header or the property of the body that [names the event](webhooks.md#the-event). A property with a leading
    /// `/` is a JSON pointer. The default is found in the description.
    ///
    /// ```toml
    /// [api.my-api.webhooks]
    /// event = "header X-GitHub-Event"
    /// ```
    event: Option<EventPlace>,
    /// With `true`, the body of a request is an array of events.
    ///
    /// ```toml
    /// [api.my-api.webhooks]
    /// list = true
    /// ```
    list: bool,
    /// The component schemas of [events](webhooks.md#events-of-the-settings) that the description does not list, by
    /// the value that names the event.
    ///
    /// ```toml
    /// [api.my-api.webhooks.events]
    /// "contact.creation" = "ContactCreated"
    /// ```
    events: IndexMap<String, String>,
}

/// The scheme of signatures: its name alone, or a table.
#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "expected `\"standard-webhooks\"`, `\"hubspot-v3\"`, `\"stripe\"`, `\"github\"`, `\"none\"`, or a table \
                 with `header`, `prefix` and `encoding`"
)]
enum Signature {
    Known(KnownSignature),
    Table {
        /// The header of the signature.
        header: String,
        /// The text before the signature.
        #[serde(default)]
        prefix: String,
        /// The encoding of the signature.
        encoding: Encoding,
    },
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
enum KnownSignature {
    /// There are no signatures.
    #[default]
    #[serde(rename = "none")]
    None,
    #[serde(rename = "standard-webhooks")]
    StandardWebhooks,
    #[serde(rename = "hubspot-v3")]
    HubspotV3,
    #[serde(rename = "stripe")]
    Stripe,
    #[serde(rename = "github")]
    GitHub,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Encoding {
    Hex,
    Base64,
}

impl Default for Signature {
    fn default() -> Self {
        Self::Known(KnownSignature::default())
    }
}

/// The place in a request that names the event: `header NAME`, or `property NAME`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct EventPlace(EventKey);

impl TryFrom<String> for EventPlace {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.trim().split_once(' ').map(|(kind, name)| (kind, name.trim())) {
            Some(("header", name)) => Ok(Self(EventKey::Header(name.to_owned()))),
            Some(("property", pointer)) if pointer.starts_with('/') => {
                Ok(Self(EventKey::Property(pointer.to_owned())))
            }
            Some(("property", name)) => {
                let name = name.replace('~', "~0").replace('/', "~1");
                Ok(Self(EventKey::Property(format!("/{name}"))))
            }
            _ => Err(format!("expected `header NAME` or `property NAME`, found `{text}`")),
        }
    }
}

impl Webhooks {
    /// Returns the setting of the generator.
    pub(crate) fn settings(self) -> WebhookSettings {
        let signature = match self.signature {
            Signature::Known(KnownSignature::None) => None,
            Signature::Known(KnownSignature::StandardWebhooks) => Some(SignatureScheme::StandardWebhooks),
            Signature::Known(KnownSignature::HubspotV3) => Some(SignatureScheme::HubspotV3),
            Signature::Known(KnownSignature::Stripe) => Some(SignatureScheme::Stripe),
            Signature::Known(KnownSignature::GitHub) => Some(SignatureScheme::Body {
                header: "x-hub-signature-256".to_owned(),
                prefix: "sha256=".to_owned(),
                encoding: SignatureEncoding::Hex,
            }),
            Signature::Table { header, prefix, encoding } => Some(SignatureScheme::Body {
                header: header.to_ascii_lowercase(),
                prefix,
                encoding: match encoding {
                    Encoding::Hex => SignatureEncoding::Hex,
                    Encoding::Base64 => SignatureEncoding::Base64,
                },
            }),
        };
        let event = self.event.map(|EventPlace(key)| key);
        WebhookSettings { signature, event, list: self.list, events: self.events }
    }
}
