//! `cargo xtask mock SPEC`: the server of the package `mock`, which is compiled when it is first asked for, so that who
//! only generates does not wait for an HTTP server.

use std::{ffi::OsString, process::Command};

use clap::Args;

use crate::{Failure, workspace};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The description, and the options of the server; `--help` shows them
    #[arg(value_name = "SPEC", trailing_var_arg = true, allow_hyphen_values = true, required = true)]
    arguments: Vec<OsString>,
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["run", "--quiet", "--release", "--package", "mock", "--manifest-path"]);
    cargo.arg(workspace().join("Cargo.toml")).arg("--").args(&options.arguments);
    let status = cargo.status().map_err(|error| format!("cannot run cargo: {error}"))?;
    match status.code() {
        Some(0) => Ok(()),
        code => Err(Failure::Told(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1))),
    }
}
