//! `--allow CODE` and the setting `allow`: errors of a description after which a command goes on.

use clientwright_codegen::{
    Diagnostic, Severity,
    diagnostics::{CATALOGUE, Code},
};
use serde::Deserialize;

use crate::program;

/// The code of an error that a user accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Allowed(Code);

impl Allowed {
    /// Returns the code.
    #[must_use]
    pub fn code(self) -> Code {
        self.0
    }
}

impl TryFrom<String> for Allowed {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        parse(&text)
    }
}

/// Parses the code of an error.
///
/// # Errors
/// Returns a message if there is no such code, or if it is that of a warning.
pub fn parse(text: &str) -> Result<Allowed, String> {
    let found = CATALOGUE.iter().find(|explanation| explanation.code.as_str().eq_ignore_ascii_case(text));
    let Some(explanation) = found else {
        let name = program::name();
        return Err(format!("there is no diagnostic `{text}`: run `{name} explain` for the list"));
    };
    match explanation.code.severity() {
        Severity::Error => Ok(Allowed(explanation.code)),
        Severity::Warning => {
            Err(format!("{} is a warning, and no warning has to be allowed", explanation.code))
        }
    }
}

/// Returns an error with the options to add if there are errors that are not allowed. `consequence` is what the command
/// has not done: `nothing is written`.
///
/// # Errors
/// Returns the message.
pub fn check<'d>(
    name: &str,
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
    allowed: &[Allowed],
    consequence: &str,
) -> Result<(), String> {
    let errors = diagnostics.into_iter().filter(|diagnostic| diagnostic.severity() == Severity::Error);
    let refused = errors.filter(|error| !allowed.contains(&Allowed(error.code)));
    let mut codes: Vec<&str> = refused.map(|error| error.code.as_str()).collect();
    let count = match codes.len() {
        0 => return Ok(()),
        1 => "1 error".to_owned(),
        count => format!("{count} errors"),
    };
    codes.sort_unstable();
    codes.dedup();
    let options: Vec<String> = codes.iter().map(|code| format!("--allow {code}")).collect();
    let options = options.join(" ");
    Err(format!("{name}: {count}, and {consequence}: correct the description, or add `{options}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_only_codes_of_errors() {
        assert_eq!(parse("e0004").map(|allowed| allowed.0.as_str()), Ok("E0004"));
        assert!(parse("W0003").is_err_and(|message| message.contains("is a warning")));
        assert!(parse("E9999").is_err_and(|message| message.contains("no diagnostic `E9999`")));
    }
}
