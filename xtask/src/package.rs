//! Commands of other packages, which are compiled when they are first called: the mock server and the tools.

use std::{ffi::OsString, process::Command};

use clap::Args;

use crate::{Failure, cargo, workspace};

/// The arguments of a command of another package.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The arguments of the command; `--help` lists them
    #[arg(value_name = "ARGUMENTS", trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

/// Runs the mock server, which is slow without optimization.
pub(crate) fn mock(options: &Options) -> Result<(), Failure> {
    run("mock", true, None, &options.arguments)
}

/// Runs a command of the tools, in the profile of this program.
pub(crate) fn tool(command: &str, options: &Options) -> Result<(), Failure> {
    run("tools", !cfg!(debug_assertions), Some(command), &options.arguments)
}

fn run(package: &str, release: bool, command: Option<&str>, arguments: &[OsString]) -> Result<(), Failure> {
    let mut cargo = cargo::command();
    cargo.args(["run", "--quiet", "--package", package, "--manifest-path"]);
    cargo.arg(workspace().join("Cargo.toml")).args(release.then_some("--release"));
    cargo.arg("--").args(command).args(arguments);
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
