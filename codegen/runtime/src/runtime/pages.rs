//! Paginated lists.

use std::{
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
    vec,
};

use bytes::Bytes;
use futures_core::Stream;

use super::{
    body::Body,
    client::{Call, Client},
    error::{Error, RequestError},
    exchange::{BodyMode, CallContext, Failure},
    next_page::{PageResponse, SeenPages, next_request, with_parameter},
    operation::Operation,
    raw_response::{Outcome, RawResponse},
    response::Response,
    transport::BoxFuture,
};

/// An operation that returns a paginated list.
pub trait Paginated: Operation {
    /// The type of the items.
    type Item;
    /// The way to the items and to the next page.
    const PAGINATION: Pagination;

    /// Returns the items of a page.
    fn items(page: Self::Output) -> Vec<Self::Item>;

    /// Returns the body of a page as JSON, for the pointers in [`PAGINATION`](Self::PAGINATION).
    #[must_use]
    fn json(page: &Bytes) -> Bytes {
        page.clone()
    }
}

/// The way to the items of a page and to the next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pagination {
    /// The location of the items in the body of a page: a JSON Pointer (RFC 6901).
    pub items: &'static str,
    /// The location of a boolean that is `false` on the last page; empty if there is none.
    pub more: &'static str,
    /// The location of the number of items on all pages; empty if there is none.
    pub total: &'static str,
    /// The location of the number of pages; empty if there is none.
    pub page_count: &'static str,
    /// The query parameters that each request has: names and values.
    pub set: &'static [(&'static str, &'static str)],
    /// `true` if URLs are requested with the method and the body of the first page, not with `GET`.
    pub keep_method: bool,
    /// The request of the next page.
    pub next: NextPage,
}

impl Pagination {
    /// Returns a pagination with the items at this location. The other properties are empty.
    #[must_use]
    pub const fn new(items: &'static str, next: NextPage) -> Self {
        Self { items, more: "", total: "", page_count: "", set: &[], keep_method: false, next }
    }

    /// Sets [`more`](Self::more).
    #[must_use]
    pub const fn more(self, more: &'static str) -> Self {
        Self { more, ..self }
    }

    /// Sets [`total`](Self::total).
    #[must_use]
    pub const fn total(self, total: &'static str) -> Self {
        Self { total, ..self }
    }

    /// Sets [`page_count`](Self::page_count).
    #[must_use]
    pub const fn page_count(self, page_count: &'static str) -> Self {
        Self { page_count, ..self }
    }

    /// Sets [`set`](Self::set).
    #[must_use]
    pub const fn set(self, set: &'static [(&'static str, &'static str)]) -> Self {
        Self { set, ..self }
    }

    /// Sets [`keep_method`](Self::keep_method) to `true`.
    #[must_use]
    pub const fn keep_method(self) -> Self {
        Self { keep_method: true, ..self }
    }
}

/// The request of the next page. It changes a value in the request of the current page.
///
/// Locations are JSON Pointers (RFC 6901). The token `-` refers to the last element of an array.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NextPage {
    /// Sets a query parameter, or a location in the body of the request, to a cursor in the response.
    ///
    /// The cursor is a location in the body or the name of a header. Locations start with `/`.
    Cursor(&'static str, &'static str),
    /// Sets a header of the request to a cursor in the response.
    HeaderCursor(&'static str, &'static str),
    /// Sets a query parameter, or a location in the body of the request, to the number of items so far.
    Offset(&'static str),
    /// Sets a query parameter, or a location in the body of the request, to the number of the page. The second value is
    /// the number of the first page.
    Number(&'static str, u64),
    /// Requests the URL at a location in the body. The method is `GET`, also if the list was requested with `POST`,
    /// unless [`Pagination::keep_method`] is `true`. A text that is not a URL is an error.
    Url(&'static str),
    /// Requests the URL in the `Link` header whose `rel` is `next` (RFC 8288), with the same method.
    Link,
}

/// The pages of a list. Request them one by one with [`next`](Self::next), or use it as a `Stream`.
///
/// Each page is requested like the first one, with the same credentials, headers and retry policy. Only the origin of
/// the first page is used. A repeated cursor or page is an error, so a loop does not request the same pages forever.
/// So are too many pages without items ([`max_empty_pages`](Self::max_empty_pages)).
///
/// If the pages give the number of all items, and the list begins at the first page, a list that ends with fewer items
/// ends with an error.
///
/// After a failed page the same page is requested again. [`RequestError::NextPage`] ends the list.
#[must_use = "pages are requested one by one"]
pub struct Pages<'c, O> {
    client: &'c Client,
    call_context: CallContext,
    lenient: bool,
    /// The request of the next page; `None` at the end.
    request: Option<http::Request<Body>>,
    in_flight: Option<BoxFuture<'c, Result<Response<Body>, Failure>>>,
    /// The error that ends the list.
    failure: Option<Failure>,
    seen: SeenPages,
    operation: PhantomData<fn() -> O>,
}

impl<O> std::fmt::Debug for Pages<'_, O> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages").field("path", &self.call_context.path).finish_non_exhaustive()
    }
}

impl<'c, O: Paginated> Pages<'c, O> {
    fn new(call: &Call<'c, O>) -> Self {
        let client = call.client;
        let lenient = call.settings.lenient.unwrap_or(client.0.lenient);
        let (request, call_context, failure) = match client
            .0
            .prepare(&call.operation, &call.settings, BodyMode::Buffered)
            .and_then(|(request, context)| Ok((first_page::<O>(request)?, context)))
        {
            Ok((request, call_context)) => (Some(request), call_context, None),
            Err(error) => (None, CallContext::default(), Some(error.into())),
        };
        let (seen, operation) = (SeenPages::default(), PhantomData);
        Self { client, call_context, lenient, request, in_flight: None, failure, seen, operation }
    }

    /// Limits the number of pages. If there is another page after so many, the list ends with an error.
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.seen.max_pages = pages;
        self
    }

    /// Limits the number of pages without items in a row: 1,000 unless set. The list ends with an error after so many.
    pub fn max_empty_pages(mut self, pages: u64) -> Self {
        self.seen.max_empty_pages = pages;
        self
    }

    /// Requests the next page. Returns `None` at the end of the list.
    pub async fn next(&mut self) -> Option<Outcome<O::Output, O::Error>> {
        std::future::poll_fn(|context| self.poll_page(context)).await
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Outcome<O::Output, O::Error>>> {
        if let Some(failure) = self.failure.take() {
            self.request = None;
            return Poll::Ready(Some(Err(failure.into())));
        }
        let Some(request) = &self.request else { return Poll::Ready(None) };
        let in_flight = self.in_flight.get_or_insert_with(|| {
            let (client, request, call_context) = (self.client, request.clone(), self.call_context.clone());
            Box::pin(async move { client.0.execute(request, &call_context).await })
        });
        let Poll::Ready(result) = in_flight.as_mut().poll(context) else { return Poll::Pending };
        self.in_flight = None;
        let response = match result {
            Ok(response) => response,
            Err(failure) => return Poll::Ready(Some(Err(failure.into()))),
        };
        let page = O::json(response.body.as_bytes().unwrap_or(&Bytes::new()));
        let next = next_request(
            O::PAGINATION,
            request,
            PageResponse { headers: &response.headers, page: &page },
            &self.seen,
        );
        let page = O::read(RawResponse::from(response).lenient(self.lenient));
        if page.is_ok() {
            match next {
                Ok(Some(following)) => self.request = Some(self.seen.advance(following)),
                Ok(None) => self.request = None,
                // This page is complete. The error is returned when the next page is requested.
                Err(error) => self.failure = Some(error.into()),
            }
        }
        Poll::Ready(Some(page))
    }
}

/// Adds the query parameters of each page.
fn first_page<O: Paginated>(mut request: http::Request<Body>) -> Result<http::Request<Body>, RequestError> {
    for (name, value) in O::PAGINATION.set {
        *request.uri_mut() = with_parameter(request.uri(), name, value)?;
    }
    Ok(request)
}

impl<'c, O: Paginated> Call<'c, O> {
    /// Returns the pages of the list, from the page that this call requests.
    pub fn pages(self) -> Pages<'c, O> {
        Pages::new(&self)
    }

    /// Returns the items of the list, from the page that this call requests.
    ///
    /// Use [`pages`](Self::pages) for the other properties of a page, its headers and its warnings.
    pub fn items(self) -> Items<'c, O> {
        Items { pages: self.pages(), ready: Vec::new().into_iter() }
    }

    /// Returns the pages of the list as an iterator that blocks the thread.
    ///
    /// # Errors
    /// [`RequestError::Client`] if the transport needs an async runtime.
    #[cfg(feature = "blocking")]
    pub fn pages_blocking(self) -> Result<Blocking<Pages<'c, O>>, RequestError> {
        self.client.0.check_blocking()?;
        Ok(Blocking(self.pages()))
    }

    /// Returns the items of the list as an iterator that blocks the thread.
    ///
    /// # Errors
    /// [`RequestError::Client`] if the transport needs an async runtime.
    #[cfg(feature = "blocking")]
    pub fn items_blocking(self) -> Result<Blocking<Items<'c, O>>, RequestError> {
        self.client.0.check_blocking()?;
        Ok(Blocking(self.items()))
    }
}

impl<O: Paginated> Stream for Pages<'_, O> {
    type Item = Outcome<O::Output, O::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context)
    }
}

type ItemOutcome<O> = Result<<O as Paginated>::Item, Error<<O as Operation>::Error>>;

/// The items of a list. Read them one by one with [`next`](Self::next), or use it as a `Stream`.
///
/// The pages are requested as [`Pages`] does. After a failed page the same page is requested again.
#[must_use = "items are requested page by page"]
pub struct Items<'c, O: Paginated> {
    pages: Pages<'c, O>,
    ready: vec::IntoIter<O::Item>,
}

impl<O: Paginated> std::fmt::Debug for Items<'_, O> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}

impl<O: Paginated> Items<'_, O> {
    /// Limits the number of pages, as [`Pages::max_pages`] does.
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.pages = self.pages.max_pages(pages);
        self
    }

    /// Limits the number of pages without items in a row, as [`Pages::max_empty_pages`] does.
    pub fn max_empty_pages(mut self, pages: u64) -> Self {
        self.pages = self.pages.max_empty_pages(pages);
        self
    }

    /// Returns the next item, or `None` at the end of the list.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error<O::Error>>> {
        std::future::poll_fn(|context| self.poll_item(context)).await
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<ItemOutcome<O>>> {
        loop {
            if let Some(item) = self.ready.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match self.pages.poll_page(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(Some(Ok(page))) => self.ready = O::items(page.body).into_iter(),
            }
        }
    }
}

// Items are moved in and out, so they need not be pinned.
impl<O: Paginated> Unpin for Items<'_, O> {}

impl<O: Paginated> Stream for Items<'_, O> {
    type Item = Result<O::Item, Error<O::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

/// An iterator over pages or items. It blocks the thread until the next one has arrived.
#[cfg(feature = "blocking")]
#[derive(Debug)]
pub struct Blocking<S>(S);

#[cfg(feature = "blocking")]
impl<S> Blocking<S> {
    /// Changes the list, as in `with(|items| items.max_pages(10))`.
    #[must_use]
    pub fn with(self, change: impl FnOnce(S) -> S) -> Self {
        Self(change(self.0))
    }
}

#[cfg(feature = "blocking")]
impl<S: Stream + Unpin> Iterator for Blocking<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        let stream = &mut self.0;
        super::blocking::block_on(std::future::poll_fn(|context| Pin::new(&mut *stream).poll_next(context)))
    }
}
