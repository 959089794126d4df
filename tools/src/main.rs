//! The tools of the maintainers. `cargo xtask` has their commands, and compiles this package when one is called.

mod bench;
mod conformance;
mod corpus;
mod family;
mod instances;
mod mutate;
mod packages;
mod requests;
mod responses;
mod round_trip;
mod sample;
mod semver;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use clientwright::Failure;

/// Test and measure the generator
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Generate and compile every description below a folder, and print a table
    Corpus(corpus::Options),
    /// Call the scenarios of Spector with generated crates, and print the verdicts of its server
    Conformance(conformance::Options),
    /// Mutate descriptions, and require a crate that compiles or a diagnostic
    Mutate(mutate::Options),
    /// Compare the verdicts on the pairs in `tests/changes` with cargo-semver-checks
    Semver(semver::Options),
    /// Write a family of synthetic descriptions, and the settings of one crate of them
    Family(family::Options),
    /// Measure the cost of generated code
    Bench(bench::Options),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Corpus(options) => corpus::run(&options),
        Command::Conformance(options) => conformance::run(&options),
        Command::Mutate(options) => mutate::run(&options),
        Command::Semver(options) => semver::run(&options),
        Command::Family(options) => family::run(&options),
        Command::Bench(options) => bench::run(&options),
    };
    Failure::exit_code(result)
}
