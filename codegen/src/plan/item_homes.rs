//! The types of a crate with their modules.

use std::collections::HashMap;

use crate::rust::{Ident, Item, Module, Namespace, Operation};

/// Returns every type of the crate by its name.
pub(super) fn items_by_name<'a>(
    models: &'a [Module],
    operations: &'a [Operation],
) -> HashMap<(Namespace, &'a Ident), &'a Item> {
    items_with_homes(models, operations).map(|(home, item)| ((home, item.ident()), item)).collect()
}

/// Returns every type of the crate with its module.
pub(super) fn items_with_homes<'a>(
    models: &'a [Module],
    operations: &'a [Operation],
) -> impl Iterator<Item = (Namespace, &'a Item)> {
    let models = models.iter().flat_map(|module| module.items.iter().map(|item| (module.home.clone(), item)));
    let own = operations
        .iter()
        .flat_map(|operation| operation.items.iter().map(|item| (operation.namespace(), item)));
    models.chain(own)
}

/// Returns every type of the crate with its module, in the order of [`items_with_homes`].
pub(super) fn items_with_homes_mut<'a>(
    models: &'a mut [Module],
    operations: &'a mut [Operation],
) -> impl Iterator<Item = (Namespace, &'a mut Item)> {
    let models = models.iter_mut().flat_map(|module| {
        let home = module.home.clone();
        module.items.iter_mut().map(move |item| (home.clone(), item))
    });
    let own = operations.iter_mut().flat_map(|operation| {
        let home = operation.namespace();
        operation.items.iter_mut().map(move |item| (home.clone(), item))
    });
    models.chain(own)
}
