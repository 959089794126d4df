//! The schemes of the signatures of webhooks.

/// The scheme of a signature: the headers, and the parts of a request that it covers.
#[derive(Debug, Clone, Copy)]
pub enum Scheme {
    /// Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature`.
    StandardWebhooks,
    /// `HubSpot`: `X-HubSpot-Signature-v3`, `X-HubSpot-Request-Timestamp`.
    HubspotV3,
    /// Stripe: `Stripe-Signature`.
    Stripe,
    /// A signature of the body alone, as that of GitHub in `X-Hub-Signature-256`. It has no time: a recorded request is
    /// valid for ever.
    Body {
        /// The header, in lower case.
        header: &'static str,
        /// The text before the signature.
        prefix: &'static str,
        /// The encoding of the signature.
        encoding: Encoding,
    },
}

/// The encoding of a signature.
#[derive(Debug, Clone, Copy)]
pub enum Encoding {
    /// Hexadecimal digits
    Hex,
    /// Base64 with padding (RFC 4648, section 4)
    Base64,
}

/// Decodes hexadecimal digits.
pub(super) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.as_bytes().chunks(2).map(|pair| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    });
    pairs.collect()
}

/// Decodes the characters of a URL that `HubSpot` does not encode before it signs.
pub(super) fn hubspot_uri(url: &str) -> String {
    const DECODED: &[u8] = b":/?@!$'()*,;";
    let mut decoded = String::with_capacity(url.len());
    let mut rest = url;
    while let Some((before, after)) = rest.split_once('%') {
        decoded.push_str(before);
        let byte = after.get(..2).and_then(from_hex).and_then(|bytes| bytes.first().copied());
        if let (Some(byte), Some(next)) = (byte.filter(|byte| DECODED.contains(byte)), after.get(2..)) {
            decoded.push(char::from(byte));
            rest = next;
        } else {
            decoded.push('%');
            rest = after;
        }
    }
    decoded.push_str(rest);
    decoded
}
