//! A crate that has been generated and not yet written.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use clientwright_codegen::{
    FileTree, Generated, Settings, Surface,
    surface::{Changes, Level, compare},
};
use semver::Version;

use crate::{
    changes::{self, Largest, next_version, weight},
    committed::Committed,
    job::Job,
    merge::{self, Merged, changelog},
    output, program, report,
};

/// A crate that has been generated and not yet written.
pub(crate) struct Ready {
    pub(crate) job: Job,
    pub(crate) generated: Generated,
    pub(crate) files: FileTree,
    /// The differences of the disk.
    on_disk: output::Changes,
    /// The changes of the public API.
    api: Changes,
    /// The version of the crate before, and the one that follows.
    versions: [String; 2],
    /// The messages about files that the user has written.
    notes: Vec<String>,
    /// The point in time since which there are changes, in words.
    since: &'static str,
}

/// Generates a crate in memory, with the names that it had before.
pub(crate) fn generate(job: &Job) -> Result<Generated, String> {
    Ok(generate_from(job, &Committed::read(&job.out, ["api.txt"].into_iter()))?.0)
}

/// Generates a crate. Returns its previous public API too.
fn generate_from(job: &Job, committed: &Committed) -> Result<(Generated, Surface), String> {
    let mut settings = Settings { before: committed.surface(), ..job.settings.clone() };
    if let Some(version) = committed.version().filter(|_| job.bump) {
        settings.version = version;
    }
    Ok((job.generate(&settings)?, settings.before))
}

/// The result of a job: a crate to write, or the diagnostics.
pub(crate) enum Outcome {
    Ready(Box<Ready>),
    Nothing(Box<Generated>),
}

impl Ready {
    /// Generates a crate and compares it with the disk.
    pub(crate) fn of(job: Job) -> Result<Outcome, String> {
        let committed = Committed::read(&job.out, ["api.txt", changelog::PATH].into_iter());
        let (mut generated, before) = generate_from(&job, &committed)?;
        let Some(files) = &generated.files else { return Ok(Outcome::Nothing(Box::new(generated))) };
        let is_first = before.entries().is_empty();
        let api = compare(&before, &generated.surface);
        let mut level = api.level();
        if job.bump && !is_first && level.is_none() {
            let committed = Committed::read(&job.out, files.keys().map(String::as_str));
            let same = files.iter().all(|(path, text)| committed.has(path, text));
            level = (!same).then_some(Level::Patch);
        }
        let known = committed.version();
        let before = known.clone().unwrap_or_else(|| job.settings.version.clone());
        let next = next_version(&before, level)?;
        let version =
            if job.bump { larger(&next, &job.settings.version) } else { job.settings.version.clone() };
        if job.bump {
            generated.set_version(&version);
        }
        let mut merged = merge::merge(generated.files.take().unwrap_or_default(), &job.out)?;
        if job.changelog {
            let text = match known {
                None => is_first.then(|| "The first version.\n".to_owned()),
                Some(known) => (known != version).then(|| changes::section(&api)),
            };
            let section = text.as_deref().map(|text| changelog::Section { version: &version, text });
            merged.add_changelog(
                &job.out,
                committed.committed_text(changelog::PATH).as_deref(),
                section.as_ref(),
            );
        }
        let Merged { files, notes } = merged;
        let on_disk = output::compare(&files, &job.out)?;
        let versions = [before, next];
        Ok(Outcome::Ready(Box::new(Self {
            job,
            generated,
            files,
            on_disk,
            api,
            versions,
            notes,
            since: committed.since,
        })))
    }

    /// Compares the changes of the API with the limit.
    ///
    /// # Errors
    /// Returns an error if a change is larger than `at_most`.
    pub(crate) fn check_level(&self, at_most: Option<Largest>) -> Result<(), String> {
        let name = &self.job.settings.name;
        Largest::check(at_most, weight(&self.api), name)
            .map_err(|message| format!("{}{message}", changes::text(&self.api, "  ")))
    }

    /// Returns the message about the differences of the disk, if there are any.
    pub(crate) fn differences(&self) -> Option<String> {
        let Self { job, on_disk, files, .. } = self;
        if on_disk.is_empty() {
            print_line!("{}: up to date, {} files", job.settings.name, files.len());
            return None;
        }
        let mut lines =
            vec![format!("{}: the disk differs from what would be generated:", job.settings.name)];
        for path in &on_disk.written {
            lines.push(format!("  differs  {}", shown(&job.out.join(path))));
        }
        for path in &on_disk.stale {
            lines.push(format!("  stale    {}", shown(&job.out.join(path))));
        }
        lines.push(format!("run `{} generate`", program::name()));
        Some(lines.join("\n"))
    }

    /// Writes the differences, and prints a summary. `made` are the folders that this run has made.
    pub(crate) fn write(&mut self, made: &BTreeSet<PathBuf>) -> Result<(), String> {
        let start = Instant::now();
        let is_made = fs::canonicalize(&self.job.out).is_ok_and(|out| made.contains(&out));
        output::apply(&self.files, &self.on_disk, &self.job.out, is_made)?;
        let report = &mut self.generated.report;
        report.millis.write = (start.elapsed().as_secs_f64() * 10_000.0).round() / 10.0;
        let operations = &report.operations;
        print_line!(
            "{}: {} of {} operations, {} models, {} files in {}: {} written, {} removed",
            self.job.settings.name,
            operations.generated.len(),
            operations.total,
            report.schemas.models.len(),
            self.files.len(),
            shown(&self.job.out),
            self.on_disk.written.len(),
            self.on_disk.stale.len(),
        );
        if let Some(parts) = &report.parts {
            print_line!(
                "  parts: {}, shared models: {}, models that differ between parts: {}, \
                 operations shared by versions: {}",
                parts.count,
                parts.shared_models,
                parts.different_models,
                parts.shared_operations,
            );
        }
        for note in &self.notes {
            print_line!("  {note}");
        }
        self.print_changes();
        Ok(())
    }

    fn print_changes(&self) {
        if self.api.is_empty() {
            return;
        }
        print_line!("  {}: {}", self.since, changes::summary(&self.api));
        print_text!("{}", changes::text(&self.api, "  "));
        let [before, next] = &self.versions;
        let settings = &self.job.settings.version;
        if self.job.bump {
            print_line!("  the version was {before} and is {}", larger(next, settings));
        } else if larger(next, settings) != *settings {
            print_line!("  the version that follows {before} is {next}: set `version`, or `bump = true`");
        }
    }

    /// Returns the report as JSON.
    pub(crate) fn report(&self) -> serde_json::Value {
        let mut report = report::json(&self.generated);
        if let serde_json::Value::Object(fields) = &mut report {
            fields.insert("api".to_owned(), changes::json(&self.api, &self.versions));
        }
        report
    }
}

/// Returns the larger of two versions.
fn larger(one: &str, other: &str) -> String {
    match (Version::parse(one), Version::parse(other)) {
        (Ok(first), Ok(second)) if second > first => other.to_owned(),
        _ => one.to_owned(),
    }
}

/// Returns a path as messages show it: relative if it is below the current folder.
pub(crate) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    match path.strip_prefix(here).unwrap_or(path) {
        here if here.as_os_str().is_empty() => ".".to_owned(),
        path => path.display().to_string(),
    }
}
