//! `cargo xtask diff`

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use codegen::{
    Settings, Surface,
    surface::{Changes, compare},
};

use crate::{
    Failure,
    changes::{self, Largest, next_version, weight},
    config, description,
    ready::shown,
    show,
};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The description before the change
    old: PathBuf,
    /// The description after the change
    new: PathBuf,
    /// The format of the report
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The version of the crate of the old description
    #[arg(long, default_value_t = config::first_version())]
    version: String,
    /// Exit with 3 if a change is larger than this
    #[arg(long, value_enum)]
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
    let changes = between(&options.old, &options.new)?;
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
        Format::Json => print_line!("{:#}", changes::json(&changes, &versions)),
        Format::Markdown => print_text!("{}", changes::markdown(&changes, &versions)),
    }
    Largest::check(options.at_most, weight(&changes), "the description").map_err(Failure::TooLarge)
}

/// Returns the changes between the crates of two descriptions.
pub(crate) fn between(old: &Path, new: &Path) -> Result<Changes, String> {
    let old = surface(old, Surface::default())?;
    let new = surface(new, old.clone())?;
    Ok(compare(&old, &new))
}

fn surface(spec: &Path, before: Surface) -> Result<Surface, String> {
    let settings =
        Settings { name: "api".to_owned(), version: config::first_version(), before, ..Settings::default() };
    let source = description::read(spec, None, &[])?;
    let generated = codegen::generate(&source, &settings).map_err(|fault| fault.to_string())?;
    show::diagnostics(&shown(spec), &generated, false);
    if generated.files.is_none() {
        return Err(format!("{}: nothing is generated", shown(spec)));
    }
    Ok(generated.surface)
}
