//! The removal of secrets from recorded exchanges.

use std::collections::BTreeSet;

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, header};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::{
    credentials::Credentials,
    recorded::{Content, Head},
    secret::Secret,
};

/// The text in the place of a secret.
pub(super) const REDACTED: &str = "REDACTED";

/// The names of secrets in OAuth (RFC 6749, RFC 7521, RFC 7636, RFC 8628, RFC 8693), in JSON, forms and queries.
const OAUTH_NAMES: [&str; 11] = [
    "access_token",
    "actor_token",
    "assertion",
    "client_assertion",
    "client_secret",
    "code_verifier",
    "device_code",
    "id_token",
    "password",
    "refresh_token",
    "subject_token",
];

/// The headers that are secrets.
const SECRET_HEADERS: [HeaderName; 5] = [
    header::AUTHORIZATION,
    header::PROXY_AUTHORIZATION,
    header::COOKIE,
    header::SET_COOKIE,
    HeaderName::from_static("authentication-info"),
];

/// The headers that are different in each run, or belong to the connection.
const LEFT_OUT: [HeaderName; 10] = [
    header::ACCEPT_ENCODING,
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::HOST,
    HeaderName::from_static("idempotency-key"),
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("traceparent"),
    HeaderName::from_static("tracestate"),
    header::TRANSFER_ENCODING,
    header::USER_AGENT,
];

/// The character in front of each text of a JSON text sequence (RFC 7464).
const RECORD_SEPARATOR: char = '\u{1e}';

/// The minimum length of a credential whose text is replaced wherever it occurs.
const MIN_SECRET: usize = 6;

/// The number of credentials that are kept. A source of tokens may have another one for each request.
const MAX_SECRETS: usize = 16;

/// The names and the texts of secrets.
#[derive(Default)]
pub(super) struct Redaction {
    /// The headers and the query parameters of credentials, in lower case.
    credentials: BTreeSet<String>,
    /// The names that the user has added, in lower case.
    names: BTreeSet<String>,
    /// The last credentials that were sent.
    secrets: Vec<Secret>,
}

impl Redaction {
    pub(super) fn add(&mut self, name: &str) {
        self.names.insert(name.to_lowercase());
    }

    pub(super) fn add_credentials(&mut self, credentials: &Credentials) {
        self.credentials.extend(credentials.names().map(str::to_lowercase));
    }

    /// Returns `true` for the name of a field in JSON, a form or a query that is a secret.
    fn is_secret(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        OAUTH_NAMES.contains(&name.as_str()) || self.names.contains(&name)
    }

    fn is_secret_parameter(&self, name: &str) -> bool {
        self.credentials.contains(&name.to_lowercase()) || self.is_secret(name)
    }

    /// Notes the credentials of a request, to remove their texts from everything that is recorded after it.
    pub(super) fn note(&mut self, request: &http::request::Parts) {
        let mut found = Vec::new();
        for (name, value) in &request.headers {
            let is_credential = self.credentials.contains(name.as_str()) || *name == header::AUTHORIZATION;
            let Ok(value) = value.to_str() else { continue };
            if is_credential && *name != header::COOKIE {
                found.push(value.rsplit(' ').next().unwrap_or_default());
            } else if *name == header::COOKIE {
                found.extend(value.split("; ").filter_map(|pair| Some(pair.split_once('=')?.1)));
            }
        }
        let pairs = request.uri.query().unwrap_or_default().split('&');
        for (name, value) in pairs.filter_map(|pair| pair.split_once('=')) {
            if self.credentials.contains(&decoded(name).to_lowercase()) {
                found.push(value);
            }
        }
        let other_forms: Vec<String> =
            found.iter().flat_map(|secret| [Some(decoded(secret)), password(secret)]).flatten().collect();
        for secret in found.into_iter().chain(other_forms.iter().map(String::as_str)) {
            if secret.len() >= MIN_SECRET && self.secrets.iter().all(|known| known.expose() != secret) {
                self.secrets.truncate(MAX_SECRETS - 1);
                self.secrets.insert(0, secret.into());
            }
        }
    }

    /// Returns the method, the URL and the headers of a request.
    pub(super) fn request(&self, request: &http::request::Parts) -> Head {
        let url = self.url(&request.uri.to_string());
        Head { start: format!("{} {url}", request.method), headers: self.headers(&request.headers) }
    }

    /// Replaces the secrets in a URL.
    fn url(&self, url: &str) -> String {
        let (base, query) = url.split_once('?').unwrap_or((url, ""));
        let base = self.text(base);
        if query.is_empty() {
            base
        } else {
            format!("{base}?{}", self.pairs(query, Self::is_secret_parameter))
        }
    }

    /// Replaces the values of pairs whose name is a secret.
    fn pairs(&self, pairs: &str, is_secret: impl Fn(&Self, &str) -> bool) -> String {
        let pairs = pairs.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) if is_secret(self, &decoded(name)) => format!("{name}={REDACTED}"),
            _ => self.text(pair),
        });
        pairs.collect::<Vec<_>>().join("&")
    }

    /// Returns headers in the order of their names.
    pub(super) fn headers(&self, headers: &HeaderMap) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = headers
            .iter()
            .filter(|(name, _)| !LEFT_OUT.contains(name))
            .map(|(name, value)| {
                let is_secret = value.is_sensitive()
                    || SECRET_HEADERS.contains(name)
                    || self.credentials.contains(name.as_str())
                    || self.names.contains(name.as_str());
                let text = String::from_utf8_lossy(value.as_bytes());
                let text = match *name {
                    _ if is_secret => REDACTED.to_owned(),
                    header::LOCATION => self.url(&text),
                    header::CONTENT_TYPE => without_boundary(&text),
                    _ => self.text(&text),
                };
                (name.as_str().to_owned(), text)
            })
            .collect();
        all.sort_by(|first, second| first.0.cmp(&second.0));
        all
    }

    /// Returns a body without its secrets, and without the random boundary of a multipart body.
    pub(super) fn content(&self, headers: &HeaderMap, body: &Bytes) -> Content {
        let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media_type = media_type.unwrap_or_default();
        let mut bytes = body.clone();
        if let Some(boundary) = boundary(media_type) {
            bytes = replaced(&bytes, boundary.as_bytes(), b"boundary");
        }
        for secret in &self.secrets {
            bytes = replaced(&bytes, secret.expose().as_bytes(), REDACTED.as_bytes());
        }
        match Content::new(&bytes, media_type) {
            Content::Json(mut json) => {
                self.json(&mut json);
                Content::Json(json)
            }
            Content::Text(text) if media_type.starts_with("application/x-www-form-urlencoded") => {
                Content::Text(self.pairs(&text, Self::is_secret))
            }
            Content::Text(text) => Content::Text(self.lines(&text)),
            content => content,
        }
    }

    /// Replaces the secrets in a text that is JSON, or has lines of JSON: as NDJSON or as the data of events.
    fn lines(&self, text: &str) -> String {
        let lines = text.split('\n').map(|line| {
            let json = line.strip_prefix("data:").unwrap_or(line);
            let json = json.trim_start_matches([' ', RECORD_SEPARATOR]);
            let start = line.strip_suffix(json).unwrap_or_default();
            self.json_text(json).map_or_else(|| line.to_owned(), |json| format!("{start}{json}"))
        });
        self.json_text(text).unwrap_or_else(|| lines.collect::<Vec<_>>().join("\n"))
    }

    /// Returns a JSON text without its secrets, or `None` if it has none. Long numbers are rounded.
    fn json_text(&self, text: &str) -> Option<String> {
        let original: Value = serde_json::from_str(text).ok()?;
        let mut json = original.clone();
        self.json(&mut json);
        (json != original).then(|| json.to_string())
    }

    /// Replaces the values of properties whose name is a secret, and the texts of credentials. Its depth is that of the
    /// parser, which is limited.
    fn json(&self, json: &mut Value) {
        match json {
            Value::String(text) => *text = self.text(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.json(item)),
            Value::Object(properties) => {
                for (name, value) in properties {
                    match value {
                        Value::String(_) | Value::Number(_) if self.is_secret(name) => {
                            *value = REDACTED.into();
                        }
                        _ => self.json(value),
                    }
                }
            }
            _ => {}
        }
    }

    /// Replaces the texts of credentials.
    fn text(&self, text: &str) -> String {
        let replace = |text: String, secret: &Secret| text.replace(secret.expose(), REDACTED);
        self.secrets.iter().fold(text.to_owned(), replace)
    }
}

pub(super) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Returns the password of basic credentials (RFC 7617, section 2).
fn password(credentials: &str) -> Option<String> {
    let decoded = String::from_utf8(STANDARD.decode(credentials).ok()?).ok()?;
    Some(decoded.split_once(':')?.1.to_owned())
}

/// Returns the boundary of a multipart body (RFC 2046, section 5.1.1).
fn boundary(media_type: &str) -> Option<&str> {
    let mut parameters = media_type.starts_with("multipart/").then(|| media_type.split(';').skip(1))?;
    let boundary = parameters.find_map(|text| text.trim().strip_prefix("boundary="))?;
    Some(boundary.trim_matches('"')).filter(|boundary| !boundary.is_empty())
}

fn without_boundary(media_type: &str) -> String {
    boundary(media_type).map_or(media_type.to_owned(), |boundary| media_type.replace(boundary, "boundary"))
}

/// Replaces a part of a body wherever it occurs.
fn replaced(bytes: &Bytes, from: &[u8], to: &[u8]) -> Bytes {
    let mut all = Vec::new();
    let mut rest: &[u8] = bytes;
    while let Some(at) = rest.windows(from.len()).position(|window| window == from) {
        all.extend_from_slice(&rest[..at]);
        all.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    if all.is_empty() && rest.len() == bytes.len() {
        return bytes.clone();
    }
    all.extend_from_slice(rest);
    all.into()
}
