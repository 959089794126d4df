//! Access tokens that are renewed.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use hubspot_services::{
    BoxFuture, Client, Error, OAUTH2_TOKEN_URL, OAuth2, OAuth2Error, RequestError, Secret, SourceError,
    TokenStore, Tokens,
};
use serde_json::json;
use tests::{
    clock::Clock,
    server::{Answer, Server},
};

use super::{Moved, PATIENCE, batch, created};

fn token(name: &str, more: &serde_json::Value) -> Answer {
    let mut body = json!({ "access_token": name, "token_type": "bearer", "expires_in": 1800 });
    for (key, value) in more.as_object().into_iter().flatten() {
        body[key] = value.clone();
    }
    Answer::json(200, &body)
}

fn ok() -> Answer {
    Answer::json(201, &created(&json!([])))
}

fn client(api: &Server, oauth2: OAuth2) -> (Client, Clock) {
    let clock = Clock::new(PATIENCE / 2);
    let builder = Client::builder().base_url(api.url()).oauth2(oauth2).clock(Moved(clock.clone()));
    (builder.build().expect("a client"), clock)
}

fn by_refresh_token(authorization: &Server) -> OAuth2 {
    OAuth2::refresh_token(format!("{}/token", authorization.url()), "the id", "the/secret", "refresh-1")
}

fn sent(api: &Server) -> Vec<String> {
    api.requests().iter().map(|request| request.header("authorization").to_owned()).collect()
}

#[tokio::test]
async fn a_token_is_renewed_before_it_runs_out() {
    let api = Server::start(vec![ok()]);
    let authorization = Server::start(vec![
        token("one", &json!({ "refresh_token": "refresh-2" })),
        token("two", &json!({ "expires_in": "3600" })),
    ]);
    let (client, clock) = client(&api, by_refresh_token(&authorization).scope("read").scope("write"));
    for seconds in [0, 1700, 45, 1800] {
        clock.advance(Duration::from_secs(seconds));
        client.batch_create(&batch()).send().await.expect("201 is a success");
    }
    // A minute before 1800 seconds are over there is a new one.
    assert_eq!(sent(&api), ["Bearer one", "Bearer one", "Bearer two", "Bearer two"]);
    let asked = authorization.requests();
    let bodies: Vec<&str> =
        asked.iter().map(|request| std::str::from_utf8(&request.body).expect("text")).collect();
    assert_eq!(
        bodies,
        [
            "grant_type=refresh_token&refresh_token=refresh-1&scope=read%20write",
            "grant_type=refresh_token&refresh_token=refresh-2&scope=read%20write",
        ],
    );
    // `the%20id:the%2Fsecret`
    assert_eq!(asked[0].header("authorization"), "Basic dGhlJTIwaWQ6dGhlJTJGc2VjcmV0");
    assert_eq!(asked[0].header("content-type"), "application/x-www-form-urlencoded");
    assert!(OAUTH2_TOKEN_URL.starts_with("https://"));
}

#[tokio::test]
async fn however_many_wait_there_is_one_renewal() {
    let api = Server::start(vec![ok()]);
    let authorization = Server::start(vec![token("one", &json!({}))]);
    let url = format!("{}/token", authorization.url());
    let oauth2 = OAuth2::client_credentials(url, "id", "secret").secret_in_body();
    let (client, _) = client(&api, oauth2);
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.batch_create(&batch()).send().await.map(drop) })
        })
        .collect();
    for call in calls {
        call.await.expect("it ends").expect("201 is a success");
    }
    let asked = authorization.requests();
    assert_eq!((asked.len(), api.requests().len()), (1, 20));
    assert_eq!(asked[0].body, b"grant_type=client_credentials&client_id=id&client_secret=secret");
    assert_eq!(asked[0].header("authorization"), "");
}

#[tokio::test]
async fn a_token_that_is_not_accepted_is_renewed_once() {
    let refused = Answer::json(401, &json!({ "category": "EXPIRED_AUTHENTICATION", "message": "Expired." }));
    let api = Server::start(vec![ok(), refused.clone(), ok(), refused]);
    let authorization =
        Server::start(vec![token("one", &json!({})), token("two", &json!({})), token("three", &json!({}))]);
    let (client, _) = client(&api, by_refresh_token(&authorization));
    client.batch_create(&batch()).send().await.expect("201 is a success");
    let response = client.batch_create(&batch()).send().await.expect("201 is a success");
    // It is one try: the server did nothing with the first request.
    assert_eq!(response.attempts.count, 1);
    client.batch_create(&batch()).send().await.expect_err("no token is accepted");
    assert_eq!(sent(&api), ["Bearer one", "Bearer one", "Bearer two", "Bearer two", "Bearer three"]);
}

#[tokio::test]
async fn a_renewal_that_fails_costs_nothing_while_the_token_is_good() {
    let api = Server::start(vec![ok()]);
    let down = Answer::new(503, &[], b"");
    let no = Answer::json(400, &json!({ "error": "invalid_grant", "error_description": "It was\nrevoked." }));
    let authorization = Server::start(vec![token("one", &json!({})), down, no]);
    let (client, clock) = client(&api, by_refresh_token(&authorization));
    client.batch_create(&batch()).send().await.expect("201 is a success");
    clock.advance(Duration::from_secs(1790));
    client.batch_create(&batch()).send().await.expect("the token is good for ten seconds more");
    clock.advance(Duration::from_secs(20));
    let error = client.batch_create(&batch()).send().await.expect_err("there is no token");
    let text = error.to_string();
    assert!(text.ends_with("400 Bad Request: invalid_grant: It was\\nrevoked."), "{text}");
    let Error::Request(RequestError::Credential { scheme: "oauth2", source }) = error else {
        panic!("another error: {error}")
    };
    let source = source.source().expect("what the server says");
    let source = source.downcast_ref::<OAuth2Error>().expect("an error of OAuth 2.0");
    assert_eq!((source.status.as_u16(), source.error.as_str()), (400, "invalid_grant"));
    assert_eq!(sent(&api), ["Bearer one", "Bearer one"]);
}

#[tokio::test]
async fn a_renewal_goes_on_when_the_call_that_began_it_is_dropped() {
    let api = Server::start(vec![ok()]);
    let authorization = Server::start(vec![token("one", &json!({ "refresh_token": "refresh-2" }))]);
    let (client, _) = client(&api, by_refresh_token(&authorization));
    let impatient = tokio::spawn({
        let client = client.clone();
        async move { client.batch_create(&batch()).send().await.map(drop) }
    });
    while authorization.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    impatient.abort();
    let _ = impatient.await;
    client.batch_create(&batch()).send().await.expect("201 is a success");
    // The refresh token was used once: it may be good for one time.
    assert_eq!(authorization.requests().len(), 1);
}

/// Keeps the tokens, and whether that works.
#[derive(Clone, Default)]
struct Store(Arc<Mutex<(Option<Tokens>, bool)>>);

impl TokenStore for Store {
    fn load(&self) -> BoxFuture<'_, Result<Option<Tokens>, SourceError>> {
        Box::pin(async { Ok(self.0.lock().expect("the store").0.clone()) })
    }

    fn save<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), SourceError>> {
        Box::pin(async {
            let mut state = self.0.lock().expect("the store");
            if state.1 {
                state.1 = false;
                return Err("the disk is full".into());
            }
            state.0 = Some(tokens.clone());
            Ok(())
        })
    }
}

#[tokio::test]
async fn a_store_keeps_tokens_from_one_run_to_the_next() {
    let api = Server::start(vec![ok()]);
    let authorization = Server::start(vec![token("one", &json!({ "refresh_token": "refresh-2" }))]);
    let store = Store::default();
    store.0.lock().expect("the store").1 = true;
    let (first, _) = client(&api, by_refresh_token(&authorization).store(store.clone()));
    let error = first.batch_create(&batch()).send().await.expect_err("it is not kept");
    assert!(error.to_string().contains("the disk is full"), "{error}");
    // The token is not lost for that.
    first.batch_create(&batch()).send().await.expect("201 is a success");
    let kept = store.0.lock().expect("the store").0.clone().expect("tokens");
    assert_eq!(kept.refresh_token.as_ref().map(Secret::expose), Some("refresh-2"));

    let (second, _) = client(&api, by_refresh_token(&authorization).store(store.clone()));
    second.batch_create(&batch()).send().await.expect("201 is a success");
    assert_eq!((authorization.requests().len(), sent(&api).len()), (1, 2));
}

#[test]
fn nothing_of_a_secret_is_shown() {
    let server = Server::start(vec![]);
    let oauth2 = by_refresh_token(&server);
    let tokens = Tokens::new("an-access-token", Some("a-refresh-token".into()), None);
    let shown = format!("{oauth2:?} {tokens:?}");
    for secret in ["the id", "the/secret", "refresh-1", "an-access-token", "a-refresh-token"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    let builder = Client::builder().oauth2(oauth2);
    assert!(!format!("{builder:?}").contains("secret"));
}
