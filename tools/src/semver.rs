//! `cargo xtask semver`: the verdicts on the pairs in `tests/changes`, beside those of cargo-semver-checks.

use std::process::Stdio;

use clap::Args;
use clientwright::{Failure, description, files, job, print_line};
use clientwright_codegen::{Settings, Surface};
use tests::crates;
use xtask::{
    pairs::{self, Pair},
    workspace,
};

use crate::sample::Sample;

/// The package of every pair.
const PACKAGE: &str = "pets";

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Compare only the pairs whose name contains this
    name: Option<String>,
    /// Write the verdicts of cargo-semver-checks as the expected ones
    #[arg(long)]
    bless: bool,
    #[command(flatten)]
    sample: Sample,
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let version = xtask::cargo::command().args(["semver-checks", "--version"]).output();
    if !version.is_ok_and(|output| output.status.success()) {
        print_line!("skipped: cargo-semver-checks is not installed; run `cargo install cargo-semver-checks`");
        return Ok(());
    }
    let wanted = options.name.as_deref().unwrap_or_default();
    let mut pairs = pairs::all()?;
    pairs.retain(|pair| pair.name.contains(wanted));
    options.sample.keep(&mut pairs, |pair| &pair.name);
    let mut differences = Vec::new();
    for pair in pairs {
        let theirs = semver_checks(&pair)?;
        let (_, ours) = pair.verdict()?;
        let ours = ours.map_or("none".to_owned(), |level| level.to_string());
        print_line!("{:30} {ours:6} {}", pair.name, theirs.lines().next().unwrap_or_default());
        if options.bless {
            files::write_below(&pair.folder, [("semver-checks.txt", theirs)])?;
        } else if theirs != pair.read("semver-checks.txt") {
            differences.push(format!(
                "{}: cargo-semver-checks has another verdict; run with `--bless` if it is right:\n{theirs}",
                pair.name
            ));
        }
    }
    if differences.is_empty() { Ok(()) } else { Err(Failure::Failed(differences.join("\n"))) }
}

/// Returns the verdict of cargo-semver-checks on the crates of a pair, and its reasons, a line each.
fn semver_checks(pair: &Pair) -> Result<String, String> {
    let folder = workspace().join("target/semver").join(&pair.name);
    let mut before = Surface::default();
    for version in ["old", "new"] {
        let source = description::read(&pair.folder.join(version).with_extension("yaml"), None, &[])?;
        let name = PACKAGE.to_owned();
        let settings = Settings { name, version: job::first_version(), before, ..Settings::default() };
        let generated =
            clientwright_codegen::generate(&source, &settings).map_err(|fault| fault.to_string())?;
        let tree = generated.files.ok_or_else(|| format!("{}: nothing is generated", pair.name))?;
        before = generated.surface;
        // A workspace each: one workspace cannot have two versions of a package.
        crates::write_crates([(PACKAGE, &tree)].into_iter(), &folder.join(version))?;
    }
    let output = xtask::cargo::command()
        .args(["semver-checks", "--release-type", "patch", "--color", "never"])
        // No pair changes a transport, and the transports are most of what is compiled.
        .args(["--only-explicit-features", "--features", "client", "--features", "mock", "--manifest-path"])
        .arg(folder.join("new").join(PACKAGE).join("Cargo.toml"))
        .arg("--baseline-root")
        .arg(folder.join("old").join(PACKAGE))
        .env("CARGO_TARGET_DIR", workspace().join("target/semver/target"))
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    let printed =
        String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    let mut lines: Vec<String> = printed
        .lines()
        .filter_map(|line| Some(line.strip_prefix("--- ")?.strip_suffix(" ---")?.to_owned()))
        .collect();
    let summary = printed.lines().find_map(|line| line.trim().strip_prefix("Summary "));
    let verdict = match summary {
        Some(text) if text.contains("new major version") => "major",
        Some(text) if text.contains("new minor version") => "minor",
        Some(text) if text.contains("no semver update required") => "patch",
        _ => return Err(format!("{}: cargo-semver-checks did not finish:\n{printed}", pair.name)),
    };
    lines.sort();
    lines.insert(0, verdict.to_owned());
    Ok(lines.join("\n") + "\n")
}
