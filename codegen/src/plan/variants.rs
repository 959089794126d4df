//! Large variants of enums, which `clippy::large_enum_variant` asks to box.

use std::collections::{HashMap, HashSet};

use super::sizes::Sizes;
use crate::rust::{Ident, Item, Module, Operation, ResponseKind, Type, Wrap, all_items};

/// Boxes the content of each variant that is much larger than the others of its enum.
pub(super) fn box_large(models: &mut [Module], operations: &mut [Operation]) {
    let sizes = Sizes::new(all_items(models, operations));
    // The large variants, by enum: the models cannot be modified while their sizes are read.
    let mut large: HashMap<Ident, Vec<bool>> = HashMap::new();
    for item in all_items(models, operations) {
        if let Item::Union(union) = item {
            let types: Vec<Option<&Type>> =
                union.variants.iter().map(|variant| Some(&variant.ty)).chain([Some(&Type::Value)]).collect();
            large.insert(union.ident.clone(), sizes.too_large(&types));
        }
    }
    for response in operations.iter().flat_map(|operation| &operation.response_enums) {
        let types: Vec<Option<&Type>> = response.variants.iter().map(|variant| variant.ty.as_ref()).collect();
        large.insert(response.ident.clone(), sizes.too_large(&types));
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
        let mut wrapped: HashSet<(Ident, Ident)> = HashSet::new();
        for response in &mut operation.response_enums {
            for (index, variant) in response.variants.iter_mut().enumerate() {
                if boxed(&response.ident, index) {
                    variant.ty = variant.ty.clone().map(Type::boxed);
                    wrapped.insert((response.ident.clone(), variant.ident.clone()));
                }
            }
        }
        for arm in &mut operation.arms {
            if let ResponseKind::Success(_, wrap) | ResponseKind::Failure(_, wrap) = &mut arm.kind
                && let Wrap::Variant { of, variant, boxed, .. } = wrap
            {
                *boxed = !wrapped.is_empty() && wrapped.contains(&(of.clone(), variant.clone()));
            }
        }
    }
}
