//! The failures of commands, and their exit codes.

use std::process::ExitCode;

use clientwright_codegen::escape;

use crate::out;

/// The failure of a command.
#[derive(Debug)]
pub enum Failure {
    /// A fault of the description or the disk: exit code 1.
    Failed(String),
    /// The exit code of another program, which has printed its message.
    Exit(u8),
    /// A fault of the command line: exit code 2.
    Usage(String),
    /// A change that is larger than `--at-most` allows: exit code 3.
    TooLarge(String),
}

impl Failure {
    /// Prints the message of a failure to standard error, and returns the exit code of the command.
    #[must_use]
    pub fn exit_code(result: Result<(), Self>) -> ExitCode {
        let (message, code) = match result {
            Ok(()) if out::is_incomplete() => ("cannot write to standard output".to_owned(), 1),
            Ok(()) => return ExitCode::SUCCESS,
            Err(Self::Exit(code)) => return ExitCode::from(code),
            Err(Self::Failed(message)) => (message, 1),
            Err(Self::Usage(message)) => (message, 2),
            Err(Self::TooLarge(message)) => (message, 3),
        };
        print_error!("{}", escape::text(&message));
        ExitCode::from(code)
    }
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::Failed(message)
    }
}
