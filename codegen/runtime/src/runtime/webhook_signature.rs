//! The signatures of received webhooks. All of them are HMAC-SHA256 (RFC 2104).

use std::{
    error, fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, Method, Request, Uri, request::Parts};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{
    clock::{Clock, SystemClock},
    secret::Secret,
    webhook_scheme::{Encoding, Scheme, from_hex, hubspot_uri},
};

/// The largest difference between the time of a request and the clock, unless it is set.
const TOLERANCE: Duration = Duration::from_secs(5 * 60);

/// The maximum number of signatures in a request that are compared.
const MAX_SIGNATURES: usize = 16;

const MESSAGE_ID: &str = "webhook-id";
const MESSAGE_TIME: &str = "webhook-timestamp";
const MESSAGE_SIGNATURE: &str = "webhook-signature";
const HUBSPOT_TIME: &str = "x-hubspot-request-timestamp";
const HUBSPOT_SIGNATURE: &str = "x-hubspot-signature-v3";
const STRIPE_SIGNATURE: &str = "stripe-signature";

/// A verifier of the signatures of received requests.
///
/// It compares in constant time. `Debug` does not show its secrets, which are overwritten in memory when it is dropped.
pub struct WebhookVerifier {
    scheme: Scheme,
    keys: Vec<Zeroizing<Vec<u8>>>,
    tolerance: Duration,
    clock: Arc<dyn Clock>,
    public_url: Option<String>,
}

impl WebhookVerifier {
    /// Creates a verifier of signatures with this secret.
    ///
    /// # Errors
    /// If the secret is empty, or not one of the scheme.
    pub fn new(scheme: Scheme, secret: impl Into<Secret>) -> Result<Self, InvalidSecret> {
        let clock = Arc::new(SystemClock);
        let verifier = Self { scheme, keys: Vec::new(), tolerance: TOLERANCE, clock, public_url: None };
        verifier.also(secret)
    }

    /// Accepts signatures with this secret too, so that secrets can be rotated.
    ///
    /// # Errors
    /// If the secret is empty, or not one of the scheme.
    pub fn also(mut self, secret: impl Into<Secret>) -> Result<Self, InvalidSecret> {
        let secret = secret.into();
        let text = secret.expose();
        let key = match self.scheme {
            Scheme::StandardWebhooks => {
                let text = text.strip_prefix("whsec_").unwrap_or(text);
                STANDARD.decode(text).map_err(|_| InvalidSecret)?
            }
            _ => text.as_bytes().to_vec(),
        };
        // Anybody can sign with an empty key.
        if key.is_empty() {
            return Err(InvalidSecret);
        }
        self.keys.push(key.into());
        Ok(self)
    }

    /// Sets the largest difference between the time in a request and the clock. The default is five minutes.
    #[must_use]
    pub fn tolerance(self, tolerance: Duration) -> Self {
        Self { tolerance, ..self }
    }

    /// Sets the clock. The default is that of the system.
    #[must_use]
    pub fn clock(self, clock: impl Clock + 'static) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// Sets the URL of this endpoint as the sender has it, without a query. Signatures of `HubSpot` cover it.
    ///
    /// The default is `https`, the header `Host` and the path of the request.
    #[must_use]
    pub fn public_url(self, url: impl Into<String>) -> Self {
        Self { public_url: Some(url.into()), ..self }
    }

    /// Verifies the signature and the time of a request, whose body must be the received bytes.
    ///
    /// # Errors
    /// If the request is not signed with one of the secrets, or is not recent.
    pub fn verify<B: AsRef<[u8]>>(&self, request: &Request<B>) -> Result<(), SignatureError> {
        let (method, uri) = (request.method(), request.uri());
        self.check(&Received { method, uri, headers: request.headers(), body: request.body().as_ref() })
    }

    /// Verifies the signature and the time of a request, as [`verify`](Self::verify) does.
    ///
    /// # Errors
    /// If the request is not signed with one of the secrets, or is not recent.
    pub fn verify_parts(&self, parts: &Parts, body: &[u8]) -> Result<(), SignatureError> {
        self.check(&Received { method: &parts.method, uri: &parts.uri, headers: &parts.headers, body })
    }

    fn check(&self, request: &Received<'_>) -> Result<(), SignatureError> {
        match self.scheme {
            Scheme::StandardWebhooks => self.check_standard(request),
            Scheme::HubspotV3 => self.check_hubspot(request),
            Scheme::Stripe => self.check_stripe(request),
            Scheme::Body { header, prefix, encoding } => {
                let text = request.header(header)?;
                let text = text.strip_prefix(prefix).ok_or(SignatureError::Malformed(header))?;
                let signature = match encoding {
                    Encoding::Hex => from_hex(text),
                    Encoding::Base64 => STANDARD.decode(text).ok(),
                };
                self.compare(header, signature, &[request.body])
            }
        }
    }

    /// Checks a request of Standard Webhooks: a list of signatures, each after its version.
    fn check_standard(&self, request: &Received<'_>) -> Result<(), SignatureError> {
        let (id, time) = (request.header(MESSAGE_ID)?, request.header(MESSAGE_TIME)?);
        let list = request.header(MESSAGE_SIGNATURE)?;
        self.check_time(MESSAGE_TIME, time, Duration::from_secs)?;
        let signatures = list.split(' ').filter_map(|one| STANDARD.decode(one.strip_prefix("v1,")?).ok());
        let message = [id.as_bytes(), b".", time.as_bytes(), b".", request.body];
        self.compare(MESSAGE_SIGNATURE, signatures, &message)
    }

    /// Checks a request of `HubSpot`, whose signature covers the method and the URL too.
    fn check_hubspot(&self, request: &Received<'_>) -> Result<(), SignatureError> {
        let (signature, time) = (request.header(HUBSPOT_SIGNATURE)?, request.header(HUBSPOT_TIME)?);
        self.check_time(HUBSPOT_TIME, time, Duration::from_millis)?;
        let url = hubspot_uri(&self.url(request)?);
        let message = [request.method.as_str().as_bytes(), url.as_bytes(), request.body, time.as_bytes()];
        self.compare(HUBSPOT_SIGNATURE, STANDARD.decode(signature).ok(), &message)
    }

    /// Checks a request of Stripe, whose header has the time and a list of signatures.
    fn check_stripe(&self, request: &Received<'_>) -> Result<(), SignatureError> {
        let header = request.header(STRIPE_SIGNATURE)?;
        let values = |key: &'static str| {
            let pairs = header.split(',').filter_map(|pair| pair.trim().split_once('='));
            pairs.filter(move |(known, _)| *known == key).map(|(_, value)| value)
        };
        let time = values("t").next().ok_or(SignatureError::Malformed(STRIPE_SIGNATURE))?;
        self.check_time(STRIPE_SIGNATURE, time, Duration::from_secs)?;
        let signatures = values("v1").filter_map(from_hex);
        self.compare(STRIPE_SIGNATURE, signatures, &[time.as_bytes(), b".", request.body])
    }

    /// Checks that the time in a header is recent.
    fn check_time(
        &self,
        header: &'static str,
        text: &str,
        unit: fn(u64) -> Duration,
    ) -> Result<(), SignatureError> {
        let malformed = SignatureError::Malformed(header);
        let since_epoch = text.parse().map(unit).map_err(|_| malformed.clone())?;
        let sent = SystemTime::UNIX_EPOCH.checked_add(since_epoch).ok_or(malformed)?;
        match self.clock.system_time().duration_since(sent) {
            Ok(age) if age > self.tolerance => Err(SignatureError::TooOld),
            Err(ahead) if ahead.duration() > self.tolerance => Err(SignatureError::InFuture),
            _ => Ok(()),
        }
    }

    /// Compares the signatures of a request with those of a message, one for each secret.
    fn compare(
        &self,
        header: &'static str,
        signatures: impl IntoIterator<Item = Vec<u8>>,
        message: &[&[u8]],
    ) -> Result<(), SignatureError> {
        let signatures: Vec<Vec<u8>> = signatures.into_iter().take(MAX_SIGNATURES).collect();
        if signatures.is_empty() {
            return Err(SignatureError::Malformed(header));
        }
        let is_signed = |key: &Zeroizing<Vec<u8>>| {
            // A key can have any length.
            let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return false };
            for part in message {
                mac.update(part);
            }
            // The comparison takes the same time for every signature of the right length.
            signatures.iter().any(|signature| mac.clone().verify_slice(signature).is_ok())
        };
        if self.keys.iter().any(is_signed) { Ok(()) } else { Err(SignatureError::NoMatch) }
    }

    /// Returns the URL of a request as the sender has it.
    fn url(&self, request: &Received<'_>) -> Result<String, SignatureError> {
        if let Some(url) = &self.public_url {
            let query = request.uri.query().map(|query| format!("?{query}"));
            return Ok(format!("{url}{}", query.unwrap_or_default()));
        }
        // A request of HTTP/2 has the host in its URI.
        let host = match request.uri.authority() {
            Some(authority) => authority.as_str(),
            None => request.header("host")?,
        };
        Ok(format!("https://{host}{}", request.uri.path_and_query().map_or("/", |path| path.as_str())))
    }
}

impl fmt::Debug for WebhookVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scheme, keys, tolerance, .. } = self;
        write!(f, "WebhookVerifier({scheme:?}, {} secrets: ***, {tolerance:?})", keys.len())
    }
}

/// The parts of a request that a signature can cover.
struct Received<'a> {
    method: &'a Method,
    uri: &'a Uri,
    headers: &'a HeaderMap,
    body: &'a [u8],
}

impl Received<'_> {
    /// Returns the only value of a header.
    fn header(&self, name: &'static str) -> Result<&str, SignatureError> {
        let mut values = self.headers.get_all(name).iter();
        let first = values.next().ok_or(SignatureError::MissingHeader(name))?;
        let text = first.to_str().ok().filter(|_| values.next().is_none());
        text.ok_or(SignatureError::Malformed(name))
    }
}

/// The reason why a request is not accepted. It has no part of the expected signature.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureError {
    /// The request does not have this header.
    MissingHeader(&'static str),
    /// The value of this header does not have the form of the scheme, or the header is repeated.
    Malformed(&'static str),
    /// No signature of the request is one of the secrets.
    NoMatch,
    /// The request is older than the tolerance. An attacker may have recorded and repeated it.
    TooOld,
    /// The request is newer than the clock by more than the tolerance.
    InFuture,
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingHeader(name) => write!(f, "the header `{name}` is missing"),
            Self::Malformed(name) => {
                write!(f, "the header `{name}` does not have the form of a signed request")
            }
            Self::NoMatch => f.write_str("no signature matches"),
            Self::TooOld => f.write_str("the request is too old"),
            Self::InFuture => f.write_str("the time of the request is in the future"),
        }
    }
}

impl error::Error for SignatureError {}

/// A secret that is empty, or not one of the scheme: secrets of Standard Webhooks are `whsec_` and base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidSecret;

impl fmt::Display for InvalidSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the secret of the webhook is empty, or does not have the form of its scheme")
    }
}

impl error::Error for InvalidSecret {}
