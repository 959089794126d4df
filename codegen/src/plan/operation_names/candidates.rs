//! Candidate names for operations without an `operationId`: the method and parts of the path.

use crate::{
    api::{Method, Operation},
    plan::names,
};

/// Verbs in paths. A `POST`, `PUT` or `PATCH` of a path with one of them is named by the path alone.
const VERBS: [&str; 64] = [
    "accept",
    "activate",
    "add",
    "approve",
    "archive",
    "attach",
    "cancel",
    "check",
    "clone",
    "close",
    "complete",
    "confirm",
    "copy",
    "create",
    "deactivate",
    "decline",
    "delete",
    "detach",
    "disable",
    "download",
    "duplicate",
    "enable",
    "execute",
    "export",
    "get",
    "import",
    "invite",
    "list",
    "lock",
    "login",
    "logout",
    "merge",
    "move",
    "pause",
    "publish",
    "read",
    "refresh",
    "reject",
    "remove",
    "rename",
    "resend",
    "reset",
    "restart",
    "restore",
    "resume",
    "retry",
    "revoke",
    "run",
    "search",
    "send",
    "share",
    "start",
    "stop",
    "submit",
    "sync",
    "test",
    "transfer",
    "unlock",
    "unpublish",
    "update",
    "upload",
    "upsert",
    "validate",
    "verify",
];

/// The maximum number of segments in a candidate.
const MAX_SEGMENTS: usize = 32;

/// Returns the candidate names for an operation, shortest first: the end of its path, longer parts of it,
/// with its tag, and finally method and path.
pub(super) fn candidates(operation: &Operation) -> Vec<String> {
    let segments: Vec<&str> = operation.path.split('/').filter(|segment| !segment.is_empty()).collect();
    let is_parameter = |segment: &&str| segment.contains('{');
    let fixed: Vec<&str> = segments.iter().copied().filter(|segment| !is_parameter(segment)).collect();
    // The fixed segments after the last parameter, or after the last number, which acts as one.
    let is_id =
        |segment: &&str| segment.contains('{') || segment.contains(|char: char| char.is_ascii_digit());
    let tail = segments.iter().rev().take_while(|segment| !is_id(segment)).count();
    // Each candidate repeats the one before.
    let counts = tail.clamp(1, MAX_SEGMENTS)..=fixed.len().min(MAX_SEGMENTS);
    let single = segments.last().is_some_and(is_parameter);
    let mut names = Vec::new();
    names.extend(element_action(&operation.method, &segments));
    for count in counts.clone() {
        names.push(phrase(&operation.method, last(&fixed, count), single));
    }
    if let Some(tag) = operation.tags.first() {
        let short = tail.clamp(1, fixed.len().max(1)).min(fixed.len());
        let words: Vec<&str> =
            [tag.as_str()].into_iter().chain(last(&fixed, short).iter().copied()).collect();
        names.push(phrase(&operation.method, &words, single));
    }
    // `POST` and `PUT` of one path share its verb, so that the method's verb distinguishes them.
    for count in counts.clone() {
        names.push(with_verb(&operation.method, last(&fixed, count), single));
    }
    let parameters = segments.iter().copied().filter(is_parameter).collect::<Vec<_>>().join(" and ");
    if !parameters.is_empty() {
        names.push(names::snake_text(
            &format!("{} by {parameters}", phrase(&operation.method, &fixed, single)),
            "operation",
        ));
    }
    names.push(names::snake_text(&format!("{} {}", operation.method, operation.path), "operation"));
    names
}

/// Returns the last `count` segments.
fn last<'a, 'p>(segments: &'a [&'p str], count: usize) -> &'a [&'p str] {
    segments.get(segments.len().saturating_sub(count)..).unwrap_or_default()
}

/// Returns the name of an action on one element of a collection: `cancel_email` for `/emails/{id}/cancel`.
fn element_action(method: &Method, segments: &[&str]) -> Option<String> {
    let (verb, before) = segments.split_last()?;
    let acts = matches!(method.as_str(), "POST" | "PUT" | "PATCH") && VERBS.contains(verb);
    if !acts || !before.last()?.contains('{') {
        return None;
    }
    let noun = before.iter().rev().find(|segment| !segment.contains('{'))?;
    Some(format!("{verb}_{}", singular_of(&names::snake_text(noun, "operation"))))
}

/// Returns a verb and the nouns of the path: `list_pets`, `get_pet`, `batch_create`.
fn phrase(method: &Method, segments: &[&str], single: bool) -> String {
    let words = segments.join(" ");
    let snake = names::snake_text(&words, "operation");
    let last = snake.rsplit('_').next().unwrap_or_default();
    let first = snake.split('_').next().unwrap_or_default();
    let acts = matches!(method.as_str(), "POST" | "PUT" | "PATCH");
    if acts && !single && (VERBS.contains(&last) || VERBS.contains(&first)) {
        return snake;
    }
    with_verb(method, segments, single)
}

/// Returns the verb of the method and the nouns of the path.
fn with_verb(method: &Method, segments: &[&str], single: bool) -> String {
    let snake = names::snake_text(&segments.join(" "), "operation");
    let last = snake.rsplit('_').next().unwrap_or_default();
    let verb = match method.as_str() {
        "GET" if !single && plural(last) => "list".to_owned(),
        "PUT" => "replace".to_owned(),
        "POST" => "create".to_owned(),
        "PATCH" => "update".to_owned(),
        // The name of a method may contain symbols (RFC 9110, section 5.6.2).
        other => names::snake_text(other, "call"),
    };
    // A single or a new element of a collection is named in the singular.
    let noun = if single || method.as_str() == "POST" { singular_of(&snake) } else { snake };
    if segments.is_empty() { format!("{verb}_root") } else { format!("{verb}_{noun}") }
}

fn plural(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end))
}

/// Returns the singular of `noun`, if its last word is a plural.
fn singular_of(noun: &str) -> String {
    if plural(noun.rsplit('_').next().unwrap_or_default()) { singular(noun) } else { noun.to_owned() }
}

/// Returns the singular of an English plural, judged by its ending.
fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies") {
        format!("{stem}y")
    } else if ["sses", "xes", "ches", "shes"].iter().any(|end| word.ends_with(end)) {
        word.strip_suffix("es").unwrap_or(word).to_owned()
    } else {
        word.strip_suffix('s').unwrap_or(word).to_owned()
    }
}
