//! `cargo xtask corpus DIR`: every description below a folder is generated once, and each stage tests the crates: the
//! compiler, rustdoc, a round trip of values, requests to the mock server.

mod manifest;
mod row;
mod smells;
mod table;

use std::{collections::BTreeMap, path::PathBuf, time::Instant};

use clap::Args;
use clientwright::{Failure, print_line};
use tests::crates;
use xtask::workspace;

use self::{manifest::Entry, row::Row};
use crate::{packages, requests, round_trip, sample::Sample};

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct Options {
    /// The folder of the descriptions
    dir: PathBuf,
    /// Take only the files whose path contains this; may be repeated
    #[arg(long, value_name = "TEXT")]
    file: Vec<String>,
    /// Require every operation to be generated
    #[arg(long)]
    strict: bool,
    /// Only generate, do not compile
    #[arg(long)]
    no_check: bool,
    /// Compile with clippy's lints, pedantic ones included, except those that CONTRIBUTING.md lists
    #[arg(long, conflicts_with = "no_check")]
    clippy: bool,
    /// Build the documentation
    #[arg(long, conflicts_with = "no_check")]
    doc: bool,
    /// Compile the examples in the documentation
    #[arg(long, conflicts_with = "no_check")]
    doctests: bool,
    /// Decode and encode instances of every component schema, and compare
    #[arg(long)]
    round_trip: bool,
    /// Decode and encode the examples of responses too, in files whose path contains TEXT, or in all; may be repeated
    #[arg(long, value_name = "TEXT", requires = "round_trip", num_args = 0..=1, default_missing_value = "")]
    responses: Vec<String>,
    /// Send a request of each operation to the mock server, in memory, and check the response
    #[arg(long)]
    requests: bool,
    /// Package the first five crates without a warning, and compile the programs of every README.md
    #[arg(long)]
    package: bool,
    /// Fail if more than PERCENT of the names of a description are not those that a person would choose
    #[arg(long, value_name = "PERCENT")]
    smells: Option<f64>,
    /// The sample that the stages after generation take; everything is generated
    #[command(flatten)]
    sample: Sample,
    /// The folder of the crates
    #[arg(long, value_name = "DIR", default_value = "target/corpus")]
    out: PathBuf,
}

/// The lints that a generated crate may break: the description decides about them, or they require lines without new
/// information. CONTRIBUTING.md has the reason for each.
const ALLOWED_LINTS: [&str; 12] = [
    "doc_markdown",
    "option_option",
    "must_use_candidate",
    "return_self_not_must_use",
    "struct_excessive_bools",
    "struct_field_names",
    "disallowed_names",
    "enum_variant_names",
    "fn_params_excessive_bools",
    "similar_names",
    "module_name_repetitions",
    "missing_errors_doc",
];

/// The seconds of each stage.
#[derive(Default)]
struct Seconds(Vec<(&'static str, f64)>);

impl Seconds {
    fn of<T>(&mut self, stage: &'static str, run: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = run();
        self.0.push((stage, start.elapsed().as_secs_f64()));
        result
    }
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let mut entries = manifest::entries(&options.dir)?;
    entries.retain(|entry| options.file.is_empty() || contains(&options.file, &entry.file));
    if entries.is_empty() {
        return Err(Failure::Usage(format!("there is no description below {}", options.dir.display())));
    }
    let mut seconds = Seconds::default();
    let mut sample: Vec<String> = entries.iter().map(|entry| entry.file.clone()).collect();
    options.sample.keep(&mut sample, |file| file);
    let generate = |entry: Entry| Row::generate(entry, &options.dir);
    let mut rows: Vec<Row> = seconds.of("generate", || entries.into_iter().map(generate).collect());
    for row in &mut rows {
        row.sampled = sample.contains(&row.file);
    }
    let out = workspace().join(&options.out);
    let compiled =
        rows.iter().filter(|row| row.sampled).filter_map(|row| Some((row.package.as_str(), row.files()?)));
    std::fs::create_dir_all(&out).map_err(|error| format!("cannot make {}: {error}", out.display()))?;
    crates::write_crates(compiled, &out)?;
    let mut messages = BTreeMap::new();
    if !options.no_check {
        compile(options, &out, &mut rows, &mut messages, &mut seconds)?;
    }
    table::print(&rows, !options.no_check);
    let mut faults: Vec<String> = Vec::new();
    if options.round_trip {
        let list = rows.iter().filter(|row| row.sampled && row.files().is_some());
        let list = list.filter_map(|row| {
            let report = &row.generated.as_ref()?.report;
            Some((row.path.clone(), row.package.as_str(), report, contains(&options.responses, &row.file)))
        });
        faults.extend(seconds.of("round trip", || round_trip::run(&list.collect::<Vec<_>>(), &out)).err());
    }
    if options.requests {
        let paths: Vec<&PathBuf> = rows.iter().filter(|row| row.sampled).map(|row| &row.path).collect();
        faults.extend(seconds.of("requests", || requests::run(&paths)).err());
    }
    if options.package {
        let list = rows.iter().filter(|row| row.sampled && row.files().is_some());
        let list: Vec<&str> = list.map(|row| row.package.as_str()).collect();
        faults.extend(seconds.of("package", || packages::run(&list, &out)).err());
    }
    if let Some(percent) = options.smells {
        faults.extend(smells::check(&rows, percent).err());
    }
    for (package, message) in &messages {
        print_line!("\n{package}: {message}");
    }
    for row in &rows {
        if let Some(surprise) = row.surprise() {
            print_line!("{}: {surprise}", row.file);
        }
    }
    let stages: Vec<String> = seconds.0.iter().map(|(stage, time)| format!("{stage} {time:.1} s")).collect();
    print_line!("{}", stages.join(", "));
    let wrong = rows.iter().filter(|row| row.is_wrong(options.strict)).count();
    if wrong > 0 {
        faults.push(format!("{wrong} of {} crates have a fault", rows.len()));
    }
    if faults.is_empty() { Ok(()) } else { Err(Failure::Failed(faults.join("\n"))) }
}

fn contains(texts: &[String], file: &str) -> bool {
    texts.iter().any(|text| file.contains(text.as_str()))
}

/// Compiles the crates, adds the numbers of messages to the rows, and keeps the first message of each crate.
fn compile(
    options: &Options,
    out: &std::path::Path,
    rows: &mut [Row],
    first_messages: &mut BTreeMap<String, String>,
    seconds: &mut Seconds,
) -> Result<(), String> {
    let allowed: Vec<String> = ALLOWED_LINTS.iter().map(|lint| format!("-Aclippy::{lint}")).collect();
    let lints: Vec<&str> =
        ["--", "-Wclippy::pedantic"].into_iter().chain(allowed.iter().map(String::as_str)).collect();
    let mut messages = if options.clippy {
        seconds.of("clippy", || crates::compile(out, "clippy", &lints))?
    } else {
        seconds.of("check", || crates::compile(out, "check", &[]))?
    };
    if options.doc {
        messages.extend(seconds.of("doc", || crates::compile(out, "doc", &["--no-deps"]))?);
    }
    if options.doctests {
        messages.extend(seconds.of("doctests", || crates::doctests(out))?);
    }
    for message in messages {
        let Some(row) = rows.iter_mut().find(|row| row.package == message.package) else { continue };
        if message.error {
            row.errors += 1;
        } else {
            row.warnings += 1;
        }
        first_messages.entry(message.package).or_insert(message.text);
    }
    Ok(())
}
