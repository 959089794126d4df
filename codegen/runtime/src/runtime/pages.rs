//! Lists that come page by page.

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
    exchange::{Course, Failure, Taking},
    next_page::{Memory, next_request},
    operation::Operation,
    reply::{Outcome, Reply},
    response::Response,
    transport::BoxFuture,
};

/// An operation that gives a list page by page.
pub trait Paged: Operation {
    /// What the list is of.
    type Item;
    /// How there is a next page.
    const PAGING: Paging;

    /// The items of a page.
    fn items(page: Self::Output) -> Vec<Self::Item>;

    /// The body of a page as the JSON in which the places are.
    #[must_use]
    fn json(page: &Bytes) -> Bytes {
        page.clone()
    }
}

/// How a list comes page by page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// Where the items are in the body of a page: a JSON pointer (RFC 6901).
    pub items: &'static str,
    /// Where the body says whether there is more; empty where it does not.
    pub more: &'static str,
    /// What the next page is asked for with.
    pub next: NextPage,
}

/// What the next page is asked for with. Places are JSON pointers, in which `-` is the last element of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NextPage {
    /// A query parameter, or a place in the body of the request, with what stands at a place in the body of the answer, or in
    /// a header. What starts with `/` is a place.
    Cursor(&'static str, &'static str),
    /// The same for a header of the request.
    HeaderCursor(&'static str, &'static str),
    /// A query parameter, with how many items there were before.
    Offset(&'static str),
    /// A query parameter, with the number of the page, and that of the first one.
    Number(&'static str, u64),
    /// The URL that stands at a place in the body. A list that was asked for with `POST` goes on with `GET`, as links do.
    Url(&'static str),
    /// The URL in the header `Link` whose `rel` is `next` (RFC 8288), in the same way.
    Link,
}

/// The pages of a list, one after the other: [`next`](Self::next), or as a `Stream`.
///
/// Each is asked for as the first one was, with its credentials, and never at another host. A page that fails is
/// an error, after which the next one that is asked for is the same page again.
#[must_use = "pages are asked for one by one"]
pub struct Pages<'c, O> {
    client: &'c Client,
    course: Course,
    lenient: bool,
    /// What to ask for; `None` at the end.
    request: Option<http::Request<Body>>,
    under_way: Option<BoxFuture<'c, Result<Response<Body>, Failure>>>,
    /// What ends the list.
    failure: Option<Failure>,
    memory: Memory,
    operation: PhantomData<fn() -> O>,
}

impl<O> std::fmt::Debug for Pages<'_, O> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages").field("path", &self.course.path).finish_non_exhaustive()
    }
}

impl<'c, O: Paged> Pages<'c, O> {
    fn new(call: &Call<'c, O>) -> Self {
        let client = call.client;
        let lenient = call.choices.lenient.unwrap_or(client.0.lenient);
        let (request, course, failure) = match client.0.prepare(&call.operation, &call.choices, Taking::Whole)
        {
            Ok((request, course)) => (Some(request), course, None),
            Err(error) => (None, Course::default(), Some(error.into())),
        };
        let (memory, operation) = (Memory::default(), PhantomData);
        Self { client, course, lenient, request, under_way: None, failure, memory, operation }
    }

    /// The next page; `None` at the end.
    pub async fn next(&mut self) -> Option<Outcome<O::Output, O::Error>> {
        std::future::poll_fn(|context| self.poll_page(context)).await
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Outcome<O::Output, O::Error>>> {
        if let Some(failure) = self.failure.take() {
            self.request = None;
            return Poll::Ready(Some(Err(failure.into())));
        }
        let Some(request) = &self.request else { return Poll::Ready(None) };
        let under_way = self.under_way.get_or_insert_with(|| {
            let (client, request, course) = (self.client, request.clone(), self.course.clone());
            Box::pin(async move { client.0.answer(request, &course).await })
        });
        let Poll::Ready(result) = under_way.as_mut().poll(context) else { return Poll::Pending };
        self.under_way = None;
        let answer = match result {
            Ok(answer) => answer,
            Err(failure) => return Poll::Ready(Some(Err(failure.into()))),
        };
        let page = O::json(answer.body.as_bytes().unwrap_or(&Bytes::new()));
        let next = next_request(O::PAGING, request, (&answer.headers, &page), &self.memory);
        let page = O::read(Reply::from(answer).lenient(self.lenient));
        if page.is_ok() {
            match next {
                Ok(Some(following)) => self.request = Some(self.memory.follow(following)),
                Ok(None) => self.request = None,
                // The page is good. What is wrong with the next one is told when that is asked for.
                Err(error) => self.failure = Some(error.into()),
            }
        }
        Poll::Ready(Some(page))
    }
}

impl<'c, O: Paged> Call<'c, O> {
    /// The list page by page, from the page that the call asks for on.
    pub fn pages(self) -> Pages<'c, O> {
        Pages::new(&self)
    }

    /// The list item by item, from the page that the call asks for on. What a page has beside its items, and what was
    /// left out of it, is with its [`pages`](Self::pages).
    pub fn items(self) -> Items<'c, O> {
        Items { pages: self.pages(), ready: Vec::new().into_iter() }
    }

    /// [`pages`](Self::pages) without async.
    ///
    /// # Errors
    /// When the client's transport needs an async runtime.
    #[cfg(feature = "blocking")]
    pub fn pages_blocking(self) -> Result<Blocking<Pages<'c, O>>, super::error::RequestError> {
        self.client.0.check_blocking()?;
        Ok(Blocking(self.pages()))
    }

    /// [`items`](Self::items) without async.
    ///
    /// # Errors
    /// When the client's transport needs an async runtime.
    #[cfg(feature = "blocking")]
    pub fn items_blocking(self) -> Result<Blocking<Items<'c, O>>, super::error::RequestError> {
        self.client.0.check_blocking()?;
        Ok(Blocking(self.items()))
    }
}

impl<O: Paged> Stream for Pages<'_, O> {
    type Item = Outcome<O::Output, O::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context)
    }
}

type ItemOutcome<O> = Result<<O as Paged>::Item, Error<<O as Operation>::Error>>;

/// The items of a list, which are asked for page by page: [`next`](Self::next), or as a `Stream`. A page that fails
/// is an error, after which it is asked for again.
#[must_use = "items are asked for one by one"]
pub struct Items<'c, O: Paged> {
    pages: Pages<'c, O>,
    ready: vec::IntoIter<O::Item>,
}

impl<O: Paged> std::fmt::Debug for Items<'_, O> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}

impl<O: Paged> Items<'_, O> {
    /// The next item; `None` at the end.
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

// Items are moved in and out; nothing points into them.
impl<O: Paged> Unpin for Items<'_, O> {}

impl<O: Paged> Stream for Items<'_, O> {
    type Item = Result<O::Item, Error<O::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

/// Pages or items without async: the thread waits for each.
#[cfg(feature = "blocking")]
#[derive(Debug)]
pub struct Blocking<S>(S);

#[cfg(feature = "blocking")]
impl<S: Stream + Unpin> Iterator for Blocking<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        let stream = &mut self.0;
        super::blocking::wait(std::future::poll_fn(|context| Pin::new(&mut *stream).poll_next(context)))
    }
}
