//! Conversions: the members of unions with a type of their own, and the types that arguments convert into.

use std::collections::HashMap;

use super::{items_by_name, items_with_homes_mut};
use crate::rust::{Conversions, Ident, Item, Module, Namespace, Operation, Type, Union};

/// The maximum number of types in a type that is compared. A larger one has no conversion.
const MAX_TYPES: usize = 64;

/// The items of the crate, by name.
type Items<'a> = HashMap<(Namespace, &'a Ident), &'a Item>;

/// Finds the variants with an unambiguous type, and returns the types that arguments convert into.
pub(super) fn plan(models: &mut [Module], operations: &mut [Operation]) -> Conversions {
    let items = items_by_name(models, operations);
    let mut unions: HashMap<(Namespace, Ident), Vec<bool>> = HashMap::new();
    let mut conversions = Conversions::default();
    for ((home, ident), item) in &items {
        let key = (home.clone(), (*ident).clone());
        match item {
            Item::Union(union) => {
                let converts = unambiguous(home, union, &items);
                if converts.contains(&true) {
                    conversions.others.insert(key.clone());
                }
                unions.insert(key, converts);
            }
            Item::Enum(_) => {
                conversions.texts.insert(key);
            }
            Item::Struct(_) | Item::Multipart(_) | Item::Alias(_) => {}
        }
    }
    for ((home, ident), item) in &items {
        let Item::Alias(alias) = item else { continue };
        let key = (home.clone(), (*ident).clone());
        match target(&alias.ty, &items) {
            Some(target) if conversions.is_text(target) => {
                conversions.texts.insert(key);
            }
            Some(Type::Value) => {
                conversions.others.insert(key);
            }
            Some(Type::Named(home, ident))
                if unions.get(&(home.clone(), ident.clone())).is_some_and(|is| is.contains(&true)) =>
            {
                conversions.others.insert(key);
            }
            _ => {}
        }
    }
    for (home, item) in items_with_homes_mut(models, operations) {
        let Item::Union(union) = item else { continue };
        let Some(converts) = unions.get(&(home, union.ident.clone())) else { continue };
        for (variant, converts) in union.variants.iter_mut().zip(converts) {
            variant.converts = *converts;
        }
    }
    conversions
}

/// Returns `true` for each variant whose type no other variant has.
fn unambiguous(home: &Namespace, union: &Union, items: &Items<'_>) -> Vec<bool> {
    let mut resolved: Vec<Option<String>> = Vec::with_capacity(union.variants.len());
    let mut counts: HashMap<String, usize> = HashMap::new();
    // Every type converts into itself, and any value is the last variant.
    for reserved in [Type::Named(home.clone(), union.ident.clone()), Type::Value] {
        counts.insert(reserved.text(), 1);
    }
    for variant in &union.variants {
        let text = resolve(variant.ty.unboxed(), items, &mut MAX_TYPES.clone());
        if let Some(text) = &text {
            *counts.entry(text.clone()).or_default() += 1;
        }
        resolved.push(text);
    }
    resolved.iter().map(|text| text.as_ref().and_then(|text| counts.get(text)) == Some(&1)).collect()
}

/// Returns a type in which aliases are replaced by their targets, as text. Returns `None` for a type of the user, which
/// may be an alias, and for a large type.
fn resolve(ty: &Type, items: &Items<'_>, budget: &mut usize) -> Option<String> {
    *budget = budget.checked_sub(1)?;
    let mut inner = |ty: &Type| resolve(ty, items, budget);
    Some(match ty {
        Type::Foreign(foreign) if foreign.is_own() => return None,
        Type::Vec(element) => format!("Vec<{}>", inner(element)?),
        Type::Map(values) => format!("Map<{}>", inner(values)?),
        Type::Option(some) => format!("Option<{}>", inner(some)?),
        Type::Boxed(value) => format!("Box<{}>", inner(value)?),
        Type::Tuple(elements) => {
            let elements: Option<Vec<String>> = elements.iter().map(inner).collect();
            format!("({})", elements?.join(", "))
        }
        Type::Named(home, ident) => match items.get(&(home.clone(), ident))? {
            Item::Alias(alias) => inner(&alias.ty)?,
            _ => ty.text(),
        },
        other => other.text(),
    })
}

/// Returns the type at the end of a chain of aliases.
fn target<'a>(ty: &'a Type, items: &Items<'a>) -> Option<&'a Type> {
    let mut ty = ty;
    for _ in 0..MAX_TYPES {
        let Type::Named(home, ident) = ty else { return Some(ty) };
        match items.get(&(home.clone(), ident)) {
            Some(Item::Alias(alias)) => ty = &alias.ty,
            _ => return Some(ty),
        }
    }
    None
}
