//! Function names of operations: the `operationId` if it is a name, otherwise the part of the path that is unique.

use std::{borrow::Cow, collections::HashMap};

use indexmap::IndexMap;

use super::{OperationName, candidates::candidates};
use crate::{
    api::{Api, Operation},
    diagnostics::{Code, Diagnostics, Pointer},
    naming::Memory,
    plan::{
        names::{self, Scope},
        schema_places,
    },
};

/// The names of the client's own methods.
const CLIENT_METHODS: [&str; 4] = ["builder", "clone", "send", "new"];

/// Returns a function name for each operation, in order.
pub(in crate::plan) fn name_functions(
    api: &Api,
    rename: &IndexMap<String, String>,
    memory: &Memory,
    diagnostics: &mut Diagnostics,
) -> Vec<OperationName> {
    let mut functions = Functions {
        operations: &api.operations,
        scope: Scope::with_names(&CLIENT_METHODS),
        named: HashMap::new(),
    };
    functions.rename(rename, diagnostics);
    functions.name_as_before(memory);
    functions.name_by_ids(diagnostics);
    functions.name_by_paths();
    (0..api.operations.len())
        .map(|index| OperationName {
            function: functions.named.remove(&index).unwrap_or_default(),
            ..OperationName::default()
        })
        .collect()
}

/// The functions that are named so far.
struct Functions<'a> {
    operations: &'a [Operation],
    scope: Scope,
    /// The name of each operation, by its index.
    named: HashMap<usize, String>,
}

impl Functions<'_> {
    fn declare(&mut self, index: usize, name: &str) {
        self.named.insert(index, self.scope.declare(name));
    }

    /// Names the operations that the settings rename.
    fn rename(&mut self, rename: &IndexMap<String, String>, diagnostics: &mut Diagnostics) {
        let called = if rename.is_empty() { HashMap::new() } else { by_keys(self.operations) };
        for (key, name) in rename {
            match called.get(key.as_str()).copied() {
                None => {
                    let message =
                        format!("the settings rename the operation `{key}`, which is not generated");
                    diagnostics.push_setting(Code::RENAME, &["rename", "operations", key], message);
                }
                Some(_) if self.scope.contains(name) => {
                    let message = format!("the name `{name}` for the operation `{key}` is already in use");
                    diagnostics.push_setting(Code::NAME_TAKEN, &["rename", "operations", key], message);
                }
                Some(index) => self.declare(index, name),
            }
        }
    }

    /// Gives operations their names of the previous run, if it is still one of their candidates
    /// and the `operationId` is the same.
    fn name_as_before(&mut self, memory: &Memory) {
        let Some(known) = memory.names("Client") else { return };
        for (index, operation) in self.operations.iter().enumerate() {
            let source = schema_places::of_operation(operation);
            let Some(name) = known.get(&source) else { continue };
            let same_id = memory.had_id(&source, operation.id.as_deref());
            if !same_id || self.named.contains_key(&index) || self.scope.contains(name) {
                continue;
            }
            let by_id = operation.id.as_deref().map(|id| names::snake_text(id, "operation"));
            let mut all = by_id.into_iter().chain(candidates(operation));
            if all.any(|candidate| names::derives_from(name, &candidate)) {
                self.declare(index, name);
            }
        }
    }

    /// Names the operations whose `operationId` is a name, and reports duplicates.
    fn name_by_ids(&mut self, diagnostics: &mut Diagnostics) {
        let mut ids: HashMap<&str, &Pointer> = HashMap::new();
        for (index, operation) in self.operations.iter().enumerate() {
            let Some(id) = operation.id.as_deref() else { continue };
            if let Some(other) = ids.get(id) {
                let consequence = if self.named.contains_key(&index) {
                    ""
                } else {
                    "; this operation is named after its method and path"
                };
                let message = format!("the operationId `{id}` is duplicated{consequence}");
                let pointer = operation.pointer.key("operationId");
                let other = other.key("operationId");
                diagnostics.push_duplicate(Code::DUPLICATE_OPERATION_ID, &pointer, &other, message);
                continue;
            }
            ids.insert(id, &operation.pointer);
            let name = names::snake_text(id, "operation");
            if !self.named.contains_key(&index) && is_name(id, operation) && !self.scope.contains(&name) {
                self.declare(index, &name);
            }
        }
    }

    /// Names the remaining operations, each by the shortest of its candidates that no other operation has.
    fn name_by_paths(&mut self) {
        let mut open: Vec<(usize, Vec<String>)> = (self.operations.iter().enumerate())
            .filter(|(index, _)| !self.named.contains_key(index))
            .map(|(index, operation)| (index, candidates(operation)))
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
                if wanted.get(name).is_some_and(|count| *count > 1) || self.scope.contains(name) {
                    return true;
                }
                self.declare(*index, name);
                false
            });
        }
        for (index, candidates) in open {
            self.declare(index, candidates.last().map_or("operation", String::as_str));
        }
    }
}

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

/// Returns `true` if an `operationId` is more than the method and the path.
fn is_name(id: &str, operation: &Operation) -> bool {
    if id.contains(['/', '{', '}']) || !id.contains(char::is_alphabetic) {
        return false;
    }
    let letters = |text: &str| -> String {
        text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let segments = operation.path.split('/').filter(|segment| !segment.is_empty()).count();
    segments < 3 || letters(id) != letters(&format!("{}{}", operation.method, operation.path))
}
