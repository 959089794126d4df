//! The commands of the tools, which are compiled when one of them is first called.

use std::{ffi::OsString, process::Command};

use clap::Args;

use crate::{Failure, cargo, workspace};

/// The arguments of a command of the tools.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The arguments of the command; `--help` lists them
    #[arg(value_name = "ARGUMENTS", trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

/// Runs a command of the tools, in the profile of this program.
pub(crate) fn tool(command: &str, options: &Options) -> Result<(), Failure> {
    let mut cargo = cargo::command();
    cargo.args(["run", "--quiet", "--package", "tools", "--manifest-path"]);
    cargo.arg(workspace().join("Cargo.toml")).args((!cfg!(debug_assertions)).then_some("--release"));
    cargo.arg("--").arg(command).args(&options.arguments);
    become_program(cargo)
}

/// Continues as another program, so that a signal to this process ends that program: cargo does the same.
#[cfg(unix)]
fn become_program(mut program: Command) -> Result<(), Failure> {
    use std::os::unix::process::CommandExt;

    // This returns only if it fails.
    let error = program.exec();
    Err(Failure::Failed(format!("cannot run cargo: {error}")))
}

/// Runs another program to its end.
#[cfg(not(unix))]
fn become_program(mut program: Command) -> Result<(), Failure> {
    let status = program.status().map_err(|error| format!("cannot run cargo: {error}"))?;
    match status.code() {
        Some(0) => Ok(()),
        code => Err(Failure::Exit(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1))),
    }
}
