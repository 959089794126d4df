/// The polling of an operation in extensions.
#[derive(Debug, Clone, Default)]
pub struct VendorPolling {
    /// `x-ms-long-running-operation`: the source of the result, if it is given.
    pub azure: Option<Option<FinalState>>,
    /// The first variant of `x-speakeasy-polling` that is understood.
    pub conditions: Option<ConditionalPolling>,
}

/// `final-state-via` of `x-ms-long-running-operation-options`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FinalState {
    /// `azure-async-operation` and `operation-location`: the status.
    Status,
    /// `location`
    Location,
    /// `original-uri`
    Original,
}

/// A repetition of a request until conditions hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConditionalPolling {
    /// The conditions of success.
    pub success: Vec<PollCondition>,
    /// The conditions of failure.
    pub failure: Vec<PollCondition>,
    /// The seconds between two requests, or 0.
    pub interval: u64,
    /// The seconds before the first request, or 0.
    pub delay: u64,
    /// The maximum number of requests, or 0.
    pub limit: u64,
}

/// A condition of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PollCondition {
    /// The status code.
    StatusCode(u16),
    /// The value at a JSON pointer into the body, as text.
    Equals(String, String),
}
