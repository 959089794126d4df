//! Requests to the endpoints of an authorization server of OAuth 2.0.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use percent_encoding::utf8_percent_encode;
use serde_json::Value;
use zeroize::Zeroize;

use super::{
    body::Body,
    clock::{Clock, Deadline},
    credentials::SourceError,
    error::{TransportError, TransportErrorKind},
    error_text::start,
    oauth2::{OAuth2, OAuth2Error, Tokens},
    request::RESERVED,
    response::Response,
    response_body,
    secret::Secret,
    transport::Transport,
};

/// The timeout of a request.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The maximum size of a response: 1 MiB.
const MAX_RESPONSE: usize = 1024 * 1024;

/// The transport and the clock of a client.
#[derive(Clone)]
pub(super) struct Network {
    pub(super) transport: Arc<dyn Transport>,
    pub(super) clock: Arc<dyn Clock>,
}

impl Network {
    /// Sends a request and reads the response, within limits. The transport follows no redirect, so that secrets stay
    /// at their origin.
    pub(super) async fn send(&self, request: http::Request<Body>) -> Result<Response<Bytes>, TransportError> {
        let mut deadline = Deadline::new(&*self.clock, TIMEOUT);
        let response = deadline.enforce(self.transport.send(request)).await.ok_or_else(|| {
            let why = "the authorization server did not respond in time";
            TransportError::new(TransportErrorKind::Timeout, None, why)
        })??;
        let (head, body) = response.into_parts();
        let response = Response::new(head.status, head.headers, ());
        response_body::read(response, body, MAX_RESPONSE, &mut deadline).await.map_err(|mut error| {
            // The start of this body may be a part of a token.
            if head.status.is_success() {
                error.partial = error.partial.map(|partial| Box::new(partial.map(|_| Bytes::new())));
            }
            error
        })
    }
}

/// The parameters of a request, encoded as a form. They are overwritten in memory when they are dropped.
#[derive(Default)]
pub(super) struct Form(Vec<Secret>);

impl Form {
    /// Creates the form of a grant.
    pub(super) fn new(grant_type: &str) -> Self {
        let mut form = Self::default();
        form.push("grant_type", grant_type);
        form
    }

    /// Adds a parameter. `name` needs no encoding.
    pub(super) fn push(&mut self, name: &str, value: &str) {
        self.0.push(Secret::from(format!("{name}={}", encode(value))));
    }

    fn into_body(self) -> Body {
        let pairs: Vec<&str> = self.0.iter().map(Secret::expose).collect();
        Bytes::from(pairs.join("&")).into()
    }
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

impl OAuth2 {
    /// Requests tokens with `form`. `refresh_token` stays valid if the server sends no other one.
    pub(super) async fn request_tokens(
        &self,
        url: &str,
        mut form: Form,
        refresh_token: Option<Secret>,
        network: &Network,
    ) -> Result<Tokens, SourceError> {
        if !self.scopes.is_empty() {
            form.push("scope", &self.scopes.join(" "));
        }
        self.push_parameters(&mut form);
        let response = self.post(url, form, network).await?;
        Ok(read_tokens(response, refresh_token, network.clock.system_time())?)
    }

    /// Adds the parameters of the user to a form.
    pub(super) fn push_parameters(&self, form: &mut Form) {
        for (name, value) in &self.parameters {
            form.push(&encode(name), value);
        }
    }

    /// Sends `form` with the authentication of the application.
    pub(super) async fn post(
        &self,
        url: &str,
        mut form: Form,
        network: &Network,
    ) -> Result<Response<Bytes>, SourceError> {
        let mut request = http::Request::post(url)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json");
        let id = self.client.expose();
        match (&self.secret, &self.assertion) {
            // Both are encoded like form values (section 2.3.1).
            (Some(secret), _) if !self.in_body => {
                let pair = Secret::from(format!("{}:{}", encode(id), encode(secret.expose())));
                let value = Secret::from(format!("Basic {}", STANDARD.encode(pair.expose())));
                let mut value = HeaderValue::from_str(value.expose())?;
                value.set_sensitive(true);
                request = request.header(header::AUTHORIZATION, value);
            }
            (secret, assertion) => {
                form.push("client_id", id);
                if let Some(secret) = secret {
                    form.push("client_secret", secret.expose());
                } else if let Some(assertion) = assertion {
                    let signed = assertion.sign(id, &self.token_url, network.clock.system_time()).await?;
                    form.push(
                        "client_assertion_type",
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                    );
                    form.push("client_assertion", signed.expose());
                }
            }
        }
        Ok(network.send(request.body(form.into_body())?).await?)
    }
}

/// Reads the tokens from a response (section 5.1).
pub(super) fn read_tokens(
    response: Response<Bytes>,
    refresh_token: Option<Secret>,
    now: SystemTime,
) -> Result<Tokens, OAuth2Error> {
    let Response { status, body, .. } = response;
    let mut json: Value = serde_json::from_slice(&body).unwrap_or_default();
    if let Ok(mut body) = body.try_into_mut() {
        body.as_mut().zeroize();
    }
    match text(&mut json, "access_token").filter(|_| status.is_success()) {
        Some(access_token) => {
            let refresh_token = text(&mut json, "refresh_token").map(Secret::from).or(refresh_token);
            let lifetime = seconds(&json, "expires_in");
            let expires_at = lifetime.and_then(|lifetime| now.checked_add(lifetime));
            Ok(Tokens { access_token: access_token.into(), refresh_token, expires_at })
        }
        None => Err(error(status, json)),
    }
}

/// Reads an error response (section 5.2).
pub(super) fn error(status: StatusCode, mut json: Value) -> OAuth2Error {
    let mut start_of = |key| text(&mut json, key).map(start).unwrap_or_default();
    OAuth2Error { status, error: start_of("error"), description: start_of("error_description") }
}

/// Takes a text from an object.
pub(super) fn text(json: &mut Value, key: &str) -> Option<String> {
    match json.get_mut(key).map(Value::take) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    }
}

/// Returns a number of seconds. Some servers send it as a text.
pub(super) fn seconds(json: &Value, key: &str) -> Option<Duration> {
    let seconds = json.get(key).and_then(|value| match value {
        Value::String(text) => text.parse().ok(),
        value => value.as_u64(),
    });
    seconds.map(Duration::from_secs)
}
