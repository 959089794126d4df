use crate::diagnostics::Pointer;

/// The statements of vendors' extensions about an operation.
#[derive(Debug, Clone, Default)]
pub struct OperationExtensions {
    /// The pagination.
    pub pages: Option<DescribedPages>,
    /// The retry policy.
    pub retry: Option<DescribedRetry>,
    /// The header of the idempotency key.
    pub idempotency_header: Option<String>,
}

/// The pagination that an extension describes.
#[derive(Debug, Clone)]
pub struct DescribedPages {
    /// The name of the extension.
    pub extension: &'static str,
    /// The location of the extension.
    pub pointer: Pointer,
    /// The JSON Pointer of the items in the response.
    pub items: Option<String>,
    /// The JSON Pointer of a flag that is `true` if there are more pages.
    pub more: Option<String>,
    /// The JSON Pointer of the number of pages.
    pub page_count: Option<String>,
    /// The request of the next page.
    pub next: DescribedNext,
}

/// The request of the next page that an extension describes. Locations in the response are JSON Pointers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DescribedNext {
    /// There is one page.
    Never,
    /// A value of the response is sent.
    Cursor(Input, String),
    /// The number of items so far is sent.
    Offset(Input),
    /// The number of the page is sent.
    Number(Input),
    /// The URL in the response is requested.
    Url(String),
}

/// A value of the request that chooses a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The name of a parameter, or the JSON Pointer of a property of the body.
    pub name: String,
    /// The location.
    pub place: InputPlace,
}

/// The location of a value in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputPlace {
    /// A parameter.
    Parameter,
    /// A property of the body. The name is a JSON Pointer.
    Body,
    /// A parameter of this name, or else a property of the body.
    Either,
}

/// The purpose of a parameter or a property in a pagination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageRole {
    /// The items of a page.
    Items,
    /// A flag that is `true` if there are more pages.
    More,
    /// The parameter of a cursor.
    CursorParameter,
    /// The cursor of the next page in a response.
    Cursor,
    /// The ID of an item, which is the cursor of the page after it.
    CursorOfItem,
    /// The URL of the next page in a response.
    Url,
    /// The parameter of the page number.
    NumberParameter,
    /// The number of pages in a response.
    PageCount,
    /// The parameter of the number of items so far.
    OffsetParameter,
}

/// The retry policy that an extension describes, within limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DescribedRetry {
    /// The maximum number of attempts, including the first one.
    pub max_attempts: u32,
    /// The first delay, its maximum and the time limit of the call, in milliseconds.
    pub delays: RetryDelays,
    /// The growth of the delay with each attempt, in percent: `200` doubles it.
    pub growth: u32,
    /// The ranges of statuses that are retried: the first one and the last one.
    pub statuses: Vec<(u16, u16)>,
    /// `true` if failed connections are not retried.
    pub ignores_connections: bool,
}

/// The delays of a retry policy, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryDelays {
    /// The delay before the first retry.
    pub initial: u64,
    /// The maximum delay.
    pub max: u64,
    /// The time limit of the call with all attempts.
    pub total: u64,
}

impl DescribedRetry {
    /// Returns the policy of a single attempt.
    #[must_use]
    pub fn never() -> Self {
        let delays = RetryDelays { initial: 500, max: 60_000, total: 3_600_000 };
        Self { max_attempts: 1, delays, growth: 150, statuses: Vec::new(), ignores_connections: false }
    }
}
