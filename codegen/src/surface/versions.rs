use super::{Change, Level, OnTheWire, Subject};

/// The old and the new version of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Versions<T> {
    pub(super) old: T,
    pub(super) new: T,
}

impl<T> Versions<T> {
    /// Applies `convert` to both versions.
    pub(super) fn map<U>(self, mut convert: impl FnMut(T) -> U) -> Versions<U> {
        Versions { old: convert(self.old), new: convert(self.new) }
    }
}

impl<T> Versions<Option<T>> {
    /// Returns the new version, or the old one of something that was removed.
    pub(super) fn latest(self) -> Option<T> {
        self.new.or(self.old)
    }
}

/// The collector of the changes of one subject.
pub(super) struct ChangeSink<'a> {
    pub(super) subject: Subject,
    pub(super) changes: &'a mut Vec<Change>,
}

impl ChangeSink<'_> {
    /// Adds a change.
    pub(super) fn add(&mut self, level: Level, what: String, wire: Option<OnTheWire>) {
        self.changes.push(Change { level, subject: self.subject.clone(), what, wire });
    }
}
