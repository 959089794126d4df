//! The format of server-sent events (WHATWG HTML, section 9.2.6, "Interpreting an event stream").

use bytes::{Bytes, BytesMut};

/// The maximum length of an event ID in bytes. It is a header of the next request, and each event has a copy.
const MAX_ID: usize = 8 * 1024;

/// The fields of an event whose end has not arrived yet, and the state that outlives an event.
#[derive(Debug, Default)]
pub(super) struct EventParser {
    /// `true` after the first line, which can start with a byte order mark.
    has_started: bool,
    event: String,
    event_retry: Option<u64>,
    data: Data,
    /// The ID in the lines so far. It takes effect at the end of an event.
    next_id: Option<String>,
    /// The last event ID.
    pub(super) id: Option<String>,
    /// The last reconnection time in milliseconds.
    pub(super) retry: Option<u64>,
}

/// The lines of the field `data`. A single line, which is the usual case, is not copied.
#[derive(Debug, Default)]
enum Data {
    #[default]
    None,
    Line(Bytes),
    Lines(BytesMut),
}

/// An event whose data is not decoded yet.
pub(super) struct RawEvent {
    pub(super) event: String,
    pub(super) retry: Option<u64>,
    pub(super) data: Bytes,
}

impl EventParser {
    /// Reads a line without its end. Returns the event that ends with it.
    pub(super) fn line(&mut self, line: &Bytes) -> Option<RawEvent> {
        let mut text: &[u8] = line;
        if !std::mem::replace(&mut self.has_started, true) {
            text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
        }
        if text.is_empty() {
            return self.dispatch();
        }
        let colon = text.iter().position(|byte| *byte == b':').unwrap_or(text.len());
        let (name, value) = text.split_at(colon);
        let value = value.strip_prefix(b":").unwrap_or(value);
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match name {
            b"data" => self.data.push(line.slice_ref(value)),
            b"event" => self.event = String::from_utf8_lossy(value).into_owned(),
            b"id" if !value.contains(&0) && value.len() <= MAX_ID => {
                self.next_id = Some(String::from_utf8_lossy(value).into_owned());
            }
            b"retry" if value.iter().all(u8::is_ascii_digit) => {
                let time = std::str::from_utf8(value).ok().and_then(|value| value.parse().ok());
                self.event_retry = time;
                self.retry = time.or(self.retry);
            }
            _ => {}
        }
        None
    }

    /// Ends an event. One without data is not an event, but its ID counts.
    fn dispatch(&mut self) -> Option<RawEvent> {
        if self.next_id.is_some() {
            self.id = self.next_id.take();
        }
        let event = std::mem::take(&mut self.event);
        let retry = self.event_retry.take();
        let data = match std::mem::take(&mut self.data) {
            Data::None => return None,
            Data::Line(line) => line,
            Data::Lines(lines) => lines.freeze(),
        };
        let event = if event.is_empty() { "message".to_owned() } else { event };
        Some(RawEvent { event, retry, data })
    }

    /// Returns the number of bytes of data in the event whose end has not arrived yet.
    pub(super) fn data_len(&self) -> usize {
        match &self.data {
            Data::None => 0,
            Data::Line(line) => line.len(),
            Data::Lines(lines) => lines.len(),
        }
    }

    /// Drops an incomplete event, before the first line of another connection.
    #[cfg(feature = "client")]
    pub(super) fn restart(&mut self) {
        *self = Self { id: self.id.take(), retry: self.retry, ..Self::default() };
    }
}

impl Data {
    fn push(&mut self, line: Bytes) {
        *self = match std::mem::take(self) {
            Self::None => Self::Line(line),
            Self::Line(first) => {
                let mut lines = BytesMut::with_capacity(first.len() + line.len() + 1);
                lines.extend_from_slice(&first);
                Self::join(lines, &line)
            }
            Self::Lines(lines) => Self::join(lines, &line),
        };
    }

    fn join(mut lines: BytesMut, line: &[u8]) -> Self {
        lines.extend_from_slice(b"\n");
        lines.extend_from_slice(line);
        Self::Lines(lines)
    }
}
