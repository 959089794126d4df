//! How large a value is in memory, about: clippy asks to box the one large variant of an enum.

use std::{cell::RefCell, collections::HashMap};

use crate::rust::{Ident, Item, Parts, Support, Type};

/// A difference of more than this between the largest variant and the next is too much.
const TOO_DIFFERENT: usize = 150;

/// How deep types are looked into; what is nested deeper counts as large.
const DEEPEST: usize = 64;

/// The items whose size can be asked for.
pub(super) struct Sizes<'a> {
    items: HashMap<&'a Ident, &'a Item>,
    known: RefCell<HashMap<&'a Ident, usize>>,
}

impl<'a> Sizes<'a> {
    /// Sizes of types that name `items`.
    pub(super) fn new(items: impl Iterator<Item = &'a Item>) -> Self {
        let items = items.map(|item| (item.ident(), item)).collect();
        Self { items, known: RefCell::default() }
    }

    /// Which of these types, the variants of an enum, are to be boxed: as long as one is much larger
    /// than the next, that one.
    pub(super) fn too_large(&self, types: &[Option<&Type>]) -> Vec<bool> {
        let sizes: Vec<usize> = types.iter().map(|ty| ty.map_or(0, |ty| self.size(ty, 0))).collect();
        let mut order: Vec<usize> = (0..sizes.len()).collect();
        order.sort_by_key(|index| std::cmp::Reverse(sizes[*index]));
        let mut boxed = vec![false; sizes.len()];
        for pair in order.windows(2) {
            if sizes[pair[0]] - sizes[pair[1]] > TOO_DIFFERENT {
                for index in order.iter().take_while(|index| **index != pair[1]) {
                    boxed[*index] = true;
                }
            }
        }
        boxed
    }

    fn size(&self, ty: &Type, depth: usize) -> usize {
        match ty {
            Type::Unit | Type::Infallible => 0,
            Type::Bool => 1,
            Type::F32 => 4,
            Type::Int(_) | Type::F64 | Type::Boxed(_) => 8,
            Type::Foreign(_) => 16,
            Type::Support(Support::Span) => 80,
            Type::Support(Support::File) => 96,
            Type::Support(_) | Type::Stream(..) => 40,
            Type::String | Type::Vec(_) | Type::Map(_) => 24,
            Type::Bytes => 32,
            // With serde_json's `preserve_order` an object is larger.
            Type::Value => 72,
            Type::Tuple(elements) => elements.iter().map(|element| self.size(element, depth)).sum(),
            Type::Option(inner) => self.size(inner, depth) + 8,
            Type::Named(..) if depth > DEEPEST => 1000,
            Type::Named(_, ident) => self.item_size(ident, depth),
            Type::Choice(..) => 56,
        }
    }

    fn item_size(&self, ident: &Ident, depth: usize) -> usize {
        if let Some(known) = self.known.borrow().get(ident) {
            return *known;
        }
        let Some((&ident, item)) = self.items.get_key_value(ident) else { return 24 };
        let size = match item {
            Item::Struct(item) | Item::Parts(Parts { fields: item, .. }) => {
                let fields: usize = item.fields.iter().map(|field| self.size(&field.ty, depth + 1)).sum();
                fields + item.rest.as_ref().map_or(0, |_| 24)
            }
            Item::Enum(item) => self.size(&item.other_type(), depth).max(24),
            Item::Union(item) => {
                let members = item.variants.iter().map(|variant| self.size(&variant.ty, depth + 1));
                members.max().unwrap_or(0).max(72)
            }
            Item::Alias(item) => self.size(&item.ty, depth + 1),
        };
        self.known.borrow_mut().insert(ident, size);
        size
    }
}
