//! `cargo xtask`: from descriptions to crates.
//!
//! All of it is a library, so that the tests run what the command runs.

#[macro_use]
mod out;

mod answers;
mod bench;
mod cargo;
pub mod cases;
mod changes;
mod committed;
mod config;
mod conformance;
mod corpus;
pub mod description;
mod diff;
mod explain;
mod files;
mod generate;
mod instances;
mod list;
mod mock;
pub mod mutate;
mod new;
mod output;
pub mod pairs;
mod ready;
mod report;
mod round_trip;
pub mod rustdoc;
pub mod show;
pub mod tidy;
mod watch;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// From OpenAPI descriptions to Rust crates.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Generates the crates of `spec/codegen.toml`, or one from any description
    Generate(generate::Options),
    /// Shows the operations: method, path, tag, and what they are called in the crate
    List(list::Options),
    /// Adds a description to `spec/codegen.toml` and generates its crate
    New(new::Options),
    /// Answers requests with a description's examples, on this machine: a server to try a client with
    #[command(disable_help_flag = true)]
    Mock(mock::Options),
    /// Says what changed from one description to another: in the API, by Rust's rules, and on the wire
    Diff(diff::Options),
    /// Says what the code of a diagnostic means
    Explain(explain::Options),
    /// Generates and compiles every description below a folder, and prints a table
    Corpus(corpus::Options),
    /// Calls the scenarios of Spector with generated crates, and prints what its server says of them
    Conformance(conformance::Options),
    /// Rewrites the expected files of the cases in `tests/cases`
    Bless(cases::Options),
    /// Checks the rules of the house: which module may use which, how long files are
    Tidy,
    /// Breaks descriptions by the thousand: each has to give a crate that compiles, or a diagnostic
    Mutate(mutate::Options),
    /// Holds what is said of the pairs in `tests/changes` against cargo-semver-checks
    Semver(pairs::Options),
    /// Measures what generated code costs
    Bench(bench::Options),
}

/// How a command ends when it does not succeed.
enum Failure {
    /// The description or the disk is wrong: exit code 1.
    Wrong(String),
    /// Another program has said what is wrong: its exit code.
    Told(u8),
    /// The call is wrong: exit code 2.
    Usage(String),
    /// A change is larger than asked for: exit code 3.
    TooLarge(String),
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::Wrong(message)
    }
}

/// Runs the command line.
#[must_use]
pub fn run() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Generate(options) => generate::run(&options),
        Command::List(options) => list::run(&options),
        Command::New(options) => new::run(&options),
        Command::Mock(options) => mock::run(&options),
        Command::Diff(options) => diff::run(&options),
        Command::Explain(options) => explain::run(&options),
        Command::Corpus(options) => corpus::run(&options),
        Command::Conformance(options) => conformance::run(&options),
        Command::Bless(options) => cases::run(&options),
        Command::Tidy => tidy::run(),
        Command::Mutate(options) => mutate::run(&options),
        Command::Semver(options) => pairs::run(&options),
        Command::Bench(options) => bench::run(&options),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Wrong(message)) => {
            eprintln!("{message}");
            ExitCode::from(1)
        }
        Err(Failure::Told(code)) => ExitCode::from(code),
        Err(Failure::Usage(message)) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
        Err(Failure::TooLarge(message)) => {
            eprintln!("{message}");
            ExitCode::from(3)
        }
    }
}

/// The folder of the workspace.
#[must_use]
pub fn workspace() -> std::path::PathBuf {
    let xtask = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}
