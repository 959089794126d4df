use super::RuntimeModule;

/// A type of the runtime.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuntimeType {
    /// Bytes in base64, inside JSON.
    Base64,
    /// Bytes in base64url, inside JSON.
    Base64Url,
    /// Text that `Debug` redacts.
    Secret,
    /// A duration, from years to fractions of a second.
    Span,
    /// A time of day, with an optional offset.
    TimeOfDay,
    /// A date and time of the crate `time`, by RFC 3339.
    DateTime,
    /// The body of a request.
    Body,
    /// A file in a multipart body.
    File,
}

impl RuntimeType {
    /// Returns the name that the crate exports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Base64 => "Base64",
            Self::Base64Url => "Base64Url",
            Self::Secret => "Secret",
            Self::Span => "Span",
            Self::TimeOfDay => "TimeOfDay",
            Self::DateTime => "DateTime",
            Self::Body => "Body",
            Self::File => "FilePart",
        }
    }

    /// Returns the runtime module of the type, unless every crate has it.
    #[must_use]
    pub fn module(self) -> Option<RuntimeModule> {
        match self {
            Self::Base64 => Some(RuntimeModule::Base64),
            Self::Base64Url => Some(RuntimeModule::Base64Url),
            Self::Span => Some(RuntimeModule::Span),
            Self::TimeOfDay => Some(RuntimeModule::TimeOfDay),
            Self::DateTime => Some(RuntimeModule::DateTime),
            Self::Secret | Self::Body => None,
            Self::File => Some(RuntimeModule::Multipart),
        }
    }
}

/// The form of a date and time, other than that of RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InstantForm {
    /// `http-date`
    HttpDate,
    /// `unix-time`
    UnixTime,
}

impl InstantForm {
    /// Returns the name of the type.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::HttpDate => "HttpDate",
            Self::UnixTime => "UnixTime",
        }
    }

    /// Returns the runtime module of the type.
    #[must_use]
    pub fn module(self) -> RuntimeModule {
        match self {
            Self::HttpDate => RuntimeModule::HttpDate,
            Self::UnixTime => RuntimeModule::UnixTime,
        }
    }
}

/// The separation of a stream's items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// Server-sent events.
    Events,
    /// JSON lines.
    Lines,
}

impl Framing {
    /// Returns the name of the type.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Events => "EventStream",
            Self::Lines => "LineStream",
        }
    }
}
