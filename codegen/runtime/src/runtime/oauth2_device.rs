//! The authorization of a device without a browser (RFC 8628).

use std::{
    fmt,
    time::{Duration, Instant},
};

use http::Uri;

use super::{
    client::Client,
    oauth2::{OAuth2, Tokens},
    oauth2_error::{FlowError, check_endpoint, network, post, refused, unexpected},
    oauth2_request::{Form, read_tokens, seconds, text},
    secret::Secret,
};

/// The interval of requests if the server sends none (section 3.5), and by which it asks to slow down.
const INTERVAL: Duration = Duration::from_secs(5);

/// The longest time in which a device can be authorized, whatever the server sends.
const MAX_LIFETIME: Duration = Duration::from_secs(60 * 60);

/// The maximum length of a text for the user in bytes.
const MAX_TEXT: usize = 2 * 1024;

/// The authorization of a device by a user with another device (RFC 8628).
///
/// Show [`verification_uri`](Self::verification_uri) and [`user_code`](Self::user_code) to the user, and then wait for
/// the [`tokens`](Self::tokens). Both are free of control characters, and the first is an `http` or `https` URL.
#[non_exhaustive]
pub struct DeviceAuthorization {
    /// The code to type in.
    pub user_code: String,
    /// The URL to open in a browser.
    pub verification_uri: String,
    /// The URL with the code in it, for a link or a QR code. It is `None` if the server does not send it.
    pub verification_uri_complete: Option<String>,
    /// The time in which the user must authorize the device.
    pub expires_in: Duration,
    /// The interval in which the server is asked.
    pub interval: Duration,
    device_code: Secret,
    start: Instant,
}

impl OAuth2 {
    /// Requests the codes of a device (section 3.1). `device_url` is the device authorization endpoint.
    ///
    /// The transport and the clock of `client` are used, and none of its credentials.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] if an endpoint is not `https`, or the response is not valid. [`FlowError::Server`] or
    /// [`FlowError::Transport`] if the server does not respond with codes.
    pub async fn device_authorization(
        &self,
        device_url: &str,
        client: &Client,
    ) -> Result<DeviceAuthorization, FlowError> {
        check_endpoint(&self.token_url)?;
        let network = network(client);
        let mut form = Form::default();
        if !self.scopes.is_empty() {
            form.push("scope", &self.scopes.join(" "));
        }
        self.push_parameters(&mut form);
        // The codes expire some time after the request, and not after its response.
        let start = network.clock.now();
        let response = post(self, device_url, form, &network).await?;
        if !response.status.is_success() {
            return Err(unexpected(response.status, &response.body));
        }
        let mut json = serde_json::from_slice(&response.body).unwrap_or_default();
        let lifetime = seconds(&json, "expires_in").unwrap_or(MAX_LIFETIME).min(MAX_LIFETIME);
        let interval = seconds(&json, "interval").unwrap_or(INTERVAL).max(Duration::from_secs(1));
        // Google sends the second name.
        let uri = text(&mut json, "verification_uri").or_else(|| text(&mut json, "verification_url"));
        let complete = text(&mut json, "verification_uri_complete");
        let parts = (text(&mut json, "device_code"), text(&mut json, "user_code"), uri);
        match parts {
            (Some(device_code), Some(user_code), Some(verification_uri))
                if is_text(&user_code) && is_url(&verification_uri) =>
            {
                Ok(DeviceAuthorization {
                    user_code,
                    verification_uri,
                    verification_uri_complete: complete.filter(|uri| is_url(uri)),
                    expires_in: lifetime,
                    interval,
                    device_code: device_code.into(),
                    start,
                })
            }
            _ => Err(FlowError::Invalid("the authorization server sent no valid codes for the device")),
        }
    }
}

impl DeviceAuthorization {
    /// Waits until the user has authorized the device, and returns the tokens (section 3.4).
    ///
    /// The server is asked in its interval, which is longer each time that the server asks to slow down, or does not
    /// respond.
    ///
    /// # Errors
    /// [`FlowError::Denied`] if the user refuses. [`FlowError::Expired`] if the time is over. [`FlowError::Server`] if
    /// the server responds with another error.
    pub async fn tokens(self, oauth2: &OAuth2, client: &Client) -> Result<Tokens, FlowError> {
        let network = network(client);
        let (mut interval, mut waited) = (self.interval, Duration::ZERO);
        loop {
            // A clock that does not advance ends too.
            waited = waited.saturating_add(interval);
            if waited > self.expires_in {
                return Err(FlowError::Expired);
            }
            network.clock.sleep(interval).await;
            if network.clock.now().saturating_duration_since(self.start) > self.expires_in {
                return Err(FlowError::Expired);
            }
            let mut form = Form::new("urn:ietf:params:oauth:grant-type:device_code");
            form.push("device_code", self.device_code.expose());
            oauth2.push_parameters(&mut form);
            let result = match post(oauth2, &oauth2.token_url, form, &network).await {
                Ok(response) => read_tokens(response, None, network.clock.system_time()).map_err(refused),
                Err(error) => Err(error),
            };
            match result {
                Err(FlowError::Server(error)) if error.error == "authorization_pending" => {}
                Err(FlowError::Server(error)) if error.error == "slow_down" => {
                    interval = interval.saturating_add(INTERVAL);
                }
                Err(FlowError::Transport(_)) => interval = interval.saturating_mul(2),
                result => return result,
            }
        }
    }
}

impl fmt::Debug for DeviceAuthorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceAuthorization")
            .field("verification_uri", &self.verification_uri)
            .field("expires_in", &self.expires_in)
            .finish_non_exhaustive()
    }
}

/// Returns `true` if a text of the server can be shown to the user.
fn is_text(text: &str) -> bool {
    !text.is_empty() && text.len() <= MAX_TEXT && !text.chars().any(char::is_control)
}

/// Returns `true` if a text of the server is a URL that a browser can open.
fn is_url(text: &str) -> bool {
    let uri = text.parse::<Uri>().ok().filter(|uri| uri.host().is_some());
    is_text(text) && uri.is_some_and(|uri| matches!(uri.scheme_str(), Some("https" | "http")))
}
