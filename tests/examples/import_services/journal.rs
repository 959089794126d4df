//! The journal: a file with one line of JSON for each batch before it is sent and after its outcome is known.
//!
//! Each line is on the disk before the import continues.

use std::{
    collections::HashMap,
    fs::{File, OpenOptions, TryLockError},
    io::{self, BufRead, BufReader, Seek, Write},
    path::Path,
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, oneshot};

use crate::{
    Failure,
    outcome::{Outcome, Status},
    rows::Batch,
};

/// A line of the journal.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Line {
    /// The fingerprint of the CSV file. This is the first line.
    Fingerprint(String),
    /// A batch before it is sent: its first row and its number of rows.
    Sending(u64, u64),
    /// The outcome of a batch.
    Done(u64, u64, Outcome),
}

/// The state of a batch in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// The batch may have been sent, and its outcome is not known.
    Sent,
    /// The batch created nothing and can be sent.
    NotSent,
    /// The outcome is recorded.
    Done,
}

/// A handle to the journal. The file is closed when the last clone is dropped.
#[derive(Clone)]
pub(crate) struct Journal(Arc<mpsc::UnboundedSender<Entry>>);

struct Entry {
    text: String,
    written: oneshot::Sender<io::Result<()>>,
}

impl Journal {
    /// Opens or creates the journal at `path` for the CSV file with this fingerprint.
    ///
    /// Returns the journal and the states of its batches, by their first row.
    pub(crate) fn open(path: &Path, fingerprint: &str) -> Result<(Self, HashMap<u64, State>), Failure> {
        let named = |error: io::Error| format!("{}: {error}", path.display());
        let options = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
        let mut file = options.map_err(named)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(format!("{}: another import is running", path.display()).into());
            }
            Err(TryLockError::Error(error)) => return Err(named(error).into()),
        }
        let mut states = HashMap::new();
        let (mut recorded, mut complete) = (None, 0);
        for line in lines(&file) {
            let (line, end) = line.map_err(named)?;
            match line {
                Line::Fingerprint(known) => recorded = Some(known),
                Line::Sending(first, _) => drop(states.insert(first, State::Sent)),
                Line::Done(first, _, outcome) => {
                    let state = if outcome.status == Status::Settled { State::Done } else { State::NotSent };
                    states.insert(first, state);
                }
            }
            complete = end;
        }
        // An incomplete last line of a killed import is removed. Its batch was not sent yet, or is still recorded as
        // sent.
        file.set_len(complete).map_err(named)?;
        file.seek(io::SeekFrom::End(0)).map_err(named)?;
        match recorded {
            Some(known) if known != fingerprint => {
                let why =
                    "it belongs to another file, or the file has changed; move it away to start a new import";
                return Err(format!("{}: {why}", path.display()).into());
            }
            Some(_) => {}
            None => {
                file.write_all(text(&Line::Fingerprint(fingerprint.to_owned()))?.as_bytes())
                    .map_err(named)?;
                file.sync_all().map_err(named)?;
                // The directory entry of a new file must be on the disk as well.
                if let Some(folder) = path.parent() {
                    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
                    File::open(folder).and_then(|folder| folder.sync_all()).map_err(named)?;
                }
            }
        }
        let (entries, received) = mpsc::unbounded_channel();
        std::thread::spawn(move || write(&mut file, received));
        Ok((Self(Arc::new(entries)), states))
    }

    /// Records a batch before it is sent. Returns when the line is on the disk.
    pub(crate) async fn sent(&self, batch: &Batch) -> Result<(), Failure> {
        self.append(&Line::Sending(batch.first, batch.len())).await
    }

    /// Records the outcome of a batch. Returns when the line is on the disk.
    pub(crate) async fn done(&self, batch: &Batch, outcome: &Outcome) -> Result<(), Failure> {
        self.append(&Line::Done(batch.first, batch.len(), outcome.clone())).await
    }

    async fn append(&self, line: &Line) -> Result<(), Failure> {
        let (written, is_written) = oneshot::channel();
        let entry = Entry { text: text(line)?, written };
        self.0.send(entry).map_err(|_| "the journal cannot be written")?;
        is_written.await.map_err(|_| "the journal cannot be written")??;
        Ok(())
    }
}

fn text(line: &Line) -> Result<String, Failure> {
    Ok(serde_json::to_string(line)? + "\n")
}

/// Writes the entries. Entries that arrive while the disk is busy share one `fsync`.
fn write(file: &mut File, mut received: mpsc::UnboundedReceiver<Entry>) {
    while let Some(first) = received.blocking_recv() {
        let mut entries = vec![first];
        while let Ok(next) = received.try_recv() {
            entries.push(next);
        }
        let text: String = entries.iter().map(|entry| entry.text.as_str()).collect();
        let result = file.write_all(text.as_bytes()).and_then(|()| file.sync_data());
        let failed = result.as_ref().err().map(|error| (error.kind(), error.to_string()));
        for entry in entries {
            let result = match &failed {
                None => Ok(()),
                Some((kind, message)) => Err(io::Error::new(*kind, message.clone())),
            };
            // The receiver is dropped if its batch is no longer sent.
            let _ = entry.written.send(result);
        }
        // After a failure the content of the file is not known.
        if failed.is_some() {
            return;
        }
    }
}

/// Returns the lines of a journal, each with the offset of its end. An incomplete last line is left out.
pub(crate) fn lines(file: &File) -> impl Iterator<Item = io::Result<(Line, u64)>> + use<'_> {
    let mut reader = BufReader::new(file);
    let mut end = 0;
    let mut text = String::new();
    std::iter::from_fn(move || {
        text.clear();
        let read = match reader.read_line(&mut text) {
            Ok(0) => return None,
            Ok(read) => read,
            // An incomplete character means an incomplete line.
            Err(error) if error.kind() == io::ErrorKind::InvalidData => return None,
            Err(error) => return Some(Err(error)),
        };
        if !text.ends_with('\n') {
            return None;
        }
        end += u64::try_from(read).unwrap_or_default();
        let line = serde_json::from_str(&text);
        Some(line.map(|line| (line, end)).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error)))
    })
}
