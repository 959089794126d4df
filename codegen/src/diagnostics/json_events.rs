//! The events of a JSON text, with their places.

use std::{borrow::Cow, ops::Range};

/// An event of a parser.
pub(super) enum Event<'t> {
    /// The start of an object.
    Object,
    /// The start of an array.
    Array,
    /// The end of an object or array.
    End,
    /// The key of the next value.
    Key(Cow<'t, str>),
    /// A value that is neither an object nor an array.
    Scalar,
}

/// A reader of the events of a JSON text (RFC 8259).
///
/// A YAML parser needs many times the memory of the text, and more time. Another parser has checked the order of the
/// tokens.
pub(super) struct JsonEvents<'t> {
    text: &'t str,
    /// The bytes that are read.
    read: usize,
}

impl<'t> JsonEvents<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, read: 0 }
    }

    /// Returns the next event and its bytes, `Ok(None)` at the end, or an error at a character that JSON does not have
    /// there.
    pub(super) fn next_event(&mut self) -> Result<Option<(Event<'t>, Range<usize>)>, NotJson> {
        self.skip(|byte| byte.is_ascii_whitespace() || byte == b',');
        let start = self.read;
        let event = match self.peek() {
            None => return Ok(None),
            Some(b'{') => self.one_byte(Event::Object),
            Some(b'[') => self.one_byte(Event::Array),
            Some(b'}' | b']') => self.one_byte(Event::End),
            Some(b'"') => return self.string().map(Some),
            Some(_) => {
                self.skip(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
                let word = self.text.get(start..self.read).unwrap_or_default();
                let is_number = word.starts_with(|first: char| first == '-' || first.is_ascii_digit());
                if !is_number && !["true", "false", "null"].contains(&word) {
                    return Err(NotJson);
                }
                Event::Scalar
            }
        };
        Ok(Some((event, start..self.read)))
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.read).copied()
    }

    fn skip(&mut self, is_skipped: impl Fn(u8) -> bool) {
        let rest = self.text.as_bytes().get(self.read..).unwrap_or_default();
        self.read += rest.iter().position(|byte| !is_skipped(*byte)).unwrap_or(rest.len());
    }

    fn one_byte(&mut self, event: Event<'t>) -> Event<'t> {
        self.read += 1;
        event
    }

    /// Reads a string, and the colon after a key.
    fn string(&mut self) -> Result<(Event<'t>, Range<usize>), NotJson> {
        let start = self.read;
        self.read += 1;
        loop {
            self.skip(|byte| byte >= b' ' && byte != b'"' && byte != b'\\');
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => self.read += 2,
                _ => return Err(NotJson),
            }
        }
        self.read += 1;
        let bytes = start..self.read;
        self.skip(|byte| byte.is_ascii_whitespace());
        if self.peek() != Some(b':') {
            return Ok((Event::Scalar, bytes));
        }
        self.read += 1;
        let literal = self.text.get(bytes.clone()).unwrap_or_default();
        let key = match literal.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            Some(key) if !key.contains('\\') => Cow::Borrowed(key),
            _ => Cow::Owned(serde_json::from_str(literal).map_err(|_| NotJson)?),
        };
        Ok((Event::Key(key), bytes))
    }
}

/// The text is not JSON.
pub(super) struct NotJson;
