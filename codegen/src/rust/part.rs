//! The support code, part by part.

/// A part of the support code that not every crate needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Bytes in base64.
    Base64,
    /// Bytes in base64url.
    Base64Url,
    /// Basic authentication.
    Basic,
    /// Constraints.
    Check,
    /// Any JSON value, to be told what it is.
    Content,
    /// Dates and times of the crate `time`.
    DateTime,
    /// Structs.
    Model,
    /// Bodies of several parts.
    Multipart,
    /// Enums of strings.
    OpenEnum,
    /// Enums of other values.
    OpenValue,
    /// Headers of answers.
    Headers,
    /// Answers that come item by item.
    Stream,
    /// Parameters and forms in the styles of the standard.
    Style,
    /// Values as parameters and forms write them.
    Tree,
    /// Text that is shown to nobody.
    Secret,
    /// Servers whose URL has variables.
    Server,
    /// Durations.
    Span,
    /// Times of day.
    TimeOfDay,
    /// Unions.
    Union,
}

/// What every crate exports of its support code, beside that of parts: module, names, and whether that is
/// for its feature `client`.
pub const EXPORTS: [(&str, &[&str], bool); 7] = [
    ("builder", &["ClientBuilder"], true),
    ("client", &["Call", "Client"], true),
    ("body", &["Body", "Source"], false),
    ("credentials", &["Credential", "Credentials", "SourceError", "Token"], false),
    ("error", &["DecodeError", "Error", "RequestError", "TransportError", "TransportErrorKind"], false),
    ("operation", &["Operation"], false),
    ("response", &["Response"], false),
];

impl Part {
    /// The types of it that the crate exports.
    #[must_use]
    pub fn exports(self) -> &'static [&'static str] {
        match self {
            Self::Base64 => &["Base64"],
            Self::Base64Url => &["Base64Url"],
            Self::DateTime => &["DateTime"],
            Self::Headers => &["HeaderError"],
            Self::Multipart => &["FilePart"],
            Self::Secret => &["Secret"],
            Self::Span => &["Span"],
            Self::Stream => &["Event", "EventStream", "LineStream", "StreamError"],
            Self::TimeOfDay => &["TimeOfDay"],
            Self::Basic
            | Self::Check
            | Self::Content
            | Self::Model
            | Self::OpenEnum
            | Self::OpenValue
            | Self::Server
            | Self::Style
            | Self::Tree
            | Self::Union => &[],
        }
    }

    /// The module of it.
    #[must_use]
    pub fn module(self) -> &'static str {
        match self {
            Self::Base64 | Self::Base64Url => "base64",
            Self::Basic => "basic",
            Self::Check => "check",
            Self::Content => "content",
            Self::DateTime => "date_time",
            Self::Headers => "headers",
            Self::Model => "model",
            Self::Multipart => "multipart",
            Self::OpenEnum => "open_enum",
            Self::OpenValue => "open_value",
            Self::Secret => "secret",
            Self::Server => "server",
            Self::Span => "span",
            Self::Stream => "stream",
            Self::Style => "style",
            Self::TimeOfDay => "time_of_day",
            Self::Tree => "tree",
            Self::Union => "union",
        }
    }

    /// The macro that generated code uses of it.
    #[must_use]
    pub fn macro_name(self) -> Option<&'static str> {
        match self {
            Self::Headers => Some("headers"),
            Self::Model => Some("model"),
            Self::Multipart => Some("parts"),
            Self::OpenEnum => Some("open_enum"),
            Self::OpenValue => Some("open_value"),
            Self::Server => Some("server"),
            Self::Union => Some("union"),
            _ => None,
        }
    }
}
