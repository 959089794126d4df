//! Basic authentication.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::credentials::Credential;

impl Credential {
    /// Creates a credential from a user name and a password, sent as `Authorization: Basic …` (RFC 7617).
    #[must_use]
    pub fn basic(user: &str, password: &str) -> Self {
        Self::authorization("Basic", STANDARD.encode(format!("{user}:{password}")))
    }
}
