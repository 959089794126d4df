//! The crates of a file of settings, and its errors.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clientwright_codegen::{Part, Settings};
use serde::Deserialize;

use super::{Api, Config};
use crate::{
    job::{Description, Job, is_package_name, overlap},
    parts,
    ready::shown,
    settings_file::SettingsFile,
};

/// Reads the file at `path`.
pub(crate) fn read(path: &Path) -> Result<Vec<Job>, String> {
    let text =
        fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    parse(&text, path)
}

/// Returns the crates in the text of the file at `path`.
pub(crate) fn parse(text: &str, path: &Path) -> Result<Vec<Job>, String> {
    let config: Config = toml::from_str(text).map_err(|error| wrong(path, &error))?;
    let jobs: Result<Vec<Job>, String> = config
        .api
        .into_iter()
        .map(|(name, api)| {
            let job = job(name, api, path, text);
            job.map_err(|error| format!("{}: {error}", path.display()))
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

/// Returns the crate with a table, in the file of settings at `path`.
fn job(name: String, mut api: Api, path: &Path, text: &str) -> Result<Job, String> {
    let folder = path.parent().unwrap_or(Path::new("."));
    if !is_package_name(&name) {
        return Err(format!("`{name}` is not a name for a package"));
    }
    if let Err(error) = semver::Version::parse(&api.version) {
        return Err(format!("`version` of `{name}` is not a version: {error}"));
    }
    let empty = |path: &PathBuf| path.as_os_str().is_empty();
    for (key, value) in [("spec", api.spec.as_ref()), ("out", Some(&api.out))] {
        if value.is_some_and(empty) {
            return Err(format!("`{key}` of `{name}` is empty"));
        }
    }
    let parts = parts::jobs(std::mem::take(&mut api.parts), &api.default_parts, folder);
    let parts = parts.map_err(|error| format!("the parts of `{name}`: {error}"))?;
    let spec = match (&api.spec, parts.is_empty()) {
        (Some(spec), true) => normal(&folder.join(spec)),
        (None, false) => path.to_owned(),
        (None, true) => return Err(format!("`{name}` has no description: set `spec` or `parts`")),
        (Some(_), false) => return Err(format!("`{name}` has both `spec` and `parts`")),
    };
    if let Some(key) = api.key_of_parts().filter(|_| !parts.is_empty()) {
        return Err(format!("`{key}` of `{name}` belongs to one of its parts"));
    }
    Ok(Job {
        description: Description {
            spec,
            root: api.root.as_ref().map(|root| normal(&folder.join(root))),
            overlays: api.overlay.iter().map(|overlay| normal(&folder.join(overlay))).collect(),
        },
        parts,
        out: normal(&folder.join(&api.out)),
        bump: api.bump,
        changelog: api.changelog,
        allow: api.allow.clone(),
        settings_file: Some(SettingsFile::new(shown(path), text.to_owned(), &["api", &name])),
        settings: api.settings(name),
    })
}

/// Reads the parts in the settings of the code alone. A missing file has none.
///
/// # Errors
/// Returns an error if the file cannot be read, or is wrong.
pub fn read_parts(path: &Path) -> Result<Vec<Part>, String> {
    let mut api = read_api(path)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let jobs = parts::jobs(std::mem::take(&mut api.parts), &api.default_parts, folder)?;
    Ok(parts::read(&jobs, folder))
}

/// Reads the settings of the code alone. A missing file has the default ones.
///
/// # Errors
/// Returns an error if the file cannot be read, or is wrong.
pub fn read_settings(path: &Path) -> Result<Settings, String> {
    Ok(read_api(path)?.settings(String::new()))
}

/// Reads the table of a crate from a file that has nothing else.
fn read_api(path: &Path) -> Result<Api, String> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(format!("cannot read {}: {error}", path.display())),
    };
    let mut table: toml::Table = toml::from_str(&text).map_err(|error| wrong(path, &error))?;
    table.insert("out".to_owned(), toml::Value::String(String::new()));
    Api::deserialize(table).map_err(|error| wrong(path, &error))
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
