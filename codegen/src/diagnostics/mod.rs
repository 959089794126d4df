//! What is wrong with a description: a code, the place, the reason and what to do.

mod catalogue;
mod locate;
mod pointer;

use std::fmt;

use serde::Serialize;

pub(crate) use self::pointer::unescape;
pub use self::{
    catalogue::{CATALOGUE, Code, explain},
    locate::{Position, locate},
    pointer::Pointer,
};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something is left out, or nothing is generated.
    Error,
    /// Everything is generated, but not all of it as one would wish.
    Warning,
}

/// One thing that is wrong with a description.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// What kind of thing it is.
    pub code: Code,
    /// Where in the description.
    pub pointer: Pointer,
    /// The line and column, where they are known without the pointer: in a text that has no tree.
    pub position: Option<Position>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}: {}", self.code.as_str(), self.pointer, self.message)?;
        self.help.iter().try_for_each(|help| write!(f, "; help: {help}"))
    }
}

/// The diagnostics of a run, in the order in which they were found.
#[derive(Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Notes one.
    pub fn push(&mut self, code: Code, pointer: &Pointer, message: impl Into<String>) {
        self.0.push(Diagnostic {
            code,
            pointer: pointer.clone(),
            position: None,
            message: message.into(),
            help: None,
        });
    }

    /// Notes one, with what to do about it.
    pub fn push_with_help(
        &mut self,
        code: Code,
        pointer: &Pointer,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.0.push(Diagnostic {
            code,
            pointer: pointer.clone(),
            position: None,
            message: message.into(),
            help: Some(help.into()),
        });
    }

    /// Notes one in the file `at` that has a position and no pointer.
    pub fn push_at(
        &mut self,
        code: Code,
        at: &Pointer,
        position: Option<Position>,
        message: impl Into<String>,
    ) {
        let pointer = at.clone();
        self.0.push(Diagnostic { code, pointer, position, message: message.into(), help: None });
    }

    /// Gives those from `first` on the place that `origin` finds for theirs.
    pub(crate) fn relocate(&mut self, first: usize, origin: impl Fn(&Pointer) -> Pointer) {
        for diagnostic in self.0.iter_mut().skip(first) {
            diagnostic.pointer = origin(&diagnostic.pointer);
        }
    }

    /// Makes one of all those with this code, which are said of many places: the first, with how many there are.
    pub(crate) fn gather(&mut self, code: Code) {
        let mut count = 0;
        self.0.retain(|diagnostic| {
            let is_one = diagnostic.code == code;
            count += usize::from(is_one);
            !is_one || count == 1
        });
        let first = self.0.iter_mut().find(|diagnostic| diagnostic.code == code);
        if let Some(diagnostic) = first.filter(|_| count > 1) {
            let more = match count - 1 {
                1 => "one other place".to_owned(),
                others => format!("{others} other places"),
            };
            diagnostic.message = format!("{}; so it is in {more}", diagnostic.message);
        }
    }

    /// Adds those of another run.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// All of them.
    #[must_use]
    pub fn as_slice(&self) -> &[Diagnostic] {
        &self.0
    }

    /// All of them.
    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.0
    }
}
