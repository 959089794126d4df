//! The commands of `clientwright`.
//!
//! They are a library for the repository of Clientwright alone, whose `cargo xtask` has the same commands. The items of
//! the library may change in every version: use the command, or [`clientwright_codegen`] in a program of your own.

#[macro_use]
#[doc(hidden)]
pub mod out;

mod additions;
pub mod allow;
pub mod changes;
mod committed;
mod completions;
pub mod config;
pub mod description;
pub mod diff;
mod explain;
mod failure;
mod fetch;
mod fetched;
pub mod files;
mod generate;
pub mod help;
pub mod job;
mod list;
mod listing;
mod locate;
mod lock;
mod merge;
mod mock;
mod new;
pub mod output;
mod package;
mod paging;
mod parts;
mod polling;
pub mod program;
mod progress;
mod ready;
mod report;
pub mod settings_file;
pub mod show;
mod tables;
mod watch;
mod webhooks;
mod workspace;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

pub use self::failure::Failure;

/// Generate Rust client crates from OpenAPI descriptions
#[derive(Debug, Parser)]
#[command(name = "clientwright", version)]
struct Arguments {
    #[command(flatten)]
    color: out::ColorOption,
    #[command(subcommand)]
    command: Command,
}

/// The commands of a user.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create a crate from a description, and add it to clientwright.toml
    New(new::Options),
    /// Generate the crates of clientwright.toml, or one crate of any description
    Generate(generate::Options),
    /// Download a description, or all that were downloaded before; other commands never use the network
    Fetch(fetch::Options),
    /// List the operations: method, path, tag, and their names in the crate
    List(list::Options),
    /// Compare two descriptions: changes of the Rust API (semver), and of the wire format
    Diff(diff::Options),
    /// Serve the examples of a description on this machine, and check the requests against it
    Mock(mock::Options),
    /// Explain the code of a diagnostic
    Explain(explain::Options),
    /// Print the completions of the command for a shell
    Completions(completions::Options),
}

impl Command {
    /// Runs the command.
    ///
    /// # Errors
    /// Returns an error if the command fails.
    pub fn run(&self) -> Result<(), Failure> {
        match self {
            Self::New(options) => new::run(options),
            Self::Generate(options) => generate::run(options),
            Self::Fetch(options) => fetch::run(options),
            Self::List(options) => list::run(options),
            Self::Diff(options) => diff::run(options),
            Self::Mock(options) => mock::run(options),
            Self::Explain(options) => explain::run(options),
            Self::Completions(options) => {
                completions::run(options, command());
                Ok(())
            }
        }
    }
}

/// Runs the command line of the process.
#[must_use]
pub fn run() -> ExitCode {
    let mut matches = command().get_matches();
    match Arguments::from_arg_matches_mut(&mut matches) {
        Ok(arguments) => {
            out::set_color(&arguments.color);
            Failure::exit_code(arguments.command.run())
        }
        Err(error) => error.exit(),
    }
}

/// Returns the command line with its help.
fn command() -> clap::Command {
    help::describe(Arguments::command(), help::GROUPS)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_consistent() {
        super::command().debug_assert();
    }
}
