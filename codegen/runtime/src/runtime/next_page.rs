//! The request of the next page.

use std::{
    collections::{HashSet, hash_map::RandomState},
    fmt,
    hash::BuildHasher,
};

use bytes::Bytes;
use http::{HeaderMap, Method, Uri, header};
use percent_encoding::utf8_percent_encode;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{
    body::Body,
    error::RequestError,
    page_count::{PageCount, number_of},
    pages::{NextPage, Pagination},
    redirects::{resolve, same_origin},
    request::RESERVED,
};

/// The pages that were requested so far.
#[derive(Debug)]
pub(super) struct SeenPages {
    pub(super) max_pages: u64,
    pub(super) max_empty_pages: u64,
    count: PageCount,
    /// The hashes of the cursors and URLs of these pages, which can be long. Their key is random, so that no server can
    /// make two of them equal.
    cursors: HashSet<u64>,
    hasher: RandomState,
    /// The body of the last page, if only its content distinguishes it from the next one.
    last: Bytes,
}

impl Default for SeenPages {
    fn default() -> Self {
        Self {
            max_pages: u64::MAX,
            max_empty_pages: 1000,
            count: PageCount::default(),
            cursors: HashSet::new(),
            hasher: RandomState::new(),
            last: Bytes::new(),
        }
    }
}

/// The request of the next page, and the state after it.
pub(super) struct NextRequest {
    count: PageCount,
    request: http::Request<Body>,
    /// The cursor or URL of the page.
    cursor: String,
    last: Bytes,
}

impl SeenPages {
    /// Records the next page and returns its request.
    pub(super) fn advance(&mut self, next: NextRequest) -> http::Request<Body> {
        self.cursors.insert(self.hasher.hash_one(&next.cursor));
        self.last = next.last;
        self.count = next.count;
        next.request
    }
}

/// The response with a page.
#[derive(Clone, Copy)]
pub(super) struct PageResponse<'a> {
    pub(super) headers: &'a HeaderMap,
    /// The JSON body.
    pub(super) page: &'a Bytes,
}

/// Returns the request of the page after one with these headers and this JSON body, or `None` after the last page.
///
/// # Errors
/// If the next page was requested before, is at another origin or exceeds a limit, or if items are missing at the end.
pub(super) fn next_request(
    pagination: Pagination,
    request: &http::Request<Body>,
    response: PageResponse<'_>,
    seen: &SeenPages,
) -> Result<Option<NextRequest>, RequestError> {
    let PageResponse { page, .. } = response;
    let items = match resolve_pointer(page, pagination.items) {
        ReferencedValue::ArrayLength(items) => items,
        _ => 0,
    };
    let count = seen.count.add(pagination, request, page, items);
    let Some((request, cursor, last)) = following(pagination, request, response, items, seen)? else {
        return count.check_end().map(|()| None);
    };
    count.check_limits(seen.max_pages, seen.max_empty_pages)?;
    Ok(Some(NextRequest { count, request, cursor, last }))
}

/// The request of a page, its cursor or URL, and the last page if only its content distinguishes it.
type Following = (http::Request<Body>, String, Bytes);

/// Returns the request of the page after one with these headers, this JSON body and this number of items.
fn following(
    pagination: Pagination,
    request: &http::Request<Body>,
    PageResponse { headers, page }: PageResponse<'_>,
    items: u64,
    seen: &SeenPages,
) -> Result<Option<Following>, RequestError> {
    if !pagination.more.is_empty() && resolve_pointer(page, pagination.more) == ReferencedValue::Bool(false) {
        return Ok(None);
    }
    let mut last = Bytes::new();
    let mut next = request.clone();
    let cursor = match pagination.next {
        NextPage::Cursor(to, from) | NextPage::HeaderCursor(to, from) => {
            let found =
                if from.starts_with('/') { resolve_pointer(page, from) } else { header_value(headers, from) };
            let is_number = matches!(found, ReferencedValue::Number(_));
            let Some(cursor) = found.text() else { return Ok(None) };
            if matches!(pagination.next, NextPage::HeaderCursor(..)) {
                next.headers_mut().insert(to, cursor.parse().map_err(invalid)?);
            } else {
                set_value(&mut next, to, &cursor, is_number)?;
            }
            cursor
        }
        NextPage::Url(pointer) => {
            let Some(url) = resolve_pointer(page, pointer).text() else { return Ok(None) };
            if !is_url(&url) {
                let start: String = url.chars().take(100).collect();
                return Err(RequestError::NextPage(format!(
                    "the server's next page is not a URL: `{start}`"
                )));
            }
            follow_link(&mut next, &url, pagination.keep_method)?
        }
        NextPage::Link => {
            let Some(url) = next_link(headers) else { return Ok(None) };
            follow_link(&mut next, &url, pagination.keep_method)?
        }
        NextPage::Offset(parameter) | NextPage::Number(parameter, _) => {
            if items == 0 {
                return Ok(None);
            }
            if seen.last == *page {
                return Err(RequestError::NextPage("the server returned the same page twice".to_owned()));
            }
            last.clone_from(page);
            let current = number_of(request, parameter).and_then(|text| text.parse().ok());
            let number = match pagination.next {
                NextPage::Number(_, first) => {
                    let number = current.unwrap_or(first).saturating_add(1);
                    if is_beyond(pagination, page, number.saturating_sub(first)) {
                        return Ok(None);
                    }
                    number
                }
                _ => current.unwrap_or(0_u64).saturating_add(items),
            };
            set_value(&mut next, parameter, &number.to_string(), true)?;
            number.to_string()
        }
    };
    if seen.cursors.contains(&seen.hasher.hash_one(&cursor)) {
        return Err(RequestError::NextPage(
            "the server refers to a page that was requested before".to_owned(),
        ));
    }
    Ok(Some((next, cursor, last)))
}

/// Returns `true` if a page does not exist after this number of pages.
fn is_beyond(pagination: Pagination, page: &Bytes, before: u64) -> bool {
    let count = (!pagination.page_count.is_empty()).then(|| resolve_pointer(page, pagination.page_count));
    matches!(count, Some(ReferencedValue::Number(count)) if count.parse().is_ok_and(|count: u64| before >= count))
}

/// Sets a query parameter of a request, or a location in its body.
fn set_value(
    next: &mut http::Request<Body>,
    to: &str,
    value: &str,
    is_number: bool,
) -> Result<(), RequestError> {
    if to.starts_with('/') {
        *next.body_mut() = with_value(next.body(), to, value, is_number)?;
    } else {
        *next.uri_mut() = with_parameter(next.uri(), to, value)?;
    }
    Ok(())
}

/// Sets a query parameter of a URL. It replaces the parameters with the same name.
pub(super) fn with_parameter(uri: &Uri, name: &str, value: &str) -> Result<Uri, RequestError> {
    let name = utf8_percent_encode(name, RESERVED).to_string();
    let is_other = |pair: &&str| !pair.is_empty() && pair.split('=').next() != Some(&name);
    let mut pairs: Vec<&str> = uri.query().unwrap_or_default().split('&').filter(is_other).collect();
    let pair = format!("{name}={}", utf8_percent_encode(value, RESERVED));
    pairs.push(&pair);
    let mut parts = uri.clone().into_parts();
    let target = format!("{}?{}", uri.path(), pairs.join("&"));
    parts.path_and_query = Some(target.parse().map_err(invalid)?);
    Uri::from_parts(parts).map_err(invalid)
}

/// Returns the value of a header.
fn header_value(headers: &HeaderMap, name: &str) -> ReferencedValue {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.map_or(ReferencedValue::Missing, |value| ReferencedValue::String(value.trim().to_owned()))
}

/// Sets the value at a location in a JSON body. Missing objects on the way to it are added.
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

fn invalid(error: impl fmt::Display) -> RequestError {
    RequestError::NextPage(format!("the server's cursor or URL is not valid: {error}"))
}

/// Resolves `next` against `uri`. The result must have the same origin.
fn same_origin_url(uri: &Uri, next: &str) -> Result<Uri, RequestError> {
    let next = resolve(uri, next).map_err(invalid)?;
    if !same_origin(uri, &next) {
        let host = next.host().unwrap_or_default();
        return Err(RequestError::NextPage(format!("its URL is at another origin, on the host `{host}`")));
    }
    Ok(next)
}

/// Returns `true` if a text is a URL, or a reference that begins with a path or has a query. A cursor is neither.
fn is_url(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https")) || text.starts_with(['/', '.']) || text.contains('?')
}

/// Changes a request to follow a link, and returns the URL.
fn follow_link(next: &mut http::Request<Body>, url: &str, keep_method: bool) -> Result<String, RequestError> {
    *next.uri_mut() = same_origin_url(next.uri(), url)?;
    if !keep_method && next.method() == Method::POST {
        *next.method_mut() = Method::GET;
        *next.body_mut() = Body::default();
        next.headers_mut().remove(header::CONTENT_TYPE);
    }
    Ok(next.uri().to_string())
}

/// Returns the target of the link to the next page (RFC 8288, section 3).
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

/// The value that a JSON Pointer refers to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ReferencedValue {
    Missing,
    String(String),
    Number(String),
    Bool(bool),
    /// An array with this number of elements.
    ArrayLength(u64),
}

impl ReferencedValue {
    pub(super) fn text(self) -> Option<String> {
        match self {
            Self::String(text) | Self::Number(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }
}

/// Returns the value at `pointer`. The rest of the text is skipped.
pub(super) fn resolve_pointer(json: &[u8], pointer: &str) -> ReferencedValue {
    let steps = pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"));
    let steps: Vec<String> = steps.collect();
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    PointerSeed(&steps).deserialize(&mut deserializer).unwrap_or(ReferencedValue::Missing)
}

/// A deserializer of the value at the remaining tokens of a JSON Pointer.
struct PointerSeed<'a>(&'a [String]);

impl<'de> DeserializeSeed<'de> for PointerSeed<'_> {
    type Value = ReferencedValue;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<ReferencedValue, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl PointerSeed<'_> {
    fn scalar(&self, found: ReferencedValue) -> ReferencedValue {
        if self.0.is_empty() { found } else { ReferencedValue::Missing }
    }
}

impl<'de> Visitor<'de> for PointerSeed<'_> {
    type Value = ReferencedValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<ReferencedValue, E> {
        Ok(ReferencedValue::Missing)
    }

    fn visit_bool<E>(self, value: bool) -> Result<ReferencedValue, E> {
        Ok(self.scalar(ReferencedValue::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<ReferencedValue, E> {
        Ok(self.scalar(ReferencedValue::Number(value.to_string())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<ReferencedValue, E> {
        Ok(self.scalar(ReferencedValue::Number(value.to_string())))
    }

    fn visit_f64<E>(self, value: f64) -> Result<ReferencedValue, E> {
        Ok(self.scalar(ReferencedValue::Number(value.to_string())))
    }

    fn visit_str<E>(self, text: &str) -> Result<ReferencedValue, E> {
        Ok(self.scalar(ReferencedValue::String(text.to_owned())))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<ReferencedValue, A::Error> {
        let mut found = ReferencedValue::Missing;
        while let Some(key) = object.next_key::<String>()? {
            match self.0.split_first() {
                Some((step, rest)) if *step == key => found = object.next_value_seed(PointerSeed(rest))?,
                _ => drop(object.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<ReferencedValue, A::Error> {
        match self.0.split_first() {
            Some((step, rest)) if step == "-" => {
                let mut last = ReferencedValue::Missing;
                while let Some(found) = list.next_element_seed(PointerSeed(rest))? {
                    last = found;
                }
                Ok(last)
            }
            steps => {
                let mut count = 0;
                while list.next_element::<IgnoredAny>()?.is_some() {
                    count += 1;
                }
                Ok(if steps.is_none() {
                    ReferencedValue::ArrayLength(count)
                } else {
                    ReferencedValue::Missing
                })
            }
        }
    }
}
