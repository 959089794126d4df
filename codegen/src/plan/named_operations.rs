//! The names of all operations of a description, and their settings, before some operations are selected.

use std::collections::{BTreeSet, HashMap};

use super::{
    Settings, client_parameters, idempotency,
    operation_names::{OperationName, suggest_names},
    select::Selectables,
};
use crate::{
    api::{Api, DescribedParameter},
    diagnostics::{Diagnostics, Pointer},
    naming::Memory,
};

/// The names of all operations of a description. A selection of operations changes neither them nor the operations that
/// the settings mean.
#[derive(Debug)]
pub struct Names {
    /// The names of the previous run.
    pub(super) memory: Memory,
    /// The parameters that are set once on the client.
    pub(super) client_parameters: Vec<DescribedParameter>,
    pub(super) of: HashMap<Pointer, Named>,
    pub(super) diagnostics: Diagnostics,
}

/// An operation of the description.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) name: OperationName,
    /// The index of its pagination setting.
    pub(super) pages: Option<usize>,
    /// The index of its polling setting.
    pub(super) pollers: Option<usize>,
    /// The header of its idempotency key.
    pub(super) idempotency_key: Option<String>,
}

impl Names {
    /// Names the operations of a description, or of its skeleton.
    #[must_use]
    pub fn new(api: &Api, settings: &Settings) -> Self {
        let memory = if settings.new_names { Memory::default() } else { Memory::of(&settings.before) };
        Self::with_memory(api, settings, memory)
    }

    /// Names the operations of a description whose names of the previous run are in `memory`.
    pub(super) fn with_memory(api: &Api, settings: &Settings, memory: Memory) -> Self {
        let mut diagnostics = Diagnostics::default();
        let names = suggest_names(api, settings, &memory, &mut diagnostics);
        let selectables = Selectables::new(&api.operations, &names);
        let pages = selectables.settings_of(&settings.pages, ("pages", "pagination"), &mut diagnostics);
        let pollers = selectables.settings_of(&settings.pollers, ("pollers", "polling"), &mut diagnostics);
        let keys = idempotency::keys(&selectables, &settings.idempotency_keys, &mut diagnostics);
        drop(selectables);
        let client_parameters = client_parameters::select(&api.parameters, settings, &mut diagnostics);
        let named = names.into_iter().zip(pages.into_iter().zip(pollers)).zip(keys);
        let named = named.map(|((name, (pages, pollers)), idempotency_key)| Named {
            name,
            pages,
            pollers,
            idempotency_key,
        });
        let of = api.operations.iter().map(|operation| operation.pointer.clone()).zip(named).collect();
        Self { memory, client_parameters, of, diagnostics }
    }

    /// Returns the names of these operations, in order.
    pub(super) fn of(&self, api: &Api, settings: &Settings) -> Vec<OperationName> {
        let known = || self.named(api).map(|named| Some(named?.name.clone()));
        // If an operation is missing here, the others have no right to names that it might need.
        known()
            .collect::<Option<Vec<OperationName>>>()
            .unwrap_or_else(|| suggest_names(api, settings, &self.memory, &mut Diagnostics::default()))
    }

    /// Returns the index of the pagination setting of each operation.
    pub(super) fn pages(&self, api: &Api) -> Vec<Option<usize>> {
        self.named(api).map(|named| named?.pages).collect()
    }

    /// Returns the index of the polling setting of each operation.
    pub(super) fn pollers(&self, api: &Api) -> Vec<Option<usize>> {
        self.named(api).map(|named| named?.pollers).collect()
    }

    /// Returns the header of the idempotency key of each operation.
    pub(super) fn idempotency_keys(&self, api: &Api) -> Vec<Option<String>> {
        self.named(api).map(|named| named?.idempotency_key.clone()).collect()
    }

    fn named(&self, api: &Api) -> impl Iterator<Item = Option<&Named>> {
        api.operations.iter().map(|operation| self.of.get(&operation.pointer))
    }

    /// Returns the indices of the selectors that select each operation, by the operation's route.
    #[must_use]
    pub fn select(&self, skeleton: &Api, settings: &Settings) -> HashMap<String, BTreeSet<usize>> {
        let names = self.of(skeleton, settings);
        let selectables = Selectables::new(&skeleton.operations, &names);
        let selecting = selectables.select(&settings.only);
        selectables.routes().map(str::to_owned).zip(selecting).collect()
    }

    /// Reports the selectors that are not in `used`, because they select nothing.
    pub fn report_unused(
        &self,
        skeleton: &Api,
        settings: &Settings,
        used: &BTreeSet<usize>,
        diagnostics: &mut Diagnostics,
    ) {
        let names = self.of(skeleton, settings);
        let selectables = Selectables::new(&skeleton.operations, &names);
        for (_, selector) in settings.only.iter().enumerate().filter(|(index, _)| !used.contains(index)) {
            let message = format!("no operation is selected by {}", selector.text());
            selectables.report(selector, &["only", &selector.setting()], &message, diagnostics);
        }
    }

    /// Adds the diagnostics of the settings and of the operations of `api`.
    pub(super) fn report(&self, api: &Api, diagnostics: &mut Diagnostics) {
        if self.diagnostics.as_slice().is_empty() {
            return;
        }
        let selected: BTreeSet<String> =
            api.operations.iter().map(|operation| operation.pointer.to_string()).collect();
        diagnostics.extend(self.diagnostics.of_places(&selected));
    }
}
