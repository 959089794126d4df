//! `clientwright diff OLD NEW`

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use clientwright_codegen::{
    Diagnostic, Settings, Surface, escape,
    surface::{Changes, compare},
};

use crate::{
    Failure,
    allow::{self, Allowed},
    changes::{self, Largest, next_version, weight},
    config, description,
    job::{self, Description, JobPart},
    locate,
    ready::shown,
    show,
};

#[doc(hidden)]
#[derive(Debug, Args)]
pub struct Options {
    /// The description before the change; `-` reads standard input
    #[arg(required_unless_present = "versions")]
    old: Option<PathBuf>,
    /// The description after the change; `-` reads standard input
    #[arg(required_unless_present = "versions")]
    new: Option<PathBuf>,
    /// Compare two versions of a part of the crates in clientwright.toml
    #[arg(long, num_args = 3, value_names = ["PART", "OLD", "NEW"], conflicts_with_all = ["old", "new"])]
    versions: Option<Vec<String>>,
    /// Read this file instead of the nearest clientwright.toml
    #[arg(long, value_name = "FILE", requires = "versions")]
    settings: Option<PathBuf>,
    /// The format of the report
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The version of the crate of the old description
    #[arg(long, default_value_t = job::first_version())]
    version: String,
    /// Accept the errors of the descriptions with this code; may be repeated
    #[arg(long, value_name = "CODE", value_parser = allow::parse)]
    allow: Vec<Allowed>,
    /// Exit with 3 if a change is larger than this
    #[arg(long, value_enum, value_name = "LEVEL")]
    at_most: Option<Largest>,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    /// Text for a terminal
    #[default]
    Text,
    /// JSON for programs
    Json,
    /// Markdown for a pull request
    Markdown,
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let [old, new] = descriptions(options)?;
    if [&old.spec, &new.spec].iter().all(|spec| description::is_stdin(spec)) {
        return Err(Failure::Usage("only one description can be read from standard input".to_owned()));
    }
    let (changes, errors) = with_errors(&old, &new)?;
    let version = options.version.clone();
    let next = next_version(&version, changes.level()).map_err(Failure::Usage)?;
    let versions = [version, next];
    match options.format {
        Format::Text => {
            print_text!("{}", changes::text(&changes, ""));
            print_line!("{}", changes::summary(&changes));
            if versions[0] != versions[1] {
                print_line!("the version that follows {} is {}", versions[0], versions[1]);
            }
        }
        Format::Json => {
            let report = format!("{:#}", changes::json(&changes, &versions));
            print_line!("{}", escape::json(&report));
        }
        Format::Markdown => print_text!("{}", changes::markdown(&changes, &versions)),
    }
    allow::check("the descriptions", &errors, &options.allow, "the report leaves out what they concern")?;
    Largest::check(options.at_most, weight(&changes), "the description").map_err(Failure::TooLarge)
}

/// Returns the descriptions to compare.
fn descriptions(options: &Options) -> Result<[Description; 2], Failure> {
    if let (Some(old), Some(new)) = (&options.old, &options.new) {
        return Ok([old, new].map(|spec| Description::new(spec.clone())));
    }
    let Some([part, old, new]) = options.versions.as_deref() else {
        return Err(Failure::Usage("--versions needs a part and two versions".to_owned()));
    };
    let file = locate::file(options.settings.as_deref())?;
    let jobs = config::read(&file)?;
    let parts = || jobs.iter().flat_map(|job| &job.parts);
    let versions: Vec<&JobPart> = parts().filter(|known| known.api == *part).collect();
    if versions.is_empty() {
        let known: BTreeSet<&str> = parts().map(|part| part.api.as_str()).collect();
        let known = known.into_iter().collect::<Vec<&str>>().join(", ");
        return Err(Failure::Usage(format!("there is no part `{part}`; the parts: {known}")));
    }
    let version = |name: &String| {
        let found = versions.iter().find(|known| known.version.as_ref() == Some(name));
        found.map(|known| known.description.clone()).ok_or_else(|| {
            let known: Vec<&str> = versions.iter().filter_map(|known| known.version.as_deref()).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            Failure::Usage(format!("the part `{part}` has no version `{name}`; its versions: {known}"))
        })
    };
    Ok([version(old)?, version(new)?])
}

/// Returns the changes between the crates of two descriptions.
///
/// # Errors
/// Returns an error if a description cannot be read, or nothing of it is generated.
pub fn between(old: &Path, new: &Path) -> Result<Changes, String> {
    Ok(with_errors(&Description::new(old.to_owned()), &Description::new(new.to_owned()))?.0)
}

/// Returns the changes between the crates of two descriptions, and the diagnostics of both.
fn with_errors(old: &Description, new: &Description) -> Result<(Changes, Vec<Diagnostic>), String> {
    let (old, mut diagnostics) = surface(old, Surface::default())?;
    let (new, of_new) = surface(new, old.clone())?;
    diagnostics.extend(of_new);
    Ok((compare(&old, &new), diagnostics))
}

fn surface(description: &Description, before: Surface) -> Result<(Surface, Vec<Diagnostic>), String> {
    let settings =
        Settings { name: "api".to_owned(), version: job::first_version(), before, ..Settings::default() };
    let source = description.read()?;
    let generated = clientwright_codegen::generate(&source, &settings).map_err(|fault| fault.to_string())?;
    show::diagnostics(&shown(&description.spec), &generated, None, false);
    if generated.files.is_none() {
        return Err(format!("{}: nothing is generated", shown(&description.spec)));
    }
    Ok((generated.surface, generated.diagnostics))
}
