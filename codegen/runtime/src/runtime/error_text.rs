//! The texts of errors. Their size is limited, because a server decides on a part of them.

use std::{
    error,
    fmt::{self, Write},
};

use bytes::Bytes;
use http::StatusCode;

use super::response::{Attempts, Response};

/// The maximum length in bytes of the text of one error.
const MAX_TEXT: usize = 2 * 1024;

/// The maximum number of sources in a text.
const MAX_SOURCES: usize = 16;

/// Writes the text of an error on one line. The alternate form `{:#}` adds the texts of its sources.
pub(super) fn write(
    f: &mut fmt::Formatter<'_>,
    source: Option<&(dyn error::Error + 'static)>,
    text: fmt::Arguments<'_>,
) -> fmt::Result {
    limited(f, true, text)?;
    let mut next = source.filter(|_| f.alternate());
    for _ in 0..MAX_SOURCES {
        let Some(error) = next else { break };
        f.write_str(": ")?;
        limited(f, true, format_args!("{error}"))?;
        next = error.source();
    }
    Ok(())
}

/// Writes the start of a text.
fn limited(f: &mut fmt::Formatter<'_>, one_line: bool, text: fmt::Arguments<'_>) -> fmt::Result {
    let mut writer = LimitedWriter { f, rest: MAX_TEXT, one_line, is_full: false };
    match writer.write_fmt(text) {
        Err(_) if writer.is_full => f.write_str(" …"),
        result => result,
    }
}

/// A writer that fails after `rest` bytes. The failure ends the formatting of a long text early.
struct LimitedWriter<'a, 'b> {
    f: &'a mut fmt::Formatter<'b>,
    rest: usize,
    /// `true` if control characters are escaped, so that a text of a server cannot look like a line of a log.
    one_line: bool,
    is_full: bool,
}

impl Write for LimitedWriter<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for char in text.chars() {
            let Some(rest) = self.rest.checked_sub(char.len_utf8()) else {
                self.is_full = true;
                return Err(fmt::Error);
            };
            self.rest = rest;
            if self.one_line && char.is_control() {
                write!(self.f, "{}", char.escape_debug())?;
            } else {
                self.f.write_char(char)?;
            }
        }
        Ok(())
    }
}

/// Returns the start of a text of a server, which becomes part of an error.
pub(super) fn start(text: String) -> String {
    const MAX_CHARS: usize = 500;
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{} …", &text[..end]),
        None => text,
    }
}

/// Returns the error with the start of its text, which contains values of the body. Line and column are kept.
pub(super) fn short_json(error: serde_json::Error) -> serde_json::Error {
    let text = error.to_string();
    if text.len() <= MAX_TEXT {
        return error;
    }
    let (line, column) = (error.line(), error.column());
    // The error reads line and column from the end of this text.
    serde::de::Error::custom(format_args!("{} at line {line} column {column}", start(text)))
}

/// A text, followed by the attempts if there were several.
pub(super) struct WithAttempts<T>(pub(super) T, pub(super) Attempts);

impl<T: fmt::Display> fmt::Display for WithAttempts<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(what, attempts) = self;
        what.fmt(f)?;
        match attempts.count {
            0 | 1 => Ok(()),
            count => write!(f, " (after {count} attempts in {:.1?})", attempts.elapsed),
        }
    }
}

/// The first 200 bytes of a body, on one line; of a successful response only its size, because it may contain a
/// credential.
pub(super) struct Excerpt<'a>(pub(super) StatusCode, pub(super) &'a [u8]);

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MAX_BYTES: usize = 200;
        let Self(status, body) = self;
        let text = String::from_utf8_lossy(&body[..body.len().min(MAX_BYTES)]);
        if text.trim().is_empty() {
            return f.write_str("no body");
        }
        if status.is_success() {
            return write!(f, "{} bytes", body.len());
        }
        for (index, word) in text.split_whitespace().enumerate() {
            let space = if index == 0 { "" } else { " " };
            write!(f, "{space}{}", word.escape_debug())?;
        }
        if body.len() > MAX_BYTES { f.write_str(" …") } else { Ok(()) }
    }
}

/// The start of the `Debug` text of a value.
pub(super) struct Short<'a, T: ?Sized>(pub(super) &'a T);

impl<T: fmt::Debug + ?Sized> fmt::Debug for Short<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(value) = self;
        if f.alternate() {
            limited(f, false, format_args!("{value:#?}"))
        } else {
            limited(f, false, format_args!("{value:?}"))
        }
    }
}

/// The `Debug` text of a response in an error.
pub(super) struct ShortResponse<'a>(pub(super) &'a Response<Bytes>);

impl fmt::Debug for ShortResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(response) = self;
        f.debug_struct("Response")
            .field("status", &response.status)
            .field("headers", &Short(&response.headers))
            .field("body", &format_args!("{}", Excerpt(response.status, &response.body)))
            .field("attempts", &response.attempts)
            .finish_non_exhaustive()
    }
}
