//! Spector's server, which refuses a request that is not exactly right.

use std::{
    collections::BTreeMap,
    fs,
    io::{Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde::Deserialize;

use super::npm::Npm;

/// The maximum time that the start may take.
const START_TIMEOUT: Duration = Duration::from_secs(120);

/// The server, while it runs.
pub(super) struct Server {
    child: Child,
    port: u16,
    coverage: PathBuf,
}

/// The file that the server writes when it stops.
#[derive(Deserialize)]
struct Coverage {
    /// The verdicts by scenario: `pass`, `fail` or `not-implemented`.
    results: BTreeMap<String, String>,
}

impl Server {
    /// Starts the server on a free port of this machine.
    pub(super) fn start(npm: &Npm, coverage: &Path) -> Result<Self, String> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        let port = listener.and_then(|listener| listener.local_addr()).map(|address| address.port());
        let port = port.map_err(|error| format!("there is no free port: {error}"))?;
        // The verdicts of an earlier run would hide that this one wrote none.
        let _ = fs::remove_file(coverage);
        let mut node = npm.node();
        node.args(["node_modules/@typespec/spector/dist/src/cli/cli.js", "serve"]);
        node.args(["node_modules/@typespec/http-specs/specs", "--port", &port.to_string(), "--coverageFile"]);
        let child = node.arg(coverage).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let child = child.map_err(|error| format!("cannot start the server: {error}"))?;
        let mut server = Self { child, port, coverage: coverage.to_owned() };
        let start = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if start.elapsed() > START_TIMEOUT || server.child.try_wait().is_ok_and(|ended| ended.is_some()) {
                return Err("the server does not start".to_owned());
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(server)
    }

    /// Returns the URL of the server, with the host that it expects.
    pub(super) fn url(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Stops the server. Returns the verdict on each scenario.
    pub(super) fn stop(mut self) -> Result<BTreeMap<String, String>, String> {
        let stop = || -> std::io::Result<()> {
            let mut connection = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
            connection.write_all(
                b"POST /.admin/stop HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            )?;
            connection.read_to_end(&mut Vec::new()).map(drop)
        };
        stop().map_err(|error| format!("the server does not stop: {error}"))?;
        self.child.wait().map_err(|error| format!("the server does not end: {error}"))?;
        let text = fs::read_to_string(&self.coverage)
            .map_err(|error| format!("cannot read {}: {error}", self.coverage.display()))?;
        let all: Vec<Coverage> =
            serde_json::from_str(&text).map_err(|error| format!("no coverage: {error}"))?;
        Ok(all.into_iter().flat_map(|coverage| coverage.results).collect())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A process that has ended cannot be killed.
        let _ = self.child.kill();
    }
}
