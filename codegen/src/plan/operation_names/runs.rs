//! Words that an `operationId` writes as one: `Deleteorganizationspendlimit`.

use std::collections::HashSet;

use super::{
    document::Described,
    english::{is_verb, plural, singular},
    segments::Segment,
};
use crate::{
    plan::names,
    runs::{self, MIN_RUN, MIN_WORD},
};

/// The minimum length of a run that is the whole name and begins with a verb.
const MIN_NAME: usize = 8;
/// The maximum length of a word.
const MAX_WORD: usize = 24;
/// The maximum number of words of a summary that are read.
const MAX_WORDS: usize = 40;
/// The words that names have between nouns.
const SHORT: [&str; 17] = [
    "a", "all", "an", "and", "by", "for", "from", "id", "in", "into", "of", "on", "or", "the", "to", "with",
    "ids",
];

/// The words of the paths and tags of a description.
pub(super) struct Vocabulary(HashSet<String>);

impl Vocabulary {
    /// Returns the words of a description. `segments` are those of the operations' paths.
    pub(super) fn of(operations: &[Described<'_>], segments: &[Vec<Segment>]) -> Self {
        let mut words = HashSet::new();
        for word in segments.iter().flatten().filter_map(Segment::fixed).flatten() {
            add(&mut words, word);
        }
        for tag in operations.iter().flat_map(|operation| operation.tags) {
            for word in names::words_of(tag) {
                add(&mut words, &word);
            }
        }
        Self(words)
    }

    /// Returns the words of a name with its runs split. Returns `None` if the name is a run that says nothing.
    pub(super) fn split(&self, operation: &Described<'_>, words: Vec<String>) -> Option<Vec<String>> {
        let is_long = |word: &String| word.len() >= MIN_RUN && word.is_ascii() && !self.0.contains(word);
        let is_name = matches!(words.as_slice(), [only] if only.len() >= MIN_NAME && !self.0.contains(only));
        if !is_name && !words.iter().any(is_long) {
            return Some(words);
        }
        let mut own = HashSet::new();
        let of_path = operation.path.split('/').flat_map(names::words_of);
        let of_summary = operation.summary.unwrap_or_default().split_whitespace().flat_map(names::words_of);
        of_path.chain(of_summary.take(MAX_WORDS)).for_each(|word| add(&mut own, &word));
        if !words.iter().any(is_long) {
            // A short name may be a word: only words of the operation itself show that it is none.
            let split = words.first().and_then(|word| split(word, |part| own.contains(part)));
            return Some(
                split.filter(|parts| parts.first().is_some_and(|verb| is_verb(verb))).unwrap_or(words),
            );
        }
        let is_known = |part: &str| own.contains(part) || self.0.contains(part);
        if let Some(parts) = split(&words.concat(), is_known) {
            return Some(parts);
        }
        let parts: Vec<Option<Vec<String>>> =
            words.iter().map(|word| if is_long(word) { split(word, is_known) } else { None }).collect();
        let is_run = matches!(words.as_slice(), [only] if !own.contains(only));
        if is_run && parts.iter().all(Option::is_none) {
            return None;
        }
        Some(words.into_iter().zip(parts).flat_map(|(word, parts)| parts.unwrap_or(vec![word])).collect())
    }
}

/// Adds a word in the singular and plural.
fn add(words: &mut HashSet<String>, word: &str) {
    if word.len() <= MAX_WORD && word.is_ascii() {
        words.insert(singular(word));
        words.insert(plural(word));
        words.insert(word.to_owned());
    }
}

/// Splits a run into the fewest words, two or more, that are known. The first may be any verb.
fn split(run: &str, is_known: impl Fn(&str) -> bool) -> Option<Vec<String>> {
    let is_word = |start: usize, word: &str| {
        let is_long = word.len() >= MIN_WORD && word.len() < run.len();
        SHORT.contains(&word) || is_long && (is_known(word) || start == 0 && is_verb(word))
    };
    let words = runs::split(run, MAX_WORD, is_word)?;
    Some(words.into_iter().map(str::to_owned).collect())
}
