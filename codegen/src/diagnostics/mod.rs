//! What is wrong with a description: a code, the place, the reason and what to do.

mod catalogue;
mod locate;
mod pointer;

use serde::Serialize;

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

    /// Notes one that has a position and no pointer.
    pub fn push_at(&mut self, code: Code, position: Option<Position>, message: impl Into<String>) {
        let pointer = Pointer::root();
        self.0.push(Diagnostic { code, pointer, position, message: message.into(), help: None });
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
