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
    error::Error,
    exchange::{BodyMode, CallContext, Failure},
    next_page::{SeenPages, next_request},
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
    /// The request of the next page.
    pub next: NextPage,
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
    /// Sets a query parameter to the number of items so far.
    Offset(&'static str),
    /// Sets a query parameter to the number of the page. The second value is the number of the first page.
    Number(&'static str, u64),
    /// Requests the URL at a location in the body. The method is `GET`, also if the list was requested with `POST`.
    Url(&'static str),
    /// Requests the URL in the `Link` header whose `rel` is `next` (RFC 8288), with `GET` as well.
    Link,
}

/// The pages of a list. Request them one by one with [`next`](Self::next), or use it as a `Stream`.
///
/// Each page is requested like the first one, with the same credentials, headers and retry policy. Only the origin of
/// the first page is used. A repeated cursor or page is an error, so a loop does not request the same pages forever.
///
/// After a failed page the same page is requested again. [`RequestError::NextPage`] ends the list.
///
/// [`RequestError::NextPage`]: super::error::RequestError::NextPage
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
        let lenient = call.options.lenient.unwrap_or(client.0.lenient);
        let (request, call_context, failure) =
            match client.0.prepare(&call.operation, &call.options, BodyMode::Buffered) {
                Ok((request, call_context)) => (Some(request), call_context, None),
                Err(error) => (None, CallContext::default(), Some(error.into())),
            };
        let (seen, operation) = (SeenPages::default(), PhantomData);
        Self { client, call_context, lenient, request, in_flight: None, failure, seen, operation }
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
        let next = next_request(O::PAGINATION, request, (&response.headers, &page), &self.seen);
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
    /// [`RequestError::Client`](super::error::RequestError::Client) if the transport needs an async runtime.
    #[cfg(feature = "blocking")]
    pub fn pages_blocking(self) -> Result<Blocking<Pages<'c, O>>, super::error::RequestError> {
        self.client.0.check_blocking()?;
        Ok(Blocking(self.pages()))
    }

    /// Returns the items of the list as an iterator that blocks the thread.
    ///
    /// # Errors
    /// [`RequestError::Client`](super::error::RequestError::Client) if the transport needs an async runtime.
    #[cfg(feature = "blocking")]
    pub fn items_blocking(self) -> Result<Blocking<Items<'c, O>>, super::error::RequestError> {
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
impl<S: Stream + Unpin> Iterator for Blocking<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        let stream = &mut self.0;
        super::blocking::block_on(std::future::poll_fn(|context| Pin::new(&mut *stream).poll_next(context)))
    }
}
