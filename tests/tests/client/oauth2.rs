//! Access tokens of OAuth 2.0.

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
    server::{Server, StubResponse},
};

use super::{AUTO_ADVANCE_LIMIT, TestClock, batch, created};

fn token(name: &str, more: &serde_json::Value) -> StubResponse {
    let mut body = json!({ "access_token": name, "token_type": "bearer", "expires_in": 1800 });
    for (key, value) in more.as_object().into_iter().flatten() {
        body[key] = value.clone();
    }
    StubResponse::json(200, &body)
}

fn ok() -> StubResponse {
    StubResponse::json(201, &created(&json!([])))
}

fn client(api: &Server, oauth2: OAuth2) -> (Client, Clock) {
    let clock = Clock::new(AUTO_ADVANCE_LIMIT / 2);
    let builder = Client::builder().base_url(api.url()).oauth2(oauth2).clock(TestClock(clock.clone()));
    (builder.build().expect("a client"), clock)
}

fn by_refresh_token(authorization: &Server) -> OAuth2 {
    OAuth2::refresh_token(format!("{}/token", authorization.url()), "the id", "the/secret", "refresh-1")
}

fn sent(api: &Server) -> Vec<String> {
    api.requests().iter().map(|request| request.header("authorization").to_owned()).collect()
}

#[tokio::test]
async fn renews_a_token_before_it_expires() {
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
    // The token is renewed a minute before its 1800 seconds have passed.
    assert_eq!(sent(&api), ["Bearer one", "Bearer one", "Bearer two", "Bearer two"]);
    let requests = authorization.requests();
    let bodies: Vec<&str> =
        requests.iter().map(|request| std::str::from_utf8(&request.body).expect("text")).collect();
    assert_eq!(
        bodies,
        [
            "grant_type=refresh_token&refresh_token=refresh-1&scope=read%20write",
            "grant_type=refresh_token&refresh_token=refresh-2&scope=read%20write",
        ],
    );
    // `the%20id:the%2Fsecret`
    assert_eq!(requests[0].header("authorization"), "Basic dGhlJTIwaWQ6dGhlJTJGc2VjcmV0");
    assert_eq!(requests[0].header("content-type"), "application/x-www-form-urlencoded");
    assert!(OAUTH2_TOKEN_URL.starts_with("https://"));
}

#[tokio::test]
async fn concurrent_calls_share_one_renewal() {
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
    let requests = authorization.requests();
    assert_eq!((requests.len(), api.requests().len()), (1, 20));
    assert_eq!(requests[0].body, b"grant_type=client_credentials&client_id=id&client_secret=secret");
    assert_eq!(requests[0].header("authorization"), "");
}

#[tokio::test]
async fn renews_a_rejected_token_once() {
    let refused =
        StubResponse::json(401, &json!({ "category": "EXPIRED_AUTHENTICATION", "message": "Expired." }));
    let api = Server::start(vec![ok(), refused.clone(), ok(), refused]);
    let authorization =
        Server::start(vec![token("one", &json!({})), token("two", &json!({})), token("three", &json!({}))]);
    let (client, _) = client(&api, by_refresh_token(&authorization));
    client.batch_create(&batch()).send().await.expect("201 is a success");
    let response = client.batch_create(&batch()).send().await.expect("201 is a success");
    // It counts as one attempt, because the server rejected the first request.
    assert_eq!(response.attempts.count, 1);
    client.batch_create(&batch()).send().await.expect_err("no token is accepted");
    assert_eq!(sent(&api), ["Bearer one", "Bearer one", "Bearer two", "Bearer two", "Bearer three"]);
}

#[tokio::test]
async fn ignores_a_failed_renewal_while_the_token_is_valid() {
    let api = Server::start(vec![ok()]);
    let down = StubResponse::new(503, &[], b"");
    let description = format!("It was\nrevoked.{}", "x".repeat(1 << 18));
    let no = StubResponse::json(400, &json!({ "error": "invalid_grant", "error_description": description }));
    let authorization = Server::start(vec![token("one", &json!({})), down, no]);
    let (client, clock) = client(&api, by_refresh_token(&authorization));
    client.batch_create(&batch()).send().await.expect("201 is a success");
    clock.advance(Duration::from_secs(1790));
    client.batch_create(&batch()).send().await.expect("the token is valid for ten more seconds");
    clock.advance(Duration::from_secs(20));
    let error = client.batch_create(&batch()).send().await.expect_err("there is no token");
    let text = format!("{error:#}");
    assert!(text.contains("the renewal of the access token failed: the authorization server"), "{text}");
    assert!(text.contains("400 Bad Request: invalid_grant: It was\\nrevoked.x"), "{text}");
    assert!(text.len() < 1000, "only the start of a long description is shown");
    let Error::Request(RequestError::Credential { scheme: "oauth2", source }) = error else {
        panic!("another error: {error}")
    };
    let source = source.source().expect("the error of the server");
    let source = source.downcast_ref::<OAuth2Error>().expect("an error of OAuth 2.0");
    assert_eq!((source.status.as_u16(), source.error.as_str()), (400, "invalid_grant"));
    assert_eq!(sent(&api), ["Bearer one", "Bearer one"]);
}

#[tokio::test]
async fn continues_a_renewal_when_its_call_is_dropped() {
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
    // A refresh token may be valid only once, so it is used once.
    assert_eq!(authorization.requests().len(), 1);
}

/// A store of tokens. Saving fails once if the flag is `true`.
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
async fn stores_and_loads_tokens() {
    let api = Server::start(vec![ok()]);
    let authorization = Server::start(vec![token("one", &json!({ "refresh_token": "refresh-2" }))]);
    let store = Store::default();
    store.0.lock().expect("the store").1 = true;
    let (first, _) = client(&api, by_refresh_token(&authorization).store(store.clone()));
    let error = first.batch_create(&batch()).send().await.expect_err("the store fails");
    assert!(format!("{error:#}").contains("the disk is full"), "{error:#}");
    // The token is kept although the store failed.
    first.batch_create(&batch()).send().await.expect("201 is a success");
    let kept = store.0.lock().expect("the store").0.clone().expect("tokens");
    assert_eq!(kept.refresh_token.as_ref().map(Secret::expose), Some("refresh-2"));

    let (second, _) = client(&api, by_refresh_token(&authorization).store(store.clone()));
    second.batch_create(&batch()).send().await.expect("201 is a success");
    assert_eq!((authorization.requests().len(), sent(&api).len()), (1, 2));
}

#[tokio::test]
async fn stores_the_tokens_of_a_flow_with_the_first_call() {
    let api = Server::start(vec![ok()]);
    let authorization = Server::start(vec![token("one", &json!({}))]);
    let store = Store::default();
    store.0.lock().expect("the store").0 = Some(Tokens::new("old", Some("refresh-old".into()), None));
    let oauth2 = OAuth2::application(format!("{}/token", authorization.url()), "the id");
    let tokens = Tokens::new("new", Some("refresh-new".into()), None);
    let (client, _) = client(&api, oauth2.tokens(tokens).store(store.clone()));
    client.batch_create(&batch()).send().await.expect("201 is a success");
    let kept = store.0.lock().expect("the store").0.clone().expect("tokens");
    assert_eq!(kept.refresh_token.as_ref().map(Secret::expose), Some("refresh-new"));
    assert_eq!((authorization.requests().len(), sent(&api)), (0, vec!["Bearer new".to_owned()]));
}

#[test]
fn debug_shows_no_secrets() {
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
