//! The traits that all parts of a type have.

use std::collections::HashMap;

use super::items_with_homes;
use crate::rust::{EnumBase, Ident, Item, Module, Namespace, Operation, RuntimeType, Type};

/// The items of the crate, and the items that use each of them.
struct Graph<'a> {
    items: Vec<(Namespace, &'a Item)>,
    users: Vec<Vec<usize>>,
}

/// Returns those of `Eq`, `Hash` and `Ord` that each item can derive, in the order of the items.
pub(super) fn find(models: &[Module], operations: &[Operation]) -> Vec<Vec<&'static str>> {
    let graph = Graph::new(models, operations);
    let eq = graph.with_trait(lacks_eq, |item| match item {
        Item::Enum(item) => item.base == EnumBase::Number,
        other => matches!(other, Item::Multipart(_)),
    });
    let ord = graph.with_trait(lacks_ord, |item| match item {
        Item::Enum(item) => matches!(item.base, EnumBase::Number | EnumBase::Mixed),
        // The last variant of a union is any value.
        other => matches!(other, Item::Multipart(_) | Item::Union(_)),
    });
    let traits = |(eq, ord): (bool, bool)| {
        let eq: &[&str] = if eq { &["Eq", "Hash"] } else { &[] };
        eq.iter().copied().chain(ord.then_some("Ord")).collect()
    };
    eq.into_iter().zip(ord).map(traits).collect()
}

impl<'a> Graph<'a> {
    fn new(models: &'a [Module], operations: &'a [Operation]) -> Self {
        let items: Vec<(Namespace, &Item)> = items_with_homes(models, operations).collect();
        let mut users: Vec<Vec<usize>> = vec![Vec::new(); items.len()];
        let numbers: HashMap<(&Namespace, &Ident), usize> =
            items.iter().enumerate().map(|(number, (home, item))| ((home, item.ident()), number)).collect();
        for (number, (_, item)) in items.iter().enumerate() {
            item.walk_types(&mut |ty| {
                let Type::Named(home, ident) = ty else { return };
                if let Some(users) = numbers.get(&(home, ident)).and_then(|used| users.get_mut(*used)) {
                    users.push(number);
                }
            });
        }
        Self { items, users }
    }

    /// Returns `true` for each item if none of its parts lacks a trait. Types that contain each other have the trait if
    /// no other part lacks it.
    fn with_trait(&self, type_lacks: fn(&Type) -> bool, item_lacks: fn(&Item) -> bool) -> Vec<bool> {
        let mut has = vec![true; self.items.len()];
        let lacks = |item: &Item| {
            let mut lacks = item_lacks(item);
            item.walk_types(&mut |ty| lacks |= type_lacks(ty));
            lacks
        };
        let mut pending: Vec<usize> =
            self.items.iter().enumerate().filter(|(_, (_, item))| lacks(item)).map(|(at, _)| at).collect();
        while let Some(number) = pending.pop() {
            if let Some(has) = has.get_mut(number).filter(|has| **has) {
                *has = false;
                pending.extend(self.users.get(number).into_iter().flatten());
            }
        }
        has
    }
}

/// Returns `true` for a type without `Eq` and `Hash`, regardless of the types inside it.
fn lacks_eq(ty: &Type) -> bool {
    match ty {
        Type::F32
        | Type::F64
        | Type::Stream(..)
        | Type::Choice(..)
        | Type::Runtime(RuntimeType::Span | RuntimeType::Body | RuntimeType::File) => true,
        // The settings only require `PartialEq` of the user's own types.
        Type::Foreign(foreign) => foreign.is_own(),
        _ => false,
    }
}

/// Returns `true` for a type without `Ord`, regardless of the types inside it.
fn lacks_ord(ty: &Type) -> bool {
    lacks_eq(ty) || matches!(ty, Type::Value | Type::Runtime(RuntimeType::TimeOfDay | RuntimeType::Secret))
}
