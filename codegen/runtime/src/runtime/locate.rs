//! Where in a JSON text a byte is: the way from a decoder's line and column to a JSON pointer.
//!
//! This runs only when a body did not decode, so that decoding itself carries no path along.

use std::fmt::Write;

/// The JSON pointer (RFC 6901) of the value that ends at, or is cut by, the byte at `line` and
/// `column` as `serde_json` counts them: both from 1, the column being the last byte that was read.
#[must_use]
pub fn pointer(json: &[u8], line: usize, column: usize) -> String {
    to_pointer(&entries(json, offset(json, line, column)))
}

/// How many bytes of `json` were read at `line` and `column`.
pub(super) fn offset(json: &[u8], line: usize, column: usize) -> usize {
    let start: usize =
        json.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    json.len().min(start + column)
}

/// The entries, each in the one before, that are open when the first `end` bytes of `json` are read.
pub(super) fn entries(json: &[u8], end: usize) -> Vec<Entry> {
    let mut path = Path::default();
    let mut at = 0;
    while at < end {
        match json[at] {
            b'"' => {
                let close = string_end(json, at + 1);
                // A key that is cut names nothing.
                if close < end {
                    path.string(&json[at + 1..close]);
                }
                at = close;
            }
            byte => path.mark(byte, at + 1),
        }
        at += 1;
    }
    // An object whose next key is not read yet: the object itself is meant.
    if path.key_next {
        path.entries.pop();
    }
    path.entries
}

/// Where the entry that starts at `start` ends: at the comma or the bracket that follows it.
pub(super) fn entry_end(json: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0_usize);
    while at < json.len() {
        match json[at] {
            b'"' => at = string_end(json, at + 1),
            b'{' | b'[' => depth += 1,
            b',' | b'}' | b']' if depth == 0 => break,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    at.min(json.len())
}

/// The JSON pointer of the last of these entries.
pub(super) fn to_pointer(entries: &[Entry]) -> String {
    let mut pointer = String::new();
    for entry in entries {
        // Writing to a string does not fail.
        let _ = match &entry.step {
            Step::Key(key) => write!(pointer, "/{}", key.replace('~', "~0").replace('/', "~1")),
            Step::Index(index) => write!(pointer, "/{index}"),
        };
    }
    pointer
}

/// The index of the quote that ends the string whose first byte is at `from`.
pub(super) fn string_end(json: &[u8], from: usize) -> usize {
    let mut at = from;
    while at < json.len() && json[at] != b'"' {
        at += if json[at] == b'\\' { 2 } else { 1 };
    }
    at
}

/// An entry of an object or an array.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) step: Step,
    /// Its first byte, which is the one behind the bracket or the comma before it.
    pub(super) start: usize,
}

/// What leads to an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

/// The containers that are open, each with the entry that was read last.
#[derive(Default)]
struct Path {
    entries: Vec<Entry>,
    /// Whether a string that comes now is the key of an entry.
    key_next: bool,
}

impl Path {
    fn string(&mut self, text: &[u8]) {
        if self.key_next {
            // A key that has escapes is shown with them unless it is a JSON string by itself.
            let quoted = [b"\"", text, b"\""].concat();
            let key = serde_json::from_slice(&quoted)
                .unwrap_or_else(|_| String::from_utf8_lossy(text).into_owned());
            if let Some(entry) = self.entries.last_mut() {
                entry.step = Step::Key(key);
            }
            self.key_next = false;
        }
    }

    /// Reads a byte outside of strings; the next one is at `start`.
    fn mark(&mut self, byte: u8, start: usize) {
        match byte {
            b'{' => {
                self.entries.push(Entry { step: Step::Key(String::new()), start });
                self.key_next = true;
            }
            b'[' => self.entries.push(Entry { step: Step::Index(0), start }),
            b'}' | b']' => {
                self.entries.pop();
                self.key_next = false;
            }
            b',' => {
                if let Some(entry) = self.entries.last_mut() {
                    entry.start = start;
                    match &mut entry.step {
                        Step::Index(index) => *index += 1,
                        Step::Key(_) => self.key_next = true,
                    }
                }
            }
            _ => {}
        }
    }
}
