//! Names of operations: functions, structs and files.

mod candidates;
mod functions;

pub(super) use self::functions::name_functions;
use super::{
    names::{self, Scope},
    schema_places,
    tags::PlannedTags,
};
use crate::api::Api;

/// The names of an operation.
pub(super) struct OperationNames {
    /// The method of the client.
    pub(super) function: String,
    /// The struct.
    pub(super) type_name: String,
    /// The file.
    pub(super) module: String,
    /// The index of the tag, whose module contains the operation.
    pub(super) tag: Option<usize>,
}

/// Returns the names of each operation, in order. `functions` are its functions, `modules` and `types` the
/// declared names in `operations`.
pub(super) fn name_operations(
    api: &Api,
    functions: Vec<String>,
    tags: &PlannedTags,
    mut modules: Scope,
    types: &mut Scope,
) -> Vec<OperationNames> {
    (api.operations.iter().zip(functions).enumerate())
        .map(|(index, (operation, function))| {
            let source = schema_places::of_operation(operation);
            let type_name = types.declare_type_for(&source, &names::type_text(&function));
            let module = modules.declare(&names::module_text(&function, "operation"));
            OperationNames { function, type_name, module, tag: tags.of.get(&index).copied() }
        })
        .collect()
}
