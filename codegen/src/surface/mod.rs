//! The public API of a generated crate, as `api.txt` lists it: an item a line, sorted, with full types, and
//! behind it what it stands for in the description.
//!
//! A later run reads it again: to keep names that are known ([`Memory`]), and to say what changed
//! ([`compare`]).

mod changes;
mod compare;
mod entry;
mod index;
mod items;
mod list;
mod members;
mod memory;
mod operations;
pub(crate) mod places;
mod signature;
mod wire;
mod words;

use std::fmt;

pub(crate) use self::words::word;
pub use self::{
    changes::{Change, Changes, Level, OnTheWire, Subject},
    compare::compare,
    entry::{Entry, Kind},
    memory::{Known, Memory},
};
use crate::rust::Crate;

/// The public API of a generated crate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surface {
    entries: Vec<Entry>,
}

impl Surface {
    /// That of this crate.
    #[must_use]
    pub fn of(krate: &Crate) -> Self {
        let mut entries = list::entries(krate);
        entries.sort_by_cached_key(ToString::to_string);
        Self { entries }
    }

    /// Reads `api.txt`. A line that is none of its own is passed over.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self { entries: text.lines().filter_map(Entry::parse).collect() }
    }

    /// Its items, sorted as `api.txt` has them.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

impl fmt::Display for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.entries.iter().try_for_each(|entry| writeln!(f, "{entry}"))
    }
}
