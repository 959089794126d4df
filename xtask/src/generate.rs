//! `cargo xtask generate`

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use clap::Args;
use codegen::{FileTree, Generated, Selector, Settings};

use crate::{
    Failure,
    config::{self, Job},
    description,
    output::{self, Changes},
    report, show, watch, workspace,
};

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct Options {
    /// Write nothing; exit with 1 and the list of files when the disk differs
    #[arg(long)]
    check: bool,
    /// A description, instead of those of spec/codegen.toml
    #[arg(long, value_name = "FILE", requires = "out", requires = "name")]
    spec: Option<PathBuf>,
    /// The folder of the crate for --spec
    #[arg(long, value_name = "DIR", requires = "spec")]
    out: Option<PathBuf>,
    /// The name of the crate for --spec
    #[arg(long, requires = "spec")]
    name: Option<String>,
    /// The folder below which other files may be read: that of the description, unless this says another one
    #[arg(long, value_name = "DIR", requires = "spec")]
    root: Option<PathBuf>,
    /// An overlay (OpenAPI Overlay 1.0) that the description is changed by; may be repeated
    #[arg(long, value_name = "FILE", requires = "spec")]
    overlay: Vec<PathBuf>,
    /// Only this operation: 'POST /path', tag:NAME or an operationId; may be repeated
    #[arg(long, value_name = "OPERATION", requires = "spec")]
    only: Vec<String>,
    /// An operation that is left out is a failure, and nothing is written
    #[arg(long)]
    strict: bool,
    /// What was done, as JSON, to this file
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Show every diagnostic, however many there are
    #[arg(long)]
    all: bool,
    /// Generate again whenever a description or the settings change, until it is stopped
    #[arg(long, conflicts_with_all = ["check", "report"])]
    watch: bool,
}

/// A crate that has been generated and not yet written.
struct Ready {
    job: Job,
    generated: Generated,
    files: FileTree,
    changes: Changes,
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    if options.watch {
        return watch::run(|inputs| once(options, inputs));
    }
    once(options, &mut Vec::new())
}

/// Generates everything once, and adds the files that were read to `inputs`.
fn once(options: &Options, inputs: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if options.spec.is_none() {
        inputs.push(settings_file());
    }
    let jobs = jobs(options)?;
    inputs.extend(jobs.iter().map(|job| job.spec.clone()));
    let mut ready = Vec::new();
    let mut failures = Vec::new();
    let mut reports = Vec::new();
    for job in jobs {
        let name = shown(&job.spec);
        let generated = generate(&job)?;
        inputs.extend(other_files(&job, &generated));
        show::diagnostics(&name, &generated, options.all);
        let skipped = generated.report.operations.skipped.len();
        let package = &job.settings.name;
        if generated.files.is_none() {
            failures.push(format!("{package}: nothing is generated"));
            reports.push((package.clone(), report::json(&generated)));
        } else if options.strict && skipped > 0 {
            failures.push(format!("{package}: {skipped} operations are left out, and --strict asks for all"));
            reports.push((package.clone(), report::json(&generated)));
        } else {
            let mut generated = generated;
            let files = generated.files.take().unwrap_or_default();
            let changes = output::compare(&files, &job.out)?;
            ready.push(Ready { job, generated, files, changes });
        }
    }
    // Nothing is written before everything is known to be right.
    if failures.is_empty() {
        for crate_ in &mut ready {
            if options.check {
                failures.extend(differences(crate_));
            } else {
                let Ready { job, generated, files, changes } = crate_;
                write(job, generated, files, changes)?;
            }
        }
    }
    for Ready { job, generated, .. } in &ready {
        reports.push((job.settings.name.clone(), report::json(generated)));
    }
    if let Some(path) = &options.report {
        fs::write(path, report::of_all(reports))
            .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    }
    if failures.is_empty() { Ok(()) } else { Err(Failure::Wrong(failures.join("\n"))) }
}

fn jobs(options: &Options) -> Result<Vec<Job>, Failure> {
    let (Some(spec), Some(out), Some(name)) = (&options.spec, &options.out, &options.name) else {
        return Ok(config::read(&settings_file())?);
    };
    if !config::is_package_name(name) {
        return Err(Failure::Usage(format!("`{name}` is no name for a package")));
    }
    let settings = Settings {
        name: name.clone(),
        version: config::first_version(),
        only: options.only.iter().map(|text| Selector::parse(text)).collect(),
        ..Settings::default()
    };
    Ok(vec![Job {
        spec: spec.clone(),
        root: options.root.clone(),
        overlays: options.overlay.clone(),
        out: out.clone(),
        settings,
    }])
}

/// `spec/codegen.toml`
pub(crate) fn settings_file() -> PathBuf {
    workspace().join("spec/codegen.toml")
}

/// The files beside its description that a job has read.
fn other_files(job: &Job, generated: &Generated) -> Vec<PathBuf> {
    let folder = job.spec.parent().unwrap_or(Path::new(""));
    generated.texts.keys().filter(|path| !path.is_empty()).map(|path| folder.join(path)).collect()
}

/// Generates a crate in memory.
pub(crate) fn generate(job: &Job) -> Result<Generated, String> {
    let source = description::read(&job.spec, job.root.as_deref(), &job.overlays)?;
    codegen::generate(&source, &job.settings).map_err(|fault| fault.to_string())
}

/// A path as messages show it: from here, where it is below here.
pub(crate) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).display().to_string()
}

fn differences(ready: &Ready) -> Option<String> {
    let Ready { job, changes, .. } = ready;
    if changes.is_empty() {
        println!("{}: up to date, {} files", job.settings.name, ready.files.len());
        return None;
    }
    let mut lines = vec![format!("{}: the disk differs from what would be generated:", job.settings.name)];
    for path in &changes.written {
        lines.push(format!("  differs  {}", shown(&job.out.join(path))));
    }
    for path in &changes.stale {
        lines.push(format!("  stale    {}", shown(&job.out.join(path))));
    }
    lines.push("run `cargo xtask generate`".to_owned());
    Some(lines.join("\n"))
}

/// Writes what differs, and says what was done.
pub(crate) fn write(
    job: &Job,
    generated: &mut Generated,
    files: &FileTree,
    changes: &Changes,
) -> Result<(), String> {
    let before = fs::read_to_string(job.out.join("api.txt")).ok();
    let start = Instant::now();
    output::apply(files, changes, &job.out)?;
    let report = &mut generated.report;
    report.millis.write = (start.elapsed().as_secs_f64() * 10_000.0).round() / 10.0;
    let operations = &report.operations;
    println!(
        "{}: {} of {} operations, {} models, {} files in {}: {} written, {} removed",
        job.settings.name,
        operations.generated.len(),
        operations.total,
        report.schemas.models.len(),
        report.files,
        shown(&job.out),
        changes.written.len(),
        changes.stale.len(),
    );
    if let (Some(before), Some(after)) = (before, files.get("api.txt")) {
        for line in output::line_changes(&before, after) {
            println!("  {line}");
        }
    }
    Ok(())
}
