//! Candidate names for an operation, from its path, its method and its summary.

use super::{
    document::Described,
    english::{self, in_singular, is_action, is_action_phrase, is_plural, same_noun, same_nouns},
    segments::{Segment, is_qualifier, is_silent},
    summary::Summary,
};
use crate::plan::names;

/// The maximum number of words of a title that is a noun.
const MAX_TITLE: usize = 3;
/// The words of titles that say nothing.
const SILENT_WORDS: [&str; 6] = ["http", "openapi", "public", "reference", "specification", "the"];

/// A possible name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The function.
    pub(super) name: String,
    /// The nouns that the name leaves out, and the parameters of the path, as a number. Of operations with the same
    /// candidate the one with the lowest rank gets it.
    pub(super) rank: usize,
    /// The source of the name, for the report.
    pub(super) named_by: &'static str,
}

/// The neighbours of an operation's path.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Neighbours {
    /// `true` if `PATCH` exists for the same path.
    pub(super) patch: bool,
    /// `true` if the path ends with a segment that is no parameter, and exists with one more parameter.
    pub(super) element: bool,
    /// `true` if the path ends with a parameter, and exists without it.
    pub(super) item: bool,
}

/// The properties of an operation that name it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Address<'a> {
    pub(super) operation: &'a Described<'a>,
    pub(super) segments: &'a [Segment],
    pub(super) summary: Option<&'a Summary>,
    pub(super) neighbours: Neighbours,
    /// `true` if no other method exists for the path, and if its last segment is no noun of another path.
    pub(super) is_alone: bool,
    /// The words of the innermost resource. Empty without one.
    pub(super) resource: &'a [String],
    /// The words of other names of the resource: the outer resource, and segments that abbreviate it.
    pub(super) aliases: &'a [Vec<String>],
}

impl<'a> Address<'a> {
    /// Returns the fixed segments, in order. `list` and `get` at the end say nothing.
    fn fixed(&self) -> Vec<&'a [String]> {
        let mut fixed: Vec<&[String]> = self.segments.iter().filter_map(Segment::fixed).collect();
        let reads = matches!(fixed.last(), Some([word]) if matches!(word.as_str(), "get" | "list" | "read"));
        if reads && fixed.len() > 1 {
            fixed.pop();
        }
        fixed
    }

    /// Returns the number of parameters in the path.
    pub(super) fn parameters(&self) -> usize {
        self.segments.iter().filter(|segment| matches!(segment, Segment::Parameter(_))).count()
    }

    /// Returns `true` if the path ends with a parameter.
    pub(super) fn is_single(&self) -> bool {
        matches!(self.segments.last(), Some(Segment::Parameter(_)))
    }

    /// Returns the candidates, in order: the end of the path, the summary, longer parts of the path, its parameters.
    pub(super) fn candidates(&self) -> Vec<Candidate> {
        let named_by = if self.summary.is_some() { "path and summary" } else { "path" };
        let mut names = Names { parameters: self.parameters(), named_by, known: Vec::new() };
        let all: Vec<&[String]> = self.segments.iter().filter_map(Segment::fixed).collect();
        if let Some((action, before)) = self.action(&all) {
            self.name_action(action, before, &mut names);
        }
        let fixed = self.fixed();
        self.name_noun(&fixed, &mut names);
        self.name_route(&fixed, &mut names);
        names.known
    }

    /// Returns the last fixed segment if it is an action, and those before it.
    fn action<'f>(&self, fixed: &'f [&'a [String]]) -> Option<(&'a [String], &'f [&'a [String]])> {
        if self.neighbours.element {
            return None;
        }
        let (last, before) = fixed.split_last()?;
        let (first_word, last_word) = (last.first()?, last.last()?);
        // `POST /accounts/{id}/login_links` with the summary `Creates a login link`
        let is_noun = last.len() > 1
            && self.summary.is_some_and(|summary| summary.verb != *first_word && summary.verb != *last_word);
        let acts = match self.operation.method {
            // `POST /pins/add/{path}`
            _ if !matches!(self.segments.last(), Some(Segment::Fixed(_))) => {
                last.len() == 1 && is_action(first_word) && !english::reads(first_word) && !self.is_owned()
            }
            "POST" if self.is_new_verb(last) => true,
            "POST" | "PUT" | "PATCH" => is_action_phrase(last) && !is_noun,
            // `GET /users/login`, but not `GET /lists/get`.
            "GET" => is_action(first_word) && !english::reads(first_word) || first_word == "find",
            // `DELETE /users/{id}/block` is the opposite.
            "DELETE" => english::removes(first_word) && last.len() == 1,
            _ => is_action(first_word) && last.len() == 1,
        };
        acts.then_some((*last, before))
    }

    /// Returns `true` if the last segment of `POST /contracts/{id}/novate` is a verb, although it is no known one: the
    /// summary begins with it, or it is singular, has no other method and is no noun of another path.
    fn is_new_verb(&self, last: &[String]) -> bool {
        let (Some(first), true) = (last.first(), self.is_owned()) else { return false };
        match self.operation.summary {
            Some(text) => {
                let word = text.split_whitespace().next().map(names::words_of).unwrap_or_default();
                matches!(word.as_slice(), [word] if !is_plural(first) && english::is_form(word, first))
            }
            None => last.len() == 1 && self.is_alone && !english::is_noun(first),
        }
    }

    /// Adds names like `cancel_email` and `batch_create`.
    fn name_action(&self, action: &[String], before: &[&[String]], names: &mut Names) {
        let qualifiers = before.iter().rev().take_while(|words| is_qualifier(words)).count();
        let nouns = before.len() - qualifiers;
        let qualifiers: Vec<String> =
            before.iter().skip(nouns).flat_map(|words| words.iter().cloned()).collect();
        let before = before.get(..nouns).unwrap_or_default();
        let mut ends = self.segments.iter().rev().skip_while(|segment| segment.fixed().is_none());
        let is_element = matches!(ends.nth(1 + qualifiers.len()), Some(Segment::Parameter(_)));
        let verb_first = action.first().is_some_and(|word| is_action(word)) || self.is_new_verb(action);
        let with = |noun: &[String]| -> Vec<String> {
            let verbs = if verb_first { 1 } else { action.len() };
            let (verb, rest) = action.split_at_checked(verbs).unwrap_or((action, &[]));
            [qualifiers.as_slice(), verb, noun, rest].concat()
        };
        let is_singular = is_element || verb_first && action.len() > 1;
        let noun = before.last().map(|noun| if is_singular { in_singular(noun) } else { noun.to_vec() });
        let in_resource = noun.as_ref().is_some_and(|noun| self.is_resource(noun));
        let unsaid = before.len() - usize::from(in_resource);
        if in_resource || noun.is_none() || !qualifiers.is_empty() {
            names.add(&with(&[]), unsaid);
        }
        let mut noun = noun.filter(|_| !in_resource).unwrap_or_default();
        for (index, parent) in before.iter().rev().enumerate() {
            if index > 0 {
                noun = [in_singular(parent), noun].concat();
            }
            if !noun.is_empty() {
                names.add(&with(&noun), unsaid.saturating_sub(index + 1));
            }
        }
    }

    /// Adds names of a verb and the nouns of the path: `list_pets`, `get_pet_toy`.
    fn name_noun(&self, fixed: &[&[String]], names: &mut Names) {
        let (last, parents) = match fixed.split_last() {
            Some((last, parents)) => (last.to_vec(), parents),
            None if self.segments.is_empty() && self.summary.is_none() => (self.noun_of_title(), fixed),
            None => (self.noun_of_parameter(), fixed),
        };
        for verb in [self.verb(&last), self.method_verb(&last)] {
            // `POST /fees/{id}/refunds` with the summary `Refunds a fee`
            let noun = match last.as_slice() {
                [only] if same_noun(only, &verb.replace(' ', "")) => Vec::new(),
                _ => self.number(&verb, &last),
            };
            let batch = self.summary.is_some_and(|summary| summary.batch)
                && !fixed.iter().any(|words| is_qualifier(words));
            let verb = if batch { vec!["batch".to_owned(), verb] } else { vec![verb] };
            let unsaid = parents.iter().filter(|parent| !self.is_resource(parent)).count();
            let is_near = parents.last().is_none_or(|parent| self.is_resource(parent))
                || !self.resource.is_empty() && !self.is_owned();
            let bulk = self.acts_on_all();
            let is_resource = self.is_resource(&last);
            let object = if is_resource { Vec::new() } else { noun.clone() };
            if is_resource || last.is_empty() || is_near && !object.is_empty() {
                // `DELETE /pets` leaves the better name to `DELETE /pets/{id}`.
                names.add(&[verb.clone(), object.clone()].concat(), unsaid + usize::from(bulk));
            }
            if bulk {
                names.add(&[vec!["bulk".to_owned()], verb.clone(), object].concat(), unsaid);
            }
            let by_summary =
                |summary: &Summary| [verb.as_slice(), self.without_resource(&summary.noun)].concat();
            let with_noun = self.summary.filter(|summary| !summary.noun.is_empty());
            let is_whole = |summary: &&Summary| last.is_empty() || says_all(summary, &last, parents);
            if let Some(summary) = self.summary.filter(is_whole) {
                names.add(&by_summary(summary), unsaid);
            }
            if let Some(summary) = with_noun.filter(|_| parents.is_empty()) {
                names.add(&by_summary(summary), unsaid + 1);
            }
            let mut phrase = noun;
            for (index, parent) in parents.iter().rev().enumerate() {
                if !self.is_resource(parent) {
                    phrase = [in_singular(parent), phrase].concat();
                    names.add(&[verb.clone(), phrase.clone()].concat(), unsaid.saturating_sub(index + 1));
                }
                if let Some(summary) = with_noun.filter(|_| index == 0) {
                    names.add(&by_summary(summary), unsaid);
                }
            }
        }
    }

    /// Adds names with the tag, with the parameters, and with the method and the whole path.
    fn name_route(&self, fixed: &[&[String]], names: &mut Names) {
        let last_noun = fixed.last().map(|last| last.to_vec()).unwrap_or_default();
        let verb = self.verb(&last_noun);
        let noun = self.number(&verb, &last_noun);
        // The words of the tag are those of the resource, if there is one.
        if let Some(tag) = self.operation.tags.first().filter(|_| self.resource.is_empty()) {
            names.add(&[vec![verb.clone()], names::words_of(tag), noun.clone()].concat(), 0);
        }
        let parameters: Vec<String> = (self.segments.iter())
            .filter_map(|segment| match segment {
                Segment::Parameter(words) => Some(words.join(" ")),
                _ => None,
            })
            .collect();
        if let (Some(first), Some(last)) = (parameters.first(), parameters.last()) {
            let noun = if self.is_resource(&last_noun) { Vec::new() } else { noun };
            let named = |nouns: &[String], by: &str| -> Vec<String> {
                [std::slice::from_ref(&verb), nouns, &names::words_of(&format!("by {by}"))].concat()
            };
            names.add(&named(&noun, first), 0);
            names.add(&named(&noun, last), 0);
            let all = parameters.join(" and ");
            names.add(&named(&noun, &all), 0);
            let nouns: Vec<String> = fixed.iter().flat_map(|words| words.iter().cloned()).collect();
            names.add(&named(&nouns, &all), 0);
        }
        if let Some(first) = names.known.first().map(|first| names::words_of(&first.name)) {
            let versions = self.operation.path.split('/').filter(|segment| is_silent(segment));
            let versions: Vec<String> =
                versions.flat_map(names::words_of).filter(|word| word != "api" && word != "rest").collect();
            names.add(&[first, versions].concat(), 0);
        }
        names.add(&names::words_of(&format!("{} {}", self.operation.method, self.operation.path)), 0);
    }

    /// Returns `true` if the words are those of the resource, or the end of them, or if the whole path says the same as
    /// the resource: `/integrations/edr` is the resource `edr_integrations`.
    fn is_resource(&self, words: &[String]) -> bool {
        let end = self.resource.len().checked_sub(words.len()).and_then(|start| self.resource.get(start..));
        let is_alias = self.aliases.iter().any(|alias| same_nouns(alias, words));
        !words.is_empty()
            && (is_alias || end.is_some_and(|end| same_nouns(words, end)) || self.is_whole_resource())
    }

    /// Returns `true` if the path has the words of the resource, in any order.
    fn is_whole_resource(&self) -> bool {
        let path: Vec<&String> = self.segments.iter().filter_map(Segment::fixed).flatten().collect();
        let resource: Vec<&String> = self.resource.iter().collect();
        let covers = |some: &[&String], others: &[&String]| {
            others.iter().all(|other| some.iter().any(|one| same_noun(one, other)))
        };
        !resource.is_empty()
            && path.len() == resource.len()
            && covers(&path, &resource)
            && covers(&resource, &path)
    }

    /// Returns a noun without the words of the resource at its start or end.
    fn without_resource<'n>(&self, noun: &'n [String]) -> &'n [String] {
        let length = self.resource.len();
        let Some((start, rest)) = noun.split_at_checked(length).filter(|_| length > 0) else { return noun };
        if same_nouns(start, self.resource) {
            return rest;
        }
        match noun.split_at_checked(noun.len() - length) {
            Some((rest, end)) if same_nouns(end, self.resource) => rest,
            _ => noun,
        }
    }

    /// Returns the noun of the last parameter, for a method of the client whose path consists of parameters: `tenant`
    /// of `/{tenant_id}`.
    fn noun_of_parameter(&self) -> Vec<String> {
        if !self.resource.is_empty() || self.summary.is_some() {
            return Vec::new();
        }
        let nouns = self.segments.iter().rev().filter_map(|segment| match segment {
            Segment::Parameter(words) => Some(words.strip_suffix(&["id".to_owned()]).unwrap_or(words)),
            _ => None,
        });
        { nouns }.find(|noun| !noun.is_empty()).unwrap_or_default().to_vec()
    }

    /// Returns the noun of the title, for a path that says nothing: `services` of `Services API`. The path `/` is the
    /// root.
    fn noun_of_title(&self) -> Vec<String> {
        let mut words = names::words_of(self.operation.title);
        words.retain(|word| !is_silent(word) && !SILENT_WORDS.contains(&word.as_str()));
        let is_root = self.operation.path.trim_matches('/').is_empty();
        if is_root || words.is_empty() || words.len() > MAX_TITLE { vec!["root".to_owned()] } else { words }
    }

    /// Returns the noun of the path for a name that is a verb only.
    pub(super) fn noun(&self, name: &[String]) -> Vec<String> {
        match (name, noun_of(self.segments)) {
            ([verb], Some(noun)) if is_action(verb) => self.number(verb, noun),
            _ => Vec::new(),
        }
    }

    /// Returns `true` if the last noun belongs to an element: `toys` of `/pets/{id}/toys`.
    fn is_owned(&self) -> bool {
        let mut before = self.segments.iter().rev().skip_while(|segment| segment.fixed().is_none()).skip(1);
        matches!(before.next(), Some(Segment::Parameter(_)))
    }

    /// Returns `true` if the operation changes a collection whose elements have paths of their own.
    pub(super) fn acts_on_all(&self) -> bool {
        self.neighbours.element && matches!(self.operation.method, "DELETE" | "PUT" | "PATCH")
    }
}

/// Returns the last noun of a path.
pub(super) fn noun_of(segments: &[Segment]) -> Option<&[String]> {
    let mut fixed = segments.iter().rev().filter_map(Segment::fixed);
    fixed.find(|words| !is_action_phrase(words) && !is_qualifier(words))
}

/// Returns `true` if the summary says the last two nouns of the path, and nothing else: `international flights` of
/// `/flights/international`.
fn says_all(summary: &Summary, last: &[String], parents: &[&[String]]) -> bool {
    let Some(parent) = parents.last() else { return false };
    let has = |word: &String| summary.noun.iter().any(|noun| same_noun(noun, word));
    summary.noun.len() == last.len() + parent.len() && last.iter().chain(*parent).all(has)
}

/// The candidates so far.
struct Names {
    /// The number of parameters in the path.
    parameters: usize,
    named_by: &'static str,
    known: Vec<Candidate>,
}

impl Names {
    /// Adds the name of these words. `unsaid` is the number of nouns that it leaves out.
    fn add(&mut self, words: &[String], unsaid: usize) {
        add(&mut self.known, words, rank(unsaid, self.parameters), self.named_by);
    }
}

/// Adds the name of these words, each of which is written once in a row, to the candidates that do not have it.
pub(super) fn add(candidates: &mut Vec<Candidate>, words: &[String], rank: usize, named_by: &'static str) {
    let mut words = words.to_vec();
    words.dedup();
    if words.is_empty() {
        return;
    }
    let name = names::snake_text(&words.join(" "), "operation");
    if !candidates.iter().any(|known| known.name == name) {
        candidates.push(Candidate { name, rank, named_by });
    }
}

/// Returns the rank of a name that leaves out `unsaid` nouns of a path with `parameters`.
pub(super) fn rank(unsaid: usize, parameters: usize) -> usize {
    unsaid * 64 + parameters.min(63)
}
