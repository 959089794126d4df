//! The segments of paths that say something.

use std::collections::HashMap;

use super::{english, summary::Summary};
use crate::plan::{
    names,
    words::{is_date, is_number, is_version},
};

/// The maximum number of segments that are read.
const MAX_SEGMENTS: usize = 32;
/// The maximum number of characters of a segment that are read.
const MAX_LENGTH: usize = 100;

/// A segment of a path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Segment {
    /// Words.
    Fixed(Vec<String>),
    /// A number or another identifier in the place of a noun: `0-162`.
    Id(String),
    /// A parameter.
    Parameter(Vec<String>),
}

impl Segment {
    /// Returns the words of a fixed segment.
    pub(super) fn fixed(&self) -> Option<&[String]> {
        match self {
            Self::Fixed(words) => Some(words),
            Self::Id(_) | Self::Parameter(_) => None,
        }
    }
}

/// Returns the segments of each path, without those that say nothing and without the common prefix of all paths.
/// Identifiers get the noun of the summaries, if these have one.
pub(super) fn read(paths: &[(&str, Option<&Summary>)]) -> Vec<Vec<Segment>> {
    let mut of_all: Vec<Vec<Segment>> = paths.iter().map(|(path, _)| split(path)).collect();
    let prefix = common_prefix(&of_all);
    for segments in &mut of_all {
        segments.drain(..prefix.min(segments.len()));
    }
    let nouns = nouns_of_ids(&of_all, paths);
    for segments in &mut of_all {
        name_ids(segments, &nouns);
    }
    of_all
}

/// Returns the segments of a path that say something, without extensions of files.
fn split(path: &str) -> Vec<Segment> {
    // Queries and fragments distinguish operations of one path in some descriptions.
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let all = path.split('/').filter(|segment| !segment.is_empty() && !is_silent(segment)).take(MAX_SEGMENTS);
    all.flat_map(|segment| {
        // `{id}:cancel`, `topics:batchDelete` and `calls.json` have a second part.
        let (noun, action) = match segment.rsplit_once('}') {
            Some((parameter, rest)) => (parameter, rest.trim_start_matches(':')),
            None => segment.split_once(':').unwrap_or((segment, "")),
        };
        [part(noun), Segment::Fixed(words(without_extension(action)))]
    })
    .filter(|segment| !matches!(segment, Segment::Fixed(words) if words.is_empty()))
    .take(MAX_SEGMENTS)
    .collect()
}

/// Returns the segment of a part of a path.
fn part(text: &str) -> Segment {
    if text.contains('{') {
        return Segment::Parameter(words(text));
    }
    if is_id(text) {
        return Segment::Id(text.chars().take(MAX_LENGTH).collect());
    }
    Segment::Fixed(words(without_extension(text)))
}

/// Returns the first words of a segment.
fn words(segment: &str) -> Vec<String> {
    let end = segment.char_indices().nth(MAX_LENGTH).map_or(segment.len(), |(end, _)| end);
    names::words_of(segment.get(..end).unwrap_or_default())
}

fn without_extension(segment: &str) -> &str {
    [".json", ".xml", ".php", ".aspx"].iter().find_map(|end| segment.strip_suffix(end)).unwrap_or(segment)
}

/// Returns `true` for a version, a date or another segment that says nothing about the resource.
pub(super) fn is_silent(segment: &str) -> bool {
    matches!(segment.to_ascii_lowercase().as_str(), "api" | "rest" | "apis")
        || is_version(segment)
        || is_date(segment)
}

/// Returns `true` for a number, a UUID, or another sequence of hexadecimal digits.
fn is_id(segment: &str) -> bool {
    let hexadecimal = segment.len() >= 8
        && segment.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
        && segment.bytes().any(|byte| byte.is_ascii_digit());
    is_number(segment) || hexadecimal
}

/// Returns the number of leading segments that all paths share, so that each path keeps a noun.
fn common_prefix(paths: &[Vec<Segment>]) -> usize {
    let Some((first, rest)) = paths.split_first() else { return 0 };
    // One path has no prefix that it shares.
    if rest.iter().all(|path| path == first) {
        return 0;
    }
    let mut length = first.iter().take_while(|segment| matches!(segment, Segment::Fixed(_))).count();
    for path in rest {
        length = first.iter().zip(path).take(length).take_while(|(one, other)| one == other).count();
    }
    let is_noun = |segment: &Segment| match segment {
        Segment::Fixed(words) => {
            !is_qualifier(words) && !words.first().is_some_and(|word| english::is_action(word))
        }
        Segment::Id(_) => true,
        Segment::Parameter(_) => false,
    };
    let keeps = |path: &[Segment], length: usize| path.iter().skip(length).any(is_noun);
    let fits = |length: &usize| paths.iter().all(|path| path.is_empty() || keeps(path, *length));
    (0..=length).rev().find(fits).unwrap_or(0)
}

/// Returns `true` for a segment that qualifies the verb after it.
pub(super) fn is_qualifier(words: &[String]) -> bool {
    matches!(words, [word] if matches!(word.as_str(), "batch" | "bulk"))
}

/// Returns the noun of each identifier, by the segments up to it: the most frequent one in the summaries, as a plural.
fn nouns_of_ids(
    of_all: &[Vec<Segment>],
    paths: &[(&str, Option<&Summary>)],
) -> HashMap<Vec<Segment>, Vec<String>> {
    let mut counts: HashMap<&[Segment], Vec<(Vec<String>, usize)>> = HashMap::new();
    for (segments, (_, summary)) in of_all.iter().zip(paths) {
        let Some(at) = segments.iter().rposition(|segment| matches!(segment, Segment::Id(_))) else {
            continue;
        };
        let Some(noun) = summary.map(|summary| &summary.noun).filter(|noun| !noun.is_empty()) else {
            continue;
        };
        let mut noun = noun.clone();
        if let Some(last) = noun.last_mut() {
            *last = english::plural(last);
        }
        let known = counts.entry(segments.get(..=at).unwrap_or_default()).or_default();
        if let Some((_, count)) = known.iter_mut().find(|(other, _)| *other == noun) {
            *count += 1;
        } else if known.len() < MAX_SEGMENTS {
            known.push((noun, 1));
        }
    }
    let most = |nouns: Vec<(Vec<String>, usize)>| {
        // The first of those that are most frequent.
        nouns.into_iter().rev().max_by_key(|(_, count)| *count).map(|(noun, _)| noun)
    };
    counts.into_iter().filter_map(|(path, nouns)| Some((path.to_vec(), most(nouns)?))).collect()
}

/// Replaces the identifiers of a path by their nouns, or removes them.
fn name_ids(segments: &mut Vec<Segment>, nouns: &HashMap<Vec<Segment>, Vec<String>>) {
    let original = segments.clone();
    let mut index = 0;
    segments.retain_mut(|segment| {
        index += 1;
        if !matches!(segment, Segment::Id(_)) {
            return true;
        }
        let Some(noun) = original.get(..index).and_then(|path| nouns.get(path)) else { return false };
        *segment = Segment::Fixed(noun.clone());
        true
    });
}

#[cfg(test)]
mod tests {
    use super::{Segment, is_silent, read};
    use crate::plan::operation_names::summary::Summary;

    fn text(segments: &[Segment]) -> String {
        let words = |segment: &Segment| match segment {
            Segment::Fixed(words) => words.join(" "),
            Segment::Id(text) => text.clone(),
            Segment::Parameter(words) => format!("{{{}}}", words.join(" ")),
        };
        segments.iter().map(words).collect::<Vec<_>>().join("/")
    }

    #[test]
    fn ignores_segments_that_say_nothing() {
        for segment in
            ["v1", "V2.0", "v1beta1", "2026-03", "2026-09-beta", "2026-03-31", "api", "rest", "1.0"]
        {
            assert!(is_silent(segment), "{segment}");
        }
        for segment in ["vms", "views", "2026", "0-162", "apps", "oauth2", "v"] {
            assert!(!is_silent(segment), "{segment}");
        }
    }

    #[test]
    fn drops_the_common_prefix_and_keeps_a_noun() {
        let paths = [("/crm/v3/objects/contacts", None), ("/crm/v3/objects/contacts/{contactId}", None)];
        let segments = read(&paths);
        assert_eq!(
            segments.iter().map(|path| text(path)).collect::<Vec<_>>(),
            ["contacts", "contacts/{contact id}"]
        );
        let segments = read(&[("/v1/pets", None), ("/v1/owners.json", None), ("/v1/pets/{id}:feed", None)]);
        assert_eq!(
            segments.iter().map(|path| text(path)).collect::<Vec<_>>(),
            ["pets", "owners", "pets/{id}/feed"]
        );
    }

    #[test]
    fn names_an_identifier_by_the_summaries() {
        let summaries = ["Retrieve services", "Archive a service", "Merge two records"].map(Summary::parse);
        let paths = [
            "/crm/objects/2026-03/0-162",
            "/crm/objects/2026-03/0-162/{serviceId}",
            "/crm/objects/2026-03/0-162/merge",
        ];
        let paths: Vec<_> = paths.into_iter().zip(summaries.iter().map(Option::as_ref)).collect();
        let segments = read(&paths);
        assert_eq!(
            segments.iter().map(|path| text(path)).collect::<Vec<_>>(),
            ["services", "services/{service id}", "services/merge"]
        );
    }
}
