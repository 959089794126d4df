//! `cargo xtask`: the commands of this workspace.
//!
//! They are a library, so that tests and tools call the same code.

#[macro_use]
#[doc(hidden)]
pub mod out;

mod additions;
pub mod allow;
pub mod cargo;
pub mod cases;
mod changes;
mod committed;
pub mod config;
pub mod description;
mod diff;
mod explain;
mod failure;
pub mod files;
mod generate;
mod list;
mod listing;
mod lock;
mod new;
pub mod output;
mod package;
mod paging;
pub mod pairs;
mod ready;
mod report;
mod settings_file;
pub mod show;
pub mod tidy;
mod watch;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use self::failure::Failure;

/// Generate Rust crates from OpenAPI descriptions
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Generate the crates of `spec/codegen.toml`, or one crate from any description
    Generate(generate::Options),
    /// List the operations: method, path, tag, and their names in the crate
    List(list::Options),
    /// Add a description to `spec/codegen.toml` and generate its crate
    New(new::Options),
    /// Serve the examples of a description on this machine, and check the requests against it
    #[command(disable_help_flag = true)]
    Mock(package::Options),
    /// Compare two descriptions: the changes of the API, by Rust's rules, and of the wire format
    Diff(diff::Options),
    /// Explain the code of a diagnostic
    Explain(explain::Options),
    /// Rewrite the expected files of the cases in `tests/cases` and the pairs in `tests/changes`
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
    /// Measure the cost of generated code
    #[command(disable_help_flag = true)]
    Bench(package::Options),
}

/// Runs the command line of the process.
#[must_use]
pub fn run() -> ExitCode {
    Failure::exit_code(run_command(Arguments::parse().command))
}

/// Runs a command line without the name of the program.
///
/// # Errors
/// Returns an error if the command line is invalid, or the command fails.
pub fn run_line(arguments: &[&str]) -> Result<(), Failure> {
    let line = std::iter::once("xtask").chain(arguments.iter().copied());
    let parsed = Arguments::try_parse_from(line).map_err(|error| Failure::Usage(error.to_string()))?;
    run_command(parsed.command)
}

fn run_command(command: Command) -> Result<(), Failure> {
    match command {
        Command::Generate(options) => generate::run(&options),
        Command::List(options) => list::run(&options),
        Command::New(options) => new::run(&options),
        Command::Mock(options) => package::mock(&options),
        Command::Diff(options) => diff::run(&options),
        Command::Explain(options) => explain::run(&options),
        Command::Bless(options) => cases::run(&options),
        Command::Tidy => tidy::run(),
        Command::Corpus(options) => package::tool("corpus", &options),
        Command::Conformance(options) => package::tool("conformance", &options),
        Command::Mutate(options) => package::tool("mutate", &options),
        Command::Semver(options) => package::tool("semver", &options),
        Command::Bench(options) => package::tool("bench", &options),
    }
}

/// Returns the folder of the workspace.
#[must_use]
pub fn workspace() -> std::path::PathBuf {
    let xtask = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}
