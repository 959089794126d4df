//! The number of pages and items so far.

use bytes::Bytes;
use http::Uri;
use percent_encoding::utf8_percent_encode;

use super::{
    body::Body,
    error::RequestError,
    next_page::{ReferencedValue, resolve_pointer},
    pages::{NextPage, Pagination},
    request::RESERVED,
};

/// The number of pages and items so far.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PageCount {
    pages: u64,
    /// The number of pages without items since the last one with items.
    empty_pages: u64,
    /// The number of items, with those before the first page; `None` if the caller began at another page.
    items: Option<u64>,
    /// The number of items on all pages, as the last page with such a number gives it.
    total: Option<u64>,
}

impl PageCount {
    /// Returns the numbers after a page with this number of items.
    pub(super) fn add(
        self,
        pagination: Pagination,
        request: &http::Request<Body>,
        page: &Bytes,
        items: u64,
    ) -> Self {
        let before = if self.pages == 0 { items_before(pagination, request) } else { self.items };
        let total = (!pagination.total.is_empty()).then(|| resolve_pointer(page, pagination.total));
        let total = match total {
            Some(ReferencedValue::Number(total)) => total.parse().ok(),
            _ => None,
        };
        Self {
            pages: self.pages.saturating_add(1),
            empty_pages: if items == 0 { self.empty_pages.saturating_add(1) } else { 0 },
            items: before.map(|before| before.saturating_add(items)),
            total: total.or(self.total),
        }
    }

    /// Returns an error if the list ends before all items.
    pub(super) fn check_end(self) -> Result<(), RequestError> {
        match (self.items, self.total) {
            (Some(items), Some(total)) if items < total => Err(RequestError::NextPage(format!(
                "the list ended after {items} items, but the server gave their number as {total}"
            ))),
            _ => Ok(()),
        }
    }

    /// Returns an error if there are too many pages, or too many without items.
    pub(super) fn check_limits(self, max_pages: u64, max_empty_pages: u64) -> Result<(), RequestError> {
        if self.pages >= max_pages {
            return Err(RequestError::NextPage(format!(
                "there are more pages than the limit of {max_pages}"
            )));
        }
        if self.empty_pages > max_empty_pages {
            return Err(RequestError::NextPage(format!(
                "{} pages in a row had no items, and the limit is {max_empty_pages}",
                self.empty_pages
            )));
        }
        Ok(())
    }
}

/// Returns the number of items before the page that `request` requests, or `None` if it is not known.
fn items_before(pagination: Pagination, request: &http::Request<Body>) -> Option<u64> {
    let parameter = |name| parameter_of(request.uri(), name);
    let is_first = match pagination.next {
        NextPage::Cursor(to, _) if to.starts_with('/') => {
            let body = request.body().as_bytes()?;
            resolve_pointer(body, to) == ReferencedValue::Missing
        }
        NextPage::Cursor(to, _) => parameter(to).is_none(),
        NextPage::HeaderCursor(to, _) => !request.headers().contains_key(to),
        NextPage::Offset(to) => return number_of(request, to).map_or(Some(0), |offset| offset.parse().ok()),
        NextPage::Number(to, first) => {
            number_of(request, to).is_none_or(|number| number.parse() == Ok(first))
        }
        NextPage::Url(_) | NextPage::Link => true,
    };
    is_first.then_some(0)
}

/// Returns the number in a query parameter of a request, or at a location in its body, as text.
pub(super) fn number_of(request: &http::Request<Body>, name: &str) -> Option<String> {
    if !name.starts_with('/') {
        return parameter_of(request.uri(), name).map(str::to_owned);
    }
    resolve_pointer(request.body().as_bytes()?, name).text()
}

/// Returns the encoded value of a query parameter.
fn parameter_of<'a>(uri: &'a Uri, name: &str) -> Option<&'a str> {
    let name = utf8_percent_encode(name, RESERVED).to_string();
    uri.query()?.split('&').find_map(|pair| pair.strip_prefix(&*name)?.strip_prefix('='))
}
