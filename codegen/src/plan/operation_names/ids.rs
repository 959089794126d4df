//! Names in `operationId`s, without what generators of descriptions add to them.

use std::collections::HashMap;

use super::{convention::IdName, document::Described, english, runs::Vocabulary, segments::Segment};
use crate::plan::names;

/// Verbs that some `operationId`s begin and end with. Others may be nouns at the end: `setStickerSet`.
const REPEATED: [&str; 7] = ["create", "delete", "fetch", "get", "read", "remove", "update"];

/// Returns the words of the names in `operationId`s, or `None` for names that say nothing. `segments` are those of the
/// paths.
pub(super) fn read(
    operations: &[Described<'_>],
    names: &[Option<IdName>],
    segments: &[Vec<Segment>],
) -> Vec<Option<Vec<String>>> {
    // The number of names with each stem, of names with a number.
    let mut stems: HashMap<&str, usize> = HashMap::new();
    for name in names.iter().flatten() {
        *stems.entry(without_number(&name.name)).or_default() += 1;
    }
    // If some names are numbered, all numbers come from the same generator.
    let numbered = stems.values().any(|count| *count > 1);
    let prefix = noise(names);
    let vocabulary = Vocabulary::of(operations, segments);
    let of_one = |((operation, name), segments): ((&Described<'_>, &Option<IdName>), &Vec<Segment>)| {
        let name = name.as_ref()?;
        let stem = without_number(&name.name);
        let text = without_method(if numbered { stem } else { &name.name });
        let mut words = words(operation, text, segments, &vocabulary)?;
        if prefix && words.len() > 1 {
            words.remove(0);
        }
        Some(words)
    };
    operations.iter().zip(names).zip(segments).map(of_one).collect()
}

/// Returns `true` if all names begin with the same word that says nothing, like `id` or `op`.
fn noise(names: &[Option<IdName>]) -> bool {
    const WORDS: [&str; 6] = ["api", "do", "id", "op", "operation", "rest"];
    let first = |name: &IdName| names::words_of(&name.name).into_iter().next().unwrap_or_default();
    let mut all = names.iter().flatten().map(first);
    let Some(word) = all.next() else { return false };
    names.len() > 2 && WORDS.contains(&word.as_str()) && all.all(|other| other == word)
}

/// Returns the name without the number that made it unique: `list` of `list_2`
/// and of `list_2_1`.
fn without_number(name: &str) -> &str {
    let mut name = name;
    loop {
        let stem = name.trim_end_matches(|char: char| char.is_ascii_digit());
        let number = stem.len() < name.len();
        match stem.strip_suffix('_').filter(|stem| number && !stem.is_empty()) {
            Some(stem) => name = stem,
            None => return name,
        }
    }
}

/// Returns the name without the method that Springfox adds: `get` of `getUsingGET`.
fn without_method(name: &str) -> &str {
    let Some(at) = name.rfind("Using") else { return name };
    let Some((start, end)) = name.split_at_checked(at) else { return name };
    let method = without_number(end.trim_start_matches("Using"));
    let is_method = ["GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE"].contains(&method);
    if is_method && !start.is_empty() { start } else { name }
}

/// Returns the words of a name, or `None` if it says nothing.
fn words(
    operation: &Described<'_>,
    name: &str,
    segments: &[Segment],
    vocabulary: &Vocabulary,
) -> Option<Vec<String>> {
    let words = match glued(operation, name, segments) {
        Some(words) => words,
        None => vocabulary.split(operation, names::words_of(name))?,
    };
    let mut words = without_dates(words);
    words.dedup();
    // `doSearch` and `createPetCreate` contain a verb and a word for any verb.
    match words.as_slice() {
        [first, verb] if first == "do" && english::is_verb(verb) => words.remove(0),
        [first, _, .., last] if first == last && REPEATED.contains(&first.as_str()) => {
            words.pop().unwrap_or_default()
        }
        _ => String::new(),
    };
    Some(words)
}

/// Returns the words of a name that is the method and the last segment in one word: `getsynonyms`.
fn glued(operation: &Described<'_>, name: &str, segments: &[Segment]) -> Option<Vec<String>> {
    let method = operation.method.to_ascii_lowercase();
    let rest = name.strip_prefix(method.as_str())?;
    if !rest.starts_with(|char: char| char.is_lowercase()) {
        return None;
    }
    let last = segments.iter().rev().find_map(Segment::fixed)?;
    (rest.to_lowercase() == last.concat()).then(|| [&[method], last].concat())
}

/// Returns the words without the years and months of versions: `2025`, `09`.
fn without_dates(words: Vec<String>) -> Vec<String> {
    let is =
        |word: &str, length: usize| word.len() == length && word.bytes().all(|byte| byte.is_ascii_digit());
    let mut kept = Vec::with_capacity(words.len());
    let mut rest = words.iter().peekable();
    while let Some(word) = rest.next() {
        let is_year = is(word, 4) && word.starts_with("20");
        if is_year && rest.next_if(|month| is(month, 2)).is_some() {
            rest.next_if(|day| is(day, 2));
            continue;
        }
        kept.push(word.clone());
    }
    if kept.is_empty() { words } else { kept }
}
