//! The renewal of access tokens of OAuth 2.0.

use std::{
    error, fmt,
    sync::{
        Arc, Mutex as SyncMutex, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::SystemTime,
};

use tokio::sync::Mutex;

use super::{
    clock::Clock,
    credentials::{SourceError, Token, TokenSource},
    oauth2::{OAuth2, Tokens},
    oauth2_request::{Form, Network},
    secret::Secret,
    transport::{BoxFuture, Transport},
};

impl From<OAuth2> for Token {
    fn from(mut settings: OAuth2) -> Self {
        let is_new = settings.replaces_stored;
        let state =
            State { tokens: settings.tokens.take(), loaded: is_new, unsaved: is_new, ..State::default() };
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
    network: OnceLock<Network>,
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
            let Some(network) = self.network.get() else {
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
            let now = network.clock.system_time();
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
                self.renew(&mut state, network)
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
        let _ = self.network.set(Network { transport: Arc::clone(transport), clock: Arc::clone(clock) });
    }
}

impl RenewingToken {
    fn is_rejected(&self, token: &Secret) -> bool {
        self.rejected.lock().unwrap_or_else(PoisonError::into_inner).as_ref() == Some(token)
    }

    /// Renews the token, or continues a renewal that another call has started.
    async fn renew(&self, state: &mut State, network: &Network) -> Result<(), SharedError> {
        let State { tokens, renewal, .. } = &mut *state;
        let refresh_token = tokens.as_ref().and_then(|tokens| tokens.refresh_token.clone());
        let renewal = renewal.get_or_insert_with(|| {
            let settings = Arc::clone(&self.settings);
            Box::pin(settings.renew(refresh_token, network.clone()))
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
    async fn renew(
        self: Arc<Self>,
        refresh_token: Option<Secret>,
        network: Network,
    ) -> Result<Tokens, SourceError> {
        if !self.refresh {
            return self
                .request_tokens(&self.token_url, Form::new("client_credentials"), None, &network)
                .await;
        }
        let Some(token) = refresh_token else {
            return Err("there is no refresh token: the user must authorize the application".into());
        };
        let mut form = Form::new("refresh_token");
        form.push("refresh_token", token.expose());
        let url = self.refresh_url.as_ref().unwrap_or(&self.token_url);
        self.request_tokens(url, form, Some(token), &network).await
    }
}
