//! Credentials, and the operations that send them.

use std::{collections::BTreeMap, error, fmt, future::Future, sync::Arc};

use http::{HeaderName, HeaderValue, header};
use percent_encoding::utf8_percent_encode;

use super::{
    body::Body,
    error::RequestError,
    operation::Security,
    request::{RESERVED, add_cookie, add_query},
    secret::Secret,
    transport::BoxFuture,
};

/// The reason why a source has no token.
pub type SourceError = Box<dyn error::Error + Send + Sync>;

/// A source of tokens that change, such as a vault or an authorization server.
pub trait TokenSource: Send + Sync {
    /// Returns the token for the next request. It is called before each request.
    fn token(&self) -> BoxFuture<'_, Result<Secret, SourceError>>;

    /// Reports that the server rejected `token` with `401`.
    ///
    /// Returns `true` if [`token`](Self::token) may now return another one. The request is then sent once more.
    fn rejected(&self, token: &str) -> bool {
        let _ = token;
        false
    }

    /// Receives the transport and the clock of the client. It is called when a client is built.
    #[cfg(feature = "client")]
    fn attach(&self, transport: &Arc<dyn super::transport::Transport>, clock: &Arc<dyn super::clock::Clock>) {
        let _ = (transport, clock);
    }
}

/// A function as a source.
struct Function<F>(F);

impl<F, R> TokenSource for Function<F>
where
    F: Fn() -> R + Send + Sync,
    R: Future<Output = Result<String, SourceError>> + Send,
{
    fn token(&self) -> BoxFuture<'_, Result<Secret, SourceError>> {
        Box::pin(async { (self.0)().await.map(Secret::from) })
    }
}

/// A token or an API key: a fixed text, or the current value of a source.
///
/// `Debug` does not show the secret. A fixed text is overwritten in memory when it is dropped.
#[derive(Clone)]
pub struct Token(TokenKind);

#[derive(Clone)]
enum TokenKind {
    Static(Secret),
    Source(Arc<dyn TokenSource>),
}

impl Token {
    /// Creates a token from a function. The function is called before each request, so it should cache its token until
    /// the token expires.
    pub fn source<F, R>(source: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<String, SourceError>> + Send + 'static,
    {
        Self::renewed(Function(source))
    }

    /// Creates a token from a source. Unlike a function, a source learns about rejected tokens.
    pub fn renewed(source: impl TokenSource + 'static) -> Self {
        Self(TokenKind::Source(Arc::new(source)))
    }

    async fn get(&self) -> Result<Secret, SourceError> {
        match &self.0 {
            TokenKind::Static(text) => Ok(text.clone()),
            TokenKind::Source(source) => source.token().await,
        }
    }
}

impl<T: Into<String>> From<T> for Token {
    fn from(text: T) -> Self {
        Self(TokenKind::Static(text.into().into()))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(***)")
    }
}

/// A credential for a security scheme. `Debug` shows its location, but not the secret.
#[derive(Clone)]
pub struct Credential {
    location: Location,
    token: Token,
}

#[derive(Clone)]
enum Location {
    /// A header and the authentication scheme in front of the secret, which may be empty.
    Header(HeaderName, &'static str),
    Query(&'static str),
    Cookie(&'static str),
}

impl Credential {
    /// Creates a bearer token, sent as `Authorization: Bearer …` (RFC 6750, section 2.1).
    pub fn bearer(token: impl Into<Token>) -> Self {
        Self::authorization("Bearer", token)
    }

    /// Creates a credential of another authentication scheme, sent as `Authorization: {scheme} {value}` (RFC 9110,
    /// section 11.6.2).
    pub fn authorization(scheme: &'static str, value: impl Into<Token>) -> Self {
        Self { location: Location::Header(header::AUTHORIZATION, scheme), token: value.into() }
    }

    /// Creates an API key, sent as the header `name`.
    ///
    /// # Panics
    /// If `name` is not a valid header name in lower case.
    pub fn header(name: &'static str, key: impl Into<Token>) -> Self {
        Self { location: Location::Header(HeaderName::from_static(name), ""), token: key.into() }
    }

    /// Creates an API key, sent as the query parameter `name`.
    pub fn query(name: &'static str, key: impl Into<Token>) -> Self {
        Self { location: Location::Query(name), token: key.into() }
    }

    /// Creates an API key, sent unchanged as the cookie `name`. A key with a semicolon is an error when it is sent.
    pub fn cookie(name: &'static str, key: impl Into<Token>) -> Self {
        Self { location: Location::Cookie(name), token: key.into() }
    }

    fn apply(&self, secret: &str, request: &mut http::Request<Body>) -> Result<(), RequestError> {
        match &self.location {
            Location::Header(name, scheme) => {
                let space = if scheme.is_empty() { "" } else { " " };
                let value = sensitive(Secret::from(format!("{scheme}{space}{secret}")).expose(), name)?;
                request.headers_mut().insert(name, value);
            }
            Location::Cookie(name) => {
                add_cookie(request.headers_mut(), name, secret)?;
                if let Some(cookies) = request.headers_mut().get_mut(header::COOKIE) {
                    cookies.set_sensitive(true);
                }
            }
            Location::Query(name) => {
                let name = utf8_percent_encode(name, RESERVED);
                let secret = utf8_percent_encode(secret, RESERVED);
                add_query(request.uri_mut(), &format_args!("{name}={secret}"))?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.location {
            Location::Header(name, _) => write!(f, "Credential(header {name}: ***)"),
            Location::Query(name) => write!(f, "Credential(query {name}: ***)"),
            Location::Cookie(name) => write!(f, "Credential(cookie {name}: ***)"),
        }
    }
}

/// Returns a header value that `Debug` does not show.
fn sensitive(value: &str, name: &HeaderName) -> Result<HeaderValue, RequestError> {
    let mut value =
        HeaderValue::try_from(value).map_err(|_| RequestError::Header { name: name.to_string() })?;
    value.set_sensitive(true);
    Ok(value)
}

/// The credentials of a client, by security scheme.
#[derive(Debug, Clone, Default)]
pub struct Credentials {
    by_scheme: BTreeMap<&'static str, Credential>,
    /// `true` if an operation may be sent without its credential, because the client is a mock.
    optional: bool,
}

impl Credentials {
    /// Sets the credential for a security scheme.
    pub fn set(&mut self, scheme: &'static str, credential: Credential) {
        self.by_scheme.insert(scheme, credential);
    }

    /// Returns the names of the headers and the query parameters with credentials.
    #[cfg(feature = "record")]
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.by_scheme.values().map(|credential| match &credential.location {
            Location::Header(name, _) => name.as_str(),
            Location::Query(name) => name,
            Location::Cookie(_) => header::COOKIE.as_str(),
        })
    }

    /// Allows operations without their credential.
    #[cfg(feature = "mock")]
    pub(super) fn make_optional(&mut self) {
        self.optional = true;
    }

    /// Returns `true` if operations may be without their credential, because the client is a mock.
    #[cfg(feature = "client")]
    pub(super) fn is_optional(&self) -> bool {
        self.optional
    }

    /// Adds credentials to `request`: those of the first alternative in `security` that is complete.
    ///
    /// Returns the tokens of sources, by security scheme, for [`reject`](Self::reject).
    ///
    /// # Errors
    /// If no alternative is complete, a source fails, or a secret is not valid in a header.
    pub async fn authorize(
        &self,
        security: Security,
        request: &mut http::Request<Body>,
    ) -> Result<Vec<(&'static str, Secret)>, RequestError> {
        let mut sent = Vec::new();
        for (scheme, credential) in self.chosen(security)? {
            let secret = credential.token.get().await;
            let secret = secret.map_err(|source| RequestError::Credential { scheme, source })?;
            credential.apply(secret.expose(), request)?;
            if matches!(credential.token.0, TokenKind::Source(_)) {
                sent.push((*scheme, secret));
            }
        }
        Ok(sent)
    }

    /// Adds credentials to `request` in which a placeholder is the secret. No source is asked for a token.
    ///
    /// # Errors
    /// If no alternative is complete.
    #[cfg(feature = "client")]
    pub(super) fn apply_placeholder(
        &self,
        security: Security,
        placeholder: &str,
        request: &mut http::Request<Body>,
    ) -> Result<(), RequestError> {
        let mut chosen = self.chosen(security)?;
        chosen.try_for_each(|(_, credential)| credential.apply(placeholder, request))
    }

    /// Returns the credentials of the first alternative in `security` that is complete, by security scheme.
    ///
    /// # Errors
    /// If no alternative is complete.
    fn chosen(
        &self,
        security: Security,
    ) -> Result<impl Iterator<Item = (&&'static str, &Credential)>, RequestError> {
        let complete = |schemes: &&&[&str]| schemes.iter().all(|scheme| self.by_scheme.contains_key(scheme));
        // An empty alternative is used only if no other one is complete.
        let chosen = security
            .iter()
            .filter(|schemes| !schemes.is_empty())
            .find(complete)
            .or_else(|| security.iter().find(|schemes| schemes.is_empty()));
        if chosen.is_none() && !security.is_empty() && !self.optional {
            let alternatives: Vec<String> = security.iter().map(|schemes| schemes.join(" and ")).collect();
            return Err(RequestError::MissingCredential { needed: alternatives.join(", or ") });
        }
        let schemes: &'static [&'static str] = chosen.copied().unwrap_or_default();
        Ok(schemes.iter().filter_map(|scheme| self.by_scheme.get_key_value(scheme)))
    }

    /// Reports to the sources that the server rejected the tokens which [`authorize`](Self::authorize) returned.
    ///
    /// Returns `true` if a source may now return another token.
    #[must_use]
    pub fn reject(&self, sent: &[(&'static str, Secret)]) -> bool {
        let mut renewed = false;
        for (scheme, secret) in sent {
            if let Some(Credential { token: Token(TokenKind::Source(source)), .. }) =
                self.by_scheme.get(scheme)
            {
                renewed |= source.rejected(secret.expose());
            }
        }
        renewed
    }

    /// Passes the transport and the clock of the client to the sources.
    #[cfg(feature = "client")]
    pub(super) fn attach(
        &self,
        transport: &Arc<dyn super::transport::Transport>,
        clock: &Arc<dyn super::clock::Clock>,
    ) {
        for credential in self.by_scheme.values() {
            if let TokenKind::Source(source) = &credential.token.0 {
                source.attach(transport, clock);
            }
        }
    }
}
