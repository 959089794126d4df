//! The check of base URLs.

use http::Uri;

use super::error::RequestError;

/// Checks that operations can be sent to a URL.
pub(super) fn check_base_url(base_url: &str, https_only: bool) -> Result<(), RequestError> {
    let wrong = |why: &str| Err(RequestError::BaseUrl(why.to_owned()));
    if base_url.is_empty() {
        return wrong("it is empty, and the OpenAPI description has no server; set it with `base_url`");
    }
    let Ok(uri) = base_url.parse::<Uri>() else { return wrong("it is not a URL") };
    if !matches!(uri.scheme_str(), Some("http" | "https")) {
        return wrong("it must start with `https://` or `http://`");
    }
    if https_only && uri.scheme_str() != Some("https") {
        return wrong("it must start with `https://`, because `https_only` is set");
    }
    if uri.authority().is_none_or(|authority| authority.as_str().contains('@')) {
        return wrong("it must have a host, and no user and password");
    }
    if uri.query().is_some() {
        return wrong("it must not have a query");
    }
    Ok(())
}
