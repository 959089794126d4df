//! `cargo xtask`: the commands of this repository.
//!
//! They are a library, so that tests and tools call the same code.

pub mod cargo;
pub mod cases;
pub mod guide;
mod package;
pub mod pairs;
pub mod tidy;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
pub use clientwright::Failure;
use clientwright::{help, out, program};

/// Generate Rust client crates from OpenAPI descriptions
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(flatten)]
    color: out::ColorOption,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(flatten)]
    User(Box<clientwright::Command>),
    /// Rewrite the expected files in `tests/cases` and `tests/changes`, and the generated parts of the guide
    Bless(cases::Options),
    /// Check the rules of the code: words, documentation, modules, panics, the length of files
    Tidy,
    /// Generate and compile every description below a folder, and print a table
    #[command(disable_help_flag = true)]
    Corpus(package::Options),
    /// Call the scenarios of Spector with generated crates, and print the verdicts of its server
    #[command(disable_help_flag = true)]
    Conformance(package::Options),
    /// Mutate descriptions, and require a crate that compiles or a diagnostic
    #[command(disable_help_flag = true)]
    Mutate(package::Options),
    /// Compare the verdicts on the pairs in `tests/changes` with cargo-semver-checks
    #[command(disable_help_flag = true)]
    Semver(package::Options),
    /// Write a family of synthetic descriptions, and the settings of one crate of them
    #[command(disable_help_flag = true)]
    Family(package::Options),
    /// Measure the cost of generated code
    #[command(disable_help_flag = true)]
    Bench(package::Options),
}

/// The commands of the maintainers.
const GROUP: help::Group =
    ("Maintainers", &["bless", "tidy", "corpus", "conformance", "mutate", "semver", "family", "bench"]);

/// Runs the command line of the process.
#[must_use]
pub fn run() -> ExitCode {
    let mut matches = command().get_matches();
    match Arguments::from_arg_matches_mut(&mut matches) {
        Ok(arguments) => {
            out::set_color(&arguments.color);
            Failure::exit_code(run_command(&arguments.command))
        }
        Err(error) => error.exit(),
    }
}

/// Runs a command line without the name of the program.
///
/// # Errors
/// Returns an error if the command line is invalid, or the command fails.
pub fn run_line(arguments: &[&str]) -> Result<(), Failure> {
    let line = std::iter::once("xtask").chain(arguments.iter().copied());
    let matches = command().try_get_matches_from(line);
    let arguments = matches.and_then(|mut matches| Arguments::from_arg_matches_mut(&mut matches));
    run_command(&arguments.map_err(|error| Failure::Usage(error.to_string()))?.command)
}

/// Returns the command line with its help.
fn command() -> clap::Command {
    program::set_name("cargo xtask");
    let groups = [help::GROUPS, &[GROUP]].concat();
    help::describe(Arguments::command(), &groups)
}

fn run_command(command: &Command) -> Result<(), Failure> {
    match command {
        Command::User(command) => command.run(),
        Command::Bless(options) => cases::run(options),
        Command::Tidy => tidy::run(),
        Command::Corpus(options) => package::tool("corpus", options),
        Command::Conformance(options) => package::tool("conformance", options),
        Command::Mutate(options) => package::tool("mutate", options),
        Command::Semver(options) => package::tool("semver", options),
        Command::Family(options) => package::tool("family", options),
        Command::Bench(options) => package::tool("bench", options),
    }
}

/// Returns the folder of the workspace.
#[must_use]
pub fn workspace() -> std::path::PathBuf {
    let xtask = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}
