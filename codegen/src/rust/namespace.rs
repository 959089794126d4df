use std::{fmt, sync::Arc};

use super::Ident;

/// The module of a generated type.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Namespace {
    /// `crate::models`
    Models,
    /// A module of `crate::models` with the types that only one part has by their names
    Part(ModulePath),
    /// `crate::operations`, or a module of it
    Operations(ModulePath),
    /// `crate::errors`
    Errors,
}

impl Namespace {
    /// Returns `true` for `crate::models` and the modules in it.
    #[must_use]
    pub fn is_in_models(&self) -> bool {
        matches!(self, Self::Models | Self::Part(_))
    }

    /// Returns `true` for the module of a part in `crate::models`.
    #[must_use]
    pub fn is_of_part(&self) -> bool {
        matches!(self, Self::Part(_))
    }

    /// Returns the module in `crate::models` for the types of a part.
    #[must_use]
    pub fn of_part(part: &str) -> Self {
        Self::Part(ModulePath(format!("models::{}", part.replace('.', "::")).into()))
    }
}

impl fmt::Display for Namespace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Models => f.write_str("models"),
            Self::Part(path) | Self::Operations(path) => path.fmt(f),
            Self::Errors => f.write_str("errors"),
        }
    }
}

/// The path of a module that exports types of operations: `operations`, or the module of a resource.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ModulePath(Arc<str>);

impl Default for ModulePath {
    fn default() -> Self {
        Self("operations".into())
    }
}

impl ModulePath {
    /// Returns the path of a module in this one.
    #[must_use]
    pub fn join(&self, module: &Ident) -> Self {
        Self(format!("{self}::{module}").into())
    }
}

impl fmt::Display for ModulePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
