//! The names that a description suggests for its operations.

use std::collections::{HashMap, HashSet};

use super::{
    candidates::{self, Address, Candidate, Neighbours, rank},
    convention::{Convention, IdName, PREPOSITIONS},
    document::Described,
    english::{is_action, is_plural, is_verb, same_noun, same_nouns, singular},
    ids, own_methods, resources,
    segments::{self, Segment},
    summary::Summary,
};
use crate::plan::names;

/// The names that a description suggests for an operation.
#[derive(Debug)]
pub(super) struct Reading {
    /// The modules of the resource, outermost first.
    pub(super) resource: Vec<String>,
    /// The possible functions, the best first.
    pub(super) candidates: Vec<Candidate>,
    /// `true` if the first candidate is a name of the description, not derived from the path.
    pub(super) is_given: bool,
}

/// The name in an `operationId`.
struct Given<'a> {
    words: &'a [String],
    /// The namespaces that the name needs if there are no resources.
    namespaces: &'a [String],
    named_by: &'static str,
}

/// Returns the names that a description suggests for its operations, in order.
///
/// `parents` are the parents of tags. `wanted` is the setting for resources.
pub(super) fn read(
    operations: &[Described<'_>],
    parents: &HashMap<&str, &str>,
    wanted: Option<bool>,
) -> Vec<Reading> {
    let convention = Convention::of(operations);
    let mut seen: HashSet<&str> = HashSet::new();
    let ids: Vec<Option<IdName>> = operations
        .iter()
        // A duplicated `operationId` names the first operation only.
        .map(|operation| if seen.insert(operation.id?) { convention.name(operation) } else { None })
        .collect();
    let mut ids = fold(ids);
    resources::remove_shared_namespaces(convention, &mut ids);
    let summaries: Vec<Option<Summary>> =
        operations.iter().map(|operation| Summary::parse(operation.summary?)).collect();
    let paths: Vec<_> =
        operations.iter().map(|operation| operation.path).zip(summaries.iter().map(Option::as_ref)).collect();
    let segments = segments::read(&paths);
    let words = ids::read(operations, &ids, &segments);
    let sources = resources::Sources { convention, ids: &ids, segments: &segments, parents };
    let resources = resources::of_operations(operations, &sources, wanted);
    let is_flat = resources.iter().all(Vec::is_empty);
    let beginnings = shared_segments(&resources, &segments);
    let routes = Routes::of(operations);
    let members = members(&resources);
    let needs_nouns = is_flat && resources::are_few(operations) && has_nouns(&segments);
    let mut readings = Vec::with_capacity(operations.len());
    let of_all = operations.iter().zip(&resources).zip(&segments).zip(&summaries).zip(ids.iter().zip(&words));
    for ((((operation, resource), segments), summary), (id, words)) in of_all {
        let of_resource = resource.last().map(|module| names::words_of(module)).unwrap_or_default();
        let outer = resource.iter().rev().skip(1).map(|module| names::words_of(module));
        let beginning = beginnings.get(resource.as_slice()).copied().unwrap_or_default();
        let abbreviations =
            beginning.iter().filter_map(Segment::fixed).filter(|words| abbreviates(words, &of_resource));
        let aliases: Vec<Vec<String>> = outer.chain(abbreviations.map(<[String]>::to_vec)).collect();
        let address = Address {
            operation,
            segments,
            summary: summary.as_ref(),
            neighbours: routes.neighbours(operation),
            is_alone: routes.is_alone(operation),
            resource: &of_resource,
            aliases: &aliases,
        };
        let mut reading = Reading { resource: resource.clone(), candidates: Vec::new(), is_given: false };
        // `meetings` of the resource `meetings`
        let repeats = |words: &[String]| {
            let is_resource =
                same_nouns(words, &of_resource) && !words.last().is_some_and(|word| is_verb(word));
            is_resource && members.get(resource.as_slice()) != Some(&1)
        };
        if let Some((extension, name)) = &operation.extensions.method {
            let words = names::words_of(name);
            if !repeats(&words) {
                reading.give(&words, 0, extension);
            }
        }
        // The `operationId` follows, for a name in an extension that other operations have too.
        if let (Some(id), Some(words)) = (id, words) {
            let namespaces = if is_flat { id.resource.as_slice() } else { &[] };
            let noun = if needs_nouns && id.resource.is_empty() { address.noun(words) } else { Vec::new() };
            let words = [words.as_slice(), &noun].concat();
            if !repeats(&words) {
                let given = Given { words: &words, namespaces, named_by: id.named_by };
                reading.give_id(&given, &address, convention);
            }
        }
        let derived = address.candidates();
        let known: HashSet<String> = reading.candidates.iter().map(|one| one.name.clone()).collect();
        reading.candidates.extend(derived.into_iter().filter(|one| !known.contains(&one.name)));
        readings.push(reading);
    }
    unify(&mut readings);
    flatten(&mut readings, &members);
    readings
}

/// Returns the number of operations and of inner resources of each resource.
fn members(resources: &[Vec<String>]) -> HashMap<Vec<String>, usize> {
    let mut members: HashMap<Vec<String>, usize> = HashMap::new();
    for resource in resources {
        for depth in 1..=resource.len() {
            *members.entry(resource.get(..depth).unwrap_or_default().to_vec()).or_default() += 1;
        }
    }
    members
}

/// Makes a method of a resource that has no other operation and the same name: `health.health` is `health`.
fn flatten(readings: &mut [Reading], members: &HashMap<Vec<String>, usize>) {
    for Reading { resource, candidates, .. } in readings {
        let name = candidates.first().map(|first| names::words_of(&first.name)).unwrap_or_default();
        let repeats = resource.last().is_some_and(|last| same_nouns(&names::words_of(last), &name));
        let outer = resource.split_last().map(|(_, outer)| outer).unwrap_or_default();
        let is_reserved = |name: &Candidate| own_methods(outer).contains(&name.name.as_str());
        if repeats
            && members.get(resource.as_slice()) == Some(&1)
            && !candidates.first().is_some_and(is_reserved)
        {
            resource.pop();
        }
    }
}

/// Returns `true` if paths have different nouns.
fn has_nouns(segments: &[Vec<Segment>]) -> bool {
    let mut nouns = segments.iter().filter_map(|segments| candidates::noun_of(segments));
    let Some(first) = nouns.next() else { return false };
    nouns.any(|noun| !same_nouns(noun, first))
}

impl Reading {
    /// Adds the name in an `operationId`, and longer names for the case that others have the same.
    fn give_id(&mut self, given: &Given<'_>, address: &Address<'_>, convention: Convention) {
        let Given { words, namespaces, named_by } = *given;
        let words = without_resource(words, address.resource);
        let qualified = [qualifier(address.segments, words).as_slice(), words].concat();
        let left_out = left_out(address, words);
        if convention != Convention::MethodPathName || qualified == words {
            let namespaces: Vec<String> =
                namespaces.iter().flat_map(|namespace| names::words_of(namespace)).collect();
            let rank = rank(left_out.len(), address.parameters());
            self.give(&[namespaces.as_slice(), words].concat(), rank, named_by);
        }
        self.give(&qualified, 0, named_by);
        if let Some(last) = left_out.last() {
            self.give(&[words, last].concat(), 0, named_by);
        }
    }

    /// Adds a name of the description.
    fn give(&mut self, words: &[String], rank: usize, named_by: &'static str) {
        candidates::add(&mut self.candidates, words, rank, named_by);
        self.is_given = !self.candidates.is_empty();
    }
}

/// The methods and paths of a description.
struct Routes<'a> {
    all: HashSet<(&'a str, &'a str)>,
    paths: HashSet<&'a str>,
    /// The paths that exist with one more parameter.
    collections: HashSet<&'a str>,
    /// The number of methods of each path.
    methods: HashMap<&'a str, usize>,
    /// The segments that are nouns, in the singular: other segments follow them, or a `GET` request reads them.
    nouns: HashSet<String>,
}

impl<'a> Routes<'a> {
    fn of(operations: &[Described<'a>]) -> Self {
        let trimmed = |operation: &Described<'a>| (operation.method, operation.path.trim_end_matches('/'));
        let mut methods: HashMap<&str, usize> = HashMap::new();
        let mut nouns = HashSet::new();
        for (method, path) in operations.iter().map(trimmed) {
            *methods.entry(path).or_default() += 1;
            let is_noun = |next: Option<&&str>| next.is_some() || method == "GET";
            let mut segments = path.split('/').peekable();
            while let Some(segment) = segments.next() {
                if is_noun(segments.peek()) {
                    nouns.insert(singular(segment));
                }
            }
        }
        Self {
            methods,
            nouns,
            all: operations.iter().map(trimmed).collect(),
            paths: operations.iter().map(|operation| trimmed(operation).1).collect(),
            collections: operations.iter().filter_map(|operation| collection(operation.path)).collect(),
        }
    }

    /// Returns `true` if no other method exists for the path, and if its last segment is no noun of another path.
    fn is_alone(&self, operation: &Described<'_>) -> bool {
        let path = operation.path.trim_end_matches('/');
        let is_noun = |segment: &str| self.nouns.contains(&singular(segment));
        self.methods.get(path) == Some(&1) && path.rsplit('/').next().is_some_and(|last| !is_noun(last))
    }

    fn neighbours(&self, operation: &Described<'_>) -> Neighbours {
        let path = operation.path.trim_end_matches('/');
        let is_item = path.ends_with('}');
        Neighbours {
            patch: operation.method != "PATCH" && self.all.contains(&("PATCH", path)),
            element: !is_item && self.collections.contains(path),
            item: is_item && collection(path).is_some_and(|parent| self.paths.contains(parent)),
        }
    }
}

/// Makes names of namespaces that are operations too: `backups.create.status` beside `backups.create` is
/// `create_status` of `backups`.
fn fold(mut ids: Vec<Option<IdName>>) -> Vec<Option<IdName>> {
    let path = |id: &IdName| [id.resource.as_slice(), std::slice::from_ref(&id.name)].concat();
    let operations: HashSet<Vec<String>> = ids.iter().flatten().map(path).collect();
    for id in ids.iter_mut().flatten() {
        while operations.contains(&id.resource) {
            let Some(last) = id.resource.pop() else { break };
            id.name = format!("{last}_{}", id.name);
        }
    }
    ids
}

/// Returns a name without the words of the resource at its start: `instance_list` of `instances` is `list`.
fn without_resource<'w>(words: &'w [String], resource: &[String]) -> &'w [String] {
    match words.split_at_checked(resource.len()) {
        Some((start, [first, rest @ ..]))
            if !start.is_empty()
                // `inviteUser` of `invites`, but not `snapshot_view` of `snapshots`
                && (is_verb(first) || !matches!(start, [verb] if is_action(verb)))
                && same_nouns(start, resource)
                && !PREPOSITIONS.contains(&first.as_str()) =>
        {
            words.get(words.len() - rest.len() - 1..).unwrap_or(words)
        }
        _ => words,
    }
}

/// Shortens the names that repeat their resource, if other names of the resource are derived and do not: `create_check`
/// beside `list` and `get` of `checks`.
fn unify(readings: &mut [Reading]) {
    let derived: HashSet<Vec<String>> =
        readings.iter().filter(|reading| !reading.is_given).map(|reading| reading.resource.clone()).collect();
    for reading in
        readings.iter_mut().filter(|reading| reading.is_given && derived.contains(&reading.resource))
    {
        let resource = reading.resource.last().map(|module| names::words_of(module)).unwrap_or_default();
        let Some(first) = reading.candidates.first_mut() else { continue };
        let words = names::words_of(&first.name);
        if let Some((verb, noun)) = words.split_first()
            && let noun = noun.strip_suffix(&["by".to_owned(), "id".to_owned()]).unwrap_or(noun)
            && is_verb(verb)
            && same_nouns(noun, &resource)
        {
            // `get_checks` and `get_check`
            let lists = verb == "get" && noun.last().is_some_and(|word| is_plural(word));
            first.name = names::snake_text(if lists { "list" } else { verb }, "operation");
        }
    }
}

/// Returns the path without its last segment, if that is a parameter.
fn collection(path: &str) -> Option<&str> {
    let (parent, last) = path.trim_end_matches('/').rsplit_once('/')?;
    last.contains('{').then_some(parent)
}

/// Returns the segments that all paths of a resource begin with, by the resource. A resource of one path has none.
fn shared_segments<'a>(
    resources: &'a [Vec<String>],
    segments: &'a [Vec<Segment>],
) -> HashMap<&'a [String], &'a [Segment]> {
    let mut shared: HashMap<&[String], (&[Segment], usize)> = HashMap::new();
    for (resource, segments) in resources.iter().zip(segments).filter(|(resource, _)| !resource.is_empty()) {
        let (known, count) = shared.entry(resource).or_insert((segments, 0));
        let length = known.iter().zip(segments).take_while(|(one, other)| one == other).count();
        *known = known.get(..length).unwrap_or_default();
        *count += 1;
    }
    shared
        .into_iter()
        .filter(|(_, (_, count))| *count > 1)
        .map(|(resource, (segments, _))| (resource, segments))
        .collect()
}

/// Returns `true` if a segment abbreviates the resource: `orgs` and `organizations`, `scrapers` and `scraper targets`.
fn abbreviates(segment: &[String], resource: &[String]) -> bool {
    let start = |word: &String| word.chars().take(3).collect::<String>();
    segment.iter().any(|word| resource.iter().any(|known| start(word) == start(known)))
}

/// Returns `batch` or `bulk` if the path says it and the name does not.
fn qualifier(segments: &[Segment], name: &[String]) -> Vec<String> {
    let found = segments.iter().filter_map(Segment::fixed).find(|words| segments::is_qualifier(words));
    found.filter(|words| !words.iter().any(|word| name.contains(word))).unwrap_or_default().to_vec()
}

/// Returns the fixed segments that neither the name nor the resource says.
fn left_out<'a>(address: &Address<'a>, name: &[String]) -> Vec<&'a [String]> {
    let is_known = |word: &String| name.iter().chain(address.resource).any(|known| same_noun(known, word));
    let fixed = address.segments.iter().filter_map(Segment::fixed);
    fixed.filter(|words| !words.iter().all(is_known)).collect()
}
