//! The name of the package, which is also the name of the crate.

use super::{names, settings::Settings};
use crate::{
    diagnostics::{Code, Diagnostics, Pointer},
    rust::Package,
};

/// The crates that the compiler brings along.
const SYSROOT: [&str; 5] = ["alloc", "core", "proc_macro", "std", "test"];

/// Reports a name that a package of a generated crate cannot have.
pub(super) fn check(settings: &Settings, diagnostics: &mut Diagnostics) {
    // A crate in another crate has no name of its own.
    if settings.included {
        return;
    }
    let name = &settings.name;
    if let Some(conflict) = conflict(settings) {
        let message = format!("the crate cannot have the name `{name}`, which is {conflict}");
        let help = format!("choose another name, for example `{name}-client`");
        diagnostics.push_with_help(Code::NAME_TAKEN, &Pointer::root(), message, help);
    }
}

/// Returns the other meaning of the name. Cargo and rustc take `-` and `_` for the same.
fn conflict(settings: &Settings) -> Option<&'static str> {
    let name = settings.name.replace('-', "_");
    let is_known = |name: &str| Package::find(name).is_some();
    if names::is_reserved_word(&name) {
        Some("a keyword of Rust")
    } else if SYSROOT.contains(&name.as_str()) {
        Some("a crate of Rust")
    } else if names::is_device(&name) {
        Some("a device on Windows")
    } else if is_known(&name) || is_known(&name.replace('_', "-")) {
        Some("a package that generated crates depend on")
    } else if settings.dependencies.keys().any(|dependency| dependency.replace('-', "_") == name) {
        Some("a dependency in the settings")
    } else {
        None
    }
}

/// The words of a title that say nothing about the API.
const EMPTY_WORDS: [&str; 21] = [
    "a",
    "an",
    "and",
    "api",
    "apis",
    "description",
    "docs",
    "for",
    "http",
    "index",
    "json",
    "main",
    "open",
    "openapi",
    "rest",
    "restful",
    "schema",
    "spec",
    "specification",
    "the",
    "yaml",
];
/// The maximum number of words of a suggested name.
const MAX_WORDS: usize = 4;

/// Returns a name of a package for an API with this title, or with this name of its file, if it has a word of ASCII
/// about the API.
#[must_use]
pub fn suggest(title: &str) -> Option<String> {
    // `Bob's` is one word. A word with other letters than those of ASCII would lose them.
    let title = title.to_ascii_lowercase().replace(['\'', '\u{2019}'], "");
    let words = title.split(|char: char| !char.is_alphanumeric()).filter(|word| word.is_ascii());
    let is_version = |word: &str| {
        let digits = word.strip_prefix('v').unwrap_or(word);
        digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_empty = |word: &str| {
        let word = word.trim_end_matches(|char: char| char.is_ascii_digit());
        EMPTY_WORDS.contains(&word)
    };
    let mut words: Vec<&str> = words.filter(|word| !is_version(word) && !is_empty(word)).collect();
    // `Swagger Petstore`: the name of a tool.
    if words.len() > 1 {
        words.retain(|word| *word != "swagger");
    }
    let words = words.into_iter().skip_while(|word| word.starts_with(|first: char| first.is_ascii_digit()));
    let name: String = words.take(MAX_WORDS).collect::<Vec<_>>().join("-").chars().take(MAX_LENGTH).collect();
    let name = name.trim_end_matches('-');
    if name.is_empty() {
        return None;
    }
    let settings = Settings { name: name.to_owned(), ..Settings::default() };
    Some(if conflict(&settings).is_some() { format!("{name}-client") } else { settings.name })
}

/// The maximum length of a suggested name.
const MAX_LENGTH: usize = 40;
