//! Functions and resources of operations: those of the settings, of the last run, and of the description.
//!
//! The precedence of the methods of the client and of a resource: resources of the last run and of the settings, then
//! functions of the settings, then functions of the last run, then other resources, then other functions.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use indexmap::IndexMap;

use super::{
    OperationName,
    document::Described,
    modules::MethodScopes,
    reading::{self, Reading},
    resource_names::{self, Renamed},
};
use crate::{
    api::{Api, Operation},
    diagnostics::{Code, Diagnostics, Pointer},
    naming::{KnownMethod, Memory},
    plan::{Settings, names::Scope, schema_places},
};

/// Returns the name of each operation, in order.
pub(in crate::plan) fn suggest_names(
    api: &Api,
    settings: &Settings,
    memory: &Memory,
    diagnostics: &mut Diagnostics,
) -> Vec<OperationName> {
    let described = |operation| described(&api.title, operation);
    let described: Vec<Described<'_>> = api.operations.iter().map(described).collect();
    let parents =
        api.tags.iter().filter_map(|tag| Some((tag.name.as_str(), tag.parent.as_deref()?))).collect();
    let mut readings = reading::read(&described, &parents, wants_resources(settings, memory));
    let has_resources = readings.iter().any(|reading| !reading.resource.is_empty());
    // Names in resources are no names in a crate without them.
    let known: Vec<Option<&KnownMethod>> = if has_resources == memory.has_resources() {
        api.operations.iter().map(|operation| known(operation, memory)).collect()
    } else {
        Vec::new()
    };
    resource_names::group_as_before(&mut readings, &known, memory);
    let mut renamed = resource_names::rename(&mut readings, settings, memory, diagnostics);
    let scopes = MethodScopes::new(&settings.inner_parts);
    let mut functions = Functions { scopes, ..Functions::default() };
    functions.scopes.declare_accessors(&readings, |index, path| {
        renamed.get(index).is_some_and(|renamed| path.len() <= renamed.given)
            || memory.had_module(&path.join("."))
    });
    functions.rename(&api.operations, &settings.rename.operations, &readings, diagnostics);
    functions.name_as_before(&known, &readings, &renamed);
    functions.report_duplicates(&api.operations, diagnostics);
    functions.scopes.add_accessors(&mut readings, &mut renamed);
    functions.name_by_candidates(&readings);
    functions.finish(readings, renamed)
}

/// Returns the setting for resources. A crate keeps the kind of methods that it had.
fn wants_resources(settings: &Settings, memory: &Memory) -> Option<bool> {
    settings.resources.or_else(|| memory.has_operations().then(|| memory.has_resources()))
}

/// Returns the method of the previous run, if the operation's route and `operationId` are the same.
fn known<'m>(operation: &Operation, memory: &'m Memory) -> Option<&'m KnownMethod> {
    let source = schema_places::of_operation(operation);
    memory.method(&source).filter(|_| memory.had_id(&source, operation.id.as_deref()))
}

/// Returns the names that a description suggests for its operations, without settings and an earlier run.
#[cfg(test)]
pub(super) fn choose(
    operations: &[Described<'_>],
    parents: &HashMap<&str, &str>,
    resources: Option<bool>,
) -> Vec<OperationName> {
    let mut readings = reading::read(operations, parents, resources);
    let mut renamed = vec![Renamed::default(); readings.len()];
    let mut functions = Functions::default();
    functions.scopes.add_accessors(&mut readings, &mut renamed);
    functions.name_by_candidates(&readings);
    functions.finish(readings, renamed)
}

/// Returns the parts of an operation that name it.
fn described<'a>(title: &'a str, operation: &'a Operation) -> Described<'a> {
    Described {
        title,
        id: operation.id.as_deref(),
        method: operation.method.as_str(),
        path: &operation.path,
        tags: &operation.tags,
        summary: operation.docs.title.as_deref().or(operation.docs.description.as_deref()),
        returned: operation.returned,
        extensions: &operation.names,
    }
}

/// The functions that are named so far.
#[derive(Default)]
struct Functions {
    /// The declared methods, by resource.
    scopes: MethodScopes,
    /// The function of each operation and the source of its name, by the operation's index.
    named: HashMap<usize, (String, String)>,
}

impl Functions {
    /// Returns the names, in order.
    fn finish(mut self, readings: Vec<Reading>, renamed: Vec<Renamed>) -> Vec<OperationName> {
        (readings.into_iter().zip(renamed).enumerate())
            .map(|(index, (reading, Renamed { suggested, .. }))| {
                let (function, named_by) = self.named.remove(&index).unwrap_or_default();
                OperationName { resource: reading.resource, suggested, function, named_by }
            })
            .collect()
    }

    fn scope(&mut self, resource: &[String]) -> &mut Scope {
        self.scopes.of(resource)
    }

    fn declare(&mut self, index: usize, resource: &[String], name: &str, named_by: &str) {
        let name = self.scope(resource).declare(name);
        self.named.insert(index, (name, named_by.to_owned()));
    }

    /// Names the operations that the settings rename.
    fn rename(
        &mut self,
        operations: &[Operation],
        rename: &IndexMap<String, String>,
        readings: &[Reading],
        diagnostics: &mut Diagnostics,
    ) {
        let called = if rename.is_empty() { HashMap::new() } else { by_keys(operations) };
        for (key, name) in rename {
            let found = called.get(key.as_str()).and_then(|index| Some((*index, readings.get(*index)?)));
            match found {
                None => {
                    let message =
                        format!("the settings rename the operation `{key}`, which is not generated");
                    diagnostics.push_setting(Code::RENAME, &["rename", "operations", key], message);
                }
                Some((_, reading)) if self.scope(&reading.resource).contains(name) => {
                    let message = format!("the name `{name}` for the operation `{key}` is already in use");
                    diagnostics.push_setting(Code::NAME_TAKEN, &["rename", "operations", key], message);
                }
                Some((index, reading)) => self.declare(index, &reading.resource, name, "settings"),
            }
        }
    }

    /// Gives operations their names of the previous run. Operations of renamed resources come last: a rename may make
    /// one resource of several.
    fn name_as_before(&mut self, known: &[Option<&KnownMethod>], readings: &[Reading], renamed: &[Renamed]) {
        for moved in [false, true] {
            for (index, ((known, reading), renamed)) in known.iter().zip(readings).zip(renamed).enumerate() {
                let Some(KnownMethod { function, .. }) = known else { continue };
                if renamed.suggested.is_some() == moved
                    && !self.named.contains_key(&index)
                    && !self.scope(&reading.resource).contains(function)
                {
                    self.declare(index, &reading.resource, function, "api.txt");
                }
            }
        }
    }

    /// Reports each `operationId` that several operations have.
    fn report_duplicates(&self, operations: &[Operation], diagnostics: &mut Diagnostics) {
        let mut ids: HashMap<&str, &Pointer> = HashMap::new();
        for (index, operation) in operations.iter().enumerate() {
            let Some(id) = operation.id.as_deref() else { continue };
            let Some(other) = ids.get(id) else {
                ids.insert(id, &operation.pointer);
                continue;
            };
            let is_named = self.named.contains_key(&index);
            let consequence =
                if is_named { "" } else { "; this operation is named after its method and path" };
            let message = format!("the operationId `{id}` is duplicated{consequence}");
            let pointer = operation.pointer.key("operationId");
            diagnostics.push_duplicate(
                Code::DUPLICATE_OPERATION_ID,
                &pointer,
                &other.key("operationId"),
                message,
            );
        }
    }

    /// Names the remaining operations, each by the first of its candidates to which no other operation has a better
    /// claim.
    fn name_by_candidates(&mut self, readings: &[Reading]) {
        let mut open: Vec<(usize, &Reading)> =
            readings.iter().enumerate().filter(|(index, _)| !self.named.contains_key(index)).collect();
        let rounds = open.iter().map(|(_, reading)| reading.candidates.len()).max().unwrap_or(0);
        // Names that several operations want equally belong to none of them, and to no other.
        let mut contested: HashSet<(&[String], &str)> = HashSet::new();
        for round in 0..rounds {
            // The best claim to each name, and the number of operations that have it.
            let mut claims: HashMap<(&[String], &str), Claims> = HashMap::new();
            let claim = |reading: &Reading, rank: usize| (round > 0 || !reading.is_given, rank);
            for (_, reading) in &open {
                let Some(candidate) = reading.candidates.get(round) else { continue };
                let claim = claim(reading, candidate.rank);
                let best = claims.entry((&reading.resource, &candidate.name)).or_insert((claim, 0));
                if claim < best.0 {
                    *best = (claim, 0);
                }
                best.1 += usize::from(claim == best.0);
            }
            contested.extend(claims.iter().filter(|(_, (_, count))| *count > 1).map(|(name, _)| *name));
            open.retain(|(index, reading)| {
                let Some(candidate) = reading.candidates.get(round) else { return true };
                let name = (reading.resource.as_slice(), candidate.name.as_str());
                let best = claims.get(&name).map(|(best, _)| *best);
                let wins = best == Some(claim(reading, candidate.rank)) && !contested.contains(&name);
                if !wins || self.scope(&reading.resource).contains(&candidate.name) {
                    return true;
                }
                self.declare(*index, &reading.resource, &candidate.name, candidate.named_by);
                false
            });
        }
        for (index, reading) in open {
            let last = reading.candidates.last().map_or("operation", |candidate| candidate.name.as_str());
            self.declare(index, &reading.resource, last, "method and path");
        }
    }
}

/// The best claim to a name, and the number of operations that have it. Names of the description come first, then those
/// with a lower rank.
type Claims = ((bool, usize), usize);

/// Returns the operations by the keys of the settings: the `operationId`, or method and path. The first with a key
/// counts.
fn by_keys(operations: &[Operation]) -> HashMap<Cow<'_, str>, usize> {
    let mut by_keys = HashMap::new();
    for (index, operation) in operations.iter().enumerate() {
        let route = format!("{} {}", operation.method, operation.path);
        for key in operation.id.as_deref().map(Cow::Borrowed).into_iter().chain([Cow::Owned(route)]) {
            by_keys.entry(key).or_insert(index);
        }
    }
    by_keys
}
