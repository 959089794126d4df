//! The journal: what was sent and what became of it, a line of JSON each, on the disk before anything else happens.

use std::{
    collections::HashMap,
    fs::{File, OpenOptions},
    io::{self, BufRead, BufReader, Seek, Write},
    path::Path,
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, oneshot};

use crate::{
    Failure,
    outcome::{Fate, Outcome},
    rows::Batch,
};

/// A line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Line {
    /// The file that the journal belongs to: the first line.
    Of(String),
    /// A batch is about to be sent: its first row, and how many it has.
    Sending(u64, u64),
    /// What became of it.
    Done(u64, u64, Outcome),
}

/// What the journal says of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// It was sent, or was about to be.
    Sent,
    /// It is known that nothing was created, and that it can be sent.
    NotSent,
    /// It is written down what became of it.
    Done,
}

/// A handle to the journal; the file is closed when the last one is dropped.
#[derive(Clone)]
pub(crate) struct Journal(Arc<mpsc::UnboundedSender<Entry>>);

struct Entry {
    text: String,
    written: oneshot::Sender<io::Result<()>>,
}

impl Journal {
    /// Opens the journal at `path`, which may be new, for the file with this fingerprint. What it says is by the first
    /// rows of batches.
    pub(crate) fn open(path: &Path, fingerprint: &str) -> Result<(Self, HashMap<u64, State>), Failure> {
        let named = |error: io::Error| format!("{}: {error}", path.display());
        let options = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
        let mut file = options.map_err(named)?;
        if !fs4::fs_std::FileExt::try_lock_exclusive(&file).map_err(named)? {
            return Err(format!("{}: another import is under way", path.display()).into());
        }
        let mut states = HashMap::new();
        let (mut of, mut whole) = (None, 0);
        for line in lines(&file) {
            let (line, end) = line.map_err(named)?;
            match line {
                Line::Of(known) => of = Some(known),
                Line::Sending(first, _) => drop(states.insert(first, State::Sent)),
                Line::Done(first, _, outcome) => {
                    let state = if outcome.fate == Fate::Answered { State::Done } else { State::NotSent };
                    states.insert(first, state);
                }
            }
            whole = end;
        }
        // What a killed import has begun to write is no line. It is written before the batch is sent, or says no more of it
        // than that it was.
        file.set_len(whole).map_err(named)?;
        file.seek(io::SeekFrom::End(0)).map_err(named)?;
        match of {
            Some(known) if known != fingerprint => {
                let what =
                    "it belongs to another file, or the file has changed since; move it away to begin anew";
                return Err(format!("{}: {what}", path.display()).into());
            }
            Some(_) => {}
            None => {
                file.write_all(text(&Line::Of(fingerprint.to_owned()))?.as_bytes()).map_err(named)?;
                file.sync_all().map_err(named)?;
                // The name of a new file has to be on the disk too.
                if let Some(folder) = path.parent() {
                    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
                    File::open(folder).and_then(|folder| folder.sync_all()).map_err(named)?;
                }
            }
        }
        let (entries, came) = mpsc::unbounded_channel();
        std::thread::spawn(move || write(&mut file, came));
        Ok((Self(Arc::new(entries)), states))
    }

    /// Notes that a batch is about to be sent. When this returns it is on the disk.
    pub(crate) async fn sent(&self, batch: &Batch) -> Result<(), Failure> {
        self.append(&Line::Sending(batch.first, batch.len())).await
    }

    /// Notes what became of a batch. When this returns it is on the disk.
    pub(crate) async fn done(&self, batch: &Batch, outcome: &Outcome) -> Result<(), Failure> {
        self.append(&Line::Done(batch.first, batch.len(), outcome.clone())).await
    }

    async fn append(&self, line: &Line) -> Result<(), Failure> {
        let (written, is_written) = oneshot::channel();
        let entry = Entry { text: text(line)?, written };
        self.0.send(entry).map_err(|_| "the journal cannot be written any longer")?;
        is_written.await.map_err(|_| "the journal cannot be written any longer")??;
        Ok(())
    }
}

fn text(line: &Line) -> Result<String, Failure> {
    Ok(serde_json::to_string(line)? + "\n")
}

/// Writes what comes. What has come while the disk was busy is written together, with one `fsync`.
fn write(file: &mut File, mut came: mpsc::UnboundedReceiver<Entry>) {
    while let Some(first) = came.blocking_recv() {
        let mut entries = vec![first];
        while let Ok(next) = came.try_recv() {
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
            // A batch that waits no longer is none to send.
            let _ = entry.written.send(result);
        }
        // After a failure nobody knows what is on the disk.
        if failed.is_some() {
            return;
        }
    }
}

/// The lines of a journal, each with where it ends; a last one that is not whole is none.
pub(crate) fn lines(file: &File) -> impl Iterator<Item = io::Result<(Line, u64)>> + use<'_> {
    let mut reader = BufReader::new(file);
    let mut end = 0;
    let mut text = String::new();
    std::iter::from_fn(move || {
        text.clear();
        let read = match reader.read_line(&mut text) {
            Ok(0) => return None,
            Ok(read) => read,
            // Half a character is half a line.
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
