//! Idempotency keys. They let a server recognize duplicate requests of the same call.

use super::operation::IdempotencyKey;

/// Returns an idempotency key for the header `header`, whose name is in lower case.
///
/// The value is a random UUID (RFC 9562, section 5.4). All attempts of a call have the same one.
#[must_use]
pub const fn key(header: &'static str) -> IdempotencyKey {
    IdempotencyKey { header, make: || uuid::Uuid::new_v4().to_string() }
}
