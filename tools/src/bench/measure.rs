//! Cargo under a clock.

use std::{
    ffi::OsStr,
    path::Path,
    process::{Command, Output},
    time::Instant,
};

use xtask::cargo;

/// Runs a program, mostly cargo, in `folder`. Returns the output if it succeeds.
fn output_of(folder: &Path, program: &mut Command) -> Result<Output, String> {
    cargo::remove_package(program);
    let output =
        program.current_dir(folder).env("CARGO_INCREMENTAL", "0").env_remove("CARGO_TARGET_DIR").output();
    let output =
        output.map_err(|error| format!("cannot run {}: {error}", program.get_program().display()))?;
    if output.status.success() {
        Ok(output)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

/// Returns a command under GNU time, if it is installed: the last line of its output has the peak of memory in
/// kilobytes.
fn timed(program: impl AsRef<OsStr>) -> Command {
    if !Path::new("/usr/bin/time").exists() {
        return Command::new(program);
    }
    let mut command = Command::new("/usr/bin/time");
    command.args(["-f", "peak %M"]).arg(program);
    command
}

fn megabytes(output: &Output) -> Option<f64> {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let kilobytes: f64 = text.lines().find_map(|line| line.strip_prefix("peak ")?.parse().ok())?;
    Some(kilobytes / 1024.0)
}

/// The seconds from which a run is measured once: noise is small beside it.
const LONG: f64 = 20.0;

/// Returns the seconds and the peak memory of `run`, the best of three, each after `before`.
fn best(
    before: impl Fn() -> Result<(), String>,
    run: impl Fn() -> Result<Output, String>,
) -> Result<(f64, Option<f64>), String> {
    let mut best = (f64::INFINITY, None);
    for _ in 0..3 {
        before()?;
        let start = Instant::now();
        let output = run()?;
        let seconds = start.elapsed().as_secs_f64();
        if seconds < best.0 {
            best = (seconds, megabytes(&output));
        }
        if seconds > LONG {
            break;
        }
    }
    Ok(best)
}

/// Returns the seconds and the peak memory of a clean `cargo check` of a package, after its dependencies.
pub(super) fn check(folder: &Path, package: &str) -> Result<(f64, Option<f64>), String> {
    let arguments = ["check", "--lib", "--no-default-features", "--quiet", "--package", package];
    let clean = ["clean", "--package", package, "--quiet"];
    output_of(folder, cargo::command().args(arguments))?;
    best(
        || output_of(folder, cargo::command().args(clean)).map(drop),
        || output_of(folder, timed(cargo::program()).args(arguments)),
    )
}

/// Returns the numbers that a program of the crate in `folder` prints.
pub(super) fn numbers(folder: &Path, program: &str) -> Result<Vec<f64>, String> {
    let arguments = ["run", "--release", "--no-default-features", "--quiet", "--bin", program];
    let output = output_of(folder, cargo::command().args(arguments))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(text.split_whitespace().filter_map(|word| word.parse().ok()).collect())
}

/// Returns the seconds and the peak memory of a program.
pub(super) fn program(command: &str, arguments: &[&str]) -> Result<(f64, Option<f64>), String> {
    best(|| Ok(()), || output_of(Path::new("."), timed(command).args(arguments)))
}
