//! `clientwright generate`

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use clientwright_codegen::{Selector, escape};
use serde_json::Value;

use crate::{
    Failure,
    allow::{self, Allowed},
    changes::Largest,
    config, description,
    job::{self, Job},
    locate,
    lock::Lock,
    progress::Progress,
    ready::{Outcome, Ready, shown},
    report, show, watch,
};

#[doc(hidden)]
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct Options {
    /// The crates to generate; the default is all of clientwright.toml
    #[arg(value_name = "NAME", conflicts_with = "spec")]
    names: Vec<String>,
    /// Write nothing; exit with 1 and the list of files if the disk differs
    #[arg(long)]
    check: bool,
    /// Generate from this description, instead of those of clientwright.toml; `-` reads standard input
    #[arg(long, value_name = "FILE", requires = "name")]
    spec: Option<PathBuf>,
    /// Read this file instead of the nearest clientwright.toml. With --spec, it has the settings of the crate
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// The folder of the crate for --spec
    #[arg(long, value_name = "DIR", requires = "spec")]
    out: Option<PathBuf>,
    /// The name of the crate for --spec
    #[arg(long, requires = "spec")]
    name: Option<String>,
    /// Read other files below this folder instead of the description's
    #[arg(long, value_name = "DIR", requires = "spec")]
    root: Option<PathBuf>,
    /// Change the description by an overlay (OpenAPI Overlay 1.0); may be repeated
    #[arg(long, value_name = "FILE", requires = "spec")]
    overlay: Vec<PathBuf>,
    /// Generate only this operation: 'POST /path', tag:NAME, an operationId or a name of `list`; may be repeated
    #[arg(long, value_name = "OPERATION", requires = "spec")]
    only: Vec<String>,
    /// Accept the errors with this code, E0012 for instance: go on without the parts that they concern; may be repeated
    #[arg(long, value_name = "CODE", value_parser = allow::parse)]
    allow: Vec<Allowed>,
    /// Fail and write nothing if an operation is left out
    #[arg(long)]
    strict: bool,
    /// Write a report as JSON to this file
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Write nothing and exit with 3 if the API has changed more than this; a change that breaks calls is major
    #[arg(long, value_enum, value_name = "LEVEL")]
    at_most: Option<Largest>,
    /// Show every diagnostic
    #[arg(long)]
    all: bool,
    /// Generate again when a description or the settings change, until Ctrl-C
    #[arg(long, conflicts_with_all = ["check", "report"])]
    watch: bool,
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    if options.watch {
        if options.spec.as_deref().is_some_and(description::is_stdin) {
            return Err(Failure::Usage("--watch needs a file, and not standard input".to_owned()));
        }
        return watch::run(|inputs| once(options, inputs));
    }
    once(options, &mut Vec::new())
}

/// Generates everything once, and adds the files that were read to `inputs`.
fn once(options: &Options, inputs: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if options.spec.is_none() {
        inputs.push(locate::file(options.settings.as_deref())?);
    } else {
        inputs.extend(options.settings.clone());
    }
    let jobs = jobs(options)?;
    inputs.extend(jobs.iter().flat_map(Job::files).cloned());
    let written = jobs.iter().map(|job| job.out.as_path()).filter(|_| !options.check);
    let locks = Lock::all(written)?;
    let made = Lock::made(&locks);
    let count = jobs.len();
    let mut generated = GeneratedCrates::default();
    let progress = Progress::start();
    for (index, job) in jobs.into_iter().enumerate() {
        progress.stage(format!("generating {} ({} of {count})", escape::text(&job.settings.name), index + 1));
        generated.add(job, options, inputs)?;
    }
    let GeneratedCrates { mut ready, mut failures, mut reports } = generated;
    let too_large: Vec<String> =
        ready.iter().filter_map(|one| one.check_level(options.at_most).err()).collect();
    // Nothing is written before every crate is generated.
    if failures.is_empty() && too_large.is_empty() {
        for crate_ in &mut ready {
            if options.check {
                failures.extend(crate_.differences());
            } else {
                let name = escape::text(&crate_.job.settings.name);
                progress.stage(format!("writing {name}, {} files", crate_.files.len()));
                crate_.write(&made)?;
            }
        }
    }
    if let Some(path) = &options.report {
        for crate_ in &ready {
            reports.push((crate_.job.settings.name.clone(), crate_.report()));
        }
        fs::write(path, report::of_all(reports))
            .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    }
    if !failures.is_empty() {
        return Err(Failure::Failed([failures, too_large].concat().join("\n")));
    }
    if too_large.is_empty() { Ok(()) } else { Err(Failure::TooLarge(too_large.join("\n"))) }
}

/// The crates of a run.
#[derive(Default)]
struct GeneratedCrates {
    ready: Vec<Ready>,
    /// The messages about the crates that are not written.
    failures: Vec<String>,
    /// The reports of those crates, by their names.
    reports: Vec<(String, Value)>,
}

impl GeneratedCrates {
    /// Generates the crate of `job`, shows its diagnostics, and adds the files that were read to `inputs`.
    fn add(&mut self, job: Job, options: &Options, inputs: &mut Vec<PathBuf>) -> Result<(), Failure> {
        let name = shown(&job.description.spec);
        let package = job.settings.name.clone();
        let folder = job.description.spec.parent().unwrap_or(Path::new("")).to_owned();
        let allowed = [options.allow.as_slice(), &job.allow].concat();
        let settings = job.settings_file.clone();
        let outcome = Ready::of(job)?;
        let generated = match &outcome {
            Outcome::Ready(ready) => &ready.generated,
            Outcome::Nothing(generated) => generated,
        };
        let is_reported = options.report.is_some();
        let others = generated.texts.keys().filter(|path| !path.is_empty());
        inputs.extend(others.map(|path| folder.join(path)));
        show::diagnostics(&name, generated, settings.as_ref(), options.all);
        let skipped = generated.report.operations.skipped.len();
        let accepted = allow::check(&package, &generated.diagnostics, &allowed, "nothing is written");
        let (failure, report) = match outcome {
            Outcome::Nothing(generated) => {
                (format!("{package}: nothing is generated"), is_reported.then(|| report::json(&generated)))
            }
            Outcome::Ready(crate_) if options.strict && skipped > 0 => {
                let message =
                    format!("{package}: {skipped} operations are left out, and --strict requires all");
                (message, is_reported.then(|| crate_.report()))
            }
            Outcome::Ready(crate_) => match accepted {
                Ok(()) => {
                    self.ready.push(*crate_);
                    return Ok(());
                }
                Err(message) => (message, is_reported.then(|| crate_.report())),
            },
        };
        self.failures.push(failure);
        self.reports.extend(report.map(|report| (package, report)));
        Ok(())
    }
}

fn jobs(options: &Options) -> Result<Vec<Job>, Failure> {
    let (Some(spec), Some(name)) = (&options.spec, &options.name) else {
        return named(&options.names, &locate::file(options.settings.as_deref())?);
    };
    job::check_package_name(name)?;
    let known = match &options.settings {
        Some(file) => Some(settings_of(file, name)?),
        None => None,
    };
    let Some(out) = options.out.clone().or_else(|| known.as_ref().map(|known| known.out.clone())) else {
        return Err(Failure::Usage("--spec needs --out, the folder of the crate, or --settings".to_owned()));
    };
    let mut job = match known {
        Some(known) => known,
        None => Job::new(spec.clone(), out.clone(), name),
    };
    if !job.parts.is_empty() {
        let why = format!("`{name}` has parts, whose descriptions are in the settings: leave out --spec");
        return Err(Failure::Usage(why));
    }
    job.description.spec.clone_from(spec);
    job.out = out;
    if options.root.is_some() {
        job.description.root.clone_from(&options.root);
    }
    if !options.overlay.is_empty() {
        job.description.overlays.clone_from(&options.overlay);
    }
    if !options.only.is_empty() {
        job.settings.only = options.only.iter().map(|text| Selector::parse(text)).collect();
    }
    Ok(vec![job])
}

/// Returns the jobs of the crates with these names in a file of settings, or all without names.
fn named(names: &[String], file: &Path) -> Result<Vec<Job>, Failure> {
    let mut jobs = config::read(file)?;
    if jobs.is_empty() {
        print_error!("{}", locate::no_crates(file));
    }
    if let Some(unknown) = names.iter().find(|name| jobs.iter().all(|job| job.settings.name != **name)) {
        return Err(Failure::Usage(format!("{} has no crate `{unknown}`", shown(file))));
    }
    jobs.retain(|job| names.is_empty() || names.contains(&job.settings.name));
    Ok(jobs)
}

/// Returns the job of the crate `name` in a file of settings.
fn settings_of(file: &Path, name: &str) -> Result<Job, Failure> {
    let jobs = config::read(file)?;
    let job = jobs.into_iter().find(|job| job.settings.name == name);
    job.ok_or_else(|| Failure::Usage(format!("{} has no crate `{name}`", file.display())))
}
