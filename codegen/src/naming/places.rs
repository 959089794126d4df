//! The sources of items as `api.txt` writes them. `plan` looks names up by the same texts.

use super::word;
use crate::rust::{Location, Method};

/// The source of the variant for values that are not listed.
pub(crate) const OTHER_VALUE: &str = "any other value";
/// The source of the field for properties that are not listed.
pub(crate) const OTHER_PROPERTY: &str = "any other property";
/// The source of a field with the request body.
pub(crate) const BODY: &str = "body";

/// The separator between a place and the one in it.
pub(crate) const INNER: &str = " > ";
/// The fact of a type that several equal schemas share.
pub(crate) const SHARED: &str = "shared";
/// The prefix of the fact with a place of a shared type other than its source.
pub(crate) const ALSO: &str = "also ";
/// The prefix of the fact with the other parts that have a model.
pub(crate) const IN_PARTS: &str = "in parts ";
/// The maximum number of parts that the fact names, so that it does not grow with their number.
pub(crate) const MAX_PARTS: usize = 16;

/// A type of an operation that is not generated from a schema.
#[derive(Debug, Clone, Copy)]
pub(crate) enum OperationType {
    /// The enum of successful responses.
    Successes,
    /// The enum of documented errors.
    Errors,
    /// The struct of response headers.
    Headers,
    /// The enum of the request body's media types.
    MediaTypes,
}

impl OperationType {
    /// All variants.
    pub(crate) const ALL: [Self; 4] = [Self::Successes, Self::Errors, Self::Headers, Self::MediaTypes];

    /// Returns the last part of the type's source.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::Successes => "(successes)",
            Self::Errors => "(errors)",
            Self::Headers => "(headers)",
            Self::MediaTypes => "(media types)",
        }
    }

    /// Returns the source of this type of the operation at `route`.
    pub(crate) fn of(self, route: &str) -> String {
        format!("{route} > {}", self.suffix())
    }
}

/// Returns the source of an operation: its method and path template.
pub(crate) fn route(part: Option<&str>, method: &Method, path: &str) -> String {
    in_part(part, &format!("{} {}", word(method.as_str()), word(path)))
}

/// Returns a source in a part of the crate, if the crate has parts.
pub(crate) fn in_part(part: Option<&str>, source: &str) -> String {
    match part {
        Some(part) => format!("{}{source}", prefix(part)),
        None => source.to_owned(),
    }
}

/// Returns the start of the sources in a part.
pub(crate) fn prefix(part: &str) -> String {
    format!("{part}{PART_END}")
}

/// The end of the name of a part at the start of a source.
pub(super) const PART_END: &str = ": ";

/// Returns the source of a parameter: its location and its name on the wire.
pub(crate) fn parameter(location: Location, wire: &str) -> String {
    format!("{location} {}", word(wire))
}

/// Returns the source of a tag's module.
pub(crate) fn tag(name: &str) -> String {
    format!("tag {}", word(name))
}

/// The start of the source of a resource.
pub(crate) const RESOURCE: &str = "resource ";

/// Returns the source of a resource, whose path is `name`.
pub(crate) fn resource(name: &str) -> String {
    format!("{RESOURCE}{}", word(name))
}

/// Returns the source of a link's method.
pub(crate) fn link(name: &str) -> String {
    format!("link {}", word(name))
}

/// Returns the source of a security scheme's method.
pub(crate) fn credential(name: &str) -> String {
    format!("credential {}", word(name))
}

/// The fact of a parameter that is set once, on the client.
pub(crate) const CLIENT_WIDE: &str = "client-wide";

/// Returns the source of a client-wide parameter's method.
pub(crate) fn client_parameter(location: Location, wire: &str) -> String {
    format!("parameter {location} {}", word(wire))
}

/// The scope of the variables of the environment.
pub(crate) const VARIABLES: &str = "(variables)";
/// The prefix of the fact with a variable of a credential.
pub(crate) const VARIABLE: &str = "variable ";

/// Returns the source of a variable: that of its credential, and its index.
pub(crate) fn variable(credential: &str, index: usize) -> String {
    format!("{credential} {index}")
}

/// Returns the source of a response: its status, and its media type if the status has several.
pub(crate) fn response(status: &str, media_type: Option<&str>) -> String {
    match media_type {
        Some(media_type) => format!("{status} {}", word(media_type)),
        None => status.to_owned(),
    }
}

/// The length of a source that contains others, in bytes. Sources of real descriptions have at most half of it.
const OUTER_LIMIT: usize = 400;

/// Returns the source `outer`, or its digest if it is long, so that sources do not grow with the depth of schemas.
pub(crate) fn shortened(outer: String) -> String {
    if outer.len() <= OUTER_LIMIT { outer } else { format!("… {:016x}", digest(&outer)) }
}

/// Returns the FNV-1a hash of `text`, which is the same in all versions and on all machines.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::{digest, shortened};

    #[test]
    fn bounds_the_source_of_a_deep_schema() {
        let deep =
            |depth: usize| (0..depth).fold("schema A".to_owned(), |key, _| format!("{} > b", shortened(key)));
        assert_eq!(deep(3), "schema A > b > b > b");
        assert!(deep(5_000).len() < 410, "{}", deep(5_000).len());
        assert_ne!(deep(5_000), deep(5_001));
    }

    #[test]
    fn hashes_as_the_standard_vectors() {
        assert_eq!(digest(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(digest("foobar"), 0x8594_4171_f739_67e8);
    }
}
