//! The pairs in `tests/changes`: a description before and after a change, what is said of it, and what
//! cargo-semver-checks says of the two crates.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use clap::Args;
use codegen::{Settings, surface::Level};

use crate::{Failure, cargo, changes, config, description, diff, files, workspace};

/// The package of every pair.
const PACKAGE: &str = "pets";

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Only the pairs whose name contains this
    name: Option<String>,
    /// Note what it says as what is expected
    #[arg(long)]
    bless: bool,
}

/// A description before and after a change.
#[derive(Debug)]
pub struct Pair {
    /// Its name: the folder's.
    pub name: String,
    folder: PathBuf,
}

/// Every pair, by name.
///
/// # Errors
/// When the folder cannot be read.
pub fn all() -> Result<Vec<Pair>, String> {
    let folders = files::folders(&workspace().join("tests/changes"))?;
    Ok(folders.into_iter().map(|(name, folder)| Pair { name, folder }).collect())
}

impl Pair {
    /// What is said of the change, and how large it is.
    ///
    /// # Errors
    /// When a description cannot be read.
    pub fn verdict(&self) -> Result<(String, Option<Level>), String> {
        let changes = diff::between(&self.folder.join("old.yaml"), &self.folder.join("new.yaml"))?;
        let text = format!("{}{}\n", changes::text(&changes, ""), changes::summary(&changes));
        Ok((text, changes.level()))
    }

    /// A file of the pair; empty when it is not there.
    #[must_use]
    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join(file)).unwrap_or_default()
    }

    /// Notes what is said; whether it is something else than before.
    pub(crate) fn bless(&self) -> Result<bool, String> {
        let (text, _) = self.verdict()?;
        let changed = self.read("expected.txt") != text;
        files::write_below(&self.folder, [("expected.txt", text)])?;
        Ok(changed)
    }

    /// What cargo-semver-checks says of the two crates.
    fn semver_checks(&self) -> Result<String, String> {
        let folder = workspace().join("target/semver");
        for version in ["old", "new"] {
            let source = description::read(&self.folder.join(version).with_extension("yaml"), None, &[])?;
            let settings = Settings {
                name: PACKAGE.to_owned(),
                version: config::first_version(),
                ..Settings::default()
            };
            let generated = codegen::generate(&source, &settings).map_err(|fault| fault.to_string())?;
            let tree = generated.files.ok_or_else(|| format!("{}: nothing is generated", self.name))?;
            // A workspace each: two versions of a package are not in one.
            let place = folder.join(&self.name).join(version);
            cargo::write_crates([(PACKAGE, &tree)].into_iter(), &place)?;
        }
        let place = folder.join(&self.name);
        let output = Command::new(env!("CARGO"))
            .args(["semver-checks", "--release-type", "patch", "--color", "never", "--manifest-path"])
            .arg(place.join("new").join(PACKAGE).join("Cargo.toml"))
            .arg("--baseline-root")
            .arg(place.join("old").join(PACKAGE))
            .env("CARGO_TARGET_DIR", folder.join("target"))
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("cannot run cargo: {error}"))?;
        let said =
            String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        let mut lines: Vec<String> = said
            .lines()
            .filter_map(|line| Some(line.strip_prefix("--- ")?.strip_suffix(" ---")?.to_owned()))
            .collect();
        let summary = said.lines().find_map(|line| line.trim().strip_prefix("Summary "));
        let verdict = match summary {
            Some(text) if text.contains("new major version") => "major",
            Some(text) if text.contains("new minor version") => "minor",
            Some(text) if text.contains("no semver update required") => "patch",
            _ => return Err(format!("{}: cargo-semver-checks did not come to an end:\n{said}", self.name)),
        };
        lines.sort();
        lines.insert(0, verdict.to_owned());
        Ok(lines.join("\n") + "\n")
    }
}

/// `cargo xtask semver`
pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let help = Command::new(env!("CARGO")).args(["semver-checks", "--version"]).output();
    if !help.is_ok_and(|output| output.status.success()) {
        say!("skipped: there is no cargo-semver-checks (`cargo install cargo-semver-checks` brings it)");
        return Ok(());
    }
    let wanted = options.name.as_deref().unwrap_or_default();
    let mut differences = Vec::new();
    for pair in all()?.into_iter().filter(|pair| pair.name.contains(wanted)) {
        let theirs = pair.semver_checks()?;
        let (_, ours) = pair.verdict()?;
        let ours = ours.map_or("none".to_owned(), |level| level.to_string());
        say!("{:30} {ours:6} {}", pair.name, theirs.lines().next().unwrap_or_default());
        if options.bless {
            files::write_below(&pair.folder, [("semver-checks.txt", theirs)])?;
        } else if theirs != pair.read("semver-checks.txt") {
            differences.push(format!("{}: cargo-semver-checks says something else:\n{theirs}", pair.name));
        }
    }
    if differences.is_empty() { Ok(()) } else { Err(Failure::Wrong(differences.join("\n"))) }
}
