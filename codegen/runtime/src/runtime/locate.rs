//! The conversion of a line and column in a JSON text to a JSON Pointer.
//!
//! It runs only after a decoding error, so decoding itself does not track a path.

use std::fmt::Write;

/// Returns the JSON Pointer (RFC 6901) of the value that contains a position.
///
/// `line` and `column` are those of a `serde_json::Error`: both start at 1, and the column is the last byte read.
#[must_use]
pub fn pointer(json: &[u8], line: usize, column: usize) -> String {
    to_pointer(&entries(json, offset(json, line, column)))
}

/// Returns the JSON Pointer (RFC 6901) of the value that an error is about.
pub(super) fn pointer_of(json: &[u8], error: &serde_json::Error) -> String {
    let mut pointer = pointer(json, error.line(), error.column());
    // The error of a missing property is found at the end of its object.
    let message = error.to_string();
    let missing = message.strip_prefix("missing field `").and_then(|rest| rest.rsplit_once('`'));
    if let (Some((name, _)), true) = (missing, error.is_data()) {
        pointer.push('/');
        pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
    }
    pointer
}

/// Returns the number of bytes before and including a position.
pub(super) fn offset(json: &[u8], line: usize, column: usize) -> usize {
    let start: usize =
        json.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    json.len().min(start + column)
}

/// Returns the nested entries that contain the position `end`, the outermost first.
pub(super) fn entries(json: &[u8], end: usize) -> Vec<Entry> {
    let mut path = Path::default();
    let mut at = 0;
    while at < end {
        match json[at] {
            b'"' => {
                let close = string_end(json, at + 1);
                // An incomplete key does not name an entry.
                if close < end {
                    path.string(&json[at + 1..close]);
                }
                at = close;
            }
            byte => path.punctuation(byte, at + 1),
        }
        at += 1;
    }
    // If the next key is not read yet, the position belongs to the object itself.
    if path.key_next {
        path.entries.pop();
    }
    path.entries
}

/// Returns the end of the entry that starts at `start`: the index of the comma or bracket after it.
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

/// Returns the JSON Pointer of the innermost entry.
pub(super) fn to_pointer(entries: &[Entry]) -> String {
    let mut pointer = String::new();
    for entry in entries {
        // Writing to a `String` does not fail.
        let _ = match &entry.segment {
            Segment::Key(key) => write!(pointer, "/{}", key.replace('~', "~0").replace('/', "~1")),
            Segment::Index(index) => write!(pointer, "/{index}"),
        };
    }
    pointer
}

/// Returns the index of the closing quote of a string whose first byte is at `from`.
pub(super) fn string_end(json: &[u8], from: usize) -> usize {
    let mut at = from;
    while at < json.len() && json[at] != b'"' {
        at += if json[at] == b'\\' { 2 } else { 1 };
    }
    at
}

/// A property of an object or an element of an array.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) segment: Segment,
    /// The index of the first byte after the bracket or comma in front of the entry.
    pub(super) start: usize,
}

/// A segment of the path to an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Segment {
    Key(String),
    Index(usize),
}

/// The open objects and arrays, each with its current entry.
#[derive(Default)]
struct Path {
    entries: Vec<Entry>,
    /// `true` if the next string is a key.
    key_next: bool,
}

impl Path {
    fn string(&mut self, text: &[u8]) {
        if self.key_next {
            // If unescaping fails, the key is used with its escapes.
            let quoted = [b"\"", text, b"\""].concat();
            let key = serde_json::from_slice(&quoted)
                .unwrap_or_else(|_| String::from_utf8_lossy(text).into_owned());
            if let Some(entry) = self.entries.last_mut() {
                entry.segment = Segment::Key(key);
            }
            self.key_next = false;
        }
    }

    /// Reads a byte outside strings. `start` is the index of the next byte.
    fn punctuation(&mut self, byte: u8, start: usize) {
        match byte {
            b'{' => {
                self.entries.push(Entry { segment: Segment::Key(String::new()), start });
                self.key_next = true;
            }
            b'[' => self.entries.push(Entry { segment: Segment::Index(0), start }),
            b'}' | b']' => {
                self.entries.pop();
                self.key_next = false;
            }
            b',' => {
                if let Some(entry) = self.entries.last_mut() {
                    entry.start = start;
                    match &mut entry.segment {
                        Segment::Index(index) => *index += 1,
                        Segment::Key(_) => self.key_next = true,
                    }
                }
            }
            _ => {}
        }
    }
}
