//! A recorded exchange, and its form in a file.

use std::{fmt::Write, io};

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::Value;

use super::redact::{REDACTED, decoded};

/// The version of the format.
const VERSION: u64 = 1;

/// A request and its response, without secrets.
#[derive(Debug)]
pub(super) struct Exchange {
    pub(super) request: Message,
    pub(super) response: Message,
    /// `true` if it was replayed.
    pub(super) is_used: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Message {
    pub(super) head: Head,
    pub(super) body: Content,
}

/// The part in front of the body. The start is a method with a URL, or a status.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Head {
    pub(super) start: String,
    pub(super) headers: Vec<(String, String)>,
}

/// A body.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    Empty,
    Json(Value),
    Text(String),
    Bytes(Bytes),
}

impl Content {
    /// Returns the form of a body that is the most readable one and loses nothing.
    pub(super) fn new(bytes: &Bytes, media_type: &str) -> Self {
        let Ok(text) = std::str::from_utf8(bytes) else { return Self::Bytes(bytes.clone()) };
        if text.is_empty() {
            return Self::Empty;
        }
        if media_type.to_ascii_lowercase().contains("json")
            && has_exact_numbers(text)
            && let Ok(json) = serde_json::from_str(text)
        {
            return Self::Json(json);
        }
        if text.contains('\0') { Self::Bytes(bytes.clone()) } else { Self::Text(text.to_owned()) }
    }

    pub(super) fn to_bytes(&self) -> Bytes {
        match self {
            Self::Empty => Bytes::new(),
            Self::Json(json) => json.to_string().into(),
            Self::Text(text) => text.clone().into(),
            Self::Bytes(bytes) => bytes.clone(),
        }
    }
}

/// Returns `true` if no number of a JSON text has more digits than `Value` keeps.
fn has_exact_numbers(text: &str) -> bool {
    let mut in_string = false;
    let mut is_escaped = false;
    let (mut digits, mut is_float) = (0, false);
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => (in_string, digits) = (!in_string, 0),
            _ if in_string => {}
            b'0'..=b'9' => digits += 1,
            b'.' | b'e' | b'E' => is_float = true,
            b'-' | b'+' => {}
            _ => (digits, is_float) = (0, false),
        }
        // An `f64` keeps 15 digits, and an `i64` 18.
        if digits > if is_float { 15 } else { 18 } {
            return false;
        }
    }
    true
}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self.head.start.split_once(' ') {
            Some((method, url)) => {
                map.serialize_entry("method", method)?;
                map.serialize_entry("url", url)?;
            }
            None => map.serialize_entry("status", &self.head.start.parse::<u16>().unwrap_or_default())?,
        }
        let mut headers = serde_json::Map::new();
        for (name, value) in &self.head.headers {
            match headers.get_mut(name) {
                Some(Value::Array(values)) => values.push(value.as_str().into()),
                Some(first) => *first = vec![first.take(), value.as_str().into()].into(),
                None => drop(headers.insert(name.clone(), value.as_str().into())),
            }
        }
        map.serialize_entry("headers", &headers)?;
        match &self.body {
            Content::Empty => {}
            Content::Json(json) => map.serialize_entry("json", json)?,
            Content::Text(text) => map.serialize_entry("text", &text.split('\n').collect::<Vec<_>>())?,
            Content::Bytes(bytes) => map.serialize_entry("base64", &STANDARD.encode(bytes))?,
        }
        map.end()
    }
}

impl Serialize for Exchange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("request", &self.request)?;
        map.serialize_entry("response", &self.response)?;
        map.end()
    }
}

/// The contents of a file.
struct File<'a>(Vec<&'a Exchange>);

impl Serialize for File<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("version", &VERSION)?;
        map.serialize_entry("exchanges", &self.0)?;
        map.end()
    }
}

impl Exchange {
    pub(super) fn write_all<'a>(exchanges: impl Iterator<Item = &'a Self>) -> io::Result<Vec<u8>> {
        let mut text = serde_json::to_vec_pretty(&File(exchanges.collect()))?;
        text.push(b'\n');
        Ok(text)
    }

    /// Reads the exchanges of a file, or returns the fault.
    pub(super) fn read_all(text: &[u8]) -> Result<Vec<Self>, String> {
        let mut file: Value = serde_json::from_slice(text).map_err(|error| error.to_string())?;
        if file.get("version").and_then(Value::as_u64) != Some(VERSION) {
            return Err(format!("its `version` is not {VERSION}"));
        }
        let Some(Value::Array(exchanges)) = file.get_mut("exchanges").map(Value::take) else {
            return Err("it has no list `exchanges`".to_owned());
        };
        let read = |(index, exchange): (usize, Value)| {
            Self::read(exchange).ok_or_else(|| format!("the exchange {} is not complete", index + 1))
        };
        exchanges.into_iter().enumerate().map(read).collect()
    }

    fn read(mut exchange: Value) -> Option<Self> {
        let request = Message::read(exchange.get_mut("request")?.take())?;
        let response = Message::read(exchange.get_mut("response")?.take())?;
        Some(Self { request, response, is_used: false })
    }
}

impl Message {
    fn read(mut message: Value) -> Option<Self> {
        let text = |name: &str| message.get(name).and_then(Value::as_str);
        let start = match message.get("status") {
            Some(status) => u16::try_from(status.as_u64()?).ok()?.to_string(),
            None => format!("{} {}", text("method")?, text("url")?),
        };
        let mut headers = Vec::new();
        for (name, value) in message.get("headers")?.as_object()? {
            let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            for value in values {
                headers.push((name.clone(), value.as_str()?.to_owned()));
            }
        }
        let body = if let Some(base64) = text("base64") {
            Content::Bytes(STANDARD.decode(base64).ok()?.into())
        } else if let Some(lines) = message.get("text") {
            let lines: Option<Vec<&str>> = lines.as_array()?.iter().map(Value::as_str).collect();
            Content::Text(lines?.join("\n"))
        } else {
            message.get_mut("json").map_or(Content::Empty, |json| Content::Json(json.take()))
        };
        Some(Self { head: Head { start, headers }, body })
    }

    /// Returns the difference of another request to this recorded one, or `None` if they are equal. The order of the
    /// query is not compared, and neither are the values of secrets and the headers.
    pub(super) fn difference(&self, other: &Self) -> Option<Difference> {
        let [own, others] = [self, other].map(|message| {
            let (method, url) = message.head.start.split_once(' ').unwrap_or_default();
            let (base, query) = url.split_once('?').unwrap_or((url, ""));
            (method, base, query)
        });
        if own.1 != others.1 {
            return Some(Difference::Path);
        }
        if own.0 != others.0 {
            return Some(Difference::Method);
        }
        let is_secret = |pair: &&str| pair.split_once('=').is_some_and(|(_, value)| value == REDACTED);
        let name = |pair: &str| decoded(pair.split('=').next().unwrap_or_default());
        let secrets: Vec<String> = own.2.split('&').filter(is_secret).map(name).collect();
        let [own, others] = [own.2, others.2].map(|query| {
            let pairs = query.split('&').filter(|pair| !pair.is_empty() && !secrets.contains(&name(pair)));
            let mut pairs: Vec<&str> = pairs.collect();
            pairs.sort_unstable();
            pairs
        });
        if own != others {
            return Some(Difference::Query);
        }
        (self.body != other.body).then(|| Difference::Body(body_difference(&self.body, &other.body)))
    }
}

/// The first part in which two requests differ.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Difference {
    Path,
    Method,
    Query,
    /// The body, with the location of a difference in JSON.
    Body(Option<String>),
}

/// Returns the location of the first difference of two JSON bodies, as a JSON Pointer.
fn body_difference(own: &Content, other: &Content) -> Option<String> {
    let (Content::Json(own), Content::Json(other)) = (own, other) else { return None };
    let mut pointer = String::new();
    let (mut own, mut other) = (own, other);
    loop {
        let step = match (own, other) {
            (Value::Object(first), Value::Object(second)) => {
                let mut names = first.keys().chain(second.keys());
                names.find(|name| first.get(*name) != second.get(*name)).cloned()
            }
            (Value::Array(first), Value::Array(second)) => {
                let length = first.len().max(second.len());
                (0..length)
                    .find(|index| first.get(*index) != second.get(*index))
                    .map(|index| index.to_string())
            }
            _ => None,
        };
        let Some(step) = step else { return Some(pointer) };
        let step = step.replace('~', "~0").replace('/', "~1");
        // Writing to a string does not fail.
        let _ = write!(pointer, "/{step}");
        match (own.pointer(&format!("/{step}")), other.pointer(&format!("/{step}"))) {
            (Some(first), Some(second)) => (own, other) = (first, second),
            _ => return Some(pointer),
        }
    }
}
