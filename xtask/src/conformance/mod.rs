//! `cargo xtask conformance`: the scenarios of Spector, called with generated crates, and judged by Spector's own server.
//!
//! `tests/conformance` has the packages that it takes, pinned, and the calls: a file for each specification.

mod crates;
mod npm;
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
use crate::{Failure, cargo, workspace};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Only the specifications whose name contains this
    #[arg(long, value_name = "TEXT", default_value = "")]
    only: String,
    /// Every scenario with what became of it, as `--only` has it
    #[arg(long)]
    list: bool,
    /// The version of OpenAPI that the specifications are compiled to
    #[arg(long, value_enum, default_value = "3.0")]
    openapi: Version,
    /// Takes the scenarios that pass now as those that have to
    #[arg(long, conflicts_with = "only")]
    bless: bool,
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

/// A specification, as the compiler leaves it.
#[derive(Debug, Deserialize)]
struct Specification {
    /// Its name: its folder's, with dashes.
    name: String,
    /// Its scenarios.
    scenarios: Vec<Scenario>,
    /// Its OpenAPI documents; one for each version that it has.
    documents: Vec<PathBuf>,
}

/// A scenario, as the compiler leaves it.
#[derive(Debug, Deserialize)]
struct Scenario {
    /// Its name.
    name: String,
    /// What keeps it out of the documents: codes of the compiler.
    objections: Vec<String>,
}

/// What became of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fate {
    /// The client was content, and so was the server.
    Passed,
    /// One of them was not: what it said.
    Failed(String),
    /// It has not been called.
    NotCalled,
    /// It has not been called, because OpenAPI cannot say it, or its document does not: the reason's code.
    Unsayable(String),
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let source = workspace().join("tests/conformance");
    let work = workspace().join("target/conformance");
    let Some(npm) = Npm::install(&source, &work.join("npm"))? else {
        say!("skipped: there is no npm");
        return Ok(());
    };
    let out = work.join(options.openapi.name());
    let mut specifications = npm.compile(options.openapi.name(), &out.join("documents"))?;
    specifications.retain(|specification| specification.name.contains(&options.only));
    if specifications.is_empty() {
        return Err(Failure::Usage(format!("no specification is called `{}`", options.only)));
    }
    let program = crates::write(&specifications, &source.join("scenarios"), &out)?;
    cargo::build(&out)?;
    let server = Server::start(&npm, &work.join("coverage.json"))?;
    let output = Command::new(&program).arg(server.url()).arg(npm.assets()).output();
    let output = output.map_err(|error| format!("cannot run {}: {error}", program.display()))?;
    let said = read_lines(&String::from_utf8_lossy(&output.stdout))?;
    if !output.status.success() {
        return Err(Failure::Wrong(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let judged = server.stop()?;
    let table = Table::new(&specifications, |scenario| fate(&said, &judged, scenario));
    table.print(options.list || !options.only.is_empty());
    hold(&table, &source.join(format!("passed-{}.txt", options.openapi.name())), options)
}

/// What the program says of a scenario.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Said {
    /// What went wrong, or nothing.
    Called(String),
    /// That there is nothing to call.
    Not {
        /// The reason.
        unsayable: String,
    },
}

/// What the program says of each scenario: of several calls, what went wrong first.
fn read_lines(text: &str) -> Result<BTreeMap<String, Said>, String> {
    let mut all: BTreeMap<String, Said> = BTreeMap::new();
    for line in text.lines() {
        let (scenario, said): (String, Said) = serde_json::from_str(line)
            .map_err(|error| format!("the program of the scenarios says nonsense: {error}"))?;
        let went_well = |known: &Said| matches!(known, Said::Called(error) if error.is_empty());
        if all.get(&scenario).is_none_or(went_well) {
            all.insert(scenario, said);
        }
    }
    Ok(all)
}

fn fate(said: &BTreeMap<String, Said>, judged: &BTreeMap<String, String>, scenario: &Scenario) -> Fate {
    let said = match (said.get(&scenario.name), scenario.objections.first()) {
        (Some(Said::Called(error)), _) => error,
        (Some(Said::Not { unsayable: code }), _) | (None, Some(code)) => {
            return Fate::Unsayable(code.clone());
        }
        (None, None) => return Fate::NotCalled,
    };
    match (said.as_str(), judged.get(&scenario.name).map(String::as_str)) {
        ("", Some("pass")) => Fate::Passed,
        ("", judged) => Fate::Failed(format!("the server says {}", judged.unwrap_or("nothing"))),
        (error, _) => Fate::Failed(error.to_owned()),
    }
}

/// Holds what passes against the list of what has to.
fn hold(table: &Table<'_>, path: &PathBuf, options: &Options) -> Result<(), Failure> {
    let passed = table.passed();
    if options.bless {
        let text = passed.iter().fold(String::new(), |text, scenario| text + scenario + "\n");
        return fs::write(path, text)
            .map_err(|error| format!("cannot write {}: {error}", path.display()).into());
    }
    let known = fs::read_to_string(path).unwrap_or_default();
    let tried = table.scenarios();
    let lost: BTreeSet<&str> =
        known.lines().filter(|known| tried.contains(known) && !passed.contains(known)).collect();
    let new = passed.iter().filter(|passed| !known.lines().any(|known| known == **passed)).count();
    if new > 0 {
        say!("{new} pass that are not in {}: `--bless` takes them", path.display());
    }
    if lost.is_empty() {
        return Ok(());
    }
    let lost: Vec<&str> = lost.into_iter().collect();
    Err(Failure::Wrong(format!("no longer passed: {}", lost.join(", "))))
}
