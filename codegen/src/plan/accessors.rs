//! Methods of the enums of responses: the fields that the bodies of all variants have.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::items_by_name;
use crate::rust::{
    Accessor, Field, Ident, Item, Module, Namespace, Operation, ResponseEnum, SharedError, Struct, Type,
};

/// Names of methods that have a meaning for every type. A field of this name has no method.
const RESERVED: [&str; 9] =
    ["as_ref", "borrow", "clone", "deref", "eq", "fmt", "len", "serialize", "to_owned"];

type Items<'a> = HashMap<(Namespace, &'a Ident), &'a Item>;

/// Adds the methods for the common fields of bodies.
pub(super) fn add_accessors(models: &[Module], operations: &mut [Operation], errors: &mut [SharedError]) {
    let items = items_by_name(models, operations);
    let of_operation = |operation: &Operation| -> Vec<Vec<Accessor>> {
        operation.response_enums.iter().map(|bodies| common_fields(bodies, &items)).collect()
    };
    let of_operations: Vec<_> = operations.iter().map(of_operation).collect();
    let of_errors: Vec<_> = errors.iter().map(|error| common_fields(&error.bodies, &items)).collect();
    drop(items);
    let enums = operations.iter_mut().map(|operation| operation.response_enums.iter_mut());
    for (bodies, accessors) in enums.zip(of_operations).flat_map(|(enums, all)| enums.zip(all)) {
        bodies.accessors = accessors;
    }
    for (error, accessors) in errors.iter_mut().zip(of_errors) {
        error.bodies.accessors = accessors;
    }
}

/// Returns the fields that the bodies of all variants have with the same name and type.
fn common_fields<'a>(bodies: &ResponseEnum, items: &Items<'a>) -> Vec<Accessor> {
    let mut structs: Vec<&Struct> = Vec::new();
    // Behind aliases, several variants may have one type.
    let mut variants: IndexMap<(bool, *const Struct), Vec<Ident>> = IndexMap::new();
    for variant in &bodies.variants {
        let Some(ty) = &variant.ty else { return Vec::new() };
        let Some(body) = structure(ty, items) else { return Vec::new() };
        let alike = variants.entry((matches!(ty, Type::Boxed(_)), std::ptr::from_ref(body))).or_default();
        if alike.is_empty() {
            structs.push(body);
        }
        alike.push(variant.ident.clone());
    }
    let Some((first, others)) = structs.split_first() else { return Vec::new() };
    let by_name = |body: &&'a Struct| body.fields.iter().map(|field| (&field.ident, field)).collect();
    let others: Vec<HashMap<&Ident, &Field>> = others.iter().map(by_name).collect();
    let is_same = |one: &Field, two: &Field| one.wire == two.wire && one.ty == two.ty && !two.deprecated;
    let is_common = |field: &&Field| {
        !RESERVED.contains(&field.ident.as_str())
            && !field.deprecated
            && others.iter().all(|other| other.get(&field.ident).is_some_and(|two| is_same(field, two)))
    };
    let common = first.fields.iter().filter(is_common);
    let variants: Vec<Vec<Ident>> = variants.into_values().collect();
    let accessor = |field: &Field| Accessor {
        ident: field.ident.clone(),
        ty: field.ty.clone(),
        variants: variants.clone(),
    };
    common.map(accessor).collect()
}

/// Returns the struct behind a type.
fn structure<'a>(ty: &Type, items: &Items<'a>) -> Option<&'a Struct> {
    // The length of a chain of aliases is limited by the number of items.
    let mut at = ty;
    for _ in 0..=items.len() {
        match at {
            Type::Boxed(inner) => at = inner,
            Type::Named(home, ident) => match items.get(&(home.clone(), ident))? {
                Item::Struct(item) => return Some(item),
                Item::Alias(item) => at = &item.ty,
                _ => return None,
            },
            _ => return None,
        }
    }
    None
}
