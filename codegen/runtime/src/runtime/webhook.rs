//! Received webhooks: events, and the table that recognizes them.

use std::{error, fmt};

use http::HeaderMap;
use serde_json::Value;

use super::{error_text, locate};

/// A place in a request whose value names the event.
#[derive(Debug, Clone, Copy)]
pub enum Key {
    /// A header, in lower case. In its values, `-` and `_` are the same.
    Header(&'static str),
    /// A property of the body: a JSON Pointer (RFC 6901).
    Property(&'static str),
}

/// The facts about an event.
#[derive(Debug)]
pub struct Row<E> {
    /// The value of each key. With an empty text, every value is possible.
    pub values: &'static [&'static str],
    /// A required property of the body that no other event has, or an empty text.
    pub property: &'static str,
    /// Decodes the body.
    pub read: fn(&[u8]) -> Result<E, serde_json::Error>,
}

/// An enum of events, implemented by `events!`.
pub trait EventTable: Sized + 'static {
    /// The places in a request that name the event.
    const KEYS: &'static [Key];
    /// The events, in the order of the description.
    const ROWS: &'static [Row<Self>];

    /// Wraps an event that the table does not have.
    fn unknown(event: UnknownEvent) -> Self;
}

/// The events of one request, which a receiver asks for: an event, or a list of events in a JSON array.
pub trait ReceivedEvents: Sized {
    /// Decodes the events of a request.
    ///
    /// # Errors
    /// If the body is not JSON, or does not match the event that it names.
    fn parse(headers: &HeaderMap, body: &[u8]) -> Result<Self, EventError>;
}

impl<E: EventTable> ReceivedEvents for E {
    fn parse(headers: &HeaderMap, body: &[u8]) -> Result<Self, EventError> {
        let value = serde_json::from_slice(body).map_err(|source| EventError::new(body, source))?;
        event(headers, body, value)
    }
}

impl<E: EventTable> ReceivedEvents for Vec<E> {
    fn parse(headers: &HeaderMap, body: &[u8]) -> Result<Self, EventError> {
        let values: Vec<Value> =
            serde_json::from_slice(body).map_err(|source| EventError::new(body, source))?;
        let events = values.into_iter().enumerate().map(|(index, value)| {
            let json = value.to_string();
            event(headers, json.as_bytes(), value).map_err(|error| error.in_element(index))
        });
        events.collect()
    }
}

/// Decodes an event. `value` is the value of `json`.
fn event<E: EventTable>(headers: &HeaderMap, json: &[u8], value: Value) -> Result<E, EventError> {
    let names: Vec<Option<&str>> = E::KEYS.iter().map(|key| key.value(headers, &value)).collect();
    let scored = E::ROWS.iter().filter_map(|row| Some((row.score(&names, &value)?, row)));
    let scored: Vec<(usize, &Row<E>)> = scored.collect();
    let best = scored.iter().map(|(score, _)| *score).max();
    let mut failure = None;
    for (_, row) in scored.iter().filter(|(score, _)| Some(*score) == best) {
        match (row.read)(json) {
            Ok(event) => return Ok(event),
            // If the description does not distinguish some events, another one can match.
            Err(source) => failure = failure.or(Some(source)),
        }
    }
    if let Some(source) = failure {
        return Err(EventError::new(json, source));
    }
    let names = names.into_iter().flatten().map(str::to_owned).collect();
    Ok(E::unknown(UnknownEvent { names, body: value }))
}

impl Key {
    /// Returns the value of the key. Only texts are names.
    fn value<'a>(self, headers: &'a HeaderMap, body: &'a Value) -> Option<&'a str> {
        match self {
            Self::Header(name) => headers.get(name)?.to_str().ok(),
            Self::Property(pointer) => body.pointer(pointer)?.as_str(),
        }
    }

    fn matches(self, expected: &str, found: &str) -> bool {
        match self {
            Self::Header(_) => {
                let same = |(one, other): (u8, u8)| {
                    one == other || matches!((one, other), (b'-', b'_') | (b'_', b'-'))
                };
                expected.len() == found.len() && expected.bytes().zip(found.bytes()).all(same)
            }
            Self::Property(_) => expected == found,
        }
    }
}

impl<E: EventTable> Row<E> {
    /// Returns the number of facts that a request confirms, or `None` if it contradicts one.
    fn score(&self, names: &[Option<&str>], body: &Value) -> Option<usize> {
        let keys = E::KEYS.iter().zip(self.values).zip(names);
        let keys = keys.filter(|((_, expected), _)| !expected.is_empty());
        let keys =
            keys.map(|((key, expected), found)| found.is_some_and(|found| key.matches(expected, found)));
        let property = (!self.property.is_empty()).then(|| body.get(self.property).is_some());
        keys.chain(property).try_fold(0, |score, confirms| confirms.then_some(score + 1))
    }
}

/// An event that the crate does not have, for example one that the API has added since. Nothing of it is lost.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct UnknownEvent {
    /// The values that name the event, in the order of the keys.
    pub names: Vec<String>,
    /// The body.
    pub body: Value,
}

/// A body that is not JSON, or does not match the event that it names. The source is the reason.
#[derive(Debug)]
#[non_exhaustive]
pub struct EventError {
    /// The location in the body: a JSON Pointer (RFC 6901), empty for the whole body.
    pub pointer: String,
    source: serde_json::Error,
}

impl EventError {
    fn new(json: &[u8], source: serde_json::Error) -> Self {
        let pointer = error_text::start(locate::pointer_of(json, &source));
        Self { pointer, source: error_text::short_json(source) }
    }

    /// Returns the error with its location in the list of events.
    fn in_element(self, index: usize) -> Self {
        Self { pointer: format!("/{index}{}", self.pointer), ..self }
    }
}

impl fmt::Display for EventError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format_args!("the body of the webhook does not decode at `{}`", self.pointer);
        error_text::write(f, Some(&self.source), text)
    }
}

impl error::Error for EventError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&self.source)
    }
}

/// Implements [`EventTable`] for an enum, from a table of its variants with the values that name each event, and the
/// keys of these values. The enum has a variant `Unknown`.
macro_rules! events {
    ($name:ident { $($variant:ident: [$($value:literal),*] $(has $property:literal)?,)* } by $($kind:ident $key:literal)*) => {
        impl $crate::runtime::webhook::EventTable for $name {
            const KEYS: &'static [$crate::runtime::webhook::Key] = &[$($crate::runtime::webhook::Key::$kind($key)),*];
            const ROWS: &'static [$crate::runtime::webhook::Row<Self>] = &[$($crate::runtime::webhook::Row {
                values: &[$($value),*],
                property: concat!($($property)?),
                read: |json| ::serde_json::from_slice(json).map(Self::$variant),
            }),*];

            fn unknown(event: $crate::runtime::webhook::UnknownEvent) -> Self {
                Self::Unknown(event)
            }
        }
    };
}

pub(crate) use events;
