//! The verb of an operation whose `operationId` says nothing, and the number of its noun.

use super::{
    candidates::Address,
    english::{self, is_action, is_plural, plural, same_noun, singular},
    segments::Segment,
};
use crate::{api::Returned, plan::names};

/// Verbs of summaries that say nothing.
const SILENT_VERBS: [&str; 8] =
    ["allow", "call", "handle", "perform", "process", "provide", "request", "use"];

/// Plurals that name one object.
const AGGREGATES: [&str; 8] =
    ["credentials", "details", "metrics", "options", "preferences", "settings", "statistics", "stats"];

impl Address<'_> {
    /// Returns the verb: of the summary if it has a suitable one, otherwise of the method.
    pub(super) fn verb(&self, noun: &[String]) -> String {
        let by_method = self.method_verb(noun);
        let Some(verb) = self.summary.map(|summary| summary.verb.as_str()) else { return by_method };
        let verb = match verb {
            silent if SILENT_VERBS.contains(&silent) => return by_method,
            "modify" | "edit" | "change" | "patch" | "put" => "update",
            other => other,
        };
        match self.operation.method {
            _ if english::is_phrasal(verb) => verb.to_owned(),
            // `Block transactions`: a noun that looks like a verb.
            "GET" | "HEAD" if english::reads(verb) || !is_action(verb) => by_method,
            // A summary that is copied from another operation.
            "GET" | "HEAD" | "OPTIONS" | "TRACE" if english::changes(verb) => by_method,
            "PUT" | "PATCH" if verb == "update" || verb == "create" || verb == "delete" => by_method,
            "DELETE" if english::reads(verb) || !english::removes(verb) => by_method,
            "PUT" | "PATCH" if english::reads(verb) => by_method,
            "POST" if self.neighbours.item && verb == "create" => by_method,
            _ if matches!(verb, "retrieve" | "fetch" | "return" | "show" | "read") => "get".to_owned(),
            _ => verb.to_owned(),
        }
    }

    /// Returns the verb of the method.
    pub(super) fn method_verb(&self, noun: &[String]) -> String {
        let verb = match self.operation.method {
            "GET" if self.lists(noun) => "list",
            "POST" if self.neighbours.item => "update",
            "POST" => "create",
            "PUT" if self.neighbours.patch => "replace",
            "PUT" | "PATCH" => "update",
            // The name of a method may contain symbols (RFC 9110, section 5.6.2).
            other => return names::snake_text(other, "call"),
        };
        verb.to_owned()
    }

    /// Returns `true` if a `GET` request returns a list: as the schema of the response says, otherwise as the summary
    /// and the path say.
    fn lists(&self, noun: &[String]) -> bool {
        match self.operation.returned {
            Some(Returned::Many) => !self.is_element(),
            // The object of a collection whose elements have paths of their own.
            Some(Returned::One) => self.neighbours.element && self.is_collection(noun),
            None if self.is_single() => false,
            None => self.summary.is_some_and(|summary| summary.verb == "list") || self.is_collection(noun),
        }
    }

    /// Returns `true` for the path of an element: the collection has a path too, or the parameter has its noun, like
    /// `/mempool/addresses/{address}`. An element is one, also in a list.
    fn is_element(&self) -> bool {
        let noun = self.segments.iter().rev().find_map(Segment::fixed).and_then(<[String]>::last);
        let is_noun = |word: &String| noun.is_some_and(|noun| same_noun(noun, word));
        self.neighbours.item
            || matches!(self.segments.last(), Some(Segment::Parameter(words)) if words.iter().any(is_noun))
    }

    fn is_collection(&self, noun: &[String]) -> bool {
        // `Get the MMDS data store`: the ending of the path's word is no plural.
        let one = self.summary.is_some_and(|summary| {
            english::reads(&summary.verb) && summary.noun.last().is_some_and(|word| !is_plural(word))
        });
        let plural = noun.last().is_some_and(|word| is_plural(word) && !AGGREGATES.contains(&word.as_str()));
        self.neighbours.element || !one && plural
    }

    /// Returns a noun of the path in the number that the verb asks for.
    pub(super) fn number(&self, verb: &str, noun: &[String]) -> Vec<String> {
        let Some((last, start)) = noun.split_last() else { return Vec::new() };
        let noun = self.summary.and_then(|summary| summary.noun.last()).filter(|noun| same_noun(noun, last));
        // `POST /pets` creates one, unless the summary says more.
        let adds_one = self.operation.method == "POST"
            && noun
                .map_or(matches!(verb, "add" | "create" | "upload") || english::is_phrasal(verb), |noun| {
                    noun != last || !is_plural(last)
                });
        let last = if self.neighbours.element && verb == "list" || self.acts_on_all() {
            plural(last)
        } else if self.is_single() && verb != "list" || adds_one {
            singular(last)
        } else {
            last.clone()
        };
        [start, &[last]].concat()
    }
}
