use super::{Ident, Type};

/// The enum of the events of webhooks.
#[derive(Debug)]
pub struct Events {
    /// The events, in the order of the description.
    pub variants: Vec<EventVariant>,
    /// The places in a request that name the event.
    pub keys: Vec<EventKey>,
    /// `true` if the body of a request is an array of events.
    pub list: bool,
}

/// A variant of the enum of events.
#[derive(Debug)]
pub struct EventVariant {
    /// The name.
    pub ident: Ident,
    /// The origin of the name.
    pub source: String,
    /// The documentation.
    pub docs: Vec<String>,
    /// The type of the payload.
    pub ty: Type,
    /// The value of each key. With an empty text, every value is possible.
    pub values: Vec<String>,
    /// A required property that no other event has, if the values do not distinguish the event.
    pub property: Option<String>,
}

/// A place in a request whose value names the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventKey {
    /// A header, in lower case.
    Header(String),
    /// A property of the body: a JSON Pointer.
    Property(String),
}

/// The scheme of the signatures of webhooks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureScheme {
    /// Standard Webhooks.
    StandardWebhooks,
    /// `HubSpot`, version 3.
    HubspotV3,
    /// Stripe.
    Stripe,
    /// An HMAC-SHA256 of the body.
    Body {
        /// The header, in lower case.
        header: String,
        /// The text before the signature.
        prefix: String,
        /// The encoding of the signature.
        encoding: SignatureEncoding,
    },
}

/// The encoding of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureEncoding {
    /// Hexadecimal digits.
    Hex,
    /// Base64.
    Base64,
}
