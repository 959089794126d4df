//! The settings of single calls, and the requests that people look at.

use std::{
    process::Command,
    sync::{Arc, Mutex},
};

use clientwright_runtime::{
    runtime::{
        body::Body,
        builder::ClientBuilder,
        call_options::CallOptions,
        client::{Call, Client},
        credentials::Credential,
        error::{Error, RequestError, TransportError},
        operation::{Operation, Security},
        raw_response::{Empty, Outcome, RawResponse},
        request::Request,
        transport::{BoxFuture, Transport},
    },
    sample::{Limits, ShowLimits},
};
use http::Method;
use serde_json::{Value, json};

/// A server that responds at once, and records the requests.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<http::Request<Body>>>>);

impl Transport for Recorder {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        self.0.lock().expect("the requests").push(request);
        let response = http::Response::builder().status(204).header("etag", "\"v1\"").header("x-left", "7");
        Box::pin(async { Ok(response.body(Body::default()).expect("a response")) })
    }
}

impl Recorder {
    fn last(&self) -> http::Request<Body> {
        self.0.lock().expect("the requests").pop().expect("a request")
    }
}

/// An operation with this body.
#[derive(Clone, Default)]
struct Send(&'static str, Body);

impl Operation for Send {
    type Output = ();
    type Error = ();
    const METHOD: &'static str = "POST";
    const PATH: &'static str = "/pets/{id}";
    const SECURITY: Security = &[&["token", "key", "session"]];

    fn write(&self, request: &mut Request) {
        request.path("id", &"it's");
        if !self.0.is_empty() {
            request.body(self.0, self.1.clone());
        }
    }

    fn read(raw: RawResponse) -> Outcome<(), ()> {
        raw.ok(Empty, |()| ())
    }
}

fn builder(transport: &Recorder) -> ClientBuilder {
    Client::builder()
        .base_url("https://example.com/v1")
        .transport(transport.clone())
        .credential("token", Credential::bearer("t0k3n"))
        .credential("key", Credential::query("key", "k3y"))
        .credential("session", Credential::cookie("session", "s3ss10n"))
}

fn client(transport: &Recorder) -> Client {
    builder(transport).build().expect("a client")
}

async fn extended(body: &'static str, media_type: &'static str) -> Result<String, String> {
    let transport = Recorder::default();
    let client = client(&transport);
    let call =
        Call::new(&client, Send(media_type, body.into())).extra_body("b", json!([1])).extra_body("a", "x");
    let sent = call.send().await.map_err(|error| error.to_string());
    sent.map(|_| String::from_utf8_lossy(transport.last().body().as_bytes().expect("bytes")).into_owned())
}

#[tokio::test]
async fn adds_members_and_keeps_the_others_byte_for_byte() {
    let json = "application/json";
    assert_eq!(extended("{}", json).await.as_deref(), Ok(r#"{"a":"x","b":[1]}"#));
    let precise = "{ \"id\": 123456789012345678901234567890, \"f\": 1.10 }\n";
    let expected = r#"{ "id": 123456789012345678901234567890, "f": 1.10 ,"a":"x","b":[1]}"#;
    assert_eq!(extended(precise, json).await.as_deref(), Ok(expected));
    assert_eq!(extended("{}", "application/merge-patch+json").await.as_deref(), Ok(r#"{"a":"x","b":[1]}"#));
}

#[tokio::test]
async fn names_the_call_whose_body_cannot_be_extended() {
    let why = "has no JSON object as its body, to which `extra_body` could add `a`";
    for (body, media_type) in
        [("[{}]", "application/json"), ("", ""), ("{}x", "application/json"), ("{}", "text/plain")]
    {
        let error = extended(body, media_type).await.expect_err("no object");
        assert_eq!(error, format!("the call is not valid: `POST /pets/{{id}}` {why}"), "{body}");
    }
    let error = extended(r#"{"b":2}"#, "application/json").await.expect_err("a member twice");
    assert!(error.contains("already has `b` in its body"), "{error}");
}

#[tokio::test]
async fn adds_query_parameters_and_headers() {
    let transport = Recorder::default();
    let client = client(&transport);
    let call = Call::new(&client, Send::default()).query("a b", "c&d").query("n", 7).idempotency_key("k1");
    let response = call.if_match("\"v0\"").if_none_match("*").send().await.expect("204 is a success");
    assert_eq!(response.etag(), Some("\"v1\""));
    let request = transport.last();
    assert_eq!(request.uri(), "https://example.com/v1/pets/it%27s?a%20b=c%26d&n=7&key=k3y");
    let headers = request.headers();
    assert_eq!(headers["idempotency-key"], "k1");
    assert_eq!(
        (&headers["if-match"], &headers["if-none-match"]),
        (&"\"v0\"".parse().expect("a value"), &"*".parse().expect("a value"))
    );
    let call = Call::new(&client, Send::default()).idempotency_key("k\n1");
    let error = call.send().await.expect_err("not a header");
    assert!(
        matches!(&error, Error::Request(RequestError::Header { name }) if name == "idempotency-key"),
        "{error}"
    );
}

#[test]
fn reads_the_headers_of_an_operation_without_their_type() {
    use clientwright_runtime::runtime::headers::DescribedHeaders;
    let headers = http::HeaderMap::from_iter([("x-left".parse().expect("a name"), 7.into())]);
    let expected = Limits { left: Some(7), status: None };
    assert_eq!(ShowLimits::headers(&headers), Ok(expected));
}

#[test]
fn shows_a_request_without_secrets() {
    let transport = Recorder::default();
    let client = builder(&transport).default_header("X-Default", "d3fault").build().expect("a client");
    let call = Call::new(&client, Send("application/json", "{}".into()));
    let call = call.header("X-Api-Key", "c4ll").header("X-Trace", "7").header("Cookie", "own=c00k1e");
    let request = call.request().expect("a request");
    assert_eq!(request.uri(), "https://example.com/v1/pets/it%27s?key=HIDDEN");
    let shown = format!("{:?}", request.headers());
    let headers = request.headers();
    assert_eq!(headers["authorization"], "Bearer HIDDEN");
    assert_eq!(headers["cookie"], "HIDDEN; session=HIDDEN");
    assert_eq!(
        (&headers["x-trace"], &headers["user-agent"]),
        (&"7".parse().expect("a value"), &"sample/1".parse().expect("a value"))
    );
    assert_eq!(
        (&headers["x-api-key"], &headers["x-default"]),
        (&"HIDDEN".parse().expect("a value"), &"HIDDEN".parse().expect("a value"))
    );
    for secret in ["t0k3n", "k3y", "s3ss10n", "c4ll", "d3fault", "c00k1e", "Sensitive"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(transport.0.lock().expect("the requests").is_empty());
    let client = Client::builder().transport(Recorder::default());
    let client = client.build().expect("a client");
    let error = Call::new(&client, Send::default()).request().expect_err("no credential");
    assert!(matches!(error, RequestError::MissingCredential { .. }), "{error}");
}

#[test]
fn shows_a_command_line() {
    let client = client(&Recorder::default());
    let call = Call::new(&client, Send("application/json", r#"{"name":"it's"}"#.into()));
    let expected = r#"curl --request POST 'https://example.com/v1/pets/it%27s?key=HIDDEN' \
  --header 'content-type: application/json' \
  --header 'user-agent: sample/1' \
  --header 'authorization: Bearer HIDDEN' \
  --header 'cookie: session=HIDDEN' \
  --data-raw '{"name":"it'\''s"}'"#;
    assert_eq!(call.curl().expect("a request"), expected);
    let bytes = Call::new(&client, Send("image/png", vec![0xff, 0, 1].into()));
    assert!(bytes.curl().expect("a request").ends_with("--data-binary @- # the body: 3 bytes"));
    let long = Call::new(&client, Send("text/plain", "x".repeat(65 * 1024).into()));
    assert!(long.curl().expect("a request").ends_with("--data-binary @- # the body: 66560 bytes"));
    let stream = Call::new(&client, Send("text/plain", Body::reader(std::io::empty())));
    assert!(stream.curl().expect("a request").ends_with("--data-binary @- # the body is a stream"));
    let get = client.request(Method::GET, "/pets?tags[]=a").header("X-Empty", "").curl().expect("a request");
    assert!(get.starts_with("curl --globoff 'https://example.com/v1/pets?tags[]=a' \\\n"), "{get}");
    assert!(get.contains("--header 'x-empty;'"), "{get}");
}

/// Returns the arguments that a POSIX shell passes to `curl`.
#[cfg(unix)]
fn arguments(line: &str) -> Vec<String> {
    let script = format!("curl() {{ printf '%s\\0' \"$@\"; }}\n{line}");
    let output = Command::new("sh").args(["-c", &script]).output().expect("a shell");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).split_terminator('\0').map(str::to_owned).collect()
}

#[cfg(unix)]
#[test]
fn quotes_arguments_for_a_shell() {
    let client = client(&Recorder::default());
    for text in [
        "it's",
        "''",
        "$HOME",
        "`id`",
        "$(id)",
        "a\\b",
        "\"x\"",
        "@file",
        "-X",
        "a\nb\r\nc",
        "*?[]{}~!#&;|<>()",
        "ä€\t",
        "'; rm -rf /; '",
    ] {
        let call = Call::new(&client, Send("text/plain", text.into())).query("q", text);
        let line = call.curl().expect("a request");
        let arguments = arguments(&line);
        let end = arguments.len() - 2;
        assert_eq!(arguments[end..], ["--data-raw", text], "{line}");
        assert_eq!(arguments[2], call.request().expect("a request").uri().to_string(), "{line}");
    }
    let custom = Method::from_bytes(b"A'$`B").expect("a method");
    let line = client.request(custom, "/x").header("X-Odd", "a'b \"c\" $d").curl().expect("a request");
    let arguments = arguments(&line);
    assert_eq!(arguments[..2], ["--request", "A'$`B"], "{line}");
    assert!(arguments.contains(&"x-odd: a'b \"c\" $d".to_owned()), "{line}");
}

async fn path_error(path: &'static str) -> String {
    let client = client(&Recorder::default());
    let sent = client.request(Method::GET, path).send::<Value>().await;
    sent.expect_err("a path that leaves the origin").to_string()
}

#[tokio::test]
async fn a_request_stays_at_the_origin() {
    for path in ["//evil.example", "", "pets", "evil.example/pets", "@evil.example", "https:/evil"] {
        assert_eq!(
            path_error(path).await,
            "the call is not valid: its path must start with one `/`",
            "{path}"
        );
    }
    for path in [
        "/../admin",
        "/a/..",
        "/a/%2e%2E/b",
        "/..;x/b",
        "/.",
        "/\\evil",
        "/a/..\\b",
        "https://example.com/../a",
    ] {
        let why = "its path must have no `\\`, and no segment `.` or `..`";
        assert_eq!(path_error(path).await, format!("the call is not valid: {why}"), "{path}");
    }
    for url in [
        "https://evil.example/pets?token=s3cret",
        "http://example.com/pets",
        "https://example.com:444/pets",
        "https://user:s3cret@example.com/pets",
        "https://example.com@evil.example/",
    ] {
        let error = path_error(url).await;
        assert!(error.contains("is at another origin than the base URL"), "{url}: {error}");
        assert!(!error.contains("s3cret"), "{error}");
    }
    assert!(path_error("/a b").await.starts_with("the request is not valid"));
}

#[tokio::test]
async fn a_request_takes_urls_of_the_origin_and_placeholders() {
    let transport = Recorder::default();
    let client = client(&transport);
    let sent = async |path: String| {
        client.request(Method::GET, path).send::<()>().await.expect("204 is a success");
        transport.last().uri().to_string()
    };
    assert_eq!(sent("/a/b?c=d#e".to_owned()).await, "https://example.com/v1/a/b?c=d");
    assert_eq!(
        sent("HTTPS://Example.com:443/v2/x?y=/../z".to_owned()).await,
        "https://Example.com:443/v2/x?y=/../z"
    );
    let request = client.request(Method::DELETE, "/pets/{id}").path("id", "a/../b?c");
    request.send::<()>().await.expect("204 is a success");
    let request = transport.last();
    assert_eq!(request.uri(), "https://example.com/v1/pets/a%2F..%2Fb%3Fc");
    assert_eq!(request.headers()["authorization"], "Bearer t0k3n");
    let error = client.request(Method::GET, "/pets/{id}").send::<()>().await.expect_err("no value");
    assert!(error.to_string().contains("the placeholder `id` of its path has no value"), "{error}");
    let error =
        client.request(Method::GET, "/pets/{id}").path("id", "..").send::<()>().await.expect_err("a dot");
    assert!(matches!(error, Error::Request(RequestError::PathParameter { name: "id" })), "{error}");
}

#[tokio::test]
async fn a_request_needs_no_credential() {
    let transport = Recorder::default();
    let client = Client::builder();
    let client = client.transport(transport.clone()).build().expect("a client");
    client.request(Method::GET, "/health").send::<Option<Value>>().await.expect("204 is a success");
    assert!(!transport.last().headers().contains_key("authorization"));
}
