//! The authorization by a user in a browser, and its redirect.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hubspot_services::{
    AuthorizationRequest, Client, FlowError, OAuth2, RedirectListener, Secret, ServerMetadata,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use tests::{
    clock::Clock,
    server::{RecordedRequest, Server, StubResponse},
};
use url::{Url, form_urlencoded};

use super::{AUTO_ADVANCE_LIMIT, TestClock, batch, created};

const AUTHORIZATION_URL: &str = "https://example.com/ask?tenant=1";
const REDIRECT_URI: &str = "https://app.example.com/callback";

/// Returns a client without credentials.
pub(super) fn anonymous() -> (Client, Clock) {
    let clock = Clock::new(AUTO_ADVANCE_LIMIT / 2);
    let builder = Client::builder().clock(TestClock(clock.clone()));
    (builder.build().expect("a client"), clock)
}

pub(super) fn application(server: &Server) -> OAuth2 {
    OAuth2::application(format!("{}/token", server.url()), "the id").scope("read").scope("write")
}

/// Returns the parameters of a form.
pub(super) fn form(request: &RecordedRequest) -> BTreeMap<String, String> {
    form_urlencoded::parse(&request.body).into_owned().collect()
}

pub(super) fn tokens() -> StubResponse {
    StubResponse::json(
        200,
        &json!({ "access_token": "access-1", "refresh_token": "refresh-1", "expires_in": 1800 }),
    )
}

fn request(oauth2: &OAuth2) -> AuthorizationRequest {
    oauth2.authorization_request(AUTHORIZATION_URL, REDIRECT_URI).expect("a request")
}

#[tokio::test]
async fn authorizes_a_user_and_renews_the_tokens() {
    let server =
        Server::start(vec![tokens(), StubResponse::json(200, &json!({ "access_token": "access-2" }))]);
    let api = Server::start(vec![StubResponse::json(201, &created(&json!([])))]);
    let oauth2 = application(&server).secret("the secret").parameter("tenant", "7");
    let (client, clock) = anonymous();
    let request = request(&oauth2).parameter("audience", "https://api.example.com");
    let url = Url::parse(request.url()).expect("a URL");
    let query: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
    let challenge = query["code_challenge"].clone();
    for (name, value) in [
        ("tenant", "1"),
        ("response_type", "code"),
        ("client_id", "the id"),
        ("redirect_uri", REDIRECT_URI),
        ("scope", "read write"),
        ("state", request.state()),
        ("code_challenge_method", "S256"),
        ("audience", "https://api.example.com"),
    ] {
        assert_eq!(query.get(name).map(String::as_str), Some(value), "{name}");
    }
    assert_eq!(request.state().len(), 43, "256 bits");

    let redirect = format!("/callback?code=the%2Fcode&state={}", request.state());
    let tokens = request.exchange(&oauth2, &client, &redirect).await.expect("tokens");
    assert_eq!(tokens.access_token.expose(), "access-1");
    let requests = server.requests();
    let sent = form(&requests[0]);
    assert_eq!(URL_SAFE_NO_PAD.encode(Sha256::digest(&sent["code_verifier"])), challenge);
    let others = ["grant_type", "code", "redirect_uri", "tenant"].map(|name| sent[name].as_str());
    assert_eq!(others, ["authorization_code", "the/code", REDIRECT_URI, "7"]);
    assert!(requests[0].header("authorization").starts_with("Basic "));
    assert_eq!(sent.len(), 5, "{sent:?}");

    let builder = Client::builder().base_url(api.url()).clock(TestClock(clock.clone()));
    let client = builder.oauth2(oauth2.tokens(tokens)).build().expect("a client");
    client.batch_create(&batch()).send().await.expect("201 is a success");
    clock.advance(Duration::from_secs(1800));
    client.batch_create(&batch()).send().await.expect("201 is a success");
    let sent: Vec<_> = api.requests().iter().map(|one| one.header("authorization").to_owned()).collect();
    assert_eq!(sent, ["Bearer access-1", "Bearer access-2"]);
    assert_eq!(form(&server.requests()[1])["refresh_token"], "refresh-1");
}

#[tokio::test]
async fn an_application_without_tokens_must_be_authorized() {
    let server = Server::start(vec![tokens()]);
    let (_, clock) = anonymous();
    let builder = Client::builder().base_url(server.url()).clock(TestClock(clock));
    let client = builder.oauth2(application(&server)).build().expect("a client");
    let error = client.batch_create(&batch()).send().await.expect_err("there are no tokens");
    assert!(format!("{error:#}").contains("the user must authorize the application"), "{error:#}");
    assert!(server.requests().is_empty());
}

/// Sends the redirect of `query` to a new request.
async fn exchange(server: &Server, query: &str, metadata: Option<&ServerMetadata>) -> Result<(), FlowError> {
    let oauth2 = application(server);
    let mut request = request(&oauth2);
    if let Some(metadata) = metadata {
        request = request.server(metadata);
    }
    let redirect = format!("{REDIRECT_URI}?{}", query.replace("STATE", request.state()));
    request.exchange(&oauth2, &anonymous().0, &redirect).await.map(drop)
}

#[tokio::test]
async fn accepts_only_the_response_to_its_request() {
    let server = Server::start(vec![tokens()]);
    for query in ["code=1", "code=1&state=", "code=1&state=STATEx", "error=access_denied&state=other"] {
        let error = exchange(&server, query, None).await.expect_err("no tokens");
        assert!(matches!(error, FlowError::State), "{query}: {error}");
    }
    let long = format!("code={}&state=STATE", "1".repeat(20_000));
    let invalid = ["state=STATE", "code=1&state=STATE&state=STATE", "code=1&code=2&state=STATE", &long];
    for query in invalid {
        let error = exchange(&server, query, None).await.expect_err("no tokens");
        assert!(matches!(error, FlowError::Invalid(_)), "{query}: {error}");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn accepts_only_the_redirect_of_the_expected_issuer() {
    let server = Server::start(vec![tokens()]);
    let metadata = |sends: bool| async move {
        let server = Server::start_with(|url| {
            let body = json!({
                "issuer": url,
                "token_endpoint": format!("{url}/token"),
                "authorization_response_iss_parameter_supported": sends,
            });
            vec![StubResponse::json(200, &body)]
        });
        ServerMetadata::fetch(&server.url(), &anonymous().0).await.expect("metadata")
    };
    for (sends, query, is_accepted) in [
        (true, "iss=ISSUER", true),
        (true, "", false),
        (false, "", true),
        (false, "iss=ISSUER", true),
        (false, "iss=ISSUER/", false),
        (true, "iss=https://other.example.com&error=access_denied", false),
    ] {
        let metadata = metadata(sends).await;
        let query = format!("code=1&state=STATE&{query}").replace("ISSUER", &metadata.issuer);
        let result = exchange(&server, &query, Some(&metadata)).await;
        match result {
            Ok(()) => assert!(is_accepted, "{query}"),
            Err(error) => assert!(!is_accepted && matches!(error, FlowError::Issuer), "{query}: {error}"),
        }
    }
}

#[tokio::test]
async fn returns_the_error_of_a_redirect() {
    let server = Server::start(vec![tokens()]);
    let description = format!("No%0Aone.{}", "x".repeat(5000));
    let query = format!("error=access_denied&error_description={description}&state=STATE");
    let error = exchange(&server, &query, None).await.expect_err("it was refused");
    let text = error.to_string();
    assert!(text.starts_with("the authorization was refused: access_denied: No\\none.xxx"), "{text}");
    assert!(text.len() < 600, "only the start of a long description is shown");
    let FlowError::Denied { error, .. } = error else { panic!("{text}") };
    assert_eq!(error, "access_denied");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn returns_the_error_of_the_token_endpoint() {
    let refused =
        StubResponse::json(400, &json!({ "error": "invalid_grant", "error_description": "Used before." }));
    let error = exchange(&Server::start(vec![refused]), "code=1&state=STATE", None).await;
    let FlowError::Server(error) = error.expect_err("an error") else { panic!("another error") };
    assert_eq!((error.status.as_u16(), error.error.as_str()), (400, "invalid_grant"));

    // The start of a response that is too large may be a part of a token.
    let large = format!("{{\"access_token\":\"{}\"}}", "secret".repeat(1 << 18));
    let server = Server::start(vec![StubResponse::new(200, &[], large.as_bytes())]);
    let error = exchange(&server, "code=1&state=STATE", None).await.expect_err("an error");
    let FlowError::Transport(transport) = &error else { panic!("{error}") };
    assert!(transport.partial().is_some_and(|partial| partial.body.is_empty()));
    assert!(!format!("{error:?}").contains("secret"), "{error:?}");
}

#[tokio::test]
async fn sends_the_code_to_no_other_origin() {
    let other = Server::start(vec![tokens()]);
    let location = format!("{}/token", other.url());
    let server = Server::start(vec![StubResponse::new(307, &[("location", &location)], b"")]);
    let error = exchange(&server, "code=1&state=STATE", None).await.expect_err("a redirect");
    assert!(matches!(error, FlowError::Server(error) if error.status.as_u16() == 307));
    assert!(other.requests().is_empty());
}

#[test]
fn refuses_endpoints_without_encryption_and_shows_no_secrets() {
    let application = |url: &str| OAuth2::application(url, "the id");
    for (authorization, token, redirect, is_accepted) in [
        ("https://a.example.com", "https://a.example.com/token", "com.example.app:/back", true),
        ("http://a.example.com", "https://a.example.com/token", REDIRECT_URI, false),
        ("https://a.example.com", "http://a.example.com/token", REDIRECT_URI, false),
        ("http://localhost.example.com", "https://a.example.com/token", REDIRECT_URI, false),
        ("http://localhost:1/ask", "http://[::1]:1/token", REDIRECT_URI, true),
        ("https://user@a.example.com", "https://a.example.com/token", REDIRECT_URI, false),
        ("/ask", "https://a.example.com/token", REDIRECT_URI, false),
        ("https://a.example.com", "https://a.example.com/token", "/callback", false),
    ] {
        let request = application(token).authorization_request(authorization, redirect);
        assert_eq!(request.is_ok(), is_accepted, "{authorization} {token} {redirect}");
        if let Ok(request) = request {
            let shown = format!("{request:?}");
            assert!(!shown.contains(request.state()) && !shown.contains("challenge"), "{shown}");
        }
    }
}

/// Sends these bytes to the listener, and returns the first line of the response.
fn send(listener: &str, bytes: &str) -> String {
    let url = Url::parse(listener).expect("a URL");
    let mut stream = TcpStream::connect(("127.0.0.1", url.port().expect("a port"))).expect("a connection");
    stream.write_all(bytes.as_bytes()).expect("bytes are sent");
    let mut response = String::new();
    let _ = stream.read_to_string(&mut response);
    response.lines().next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn receives_the_redirect_on_loopback() {
    let server = Server::start(vec![tokens()]);
    let oauth2 = application(&server);
    let listener = RedirectListener::bind().expect("a free port");
    let uri = listener.redirect_uri().to_owned();
    assert!(uri.starts_with("http://127.0.0.1:") && uri.ends_with("/callback"), "{uri}");
    let request = oauth2.authorization_request(AUTHORIZATION_URL, &uri).expect("a request");
    let state = request.state().to_owned();
    // Browsers open connections that they do not use.
    let port = Url::parse(&uri).ok().and_then(|url| url.port()).expect("a port");
    let unused: Vec<_> =
        (0..20).map(|_| TcpStream::connect(("127.0.0.1", port)).expect("a connection")).collect();
    let browser = std::thread::spawn(move || {
        let get = |target: &str| send(&uri, &format!("GET {target} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n"));
        let others = [
            get("/favicon.ico"),
            get("/callback?code=forged&state=other"),
            get(&format!("/other?code=1&state={state}")),
            get(&format!("//other.example.com/callback?code=1&state={state}")),
            send(&uri, &format!("POST /callback?code=1&state={state} HTTP/1.1\r\n\r\n")),
            send(&uri, &format!("GET /{} HTTP/1.1\r\n", "a".repeat(20_000))),
        ];
        (others, get(&format!("/callback?code=the-code&state={state}")))
    });
    let (client, _) = anonymous_with_long_timers();
    let tokens = listener.tokens(request, &oauth2, &client, Duration::from_secs(300)).await.expect("tokens");
    assert_eq!(tokens.refresh_token.as_ref().map(Secret::expose), Some("refresh-1"));
    let (others, last) = browser.join().expect("the browser ends");
    assert!(others[..5].iter().all(|line| line == "HTTP/1.1 404 Not Found"), "{others:?}");
    assert_eq!((others[5].as_str(), last.as_str()), ("", "HTTP/1.1 200 OK"));
    assert_eq!(form(&server.requests()[0])["code"], "the-code");
    drop(unused);
}

/// Returns a client whose clock does not move by itself.
fn anonymous_with_long_timers() -> (Client, Clock) {
    let clock = Clock::new(Duration::ZERO);
    let builder = Client::builder().clock(TestClock(clock.clone()));
    (builder.build().expect("a client"), clock)
}

#[tokio::test]
async fn the_wait_for_a_redirect_ends() {
    let server = Server::start(vec![tokens()]);
    let oauth2 = application(&server);
    let (client, clock) = anonymous();
    let listener = RedirectListener::bind().expect("a free port");
    let request =
        oauth2.authorization_request(AUTHORIZATION_URL, listener.redirect_uri()).expect("a request");
    let timeout = Duration::from_secs(20);
    let error = listener.tokens(request, &oauth2, &client, timeout).await.expect_err("no redirect");
    assert!(matches!(error, FlowError::Expired), "{error}");
    assert_eq!(clock.slept(), [timeout]);
    assert!(server.requests().is_empty());
}
