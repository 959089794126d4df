//! What proves to the server who is calling, and which operation gets to send it.

use std::{collections::BTreeMap, fmt};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Uri, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{error::RequestError, operation::Security};

/// A credential for one security scheme. `Debug` shows its kind and nothing of the secret.
#[derive(Clone)]
pub struct Credential(Place);

#[derive(Clone)]
enum Place {
    Header(HeaderName, String),
    Query(&'static str, String),
    Cookie(&'static str, String),
}

impl Credential {
    /// A token, sent as `Authorization: Bearer …` (RFC 6750, section 2.1).
    #[must_use]
    pub fn bearer(token: &str) -> Self {
        Self::authorization("Bearer", token)
    }

    /// A scheme and what it takes, sent as `Authorization: …` (RFC 9110, section 11.6.2).
    pub(super) fn authorization(scheme: &str, value: &str) -> Self {
        Self(Place::Header(header::AUTHORIZATION, format!("{scheme} {value}")))
    }

    /// A key, sent as the header `name`, which is in lower case.
    #[must_use]
    pub fn header(name: &'static str, key: &str) -> Self {
        Self(Place::Header(HeaderName::from_static(name), key.to_owned()))
    }

    /// A key, sent as the query parameter `name`.
    #[must_use]
    pub fn query(name: &'static str, key: &str) -> Self {
        Self(Place::Query(name, key.to_owned()))
    }

    /// A key, sent as the cookie `name`.
    #[must_use]
    pub fn cookie(name: &'static str, key: &str) -> Self {
        Self(Place::Cookie(name, key.to_owned()))
    }

    fn apply(&self, request: &mut http::Request<Bytes>) -> Result<(), RequestError> {
        match &self.0 {
            Place::Header(name, value) => {
                let value = secret(value, name)?;
                request.headers_mut().insert(name, value);
            }
            Place::Cookie(name, value) => {
                let value = utf8_percent_encode(value, NON_ALPHANUMERIC);
                let mut cookies = match request.headers().get(header::COOKIE) {
                    Some(others) => [others.as_bytes(), b"; "].concat(),
                    None => Vec::new(),
                };
                cookies.extend_from_slice(format!("{name}={value}").as_bytes());
                let cookies = secret(&String::from_utf8_lossy(&cookies), &header::COOKIE)?;
                request.headers_mut().insert(header::COOKIE, cookies);
            }
            Place::Query(name, value) => {
                let uri = request.uri().to_string();
                let separator = if request.uri().query().is_some() { '&' } else { '?' };
                let name = utf8_percent_encode(name, NON_ALPHANUMERIC);
                let value = utf8_percent_encode(value, NON_ALPHANUMERIC);
                *request.uri_mut() = format!("{uri}{separator}{name}={value}")
                    .parse::<Uri>()
                    .map_err(|error| RequestError::Http(error.into()))?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Place::Header(name, _) => write!(f, "Credential(header {name}: ***)"),
            Place::Query(name, _) => write!(f, "Credential(query {name}: ***)"),
            Place::Cookie(name, _) => write!(f, "Credential(cookie {name}: ***)"),
        }
    }
}

/// A header value that `Debug` does not show.
fn secret(value: &str, name: &HeaderName) -> Result<HeaderValue, RequestError> {
    let mut value =
        HeaderValue::try_from(value).map_err(|_| RequestError::Header { name: name.to_string() })?;
    value.set_sensitive(true);
    Ok(value)
}

/// The credentials of a client, by the security scheme they are for.
#[derive(Debug, Clone, Default)]
pub struct Credentials(BTreeMap<&'static str, Credential>);

impl Credentials {
    /// Sets the credential for a security scheme.
    pub fn set(&mut self, scheme: &'static str, credential: Credential) {
        self.0.insert(scheme, credential);
    }

    /// Adds what `security` asks for to `request`: the first alternative of which all is there.
    ///
    /// # Errors
    /// When there is none, or a credential cannot be sent in a header.
    pub fn authorize(
        &self,
        security: Security,
        request: &mut http::Request<Bytes>,
    ) -> Result<(), RequestError> {
        let complete = |schemes: &&&[&str]| schemes.iter().all(|scheme| self.0.contains_key(scheme));
        // An alternative that needs nothing is for those who have nothing better.
        let chosen = security
            .iter()
            .filter(|schemes| !schemes.is_empty())
            .find(complete)
            .or_else(|| security.iter().find(|schemes| schemes.is_empty()));
        match chosen {
            Some(schemes) => schemes
                .iter()
                .filter_map(|scheme| self.0.get(scheme))
                .try_for_each(|credential| credential.apply(request)),
            None if security.is_empty() => Ok(()),
            None => {
                let alternatives: Vec<String> =
                    security.iter().map(|schemes| schemes.join(" and ")).collect();
                Err(RequestError::MissingCredential { needed: alternatives.join(", or ") })
            }
        }
    }
}
