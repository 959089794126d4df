//! Access tokens of OAuth 2.0 (RFC 6749).

use std::{
    error, fmt,
    time::{Duration, SystemTime},
};

use http::StatusCode;

use super::{
    credentials::SourceError, oauth2_assertion::ClientAssertion, secret::Secret, transport::BoxFuture,
};

/// Access tokens from an OAuth 2.0 authorization server (RFC 6749): an application, and the requests for its tokens.
///
/// Use it in place of a [`Token`](super::credentials::Token). The token is renewed before it expires, and once after
/// the API responds with `401`. Concurrent calls share one renewal, which uses the transport of the client and takes at
/// most 30 seconds. A failed renewal is an error only if the current token has expired.
///
/// Sections below are those of RFC 6749.
pub struct OAuth2 {
    pub(super) token_url: String,
    pub(super) client: Secret,
    pub(super) secret: Option<Secret>,
    pub(super) in_body: bool,
    pub(super) assertion: Option<ClientAssertion>,
    pub(super) refresh_url: Option<String>,
    pub(super) parameters: Vec<(String, String)>,
    pub(super) scopes: Vec<String>,
    pub(super) margin: Duration,
    pub(super) refresh: bool,
    pub(super) tokens: Option<Tokens>,
    /// `true` if `tokens` replace those of the store.
    pub(super) replaces_stored: bool,
    pub(super) store: Option<Box<dyn TokenStore>>,
}

impl OAuth2 {
    /// Requests tokens for the application itself, with its ID and its secret (section 4.4).
    pub fn client_credentials(
        token_url: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Self {
        Self { refresh: false, ..Self::application(token_url, client_id).secret(client_secret) }
    }

    /// Requests tokens for the application itself, with an assertion that it signs (RFC 7523, section 2.2).
    pub fn client_assertion(
        token_url: impl Into<String>,
        client_id: impl Into<String>,
        assertion: ClientAssertion,
    ) -> Self {
        Self { refresh: false, ..Self::application(token_url, client_id).assertion(assertion) }
    }

    /// Describes an application that gets tokens for a user in another way: from a [`store`](Self::store), or from one
    /// of the flows of the feature `oauth2-flows`, which [`tokens`](Self::tokens) receives.
    ///
    /// It is a public client (section 2.1) unless it has a [`secret`](Self::secret) or an
    /// [`assertion`](Self::assertion).
    pub fn application(token_url: impl Into<String>, client_id: impl Into<String>) -> Self {
        Self {
            token_url: token_url.into(),
            client: Secret::from(client_id.into()),
            secret: None,
            in_body: false,
            assertion: None,
            refresh_url: None,
            parameters: Vec::new(),
            scopes: Vec::new(),
            margin: Duration::from_secs(60),
            refresh: true,
            tokens: None,
            replaces_stored: false,
            store: None,
        }
    }

    /// Requests tokens for a user, with a refresh token (section 6).
    ///
    /// A new refresh token from the server replaces this one. Set a [`store`](Self::store) to keep it for the next run
    /// of the program.
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

    /// Starts with the tokens of a flow. They are renewed with their refresh token, if they have one (section 6).
    ///
    /// They replace the tokens of the [`store`](Self::store), which receives them with the first call.
    #[must_use]
    pub fn tokens(mut self, tokens: Tokens) -> Self {
        self.refresh = true;
        self.replaces_stored = true;
        self.tokens = Some(tokens);
        self
    }

    /// Sets the secret of the application.
    #[must_use]
    pub fn secret(mut self, client_secret: impl Into<Secret>) -> Self {
        self.secret = Some(client_secret.into());
        self
    }

    /// Authenticates the application by an assertion that it signs, instead of a secret (RFC 7523, section 2.2).
    #[must_use]
    pub fn assertion(mut self, assertion: ClientAssertion) -> Self {
        self.secret = None;
        self.assertion = Some(assertion);
        self
    }

    /// Omits the secret: the application is a public client (section 2.1).
    #[must_use]
    pub fn without_secret(mut self) -> Self {
        self.secret = None;
        self
    }

    /// Sends the ID and the secret in the body instead of basic authentication (section 2.3.1).
    #[must_use]
    pub fn secret_in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    /// Adds a scope to the request (section 3.3). Without scopes the server decides.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// Adds a parameter to each request for tokens, and for the codes of a device, such as the `audience` that some
    /// servers require.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sets the URL at which refresh tokens are used, if it is not the one of the token endpoint.
    #[must_use]
    pub fn refresh_url(mut self, url: impl Into<String>) -> Self {
        self.refresh_url = Some(url.into());
        self
    }

    /// Sets the time before the expiry at which a token is renewed. The default is 60 seconds.
    #[must_use]
    pub fn margin(mut self, margin: Duration) -> Self {
        self.margin = margin;
        self
    }

    /// Sets the store that keeps the tokens between runs of the program. By default they are not kept.
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

/// The tokens of an authorization server.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Tokens {
    /// The access token.
    pub access_token: Secret,
    /// The refresh token, to request the next access token with.
    pub refresh_token: Option<Secret>,
    /// The expiry of the access token; `None` if the server does not send it.
    pub expires_at: Option<SystemTime>,
}

impl Tokens {
    /// Creates tokens from stored values.
    #[must_use]
    pub fn new(
        access_token: impl Into<Secret>,
        refresh_token: Option<Secret>,
        expires_at: Option<SystemTime>,
    ) -> Self {
        Self { access_token: access_token.into(), refresh_token, expires_at }
    }

    /// Returns `true` if the access token has not expired at `time`.
    pub(super) fn is_valid_at(&self, time: SystemTime) -> bool {
        self.expires_at.is_none_or(|end| time < end)
    }
}

/// A store that keeps tokens between runs of a program.
pub trait TokenStore: Send + Sync {
    /// Returns the stored tokens, or `None` if there are none. It is called once, before the first request.
    fn load(&self) -> BoxFuture<'_, Result<Option<Tokens>, SourceError>>;
    /// Stores `tokens`. Calls that need the new access token wait for it.
    fn save<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), SourceError>>;
}

/// An error response of an authorization server (RFC 6749, section 5.2).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OAuth2Error {
    /// The status of the response.
    pub status: StatusCode,
    /// The error code, such as `invalid_grant` for an expired refresh token. It is empty if the server does not send
    /// it.
    pub error: String,
    /// The `error_description`. It is empty if the server does not send it.
    pub description: String,
}

impl fmt::Display for OAuth2Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the authorization server responded with {}", self.status)?;
        for text in [&self.error, &self.description].into_iter().filter(|text| !text.is_empty()) {
            write!(f, ": {}", text.escape_debug())?;
        }
        Ok(())
    }
}

impl error::Error for OAuth2Error {}
