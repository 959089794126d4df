//! `cargo xtask bench`: the costs of generated code and of its generation.

mod derives;
mod descriptions;
mod growth;
mod measure;
mod structs;
mod unions;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use clientwright_codegen::Selector;

use clientwright::Failure;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Option<Command>,
    /// Write this many structs in each crate that compares the ways to implement serde's traits
    #[arg(long, default_value_t = 500)]
    structs: usize,
    /// Measure the crates of these descriptions instead, beside the same types with serde's derives; may be repeated
    #[arg(long, value_name = "FILE")]
    spec: Vec<PathBuf>,
    /// Select operations of the descriptions, as `generate` does; may be repeated
    #[arg(long, value_name = "OPERATION", requires = "spec")]
    only: Vec<String>,
    /// Decode and encode instances of these component schemas; may be repeated
    #[arg(long, value_name = "NAME", requires = "spec")]
    model: Vec<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measure the growth of time and memory with each dimension of a description
    Growth(growth::Options),
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    if let Some(Command::Growth(options)) = &options.command {
        return growth::run(options);
    }
    if options.spec.is_empty() {
        structs::run(options.structs)?;
        unions::run()?;
    } else {
        let only: Vec<Selector> = options.only.iter().map(|text| Selector::parse(text)).collect();
        descriptions::run(&options.spec, &only, &options.model)?;
    }
    Ok(())
}
