//! The parts of a crate of several descriptions: the table `parts` of the settings.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use clientwright_codegen::{Part, Rename, Settings};
use indexmap::IndexMap;
use serde::Deserialize;

use crate::{
    config::{normal, selectors, selectors_by_header},
    files::relative,
    job::{Description, JobPart},
    paging::{Paging, by_selector},
    polling::Polling,
};

/// A part of a crate: a description, its versions, or several descriptions.
///
/// The name of a part is the path of its modules, with a dot between two.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct PartTable {
    /// The description of the part, or of the version that has no suffix.
    ///
    /// ```toml
    /// [api.my-api.parts.pets]
    /// spec = "specs/pets.yaml"
    /// ```
    spec: Option<PathBuf>,
    /// The descriptions of several parts, each named after its file: patterns with `*`.
    ///
    /// ```toml
    /// [api.my-api.parts.shop]
    /// specs = "specs/shop/*.yaml"
    /// ```
    specs: Option<Patterns>,
    /// The descriptions of versions of the part. Each version is a module with its name as a suffix.
    ///
    /// ```toml
    /// [api.my-api.parts.pets.versions]
    /// v1 = "specs/pets-1.yaml"
    /// v2 = "specs/pets-2.yaml"
    /// ```
    #[serde(default)]
    versions: IndexMap<String, PathBuf>,
    /// The version without a suffix. The default is `spec`, or else the newest version that is no preview.
    ///
    /// ```toml
    /// [api.my-api.parts.pets]
    /// default-version = "v1"
    /// ```
    default_version: Option<String>,
    /// The folder below which other files of the descriptions are read. The default is the folder of each.
    ///
    /// ```toml
    /// [api.my-api.parts.pets]
    /// root = "specs"
    /// ```
    root: Option<PathBuf>,
    /// The overlays that change each description of the part before it is read, in order.
    ///
    /// ```toml
    /// [api.my-api.parts.pets]
    /// overlay = ["specs/corrections.yaml"]
    /// ```
    #[serde(default)]
    overlay: Vec<PathBuf>,
    /// The operations of the part to generate.
    ///
    /// ```toml
    /// [api.my-api.parts.pets]
    /// only = ["POST /pets", "tag:Owners"]
    /// ```
    #[serde(default)]
    only: Vec<String>,
    #[serde(default)]
    rename: PartNames,
    /// The headers of idempotency keys, each with its operations.
    ///
    /// ```toml
    /// [api.my-api.parts.pets]
    /// idempotency-keys = { Idempotency-Key = ["POST /payments"] }
    /// ```
    #[serde(default)]
    idempotency_keys: IndexMap<String, Vec<String>>,
    /// The pagination by operation.
    ///
    /// ```toml
    /// [api.my-api.parts.pets.pages]
    /// "GET /logs" = false
    /// ```
    #[serde(default)]
    pages: IndexMap<String, Paging>,
    /// The polling by operation.
    ///
    /// ```toml
    /// [api.my-api.parts.pets.pollers]
    /// "POST /jobs" = false
    /// ```
    #[serde(default)]
    pollers: IndexMap<String, Polling>,
}

/// The names in a part.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PartNames {
    /// The names of operations of the part, by operation.
    ///
    /// ```toml
    /// [api.my-api.parts.pets.rename.operations]
    /// "POST /pets/{id}/photos" = "add_photo"
    /// ```
    operations: IndexMap<String, String>,
    /// The paths of resources in the part, by the path without this setting.
    ///
    /// ```toml
    /// [api.my-api.parts.pets.rename.resources]
    /// photos = "media.photos"
    /// ```
    resources: IndexMap<String, String>,
}

/// One pattern, or several.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "expected a pattern, or a list of patterns")]
enum Patterns {
    One(String),
    Many(Vec<String>),
}

/// A description of a part.
struct Found {
    /// The path of its modules.
    modules: String,
    version: Option<String>,
    spec: PathBuf,
}

/// The words of a version that is no stable one.
const PREVIEWS: [&str; 7] = ["alpha", "beta", "canary", "dev", "experimental", "preview", "rc"];
/// The names of files that say nothing about a description.
const GENERIC: [&str; 9] =
    ["api", "description", "index", "openapi", "reference", "schema", "spec", "specification", "swagger"];

/// Returns the parts of the table, with the descriptions that their patterns match in `folder`.
///
/// # Errors
/// Returns an error for a part without a description, and for two parts with the same modules.
pub(crate) fn jobs(
    parts: IndexMap<String, PartTable>,
    on_by_default: &[String],
    folder: &Path,
) -> Result<Vec<JobPart>, String> {
    let mut jobs: Vec<JobPart> = Vec::new();
    let known: BTreeSet<String> = parts.keys().cloned().collect();
    for (name, part) in parts {
        let is_on = |modules: &str| on_by_default.iter().any(|on| is_in(modules, on));
        let found = part.descriptions(&name, folder)?;
        let root = part.root.as_ref().map(|root| normal(&folder.join(root)));
        let overlays: Vec<PathBuf> =
            part.overlay.iter().map(|overlay| normal(&folder.join(overlay))).collect();
        let settings = part.settings();
        for Found { modules, version, spec } in found {
            if let Some(other) = jobs.iter().find(|other| other.name == modules) {
                let [one, two] = [&other.description.spec, &spec].map(|path| path.display().to_string());
                return Err(format!(
                    "the parts `{}` ({one}) and `{name}` ({two}) both have the modules `{modules}`: rename one, or \
                     a version of it",
                    other.table
                ));
            }
            jobs.push(JobPart {
                settings: settings.clone(),
                description: Description { spec, root: root.clone(), overlays: overlays.clone() },
                on_by_default: is_on(&modules),
                table: name.clone(),
                api: if version.is_some() { name.clone() } else { modules.clone() },
                version,
                name: modules,
            });
        }
    }
    let is_known = |on: &&String| known.contains(*on) || jobs.iter().any(|job| is_in(&job.name, on));
    match on_by_default.iter().find(|on| !is_known(on)) {
        Some(unknown) => Err(format!("`default-parts` has `{unknown}`, which is no part")),
        None => Ok(jobs),
    }
}

/// Returns `true` for the part `outer`, and for a part inside of it.
fn is_in(part: &str, outer: &str) -> bool {
    part.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

impl PartTable {
    /// Finds the descriptions.
    fn descriptions(&self, name: &str, folder: &Path) -> Result<Vec<Found>, String> {
        let mut found = Vec::new();
        if let Some(patterns) = &self.specs {
            let patterns = match patterns {
                Patterns::One(pattern) => std::slice::from_ref(pattern),
                Patterns::Many(patterns) => patterns.as_slice(),
            };
            for pattern in patterns {
                let files = matches(pattern, folder)?;
                let last = name.rsplit('.').next();
                found.extend(files.into_iter().map(|spec| {
                    let module = module(&spec);
                    let is_own = last == Some(&module);
                    let modules = if is_own { name.to_owned() } else { format!("{name}.{module}") };
                    Found { modules, version: None, spec }
                }));
            }
        }
        let short = match (&self.default_version, &self.spec) {
            (Some(version), _) if self.versions.contains_key(version) => Some(version),
            (Some(version), _) => {
                return Err(format!(
                    "`default-version` of the part `{name}` is `{version}`, which is no version"
                ));
            }
            (None, Some(_)) => None,
            (None, None) => newest(self.versions.keys()),
        };
        if let (Some(spec), Some(short)) = (&self.spec, short) {
            return Err(format!(
                "the part `{name}` has both `spec` ({}) and the default version `{short}`: name the version of `spec`",
                spec.display()
            ));
        }
        found.extend(self.spec.as_ref().map(|spec| Found {
            modules: name.to_owned(),
            version: None,
            spec: normal(&folder.join(spec)),
        }));
        found.extend(self.versions.iter().map(|(version, spec)| {
            let modules =
                if Some(version) == short { name.to_owned() } else { format!("{name}_{}", suffix(version)) };
            Found { modules, version: Some(version.clone()), spec: normal(&folder.join(spec)) }
        }));
        if found.is_empty() {
            return Err(format!("the part `{name}` has no description: set `spec`, `specs` or `versions`"));
        }
        Ok(found)
    }

    /// Returns the settings of the operations.
    fn settings(self) -> Settings {
        let PartNames { operations, resources } = self.rename;
        Settings {
            only: selectors(&self.only),
            rename: Rename { operations, resources, ..Rename::default() },
            idempotency_keys: selectors_by_header(&self.idempotency_keys),
            pages: by_selector(self.pages, |paging| paging.0),
            pollers: by_selector(self.pollers, |polling| polling.0),
            ..Settings::default()
        }
    }
}

/// Returns the files that a pattern matches, sorted.
fn matches(pattern: &str, folder: &Path) -> Result<Vec<PathBuf>, String> {
    // The name of the folder of the settings may look like a pattern.
    let folder = glob::Pattern::escape(&folder.to_string_lossy());
    let path = normal(&Path::new(&folder).join(pattern));
    let files = glob::glob(&path.to_string_lossy()).map_err(|error| format!("`{pattern}`: {error}"))?;
    let files: Result<Vec<PathBuf>, glob::GlobError> = files.collect();
    let files = files.map_err(|error| error.to_string())?;
    if files.is_empty() { Err(format!("no file matches `{pattern}`")) } else { Ok(files) }
}

/// Returns the module of the description in a file: the name of the file, or that of its folder if the file's says
/// nothing.
pub(crate) fn module(file: &Path) -> String {
    let names = file.with_extension("");
    let mut names = names.iter().rev().map(|name| snake(&name.to_string_lossy()));
    let first = names.next().unwrap_or_default();
    let says_nothing = |name: &str| {
        GENERIC.contains(&name)
            || name.trim_start_matches('v').chars().all(|char| char.is_ascii_digit() || char == '_')
    };
    if says_nothing(&first) { names.find(|name| !says_nothing(name)).unwrap_or(first) } else { first }
}

/// Returns a name as that of a module.
fn snake(name: &str) -> String {
    let mut module = String::new();
    for char in name.chars() {
        let is_new = char.is_ascii_uppercase() && module.ends_with(|last: char| last.is_ascii_lowercase());
        if !char.is_ascii_alphanumeric() || is_new {
            module.push('_');
        }
        module.extend(char.is_ascii_alphanumeric().then_some(char.to_ascii_lowercase()));
    }
    let words: Vec<&str> = module.split('_').filter(|word| !word.is_empty()).collect();
    words.join("_")
}

/// Returns the suffix of the module of a version.
fn suffix(version: &str) -> String {
    let name = snake(version);
    if name.starts_with(|first: char| first.is_ascii_digit()) { format!("v{name}") } else { name }
}

/// Returns the newest version that is no preview, or else the newest one.
fn newest<'v>(versions: impl Iterator<Item = &'v String> + Clone) -> Option<&'v String> {
    let rank = |version: &&String| {
        let name = snake(version);
        let is_preview = PREVIEWS
            .iter()
            .any(|word| name.split(|char: char| !char.is_ascii_alphabetic()).any(|part| part == *word));
        let numbers: Vec<u64> = name
            .split(|char: char| !char.is_ascii_digit())
            .filter_map(|digits| digits.parse().ok())
            .collect();
        (!is_preview, numbers)
    };
    versions.max_by_key(rank)
}

/// Reads the descriptions of parts, whose files are named from `folder`.
pub(crate) fn read(parts: &[JobPart], folder: &Path) -> Vec<Part> {
    let read = |part: &JobPart| Part {
        name: part.name.clone(),
        api: part.api.clone(),
        table: part.table.clone(),
        file: relative(&part.description.spec, folder),
        source: part.description.read().map_err(|error| {
            let path = part.description.spec.display().to_string();
            error.replace(&path, &relative(&part.description.spec, folder))
        }),
        on_by_default: part.on_by_default,
        settings: part.settings.clone(),
    };
    parts.iter().map(read).collect()
}
