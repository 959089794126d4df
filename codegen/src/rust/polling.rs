use std::fmt;

use super::{Ident, ModulePath, Type};

/// The polling of a long-running operation.
#[derive(Debug)]
pub struct Polling {
    /// The source of the status.
    pub source: StatusSource,
    /// The meaning of a status.
    pub progress: Progress,
    /// The place of the result.
    pub result: ResultSource,
    /// The operation that decodes a status.
    pub status: StatusType,
    /// The type of the result.
    pub result_type: ResultType,
    /// `true` if the response that starts the operation is a status too.
    pub starts_with_status: bool,
    /// The seconds between two requests, the seconds before the first one, and the maximum number of them. 0 is the
    /// default of the runtime.
    pub times: [u64; 3],
}

/// The source of the status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatusSource {
    /// The URL in the first of these headers, in lower case.
    Headers(Vec<String>),
    /// The JSON pointer of the URL in the body.
    Url(String),
    /// A path template, and the JSON pointers of its parameters that the request does not have.
    Path(String, Vec<(String, String)>),
    /// A path template that ends with a parameter, and the JSON pointer of a resource name.
    Name(String, String),
    /// The same request.
    Repeat,
}

/// The meaning of a status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// A JSON pointer, and its values after success and after failure.
    Property(String, Vec<String>, Vec<String>),
    /// The JSON pointers of a flag and of an error.
    Flag(String, String),
    /// The rules of Azure.
    Azure,
    /// The status code.
    StatusCode,
    /// The conditions of success and of failure.
    Conditions(Vec<PollCondition>, Vec<PollCondition>),
}

pub use crate::api::PollCondition;

/// The place of the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResultSource {
    /// The last status.
    Status,
    /// A JSON pointer into the last status.
    Property(String),
    /// The URL in the header `Location`.
    Location,
    /// The URL of the first request.
    Original,
}

/// The operation that decodes a status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatusType {
    /// None: a status is a JSON value.
    Untyped,
    /// The long-running operation itself.
    Own,
    /// Another operation: its module and its struct.
    Operation(ModulePath, Ident),
}

/// The type of the result.
#[derive(Debug, Clone, PartialEq)]
pub enum ResultType {
    /// The type of a status.
    Status,
    /// The type of a response of the operation.
    Output,
    /// The type of a part of the last status.
    Property(Type),
}

impl fmt::Display for Polling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.source, self.progress)?;
        match &self.result {
            ResultSource::Status => Ok(()),
            ResultSource::Property(pointer) => write!(f, ", result {pointer}"),
            ResultSource::Location => f.write_str(", result at header location"),
            ResultSource::Original => f.write_str(", result at the same URL"),
        }
    }
}

impl fmt::Display for StatusSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Headers(names) => write!(f, "header {}", names.join(" or ")),
            Self::Url(pointer) => write!(f, "URL {pointer}"),
            Self::Path(path, values) => {
                write!(f, "GET {path}")?;
                values.iter().try_for_each(|(name, pointer)| write!(f, ", {name} = {pointer}"))
            }
            Self::Name(path, pointer) => write!(f, "GET {path} of {pointer}"),
            Self::Repeat => f.write_str("the same request"),
        }
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Property(pointer, succeeded, failed) => {
                let (succeeded, failed) = (succeeded.join(" or "), failed.join(" or "));
                write!(f, "until {pointer} is {succeeded}, or failed with {failed}")
            }
            Self::Flag(done, _) => write!(f, "until {done}"),
            Self::Azure => f.write_str("by the rules of Azure"),
            Self::StatusCode => f.write_str("while the status code is 202"),
            Self::Conditions(success, _) => {
                f.write_str("until ")?;
                for (index, condition) in success.iter().enumerate() {
                    let and = if index == 0 { "" } else { " and " };
                    match condition {
                        PollCondition::StatusCode(code) => write!(f, "{and}the status code is {code}")?,
                        PollCondition::Equals(pointer, value) => write!(f, "{and}{pointer} is {value}")?,
                    }
                }
                Ok(())
            }
        }
    }
}
