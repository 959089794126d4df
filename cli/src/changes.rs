//! The changes of an API, as text, as Markdown and as JSON.

mod markdown;

use std::fmt::Write;

use clap::ValueEnum;
use clientwright_codegen::surface::{Change, Changes, Level};
use indexmap::IndexMap;
use semver::{BuildMetadata, Prerelease, Version};
use serde_json::{Value, json};

pub(crate) use self::markdown::{markdown, section};

/// The number of new or removed items from which they share a line.
const MANY: usize = 4;

/// Returns the version that follows `version`, or the same without a change.
///
/// # Errors
/// Returns an error if `version` is not a semantic version.
pub(crate) fn next_version(version: &str, level: Option<Level>) -> Result<String, String> {
    let mut next =
        Version::parse(version).map_err(|error| format!("`{version}` is not a version: {error}"))?;
    let Some(level) = level else { return Ok(version.to_owned()) };
    (next.pre, next.build) = (Prerelease::EMPTY, BuildMetadata::EMPTY);
    // Cargo reads the first number that is not zero as the major one.
    match (level, next.major, next.minor) {
        (Level::Major, 0, 0) | (Level::Patch, ..) | (Level::Minor, 0, _) => next.patch += 1,
        (Level::Major, 0, _) | (Level::Minor, ..) => (next.minor, next.patch) = (next.minor + 1, 0),
        (Level::Major, ..) => (next.major, next.minor, next.patch) = (next.major + 1, 0, 0),
    }
    Ok(next.to_string())
}

/// Returns the level that `--at-most` limits: a change that breaks calls is as large as one that breaks builds.
pub(crate) fn weight(changes: &Changes) -> Option<Level> {
    if changes.break_calls() { Some(Level::Major) } else { changes.level() }
}

/// The limit of `--at-most`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Largest {
    /// Allow nothing that the code of a user sees
    Patch,
    /// Allow changes after which code still compiles
    Minor,
    /// Allow everything
    Major,
}

impl Largest {
    /// Compares the level of a change with the limit.
    ///
    /// # Errors
    /// Returns an error if the level is larger.
    pub(crate) fn check(at_most: Option<Self>, weight: Option<Level>, what: &str) -> Result<(), String> {
        let allowed = match at_most {
            None | Some(Self::Major) => return Ok(()),
            Some(Self::Minor) => Level::Minor,
            Some(Self::Patch) => Level::Patch,
        };
        match weight {
            Some(weight) if weight > allowed => {
                Err(format!("{what}: a {weight} change, and --at-most {allowed} allows none"))
            }
            _ => Ok(()),
        }
    }
}

/// Returns the text of every change, by level and subject.
#[must_use]
pub fn text(changes: &Changes, indent: &str) -> String {
    let mut text = String::new();
    let (mut level, mut subject) = (None, None);
    let mut grouped = IndexMap::new();
    for change in changes.iter() {
        if level != Some(change.level) {
            (level, subject) = (Some(change.level), None);
            grouped = alike(changes, change.level);
            // Writing to a string does not fail.
            let _ = writeln!(text, "{indent}{}:", change.level);
            for (what, subjects) in &grouped {
                let _ = writeln!(text, "{indent}  {what}: {}", subjects.join(", "));
            }
        }
        if change.wire.is_none() && grouped.contains_key(change.what.as_str()) {
            continue;
        }
        if subject != Some(&change.subject) {
            subject = Some(&change.subject);
            let _ = writeln!(text, "{indent}  {}", change.subject);
        }
        let _ = writeln!(text, "{indent}    {}", change.what);
        if let Some(wire) = &change.wire {
            let mark = if wire.breaks { "on the wire, calls may fail" } else { "on the wire" };
            let _ = writeln!(text, "{indent}      {mark}: {}", wire.text);
        }
    }
    text
}

/// Groups the changes that many models or operations share, with the list of them.
fn alike(changes: &Changes, level: Level) -> IndexMap<&str, Vec<String>> {
    let mut alike: IndexMap<&str, Vec<String>> = IndexMap::new();
    for change in changes.iter().filter(|change| change.level == level && change.wire.is_none()) {
        if !change.what.contains('`') {
            alike.entry(&change.what).or_default().push(change.subject.to_string());
        }
    }
    alike.retain(|_, subjects| subjects.len() >= MANY);
    alike
}

/// Returns a summary of the changes in one line.
#[must_use]
pub fn summary(changes: &Changes) -> String {
    let Some(level) = changes.level() else { return "the public API is the same".to_owned() };
    let count = |wanted: Level| changes.iter().filter(|change| change.level == wanted).count();
    let counts: Vec<String> = [Level::Major, Level::Minor, Level::Patch]
        .into_iter()
        .map(|level| (count(level), level))
        .filter(|(count, _)| *count > 0)
        .map(|(count, level)| format!("{count} {level}"))
        .collect();
    let calls = if changes.break_calls() { "; calls may fail that did not before" } else { "" };
    format!("a {level} change ({}){calls}", counts.join(", "))
}

/// Returns the changes as JSON.
pub(crate) fn json(changes: &Changes, versions: &[String; 2]) -> Value {
    json!({
        "level": changes.level(),
        "breaks_calls": changes.break_calls(),
        "version": { "before": versions[0], "next": versions[1] },
        "changes": changes.iter().collect::<Vec<&Change>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn increments_the_version_by_the_largest_change() {
        let next = |version: &str, level| next_version(version, level).expect(version);
        assert_eq!(next("1.2.3", Some(Level::Major)), "2.0.0");
        assert_eq!(next("1.2.3", Some(Level::Minor)), "1.3.0");
        assert_eq!(next("1.2.3", Some(Level::Patch)), "1.2.4");
        assert_eq!(next("1.2.3", None), "1.2.3");
        assert_eq!(next("0.2.3", Some(Level::Major)), "0.3.0");
        assert_eq!(next("0.2.3", Some(Level::Minor)), "0.2.4");
        assert_eq!(next("0.0.3", Some(Level::Major)), "0.0.4");
        assert_eq!(next("1.0.0-beta+1", Some(Level::Patch)), "1.0.1");
        assert!(next_version("one", None).is_err());
    }
}
