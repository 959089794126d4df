//! Recorded exchanges: a client writes them to a file, and a test replays them without a server.

use std::{
    fmt, fs,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use super::{
    builder::ClientBuilder,
    mock::lock,
    mock_clock::InstantClock,
    recorded::Exchange,
    recorder::{Recorder, Replayer},
    redact::Redaction,
    transport::Transport,
};

/// The maximum size of all bodies of a recording, in bytes: 64 MiB.
pub(super) const MAX_SIZE: usize = 64 * 1024 * 1024;

/// The maximum size of a file, in bytes. Base64 and line breaks make it larger than the bodies.
const MAX_FILE: u64 = 2 * MAX_SIZE as u64;

/// Exchanges of requests and responses, in a file.
///
/// A client with [`record`](Self::record) sends its requests to the server, and keeps the exchanges without their
/// secrets; [`save`](Self::save) writes them. A client with [`replay`](Self::replay) needs neither a server nor
/// credentials: it responds to each request with the recorded response. Clones share the exchanges.
///
/// The file is JSON in lines, to be read and compared by people. A body is `json`, the lines of a `text`, or `base64`.
///
/// These secrets are replaced by `REDACTED`: the headers, query parameters and cookies of credentials and the texts of
/// these credentials anywhere else, `Authorization`, `Cookie`, `Set-Cookie`, the values of
/// [`default_header`](ClientBuilder::default_header), and the tokens and passwords of OAuth in JSON, forms and queries.
/// Requests for access tokens are not recorded. Name other secrets with [`redact`](Self::redact), and read a file
/// before you publish it.
#[derive(Clone)]
pub struct Recording(pub(super) Arc<Inner>);

pub(super) struct Inner {
    path: PathBuf,
    is_replay: bool,
    pub(super) state: Mutex<State>,
}

/// The exchanges, in order. An exchange whose response was interrupted is `None`.
#[derive(Default)]
pub(super) struct State {
    pub(super) exchanges: Vec<Option<Exchange>>,
    /// The size of the bodies, in bytes.
    pub(super) size: usize,
    pub(super) redaction: Redaction,
}

impl fmt::Debug for Recording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recording").field("path", &self.0.path).finish_non_exhaustive()
    }
}

impl Recording {
    /// Returns a recording of the exchanges with a server, for the file at `path`.
    pub fn record(path: impl Into<PathBuf>) -> Self {
        Self::new(path.into(), false, Vec::new())
    }

    /// Reads the recording in the file at `path`, to respond to requests with it.
    ///
    /// Delays of its client do not wait, as those of a mock: its clock advances instead.
    ///
    /// # Errors
    /// If the file cannot be read, or is not a recording.
    pub fn replay(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let mut text = Vec::new();
        fs::File::open(&path)?.take(MAX_FILE + 1).read_to_end(&mut text)?;
        if text.len() as u64 > MAX_FILE {
            return Err(invalid(&path, "it is too large"));
        }
        let exchanges = Exchange::read_all(&text).map_err(|why| invalid(&path, &why))?;
        Ok(Self::new(path, true, exchanges))
    }

    fn new(path: PathBuf, is_replay: bool, exchanges: Vec<Exchange>) -> Self {
        let exchanges = exchanges.into_iter().map(Some).collect();
        let state = Mutex::new(State { exchanges, ..State::default() });
        Self(Arc::new(Inner { path, is_replay, state }))
    }

    /// Replaces also the values of the headers, query parameters, form fields and JSON properties of this name.
    ///
    /// Do the same when you replay: requests are compared without these values.
    #[must_use]
    pub fn redact(self, name: impl Into<String>) -> Self {
        lock(&self.0.state).redaction.add(&name.into());
        self
    }

    /// Writes the recorded exchanges to the file, which is replaced at once. A replayed file is not changed.
    ///
    /// A streamed response is part of it when the stream has ended or was dropped.
    ///
    /// # Errors
    /// If the file cannot be written, or the bodies have more than 64 MiB.
    pub fn save(&self) -> io::Result<()> {
        if self.0.is_replay {
            return Ok(());
        }
        let state = lock(&self.0.state);
        if state.size > MAX_SIZE {
            return Err(invalid(&self.0.path, "its bodies have more than 64 MiB"));
        }
        let text = Exchange::write_all(state.exchanges.iter().flatten())?;
        drop(state);
        replace(&self.0.path, &text)
    }

    /// Returns the number of exchanges that were not replayed yet.
    #[must_use]
    pub fn unused(&self) -> usize {
        let state = lock(&self.0.state);
        state.exchanges.iter().flatten().filter(|exchange| !exchange.is_used).count()
    }

    /// Returns the file's path, for messages.
    pub(super) fn path(&self) -> &Path {
        &self.0.path
    }
}

fn invalid(path: &Path, why: &str) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!("the recording `{}` is not valid: {why}", path.display()),
    )
}

/// Writes a file beside the one at `path`, and moves it there.
fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = path.with_file_name(name);
    let written = fs::write(&temporary, text).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        // The first error is the one to report.
        let _ = fs::remove_file(&temporary);
    }
    written
}

impl ClientBuilder {
    /// Records the exchanges of the client, or replays them.
    pub fn recording(mut self, recording: &Recording) -> Self {
        self.recording = Some(recording.clone());
        self
    }
}

/// Replaces the transport and the clock of a builder by those of a replayed recording.
pub(super) fn replay(builder: &mut ClientBuilder) {
    let Some(recording) = builder.recording.take_if(|recording| recording.0.is_replay) else { return };
    lock(&recording.0.state).redaction.add_credentials(&builder.credentials);
    builder.credentials.make_optional();
    builder.transport = Some(Arc::new(Replayer(recording)));
    builder.clock.get_or_insert_with(|| Arc::new(InstantClock::new()));
}

/// Wraps the transport of a builder, so that its exchanges are recorded.
pub(super) fn record(builder: &ClientBuilder, transport: Arc<dyn Transport>) -> Arc<dyn Transport> {
    let Some(recording) = builder.recording.clone() else { return transport };
    lock(&recording.0.state).redaction.add_credentials(&builder.credentials);
    Arc::new(Recorder { recording, transport })
}
