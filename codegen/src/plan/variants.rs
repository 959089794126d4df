//! Enums of which one variant is much larger than the others: clippy asks to box that one.

use std::collections::HashMap;

use super::sizes::Sizes;
use crate::rust::{Ident, Item, Module, Operation, ResponseKind, Type, Wrap, all_items};

/// Boxes what makes one variant of an enum much larger than the others.
pub(super) fn box_large(models: &mut [Module], operations: &mut [Operation]) {
    let sizes = Sizes::new(all_items(models, operations));
    // Which variants, by the enum's name: the models cannot change while their sizes are read.
    let mut large: HashMap<Ident, Vec<bool>> = HashMap::new();
    for item in all_items(models, operations) {
        if let Item::Union(union) = item {
            let types: Vec<Option<&Type>> =
                union.variants.iter().map(|variant| Some(&variant.ty)).chain([Some(&Type::Value)]).collect();
            large.insert(union.ident.clone(), sizes.too_large(&types));
        }
    }
    for outcome in operations.iter().flat_map(|operation| &operation.outcomes) {
        let types: Vec<Option<&Type>> = outcome.variants.iter().map(|variant| variant.ty.as_ref()).collect();
        large.insert(outcome.ident.clone(), sizes.too_large(&types));
    }
    drop(sizes);
    let boxed = |ident: &Ident, index: usize| {
        large.get(ident).and_then(|flags| flags.get(index)).copied().unwrap_or(false)
    };
    let items = models
        .iter_mut()
        .flat_map(|module| &mut module.items)
        .chain(operations.iter_mut().flat_map(|operation| &mut operation.items));
    for item in items {
        if let Item::Union(union) = item {
            for (index, variant) in union.variants.iter_mut().enumerate() {
                if boxed(&union.ident, index) && !matches!(variant.ty, Type::Boxed(_)) {
                    variant.ty = variant.ty.clone().boxed();
                }
            }
        }
    }
    for operation in operations {
        let mut wrapped: Vec<(Ident, Ident)> = Vec::new();
        for outcome in &mut operation.outcomes {
            for (index, variant) in outcome.variants.iter_mut().enumerate() {
                if boxed(&outcome.ident, index) {
                    variant.ty = variant.ty.clone().map(Type::boxed);
                    wrapped.push((outcome.ident.clone(), variant.ident.clone()));
                }
            }
        }
        for arm in &mut operation.arms {
            if let ResponseKind::Success(_, wrap) | ResponseKind::Failure(_, wrap) = &mut arm.kind
                && let Wrap::Variant { of, variant, boxed, .. } = wrap
            {
                *boxed = wrapped.iter().any(|(o, v)| o == of && v == variant);
            }
        }
    }
}
