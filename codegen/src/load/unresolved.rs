//! The reasons for which a `$ref` has no target.

use crate::diagnostics::Code;

/// The reason for which a `$ref` has no target, as the text of a diagnostic.
#[derive(Debug, Clone)]
pub struct Unresolved {
    /// The code of the diagnostic.
    pub code: Code,
    /// The message of the diagnostic.
    pub message: String,
    /// The help of the diagnostic.
    pub help: String,
}

impl Unresolved {
    /// Returns the reason for a reference to a value that does not exist.
    pub(super) fn missing(reference: &str) -> Self {
        Self {
            code: Code::DANGLING_REF,
            message: format!("`{reference}` is not in the description"),
            help: match reference.strip_prefix("#/").and_then(|path| path.rsplit_once('/')) {
                Some((section, _)) => format!("define it below `{}`", section.replace('/', ".")),
                None => "correct the reference".to_owned(),
            },
        }
    }

    /// Returns the reason for a reference that is part of a cycle.
    pub(super) fn cyclic(reference: &str) -> Self {
        Self {
            code: Code::REF_CYCLE,
            message: format!("`{reference}` is part of a reference cycle"),
            help: "let the chain of references end at an object without `$ref`".to_owned(),
        }
    }

    /// Returns the reason for a reference whose target would be one copy too many.
    pub(super) fn too_large(reference: &str) -> Self {
        let help = "shorten the object, or refer to it less often".to_owned();
        Self { help, ..Self::beyond(reference, "the references of the description copy too many values") }
    }

    /// Returns the reason for a reference that exceeds a limit.
    pub(super) fn beyond(reference: &str, limit: &str) -> Self {
        Self {
            code: Code::FOREIGN_REF,
            message: format!("`{reference}` is not resolved: {limit}"),
            help: "refer to the object at the end of the chain of references".to_owned(),
        }
    }

    /// Returns the reason for a reference to a URI that would have to be fetched.
    pub(super) fn remote(uri: &str) -> Self {
        Self {
            code: Code::FOREIGN_REF,
            message: format!("`{uri}` is a remote file; remote files are not fetched"),
            help: "bundle the description into one file first, for example with `redocly bundle`".to_owned(),
        }
    }

    /// Returns the reason for a reference to an object of another kind.
    pub(super) fn unexpected(reference: &str, found: &str, expected: &str) -> Self {
        Self {
            code: Code::FOREIGN_REF,
            message: format!("`{reference}` is {found}; expected {expected}"),
            help: format!("refer to {expected}"),
        }
    }

    /// Returns the reason for a reference to a file that cannot be read. `is_reported` is `true` if that file has
    /// diagnostics of its own.
    pub(super) fn unreadable(path: &str, error: &str, is_reported: bool) -> Self {
        let help = if is_reported {
            "fix the errors that are reported in that file"
        } else {
            "correct the path, move the file below the folder of the description, or set `root`"
        };
        Self {
            code: Code::FOREIGN_REF,
            message: format!("`{path}` cannot be read: {error}"),
            help: help.to_owned(),
        }
    }
}
