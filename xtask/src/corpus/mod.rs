//! `cargo xtask corpus DIR`: every description below a folder, generated and compiled.

mod manifest;
mod table;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Instant,
};

use clap::Args;
use codegen::{Generated, Settings};

use self::manifest::Entry;
use crate::{Failure, cargo, description, output, round_trip, workspace};

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct Options {
    /// The folder with the descriptions
    dir: PathBuf,
    /// Only the files whose path contains this; may be repeated
    #[arg(long, value_name = "TEXT")]
    file: Vec<String>,
    /// Only generate, do not compile
    #[arg(long)]
    no_check: bool,
    /// Compile with clippy's lints, pedantic ones too, but for those that CONTRIBUTING.md argues for
    #[arg(long, conflicts_with = "no_check")]
    clippy: bool,
    /// An operation that is left out is a fault
    #[arg(long)]
    strict: bool,
    /// Build the documentation too
    #[arg(long, conflicts_with = "no_check")]
    doc: bool,
    /// Decode and encode instances of every component schema, and see whether they come out as they went in
    #[arg(long)]
    round_trip: bool,
    /// The same with the examples that mocks answer with, which takes the operations too, and longer
    #[arg(long, requires = "round_trip")]
    answers: bool,
    /// Where the crates go
    #[arg(long, value_name = "DIR", default_value = "target/corpus")]
    out: PathBuf,
}

/// The lints that a generated crate may break: what they ask for is the description's to say,
/// or would say less. CONTRIBUTING.md argues for each.
pub(crate) const ALLOWED_LINTS: [&str; 12] = [
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

/// What became of one description.
struct Row {
    path: PathBuf,
    file: String,
    /// What the manifest says of it.
    expected: String,
    package: String,
    generated: Option<Generated>,
    fault: Option<String>,
    millis: f64,
    errors: usize,
    warnings: usize,
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let mut entries = manifest::entries(&options.dir)?;
    let wanted = |entry: &Entry| {
        options.file.is_empty() || options.file.iter().any(|text| entry.file.contains(text.as_str()))
    };
    entries.retain(wanted);
    if entries.is_empty() {
        return Err(Failure::Usage(format!("there is no description below {}", options.dir.display())));
    }
    let out = workspace().join(&options.out);
    let mut rows: Vec<Row> = Vec::new();
    for entry in entries {
        rows.push(generate(entry, &options.dir, &out)?);
    }
    let mut first_messages = BTreeMap::new();
    let generated = |row: &&Row| row.generated.as_ref().is_some_and(|generated| generated.files.is_some());
    cargo::write_workspace(rows.iter().filter(generated).map(|row| row.package.as_str()), &out)?;
    if !options.no_check {
        let allowed: Vec<String> = ALLOWED_LINTS.iter().map(|lint| format!("-Aclippy::{lint}")).collect();
        let lints: Vec<&str> =
            ["--", "-Wclippy::pedantic"].into_iter().chain(allowed.iter().map(String::as_str)).collect();
        let (command, arguments): (&str, &[&str]) =
            if options.clippy { ("clippy", &lints) } else { ("check", &[]) };
        compile(&out, command, arguments, &mut rows, &mut first_messages)?;
        if options.doc {
            compile(&out, "doc", &["--no-deps"], &mut rows, &mut first_messages)?;
        }
    }
    table::print(&rows, !options.no_check);
    if options.round_trip {
        let generated = rows.iter().filter_map(|row| {
            let report = &row.generated.as_ref().filter(|generated| generated.files.is_some())?.report;
            Some((row.path.clone(), row.package.as_str(), report))
        });
        round_trip::run(&generated.collect::<Vec<_>>(), &out, options.answers)?;
    }
    for (package, message) in &first_messages {
        say!("\n{package}: {message}");
    }
    for row in &rows {
        if let Some(surprise) = row.surprise() {
            say!("{}: {surprise}", row.file);
        }
    }
    let incomplete = |row: &Row| options.strict && row.is_incomplete() || row.surprise().is_some();
    let is_fault = |row: &&Row| row.fault.is_some() || row.errors + row.warnings > 0 || incomplete(row);
    let faults = rows.iter().filter(is_fault).count();
    if faults == 0 {
        Ok(())
    } else {
        Err(Failure::Wrong(format!("{faults} of {} crates are not as they should be", rows.len())))
    }
}

impl Row {
    /// Whether an operation is left out of what is valid.
    fn is_incomplete(&self) -> bool {
        let said_valid = ["", "valid"].contains(&self.expected.as_str());
        let skipped = self.generated.as_ref().map(|generated| &generated.report.operations.skipped);
        said_valid && skipped.is_some_and(|skipped| !skipped.is_empty())
    }

    /// What is otherwise than the manifest says: a valid description is generated, an invalid one has a diagnostic.
    fn surprise(&self) -> Option<&'static str> {
        let generated = self.generated.as_ref()?;
        match self.expected.as_str() {
            "valid" if generated.files.is_none() => Some("it is valid, and nothing is generated"),
            "invalid" if generated.diagnostics.is_empty() => Some("it is invalid, and nothing is said of it"),
            _ => None,
        }
    }
}

fn generate(entry: Entry, dir: &Path, out: &Path) -> Result<Row, String> {
    let Entry { path, file, expected } = entry;
    let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
    let package: String = stem
        .chars()
        .map(|char| if char.is_ascii_alphanumeric() { char.to_ascii_lowercase() } else { '-' })
        .collect();
    let package = format!("c-{package}");
    let mut row = Row {
        path,
        file,
        expected,
        package,
        generated: None,
        fault: None,
        millis: 0.0,
        errors: 0,
        warnings: 0,
    };
    let source = match description::read(&row.path, Some(dir), &[]) {
        Ok(source) => source,
        Err(message) => {
            row.fault = Some(message);
            return Ok(row);
        }
    };
    let settings = Settings { name: row.package.clone(), version: "0.1.0".to_owned(), ..Settings::default() };
    let start = Instant::now();
    match codegen::generate(&source, &settings) {
        Ok(generated) => {
            row.millis = start.elapsed().as_secs_f64() * 1000.0;
            let folder = out.join(&row.package);
            let files = generated.files.clone().unwrap_or_default();
            let changes = output::compare(&files, &folder)?;
            output::apply(&files, &changes, &folder)?;
            row.generated = Some(generated);
        }
        Err(fault) => row.fault = Some(format!("{}: {}", fault.path, fault.message)),
    }
    Ok(row)
}

/// Adds what the compiler says to the rows, and notes the first message of each crate.
fn compile(
    out: &Path,
    command: &str,
    arguments: &[&str],
    rows: &mut [Row],
    first_messages: &mut BTreeMap<String, String>,
) -> Result<(), String> {
    for message in cargo::run(out, command, arguments)? {
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
