//! The diagnostics of a description, each with a code, a place, a message and a remedy.

mod catalogue;
mod duplicate;
mod json_events;
mod locate;
mod nearest;
mod pointer;

use std::{collections::BTreeSet, fmt};

use serde::Serialize;

use crate::escape;

pub use self::{
    catalogue::{CATALOGUE, Code, explain},
    duplicate::last_duplicates,
    locate::{Position, locate},
    nearest::nearest,
    pointer::Pointer,
};
pub(crate) use self::{locate::with_indented_ends, pointer::unescape};

/// The severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A part of the description is not generated, or nothing is.
    Error,
    /// Everything is generated, but a part of it with less precision.
    Warning,
}

/// A problem of a description.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// The kind of problem.
    pub code: Code,
    /// The place in the description.
    pub pointer: Pointer,
    /// The line and column, if they are known without the pointer: in a text that cannot be parsed.
    pub position: Option<Position>,
    /// The problem, in one sentence without a full stop.
    pub message: String,
    /// The remedy.
    pub help: Option<String>,
    /// The place of the other one, if two values must not be equal.
    pub other: Option<Pointer>,
    /// The keys of the setting that is wrong, from the table of the crate on. The pointer then has no meaning.
    pub setting: Option<Vec<String>>,
}

impl Diagnostic {
    fn new(code: Code, pointer: &Pointer, message: impl Into<String>) -> Self {
        Self {
            code,
            pointer: pointer.clone(),
            position: None,
            message: message.into(),
            help: None,
            other: None,
            setting: None,
        }
    }

    /// Returns the severity, which the code determines.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.setting {
            Some(setting) => {
                let setting = setting.join(".");
                write!(f, "{} in the setting `{}`: ", self.code.as_str(), escape::text(&setting))?;
            }
            None => {
                let pointer = self.pointer.to_string();
                write!(f, "{} at {}: ", self.code.as_str(), escape::text(&pointer))?;
            }
        }
        f.write_str(&escape::text(&self.message))?;
        self.help.iter().try_for_each(|help| write!(f, "; help: {}", escape::text(help)))
    }
}

/// The diagnostics of a run, in the order in which they were reported.
#[derive(Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds a diagnostic.
    pub fn push(&mut self, code: Code, pointer: &Pointer, message: impl Into<String>) {
        self.0.push(Diagnostic::new(code, pointer, message));
    }

    /// Adds a diagnostic with a remedy.
    pub fn push_with_help(
        &mut self,
        code: Code,
        pointer: &Pointer,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.0.push(Diagnostic { help: Some(help.into()), ..Diagnostic::new(code, pointer, message) });
    }

    /// Adds a diagnostic of a value that must not be equal to the one at `other`.
    pub fn push_duplicate(
        &mut self,
        code: Code,
        pointer: &Pointer,
        other: &Pointer,
        message: impl Into<String>,
    ) {
        self.0.push(Diagnostic { other: Some(other.clone()), ..Diagnostic::new(code, pointer, message) });
    }

    /// Adds a diagnostic of a setting, whose keys start in the table of the crate.
    pub fn push_setting(&mut self, code: Code, setting: &[&str], message: impl Into<String>) {
        let setting = setting.iter().map(|key| (*key).to_owned()).collect();
        self.0
            .push(Diagnostic { setting: Some(setting), ..Diagnostic::new(code, &Pointer::root(), message) });
    }

    /// Adds a diagnostic of a setting, with a remedy if there is one.
    pub fn push_setting_with_help(
        &mut self,
        code: Code,
        setting: &[&str],
        message: impl Into<String>,
        help: Option<String>,
    ) {
        self.push_setting(code, setting, message);
        if let Some(last) = self.0.last_mut() {
            last.help = help;
        }
    }

    /// Adds a diagnostic of the file `file` with a position instead of a pointer.
    pub fn push_at(
        &mut self,
        code: Code,
        file: &Pointer,
        position: Option<Position>,
        message: impl Into<String>,
    ) {
        self.0.push(Diagnostic { position, ..Diagnostic::new(code, file, message) });
    }

    /// Replaces the pointers of the diagnostics from index `first` on by their `origin`.
    pub(crate) fn relocate(&mut self, first: usize, mut origin: impl FnMut(&Pointer) -> Pointer) {
        for diagnostic in self.0.iter_mut().skip(first) {
            diagnostic.pointer = origin(&diagnostic.pointer);
            diagnostic.other = diagnostic.other.as_ref().map(&mut origin);
        }
    }

    /// Puts these keys before those of all settings.
    pub(crate) fn prefix_settings(&mut self, keys: &[&str]) {
        for setting in self.0.iter_mut().filter_map(|diagnostic| diagnostic.setting.as_mut()) {
            setting.splice(0..0, keys.iter().map(|key| (*key).to_owned()));
        }
    }

    /// Merges all diagnostics with one code into the first, which then has their number.
    pub(crate) fn merge_repeated(&mut self, code: Code) {
        let mut count = 0;
        self.0.retain(|diagnostic| {
            let has_code = diagnostic.code == code;
            count += usize::from(has_code);
            !has_code || count == 1
        });
        let first = self.0.iter_mut().find(|diagnostic| diagnostic.code == code);
        if let Some(diagnostic) = first.filter(|_| count > 1) {
            let others = match count - 1 {
                1 => "one other place".to_owned(),
                others => format!("{others} other places"),
            };
            diagnostic.message = format!("{}; the same applies to {others}", diagnostic.message);
        }
    }

    /// Returns the diagnostics of settings, and those at or below one of these places.
    pub(crate) fn of_places(&self, places: &BTreeSet<String>) -> Self {
        let is_wanted = |diagnostic: &&Diagnostic| {
            let at = diagnostic.pointer.to_string();
            let ends = at.match_indices('/').map(|(end, _)| end).chain([at.len()]);
            diagnostic.setting.is_some()
                || ends.filter_map(|end| at.get(..end)).any(|place| places.contains(place))
        };
        Self(self.0.iter().filter(is_wanted).cloned().collect())
    }

    /// Adds the diagnostics of another run.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Keeps the diagnostics for which `is_kept` returns `true`.
    pub fn retain(&mut self, is_kept: impl FnMut(&Diagnostic) -> bool) {
        self.0.retain(is_kept);
    }

    /// Returns all diagnostics.
    #[must_use]
    pub fn as_slice(&self) -> &[Diagnostic] {
        &self.0
    }

    /// Returns all diagnostics.
    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merges_repeated_diagnostics_into_the_first() {
        let at = |key: &str| Pointer::root().key(key);
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(Code::PATH, &at("a"), "one");
        diagnostics.push(Code::STATUS, &at("b"), "two");
        diagnostics.push(Code::PATH, &at("c"), "three");
        diagnostics.merge_repeated(Code::PATH);
        diagnostics.merge_repeated(Code::STATUS);
        let shown: Vec<String> = diagnostics.as_slice().iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["W0017 at #/a: one; the same applies to one other place", "W0016 at #/b: two"]);
    }
}
