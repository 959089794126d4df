//! Names that a person would not have chosen.

use std::{collections::HashSet, fmt};

use crate::{
    naming::{Entry, Kind, Surface},
    runs::{self, MIN_RUN, MIN_WORD},
};

/// The maximum length of a function's name.
const MAX_FUNCTION: usize = 60;
/// The maximum length of a type's name.
const MAX_TYPE: usize = 80;

/// Short words in a run.
const SHORT: [&str; 11] = ["a", "an", "by", "get", "id", "in", "of", "on", "or", "to", "put"];

/// A name that a person would not have chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Smell {
    /// The path of the item.
    pub path: String,
    /// The fault of its name.
    pub fault: Fault,
}

/// A fault of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A date of a version.
    Date,
    /// Hexadecimal digits.
    Hash,
    /// The same word twice in a row.
    Doubled,
    /// A number that distinguishes it from another name.
    Number,
    /// Several parameters of the path.
    Parameters,
    /// A method of HTTP and a path.
    Route,
    /// The name of the resource, and nothing else.
    Resource,
    /// A verb that changes something, for a `GET` request.
    Verb,
    /// Several words of the description as one.
    Run,
    /// More characters than a person would read.
    Long,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Date => "it contains a date",
            Self::Hash => "it contains hexadecimal digits",
            Self::Doubled => "it repeats a word",
            Self::Number => "it ends in a number that the description does not have",
            Self::Parameters => "it lists the parameters of the path",
            Self::Route => "it repeats the method and the path",
            Self::Resource => "it repeats the resource and says nothing else",
            Self::Verb => "it changes something, and the request reads",
            Self::Run => "it writes several words as one",
            Self::Long => "it is too long",
        })
    }
}

/// The names of a public API that a person chooses, and those that nobody would have chosen.
#[derive(Debug, Clone, Default)]
pub struct Smells {
    /// The number of functions and types.
    pub names: usize,
    /// The names with faults, in the order of `api.txt`.
    pub found: Vec<Smell>,
}

impl Smells {
    /// Finds the names with faults of the operations and types in a public API.
    #[must_use]
    pub fn of(surface: &Surface) -> Self {
        let mut smells = Self::default();
        let vocabulary = vocabulary(surface);
        for entry in surface.entries().iter().filter(|entry| is_chosen(entry)) {
            smells.names += 1;
            let path = entry.path.replace("<'_>", "");
            if let Some(fault) = fault(entry, &path, &vocabulary) {
                smells.found.push(Smell { path, fault });
            }
        }
        smells
    }

    /// Returns the share of names with faults, in percent.
    #[must_use]
    pub fn percent(&self) -> f64 {
        // The number of names is far below 2^52.
        #[expect(clippy::cast_precision_loss, reason = "counts of names are small")]
        let share = self.found.len() as f64 / self.names.max(1) as f64;
        share * 100.0
    }
}

/// Returns `true` for a function of an operation, and for a type of the description.
fn is_chosen(entry: &Entry) -> bool {
    match entry.kind {
        Kind::Fn => entry.source().contains(" /"),
        // The struct of an operation has the name of its function.
        Kind::Enum | Kind::Struct => {
            let source = entry.source();
            !source.is_empty() && (!source.contains(" /") || source.contains(" > "))
        }
        _ => false,
    }
}

fn fault(entry: &Entry, path: &str, vocabulary: &HashSet<String>) -> Option<Fault> {
    let name = path.rsplit("::").next().unwrap_or(path);
    let words = words(name);
    let is_function = entry.kind == Kind::Fn;
    let source = entry.facts.join(" ").to_lowercase();
    let number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let is_date = |pair: &[String]| matches!(pair, [year, month] if number(year) && year.len() == 4 && year.starts_with("20") && number(month) && month.len() == 2);
    let last_number = name.trim_end_matches(|char: char| char.is_ascii_digit());
    let number = name.strip_prefix(last_number).unwrap_or_default();
    if words.windows(2).any(is_date) {
        Some(Fault::Date)
    } else if words.iter().any(|word| is_hash(word)) {
        Some(Fault::Hash)
    } else if repeats(&words) && !is_key(entry, name) {
        Some(Fault::Doubled)
    } else if !number.is_empty() && !has_number(entry, &source, &words, number) {
        Some(Fault::Number)
    } else if is_function && name.contains("_by_") && name.contains("_and_") && !id_contains(&source, "and") {
        Some(Fault::Parameters)
    } else if is_function && is_route(&words) {
        Some(Fault::Route)
    } else if is_function && is_resource(path, &words) {
        Some(Fault::Resource)
    } else if is_function
        && changes(&words)
        && entry.source().starts_with("GET ")
        && !has_verb(&source, &words)
    {
        Some(Fault::Verb)
    } else if words.iter().any(|word| is_run(word, vocabulary)) {
        Some(Fault::Run)
    } else if name.len() > if is_function { MAX_FUNCTION } else { MAX_TYPE } {
        Some(Fault::Long)
    } else {
        None
    }
}

/// Returns `true` if the name is the key of a component.
fn is_key(entry: &Entry, name: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let key = entry.source().strip_prefix("schema ").filter(|key| !key.contains(" > "));
    key.is_some_and(|key| letters(key) == letters(name))
}

/// Returns `true` if a word or two words are repeated.
fn repeats(words: &[String]) -> bool {
    let one = |pair: &[String]| matches!(pair, [first, second] if first == second);
    let two = |four: &[String]| matches!(four, [a, b, c, d] if a == c && b == d);
    words.windows(2).any(one) || words.windows(4).any(two)
}

/// Returns `true` if the source has the number as the name has it: behind the same word, or as a status. A number that
/// is a word distinguishes two functions, unless the path has it.
fn has_number(entry: &Entry, source: &str, words: &[String], number: &str) -> bool {
    if entry.kind == Kind::Fn && words.last().is_some_and(|word| word == number) {
        return entry.source().contains(number);
    }
    let letters: String = source.chars().filter(|char| char.is_alphanumeric()).collect();
    let before = words.iter().rev().map(|word| word.trim_end_matches(|char: char| char.is_ascii_digit()));
    let word = before.clone().find(|word| !word.is_empty()).unwrap_or_default();
    letters.contains(&format!("{word}{number}")) || number.len() > 2 && source.contains(number)
}

/// Returns `true` if an `operationId` contains this word.
fn id_contains(source: &str, word: &str) -> bool {
    source.split_once("operationid ").is_some_and(|(_, id)| id.contains(word))
}

/// Returns `true` for a method with the name of its resource: `operations::health::Health::health`.
fn is_resource(path: &str, words: &[String]) -> bool {
    let singular = |word: &str| word.trim_end_matches('s').to_owned();
    let modules: Vec<&str> = path.split("::").collect();
    let [_, .., module, _, _] = modules.as_slice() else { return false };
    let module: Vec<String> = module.trim_start_matches("r#").split('_').map(singular).collect();
    words.iter().map(|word| singular(word)).eq(module)
}

/// Returns `true` for a name that begins with a verb that changes something.
fn changes(words: &[String]) -> bool {
    words.first().is_some_and(|word| matches!(word.as_str(), "create" | "delete" | "update"))
}

/// Returns `true` if the `operationId` has the verb.
fn has_verb(source: &str, words: &[String]) -> bool {
    words.first().is_some_and(|verb| id_contains(source, verb))
}

/// Returns the words of the paths, the keys of components and the properties of a description, except runs.
fn vocabulary(surface: &Surface) -> HashSet<String> {
    let sources = surface.entries().iter().map(Entry::source);
    let words = sources.flat_map(|source| {
        let parts = source.split(|char: char| !char.is_alphanumeric()).filter(|part| !part.is_empty());
        parts.flat_map(words).collect::<Vec<String>>()
    });
    words.filter(|word| word.is_ascii() && (MIN_WORD..MIN_RUN).contains(&word.len())).collect()
}

/// Returns `true` for a word that consists of several words of the description.
fn is_run(word: &str, vocabulary: &HashSet<String>) -> bool {
    let is_word = |_: usize, part: &str| {
        let one = part.trim_end_matches('s');
        SHORT.contains(&part) || vocabulary.contains(part) || vocabulary.contains(one)
    };
    word.len() >= MIN_RUN && runs::split(word, MIN_RUN - 1, is_word).is_some()
}

/// Returns `true` for words like `get api v1`.
fn is_route(words: &[String]) -> bool {
    let method = words
        .first()
        .is_some_and(|word| matches!(word.as_str(), "get" | "post" | "put" | "patch" | "delete"));
    let version = words.iter().any(|word| {
        word.strip_prefix('v')
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
    });
    method && words.get(1).is_some_and(|word| word == "api") && version
}

/// Returns `true` for a word with eight or more hexadecimal digits in a row, of both kinds.
fn is_hash(word: &str) -> bool {
    let mut runs = word.split(|char: char| !char.is_ascii_hexdigit());
    runs.any(|run| {
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        run.len() >= 8 && digits >= 2 && run.len() - digits >= 2
    })
}

/// Returns the words of an identifier, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut start = true;
    for char in name.trim_start_matches("r#").chars() {
        if char == '_' {
            start = true;
            continue;
        }
        if start || char.is_uppercase() {
            words.push(String::new());
        }
        start = false;
        if let Some(word) = words.last_mut() {
            word.extend(char.to_lowercase());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{Fault, Smells};
    use crate::naming::Surface;

    #[test]
    fn finds_the_faults_of_names() {
        for (line, expected) in [
            ("pub fn Client::create_operation_2025_09(&self) -> X  # POST /operations", Some(Fault::Date)),
            ("pub fn Client::list_issues_issues(&self) -> X  # GET /issues", Some(Fault::Doubled)),
            ("pub fn Client::list_pets(&self) -> X  # GET /pets; operationId listPets", None),
            (
                "pub fn Client::list_pets_2(&self) -> X  # GET /pets; operationId listPets",
                Some(Fault::Number),
            ),
            ("pub fn Client::list_v2(&self) -> X  # GET /v2/pets; operationId listV2", None),
            (
                "pub fn Client::get_pet_by_owner_and_name(&self) -> X  # GET /pets/{owner}/{name}",
                Some(Fault::Parameters),
            ),
            ("pub fn Client::get_api_v1_pets(&self) -> X  # GET /api/v1/pets", Some(Fault::Route)),
            ("pub struct models::Pet3f2a9c1b  # schema Pet_3f2a9c1b", Some(Fault::Hash)),
            ("pub struct models::MixedBodyBody  # schema MixedBody > body", Some(Fault::Doubled)),
            ("pub struct models::RoleRole  # schema RoleRole", None),
            (
                "pub fn operations::health::Health<'_>::health(&self) -> X  # GET /health",
                Some(Fault::Resource),
            ),
            (
                "pub fn operations::users::Users<'_>::user(&self) -> X  # GET /users/{id}",
                Some(Fault::Resource),
            ),
            ("pub fn operations::health::Health<'_>::check_health(&self) -> X  # GET /health", None),
            ("pub fn Client::health(&self) -> X  # GET /health", None),
            ("pub fn Client::create_report(&self) -> X  # GET /report", Some(Fault::Verb)),
            ("pub fn Client::create_flow(&self) -> X  # GET /flow; operationId createFlow", None),
            ("pub fn Client::create_flow(&self) -> X  # POST /flow", None),
            (
                "pub fn Client::deletespendlimitofid(&self) -> X  # DELETE /spend/limit/delete/{id}",
                Some(Fault::Run),
            ),
            ("pub fn Client::get_recommendations(&self) -> X  # GET /recommendations/recommendation", None),
            ("pub fn Client::get_2(&self) -> X  # GET /pets; operationId get_2", Some(Fault::Number)),
            ("pub fn Client::get_2(&self) -> X  # GET /pets/2; operationId get_2", None),
            ("pub struct models::Status2  # schema Pet > status", Some(Fault::Number)),
            ("pub struct models::Base64  # schema Base64", None),
            ("pub struct runtime::Pet2", None),
        ] {
            let smells = Smells::of(&Surface::parse(line));
            assert_eq!(smells.found.first().map(|smell| smell.fault), expected, "{line}");
        }
    }
}
