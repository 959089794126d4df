//! What proves to the server who is calling, and which operation gets to send it.

use std::{collections::BTreeMap, error, fmt, future::Future, sync::Arc};

use http::{HeaderName, HeaderValue, Uri, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{body::Body, error::RequestError, operation::Security, secret::Secret, transport::BoxFuture};

/// Why a source has no secret.
pub type SourceError = Box<dyn error::Error + Send + Sync>;

/// Where a token comes from that does not stay the same: a vault, or a server that gives a new one when the
/// old one runs out.
pub trait TokenSource: Send + Sync {
    /// The token for a request that is about to be sent.
    fn token(&self) -> BoxFuture<'_, Result<Secret, SourceError>>;

    /// The server did not accept `token` (`401`). Whether there may be another one now, with which the request is
    /// sent once more.
    fn rejected(&self, token: &str) -> bool {
        let _ = token;
        false
    }

    /// What the client that asks has for calls over the network, and for the time. It is told when it is built.
    #[cfg(feature = "client")]
    fn attach(&self, transport: &Arc<dyn super::transport::Transport>, clock: &Arc<dyn super::clock::Clock>) {
        let _ = (transport, clock);
    }
}

/// A source that is a function.
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

/// A token or a key: a text, or what a source gives whenever a request is sent. `Debug` does not show it, and
/// a text is overwritten when it is dropped.
#[derive(Clone)]
pub struct Token(Kind);

#[derive(Clone)]
enum Kind {
    Text(Secret),
    Source(Arc<dyn TokenSource>),
}

impl Token {
    /// What `source` gives, which is asked before each request: one that keeps a token until it runs out
    /// renews it then.
    pub fn source<F, R>(source: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<String, SourceError>> + Send + 'static,
    {
        Self::renewed(Function(source))
    }

    /// What `source` gives, which also learns that a token was not accepted.
    pub fn renewed(source: impl TokenSource + 'static) -> Self {
        Self(Kind::Source(Arc::new(source)))
    }

    async fn get(&self) -> Result<Secret, SourceError> {
        match &self.0 {
            Kind::Text(text) => Ok(text.clone()),
            Kind::Source(source) => source.token().await,
        }
    }
}

impl<T: Into<String>> From<T> for Token {
    fn from(text: T) -> Self {
        Self(Kind::Text(text.into().into()))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(***)")
    }
}

/// A credential for one security scheme. `Debug` shows its kind and nothing of the secret.
#[derive(Clone)]
pub struct Credential {
    place: Place,
    token: Token,
}

#[derive(Clone)]
enum Place {
    /// A header, and what stands in it before the secret.
    Header(HeaderName, &'static str),
    Query(&'static str),
    Cookie(&'static str),
}

impl Credential {
    /// A token, sent as `Authorization: Bearer …` (RFC 6750, section 2.1).
    pub fn bearer(token: impl Into<Token>) -> Self {
        Self::authorization("Bearer", token)
    }

    /// A scheme and what it takes, sent as `Authorization: …` (RFC 9110, section 11.6.2).
    pub fn authorization(scheme: &'static str, value: impl Into<Token>) -> Self {
        Self { place: Place::Header(header::AUTHORIZATION, scheme), token: value.into() }
    }

    /// A key, sent as the header `name`, which is in lower case.
    pub fn header(name: &'static str, key: impl Into<Token>) -> Self {
        Self { place: Place::Header(HeaderName::from_static(name), ""), token: key.into() }
    }

    /// A key, sent as the query parameter `name`.
    pub fn query(name: &'static str, key: impl Into<Token>) -> Self {
        Self { place: Place::Query(name), token: key.into() }
    }

    /// A key, sent as the cookie `name`.
    pub fn cookie(name: &'static str, key: impl Into<Token>) -> Self {
        Self { place: Place::Cookie(name), token: key.into() }
    }

    fn apply(&self, secret: &str, request: &mut http::Request<Body>) -> Result<(), RequestError> {
        match &self.place {
            Place::Header(name, scheme) => {
                let space = if scheme.is_empty() { "" } else { " " };
                let value = sensitive(Secret::from(format!("{scheme}{space}{secret}")).expose(), name)?;
                request.headers_mut().insert(name, value);
            }
            Place::Cookie(name) => {
                let secret = utf8_percent_encode(secret, NON_ALPHANUMERIC);
                let mut cookies = match request.headers().get(header::COOKIE) {
                    Some(others) => [others.as_bytes(), b"; "].concat(),
                    None => Vec::new(),
                };
                cookies.extend_from_slice(format!("{name}={secret}").as_bytes());
                let cookies = sensitive(&String::from_utf8_lossy(&cookies), &header::COOKIE)?;
                request.headers_mut().insert(header::COOKIE, cookies);
            }
            Place::Query(name) => {
                let uri = request.uri().to_string();
                let separator = if request.uri().query().is_some() { '&' } else { '?' };
                let name = utf8_percent_encode(name, NON_ALPHANUMERIC);
                let secret = utf8_percent_encode(secret, NON_ALPHANUMERIC);
                *request.uri_mut() = format!("{uri}{separator}{name}={secret}")
                    .parse::<Uri>()
                    .map_err(|error| RequestError::Http(error.into()))?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Header(name, _) => write!(f, "Credential(header {name}: ***)"),
            Place::Query(name) => write!(f, "Credential(query {name}: ***)"),
            Place::Cookie(name) => write!(f, "Credential(cookie {name}: ***)"),
        }
    }
}

/// A header value that `Debug` does not show.
fn sensitive(value: &str, name: &HeaderName) -> Result<HeaderValue, RequestError> {
    let mut value =
        HeaderValue::try_from(value).map_err(|_| RequestError::Header { name: name.to_string() })?;
    value.set_sensitive(true);
    Ok(value)
}

/// The credentials of a client, by the security scheme they are for.
#[derive(Debug, Clone, Default)]
pub struct Credentials {
    known: BTreeMap<&'static str, Credential>,
    /// Whether an operation may go without what it asks for, since there is no server.
    optional: bool,
}

impl Credentials {
    /// Sets the credential for a security scheme.
    pub fn set(&mut self, scheme: &'static str, credential: Credential) {
        self.known.insert(scheme, credential);
    }

    /// Lets operations go without what they ask for, where it is not there.
    #[cfg(feature = "mock")]
    pub(super) fn ask_for_nothing(&mut self) {
        self.optional = true;
    }

    /// Adds what `security` asks for to `request`: the first alternative of which all is there. Gives what it
    /// has of sources, by the name of the scheme, for [`reject`](Self::reject).
    ///
    /// # Errors
    /// When there is none, a source fails, or a credential cannot be sent in a header.
    pub async fn authorize(
        &self,
        security: Security,
        request: &mut http::Request<Body>,
    ) -> Result<Vec<(&'static str, Secret)>, RequestError> {
        let complete = |schemes: &&&[&str]| schemes.iter().all(|scheme| self.known.contains_key(scheme));
        // An alternative that needs nothing is for those who have nothing better.
        let chosen = security
            .iter()
            .filter(|schemes| !schemes.is_empty())
            .find(complete)
            .or_else(|| security.iter().find(|schemes| schemes.is_empty()));
        let mut sent = Vec::new();
        let Some(schemes) = chosen else {
            if security.is_empty() || self.optional {
                return Ok(sent);
            }
            let alternatives: Vec<String> = security.iter().map(|schemes| schemes.join(" and ")).collect();
            return Err(RequestError::MissingCredential { needed: alternatives.join(", or ") });
        };
        for (scheme, credential) in schemes.iter().filter_map(|scheme| self.known.get_key_value(scheme)) {
            let secret = credential.token.get().await;
            let secret = secret.map_err(|source| RequestError::Credential { scheme, source })?;
            credential.apply(secret.expose(), request)?;
            if matches!(credential.token.0, Kind::Source(_)) {
                sent.push((*scheme, secret));
            }
        }
        Ok(sent)
    }

    /// Tells the sources that the server did not accept what [`authorize`](Self::authorize) took from them.
    /// Whether one of them may have something else now.
    #[must_use]
    pub fn reject(&self, sent: &[(&'static str, Secret)]) -> bool {
        let mut renewed = false;
        for (scheme, secret) in sent {
            if let Some(Credential { token: Token(Kind::Source(source)), .. }) = self.known.get(scheme) {
                renewed |= source.rejected(secret.expose());
            }
        }
        renewed
    }

    /// Tells the sources what the client has for calls over the network, and for the time.
    #[cfg(feature = "client")]
    pub(super) fn attach(
        &self,
        transport: &Arc<dyn super::transport::Transport>,
        clock: &Arc<dyn super::clock::Clock>,
    ) {
        for credential in self.known.values() {
            if let Kind::Source(source) = &credential.token.0 {
                source.attach(transport, clock);
            }
        }
    }
}
