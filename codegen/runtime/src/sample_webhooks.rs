//! Samples of generated webhooks, for the tests.

use crate::runtime;

/// An event that a header and a property name.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// `check-run/completed`
    CheckRunCompleted(Box<Vec<u64>>),
    /// `issues/opened`
    IssuesOpened(Box<Issue>),
    /// `ping`
    Ping(Box<serde_json::Value>),
    /// Any other event, unchanged.
    Unknown(runtime::webhook::UnknownEvent),
}

runtime::events! {
    Event {
        CheckRunCompleted: ["check-run", ""],
        IssuesOpened: ["issues", "opened"],
        Ping: ["ping", ""],
    }
    by Header "x-event" Property "/action"
}

/// An event that only its structure shows.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// `opened`
    Opened(Box<Issue>),
    /// `closed`
    Closed(Box<std::collections::BTreeMap<String, u64>>),
    /// Any other event, unchanged.
    Unknown(runtime::webhook::UnknownEvent),
}

runtime::events! {
    Change {
        Opened: [] has "action",
        Closed: [] has "closed",
    }
    by
}

/// A body.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Issue {
    /// `action`
    pub action: String,
    /// `number`
    pub number: u64,
}

runtime::model! {
    Issue {
        required action: "action",
        required number: "number",
    }
}
