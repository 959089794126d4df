//! Cargo under a clock.

use std::{
    path::Path,
    process::{Command, Output},
    time::Instant,
};

/// Runs cargo in `folder`; what it prints, when it succeeds.
fn cargo(folder: &Path, program: &mut Command) -> Result<Output, String> {
    let output =
        program.current_dir(folder).env("CARGO_INCREMENTAL", "0").env_remove("CARGO_TARGET_DIR").output();
    let output = output.map_err(|error| format!("cannot run cargo: {error}"))?;
    if output.status.success() {
        Ok(output)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

/// A command whose peak of memory, in kilobytes, is the last line of what it says, where GNU time is there.
fn timed(program: &str) -> Command {
    if !Path::new("/usr/bin/time").exists() {
        return Command::new(program);
    }
    let mut command = Command::new("/usr/bin/time");
    command.args(["-f", "peak %M", program]);
    command
}

fn megabytes(output: &Output) -> Option<f64> {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let kilobytes: f64 = text.lines().find_map(|line| line.strip_prefix("peak ")?.parse().ok())?;
    Some(kilobytes / 1024.0)
}

/// What takes longer is measured once: noise is small beside it.
const LONG: f64 = 20.0;

/// Seconds and peak memory of a clean `cargo check` of a package alone, the best of three: its dependencies
/// are checked before.
pub(super) fn check(folder: &Path, package: &str) -> Result<(f64, Option<f64>), String> {
    let arguments = ["check", "--lib", "--no-default-features", "--quiet", "--package", package];
    cargo(folder, Command::new(env!("CARGO")).args(arguments))?;
    let mut best = (f64::INFINITY, None);
    for _ in 0..3 {
        cargo(folder, Command::new(env!("CARGO")).args(["clean", "--package", package, "--quiet"]))?;
        let start = Instant::now();
        let output = cargo(folder, timed(env!("CARGO")).args(arguments))?;
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

/// The numbers that a program of the crate in `folder` prints.
pub(super) fn numbers(folder: &Path, program: &str) -> Result<Vec<f64>, String> {
    let arguments = ["run", "--release", "--no-default-features", "--quiet", "--bin", program];
    let output = cargo(folder, Command::new(env!("CARGO")).args(arguments))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(text.split_whitespace().filter_map(|word| word.parse().ok()).collect())
}

/// Seconds and peak memory of a program, the best of three.
pub(super) fn program(command: &str, arguments: &[&str]) -> Result<(f64, Option<f64>), String> {
    let mut best = (f64::INFINITY, None);
    for _ in 0..3 {
        let start = Instant::now();
        let output = cargo(Path::new("."), timed(command).args(arguments))?;
        let seconds = start.elapsed().as_secs_f64();
        if seconds < best.0 {
            best = (seconds, megabytes(&output));
        }
    }
    Ok(best)
}
