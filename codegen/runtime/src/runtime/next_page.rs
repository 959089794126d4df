//! The request for the page after the one that has come.

use std::{collections::HashSet, fmt};

use bytes::Bytes;
use http::{HeaderMap, Method, Uri, header};
use percent_encoding::utf8_percent_encode;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{
    body::Body,
    error::RequestError,
    pages::{NextPage, Paging},
    redirects::{resolve, same_origin},
    request::RESERVED,
};

/// What is known of the pages before.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// The cursors and URLs that were asked for.
    seen: HashSet<String>,
    /// The last page, where nothing but its content tells it from the next one.
    last: Bytes,
}

/// The page after one that has come.
pub(super) struct Following {
    request: http::Request<Body>,
    /// What it is asked for with.
    cursor: String,
    last: Bytes,
}

impl Memory {
    /// Goes on to the next page.
    pub(super) fn follow(&mut self, following: Following) -> http::Request<Body> {
        self.seen.insert(following.cursor);
        self.last = following.last;
        following.request
    }
}

/// The page after one with these headers and this body, in JSON; `None` when that is the last.
///
/// # Errors
/// When the next page would be one that there was, or somewhere else.
pub(super) fn next_request(
    paging: Paging,
    request: &http::Request<Body>,
    (headers, page): (&HeaderMap, &Bytes),
    memory: &Memory,
) -> Result<Option<Following>, RequestError> {
    if !paging.more.is_empty() && find(page, paging.more) == Found::Flag(false) {
        return Ok(None);
    }
    let mut last = Bytes::new();
    let mut next = request.clone();
    let cursor = match paging.next {
        NextPage::Cursor(to, from) | NextPage::HeaderCursor(to, from) => {
            let found = if from.starts_with('/') { find(page, from) } else { in_header(headers, from) };
            let is_number = matches!(found, Found::Number(_));
            let Some(cursor) = found.text() else { return Ok(None) };
            if matches!(paging.next, NextPage::HeaderCursor(..)) {
                next.headers_mut().insert(to, cursor.parse().map_err(wrong)?);
            } else if to.starts_with('/') {
                *next.body_mut() = with_value(request.body(), to, &cursor, is_number)?;
            } else {
                *next.uri_mut() = with_parameter(request.uri(), to, &cursor)?;
            }
            cursor
        }
        NextPage::Url(place) => {
            let Some(url) = find(page, place).text() else { return Ok(None) };
            follow(&mut next, &url)?
        }
        NextPage::Link => {
            let Some(url) = next_link(headers) else { return Ok(None) };
            follow(&mut next, &url)?
        }
        NextPage::Offset(parameter) | NextPage::Number(parameter, _) => {
            let items = match find(page, paging.items) {
                Found::Count(items) if items > 0 => items,
                _ => return Ok(None),
            };
            if memory.last == *page {
                return Err(RequestError::NextPage("the server gave the same page twice".to_owned()));
            }
            last.clone_from(page);
            let now = parameter_of(request.uri(), parameter).and_then(|text| text.parse().ok());
            let number = match paging.next {
                NextPage::Number(_, first) => now.unwrap_or(first).saturating_add(1),
                _ => now.unwrap_or(0_u64).saturating_add(items),
            };
            *next.uri_mut() = with_parameter(request.uri(), parameter, &number.to_string())?;
            number.to_string()
        }
    };
    if memory.seen.contains(&cursor) {
        return Err(RequestError::NextPage("the server asks for a page that there was before".to_owned()));
    }
    Ok(Some(Following { request: next, cursor, last }))
}

/// The value of a query parameter, as it stands there.
fn parameter_of<'a>(uri: &'a Uri, name: &str) -> Option<&'a str> {
    let name = utf8_percent_encode(name, RESERVED).to_string();
    uri.query()?.split('&').find_map(|pair| pair.strip_prefix(&*name)?.strip_prefix('='))
}

/// `uri` with a query parameter, in place of the one of that name.
fn with_parameter(uri: &Uri, name: &str, value: &str) -> Result<Uri, RequestError> {
    let name = utf8_percent_encode(name, RESERVED).to_string();
    let is_other = |pair: &&str| !pair.is_empty() && pair.split('=').next() != Some(&name);
    let mut pairs: Vec<&str> = uri.query().unwrap_or_default().split('&').filter(is_other).collect();
    let pair = format!("{name}={}", utf8_percent_encode(value, RESERVED));
    pairs.push(&pair);
    let mut parts = uri.clone().into_parts();
    let target = format!("{}?{}", uri.path(), pairs.join("&"));
    parts.path_and_query = Some(target.parse().map_err(wrong)?);
    Uri::from_parts(parts).map_err(wrong)
}

/// The value of a header, as far as there is one.
fn in_header(headers: &HeaderMap, name: &str) -> Found {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.map_or(Found::Nothing, |value| Found::Text(value.trim().to_owned()))
}

/// A body of JSON with another value at a place, in objects that are made where they are not there.
fn with_value(body: &Body, pointer: &str, value: &str, is_number: bool) -> Result<Body, RequestError> {
    let bytes = body.as_bytes().map(Bytes::as_ref).filter(|bytes| !bytes.is_empty()).unwrap_or(b"{}");
    let mut json: Value = serde_json::from_slice(bytes).map_err(RequestError::Body)?;
    let mut at = &mut json;
    for step in pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")) {
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        at = &mut at[step];
    }
    let number = is_number.then(|| serde_json::from_str(value).ok()).flatten();
    *at = number.unwrap_or_else(|| value.into());
    serde_json::to_vec(&json).map(Body::from).map_err(RequestError::Body)
}

fn wrong(error: impl fmt::Display) -> RequestError {
    RequestError::NextPage(format!("what the server names for it cannot be asked for: {error}"))
}

/// The URL `next`, which may be relative to `uri`, at the same host.
fn at_home(uri: &Uri, next: &str) -> Result<Uri, RequestError> {
    let next = resolve(uri, next).map_err(wrong)?;
    if !same_origin(uri, &next) {
        let host = next.host().unwrap_or_default();
        return Err(RequestError::NextPage(format!("the server names one at another host, {host}")));
    }
    Ok(next)
}

/// Has a request go where a link leads, and says where that is.
fn follow(next: &mut http::Request<Body>, url: &str) -> Result<String, RequestError> {
    *next.uri_mut() = at_home(next.uri(), url)?;
    if next.method() == Method::POST {
        *next.method_mut() = Method::GET;
        *next.body_mut() = Body::default();
        next.headers_mut().remove(header::CONTENT_TYPE);
    }
    Ok(next.uri().to_string())
}

/// The target of the link to the next page (RFC 8288, section 3).
fn next_link(headers: &HeaderMap) -> Option<String> {
    for value in headers.get_all(header::LINK) {
        let mut rest = value.to_str().unwrap_or_default();
        while let Some((target, after)) = rest.split_once('<').and_then(|(_, text)| text.split_once('>')) {
            let parameters = after.split('<').next().unwrap_or_default();
            let is_next = parameters.split([';', ',']).any(|parameter| {
                let (name, value) = parameter.split_once('=').unwrap_or_default();
                let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
                name.trim().eq_ignore_ascii_case("rel")
                    && relations.any(|relation| relation.eq_ignore_ascii_case("next"))
            });
            if is_next {
                return Some(target.trim().to_owned());
            }
            rest = after;
        }
    }
    None
}

/// What stands at a place in JSON.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    Nothing,
    Text(String),
    Number(String),
    Flag(bool),
    /// A list of so many elements.
    Count(u64),
}

impl Found {
    fn text(self) -> Option<String> {
        match self {
            Self::Text(text) | Self::Number(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }
}

/// What stands at `pointer`. The rest of the text is passed over.
fn find(json: &[u8], pointer: &str) -> Found {
    let steps = pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"));
    let steps: Vec<String> = steps.collect();
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    Walk(&steps).deserialize(&mut deserializer).unwrap_or(Found::Nothing)
}

struct Walk<'a>(&'a [String]);

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Walk<'_> {
    fn scalar(&self, found: Found) -> Found {
        if self.0.is_empty() { found } else { Found::Nothing }
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Found, E> {
        Ok(Found::Nothing)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Found, E> {
        Ok(self.scalar(Found::Flag(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Found, E> {
        Ok(self.scalar(Found::Number(value.to_string())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Found, E> {
        Ok(self.scalar(Found::Number(value.to_string())))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Found, E> {
        Ok(self.scalar(Found::Number(value.to_string())))
    }

    fn visit_str<E>(self, text: &str) -> Result<Found, E> {
        Ok(self.scalar(Found::Text(text.to_owned())))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Found, A::Error> {
        let mut found = Found::Nothing;
        while let Some(key) = object.next_key::<String>()? {
            match self.0.split_first() {
                Some((step, rest)) if *step == key => found = object.next_value_seed(Walk(rest))?,
                _ => drop(object.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Found, A::Error> {
        match self.0.split_first() {
            Some((step, rest)) if step == "-" => {
                let mut last = Found::Nothing;
                while let Some(found) = list.next_element_seed(Walk(rest))? {
                    last = found;
                }
                Ok(last)
            }
            steps => {
                let mut count = 0;
                while list.next_element::<IgnoredAny>()?.is_some() {
                    count += 1;
                }
                Ok(if steps.is_none() { Found::Count(count) } else { Found::Nothing })
            }
        }
    }
}
