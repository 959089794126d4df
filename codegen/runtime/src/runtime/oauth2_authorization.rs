//! The authorization by a user in a browser (RFC 6749, section 4.1), with PKCE (RFC 7636).

use std::{borrow::Cow, fmt};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use url::Url;
use zeroize::Zeroizing;

use super::{
    client::Client,
    error_text::start,
    oauth2::{OAuth2, Tokens},
    oauth2_error::{FlowError, check_endpoint, network, post, refused},
    oauth2_metadata::ServerMetadata,
    oauth2_request::{Form, read_tokens},
    secret::Secret,
};

/// The maximum length of a redirect in bytes.
const MAX_REDIRECT: usize = 16 * 1024;

/// A request for the authorization by a user in a browser (RFC 6749, section 4.1.1).
///
/// The user opens its [`url`](Self::url). The authorization server then redirects the browser to the application, which
/// passes the URL of the redirect to [`exchange`](Self::exchange). The code is of use only with this value, because it
/// has the verifier of PKCE (RFC 7636, method `S256`).
pub struct AuthorizationRequest {
    url: Url,
    redirect_uri: String,
    state: Secret,
    verifier: Secret,
    /// The issuer of the server, and `true` if the server sends it with each redirect.
    issuer: Option<(String, bool)>,
}

impl OAuth2 {
    /// Creates a request for the authorization by a user. `redirect_uri` is the URL to return to, as it is registered
    /// at the authorization server.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] if a URL is not valid, or the endpoint is not `https`.
    pub fn authorization_request(
        &self,
        authorization_url: &str,
        redirect_uri: &str,
    ) -> Result<AuthorizationRequest, FlowError> {
        check_endpoint(authorization_url)?;
        check_endpoint(&self.token_url)?;
        let parse = |url| Url::parse(url).map_err(|_| FlowError::Invalid("the endpoint is not a URL"));
        let mut url = parse(authorization_url)?;
        parse(redirect_uri)?;
        url.set_fragment(None);
        let (state, verifier) = (random()?, random()?);
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose()));
        let mut query = url.query_pairs_mut();
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", self.client.expose())
            .append_pair("redirect_uri", redirect_uri);
        if !self.scopes.is_empty() {
            query.append_pair("scope", &self.scopes.join(" "));
        }
        query
            .append_pair("state", state.expose())
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        drop(query);
        Ok(AuthorizationRequest { url, redirect_uri: redirect_uri.to_owned(), state, verifier, issuer: None })
    }
}

impl AuthorizationRequest {
    /// Adds a parameter to the URL, such as `audience` or `prompt`.
    #[must_use]
    pub fn parameter(mut self, name: &str, value: &str) -> Self {
        self.url.query_pairs_mut().append_pair(name, value);
        self
    }

    /// Expects this authorization server: the redirect of another one is an error (RFC 9207, section 2.4).
    #[must_use]
    pub fn server(mut self, metadata: &ServerMetadata) -> Self {
        self.issuer = Some((metadata.issuer.clone(), metadata.sends_issuer));
        self
    }

    /// Returns the URL to open in a browser.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// Returns the `state`, by which a web application finds this value when a redirect arrives.
    #[must_use]
    pub fn state(&self) -> &str {
        self.state.expose()
    }

    /// Requests the tokens with the code of a redirect. `redirect` is its URL, or the path and the query.
    ///
    /// The transport and the clock of `client` are used, and none of its credentials.
    ///
    /// # Errors
    /// [`FlowError::State`], [`FlowError::Issuer`] or [`FlowError::Invalid`] if the redirect is not the response to
    /// this request. [`FlowError::Denied`] if it has an error. [`FlowError::Server`] or [`FlowError::Transport`] if the
    /// server does not respond with tokens.
    pub async fn exchange(
        self,
        oauth2: &OAuth2,
        client: &Client,
        redirect: &str,
    ) -> Result<Tokens, FlowError> {
        let code = self.code(redirect)?;
        let network = network(client);
        let mut form = Form::new("authorization_code");
        form.push("code", code.expose());
        form.push("redirect_uri", &self.redirect_uri);
        form.push("code_verifier", self.verifier.expose());
        oauth2.push_parameters(&mut form);
        let response = post(oauth2, &oauth2.token_url, form, &network).await?;
        read_tokens(response, None, network.clock.system_time()).map_err(refused)
    }

    /// Returns the code of a redirect (section 4.1.2).
    fn code(&self, redirect: &str) -> Result<Secret, FlowError> {
        let url = self.resolve(redirect)?;
        let values = Redirect::of(&url)?;
        if !values.state.is_some_and(|state| is_equal(&state, self.state.expose())) {
            return Err(FlowError::State);
        }
        match (&values.issuer, &self.issuer) {
            (Some(sent), Some((expected, _))) if sent != expected => return Err(FlowError::Issuer),
            (None, Some((_, true))) => return Err(FlowError::Issuer),
            _ => {}
        }
        if let Some(error) = values.error {
            let description = values.description.map(Cow::into_owned).map(start).unwrap_or_default();
            return Err(FlowError::Denied { error: start(error.into_owned()), description });
        }
        values
            .code
            .map(|code| Secret::from(code.into_owned()))
            .ok_or(FlowError::Invalid("the redirect has no code"))
    }

    /// Returns `true` if a redirect, at the path of the application, is the response to this request.
    #[cfg(feature = "oauth2-loopback")]
    pub(super) fn is_response(&self, redirect: &str) -> bool {
        let Ok(url) = self.resolve(redirect) else { return false };
        let is_expected = |state: Cow<'_, str>| is_equal(&state, self.state.expose());
        let path = Url::parse(&self.redirect_uri).map(|expected| expected.path() == url.path());
        path.unwrap_or(false) && Redirect::of(&url).is_ok_and(|values| values.state.is_some_and(is_expected))
    }

    fn resolve(&self, redirect: &str) -> Result<Url, FlowError> {
        if redirect.len() > MAX_REDIRECT {
            return Err(FlowError::Invalid("the redirect is too long"));
        }
        let url = Url::parse(&self.redirect_uri).and_then(|own| own.join(redirect));
        url.map_err(|_| FlowError::Invalid("the redirect is not a URL"))
    }
}

impl fmt::Debug for AuthorizationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationRequest")
            .field("redirect_uri", &self.redirect_uri)
            .finish_non_exhaustive()
    }
}

/// The parameters of a redirect.
#[derive(Default)]
struct Redirect<'a> {
    code: Option<Cow<'a, str>>,
    state: Option<Cow<'a, str>>,
    issuer: Option<Cow<'a, str>>,
    error: Option<Cow<'a, str>>,
    description: Option<Cow<'a, str>>,
}

impl<'a> Redirect<'a> {
    /// Reads the parameters of a URL. None of them is repeated (section 3.1).
    fn of(url: &'a Url) -> Result<Self, FlowError> {
        let mut values = Self::default();
        for (name, value) in url.query_pairs() {
            let place = match &*name {
                "code" => &mut values.code,
                "state" => &mut values.state,
                "iss" => &mut values.issuer,
                "error" => &mut values.error,
                "error_description" => &mut values.description,
                _ => continue,
            };
            if place.replace(value).is_some() {
                return Err(FlowError::Invalid("the redirect repeats a parameter"));
            }
        }
        Ok(values)
    }
}

/// Returns 256 random bits as text, from the generator of the system (RFC 7636, section 7.1).
fn random() -> Result<Secret, FlowError> {
    let mut bytes = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *bytes).map_err(|error| FlowError::Other(error.into()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes.as_slice()).into())
}

/// Compares two texts by their hashes, so that the time of the comparison tells nothing about them.
fn is_equal(left: &str, right: &str) -> bool {
    Sha256::digest(left) == Sha256::digest(right)
}
