use std::fmt;

use serde::Serialize;

/// The level of a change by the rules of "`SemVer` Compatibility" in the Cargo book.
///
/// It is the part of the version that a release with the change increases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Code that uses the crate is not affected.
    Patch,
    /// Code that compiled still compiles. The crate has new items.
    Minor,
    /// Code that compiled may no longer compile.
    Major,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}

/// The subject of a change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Subject {
    /// The crate, its client or its servers.
    Crate,
    /// An operation.
    Operation {
        /// The name of the client's method.
        function: String,
        /// The HTTP method and the path template.
        route: String,
    },
    /// A type in `models`.
    Model {
        /// The type's name.
        name: String,
    },
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Crate => f.write_str("the client"),
            Self::Operation { function, route } => write!(f, "{function}, {route}"),
            Self::Model { name } => write!(f, "models::{name}"),
        }
    }
}

/// The effect of a change on requests and responses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OnTheWire {
    /// The effect as a sentence.
    pub text: String,
    /// `true` if valid calls of the old version may fail, even if they still compile.
    pub breaks: bool,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The level by the rules of Rust.
    pub level: Level,
    /// The changed subject.
    pub subject: Subject,
    /// The change as a sentence. Names and types are in backticks.
    pub what: String,
    /// The effect on requests and responses, if there is one.
    pub wire: Option<OnTheWire>,
}

/// The changes from one version to another, sorted by descending level, then by subject.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Changes(Vec<Change>);

impl Changes {
    pub(super) fn new(mut changes: Vec<Change>) -> Self {
        changes
            .sort_by(|one, other| other.level.cmp(&one.level).then_with(|| one.subject.cmp(&other.subject)));
        Self(changes)
    }

    /// Returns an iterator over the changes.
    pub fn iter(&self) -> impl Iterator<Item = &Change> {
        self.0.iter()
    }

    /// Returns `true` if nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the number of changes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns the highest level, which determines the next version, or `None` if nothing changed.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        self.iter().map(|change| change.level).max()
    }

    /// Returns `true` if valid calls of the old version may fail.
    #[must_use]
    pub fn break_calls(&self) -> bool {
        self.iter().any(|change| change.wire.as_ref().is_some_and(|wire| wire.breaks))
    }
}
