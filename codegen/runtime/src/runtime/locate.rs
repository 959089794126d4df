//! Where in a JSON text a byte is: the way from a decoder's line and column to a JSON pointer.
//!
//! This runs only when a body did not decode, so that decoding itself carries no path along.

/// The JSON pointer (RFC 6901) of the value that ends at, or is cut by, the byte at `line` and
/// `column` as `serde_json` counts them: both from 1, the column being the last byte that was read.
#[must_use]
pub fn pointer(json: &[u8], line: usize, column: usize) -> String {
    let start: usize =
        json.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    let end = json.len().min(start + column);
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
            byte => path.mark(byte),
        }
        at += 1;
    }
    path.to_pointer()
}

/// The index of the quote that ends the string whose first byte is at `from`.
fn string_end(json: &[u8], from: usize) -> usize {
    let mut at = from;
    while at < json.len() && json[at] != b'"' {
        at += if json[at] == b'\\' { 2 } else { 1 };
    }
    at
}

enum Step {
    Key(String),
    Index(usize),
}

/// The containers that are open, each with the entry that was read last.
#[derive(Default)]
struct Path {
    steps: Vec<Step>,
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
            if let Some(step) = self.steps.last_mut() {
                *step = Step::Key(key);
            }
            self.key_next = false;
        }
    }

    fn mark(&mut self, byte: u8) {
        match byte {
            b'{' => {
                self.steps.push(Step::Key(String::new()));
                self.key_next = true;
            }
            b'[' => self.steps.push(Step::Index(0)),
            b'}' | b']' => {
                self.steps.pop();
                self.key_next = false;
            }
            b',' => match self.steps.last_mut() {
                Some(Step::Index(index)) => *index += 1,
                _ => self.key_next = true,
            },
            _ => {}
        }
    }

    fn to_pointer(&self) -> String {
        let mut pointer = String::new();
        for (depth, step) in self.steps.iter().enumerate() {
            let innermost = depth + 1 == self.steps.len();
            match step {
                // An object whose next key is not read yet: the object itself is meant.
                Step::Key(_) if innermost && self.key_next => {}
                Step::Key(key) => {
                    pointer.push('/');
                    pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
                }
                Step::Index(index) => {
                    pointer.push('/');
                    pointer.push_str(&index.to_string());
                }
            }
        }
        pointer
    }
}
