//! What changed between two versions of an API.

use std::fmt;

use serde::Serialize;

/// What a change is by Rust's rules ("`SemVer` Compatibility" in the Cargo book): which part of the version a
/// crate raises for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nobody's code sees it.
    Patch,
    /// Code that compiled still compiles, and could do more.
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

/// What a change is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Subject {
    /// The crate, its client or its servers.
    Crate,
    /// An operation, by the client's method.
    Operation {
        /// The client's method.
        function: String,
        /// HTTP method and path.
        route: String,
    },
    /// A model, by its name in `models`.
    Model {
        /// Its name.
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

/// What a change means for what is sent and received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OnTheWire {
    /// In words.
    pub text: String,
    /// Whether calls that were right may fail now, however they compile.
    pub breaks: bool,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it is by Rust's rules.
    pub level: Level,
    /// What it is about.
    pub subject: Subject,
    /// What it is, in words; names and types between backticks.
    pub what: String,
    /// What it means on the wire, where it means something there.
    pub wire: Option<OnTheWire>,
}

/// All changes from one version to another: the larger first, then by what they are about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Changes(Vec<Change>);

impl Changes {
    pub(super) fn new(mut changes: Vec<Change>) -> Self {
        changes
            .sort_by(|one, other| other.level.cmp(&one.level).then_with(|| one.subject.cmp(&other.subject)));
        Self(changes)
    }

    /// The changes.
    pub fn iter(&self) -> impl Iterator<Item = &Change> {
        self.0.iter()
    }

    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The largest, which decides about the version; `None` when nothing changed.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        self.iter().map(|change| change.level).max()
    }

    /// Whether calls that were right may fail now.
    #[must_use]
    pub fn break_calls(&self) -> bool {
        self.iter().any(|change| change.wire.as_ref().is_some_and(|wire| wire.breaks))
    }
}
