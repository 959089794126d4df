//! Requests and credentials.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use clientwright_runtime::{
    runtime::{
        body::Body,
        credentials::{Credential, Credentials, Token},
        error::RequestError,
        operation::Security,
        request::Request,
    },
    sample::Regional,
};

fn request(write: impl FnOnce(&mut Request)) -> Result<http::Request<Body>, RequestError> {
    let mut request = Request::new("GET", "/pets/{id}/{ids}");
    request.path("id", &"a/b ä");
    request.path_list("ids", &["1,2", "3"]);
    write(&mut request);
    request.finish("https://example.com/v1/")
}

#[test]
fn encodes_parameters() {
    let request = request(|request| {
        request.query("q", &["a&b=c d", "ü"]);
        request.query_list("ids[]", &["1", "2,3"]);
        request.query::<&str>("none", &[]);
        request.query_list::<&str>("none", &[]);
        request.header("x-list", &[1, 2]);
        request.header::<&str>("x-none", &[]);
        request.accept("application/json");
        request.json("application/json", "text");
    })
    .expect("a request");
    assert_eq!(
        request.uri(),
        "https://example.com/v1/pets/a%2Fb%20%C3%A4/1%2C2,3?q=a%26b%3Dc%20d&q=%C3%BC&ids%5B%5D=1,2%2C3"
    );
    assert_eq!(request.headers()["x-list"], "1,2");
    assert!(!request.headers().contains_key("x-none"));
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.body().as_bytes().expect("bytes"), "\"text\"");
}

#[test]
fn accepts_a_template_with_a_query_and_a_fragment() {
    let mut request = Request::new("GET", "/files/{id}?beta=true#upload");
    request.path("id", &"a?b#c");
    request.query("q", &[1]);
    let request = request.finish("https://example.com").expect("a request");
    assert_eq!(request.uri(), "https://example.com/files/a%3Fb%23c?beta=true&q=1");
}

#[test]
fn returns_the_first_error() {
    let error = request(|request| {
        request.header("x-broken", &["a\nb"]);
        request.path("id", &"..");
    })
    .expect_err("no header");
    assert_eq!(error.to_string(), "the header `x-broken` has a name or value that HTTP does not allow");
    let mut empty = Request::new("GET", "/pets/{ids}");
    empty.path_list("ids", &[""; 1]);
    let error = empty.finish("https://example.com").expect_err("no path");
    assert_eq!(
        error.to_string(),
        "the path parameter `ids` results in a path segment that is empty, `.` or `..`"
    );
}

#[test]
fn replaces_the_variables_of_a_server() {
    assert_eq!(String::from(Regional::default()), "https://eu.example.com");
    let american = Regional::default().with(|server| server.region = "us".into());
    assert_eq!(String::from(american), "https://us.example.com");
}

fn credentials() -> Credentials {
    let mut credentials = Credentials::default();
    credentials.set("token", Credential::bearer("t0k3n"));
    credentials.set("key", Credential::header("x-key", "k3y"));
    credentials.set("query", Credential::query("api_key[]", "a-b_c.d~e&y"));
    credentials.set("cookie", Credential::cookie("session", "eyJh.eyJz+/=_-"));
    credentials.set("other", Credential::cookie("other", "o"));
    credentials.set("login", Credential::basic("user", "pass:word"));
    credentials
}

#[tokio::test]
async fn sends_each_kind_of_credential() {
    let mut request = request(|request| request.query("a", &[1])).expect("a request");
    credentials()
        .authorize(&[&["token", "key", "query", "cookie", "other"]], &mut request)
        .await
        .expect("all credentials");
    assert_eq!(request.headers()["authorization"], "Bearer t0k3n");
    assert_eq!(request.headers()["x-key"], "k3y");
    assert_eq!(request.headers()["cookie"], "session=eyJh.eyJz+/=_-; other=o");
    assert!(request.uri().to_string().ends_with("?a=1&api_key%5B%5D=a-b_c.d~e%26y"), "{}", request.uri());
    let shown = format!("{:?} {:?}", request.headers(), credentials());
    for secret in ["t0k3n", "k3y", "a-b_c", "eyJh"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[tokio::test]
async fn a_key_cannot_add_a_cookie() {
    for key in ["k; admin=1", "k\r\nx: y"] {
        let mut credentials = Credentials::default();
        credentials.set("cookie", Credential::cookie("session", key));
        let mut request = request(|_| ()).expect("a request");
        let error = credentials.authorize(&[&["cookie"]], &mut request).await.expect_err("two cookies");
        assert_eq!(error.to_string(), "the header `cookie` has a name or value that HTTP does not allow");
    }
}

#[test]
fn refuses_headers_that_the_transport_sets() {
    for name in ["content-length", "transfer-encoding", "host", "connection", "te", "keep-alive"] {
        let error =
            request(|request| request.header(name, &["1"])).expect_err("not a header of an operation");
        assert_eq!(error.to_string(), format!("the header `{name}` is set by the transport; do not set it"));
    }
}

async fn authorized(security: Security) -> Result<http::Request<Body>, RequestError> {
    let mut request = request(|_| ()).expect("a request");
    credentials().authorize(security, &mut request).await.map(|_| request)
}

#[tokio::test]
async fn uses_the_first_complete_alternative() {
    let request = authorized(&[&["none", "token"], &["login"], &["key"]]).await.expect("the second");
    assert_eq!(request.headers()["authorization"], "Basic dXNlcjpwYXNzOndvcmQ=");
    assert!(!request.headers().contains_key("x-key"));
    assert!(authorized(&[]).await.expect("no credential is needed").headers().is_empty());
    assert!(authorized(&[&[], &["none"]]).await.expect("the empty alternative").headers().is_empty());
    assert!(
        authorized(&[&[], &["key"]]).await.expect("the complete alternative").headers().contains_key("x-key")
    );
    let error = authorized(&[&["none", "token"], &["other-one"]]).await.expect_err("neither");
    assert_eq!(
        error.to_string(),
        "the operation needs a credential that the client does not have; set none and token, or other-one"
    );
}

#[tokio::test]
async fn calls_a_token_source_before_each_request() {
    let calls = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&calls);
    let source = Token::source(move || {
        let number = count.fetch_add(1, Ordering::Relaxed);
        async move { if number < 2 { Ok(format!("token {number}")) } else { Err("it ran out".into()) } }
    });
    assert_eq!(format!("{source:?}"), "Token(***)");
    let mut credentials = Credentials::default();
    credentials.set("custom", Credential::authorization("Custom", source));
    for expected in ["Custom token 0", "Custom token 1"] {
        let mut request = request(|_| ()).expect("a request");
        credentials.authorize(&[&["custom"]], &mut request).await.expect("a token");
        assert_eq!(request.headers()["authorization"], expected);
    }
    let mut request = request(|_| ()).expect("a request");
    let error = credentials.authorize(&[&["custom"]], &mut request).await.expect_err("no token");
    assert_eq!(format!("{error:#}"), "the source of the credential `custom` failed: it ran out");
    assert_eq!(calls.load(Ordering::Relaxed), 3);
}
