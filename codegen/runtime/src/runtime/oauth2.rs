//! Access tokens of OAuth 2.0 that are renewed (RFC 6749).

use std::{
    error, fmt,
    time::{Duration, SystemTime},
};

use http::StatusCode;

use super::{credentials::SourceError, secret::Secret, transport::BoxFuture};

/// Access tokens from an authorization server, renewed before they run out and once after the API answers `401`.
/// It goes wherever a [`Token`](super::credentials::Token) does.
///
/// However many calls wait for a token, there is one renewal at a time. It goes over the client's own transport. A
/// renewal that fails is no error as long as the token that there is has not run out.
pub struct OAuth2 {
    pub(super) token_url: String,
    pub(super) client: Secret,
    pub(super) secret: Option<Secret>,
    pub(super) in_body: bool,
    pub(super) scopes: Vec<String>,
    pub(super) margin: Duration,
    pub(super) refresh: bool,
    pub(super) tokens: Option<Tokens>,
    pub(super) store: Option<Box<dyn TokenStore>>,
}

impl OAuth2 {
    /// Tokens for the application itself, by its id and its secret (section 4.4).
    pub fn client_credentials(
        token_url: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Self {
        Self {
            token_url: token_url.into(),
            client: Secret::from(client_id.into()),
            secret: Some(client_secret.into()),
            in_body: false,
            scopes: Vec::new(),
            margin: Duration::from_secs(60),
            refresh: false,
            tokens: None,
            store: None,
        }
    }

    /// Tokens for a user who has agreed before, by the refresh token that the application got then (section 6). A new
    /// refresh token that comes with an access token takes its place; a [`store`](Self::store) keeps it.
    pub fn refresh_token(
        token_url: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
        refresh_token: impl Into<Secret>,
    ) -> Self {
        let first = Tokens {
            access_token: Secret::default(),
            refresh_token: Some(refresh_token.into()),
            expires_at: Some(SystemTime::UNIX_EPOCH),
        };
        let tokens = Some(first);
        Self { refresh: true, tokens, ..Self::client_credentials(token_url, client_id, client_secret) }
    }

    /// The application has no secret (a public client, section 2.1).
    #[must_use]
    pub fn without_secret(mut self) -> Self {
        self.secret = None;
        self
    }

    /// Sends the application's id and secret in the body, as some servers want it, and not as basic authentication.
    #[must_use]
    pub fn secret_in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    /// Asks for a scope (section 3.3); without one the server decides.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// How long before its end a token is renewed: a minute unless set.
    #[must_use]
    pub fn margin(mut self, margin: Duration) -> Self {
        self.margin = margin;
        self
    }

    /// Where tokens are kept from one run of the program to the next.
    #[must_use]
    pub fn store(mut self, store: impl TokenStore + 'static) -> Self {
        self.store = Some(Box::new(store));
        self
    }
}

impl fmt::Debug for OAuth2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth2").field("token_url", &self.token_url).finish_non_exhaustive()
    }
}

/// What an authorization server gave.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Tokens {
    /// The access token.
    pub access_token: Secret,
    /// What the next one is asked for with.
    pub refresh_token: Option<Secret>,
    /// When the access token runs out; `None` when the server does not say.
    pub expires_at: Option<SystemTime>,
}

impl Tokens {
    /// Tokens that were kept.
    #[must_use]
    pub fn new(
        access_token: impl Into<Secret>,
        refresh_token: Option<Secret>,
        expires_at: Option<SystemTime>,
    ) -> Self {
        Self { access_token: access_token.into(), refresh_token, expires_at }
    }

    pub(super) fn is_good_at(&self, time: SystemTime) -> bool {
        self.expires_at.is_none_or(|end| time < end)
    }
}

/// Keeps tokens from one run of a program to the next.
pub trait TokenStore: Send + Sync {
    /// What was kept; `None` when there is nothing.
    fn load(&self) -> BoxFuture<'_, Result<Option<Tokens>, SourceError>>;
    /// Keeps `tokens`. The calls that wait for them go on when it is done.
    fn save<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), SourceError>>;
}

/// What the authorization server says instead of giving a token (section 5.2).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OAuth2Error {
    /// The status of its answer.
    pub status: StatusCode,
    /// `error`: `invalid_grant`, say, when the refresh token is no longer good. Empty when it does not say.
    pub error: String,
    /// `error_description`
    pub description: String,
}

impl fmt::Display for OAuth2Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the authorization server answered {}", self.status)?;
        for text in [&self.error, &self.description].into_iter().filter(|text| !text.is_empty()) {
            write!(f, ": {}", text.escape_debug())?;
        }
        Ok(())
    }
}

impl error::Error for OAuth2Error {}
