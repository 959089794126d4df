//! Calls that return the documented headers of their response.

use super::{
    client::Call,
    error::Error,
    headers::{DescribedHeaders, HeaderError},
    operation::Operation,
    response::Response,
};

/// A response and its documented headers, or the header that does not match the OpenAPI description.
pub type WithHeaders<O> =
    (Response<<O as Operation>::Output>, Result<<O as DescribedHeaders>::Headers, HeaderError>);

impl<O: Operation + DescribedHeaders> Call<'_, O> {
    /// Sends the call like [`send`](Self::send), and reads the documented headers of a successful response:
    /// `let (response, headers) = call.send_with_headers().await?`.
    ///
    /// # Errors
    /// Any variant of [`Error`].
    pub async fn send_with_headers(self) -> Result<WithHeaders<O>, Error<O::Error>> {
        self.send().await.map(with_headers::<O>)
    }

    /// Sends the call like [`send_with_headers`](Self::send_with_headers), and blocks the thread until the response has
    /// arrived.
    ///
    /// # Errors
    /// The same as [`send_blocking`](Self::send_blocking).
    #[cfg(feature = "blocking")]
    pub fn send_with_headers_blocking(self) -> Result<WithHeaders<O>, Error<O::Error>> {
        self.send_blocking().map(with_headers::<O>)
    }
}

fn with_headers<O: Operation + DescribedHeaders>(response: Response<O::Output>) -> WithHeaders<O> {
    let headers = O::headers(&response.headers);
    (response, headers)
}
