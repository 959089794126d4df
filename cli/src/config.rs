//! `clientwright.toml`: the descriptions, their crates and settings.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clientwright_codegen::{Rename, Selector, Settings, Surface, TypeSettings};
use indexmap::IndexMap;
use serde::Deserialize;

use crate::{
    additions::{Added, UnknownFields},
    allow::Allowed,
    job::{Job, first_version, is_package_name, overlap},
    package::Package,
    paging::Paging,
    ready::shown,
    settings_file::SettingsFile,
    tables::{KnownNames, Names, Sharing, Types},
};

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    /// The crates, by their package's name.
    #[serde(default)]
    api: IndexMap<String, Api>,
}

/// The table of one crate, `[api.NAME]`. `cargo xtask bless` writes the reference in `docs/settings.md` from the
/// documentation of the fields.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of its own")]
struct Api {
    /// The description, JSON or YAML.
    ///
    /// ```toml
    /// spec = "specs/my-api.yaml"
    /// ```
    spec: PathBuf,
    /// The folder below which other files of the description are read. The default is the folder of the description.
    ///
    /// ```toml
    /// root = "specs"
    /// ```
    root: Option<PathBuf>,
    /// The folder of the crate. Files that were not generated are not touched.
    ///
    /// ```toml
    /// out = "crates/my-api"
    /// ```
    out: PathBuf,
    /// The version of the crate. With `bump` it is the minimum.
    ///
    /// ```toml
    /// version = "1.0.0"
    /// ```
    #[serde(default = "first_version")]
    version: String,
    /// With `true`, the version follows from the changes of the API
    /// ([when a description changes](changing-descriptions.md)).
    ///
    /// ```toml
    /// bump = true
    /// ```
    #[serde(default)]
    bump: bool,
    /// The [overlays](overlays.md) that change the description before it is read, in order.
    ///
    /// ```toml
    /// overlay = ["specs/corrections.yaml"]
    /// ```
    #[serde(default)]
    overlay: Vec<PathBuf>,
    /// The operations to generate, with the models that they need. Without an entry, all operations are generated.
    /// Names do not change. An operation is named as described in [Operations](#operations).
    ///
    /// ```toml
    /// only = ["POST /pets", "getPet", "tag:Owners"]
    /// ```
    #[serde(default)]
    only: Vec<String>,
    /// The [errors](diagnostics.md#errors) that are accepted. The parts that they concern are left out, and everything
    /// else is generated.
    ///
    /// ```toml
    /// allow = ["E0012"]
    /// ```
    #[serde(default)]
    allow: Vec<Allowed>,
    #[serde(default)]
    rename: Names,
    #[serde(default)]
    types: Types,
    /// The equal schemas that become one type ([Shared types](#shared-types)): all of them, only those with the same
    /// name, or none.
    ///
    /// ```toml
    /// share = "same-name"
    /// ```
    #[serde(default)]
    share: Sharing,
    /// With `true`, a client checks constraints (`minLength`, `pattern`, …) before it sends a body. A value that breaks
    /// one is an error, and nothing is sent.
    ///
    /// ```toml
    /// check = true
    /// ```
    #[serde(default)]
    check: bool,
    /// The headers of [idempotency keys](#idempotency-keys), each with its operations.
    ///
    /// ```toml
    /// idempotency-keys = { Idempotency-Key = ["POST /payments"] }
    /// ```
    #[serde(default)]
    idempotency_keys: IndexMap<String, Vec<String>>,
    /// The [pagination](#pagination) by operation. `false` turns off the pagination that was derived from the
    /// description.
    ///
    /// ```toml
    /// [api.my-api.pages]
    /// list_pets = { by = "cursor", items = "/results", parameter = "after", next = "/paging/next/after" }
    /// "GET /logs" = false
    /// ```
    #[serde(default)]
    pages: IndexMap<String, Paging>,
    /// With `true`, clients decode [leniently](calls.md#lenient-decoding) by default: they leave out the parts of a
    /// response that do not match the description, and report them as warnings.
    ///
    /// ```toml
    /// lenient = true
    /// ```
    #[serde(default)]
    lenient: bool,
    /// With `true`, each outermost resource, or else each tag, is a cargo feature, with its operations and models.
    ///
    /// ```toml
    /// tag-features = true
    /// ```
    #[serde(default)]
    tag_features: bool,
    /// With `true`, operations are methods of [resources](#resources) (`client.issues().create(…)`). With `false` they
    /// are methods of the client. Without the key, the description and the crate decide: a crate that exists keeps its
    /// form.
    ///
    /// ```toml
    /// resources = true
    /// ```
    resources: Option<bool>,
    /// With `"stable"`, the items of the crate keep their names
    /// ([stable names](changing-descriptions.md#stable-names)). With `"new"`, all names are derived from the
    /// description again.
    ///
    /// ```toml
    /// names = "new"
    /// ```
    #[serde(default)]
    names: KnownNames,
    #[serde(default)]
    derives: Added,
    #[serde(default)]
    attributes: Added,
    /// With `false`, structs have no setters of optional properties. Setters are a part of the compile time.
    ///
    /// ```toml
    /// setters = false
    /// ```
    #[serde(default = "enabled")]
    setters: bool,
    /// With `"keep"`, structs keep the properties that the description does not list
    /// ([Unknown fields](#unknown-fields)).
    ///
    /// ```toml
    /// unknown-fields = "keep"
    /// ```
    #[serde(default)]
    unknown_fields: UnknownFields,
    /// Additional dependencies of the crate, as in `Cargo.toml`: those of your own types and derive macros.
    ///
    /// ```toml
    /// [api.my-api.dependencies]
    /// rust_decimal = "1"
    /// schemars = { version = "1", features = ["jiff02"] }
    /// ```
    #[serde(default)]
    dependencies: IndexMap<String, toml::Value>,
    /// The metadata of the package.
    #[serde(default)]
    package: Package,
    /// With `false`, the crate has no generated `README.md` ([Package](#package)).
    ///
    /// ```toml
    /// readme = false
    /// ```
    #[serde(default = "enabled")]
    readme: bool,
    /// With `false`, the crate has no generated `CHANGELOG.md`
    /// ([changelog](changing-descriptions.md#changelog)).
    ///
    /// ```toml
    /// changelog = false
    /// ```
    #[serde(default = "enabled")]
    changelog: bool,
}

/// Returns the default of a setting that is on.
fn enabled() -> bool {
    true
}

impl Api {
    fn settings(self, name: String) -> Settings {
        Settings {
            name,
            version: self.version,
            only: selectors(&self.only),
            rename: Rename {
                operations: self.rename.operations,
                resources: self.rename.resources,
                schemas: self.rename.schemas,
                fields: self.rename.fields,
            },
            types: TypeSettings {
                library: self.types.dates.library(),
                formats: self.types.formats,
                schemas: self.types.schemas,
            },
            share: self.share.settings(),
            check: self.check,
            idempotency_keys: self
                .idempotency_keys
                .iter()
                .map(|(header, operations)| (header.clone(), selectors(operations)))
                .collect(),
            pages: self.pages.into_iter().map(|(key, paging)| (Selector::parse(&key), paging.0)).collect(),
            lenient: self.lenient,
            tag_features: self.tag_features,
            resources: self.resources,
            new_names: self.names == KnownNames::New,
            derives: self.derives.settings(),
            attributes: self.attributes.settings(),
            keep_unknown_fields: self.unknown_fields == UnknownFields::Keep,
            omit_setters: !self.setters,
            included: false,
            before: Surface::default(),
            dependencies: self
                .dependencies
                .into_iter()
                .map(|(name, value)| (name, value.to_string()))
                .collect(),
            package: self.package.settings(),
            omit_readme: !self.readme,
        }
    }
}

fn selectors(texts: &[String]) -> Vec<Selector> {
    texts.iter().map(|text| Selector::parse(text)).collect()
}

/// Reads the file at `path`.
pub(crate) fn read(path: &Path) -> Result<Vec<Job>, String> {
    let text =
        fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let config: Config = toml::from_str(&text).map_err(|error| wrong(path, &error))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let jobs: Result<Vec<Job>, String> = config
        .api
        .into_iter()
        .map(|(name, api)| {
            if !is_package_name(&name) {
                return Err(format!("{}: `{name}` is not a name for a package", path.display()));
            }
            if let Err(error) = semver::Version::parse(&api.version) {
                return Err(format!("{}: `version` of `{name}` is not a version: {error}", path.display()));
            }
            for (key, value) in [("spec", &api.spec), ("out", &api.out)] {
                if value.as_os_str().is_empty() {
                    return Err(format!("{}: `{key}` of `{name}` is empty", path.display()));
                }
            }
            Ok(Job {
                spec: normal(&folder.join(&api.spec)),
                root: api.root.as_ref().map(|root| normal(&folder.join(root))),
                overlays: api.overlay.iter().map(|overlay| normal(&folder.join(overlay))).collect(),
                out: normal(&folder.join(&api.out)),
                bump: api.bump,
                changelog: api.changelog,
                allow: api.allow.clone(),
                settings_file: Some(SettingsFile::new(shown(path), text.clone(), &["api", &name])),
                settings: api.settings(name),
            })
        })
        .collect();
    let jobs = jobs?;
    for (index, job) in jobs.iter().enumerate() {
        if let Some(other) = jobs.iter().skip(index + 1).find(|other| overlap(&job.out, &other.out)) {
            let [one, two] = [&job.settings.name, &other.settings.name];
            return Err(format!("{}: the crates `{one}` and `{two}` are in one folder", path.display()));
        }
    }
    Ok(jobs)
}

/// Reads the settings of the code alone. A missing file has the default ones.
///
/// # Errors
/// Returns an error if the file cannot be read, or is wrong.
pub fn read_settings(path: &Path) -> Result<Settings, String> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Settings::default()),
        Err(error) => return Err(format!("cannot read {}: {error}", path.display())),
    };
    let mut table: toml::Table = toml::from_str(&text).map_err(|error| wrong(path, &error))?;
    for place in ["spec", "out"] {
        table.insert(place.to_owned(), toml::Value::String(String::new()));
    }
    let api = Api::deserialize(table).map_err(|error| wrong(path, &error))?;
    Ok(api.settings(String::new()))
}

/// Returns the message of an error in the file at `path`, with a suggestion for an unknown key.
fn wrong(path: &Path, error: &toml::de::Error) -> String {
    let message = format!("{}: {error}", path.display());
    match suggestion(error.message()) {
        Some(known) => format!("{message}did you mean `{known}`?\n"),
        None => message,
    }
}

/// Returns the known key that is most similar to the unknown one, from the message of serde.
fn suggestion(message: &str) -> Option<&str> {
    let mut names = message.split('`').skip(1).step_by(2);
    let unknown = message.starts_with("unknown ").then(|| names.next()).flatten()?;
    let likeness = |name: &&str| strsim::jaro_winkler(unknown, name);
    let nearest = names.max_by(|one, other| likeness(one).total_cmp(&likeness(other)))?;
    (likeness(&nearest) > 0.75).then_some(nearest)
}

/// Returns the path without `folder/..`, so that messages name files as people do.
pub(crate) fn normal(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir if result.file_name().is_some() => {
                result.pop();
            }
            other => result.push(other),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        let folder = std::env::temp_dir().join(format!("clientwright-config-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join(crate::locate::FILE);
        fs::write(&path, text).expect("a file");
        read(&path).expect_err(text)
    }

    #[test]
    fn reports_errors_with_their_line() {
        let unknown = error("[api.pets]\nspec = \"a\"\nout = \"b\"\nrenames = {}\n");
        assert!(unknown.contains("line 4") && unknown.contains("unknown field `renames`"), "{unknown}");
        assert!(unknown.ends_with("did you mean `rename`?\n"), "{unknown}");
        let far = error("[api.pets]\nspec = \"a\"\nout = \"b\"\nzzz = 1\n");
        assert!(far.contains("line 4") && !far.contains("did you mean"), "{far}");
        let missing = error("[api.pets]\nspec = \"a\"\n");
        assert!(missing.contains("missing field `out`"), "{missing}");
        let name = error("[api.\"../pets\"]\nspec = \"a\"\nout = \"b\"\n");
        assert!(name.contains("`../pets` is not a name for a package"), "{name}");
    }

    #[test]
    fn shows_paths_as_people_write_them() {
        assert_eq!(normal(Path::new("/a/spec/../generated")), Path::new("/a/generated"));
        assert_eq!(normal(Path::new("../b")), Path::new("../b"));
    }
}
