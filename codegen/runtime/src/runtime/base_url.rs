//! The base URLs of operations.

use std::borrow::Cow;

use http::Uri;
use url::Url;

use super::error::RequestError;

/// The base URLs of a client.
#[derive(Debug)]
pub(super) struct BaseUrls {
    pub(super) base_url: String,
    /// The base URL of the OpenAPI description.
    pub(super) described: String,
    /// `true` if the base URL is the user's, so that it replaces the servers of the OpenAPI description.
    pub(super) replaces_servers: bool,
    /// The servers of the description that the user replaces, and their base URLs.
    pub(super) servers: Vec<(String, String)>,
    pub(super) https_only: bool,
}

impl BaseUrls {
    /// Returns the base URL of an operation. `server` is the server that the OpenAPI description gives it, if it has
    /// one of its own.
    pub(super) fn of(&self, server: Option<&str>) -> Result<Cow<'_, str>, RequestError> {
        let described = server.unwrap_or(&self.described).trim_end_matches('/');
        let is_named = |(known, _): &&(String, String)| known.trim_end_matches('/') == described;
        if let Some((_, named)) = self.servers.iter().rev().find(is_named) {
            return Ok(Cow::Borrowed(named));
        }
        let Some(server) = server else { return Ok(Cow::Borrowed(&self.base_url)) };
        let wrong = |_| {
            let why =
                format!("the operation's server `{server}` is not a URL; set another one with `server`");
            RequestError::BaseUrl(why)
        };
        let base = Url::parse(&self.base_url).map_err(wrong)?;
        let url = base.join(server).map_err(wrong)?;
        // A user who names a server means it for all operations, and gives it the credentials.
        if self.replaces_servers && url.origin() != base.origin() {
            return Ok(self
                .moved(&url, base)
                .map_or(Cow::Borrowed(&self.base_url), |url| String::from(url).into()));
        }
        check_base_url(url.as_str(), self.https_only)?;
        Ok(String::from(url).into())
    }

    /// Returns the place of `server` beside the user's base URL, if it is beside that of the description, and the
    /// user's ends with the same path, or has none.
    fn moved(&self, server: &Url, mut base: Url) -> Option<Url> {
        let described = Url::parse(&self.described).ok().filter(|url| url.origin() == server.origin())?;
        let path = base.path().trim_end_matches('/');
        // A path before that of the description is the path of a gateway.
        let outer = path.strip_suffix(described.path().trim_end_matches('/'));
        let moved = format!("{}{}", outer.or_else(|| path.is_empty().then_some(""))?, server.path());
        base.set_path(&moved);
        Some(base)
    }
}

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
