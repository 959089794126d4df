//! Recordings: no secret is written, and a replay is equal to the exchange with the server.

use std::{
    fs,
    io::Cursor,
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
};

use serde_json::json;
use tests::server::{Server, StubResponse};
use wire::{
    Client, ClientBuilder, Credential, Error, FilePart, OAuth2, Recording, Response,
    models::{Color, UserPatch},
    operations::{CreateReportContent, SendFormBody, UploadParts},
};

pub(crate) const SECRET: &str = "s3cr3t-t0k3n";

/// A folder of one test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("recordings-{}-{count}", std::process::id()));
        Self(folder)
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.0.join("new/calls.json")
    }

    pub(crate) fn text(&self) -> String {
        fs::read_to_string(self.file()).expect("a recording")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Returns a builder without a credential.
pub(crate) fn builder(url: &str, recording: &Recording) -> ClientBuilder {
    Client::builder()
        .base_url(format!("{url}/v1"))
        .server("https://files.example.com", url)
        .recording(recording)
}

/// The results of the calls of [`calls`], as texts.
type Results = Vec<String>;

fn result<T: std::fmt::Debug, E: std::fmt::Debug>(result: Result<Response<T>, Error<E>>) -> String {
    match result {
        // The headers of the connection are not recorded.
        Ok(response) => {
            format!("{} {:?} {:?}", response.status, response.headers.get("x-left"), response.body)
        }
        Err(error) => error.to_string(),
    }
}

/// Makes calls of many kinds of bodies.
async fn calls(client: &Client) -> Results {
    let form = SendFormBody::new("a&b");
    let file = FilePart::reader(Cursor::new("streamed")).file_name("x.bin");
    let parts = UploadParts::new(file);
    let csv = CreateReportContent::Csv("x,y\n1,2\n".into());
    let patch = UserPatch::default().with(|user| user.name = Some(Some("Ada".to_owned())));
    let mut results = vec![
        result(client.create_report(&Color::default().with(|color| color.r = Some(1))).send().await),
        result(client.create_report(csv).send().await),
        result(client.download_file("a").send().await),
        result(client.download_file("b").send().await),
        result(client.send_form(&form).send().await),
        result(client.upload(&parts).send().await),
        result(client.update_user(7, &patch).send().await),
    ];
    let mut events = client.watch_events().send().await.expect("events").body;
    while let Some(event) = events.next().await {
        results.push(format!("{event:?}"));
    }
    let mut chunks = Vec::new();
    let mut response = client.download_file("c").stream().await.expect("a stream");
    while let Some(chunk) = response.body.chunk().await {
        chunks.extend_from_slice(&chunk.expect("bytes"));
    }
    results.push(format!("{}, {:?}", chunks.len(), chunks.iter().max()));
    results
}

/// Returns a server for [`calls`].
fn server() -> Server {
    let events = "id: 1\ndata: {\"kind\":\"joined\",\"user\":\"Ada\"}\n\ndata: x\n\n";
    Server::start(vec![
        StubResponse::new(
            200,
            &[("content-type", "application/json"), ("x-left", "3")],
            b"{ \"R\": 1,\n\"G\": 2 }",
        ),
        StubResponse::new(200, &[("content-type", "text/csv")], "a,b\r\n…,2\n".as_bytes()),
        StubResponse::new(
            200,
            &[("content-type", "application/octet-stream"), ("x-left", "2")],
            &[0, 159, 146, 150],
        ),
        StubResponse::json(404, &json!({ "title": "gone", "size": 12_345_678_901_234_567_890_u64 })),
        StubResponse::raw(204, &[], b""),
        StubResponse::raw(204, &[], b""),
        StubResponse::json(200, &json!({ "id": 7, "name": "Ada" })),
        StubResponse::raw(200, &[("content-type", "text/event-stream")], events.as_bytes()),
        StubResponse::new(200, &[("content-type", "application/octet-stream")], &[7; 100_000]),
    ])
}

#[tokio::test]
async fn a_replay_is_equal_to_the_record() {
    let folder = Folder::new();
    let server = server();
    let recording = Recording::record(folder.file());
    let client = builder(&server.url(), &recording).token(SECRET).build().expect("a client");
    let recorded = calls(&client).await;
    assert!(!folder.file().exists(), "nothing is written before `save`");
    recording.save().expect("a file");

    let replay = Recording::replay(folder.file()).expect("a recording");
    assert_eq!(replay.unused(), 9);
    let client = builder(&server.url(), &replay).build().expect("a client without a credential");
    assert_eq!(calls(&client).await, recorded);
    assert_eq!((replay.unused(), server.requests().len()), (0, 9));

    // The same file is replayed with ureq, without a runtime.
    let replay = Recording::replay(folder.file()).expect("a recording");
    let client = builder(&server.url(), &replay).build_blocking().expect("a client");
    let green = client.create_report(&Color::default().with(|color| color.r = Some(1))).send_blocking();
    assert_eq!(Some(&result(green)), recorded.first());
    let files: Vec<_> = fs::read_dir(folder.file().parent().expect("a folder")).expect("a folder").collect();
    assert_eq!(files.len(), 1, "no temporary file remains");
}

#[test]
fn records_without_async() {
    let folder = Folder::new();
    let server = server();
    let recording = Recording::record(folder.file());
    let client = builder(&server.url(), &recording).token(SECRET).build_blocking().expect("a client");
    let red = Color::default().with(|color| color.r = Some(1));
    let recorded = result(client.create_report(&red).send_blocking());
    recording.save().expect("a file");
    let replay = Recording::replay(folder.file()).expect("a recording");
    let client = builder(&server.url(), &replay).build_blocking().expect("a client");
    assert_eq!(result(client.create_report(&red).send_blocking()), recorded);
}

#[tokio::test]
async fn the_file_is_readable_and_has_a_stable_order() {
    let folder = Folder::new();
    let body = b"{\"G\":2,\"R\":1}";
    let headers = [("x-b", "1"), ("content-type", "application/json"), ("x-a", "2"), ("x-b", "3")];
    let server = Server::start(vec![
        StubResponse::new(200, &headers, body),
        StubResponse::new(200, &[("content-type", "text/csv")], b"a,b\n1,2\n"),
    ]);
    let recording = Recording::record(folder.file());
    let client = builder(&server.url(), &recording).token(SECRET).build().expect("a client");
    client.create_report(&Color::default().with(|color| color.b = Some(3))).send().await.expect("a report");
    client.create_report(CreateReportContent::Csv("x\ny".into())).send().await.expect("a report");
    recording.save().expect("a file");
    let expected = r#"{
  "version": 1,
  "exchanges": [
    {
      "request": {
        "method": "POST",
        "url": "http://server/v1/reports",
        "headers": {
          "accept": "application/json, text/csv",
          "authorization": "REDACTED",
          "content-type": "application/json"
        },
        "json": {
          "B": 3
        }
      },
      "response": {
        "status": 200,
        "headers": {
          "content-type": "application/json",
          "x-a": "2",
          "x-b": [
            "1",
            "3"
          ]
        },
        "json": {
          "G": 2,
          "R": 1
        }
      }
    },
    {
      "request": {
        "method": "POST",
        "url": "http://server/v1/reports",
        "headers": {
          "accept": "application/json, text/csv",
          "authorization": "REDACTED",
          "content-type": "text/csv"
        },
        "text": [
          "x",
          "y"
        ]
      },
      "response": {
        "status": 200,
        "headers": {
          "content-type": "text/csv"
        },
        "text": [
          "a,b",
          "1,2",
          ""
        ]
      }
    }
  ]
}
"#;
    assert_eq!(folder.text().replace(&server.url(), "http://server"), expected);
}

#[tokio::test]
async fn a_file_has_no_secret_in_another_form() {
    let bodies = [
        // The number has more digits than a `Value` keeps, so that the body is recorded as text.
        ("application/json", r#"{"R": 1, "n": 1234567890.123456789, "access_token": "issued-1"}"#),
        ("application/json", r#"{"R": 1, "echo": "you sent s3cr3t\u002dt0k3n"}"#),
        ("application/x-ndjson", "{\"R\": 1}\n{\"refresh_token\": \"issued-2\"}\n"),
        ("text/event-stream", "event: token\ndata: {\"id_token\": \"issued-3\"}\n\n"),
        ("application/json-seq", "\u{1e}{\"subject_token\": \"issued-4\"}\n"),
    ];
    for (media_type, body) in bodies {
        let folder = Folder::new();
        let headers = [("content-type", media_type)];
        let server = Server::start(vec![StubResponse::new(200, &headers, body.as_bytes())]);
        let recording = Recording::record(folder.file());
        let client = builder(&server.url(), &recording).token(SECRET).build().expect("a client");
        // Only some of the bodies are reports.
        drop(client.create_report(&Color::default()).send().await);
        recording.save().expect("a file");
        let text = folder.text();
        let kept = ["issued-", SECRET, "u002d"];
        assert!(kept.iter().all(|secret| !text.contains(secret)), "{text}");
        // Once for the header, and once for the body.
        assert_eq!(text.matches("REDACTED").count(), 2, "{text}");
    }
}

#[tokio::test]
async fn a_file_has_no_secret() {
    let credentials = [
        Credential::bearer(SECRET),
        Credential::header("x-api-key", SECRET),
        Credential::query("key", SECRET),
        Credential::cookie("session", SECRET),
        Credential::authorization("Custom", SECRET),
        // `user:s3cr3t-t0k3n`
        Credential::authorization("Basic", "dXNlcjpzM2NyM3QtdDBrM24="),
    ];
    for credential in credentials {
        let folder = Folder::new();
        // The server repeats the credential in all parts of its response, and sends secrets of its own.
        let body = json!({
            "R": 1,
            "echo": format!("you sent {SECRET}"),
            "session": { "access_token": "issued-1", "refresh_token": "issued-2", "id_token": "issued-3" },
            "pin": 4711,
        });
        let headers = [
            ("content-type", "application/json"),
            ("set-cookie", "sid=issued-4; Path=/"),
            ("x-echo", SECRET),
            ("location", "/next?key=issued-5&access_token=issued-6"),
        ];
        let server = Server::start(vec![
            StubResponse::new(200, &headers, body.to_string().as_bytes()),
            StubResponse::raw(204, &[], b""),
        ]);
        let recording = Recording::record(folder.file()).redact("PIN").redact("X-Tenant");
        let client = builder(&server.url(), &recording)
            .credential("token", credential)
            .default_header("X-Internal", "hidden-1")
            .build()
            .expect("a client");
        let color = Color::default();
        let call = client.create_report(&color).header("X-Tenant", "hidden-2");
        call.send().await.expect("a report");
        client.send_form(&SendFormBody::new(SECRET)).send().await.expect("204 is a success");
        recording.save().expect("a file");
        let text = folder.text();
        let is_key = text.contains("?key=REDACTED");
        for secret in [
            SECRET, "issued-1", "issued-2", "issued-3", "issued-4", "issued-6", "hidden-1", "hidden-2",
            "4711",
        ] {
            assert!(!text.contains(secret) && !text.contains("dXNlcjp"), "{secret} in {text}");
        }
        assert_eq!(text.contains("issued-5"), !is_key, "{text}");
        assert!(text.contains("you sent REDACTED") && text.contains("name=REDACTED"), "{text}");

        // The secrets are not compared: a test has none, or other ones.
        for builder in [
            builder(&server.url(), &Recording::replay(folder.file()).expect("a recording")),
            builder(&server.url(), &Recording::replay(folder.file()).expect("a recording")).token("another"),
        ] {
            let client = builder.build().expect("a client");
            client.create_report(&Color::default()).send().await.expect("a report");
        }
    }
}

#[tokio::test]
async fn requests_for_tokens_are_not_recorded() {
    let folder = Folder::new();
    let issued =
        json!({ "access_token": "issued-token", "refresh_token": "issued-refresh", "expires_in": 1800 });
    let authorization = Server::start(vec![StubResponse::json(200, &issued)]);
    let server = Server::start(vec![StubResponse::json(200, &json!({ "R": 1, "echo": "issued-token" }))]);
    let oauth2 = |url: &str| OAuth2::client_credentials(format!("{url}/token"), "the-id", "the-secret");
    let recording = Recording::record(folder.file());
    let client =
        builder(&server.url(), &recording).token(oauth2(&authorization.url())).build().expect("a client");
    client.create_report(&Color::default()).send().await.expect("a report");
    recording.save().expect("a file");
    let text = folder.text();
    assert!(!text.contains("issued") && !text.contains("the-") && !text.contains("/token"), "{text}");
    assert_eq!(text.matches("\"method\"").count(), 1);

    // A replay has tokens without an authorization server.
    let replay = Recording::replay(folder.file()).expect("a recording");
    let client =
        builder(&server.url(), &replay).token(oauth2("http://127.0.0.1:1")).build().expect("a client");
    client.create_report(&Color::default()).send().await.expect("a report");
    assert_eq!((authorization.requests().len(), server.requests().len()), (1, 1));
}
