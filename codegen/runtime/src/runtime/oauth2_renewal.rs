//! The renewal of access tokens of OAuth 2.0.

use std::{
    error, fmt,
    sync::{
        Arc, Mutex as SyncMutex, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use percent_encoding::utf8_percent_encode;
use serde_json::Value;
use tokio::sync::Mutex;
use zeroize::Zeroize;

use super::{
    body::Body,
    clock::{Clock, Deadline},
    credentials::{SourceError, Token, TokenSource},
    error_text::start,
    oauth2::{OAuth2, OAuth2Error, Tokens},
    request::RESERVED,
    response::Response,
    response_body,
    secret::Secret,
    transport::{BoxFuture, Transport},
};

/// The timeout of a renewal.
const RENEWAL_TIMEOUT: Duration = Duration::from_secs(30);

/// The maximum size of a response: 1 MiB.
const MAX_RESPONSE: usize = 1024 * 1024;

impl From<OAuth2> for Token {
    fn from(mut settings: OAuth2) -> Self {
        let state = State { tokens: settings.tokens.take(), ..State::default() };
        Self::renewed(RenewingToken {
            settings: Arc::new(settings),
            network: OnceLock::new(),
            state: Mutex::new(state),
            completed_renewals: AtomicU64::new(0),
            rejected: SyncMutex::new(None),
        })
    }
}

/// An error that is returned to all calls that waited for the same renewal.
#[derive(Debug, Clone)]
struct SharedError(Arc<SourceError>);

impl fmt::Display for SharedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the renewal of the access token failed")
    }
}

impl error::Error for SharedError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&**self.0)
    }
}

type RenewalFuture = BoxFuture<'static, Result<Tokens, SourceError>>;

struct RenewingToken {
    settings: Arc<OAuth2>,
    network: OnceLock<(Arc<dyn Transport>, Arc<dyn Clock>)>,
    state: Mutex<State>,
    /// The number of renewals that have ended.
    completed_renewals: AtomicU64,
    /// The last token that the API rejected.
    rejected: SyncMutex<Option<Secret>>,
}

#[derive(Default)]
struct State {
    tokens: Option<Tokens>,
    loaded: bool,
    unsaved: bool,
    /// The renewal in progress. It outlives the call that started it, because the server may have replaced the refresh
    /// token already.
    renewal: Option<RenewalFuture>,
    failure: Option<(u64, SharedError)>,
}

impl TokenSource for RenewingToken {
    fn token(&self) -> BoxFuture<'_, Result<Secret, SourceError>> {
        Box::pin(async {
            let seen = self.completed_renewals.load(Ordering::Acquire);
            let mut state = self.state.lock().await;
            let Some((transport, clock)) = self.network.get() else {
                return Err("`OAuth2` works only as a credential of a client".into());
            };
            if !state.loaded {
                if let Some(store) = &self.settings.store
                    && let Some(tokens) = store.load().await?
                {
                    state.tokens = Some(tokens);
                }
                state.loaded = true;
            }
            let now = clock.system_time();
            let valid = |state: &State, at: SystemTime| {
                let tokens = state.tokens.as_ref()?;
                let is_valid = tokens.is_valid_at(at) && !self.is_rejected(&tokens.access_token);
                is_valid.then(|| tokens.access_token.clone())
            };
            let current = valid(&state, now.checked_add(self.settings.margin).unwrap_or(now));
            if current.is_none() {
                match &state.failure {
                    // This call waited for that renewal, so it returns the same error.
                    Some((number, failure)) if *number > seen && valid(&state, now).is_none() => {
                        return Err(failure.clone().into());
                    }
                    _ => {}
                }
                self.renew(&mut state, transport, clock)
                    .await
                    .or_else(|failure| valid(&state, now).map(drop).ok_or(failure))?;
            }
            if state.unsaved
                && let (Some(store), Some(tokens)) = (&self.settings.store, &state.tokens)
            {
                store.save(tokens).await?;
                state.unsaved = false;
            }
            let token = state.tokens.as_ref().map(|tokens| tokens.access_token.clone());
            token.ok_or_else(|| "the authorization server returned no access token".into())
        })
    }

    fn rejected(&self, token: &str) -> bool {
        *self.rejected.lock().unwrap_or_else(PoisonError::into_inner) = Some(token.into());
        true
    }

    fn attach(&self, transport: &Arc<dyn Transport>, clock: &Arc<dyn Clock>) {
        // If several clients share the token, the first one renews it.
        let _ = self.network.set((Arc::clone(transport), Arc::clone(clock)));
    }
}

impl RenewingToken {
    fn is_rejected(&self, token: &Secret) -> bool {
        self.rejected.lock().unwrap_or_else(PoisonError::into_inner).as_ref() == Some(token)
    }

    /// Renews the token, or continues a renewal that another call has started.
    async fn renew(
        &self,
        state: &mut State,
        transport: &Arc<dyn Transport>,
        clock: &Arc<dyn Clock>,
    ) -> Result<(), SharedError> {
        let State { tokens, renewal, .. } = &mut *state;
        let refresh_token = tokens.as_ref().and_then(|tokens| tokens.refresh_token.clone());
        let renewal = renewal.get_or_insert_with(|| {
            let settings = Arc::clone(&self.settings);
            Box::pin(settings.request_token(refresh_token, Arc::clone(transport), Arc::clone(clock)))
        });
        let result = renewal.as_mut().await;
        state.renewal = None;
        let number = self.completed_renewals.fetch_add(1, Ordering::AcqRel) + 1;
        match result {
            Ok(tokens) => {
                state.unsaved = true;
                state.failure = None;
                state.tokens = Some(tokens);
                Ok(())
            }
            Err(error) => {
                let failure = SharedError(Arc::new(error));
                state.failure = Some((number, failure.clone()));
                Err(failure)
            }
        }
    }
}

impl OAuth2 {
    /// Requests a token from the authorization server.
    async fn request_token(
        self: Arc<Self>,
        refresh_token: Option<Secret>,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
    ) -> Result<Tokens, SourceError> {
        let request = self.request(refresh_token.as_ref())?;
        let mut deadline = Deadline::new(&*clock, RENEWAL_TIMEOUT);
        let timed_out = || "the authorization server did not respond in time";
        let response = deadline.enforce(transport.send(request)).await.ok_or_else(timed_out)??;
        let (head, body) = response.into_parts();
        let response = Response::new(head.status, head.headers, ());
        let response = response_body::read(response, body, MAX_RESPONSE, &mut deadline).await;
        let response = response.map_err(|mut error| {
            // The start of this body may be a part of a token.
            if head.status.is_success() {
                error.partial = error.partial.map(|partial| Box::new(partial.map(|_| Bytes::new())));
            }
            error
        })?;
        read_tokens(head.status, response.body, refresh_token, clock.system_time())
    }

    fn request(&self, refresh_token: Option<&Secret>) -> Result<http::Request<Body>, SourceError> {
        let encode = |text: &str| utf8_percent_encode(text, RESERVED).to_string();
        let mut form = vec![match refresh_token {
            Some(token) if self.refresh => {
                format!("grant_type=refresh_token&refresh_token={}", encode(token.expose()))
            }
            _ => "grant_type=client_credentials".to_owned(),
        }];
        if !self.scopes.is_empty() {
            form.push(format!("scope={}", encode(&self.scopes.join(" "))));
        }
        let id = encode(self.client.expose());
        let mut request = http::Request::post(&self.token_url)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json");
        match &self.secret {
            // Both are encoded like form values (section 2.3.1).
            Some(secret) if !self.in_body => {
                let pair = Secret::from(format!("{id}:{}", encode(secret.expose())));
                let value = Secret::from(format!("Basic {}", STANDARD.encode(pair.expose())));
                let mut value = HeaderValue::from_str(value.expose())?;
                value.set_sensitive(true);
                request = request.header(header::AUTHORIZATION, value);
            }
            secret => {
                form.push(format!("client_id={id}"));
                form.extend(secret.iter().map(|secret| format!("client_secret={}", encode(secret.expose()))));
            }
        }
        let body = Bytes::from(form.join("&"));
        form.iter_mut().for_each(Zeroize::zeroize);
        Ok(request.body(body.into())?)
    }
}

/// Reads the tokens from a response (section 5.1).
fn read_tokens(
    status: StatusCode,
    body: Bytes,
    refresh_token: Option<Secret>,
    now: SystemTime,
) -> Result<Tokens, SourceError> {
    let mut json: Value = serde_json::from_slice(&body).unwrap_or_default();
    if let Ok(mut body) = body.try_into_mut() {
        body.as_mut().zeroize();
    }
    let mut text = |key: &str| match json.get_mut(key).map(Value::take) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    };
    match text("access_token").filter(|_| status.is_success()) {
        Some(access_token) => {
            let refresh_token = text("refresh_token").map(Secret::from).or(refresh_token);
            let seconds = json.get("expires_in").and_then(|value| match value {
                Value::String(text) => text.parse().ok(),
                value => value.as_u64(),
            });
            let expires_at = seconds.and_then(|seconds| now.checked_add(Duration::from_secs(seconds)));
            Ok(Tokens { access_token: access_token.into(), refresh_token, expires_at })
        }
        None => Err(Box::new(OAuth2Error {
            status,
            error: text("error").map(start).unwrap_or_default(),
            description: text("error_description").map(start).unwrap_or_default(),
        })),
    }
}
