//! `cargo xtask conformance`: generated crates call the scenarios of Spector, and Spector's own server judges them.
//!
//! `tests/conformance` has the pinned npm packages and the calls, a file for each specification.

mod npm;
mod programs;
mod reasons;
mod server;
mod table;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    process::Command,
};

use clap::{Args, ValueEnum};
use serde::Deserialize;

use self::{npm::Npm, server::Server, table::Table};
use crate::sample::Sample;
use clientwright::{Failure, print_line};
use tests::crates;
use xtask::workspace;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Call only the specifications whose name contains this
    #[arg(long, value_name = "TEXT", default_value = "")]
    only: String,
    /// List every scenario with its result, as `--only` does
    #[arg(long)]
    list: bool,
    /// Compile the specifications to this version of OpenAPI
    #[arg(long, value_enum, default_value = "3.0")]
    openapi: Version,
    /// Write the scenarios that pass as those that have to pass
    #[arg(long, conflicts_with_all = ["only", "sample"])]
    bless: bool,
    #[command(flatten)]
    sample: Sample,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Version {
    #[value(name = "3.0")]
    V30,
    #[value(name = "3.1")]
    V31,
}

impl Version {
    fn name(self) -> &'static str {
        match self {
            Self::V30 => "3.0",
            Self::V31 => "3.1",
        }
    }
}

/// A specification in the output of the compiler.
#[derive(Debug, Deserialize)]
struct Specification {
    /// The name of its folder, with dashes.
    name: String,
    /// The scenarios.
    scenarios: Vec<Scenario>,
    /// The OpenAPI documents, one for each version of the API.
    documents: Vec<PathBuf>,
}

/// A scenario in the output of the compiler.
#[derive(Debug, Deserialize)]
struct Scenario {
    /// The name.
    name: String,
    /// The codes of the compiler for scenarios that the documents do not have.
    objections: Vec<String>,
}

/// The result of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    /// The client and the server accept it.
    Passed,
    /// One of them does not accept it: its message.
    Failed(String),
    /// No call.
    NotCalled,
    /// No call, because OpenAPI or the document cannot express it: the code of the reason.
    Inexpressible(String),
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let source = workspace().join("tests/conformance");
    let work = workspace().join("target/conformance");
    let Some(npm) = Npm::install(&source, &work.join("npm"))? else {
        print_line!("skipped: npm is not installed");
        return Ok(());
    };
    let out = work.join(options.openapi.name());
    let mut specifications = npm.compile(options.openapi.name(), &out.join("documents"))?;
    specifications.retain(|specification| specification.name.contains(&options.only));
    options.sample.keep(&mut specifications, |specification| &specification.name);
    if specifications.is_empty() {
        return Err(Failure::Usage(format!("no specification is called `{}`", options.only)));
    }
    let program = programs::write(&specifications, &source.join("scenarios"), &out)?;
    crates::build(&out, &[])?;
    let server = Server::start(&npm, &work.join("coverage.json"))?;
    let output = Command::new(&program).arg(server.url()).arg(npm.assets()).output();
    let output = output.map_err(|error| format!("cannot run {}: {error}", program.display()))?;
    let reports = read_lines(&String::from_utf8_lossy(&output.stdout))?;
    if !output.status.success() {
        return Err(Failure::Failed(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let verdicts = server.stop()?;
    let table = Table::new(&specifications, |scenario| outcome(&reports, &verdicts, scenario));
    table.print(options.list || !options.only.is_empty());
    compare(&table, &source.join(format!("passed-{}.txt", options.openapi.name())), options)
}

/// The line of a scenario in the output of the program.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum CallReport {
    /// The error of a call; empty without one.
    Called(String),
    /// Nothing to call.
    Inexpressible {
        /// The code of the reason.
        #[serde(rename = "inexpressible")]
        code: String,
    },
}

/// Reads the output of the program. Of several calls of a scenario the first error counts.
fn read_lines(text: &str) -> Result<BTreeMap<String, CallReport>, String> {
    let mut all: BTreeMap<String, CallReport> = BTreeMap::new();
    for line in text.lines() {
        let (scenario, report): (String, CallReport) = serde_json::from_str(line)
            .map_err(|error| format!("the output of the program is invalid: {error}"))?;
        let succeeded = |known: &CallReport| matches!(known, CallReport::Called(error) if error.is_empty());
        if all.get(&scenario).is_none_or(succeeded) {
            all.insert(scenario, report);
        }
    }
    Ok(all)
}

fn outcome(
    reports: &BTreeMap<String, CallReport>,
    verdicts: &BTreeMap<String, String>,
    scenario: &Scenario,
) -> Outcome {
    let error = match (reports.get(&scenario.name), scenario.objections.first()) {
        (Some(CallReport::Called(error)), _) => error,
        (Some(CallReport::Inexpressible { code }), _) | (None, Some(code)) => {
            return Outcome::Inexpressible(code.clone());
        }
        (None, None) => return Outcome::NotCalled,
    };
    match (error.as_str(), verdicts.get(&scenario.name).map(String::as_str)) {
        ("", Some("pass")) => Outcome::Passed,
        ("", verdict) => {
            Outcome::Failed(format!("the verdict of the server is {}", verdict.unwrap_or("missing")))
        }
        (error, _) => Outcome::Failed(error.to_owned()),
    }
}

/// Compares the scenarios that pass with the list of those that have to.
fn compare(table: &Table<'_>, path: &PathBuf, options: &Options) -> Result<(), Failure> {
    let passed = table.passed();
    if options.bless {
        let text = passed.iter().fold(String::new(), |text, scenario| text + scenario + "\n");
        return fs::write(path, text)
            .map_err(|error| format!("cannot write {}: {error}", path.display()).into());
    }
    let known = fs::read_to_string(path)
        .map_err(|error| format!("cannot read {}: {error}; write it with `--bless`", path.display()))?;
    let tested = table.scenarios();
    let lost: BTreeSet<&str> =
        known.lines().filter(|known| tested.contains(known) && !passed.contains(known)).collect();
    let new = passed.iter().filter(|passed| !known.lines().any(|known| known == **passed)).count();
    if new > 0 {
        print_line!("{new} more pass than {} lists: run with `--bless`", path.display());
    }
    if lost.is_empty() {
        return Ok(());
    }
    let lost: Vec<&str> = lost.into_iter().collect();
    Err(Failure::Failed(format!("no longer passed: {}", lost.join(", "))))
}
