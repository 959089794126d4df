//! When an access token is asked for, and how.

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
    oauth2::{OAuth2, OAuth2Error, Tokens},
    request::RESERVED,
    secret::Secret,
    transport::{BoxFuture, Transport},
};

/// How long a renewal may take.
const PATIENCE: Duration = Duration::from_secs(30);

impl From<OAuth2> for Token {
    fn from(mut settings: OAuth2) -> Self {
        let state = State { tokens: settings.tokens.take(), ..State::default() };
        Self::renewed(Renewed {
            settings: Arc::new(settings),
            network: OnceLock::new(),
            state: Mutex::new(state),
            finished: AtomicU64::new(0),
            rejected: SyncMutex::new(None),
        })
    }
}

/// A failure that all who waited for it get.
#[derive(Debug, Clone)]
struct Failure(Arc<SourceError>);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl error::Error for Failure {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&**self.0)
    }
}

type Renewal = BoxFuture<'static, Result<Tokens, SourceError>>;

struct Renewed {
    settings: Arc<OAuth2>,
    network: OnceLock<(Arc<dyn Transport>, Arc<dyn Clock>)>,
    state: Mutex<State>,
    /// How many renewals have ended.
    finished: AtomicU64,
    /// The last token that the API did not accept.
    rejected: SyncMutex<Option<Secret>>,
}

#[derive(Default)]
struct State {
    tokens: Option<Tokens>,
    loaded: bool,
    unsaved: bool,
    /// What is under way stays here when the call that began it is dropped: the server may have given a new refresh
    /// token already.
    renewal: Option<Renewal>,
    failure: Option<(u64, Failure)>,
}

impl TokenSource for Renewed {
    fn token(&self) -> BoxFuture<'_, Result<Secret, SourceError>> {
        Box::pin(async {
            let seen = self.finished.load(Ordering::Acquire);
            let mut state = self.state.lock().await;
            let Some((transport, clock)) = self.network.get() else {
                return Err("a token that is renewed works with a client alone".into());
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
            let good = |state: &State, at: SystemTime| {
                let tokens = state.tokens.as_ref()?;
                let good = tokens.is_good_at(at) && !self.is_rejected(&tokens.access_token);
                good.then(|| tokens.access_token.clone())
            };
            let enough = good(&state, now.checked_add(self.settings.margin).unwrap_or(now));
            if enough.is_none() {
                match &state.failure {
                    // That renewal was waited for, and there is no need to fail once more.
                    Some((number, failure)) if *number > seen && good(&state, now).is_none() => {
                        return Err(failure.clone().into());
                    }
                    _ => {}
                }
                self.renew(&mut state, transport, clock)
                    .await
                    .or_else(|failure| good(&state, now).map(drop).ok_or(failure))?;
            }
            if state.unsaved
                && let (Some(store), Some(tokens)) = (&self.settings.store, &state.tokens)
            {
                store.save(tokens).await?;
                state.unsaved = false;
            }
            let token = state.tokens.as_ref().map(|tokens| tokens.access_token.clone());
            token.ok_or_else(|| "there is no token".into())
        })
    }

    fn rejected(&self, token: &str) -> bool {
        *self.rejected.lock().unwrap_or_else(PoisonError::into_inner) = Some(token.into());
        true
    }

    fn attach(&self, transport: &Arc<dyn Transport>, clock: &Arc<dyn Clock>) {
        // The first client's, where several share the token.
        let _ = self.network.set((Arc::clone(transport), Arc::clone(clock)));
    }
}

impl Renewed {
    fn is_rejected(&self, token: &Secret) -> bool {
        self.rejected.lock().unwrap_or_else(PoisonError::into_inner).as_ref() == Some(token)
    }

    /// Renews the token, or goes on with what another call has begun.
    async fn renew(
        &self,
        state: &mut State,
        transport: &Arc<dyn Transport>,
        clock: &Arc<dyn Clock>,
    ) -> Result<(), Failure> {
        let State { tokens, renewal, .. } = &mut *state;
        let refresh_token = tokens.as_ref().and_then(|tokens| tokens.refresh_token.clone());
        let renewal = renewal.get_or_insert_with(|| {
            let settings = Arc::clone(&self.settings);
            Box::pin(settings.ask(refresh_token, Arc::clone(transport), Arc::clone(clock)))
        });
        let result = renewal.as_mut().await;
        state.renewal = None;
        let number = self.finished.fetch_add(1, Ordering::AcqRel) + 1;
        match result {
            Ok(tokens) => {
                state.unsaved = true;
                state.failure = None;
                state.tokens = Some(tokens);
                Ok(())
            }
            Err(error) => {
                let failure = Failure(Arc::new(error));
                state.failure = Some((number, failure.clone()));
                Err(failure)
            }
        }
    }
}

impl OAuth2 {
    /// Asks the authorization server for a token.
    async fn ask(
        self: Arc<Self>,
        refresh_token: Option<Secret>,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
    ) -> Result<Tokens, SourceError> {
        let request = self.request(refresh_token.as_ref())?;
        let mut deadline = Deadline(Some(clock.sleep(PATIENCE)));
        let late = || "the authorization server did not answer in time";
        let answer = deadline.keep(transport.send(request)).await.ok_or_else(late)??;
        let status = answer.status();
        let body = deadline.keep(answer.into_body().collect()).await.ok_or_else(late)??;
        read(status, body, refresh_token, clock.system_time())
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
            // By section 2.3.1 both are encoded as in a form.
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

/// Tokens from an answer (section 5.1).
fn read(
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
            error: text("error").unwrap_or_default(),
            description: text("error_description").unwrap_or_default(),
        })),
    }
}
