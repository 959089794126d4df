//! Large variants of enums, which `clippy::large_enum_variant` asks to box.

use std::collections::HashSet;

use super::{
    item_homes::{items_by_name, items_with_homes, items_with_homes_mut},
    sizes::Sizes,
};
use crate::rust::{
    Arm, Ident, Item, Module, Namespace, Operation, ResponseEnum, ResponseKind, SharedError, Type, Wrap,
};

/// Boxes the content of each variant that is much larger than the others of its enum.
pub(super) fn box_large(models: &mut [Module], operations: &mut [Operation], errors: &mut [SharedError]) {
    let sizes = Sizes::new(items_by_name(models, operations));
    // The large variants of each type: the models cannot be modified while their sizes are read.
    let of_item = |(_, item): (Namespace, &Item)| {
        let Item::Union(union) = item else { return Vec::new() };
        let types: Vec<Option<&Type>> =
            union.variants.iter().map(|variant| Some(&variant.ty)).chain([Some(&Type::Value)]).collect();
        sizes.too_large(&types)
    };
    let of_items: Vec<Vec<bool>> = items_with_homes(models, operations).map(of_item).collect();
    // The large variants of the enums of responses, whose names are only unique in their modules.
    let of_enum = |bodies: &ResponseEnum| {
        let types: Vec<Option<&Type>> = bodies.variants.iter().map(|variant| variant.ty.as_ref()).collect();
        sizes.too_large(&types)
    };
    let of_operation =
        |operation: &Operation| -> Vec<Vec<bool>> { operation.response_enums.iter().map(of_enum).collect() };
    let of_operations: Vec<Vec<Vec<bool>>> = operations.iter().map(of_operation).collect();
    let of_errors: Vec<Vec<bool>> = errors.iter().map(|error| of_enum(&error.bodies)).collect();
    drop(sizes);
    for ((_, item), large) in items_with_homes_mut(models, operations).zip(of_items) {
        if let Item::Union(union) = item {
            for (variant, large) in union.variants.iter_mut().zip(large) {
                if large && !matches!(variant.ty, Type::Boxed(_)) {
                    variant.ty = variant.ty.clone().boxed();
                }
            }
        }
    }
    for (operation, flags) in operations.iter_mut().zip(of_operations) {
        let enums = operation.response_enums.iter_mut().zip(flags);
        let wrapped = enums.flat_map(|(bodies, flags)| box_bodies(bodies, &flags)).collect();
        box_arms(&mut operation.arms, &wrapped);
    }
    for (error, flags) in errors.iter_mut().zip(of_errors) {
        let wrapped = box_bodies(&mut error.bodies, &flags).into_iter().collect();
        box_arms(&mut error.arms, &wrapped);
    }
}

/// Boxes the bodies with a flag, and returns their variants.
fn box_bodies(bodies: &mut ResponseEnum, flags: &[bool]) -> Vec<(Ident, Ident)> {
    let large = bodies.variants.iter_mut().zip(flags).filter(|(_, large)| **large);
    large
        .map(|(variant, _)| {
            variant.ty = variant.ty.take().map(Type::boxed);
            (bodies.ident.clone(), variant.ident.clone())
        })
        .collect()
}

/// Boxes the bodies that become one of the `wrapped` variants.
fn box_arms(arms: &mut [Arm], wrapped: &HashSet<(Ident, Ident)>) {
    for arm in arms {
        if let ResponseKind::Success(_, wrap) | ResponseKind::Failure(_, wrap) = &mut arm.kind
            && let Wrap::Variant { of, variant, boxed, .. } = wrap
        {
            *boxed = !wrapped.is_empty() && wrapped.contains(&(of.clone(), variant.clone()));
        }
    }
}
