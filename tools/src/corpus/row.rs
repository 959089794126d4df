//! A description of the corpus and its crate.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use clientwright::description;
use clientwright_codegen::{FileTree, Generated, PackageSettings, Settings};

use super::manifest::Entry;

/// A description of the corpus and its crate.
pub(super) struct Row {
    pub(super) path: PathBuf,
    /// The path below the folder.
    pub(super) file: String,
    /// The verdict of the manifest: `valid`, `invalid`, another word or nothing.
    pub(super) expected: String,
    /// The name of the package.
    pub(super) package: String,
    /// The result; `None` for a file that cannot be read, and for a fault of the generator.
    pub(super) generated: Option<Generated>,
    pub(super) fault: Option<String>,
    /// `true` if the stages after generation take the crate.
    pub(super) sampled: bool,
    pub(super) millis: f64,
    pub(super) errors: usize,
    pub(super) warnings: usize,
}

impl Row {
    /// Generates the crate of a description. Files that it refers to are read below `dir`.
    pub(super) fn generate(entry: Entry, dir: &Path) -> Self {
        let Entry { path, file, expected } = entry;
        let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
        let package: String = stem
            .chars()
            .map(|char| if char.is_ascii_alphanumeric() { char.to_ascii_lowercase() } else { '-' })
            .collect();
        let package = format!("c-{package}");
        let metadata =
            PackageSettings { publish: true, license: Some("MIT".to_owned()), ..PackageSettings::default() };
        let settings = Settings {
            name: package.clone(),
            version: "0.1.0".to_owned(),
            package: metadata,
            ..Settings::default()
        };
        let start = Instant::now();
        let generated = description::read(&path, Some(dir), &[]).and_then(|source| {
            clientwright_codegen::generate(&source, &settings)
                .map_err(|fault| format!("{}: {}", fault.path, fault.message))
        });
        let millis = start.elapsed().as_secs_f64() * 1000.0;
        let (generated, fault) = match generated {
            Ok(generated) => (Some(generated), None),
            Err(fault) => (None, Some(fault)),
        };
        Self {
            path,
            file,
            expected,
            package,
            generated,
            fault,
            sampled: true,
            millis,
            errors: 0,
            warnings: 0,
        }
    }

    /// Returns the files of the crate, if there is one.
    pub(super) fn files(&self) -> Option<&FileTree> {
        self.generated.as_ref()?.files.as_ref()
    }

    /// Returns `true` for a crate with a fault.
    pub(super) fn is_wrong(&self, strict: bool) -> bool {
        self.fault.is_some()
            || self.errors + self.warnings > 0
            || strict && self.is_incomplete()
            || self.surprise().is_some()
    }

    /// Returns `true` if an operation of a valid description is left out.
    fn is_incomplete(&self) -> bool {
        let is_valid = ["", "valid"].contains(&self.expected.as_str());
        let skipped = self.generated.as_ref().map(|generated| &generated.report.operations.skipped);
        is_valid && skipped.is_some_and(|skipped| !skipped.is_empty())
    }

    /// Compares the result with the verdict of the manifest: a valid description is generated, an invalid one has a
    /// diagnostic.
    pub(super) fn surprise(&self) -> Option<&'static str> {
        let generated = self.generated.as_ref()?;
        match self.expected.as_str() {
            "valid" if generated.files.is_none() => Some("it is valid, and nothing is generated"),
            "invalid" if generated.diagnostics.is_empty() => {
                Some("it is invalid, and there is no diagnostic")
            }
            _ => None,
        }
    }
}
