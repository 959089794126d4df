//! Lenient decoding: entries that do not match the OpenAPI description are left out and reported.

use super::{
    locate::{self, Entry, Segment},
    response::Warning,
};

/// The maximum number of decoding attempts for one body.
const MAX_ATTEMPTS: usize = 1000;

/// The maximum number of bytes that all attempts for one body read. Each attempt reads the whole text.
const MAX_BYTES: usize = 1 << 29;

/// The recovery from decoding errors: a JSON text without the entries that do not decode.
///
/// An entry is a property of an object or an element of an array. The innermost entry that contains the error is
/// removed. If its parent does not decode without it, the parent is removed instead, and so on.
pub(super) struct Recovery {
    text: Vec<u8>,
    /// The text before the last removal.
    before: Vec<u8>,
    removed: Vec<RemovedEntry>,
    attempts: usize,
}

/// An entry that was removed from the text.
struct RemovedEntry {
    /// The path to the entry, in the text before its removal.
    entries: Vec<Entry>,
    json: String,
    message: String,
    /// The end of the parent object or array, in the text after the removal.
    close: usize,
}

impl Recovery {
    /// Starts a recovery with the complete text.
    pub(super) fn new(text: &[u8]) -> Self {
        Self { text: text.to_vec(), before: Vec::new(), removed: Vec::new(), attempts: 0 }
    }

    /// Removes the cause of `error` and returns the text. Returns `None` if nothing can be removed.
    pub(super) fn remove_cause(&mut self, error: &serde_json::Error) -> Option<&[u8]> {
        self.attempts += 1;
        // A text that is not valid JSON has no entries to remove.
        let bytes = self.attempts.saturating_mul(self.text.len());
        if self.attempts > MAX_ATTEMPTS || bytes > MAX_BYTES || !error.is_data() {
            return None;
        }
        let read = locate::offset(&self.text, error.line(), error.column());
        let (entries, message) = match self.removed.pop_if(|last| !last.fixed_error(read)) {
            Some(mut last) => {
                self.text = std::mem::take(&mut self.before);
                last.entries.pop();
                (last.entries, last.message)
            }
            None => (locate::entries(&self.text, read), message(error)),
        };
        self.remove(entries, message)
    }

    fn remove(&mut self, entries: Vec<Entry>, message: String) -> Option<&[u8]> {
        let entry = entries.last()?;
        let end = locate::entry_end(&self.text, entry.start);
        let mut value = entry.start;
        if let Segment::Key(_) = entry.segment {
            let quote = self.text[value..end].iter().position(|byte| *byte == b'"')?;
            value = locate::string_end(&self.text, value + quote + 1) + 1;
        }
        let json = String::from_utf8_lossy(self.text.get(value..end)?);
        let json = json.trim_start_matches([':', ' ', '\t', '\r', '\n']).trim_end().to_owned();
        // One comma is removed with the entry.
        let (from, to) = match self.text.get(end) {
            Some(b',') => (entry.start, end + 1),
            _ if self.text[..entry.start].ends_with(b",") => (entry.start - 1, end),
            _ => (entry.start, end),
        };
        let mut close = locate::entry_end(&self.text, to);
        while self.text.get(close) == Some(&b',') {
            close = locate::entry_end(&self.text, close + 1);
        }
        let close = close - (to - from);
        self.before = self.text.clone();
        self.text.drain(from..to);
        self.removed.push(RemovedEntry { entries, json, message, close });
        Some(&self.text)
    }

    /// Returns the removed entries, with their locations in the original text.
    pub(super) fn warnings(self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        for (index, entry) in self.removed.iter().enumerate() {
            let mut entries = entry.entries.clone();
            for earlier in self.removed[..index].iter().rev() {
                earlier.restore_indices(&mut entries);
            }
            warnings.push(Warning {
                pointer: locate::to_pointer(&entries),
                json: entry.json.clone(),
                message: entry.message.clone(),
            });
        }
        warnings
    }
}

impl RemovedEntry {
    /// Returns `true` if the removal fixed the error. `read` is the number of bytes before the next error.
    ///
    /// If the parent lacks a required property, the next error is at the end of the parent.
    fn fixed_error(&self, read: usize) -> bool {
        read != self.close + 1
    }

    /// Converts a path in the text after the removal to the path in the text before it.
    fn restore_indices(&self, entries: &mut [Entry]) {
        let Some((Entry { segment: Segment::Index(index), .. }, parents)) = self.entries.split_last() else {
            return;
        };
        let depth = parents.len();
        let inside = entries.len() > depth
            && parents.iter().zip(entries.iter()).all(|(parent, entry)| parent.segment == entry.segment);
        if let (true, Some(Entry { segment: Segment::Index(other), .. })) = (inside, entries.get_mut(depth)) {
            *other += usize::from(*other >= *index);
        }
    }
}

/// Returns the message of an error without its line and column, which refer to the shortened text.
fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message).to_owned()
}
