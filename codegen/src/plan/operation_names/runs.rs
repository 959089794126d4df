//! Words that an `operationId` writes as one: `Deleteorganizationspendlimit`.

use std::collections::HashSet;

use super::{
    document::Described,
    english::{is_verb, plural, singular},
    segments::Segment,
};
use crate::plan::names;

/// The minimum length of a run in any place of a name.
const MIN_RUN: usize = 15;
/// The minimum length of a run that is the whole name and begins with a verb.
const MIN_NAME: usize = 8;
/// The maximum length of a run that is split.
const MAX_RUN: usize = 100;
/// The maximum length of a word.
const MAX_WORD: usize = 24;
/// The minimum length of a word, except for those in [`SHORT`].
const MIN_WORD: usize = 3;
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
    if run.len() > MAX_RUN || !run.is_ascii() {
        return None;
    }
    // The fewest words of each beginning of the run, and the start of the last of them.
    let mut best: Vec<Option<(usize, usize)>> = vec![Some((0, 0))];
    for end in 1..=run.len() {
        let starts = end.saturating_sub(MAX_WORD)..end;
        let fewest = starts.filter_map(|start| {
            let (count, _) = (*best.get(start)?)?;
            let word = run.get(start..end)?;
            let is_word = SHORT.contains(&word)
                || word.len() >= MIN_WORD && (is_known(word) || start == 0 && is_verb(word));
            (is_word && word.len() < run.len()).then_some((count + 1, start))
        });
        best.push(fewest.min());
    }
    let mut words = Vec::new();
    let mut end = run.len();
    while end > 0 {
        let (_, start) = (*best.get(end)?)?;
        words.push(run.get(start..end)?.to_owned());
        end = start;
    }
    words.reverse();
    Some(words)
}
