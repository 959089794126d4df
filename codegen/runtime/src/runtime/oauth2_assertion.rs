//! Assertions with which an application authenticates at an authorization server (RFC 7523).

use std::{
    fmt,
    future::Future,
    time::{Duration, SystemTime},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::{credentials::SourceError, secret::Secret, transport::BoxFuture};

type Sign = dyn Fn(Vec<u8>) -> BoxFuture<'static, Result<Vec<u8>, SourceError>> + Send + Sync;

/// An assertion with which an application authenticates, instead of a secret: `private_key_jwt` (RFC 7523, section 3).
///
/// Each request has a new one. A function of yours signs it, so the private key can be anywhere: in memory, in a file,
/// or in a service for keys.
pub struct ClientAssertion {
    algorithm: String,
    key_id: Option<String>,
    audience: Option<String>,
    lifetime: Duration,
    sign: Box<Sign>,
}

impl ClientAssertion {
    /// Creates an assertion from the name of an algorithm (`alg` of RFC 7518, such as `ES256` or `EdDSA`) and the
    /// function that signs its input with it.
    ///
    /// The signature has the form of RFC 7518: for `ES256` it is two numbers of 32 bytes, and not ASN.1.
    pub fn new<F, R>(algorithm: impl Into<String>, sign: F) -> Self
    where
        F: Fn(Vec<u8>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Vec<u8>, SourceError>> + Send + 'static,
    {
        Self {
            algorithm: algorithm.into(),
            key_id: None,
            audience: None,
            lifetime: Duration::from_secs(60),
            sign: Box::new(move |input| Box::pin(sign(input))),
        }
    }

    /// Sets the ID of the key (`kid`), by which the server finds the public key.
    #[must_use]
    pub fn key_id(mut self, key_id: impl Into<String>) -> Self {
        self.key_id = Some(key_id.into());
        self
    }

    /// Sets the audience (`aud`), such as the issuer. The default is the URL of the token endpoint.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(audience.into());
        self
    }

    /// Sets the time after which an assertion expires. The default is 60 seconds.
    #[must_use]
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Returns the signed assertion of the application `client_id`, in the compact form (RFC 7515, section 7.1).
    pub(super) async fn sign(
        &self,
        client_id: &str,
        token_url: &str,
        now: SystemTime,
    ) -> Result<Secret, SourceError> {
        let now = now.duration_since(SystemTime::UNIX_EPOCH)?;
        let mut header = json!({ "alg": self.algorithm, "typ": "JWT" });
        if let (Value::Object(fields), Some(key_id)) = (&mut header, &self.key_id) {
            fields.insert("kid".to_owned(), key_id.as_str().into());
        }
        let claims = json!({
            "iss": client_id,
            "sub": client_id,
            "aud": self.audience.as_deref().unwrap_or(token_url),
            "jti": format!("{:032x}", fastrand::u128(..)),
            "iat": now.as_secs(),
            "exp": now.saturating_add(self.lifetime).as_secs(),
        });
        let encode = |json: Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let input = format!("{}.{}", encode(header), encode(claims));
        let signature = (self.sign)(input.clone().into_bytes()).await?;
        Ok(Secret::from(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))))
    }
}

impl fmt::Debug for ClientAssertion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientAssertion").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}
