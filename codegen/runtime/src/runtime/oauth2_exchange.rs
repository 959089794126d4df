//! The exchange (RFC 8693) and the revocation (RFC 7009) of tokens.

use std::fmt;

use super::{
    client::Client,
    oauth2::{OAuth2, Tokens},
    oauth2_error::{FlowError, check_endpoint, network, post, unexpected},
    oauth2_request::Form,
    secret::Secret,
};

/// A request to exchange a token for another one (RFC 8693, section 2.1).
pub struct TokenExchange(Form);

impl TokenExchange {
    /// The type of an access token of OAuth 2.0 (section 3).
    pub const ACCESS_TOKEN: &'static str = "urn:ietf:params:oauth:token-type:access_token";
    /// The type of an ID token of OpenID Connect.
    pub const ID_TOKEN: &'static str = "urn:ietf:params:oauth:token-type:id_token";
    /// The type of a JSON Web Token (RFC 7519).
    pub const JWT: &'static str = "urn:ietf:params:oauth:token-type:jwt";
    /// The type of a refresh token.
    pub const REFRESH_TOKEN: &'static str = "urn:ietf:params:oauth:token-type:refresh_token";

    /// Creates a request with the token of the party on whose behalf it is made, and the type of this token.
    pub fn new(subject_token: impl Into<Secret>, token_type: &str) -> Self {
        let mut form = Form::new("urn:ietf:params:oauth:grant-type:token-exchange");
        form.push("subject_token", subject_token.into().expose());
        form.push("subject_token_type", token_type);
        Self(form)
    }

    /// Adds the token of the acting party, and its type.
    #[must_use]
    pub fn actor(mut self, token: impl Into<Secret>, token_type: &str) -> Self {
        self.0.push("actor_token", token.into().expose());
        self.parameter("actor_token_type", token_type)
    }

    /// Adds the name of a service at which the new token is used.
    #[must_use]
    pub fn audience(self, audience: &str) -> Self {
        self.parameter("audience", audience)
    }

    /// Adds the URL of a service at which the new token is used.
    #[must_use]
    pub fn resource(self, resource: &str) -> Self {
        self.parameter("resource", resource)
    }

    /// Sets the type of the new token. By default the server decides.
    #[must_use]
    pub fn requested_type(self, token_type: &str) -> Self {
        self.parameter("requested_token_type", token_type)
    }

    fn parameter(mut self, name: &str, value: &str) -> Self {
        self.0.push(name, value);
        self
    }
}

impl fmt::Debug for TokenExchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenExchange(***)")
    }
}

impl OAuth2 {
    /// Exchanges a token for another one (RFC 8693), with the scopes of this value.
    ///
    /// The transport and the clock of `client` are used, and none of its credentials.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] if the token endpoint is not `https`. [`FlowError::Server`] or [`FlowError::Transport`]
    /// if the server does not respond with a token.
    pub async fn exchange_token(
        &self,
        exchange: TokenExchange,
        client: &Client,
    ) -> Result<Tokens, FlowError> {
        check_endpoint(&self.token_url)?;
        Ok(self.request_tokens(&self.token_url, exchange.0, None, &network(client)).await?)
    }

    /// Revokes an access token or a refresh token (RFC 7009, section 2.1). A token that is not valid is no error.
    ///
    /// Most servers revoke the access tokens of a refresh token with it.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] if the endpoint is not `https`. [`FlowError::Server`] or [`FlowError::Transport`] if the
    /// token may still be valid.
    pub async fn revoke(
        &self,
        revocation_url: &str,
        token: &Secret,
        client: &Client,
    ) -> Result<(), FlowError> {
        let mut form = Form::default();
        form.push("token", token.expose());
        let response = post(self, revocation_url, form, &network(client)).await?;
        if response.status.is_success() { Ok(()) } else { Err(unexpected(response.status, &response.body)) }
    }
}
