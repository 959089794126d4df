//! The authorization of a device.

use std::time::Duration;

use hubspot_services::{Client, DeviceAuthorization, FlowError, OAuth2};
use serde_json::{Value, json};
use tests::{
    clock::Clock,
    server::{Server, StubResponse},
};

use super::{
    AUTO_ADVANCE_LIMIT, TestClock,
    oauth2_authorization::{anonymous, application, form, tokens},
};

fn codes(more: &Value) -> StubResponse {
    let mut body = json!({
        "device_code": "the-device-code",
        "user_code": "WDJB-MJHT",
        "verification_uri": "https://example.com/device",
        "expires_in": 900,
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        body[key] = value.clone();
    }
    StubResponse::json(200, &body)
}

fn refused(error: &str) -> StubResponse {
    StubResponse::json(400, &json!({ "error": error }))
}

async fn start(oauth2: &OAuth2, server: &Server) -> Result<DeviceAuthorization, FlowError> {
    oauth2.device_authorization(&format!("{}/device", server.url()), &anonymous().0).await
}

/// Returns the error of the wait for tokens, after these responses of the token endpoint, and the number of requests.
async fn failure(more: &Value, responses: Vec<StubResponse>) -> (FlowError, usize) {
    let server = Server::start([vec![codes(more)], responses].concat());
    let oauth2 = application(&server);
    let (client, _) = anonymous();
    let url = format!("{}/device", server.url());
    let device = oauth2.device_authorization(&url, &client).await.expect("codes");
    let error = device.tokens(&oauth2, &client).await.expect_err("no tokens");
    (error, server.requests().len() - 1)
}

#[tokio::test]
async fn asks_in_the_interval_of_the_server() {
    // One of the responses is that of a server that is not reached.
    let unreached = StubResponse::Bytes(Vec::new());
    let responses = [refused("authorization_pending"), refused("slow_down"), unreached, tokens()];
    let server = Server::start([vec![codes(&json!({ "interval": 3 }))], responses.to_vec()].concat());
    let oauth2 = application(&server).parameter("the audience", "a&b");
    let (client, clock) = anonymous();
    let url = format!("{}/device", server.url());
    let device = oauth2.device_authorization(&url, &client).await.expect("codes");
    assert_eq!((device.user_code.as_str(), device.expires_in), ("WDJB-MJHT", Duration::from_secs(900)));
    assert_eq!(device.verification_uri, "https://example.com/device");
    assert!(!format!("{device:?}").contains("the-device-code"), "{device:?}");
    let tokens = device.tokens(&oauth2, &client).await.expect("tokens");
    assert_eq!(tokens.access_token.expose(), "access-1");
    assert_eq!(clock.slept(), [3, 3, 8, 16].map(Duration::from_secs));
    let requests = server.requests();
    let bodies: Vec<_> = requests.iter().map(|request| String::from_utf8_lossy(&request.body)).collect();
    assert_eq!(bodies[0], "scope=read%20write&the%20audience=a%26b&client_id=the%20id");
    let grant = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code";
    assert_eq!(
        bodies[1],
        format!("{grant}&device_code=the-device-code&the%20audience=a%26b&client_id=the%20id")
    );
    assert_eq!(form(&requests[4])["device_code"], "the-device-code");
}

#[tokio::test]
async fn ends_when_the_user_refuses_or_the_time_is_over() {
    let (error, requests) = failure(&json!({}), vec![refused("access_denied")]).await;
    assert!(matches!(error, FlowError::Denied { error, .. } if error == "access_denied") && requests == 1);
    let (error, requests) = failure(&json!({}), vec![refused("expired_token")]).await;
    assert!(matches!(error, FlowError::Expired) && requests == 1);
    // The server would wait for ever. Five seconds are the default interval.
    let (error, requests) =
        failure(&json!({ "expires_in": 17 }), vec![refused("authorization_pending")]).await;
    assert!(matches!(error, FlowError::Expired), "{error}");
    assert_eq!(requests, 3);
    // No server sets a time of more than an hour.
    let (error, requests) =
        failure(&json!({ "expires_in": u64::MAX, "interval": 25 }), vec![refused("authorization_pending")])
            .await;
    assert!(matches!(error, FlowError::Expired), "{error}");
    assert_eq!(requests, 60 * 60 / 25);
    let (error, requests) = failure(&json!({ "interval": u64::MAX }), vec![tokens()]).await;
    assert!(matches!(error, FlowError::Expired) && requests == 0, "{error}");
}

#[test]
fn a_client_for_calls_without_async_needs_an_executor_alone() {
    let server = Server::start(vec![codes(&json!({})), tokens()]);
    let clock = Clock::new(AUTO_ADVANCE_LIMIT / 2);
    let client = Client::builder().clock(TestClock(clock)).build_blocking().expect("a client");
    let oauth2 = application(&server);
    let url = format!("{}/device", server.url());
    // This runtime has neither timers nor sockets.
    let executor = tokio::runtime::Builder::new_current_thread().build().expect("an executor");
    let tokens = executor.block_on(async {
        let device = oauth2.device_authorization(&url, &client).await?;
        device.tokens(&oauth2, &client).await
    });
    assert_eq!(tokens.expect("tokens").access_token.expose(), "access-1");
}

#[tokio::test]
async fn returns_other_errors_at_once() {
    let (error, requests) = failure(&json!({}), vec![refused("invalid_client")]).await;
    assert!(matches!(error, FlowError::Server(error) if error.error == "invalid_client") && requests == 1);
}

#[tokio::test]
async fn shows_no_text_that_could_mislead_the_user() {
    for (more, is_accepted) in [
        (json!({ "verification_uri": "http://192.168.0.1/device" }), true),
        (json!({ "verification_uri": "javascript:alert(1)" }), false),
        (json!({ "verification_uri": "file:///etc/passwd" }), false),
        (json!({ "verification_uri": format!("https://example.com/{}", "a".repeat(5000)) }), false),
        (json!({ "user_code": "A\u{1b}[2JB" }), false),
        (json!({ "user_code": "" }), false),
        (json!({ "device_code": 1 }), false),
    ] {
        let server = Server::start(vec![codes(&more)]);
        let result = start(&application(&server), &server).await;
        assert_eq!(result.is_ok(), is_accepted, "{more}");
    }
    let complete = json!({ "verification_uri_complete": "javascript:alert(1)" });
    let server = Server::start(vec![codes(&complete)]);
    let device = start(&application(&server), &server).await.expect("codes");
    assert_eq!(device.verification_uri_complete, None);
    let server = Server::start(vec![refused("invalid_scope")]);
    let error = start(&application(&server), &server).await.expect_err("it was refused");
    assert!(matches!(error, FlowError::Server(error) if error.error == "invalid_scope"));
}
