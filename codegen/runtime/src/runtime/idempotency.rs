//! Keys by which a server knows that two requests are the same call.

use super::operation::IdempotencyKey;

/// A key in this header, which is in lower case: a random UUID (RFC 9562, section 5.4), made once for each call.
#[must_use]
pub const fn key(header: &'static str) -> IdempotencyKey {
    IdempotencyKey { header, make: || uuid::Uuid::new_v4().to_string() }
}
