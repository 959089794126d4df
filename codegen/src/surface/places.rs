//! What things stand for, as `api.txt` says it. `plan` looks names up by the same words.

use super::words::word;
use crate::rust::{Location, Method};

/// What stands for any value that is not listed.
pub(crate) const OTHER_VALUE: &str = "any other value";
/// What stands for properties that are not listed.
pub(crate) const OTHER_PROPERTY: &str = "any other property";
/// The request body, as a field.
pub(crate) const BODY: &str = "body";

/// A type that an operation has beside those of its schemas.
#[derive(Debug, Clone, Copy)]
pub(crate) enum OwnType {
    /// The successes of several types.
    Successes,
    /// The errors of several types.
    Errors,
    /// The headers of its answers.
    Headers,
    /// The media types of its body.
    MediaTypes,
}

impl OwnType {
    pub(crate) const ALL: [Self; 4] = [Self::Successes, Self::Errors, Self::Headers, Self::MediaTypes];

    /// How its place ends.
    pub(crate) fn end(self) -> &'static str {
        match self {
            Self::Successes => "(successes)",
            Self::Errors => "(errors)",
            Self::Headers => "(headers)",
            Self::MediaTypes => "(media types)",
        }
    }

    /// Its place in the operation at `route`.
    pub(crate) fn of(self, route: &str) -> String {
        format!("{route} > {}", self.end())
    }
}

/// The place of an operation.
pub(crate) fn route(method: &Method, path: &str) -> String {
    format!("{} {}", word(method.as_str()), word(path))
}

/// A parameter, by its name on the wire.
pub(crate) fn parameter(location: Location, wire: &str) -> String {
    format!("{location} {}", word(wire))
}

/// A tag.
pub(crate) fn tag(name: &str) -> String {
    format!("tag {}", word(name))
}

/// A security scheme.
pub(crate) fn credential(name: &str) -> String {
    format!("credential {}", word(name))
}

/// An answer, by its status, and by its media type where that tells it from others.
pub(crate) fn answer(status: &str, media_type: Option<&str>) -> String {
    match media_type {
        Some(media_type) => format!("{status} {}", word(media_type)),
        None => status.to_owned(),
    }
}
