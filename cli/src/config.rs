//! `clientwright.toml`: the descriptions, their crates and settings.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clientwright_codegen::{Library, Rename, Selector, Settings, Share, ShareMode, Surface, TypeSettings};
use indexmap::IndexMap;
use serde::Deserialize;

use crate::{
    additions::{Added, UnknownFields},
    allow::Allowed,
    job::{Job, first_version, is_package_name},
    package::Package,
    paging::Paging,
    ready::shown,
    settings_file::SettingsFile,
};

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    /// The crates, by their package's name.
    #[serde(default)]
    api: IndexMap<String, Api>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of its own")]
struct Api {
    /// The description, from the folder of the file.
    spec: PathBuf,
    /// The folder below which other files may be read, from the folder of the file. The default is the folder of the
    /// description.
    root: Option<PathBuf>,
    /// The folder of the crate, from the folder of the file.
    out: PathBuf,
    /// The package's version.
    #[serde(default = "first_version")]
    version: String,
    /// `true` if the version follows from the changes, and `version` is only the first one.
    #[serde(default)]
    bump: bool,
    /// The overlays of the description, in order, from the folder of the file.
    #[serde(default)]
    overlay: Vec<PathBuf>,
    /// The selected operations, in the syntax of `--only`.
    #[serde(default)]
    only: Vec<String>,
    /// The codes of errors that are accepted.
    #[serde(default)]
    allow: Vec<Allowed>,
    #[serde(default)]
    rename: Names,
    #[serde(default)]
    types: Types,
    /// The equal schemas that become one type.
    #[serde(default)]
    share: Sharing,
    /// `true` if constraints are checked before a body is sent.
    #[serde(default)]
    check: bool,
    /// The operations with an idempotency key, in the syntax of `--only`, by the header of the key.
    #[serde(default)]
    idempotency_keys: IndexMap<String, Vec<String>>,
    /// The pagination of operations, by a selector in the syntax of `--only`.
    #[serde(default)]
    pages: IndexMap<String, Paging>,
    /// `true` if a client leaves out the parts of a response that do not decode.
    #[serde(default)]
    lenient: bool,
    /// `true` if each outermost resource, or else each tag, is a feature of the crate.
    #[serde(default)]
    tag_features: bool,
    /// `true` if operations are methods of resources; without the key, the description and the crate decide.
    resources: Option<bool>,
    /// The names of items that the crate has already.
    #[serde(default)]
    names: KnownNames,
    /// Additional derive macros.
    #[serde(default)]
    derives: Added,
    /// Additional attributes.
    #[serde(default)]
    attributes: Added,
    /// `false` if structs have no setters.
    setters: Option<bool>,
    /// The properties that the description does not list.
    #[serde(default)]
    unknown_fields: UnknownFields,
    /// Additional dependencies, as in `Cargo.toml`.
    #[serde(default)]
    dependencies: IndexMap<String, toml::Value>,
    /// The metadata of the package.
    #[serde(default)]
    package: Package,
    /// `false` if the crate has no `README.md`.
    readme: Option<bool>,
    /// `false` if the crate has no `CHANGELOG.md`.
    changelog: Option<bool>,
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
                library: match self.types.dates {
                    Dates::Jiff => Library::Jiff,
                    Dates::Chrono => Library::Chrono,
                    Dates::Time => Library::Time,
                    Dates::String => Library::Strings,
                },
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
            omit_setters: self.setters == Some(false),
            included: false,
            before: Surface::default(),
            dependencies: self
                .dependencies
                .into_iter()
                .map(|(name, value)| (name, value.to_string()))
                .collect(),
            package: self.package.settings(),
            omit_readme: self.readme == Some(false),
        }
    }
}

fn selectors(texts: &[String]) -> Vec<Selector> {
    texts.iter().map(|text| Selector::parse(text)).collect()
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Types {
    /// The crate of the types of dates and times.
    dates: Dates,
    /// Types by `format`.
    formats: IndexMap<String, String>,
    /// Types by component schema.
    schemas: IndexMap<String, String>,
}

/// The equal schemas that become one type: the extent alone, or a table.
#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "expected `\"all\"`, `\"same-name\"`, `false`, or a table with `mode` and `keep-apart`"
)]
enum Sharing {
    Mode(Mode),
    #[serde(rename_all = "kebab-case")]
    Table {
        mode: Mode,
        /// The sources of schemas that are types of their own, as `api.txt` has them.
        #[serde(default)]
        keep_apart: Vec<String>,
    },
}

/// The extent to which equal schemas become one type.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(untagged)]
enum Mode {
    Named(NamedMode),
    Switch(bool),
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum NamedMode {
    All,
    SameName,
}

impl Default for Mode {
    fn default() -> Self {
        Self::Named(NamedMode::All)
    }
}

impl Default for Sharing {
    fn default() -> Self {
        Self::Mode(Mode::default())
    }
}

impl Sharing {
    fn settings(self) -> Share {
        let (mode, keep_apart) = match self {
            Self::Mode(mode) => (mode, Vec::new()),
            Self::Table { mode, keep_apart } => (mode, keep_apart),
        };
        let mode = match mode {
            Mode::Named(NamedMode::All) | Mode::Switch(true) => ShareMode::All,
            Mode::Named(NamedMode::SameName) => ShareMode::SameName,
            Mode::Switch(false) => ShareMode::Off,
        };
        Share { mode, keep_apart }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Dates {
    #[default]
    Jiff,
    Chrono,
    Time,
    String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Names {
    operations: IndexMap<String, String>,
    resources: IndexMap<String, String>,
    schemas: IndexMap<String, String>,
    fields: IndexMap<String, String>,
}

/// The names of items that the crate has already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum KnownNames {
    /// They stay.
    #[default]
    Stable,
    /// They are derived from the description again.
    New,
}

/// Reads the file at `path`.
pub(crate) fn read(path: &Path) -> Result<Vec<Job>, String> {
    let text =
        fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let config: Config = toml::from_str(&text).map_err(|error| wrong(path, &error))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    config
        .api
        .into_iter()
        .map(|(name, api)| {
            if !is_package_name(&name) {
                return Err(format!("{}: `{name}` is not a name for a package", path.display()));
            }
            Ok(Job {
                spec: normal(&folder.join(&api.spec)),
                root: api.root.as_ref().map(|root| normal(&folder.join(root))),
                overlays: api.overlay.iter().map(|overlay| normal(&folder.join(overlay))).collect(),
                out: normal(&folder.join(&api.out)),
                bump: api.bump,
                changelog: api.changelog != Some(false),
                allow: api.allow.clone(),
                settings_file: Some(SettingsFile::new(shown(path), text.clone(), &["api", &name])),
                settings: api.settings(name),
            })
        })
        .collect()
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
