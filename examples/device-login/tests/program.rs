//! The program, run against the mock server and a small authorization server.

use std::{
    fs,
    io::{Read, Write},
    net::TcpListener,
    path::Path,
    process::{Command, Output},
    sync::{Arc, Mutex},
    thread,
};

use clientwright_codegen::Source;
use clientwright_mock::{Limits, Mock, serve};

/// Starts the mock server of the description. Returns its URL.
fn start_mock() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("device-login.yaml");
    let text = fs::read_to_string(path).expect("a description");
    let (mock, _) = Mock::new(&Source::new("device-login.yaml", text)).expect("the description is right");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.set_nonblocking(true).expect("a listener for tokio");
    let url = format!("http://{}/v1", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            serve(Arc::new(mock), listener, Limits::default(), |_, _| {}).await;
        });
    });
    url
}

/// Starts an authorization server that sends these bodies, each with its status, in order. Returns its URL, and the
/// paths of its requests.
fn start_authorization(responses: &'static [(u16, &str)]) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let paths = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&paths);
    thread::spawn(move || {
        for ((status, body), stream) in responses.iter().zip(listener.incoming()) {
            let mut stream = stream.expect("a connection");
            let mut request = String::new();
            let mut chunk = [0; 4096];
            // The forms of the program end with the ID of the application.
            while !request.contains("client_id=television") {
                let count = stream.read(&mut chunk).expect("a request");
                request.push_str(std::str::from_utf8(&chunk[..count]).expect("text"));
            }
            seen.lock().expect("paths").extend(request.split(' ').nth(1).map(str::to_owned));
            let length = body.len();
            let head =
                format!("HTTP/1.1 {status} Status\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
            stream.write_all(format!("{head}{body}").as_bytes()).expect("it is sent");
        }
    });
    (url, paths)
}

fn run(folder: &Path, mock: &str, authorization: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_device-login"))
        .env("BASE_URL", mock)
        .env("DEVICE_URL", format!("{authorization}/device"))
        .env("TOKEN_URL", format!("{authorization}/token"))
        .env("TOKENS", folder.join("tokens.json"))
        .env("NO_PROXY", "127.0.0.1")
        .output()
        .expect("it runs")
}

fn folder(name: &str) -> std::path::PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

const CODES: (u16, &str) = (
    200,
    r#"{ "device_code": "d", "user_code": "WDJB-MJHT", "verification_uri": "https://login.example.com/tv", "expires_in": 60, "interval": 1 }"#,
);

#[test]
fn logs_in_once_and_lists_the_channels() {
    let folder = folder("device-login");
    let mock = start_mock();
    let (authorization, paths) = start_authorization(&[
        CODES,
        (200, r#"{ "access_token": "access-1", "refresh_token": "refresh-1", "expires_in": 3600 }"#),
    ]);
    let text = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();
    let first = run(&folder, &mock, &authorization);
    let expected = "Open https://login.example.com/tv and enter the code WDJB-MJHT.\n1 News\n2 Films\n";
    assert_eq!(text(&first), expected, "{}", String::from_utf8_lossy(&first.stderr));
    let second = run(&folder, &mock, &authorization);
    assert_eq!(text(&second), "1 News\n2 Films\n", "{}", String::from_utf8_lossy(&second.stderr));
    assert_eq!(*paths.lock().expect("paths"), ["/device", "/token"]);

    let files: Vec<_> = fs::read_dir(&folder).expect("a folder").flatten().collect();
    assert_eq!(files.len(), 1, "the new file replaced the old one");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = files[0].metadata().expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn reports_that_the_user_refused() {
    let folder = folder("device-login-refused");
    let mock = start_mock();
    let (authorization, _) = start_authorization(&[CODES, (400, r#"{ "error": "access_denied" }"#)]);
    let output = run(&folder, &mock, &authorization);
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && message.contains("You refused the access"), "{message}");
    assert!(!folder.join("tokens.json").exists());
}
