//! The support code, part by part.

/// A part of the support code that not every crate needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuntimeModule {
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
    /// Idempotency keys.
    Idempotency,
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
    /// Lists that come page by page.
    Pages,
    /// Answers that come item by item.
    Stream,
    /// Parameters and forms in the styles of the standard.
    Style,
    /// Values as parameters and forms write them.
    Tree,
    /// Servers whose URL has variables.
    Server,
    /// Durations.
    Span,
    /// Unions that write the tag of their members.
    Tagged,
    /// Times of day.
    TimeOfDay,
    /// Unions.
    Union,
    /// Bodies in XML.
    Xml,
}

/// A feature of the generated crate that the generator knows, beside those of tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// The client, over any transport.
    Client,
    /// reqwest as its transport.
    Reqwest,
    /// Calls without async.
    Blocking,
    /// A client without a server.
    Mock,
    /// Access tokens that are renewed.
    OAuth2,
    /// tower's services as transports.
    Tower,
    /// Requests as spans.
    Tracing,
}

impl Feature {
    /// All of them, in the order of the manifest.
    pub const ALL: [Self; 7] =
        [Self::Client, Self::Reqwest, Self::Blocking, Self::Mock, Self::OAuth2, Self::Tower, Self::Tracing];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Reqwest => "reqwest",
            Self::Blocking => "blocking",
            Self::Mock => "mock",
            Self::OAuth2 => "oauth2",
            Self::Tower => "tower",
            Self::Tracing => "tracing",
        }
    }

    /// Whether a crate has it unless told otherwise.
    #[must_use]
    pub fn is_default(self) -> bool {
        matches!(self, Self::Client | Self::Reqwest)
    }

    /// The modules of the support code that it is for, and whether others may see them.
    #[must_use]
    pub fn modules(self) -> &'static [(&'static str, bool)] {
        match self {
            Self::Client => &[
                ("builder", true),
                ("client", true),
                ("clock", true),
                ("exchange", false),
                ("limiter", false),
                ("redirects", false),
                ("retry", true),
            ],
            Self::Reqwest => &[("reqwest_transport", false)],
            Self::Blocking => &[("blocking", false)],
            Self::Mock => {
                &[("mock", true), ("mock_clock", false), ("mock_examples", false), ("mock_operation", true)]
            }
            Self::OAuth2 => &[("oauth2", true), ("oauth2_renewal", false)],
            Self::Tower => &[("tower_transport", true)],
            Self::Tracing => &[("trace", false)],
        }
    }

    /// The types of them that the crate exports: module and names.
    #[must_use]
    pub fn exports(self) -> &'static [(&'static str, &'static [&'static str])] {
        match self {
            Self::Client => &[
                ("builder", &["ClientBuilder"]),
                ("client", &["Call", "Client"]),
                ("clock", &["Clock", "SystemClock"]),
                ("retry", &["Retry"]),
            ],
            Self::Mock => &[
                ("mock", &["MockCalls", "MockClient", "MockRequest", "MockResponse"]),
                ("mock_operation", &["MockOperation"]),
            ],
            Self::OAuth2 => &[("oauth2", &["OAuth2", "OAuth2Error", "TokenStore", "Tokens"])],
            Self::Tower => &[("tower_transport", &["ServiceTransport", "TransportService"])],
            Self::Reqwest | Self::Blocking | Self::Tracing => &[],
        }
    }

    /// The macro that generated code uses of them, and its module.
    #[must_use]
    pub fn macro_name(self) -> Option<(&'static str, &'static str)> {
        (self == Self::Mock).then_some(("mock_operation", "mock"))
    }
}

/// The modules that every crate has.
pub const MODULES: [&str; 12] = [
    "body",
    "credentials",
    "error",
    "lenient",
    "locate",
    "operation",
    "rate_limit",
    "raw_response",
    "request",
    "response",
    "secret",
    "transport",
];

/// What every crate exports of its support code, beside that of features and parts: module and names.
pub const EXPORTS: [(&str, &[&str]); 8] = [
    ("body", &["Body", "Source"]),
    ("credentials", &["Credential", "Credentials", "SourceError", "Token", "TokenSource"]),
    ("error", &["DecodeError", "Error", "RequestError", "TransportError", "TransportErrorKind"]),
    ("operation", &["IdempotencyKey", "Operation"]),
    ("rate_limit", &["RateLimit", "Reset"]),
    ("response", &["Attempts", "Response", "Warning"]),
    ("secret", &["Secret"]),
    ("transport", &["BoxFuture", "PathTemplate", "RequestTimeout", "Transport"]),
];

impl RuntimeModule {
    /// The types of it that the crate exports.
    #[must_use]
    pub fn exports(self) -> &'static [&'static str] {
        match self {
            Self::Base64 => &["Base64"],
            Self::Base64Url => &["Base64Url"],
            Self::DateTime => &["DateTime"],
            Self::Headers => &["HeaderError"],
            Self::Multipart => &["FilePart"],
            Self::Pages => &["Items", "NextPage", "Pages", "Paginated", "Pagination"],
            Self::Span => &["Span"],
            Self::Stream => &["Event", "EventStream", "LineStream", "StreamError"],
            Self::TimeOfDay => &["TimeOfDay"],
            Self::Basic
            | Self::Check
            | Self::Content
            | Self::Idempotency
            | Self::Model
            | Self::OpenEnum
            | Self::OpenValue
            | Self::Server
            | Self::Style
            | Self::Tagged
            | Self::Tree
            | Self::Union
            | Self::Xml => &[],
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
            Self::Idempotency => "idempotency",
            Self::Model => "model",
            Self::Multipart => "multipart",
            Self::OpenEnum => "open_enum",
            Self::OpenValue => "open_value",
            Self::Pages => "pages",
            Self::Server => "server",
            Self::Span => "span",
            Self::Stream => "stream",
            Self::Style => "style",
            Self::Tagged => "tagged",
            Self::TimeOfDay => "time_of_day",
            Self::Tree => "tree",
            Self::Union => "union",
            Self::Xml => "xml",
        }
    }

    /// The modules that it needs beside its own.
    #[must_use]
    pub fn helpers(self) -> &'static [&'static str] {
        match self {
            Self::Model => &["slots"],
            Self::Pages => &["next_page"],
            Self::Xml => &["xml_read", "xml_write"],
            _ => &[],
        }
    }

    /// The feature that it is for.
    #[must_use]
    pub fn feature(self) -> Option<Feature> {
        (self == Self::Pages).then_some(Feature::Client)
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
            Self::Xml => Some("xml"),
            _ => None,
        }
    }
}
