//! What operations are called: by their `operationId` where it is a name, else by what tells their
//! path from the others'.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::{
    names::{self, Scope},
    schema_places,
};
use crate::{
    api::{Api, Method, Operation},
    diagnostics::{Code, Diagnostics, Pointer},
    surface::Memory,
};

/// Words that say what is done, so that the path of a `POST`, `PUT` or `PATCH` is the whole name.
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

/// The names of methods that a client has of its own.
const TAKEN: [&str; 4] = ["builder", "clone", "send", "new"];

/// A function name for each operation of `indices`.
pub(super) fn name_operations(
    api: &Api,
    indices: &[usize],
    rename: &IndexMap<String, String>,
    memory: &Memory,
    diagnostics: &mut Diagnostics,
) -> HashMap<usize, String> {
    let mut scope = Scope::with(&TAKEN);
    let mut named = HashMap::new();
    for (key, name) in rename {
        let found = indices.iter().find(|index| is_called(&api.operations[**index], key));
        match found {
            None => {
                let message = format!("the settings rename the operation `{key}`, which is not generated");
                diagnostics.push(Code::RENAME, &Pointer::root(), message);
            }
            Some(_) if scope.has(name) => {
                let message = format!("the name `{name}` for the operation `{key}` is taken");
                diagnostics.push(Code::NAME_TAKEN, &Pointer::root(), message);
            }
            Some(index) => {
                named.insert(*index, scope.claim(name));
            }
        }
    }
    name_as_before(api, indices, memory, &mut scope, &mut named);
    name_by_ids(api, indices, &mut scope, &mut named, diagnostics);
    name_by_paths(api, indices, &mut scope, &mut named);
    named
}

fn is_called(operation: &Operation, key: &str) -> bool {
    operation.id.as_deref() == Some(key) || format!("{} {}", operation.method, operation.path) == key
}

/// Names what was there before as it was called, where that is one of the names that it can have and nobody has
/// given it another `operationId`.
fn name_as_before(
    api: &Api,
    indices: &[usize],
    memory: &Memory,
    scope: &mut Scope,
    named: &mut HashMap<usize, String>,
) {
    let Some(known) = memory.names("Client") else { return };
    for index in indices {
        let operation = &api.operations[*index];
        let source = schema_places::of_operation(operation);
        let Some(name) = known.get(&source) else { continue };
        let same_id = memory.had_id(&source, operation.id.as_deref());
        if !same_id || named.contains_key(index) || scope.has(name) {
            continue;
        }
        let by_id = operation.id.as_deref().map(|id| names::snake_text(id, "operation"));
        let mut all = by_id.into_iter().chain(candidates(operation));
        if all.any(|candidate| names::could_be(name, &candidate)) {
            named.insert(*index, scope.claim(name));
        }
    }
}

fn name_by_ids(
    api: &Api,
    indices: &[usize],
    scope: &mut Scope,
    named: &mut HashMap<usize, String>,
    diagnostics: &mut Diagnostics,
) {
    let mut ids: HashSet<&str> = HashSet::new();
    for index in indices {
        let operation = &api.operations[*index];
        let Some(id) = operation.id.as_deref() else { continue };
        if !ids.insert(id) {
            let message = format!("another operation has the operationId `{id}`");
            diagnostics.push(Code::DUPLICATE_OPERATION_ID, &operation.pointer.key("operationId"), message);
            continue;
        }
        let name = names::snake_text(id, "operation");
        if !named.contains_key(index) && is_name(id, operation) && !scope.has(&name) {
            named.insert(*index, scope.claim(&name));
        }
    }
}

/// Whether an `operationId` says more than the method and the path do.
fn is_name(id: &str, operation: &Operation) -> bool {
    if id.contains(['/', '{', '}']) || !id.contains(char::is_alphabetic) {
        return false;
    }
    let all = |text: &str| -> String {
        text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let segments = operation.path.split('/').filter(|segment| !segment.is_empty()).count();
    segments < 3 || all(id) != all(&format!("{}{}", operation.method, operation.path))
}

/// Names what is left: of each operation the shortest of its candidates that no other one has.
fn name_by_paths(api: &Api, indices: &[usize], scope: &mut Scope, named: &mut HashMap<usize, String>) {
    let mut open: Vec<(usize, Vec<String>)> = indices
        .iter()
        .filter(|index| !named.contains_key(index))
        .map(|index| (*index, candidates(&api.operations[*index])))
        .collect();
    let rounds = open.iter().map(|(_, candidates)| candidates.len()).max().unwrap_or(0);
    for round in 0..rounds {
        let mut wanted: HashMap<String, usize> = HashMap::new();
        for (_, candidates) in &open {
            if let Some(name) = candidates.get(round) {
                *wanted.entry(name.clone()).or_default() += 1;
            }
        }
        open.retain(|(index, candidates)| {
            let Some(name) = candidates.get(round) else { return true };
            if wanted[name] > 1 || scope.has(name) {
                return true;
            }
            named.insert(*index, scope.claim(name));
            false
        });
    }
    for (index, candidates) in open {
        let name = candidates.last().map_or("operation", String::as_str);
        named.insert(index, scope.claim(name));
    }
}

/// Names for an operation, shortest first: the end of its path, more and more of what stands before
/// that, with its tag, and at last method and path.
fn candidates(operation: &Operation) -> Vec<String> {
    let segments: Vec<&str> = operation.path.split('/').filter(|segment| !segment.is_empty()).collect();
    let is_parameter = |segment: &&str| segment.contains('{');
    let fixed: Vec<&str> = segments.iter().copied().filter(|segment| !is_parameter(segment)).collect();
    // What stands behind the last parameter, or the last number that stands for one.
    let is_id =
        |segment: &&str| segment.contains('{') || segment.contains(|char: char| char.is_ascii_digit());
    let tail = segments.iter().rev().take_while(|segment| !is_id(segment)).count();
    let one = segments.last().is_some_and(is_parameter);
    let mut names = Vec::new();
    names.extend(act_on_one(&operation.method, &segments));
    for count in tail.max(1)..=fixed.len() {
        names.push(phrase(&operation.method, &fixed[fixed.len() - count..], one));
    }
    if let Some(tag) = operation.tags.first() {
        let short = tail.clamp(1, fixed.len().max(1)).min(fixed.len());
        let words: Vec<&str> =
            [tag.as_str()].into_iter().chain(fixed[fixed.len() - short..].iter().copied()).collect();
        names.push(phrase(&operation.method, &words, one));
    }
    // Of a `POST` and a `PUT` of one path both do what its verb says.
    for count in tail.max(1)..=fixed.len() {
        names.push(with_verb(&operation.method, &fixed[fixed.len() - count..], one));
    }
    let parameters = segments.iter().copied().filter(is_parameter).collect::<Vec<_>>().join(" and ");
    if !parameters.is_empty() {
        names.push(names::snake_text(
            &format!("{} by {parameters}", phrase(&operation.method, &fixed, one)),
            "operation",
        ));
    }
    names.push(names::snake_text(&format!("{} {}", operation.method, operation.path), "operation"));
    names
}

/// What is done with one element of a collection, `/emails/{id}/cancel`: the verb, and what it is done with.
fn act_on_one(method: &Method, segments: &[&str]) -> Option<String> {
    let (verb, before) = segments.split_last()?;
    let acts = matches!(method.as_str(), "POST" | "PUT" | "PATCH") && VERBS.contains(verb);
    if !acts || !before.last()?.contains('{') {
        return None;
    }
    let noun = before.iter().rev().find(|segment| !segment.contains('{'))?;
    Some(format!("{verb}_{}", singular_of(&names::snake_text(noun, "operation"))))
}

/// A verb for the method, and the nouns of the path: `list_pets`, `get_pet`, `batch_create`.
fn phrase(method: &Method, segments: &[&str], one: bool) -> String {
    let words = segments.join(" ");
    let snake = names::snake_text(&words, "operation");
    let last = snake.rsplit('_').next().unwrap_or_default();
    let first = snake.split('_').next().unwrap_or_default();
    let acts = matches!(method.as_str(), "POST" | "PUT" | "PATCH");
    if acts && !one && (VERBS.contains(&last) || VERBS.contains(&first)) {
        return snake;
    }
    with_verb(method, segments, one)
}

/// The verb of the method, and the nouns of the path.
fn with_verb(method: &Method, segments: &[&str], one: bool) -> String {
    let snake = names::snake_text(&segments.join(" "), "operation");
    let last = snake.rsplit('_').next().unwrap_or_default();
    let verb = match method.as_str() {
        "GET" if !one && plural(last) => "list".to_owned(),
        "PUT" => "replace".to_owned(),
        "POST" => "create".to_owned(),
        "PATCH" => "update".to_owned(),
        // A method of any name may have signs (RFC 9110, section 5.6.2).
        other => names::snake_text(other, "call"),
    };
    // One element of a collection, or a new one, is called by the singular.
    let single = one || method.as_str() == "POST";
    let noun = if single { singular_of(&snake) } else { snake };
    if segments.is_empty() { format!("{verb}_root") } else { format!("{verb}_{noun}") }
}

fn plural(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end))
}

/// One of what `noun` is, whose last word may be a plural.
fn singular_of(noun: &str) -> String {
    if plural(noun.rsplit('_').next().unwrap_or_default()) { singular(noun) } else { noun.to_owned() }
}

/// The singular of an English plural, as far as its ending tells.
fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies") {
        format!("{stem}y")
    } else if ["sses", "xes", "ches", "shes"].iter().any(|end| word.ends_with(end)) {
        word[..word.len() - 2].to_owned()
    } else {
        word.strip_suffix('s').unwrap_or(word).to_owned()
    }
}
