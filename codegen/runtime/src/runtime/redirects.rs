//! The redirects that a call follows.

use std::error::Error;

use http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header, uri::Authority};
use url::Url;

use super::body::Body;

/// The headers that are sent to another origin. They have neither credentials nor data of the user: the safe request
/// headers of Fetch, and those that they depend on.
const SAFE_HEADERS: [HeaderName; 5] =
    [header::ACCEPT, header::ACCEPT_ENCODING, header::ACCEPT_LANGUAGE, header::IF_RANGE, header::RANGE];

/// Returns `true` if both URLs have the same origin (RFC 6454, section 5). Credentials are sent only then.
pub(super) fn same_origin(origin: &Uri, target: &Uri) -> bool {
    let host = |uri: &Uri| uri.host().map(str::to_ascii_lowercase);
    origin.scheme() == target.scheme() && host(origin) == host(target) && port(origin) == port(target)
}

/// Returns the port of a URL, or the default one of its scheme.
pub(super) fn port(uri: &Uri) -> u16 {
    let default = if uri.scheme_str() == Some("https") { 443 } else { 80 };
    uri.authority().and_then(Authority::port_u16).unwrap_or(default)
}

/// Resolves `reference` against `base` (RFC 3986, section 5).
pub(super) fn resolve(base: &Uri, reference: &str) -> Result<Uri, Box<dyn Error + Send + Sync>> {
    Ok(Url::parse(&base.to_string())?.join(reference)?.as_str().parse()?)
}

/// Returns the request to follow a redirect with, or `None` if the response is not a redirect to follow.
///
/// `origin` is the URL of the first request, and `request` is the one that was redirected.
pub(super) fn redirected(
    origin: &Uri,
    request: &http::Request<Body>,
    status: StatusCode,
    headers: &HeaderMap,
) -> Option<http::Request<Body>> {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD);
    let location = headers.get(header::LOCATION)?.to_str().ok()?;
    let target = resolve(request.uri(), location).ok()?;
    match (request.uri().scheme_str(), target.scheme_str()) {
        (_, Some("https")) | (Some("http"), Some("http")) => {}
        // The connection would lose its encryption.
        _ => return None,
    }
    // A server does not choose the user and the password.
    if target.authority().is_none_or(|authority| authority.as_str().contains('@')) {
        return None;
    }
    let mut next = request.clone();
    match status {
        StatusCode::SEE_OTHER => {
            if !safe {
                *next.method_mut() = Method::GET;
                *next.body_mut() = Body::default();
                next.headers_mut().remove(header::CONTENT_TYPE);
            }
        }
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => {}
        // A POST may become a GET here (RFC 9110, section 15.4.2), which would lose its body, so it is not followed.
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND if safe => {}
        _ => return None,
    }
    // A stream can be sent only once.
    let body = next.body().as_bytes()?;
    if !same_origin(origin, &target) {
        if !matches!(*next.method(), Method::GET | Method::HEAD) || !body.is_empty() {
            return None;
        }
        let mut headers = HeaderMap::new();
        for name in SAFE_HEADERS {
            if let Some(value) = next.headers_mut().remove(&name) {
                headers.insert(name, value);
            }
        }
        *next.headers_mut() = headers;
    }
    *next.uri_mut() = target;
    Some(next)
}
