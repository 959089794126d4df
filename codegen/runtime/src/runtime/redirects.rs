//! Which redirects a call follows.

use std::error::Error;

use http::{HeaderMap, Method, StatusCode, Uri, header, uri::Authority};
use url::Url;

use super::body::Body;

/// Whether a credential for `home` may be sent to `target` (RFC 6454, section 5).
pub(super) fn same_origin(home: &Uri, target: &Uri) -> bool {
    let host = |uri: &Uri| uri.host().map(str::to_ascii_lowercase);
    let port = |uri: &Uri| {
        let default = if uri.scheme_str() == Some("https") { 443 } else { 80 };
        uri.authority().and_then(Authority::port_u16).unwrap_or(default)
    };
    home.scheme() == target.scheme() && host(home) == host(target) && port(home) == port(target)
}

/// The URL that `reference` is at `base` (RFC 3986, section 5).
pub(super) fn resolve(base: &Uri, reference: &str) -> Result<Uri, Box<dyn Error + Send + Sync>> {
    Ok(Url::parse(&base.to_string())?.join(reference)?.as_str().parse()?)
}

/// The request that an answer asks for instead of `request`, where it is one to follow.
pub(super) fn redirected(
    home: &Uri,
    request: &http::Request<Body>,
    status: StatusCode,
    headers: &HeaderMap,
) -> Option<http::Request<Body>> {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD);
    let location = headers.get(header::LOCATION)?.to_str().ok()?;
    let target = resolve(request.uri(), location).ok()?;
    if !matches!(target.scheme_str(), Some("http" | "https")) {
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
        // By RFC 9110, section 15.4.2, a POST may turn into a GET here, which loses its body.
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND if safe => {}
        _ => return None,
    }
    if !same_origin(home, &target) && !matches!(*next.method(), Method::GET | Method::HEAD) {
        return None;
    }
    // A stream has been sent, and cannot be sent again.
    next.body().as_bytes()?;
    *next.uri_mut() = target;
    Some(next)
}
