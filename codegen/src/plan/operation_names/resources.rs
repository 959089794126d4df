//! The resources of operations.

use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;

use super::{
    convention::{Convention, IdName},
    document::Described,
    english::{is_action, is_action_phrase, is_method_verb, same_nouns},
    segments::{Segment, is_qualifier},
};
use crate::plan::names;

/// The number of operations from which tags are resources.
const MIN_OPERATIONS: usize = 10;
/// The maximum number of words in a tag that is a resource.
const MAX_WORDS: usize = 6;
/// The maximum number of tags of an operation that are compared with its path.
const MAX_TAGS: usize = 64;

/// Tags that say how an operation works, not on what.
const GENERIC: &[&str] = &[
    "admin",
    "advanced",
    "api",
    "basic",
    "batch",
    "bulk",
    "common",
    "core",
    "default",
    "endpoint",
    "endpoints",
    "general",
    "generic",
    "internal",
    "main",
    "merge",
    "misc",
    "miscellaneous",
    "object",
    "objects",
    "operation",
    "operations",
    "other",
    "others",
    "public",
    "private",
    "rest",
    "root",
    "search",
    "untagged",
    "v1",
    "v2",
    "v3",
];

/// Tags that name the readers of an operation or its maturity.
const AUDIENCES: &[&str] = &[
    "alpha",
    "beta",
    "deprecated",
    "experimental",
    "external",
    "internal",
    "legacy",
    "partner",
    "preview",
    "private",
    "public",
    "stable",
];

/// The parts of the names and paths of all operations that resources are derived from.
pub(super) struct Sources<'a> {
    pub(super) convention: Convention,
    pub(super) ids: &'a [Option<IdName>],
    pub(super) segments: &'a [Vec<Segment>],
    /// The parents of tags.
    pub(super) parents: &'a HashMap<&'a str, &'a str>,
}

/// Returns the resource of each operation, as modules. Empty lists are methods of the client.
///
/// `wanted` is the setting: `None` decides by the description.
pub(super) fn of_operations(
    operations: &[Described<'_>],
    sources: &Sources<'_>,
    wanted: Option<bool>,
) -> Vec<Vec<String>> {
    let Sources { convention, ids, segments, parents } = *sources;
    let flat = vec![Vec::new(); operations.len()];
    if wanted == Some(false) {
        return flat;
    }
    let namespaces = namespaces(operations, ids);
    let distinct: HashSet<&Vec<String>> = namespaces.iter().flatten().collect();
    let tags = Tags::of(operations, parents);
    // If the `operationId`s name one resource, it is the API.
    let is_one = distinct.is_empty()
        && matches!(convention, Convention::Dots | Convention::Namespaces | Convention::ResourceVerb);
    let by_tags = tags.distinct > 1 && !are_few(operations) && !is_one;
    if distinct.len() < 2 && !by_tags && wanted.is_none() {
        return flat;
    }
    (operations.iter().zip(namespaces).zip(segments))
        .map(|((operation, namespace), segments)| {
            namespace
                .or_else(|| tags.resource(operation, segments))
                .or_else(|| of_path(segments).map(|path| tags.like(path)))
                .unwrap_or_default()
        })
        .collect()
}

/// Returns `true` if the operations are too few for resources by tags.
pub(super) fn are_few(operations: &[Described<'_>]) -> bool {
    operations.len() < MIN_OPERATIONS
}

/// Returns the namespaces of each operation, from extensions and `operationId`s, at most two deep.
fn namespaces(operations: &[Described<'_>], ids: &[Option<IdName>]) -> Vec<Option<Vec<String>>> {
    operations
        .iter()
        .zip(ids)
        .map(|(operation, id)| {
            let vendor = operation.extensions.resource.as_ref().map(|(_, parts)| parts.as_slice());
            let of_id = || id.as_ref().map(|id| id.resource.as_slice()).filter(|parts| !parts.is_empty());
            let parts = vendor.or_else(of_id)?;
            let modules = parts.iter().filter_map(|part| module(&names::words_of(part), MAX_WORDS));
            Some(two_deep(modules.collect())).filter(|modules| !modules.is_empty())
        })
        .collect()
}

/// Returns a resource of at most two modules: the inner ones are one.
fn two_deep(mut modules: Vec<String>) -> Vec<String> {
    if modules.len() > 2 {
        let inner = modules.split_off(1).join("_");
        modules.push(inner);
    }
    modules
}

/// Removes the outer namespaces that all `operationId`s share.
pub(super) fn remove_shared_namespaces(convention: Convention, ids: &mut [Option<IdName>]) {
    if matches!(convention, Convention::Dots | Convention::Namespaces) {
        let shared = shared_namespaces(ids);
        for id in ids.iter_mut().flatten() {
            id.resource.drain(..shared.min(id.resource.len()));
        }
    }
}

/// Returns the number of outer namespaces that all `operationId`s share: without them either all or none of the names
/// have a namespace.
fn shared_namespaces(ids: &[Option<IdName>]) -> usize {
    let of_ids =
        ids.iter().flatten().map(|id| id.resource.as_slice()).filter(|namespaces| !namespaces.is_empty());
    let Some(first) = of_ids.clone().next() else { return 0 };
    let common = of_ids.clone().fold(first.len(), |length, other| {
        first.iter().zip(other).take(length).take_while(|(one, other)| one == other).count()
    });
    let rest: HashSet<bool> = of_ids.map(|namespaces| namespaces.len() > common).collect();
    if rest.len() == 1 && ids.len() > 1 { common } else { 0 }
}

/// The tags of a description, as resources.
struct Tags<'a> {
    modules: HashMap<&'a str, Vec<String>>,
    /// The number of tags that operations have.
    distinct: usize,
    /// `true` if most tags say nothing about the resource.
    generic: bool,
}

impl<'a> Tags<'a> {
    fn of(operations: &[Described<'a>], parents: &HashMap<&'a str, &'a str>) -> Self {
        let all: IndexSet<&'a str> =
            operations.iter().flat_map(|operation| operation.tags).map(String::as_str).collect();
        let first: HashSet<&str> =
            operations.iter().filter_map(|operation| operation.tags.first()).map(String::as_str).collect();
        let split: Vec<(&str, Vec<Vec<String>>)> = all.iter().map(|tag| (*tag, parts(tag))).collect();
        let prefix = tag_prefix(&split);
        let mut modules: HashMap<&str, Vec<String>> = HashMap::new();
        let mut seen: HashMap<Vec<String>, usize> = HashMap::new();
        let cleaned: Vec<(&str, Vec<String>)> = split
            .iter()
            .map(|(tag, parts)| {
                (
                    *tag,
                    parts
                        .iter()
                        .filter_map(|words| {
                            module(meaningful(words.get(prefix..).unwrap_or_default()), MAX_WORDS)
                        })
                        .collect(),
                )
            })
            .collect();
        for (_, path) in &cleaned {
            *seen.entry(path.clone()).or_default() += 1;
        }
        for ((tag, path), (_, parts)) in cleaned.into_iter().zip(&split) {
            // Two tags that differ in a version or in their last words keep these.
            let unique = seen.get(&path).is_none_or(|count| *count == 1);
            let path = if unique {
                path
            } else {
                parts.iter().filter_map(|words| module(words, usize::MAX)).collect()
            };
            modules.insert(tag, two_deep(path));
        }
        // A tag of OpenAPI 3.2 may have a parent.
        for (tag, parent) in parents {
            if let (Some(outer), Some(own)) = (modules.get(parent).cloned(), modules.get(tag).cloned())
                && outer.len() == 1
                && own.len() == 1
                && !parents.contains_key(parent)
            {
                modules.insert(tag, [outer, own].concat());
            }
        }
        let generic = first.iter().filter(|tag| is_generic(tag)).count();
        Self { modules, distinct: first.len(), generic: generic * 2 > first.len() }
    }

    /// Returns the resource of an operation: its tag that is also in the path, otherwise the first.
    fn resource(&self, operation: &Described<'_>, segments: &[Segment]) -> Option<Vec<String>> {
        if self.generic && self.distinct > 1 {
            return of_path(segments).or_else(|| self.first(operation));
        }
        if operation.tags.first().is_some_and(|tag| is_silent_tag(tag)) {
            let others = operation.tags.iter().skip(1).take(MAX_TAGS).filter(|tag| !is_silent_tag(tag));
            let modules = others.filter_map(|tag| self.modules.get(tag.as_str()).cloned());
            return { modules }.find(|path| !path.is_empty()).or_else(|| Some(self.like(of_path(segments)?)));
        }
        let is_first = operation.tags.len() < 2 || is_in_path(operation.tags.first(), segments);
        let others = operation.tags.iter().skip(1).filter(|_| !is_first);
        let in_path = others.take(MAX_TAGS).find(|tag| is_in_path(Some(tag), segments));
        let path = in_path.and_then(|tag| self.modules.get(tag.as_str()).cloned());
        path.filter(|path| !path.is_empty()).or_else(|| self.first(operation))
    }

    /// Returns the resource of a tag that differs from `path` in number only, or `path`.
    fn like(&self, path: Vec<String>) -> Vec<String> {
        let words: Vec<String> = path.iter().flat_map(|module| names::words_of(module)).collect();
        let mut twins = self.modules.values().filter(|modules| match modules.as_slice() {
            [only] => same_nouns(&names::words_of(only), &words),
            _ => false,
        });
        twins.next().cloned().unwrap_or(path)
    }

    fn first(&self, operation: &Described<'_>) -> Option<Vec<String>> {
        self.modules.get(operation.tags.first()?.as_str()).cloned().filter(|path| !path.is_empty())
    }
}

/// Returns `true` if a segment of the path has the words of the tag.
fn is_in_path(tag: Option<&String>, segments: &[Segment]) -> bool {
    let words = tag.map(|tag| names::words_of(tag)).unwrap_or_default();
    segments.iter().filter_map(Segment::fixed).any(|segment| same_nouns(segment, &words))
}

/// Returns the words of each level of a tag: `Cardano » Assets` has two.
fn parts(tag: &str) -> Vec<Vec<String>> {
    const SEPARATORS: [&str; 6] = [" \u{bb} ", " \u{203a} ", " > ", " / ", "::", " - "];
    let separator = SEPARATORS.into_iter().find(|separator| tag.contains(separator));
    // `Clusters (beta)`
    let tag = tag.split(['(', '[']).next().map(str::trim).filter(|text| !text.is_empty()).unwrap_or(tag);
    let parts = match separator {
        Some(separator) => tag.split(separator).collect(),
        None => vec![tag],
    };
    parts.into_iter().map(names::words_of).filter(|words| !words.is_empty()).collect()
}

/// Returns the number of leading words that all tags share, if each has more.
fn tag_prefix(tags: &[(&str, Vec<Vec<String>>)]) -> usize {
    let mut first_parts = tags.iter().filter_map(|(_, parts)| parts.first());
    let Some(first) = first_parts.next() else { return 0 };
    let single = tags.len() < 3 || tags.iter().any(|(_, parts)| parts.len() != 1);
    let length = first_parts.clone().fold(first.len(), |length, other| {
        first.iter().zip(other).take(length).take_while(|(one, other)| one == other).count()
    });
    let shortest = first_parts.map(Vec::len).min().unwrap_or(0).min(first.len());
    if single || length >= shortest { 0 } else { length }
}

/// Returns the words of a tag without those that say nothing.
fn meaningful(words: &[String]) -> &[String] {
    let silent = |word: &String| {
        matches!(
            word.as_str(),
            "api" | "apis" | "endpoint" | "endpoints" | "controller" | "operations" | "resource"
        ) || super::segments::is_silent(word)
    };
    let mut rest = words;
    while rest.len() > 1 && rest.last().is_some_and(silent) {
        rest = rest.get(..rest.len() - 1).unwrap_or_default();
    }
    while rest.len() > 1 && rest.first().is_some_and(silent) {
        rest = rest.get(1..).unwrap_or_default();
    }
    rest
}

fn is_generic(tag: &str) -> bool {
    let words = names::words_of(tag);
    let is_verb = matches!(words.as_slice(), [verb] if is_action(verb));
    is_verb || !words.is_empty() && words.iter().all(|word| GENERIC.contains(&word.as_str()))
}

/// Returns `true` for a tag that is a readership or repeats the method: no operation is found by it.
fn is_silent_tag(tag: &str) -> bool {
    let words = names::words_of(tag);
    let is_method = matches!(words.as_slice(), [verb] if is_method_verb(verb));
    is_method || !words.is_empty() && words.iter().all(|word| AUDIENCES.contains(&word.as_str()))
}

/// Returns the resource of a path: its last noun before the first parameter.
fn of_path(segments: &[Segment]) -> Option<Vec<String>> {
    let before: Vec<&[String]> = segments.iter().map_while(Segment::fixed).collect();
    let is_noun = |words: &&&[String]| !is_qualifier(words) && !is_action_phrase(words);
    let nouns: Vec<&&[String]> = before.iter().take_while(is_noun).collect();
    let noun = nouns.last().or(before.first().as_ref()).map(|words| words.to_vec());
    let noun = noun.or_else(|| segments.iter().find_map(Segment::fixed).map(<[String]>::to_vec))?;
    Some(vec![module(&noun, MAX_WORDS)?])
}

/// Returns the module of a resource, of at most `max` words. Words that are not ASCII make none, because a module is a
/// file.
fn module(words: &[String], max: usize) -> Option<String> {
    let words: Vec<&str> =
        words.iter().map(String::as_str).filter(|word| word.is_ascii()).take(max).collect();
    let text = words.join("_");
    text.contains(|char: char| char.is_ascii_alphabetic()).then(|| names::module_text(&text, "resource"))
}
