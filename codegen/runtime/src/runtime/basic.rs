//! Basic authentication, for descriptions that have it.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::credentials::Credential;

impl Credential {
    /// A user's name and password, sent as `Authorization: Basic …` (RFC 7617).
    #[must_use]
    pub fn basic(user: &str, password: &str) -> Self {
        Self::authorization("Basic", STANDARD.encode(format!("{user}:{password}")))
    }
}
