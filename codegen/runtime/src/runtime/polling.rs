//! The facts of long-running operations: the source of their status, their progress, and the place of their result.

/// The way to the status and to the result of a long-running operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Polling {
    /// The source of the status.
    pub source: StatusSource,
    /// The meaning of a status.
    pub progress: Progress,
    /// The place of the result.
    pub result: ResultSource,
    /// `true` if the response that starts the operation is a status too.
    pub starts_with_status: bool,
    /// The seconds between two status requests; 0 for an interval that grows.
    pub interval: u64,
    /// The seconds before the first status request; 0 for the interval.
    pub delay: u64,
    /// The maximum number of status requests; 0 for the default.
    pub max_polls: u64,
}

impl Polling {
    /// Returns the polling of these sources. The other properties have their defaults.
    #[must_use]
    pub const fn new(source: StatusSource, progress: Progress, result: ResultSource) -> Self {
        Self { source, progress, result, starts_with_status: false, interval: 0, delay: 0, max_polls: 0 }
    }

    /// Sets [`starts_with_status`](Self::starts_with_status) to `true`.
    #[must_use]
    pub const fn starts_with_status(self) -> Self {
        Self { starts_with_status: true, ..self }
    }

    /// Sets [`interval`](Self::interval), [`delay`](Self::delay) and [`max_polls`](Self::max_polls).
    #[must_use]
    pub const fn times(self, interval: u64, delay: u64, max_polls: u64) -> Self {
        Self { interval, delay, max_polls, ..self }
    }
}

/// The source of the status. Status requests have the method `GET`. Locations are JSON Pointers (RFC 6901).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum StatusSource {
    /// The URL in the first of these headers that the response has. A later status can replace it.
    Headers(&'static [&'static str]),
    /// The URL at a location in the body.
    Url(&'static str),
    /// A path template, and the location of each parameter in the body. The parameters without a location are those of
    /// the request.
    Path(&'static str, &'static [(&'static str, &'static str)]),
    /// A path template that ends with a parameter, and the location of a resource name, which can have several
    /// segments.
    Name(&'static str, &'static str),
    /// The same request again.
    Repeat,
}

/// The meaning of a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// A property at this location has one of these values after success, and one of the others after failure. With
    /// any other value, or without one, the operation is in progress. Case is ignored.
    Property(&'static str, &'static [&'static str], &'static [&'static str]),
    /// A boolean at the first location is `true` at the end. A value at the second one, which may be empty, is an
    /// error.
    Flag(&'static str, &'static str),
    /// The rules of Azure: `status` or `properties.provisioningState` is `Succeeded`, `Failed` or `Canceled` at the
    /// end. Without them the status code decides.
    Azure,
    /// The status code: `202` is in progress, any other success is the end. A `status` in the body that says that the
    /// operation is in progress, or that it failed, takes precedence.
    StatusCode,
    /// All of the first conditions hold after success, and all of the others after failure.
    Conditions(&'static [PollCondition], &'static [PollCondition]),
}

/// A condition of a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PollCondition {
    /// The status code of the response.
    StatusCode(u16),
    /// The value at a location in the body, as text.
    Equals(&'static str, &'static str),
}

/// The place of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResultSource {
    /// The last status.
    Status,
    /// A location in the last status.
    Property(&'static str),
    /// The URL in the property `resourceLocation` of a status, or in the header `Location` of a response. Without them
    /// it is the last status.
    Location,
    /// The URL of the first request.
    Original,
}
