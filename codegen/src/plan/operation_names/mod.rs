//! Names of operations: resources, functions, structs and files.

mod candidates;
mod convention;
mod document;
mod english;
mod functions;
mod ids;
mod modules;
mod reading;
mod resource_names;
mod resources;
mod runs;
mod segments;
mod summary;
#[cfg(test)]
mod tests;
mod verb_choice;

pub(super) use self::{
    english::{in_singular, is_verb, singular},
    functions::suggest_names,
    resource_names::check_path,
};
use super::{
    groups::{PlannedGroups, TypeScopes},
    names::{self, Keep},
    schema_places,
    types::Types,
};
use crate::{api::Api, naming::Memory, rust::ModulePath};

/// The name of an operation, as the description suggests it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct OperationName {
    /// The modules of its resource, outermost first. Empty for a method of the client.
    pub(crate) resource: Vec<String>,
    /// The modules of the resource before the settings rename it, if they do.
    pub(crate) suggested: Option<Vec<String>>,
    /// The method.
    pub(crate) function: String,
    /// The source of the name, for the report.
    pub(crate) named_by: String,
}

impl OperationName {
    /// Returns the names of the resource and of the method, as `list` shows them: `chat.completions.create`.
    pub(crate) fn path(&self) -> String {
        [self.resource.as_slice(), std::slice::from_ref(&self.function)].concat().join(".")
    }

    /// Returns the path of the resource before the settings rename it: `chat.completions`.
    pub(super) fn suggested_path(&self) -> String {
        self.suggested.as_ref().unwrap_or(&self.resource).join(".")
    }
}

/// The names of an operation.
pub(super) struct OperationNames {
    /// The method of the client or of the resource.
    pub(super) function: String,
    /// The struct.
    pub(super) type_name: String,
    /// `true` if the struct has the name of the previous run.
    pub(super) kept: bool,
    /// The file.
    pub(super) module: String,
    /// The index of the group whose module contains the operation.
    pub(super) group: Option<usize>,
    /// The path that the description suggests for its resource, if the group has several.
    pub(super) resource: Option<String>,
    /// The module that exports the types of the operation.
    pub(super) home: ModulePath,
    /// The module that exported them in the previous run.
    pub(super) known_home: String,
}

impl OperationNames {
    /// Declares the type of the operation with this source, whose name ends with one of
    /// `suffixes`.
    pub(super) fn declare_type(&self, source: &str, suffixes: &[&str], types: &mut Types<'_>) -> String {
        let scope = types.operation_scopes.of(&self.home);
        let text = names::compound(&self.type_name, suffixes);
        let reserved = scope.take_reserved(source, &[&text], Keep::of_owner(self.kept));
        let name = reserved.unwrap_or_else(|| scope.declare_type(&text));
        types.prelude.shadow(&name);
        name
    }
}

/// Returns the names of each operation, in order. `types` are the declared names of types.
pub(super) fn name_operations(
    api: &Api,
    names: &[OperationName],
    groups: &mut PlannedGroups,
    memory: &Memory,
    types: &mut TypeScopes,
) -> Vec<OperationNames> {
    (api.operations.iter().zip(names).enumerate())
        .map(|(index, (operation, name))| {
            let function = &name.function;
            let source = schema_places::of_operation(operation);
            let home = groups.home(index);
            let known = memory.method(&source);
            let known_home = known_home(memory, &source, &home);
            let is_same = known.is_some_and(|known| known.function == *function);
            let scope = types.of(&home);
            let text = names::type_text(function);
            let reserved = scope.take_reserved(&source, &[&text], Keep::of_owner(is_same));
            let type_name = reserved.unwrap_or_else(|| {
                // The operation `search` of the resource `search`, whose type is `Search`.
                let longer = names::compound(&text, &["Operation"]);
                scope.declare_type(if scope.contains(&text) { &longer } else { &text })
            });
            OperationNames {
                function: function.clone(),
                kept: memory.is_name(&known_home, &source, &type_name),
                type_name,
                module: groups.declare_file(index, function),
                group: groups.of.get(&index).copied(),
                resource: groups.is_merged(index).then(|| name.suggested_path()),
                home,
                known_home,
            }
        })
        .collect()
}

/// Returns the module that exported the types of the operation with this route in the previous run: a resource may have
/// another path now. A new operation is in `home`.
pub(super) fn known_home(memory: &Memory, route: &str, home: &ModulePath) -> String {
    memory.method(route).map_or_else(|| home.to_string(), |known| known.home.clone())
}

/// Returns the methods that each resource has, or the client if the path is empty.
fn own_methods(resource: &[String]) -> &'static [&'static str] {
    /// The names of the client's own methods.
    const CLIENT_METHODS: [&str; 6] = ["builder", "clone", "from_env", "request", "send", "new"];
    /// The names that lints or traits give a meaning.
    const RESOURCE_METHODS: [&str; 2] = ["clone", "new"];
    if resource.is_empty() { &CLIENT_METHODS } else { &RESOURCE_METHODS }
}
