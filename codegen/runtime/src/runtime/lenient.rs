//! Decoding what can be decoded: what is not as the description says is left out, and told.

use super::{
    locate::{self, Entry, Step},
    response::Warning,
};

/// How much is left out of one body before it is given up.
const MOST: usize = 1000;

/// How many bytes are read for that in all: each time the whole text is.
const MOST_BYTES: usize = 1 << 29;

/// A JSON text, without what did not decode.
///
/// What is left out is an entry of an object or of a list: the innermost that an error is in, or, where it
/// has to be there, the one that this is in, and so on.
pub(super) struct Remainder {
    text: Vec<u8>,
    /// The text as it was before the last cut.
    before: Vec<u8>,
    cuts: Vec<Cut>,
    tries: usize,
}

/// What was left out.
struct Cut {
    /// The way to it, in the text as it was before.
    entries: Vec<Entry>,
    json: String,
    message: String,
    /// Where the object or the list that it was in ends, in the text without it.
    close: usize,
}

impl Remainder {
    /// All of a text.
    pub(super) fn new(text: &[u8]) -> Self {
        Self { text: text.to_vec(), before: Vec::new(), cuts: Vec::new(), tries: 0 }
    }

    /// The text without what `error` complains of; `None` when nothing can be left out for it.
    pub(super) fn without(&mut self, error: &serde_json::Error) -> Option<&[u8]> {
        self.tries += 1;
        // A text that is no JSON ends nowhere.
        let bytes = self.tries.saturating_mul(self.text.len());
        if self.tries > MOST || bytes > MOST_BYTES || !error.is_data() {
            return None;
        }
        let read = locate::offset(&self.text, error.line(), error.column());
        let (entries, message) = match self.cuts.pop_if(|last| !last.helped(read)) {
            Some(mut last) => {
                self.text = std::mem::take(&mut self.before);
                last.entries.pop();
                (last.entries, last.message)
            }
            None => (locate::entries(&self.text, read), message(error)),
        };
        self.cut(entries, message)
    }

    fn cut(&mut self, entries: Vec<Entry>, message: String) -> Option<&[u8]> {
        let entry = entries.last()?;
        let end = locate::entry_end(&self.text, entry.start);
        let mut value = entry.start;
        if let Step::Key(_) = entry.step {
            let quote = self.text[value..end].iter().position(|byte| *byte == b'"')?;
            value = locate::string_end(&self.text, value + quote + 1) + 1;
        }
        let json = String::from_utf8_lossy(self.text.get(value..end)?);
        let json = json.trim_start_matches([':', ' ', '\t', '\r', '\n']).trim_end().to_owned();
        // One comma goes with it.
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
        self.cuts.push(Cut { entries, json, message, close });
        Some(&self.text)
    }

    /// What was left out, by its place in the whole text.
    pub(super) fn warnings(self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        for (index, cut) in self.cuts.iter().enumerate() {
            let mut entries = cut.entries.clone();
            for earlier in self.cuts[..index].iter().rev() {
                earlier.undo(&mut entries);
            }
            warnings.push(Warning {
                pointer: locate::to_pointer(&entries),
                json: cut.json.clone(),
                message: cut.message.clone(),
            });
        }
        warnings
    }
}

impl Cut {
    /// Whether the text is right, without it, up to the end of what it was in: what was missed there is found at
    /// the end, when `read` bytes are read.
    fn helped(&self, read: usize) -> bool {
        read != self.close + 1
    }

    /// Makes the way to a place in the text without it the way to the same place in the text with it.
    fn undo(&self, entries: &mut [Entry]) {
        let Some((Entry { step: Step::Index(index), .. }, parents)) = self.entries.split_last() else {
            return;
        };
        let depth = parents.len();
        let inside = entries.len() > depth
            && parents.iter().zip(entries.iter()).all(|(parent, entry)| parent.step == entry.step);
        if let (true, Some(Entry { step: Step::Index(other), .. })) = (inside, entries.get_mut(depth)) {
            *other += usize::from(*other >= *index);
        }
    }
}

/// What is wrong, without the place, which is one in a text that nobody sees.
fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message).to_owned()
}
