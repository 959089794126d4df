//! `cargo xtask bench`: what generated code costs, and what it costs to generate it.

mod derives;
mod descriptions;
mod measure;
mod structs;
mod unions;

use std::path::PathBuf;

use clap::Args;
use codegen::Selector;

use xtask::Failure;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// How many structs each crate has, of those that compare the ways to give a struct serde's traits
    #[arg(long, default_value_t = 500)]
    structs: usize,
    /// Measure the output for these descriptions instead, beside the same types with serde's derives; may be
    /// repeated
    #[arg(long, value_name = "FILE")]
    spec: Vec<PathBuf>,
    /// A part of the descriptions, as `generate` takes it; may be repeated
    #[arg(long, value_name = "OPERATION", requires = "spec")]
    only: Vec<String>,
    /// Decode and encode instances of these component schemas; may be repeated
    #[arg(long, value_name = "NAME", requires = "spec")]
    model: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    if options.spec.is_empty() {
        structs::run(options.structs)?;
        unions::run()?;
    } else {
        let only: Vec<Selector> = options.only.iter().map(|text| Selector::parse(text)).collect();
        descriptions::run(&options.spec, &only, &options.model)?;
    }
    Ok(())
}
