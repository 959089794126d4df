//! The schemas that operations reach, and the operations that the selectors of the settings select.

use std::collections::{BTreeSet, HashSet};

use super::operation_names::OperationName;
use crate::{
    api::{Api, Operation, SchemaId, Usage},
    diagnostics::{Code, Diagnostics, nearest},
    load::{self, Selectable, Selector},
};

/// Returns the schemas that are generated: those that operations use and, if `everything` is set, every component and
/// the schemas below it. Of a part whose operations are selected, it is only those that operations use.
pub(super) fn reached(api: &Api, usage: &Usage, everything: bool) -> BTreeSet<SchemaId> {
    let selections: HashSet<&str> =
        api.parts.iter().filter(|part| part.is_selection).map(|part| &*part.name).collect();
    let is_selection = |id: SchemaId| {
        let mut parts = api.parts_of(id).peekable();
        parts.peek().is_some() && parts.all(|part| selections.contains(&*part))
    };
    let components = api.schemas.iter().filter(|(_, schema)| everything && schema.is_component());
    let components = components.map(|(id, _)| id).filter(|id| selections.is_empty() || !is_selection(*id));
    let mut reached = api.schemas.reachable(components);
    reached.extend(api.schemas.ids().filter(|id| usage.get(*id).is_in_operation()));
    let listed = api.webhooks.iter().filter(|webhook| webhook.listed.is_some());
    reached.extend(api.schemas.reachable(listed.map(|webhook| webhook.payload)));
    reached
}

/// The properties of operations that selectors select by.
pub(super) struct Selectables<'a>(Vec<Selectable<'a>>);

impl<'a> Selectables<'a> {
    /// Collects the properties of operations with these names.
    pub(super) fn new(operations: &'a [Operation], names: &'a [OperationName]) -> Self {
        let of_operation = |(operation, name): (&'a Operation, &'a OperationName)| Selectable {
            route: format!("{} {}", operation.method, operation.path),
            tags: &operation.tags,
            id: operation.id.as_deref(),
            name: name.path(),
            function: &name.function,
        };
        Self(operations.iter().zip(names).map(of_operation).collect())
    }

    /// Returns the indices of the selectors that select each operation.
    pub(super) fn select<'s>(
        &self,
        selectors: impl IntoIterator<Item = &'s Selector>,
    ) -> Vec<BTreeSet<usize>> {
        load::select(selectors, &self.0)
    }

    /// Returns the routes of the operations.
    pub(super) fn routes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|operation| operation.route.as_str())
    }

    /// Returns the index of the setting for each operation. `key` and `what` name the setting. Settings without a match
    /// are reported.
    pub(super) fn settings_of<T>(
        &self,
        settings: &[(Selector, T)],
        (key, what): (&str, &str),
        diagnostics: &mut Diagnostics,
    ) -> Vec<Option<usize>> {
        let selecting = self.select(settings.iter().map(|(selector, _)| selector));
        let selecting: Vec<Option<usize>> =
            selecting.into_iter().map(|indices| indices.first().copied()).collect();
        let used: BTreeSet<usize> = selecting.iter().flatten().copied().collect();
        for (_, (selector, _)) in settings.iter().enumerate().filter(|(index, _)| !used.contains(index)) {
            let message = format!("the {what} setting for {} matches no operation", selector.text());
            self.report(selector, &[key, &selector.setting()], &message, diagnostics);
        }
        selecting
    }

    /// Reports a selector that selects nothing, with the most similar name.
    pub(super) fn report(
        &self,
        selector: &Selector,
        setting: &[&str],
        message: &str,
        diagnostics: &mut Diagnostics,
    ) {
        let operations = self.0.iter();
        let meant = match selector {
            Selector::Route(route) => nearest(route, self.routes()),
            Selector::Tag(tag) => {
                nearest(tag, operations.flat_map(|operation| operation.tags).map(String::as_str))
            }
            Selector::Name(name) => nearest(
                name,
                operations.flat_map(|operation| [Some(operation.name.as_str()), operation.id]).flatten(),
            ),
        };
        let help = meant.map(|meant| format!("did you mean `{meant}`?"));
        diagnostics.push_setting_with_help(Code::RENAME, setting, message, help);
    }
}
