//! The discovery of an authorization server (RFC 8414, OpenID Connect Discovery 1.0).

use std::sync::Arc;

use http::header;
use serde_json::Value;
use tokio::sync::OnceCell;

use super::{
    body::Body,
    client::Client,
    oauth2::OAuth2,
    oauth2_authorization::AuthorizationRequest,
    oauth2_error::{FlowError, check_endpoint, network, unexpected},
    oauth2_request::text,
};

/// The folder of the metadata (RFC 8615).
const WELL_KNOWN: &str = "/.well-known/";

/// The name of the metadata of OpenID Connect, after the path of the issuer.
const OPENID: &str = "openid-configuration";

/// The metadata of an authorization server: its issuer and its endpoints (RFC 8414, section 2).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ServerMetadata {
    /// The URL that identifies the server.
    pub issuer: String,
    /// The token endpoint.
    pub token_endpoint: String,
    /// The authorization endpoint.
    pub authorization_endpoint: Option<String>,
    /// The device authorization endpoint (RFC 8628).
    pub device_authorization_endpoint: Option<String>,
    /// The revocation endpoint (RFC 7009).
    pub revocation_endpoint: Option<String>,
    /// `true` if the server sends its issuer with each redirect (RFC 9207).
    pub sends_issuer: bool,
}

impl ServerMetadata {
    /// Fetches the metadata at `url`: the URL of an issuer, or the URL below `/.well-known/`.
    ///
    /// A redirect is not followed. The transport and the clock of `client` are used, and none of its credentials.
    /// [`Discovery`] keeps the metadata.
    ///
    /// # Errors
    /// [`FlowError::Issuer`] if the metadata is that of another issuer. [`FlowError::Invalid`] if a URL is not `https`,
    /// or something is missing. [`FlowError::Server`] or [`FlowError::Transport`] if the server sends no metadata.
    pub async fn fetch(url: &str, client: &Client) -> Result<Self, FlowError> {
        check_endpoint(url)?;
        let url = url.trim_end_matches('/');
        let (url, issuer) = match issuer_of(url) {
            Some(issuer) => (url.to_owned(), issuer),
            None => (format!("{url}{WELL_KNOWN}{OPENID}"), url.to_owned()),
        };
        let request = http::Request::get(url).header(header::ACCEPT, "application/json");
        let request = request.body(Body::default()).map_err(|error| FlowError::Other(error.into()))?;
        let response = network(client).send(request).await?;
        if response.status != http::StatusCode::OK {
            return Err(unexpected(response.status, &response.body));
        }
        Self::read(serde_json::from_slice(&response.body).unwrap_or_default(), &issuer)
    }

    /// Reads the metadata of `issuer` (RFC 8414, sections 2 and 3.3).
    fn read(mut json: Value, issuer: &str) -> Result<Self, FlowError> {
        let sent = text(&mut json, "issuer").ok_or(FlowError::Invalid("the metadata has no issuer"))?;
        // The URL of an issuer may end with a slash, which is not doubled in the URL of its metadata.
        if sent.trim_end_matches('/') != issuer {
            return Err(FlowError::Issuer);
        }
        let mut endpoint = |name: &str| {
            let endpoint = text(&mut json, name);
            endpoint.map(|url| check_endpoint(&url).map(|()| url)).transpose()
        };
        Ok(Self {
            issuer: sent,
            token_endpoint: endpoint("token_endpoint")?
                .ok_or(FlowError::Invalid("the metadata has no token endpoint"))?,
            authorization_endpoint: endpoint("authorization_endpoint")?,
            device_authorization_endpoint: endpoint("device_authorization_endpoint")?,
            revocation_endpoint: endpoint("revocation_endpoint")?,
            sends_issuer: json.get("authorization_response_iss_parameter_supported")
                == Some(&Value::Bool(true)),
        })
    }

    /// Describes an application at this server, as [`OAuth2::application`] does.
    pub fn application(&self, client_id: impl Into<String>) -> OAuth2 {
        OAuth2::application(&self.token_endpoint, client_id)
    }

    /// Creates a request for the authorization by a user, as [`OAuth2::authorization_request`] does, and expects the
    /// redirect of this server.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] if the server has no authorization endpoint, or a URL is not valid.
    pub fn authorization_request(
        &self,
        oauth2: &OAuth2,
        redirect_uri: &str,
    ) -> Result<AuthorizationRequest, FlowError> {
        let missing = FlowError::Invalid("the metadata has no authorization endpoint");
        let url = self.authorization_endpoint.as_ref().ok_or(missing)?;
        Ok(oauth2.authorization_request(url, redirect_uri)?.server(self))
    }
}

/// The metadata of an authorization server, fetched when it is first needed and then kept. Clones share it.
#[derive(Debug, Clone)]
pub struct Discovery {
    url: String,
    metadata: Arc<OnceCell<ServerMetadata>>,
}

impl Discovery {
    /// Creates a value without metadata, for the metadata at `url`, which is a URL as in [`ServerMetadata::fetch`].
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), metadata: Arc::default() }
    }

    /// Returns the metadata. The first call fetches it, and concurrent calls wait for it. A failure is not kept.
    ///
    /// # Errors
    /// The errors of [`ServerMetadata::fetch`].
    pub async fn metadata(&self, client: &Client) -> Result<&ServerMetadata, FlowError> {
        self.metadata.get_or_try_init(|| ServerMetadata::fetch(&self.url, client)).await
    }
}

/// Returns the issuer of the metadata at `url`, without a slash at its end, if `url` is below `/.well-known/`.
fn issuer_of(url: &str) -> Option<String> {
    let (before, after) = url.split_once(WELL_KNOWN)?;
    if after == OPENID {
        return Some(before.to_owned());
    }
    // The path of the issuer is after the name of the metadata (RFC 8414, section 3).
    let path = after.split_once('/').map_or("", |(_, path)| path);
    let slash = if path.is_empty() { "" } else { "/" };
    Some(format!("{before}{slash}{path}"))
}
