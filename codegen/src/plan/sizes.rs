//! Approximate sizes of values in memory, for `clippy::large_enum_variant`.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
};

use crate::rust::{Ident, Item, Multipart, Namespace, RuntimeType, Type};

/// The maximum difference between the largest variant and the next one.
const TOO_DIFFERENT: usize = 150;

/// The maximum depth of inspected types. A type that is nested deeper counts as large.
const MAX_DEPTH: usize = 64;

/// The items with a known size.
pub(super) struct Sizes<'a> {
    items: HashMap<(Namespace, &'a Ident), &'a Item>,
    known: RefCell<HashMap<(Namespace, Ident), usize>>,
}

impl<'a> Sizes<'a> {
    /// Creates the sizes of types that use `items`.
    pub(super) fn new(items: HashMap<(Namespace, &'a Ident), &'a Item>) -> Self {
        Self { items, known: RefCell::default() }
    }

    /// Returns `true` for each variant type that has to be boxed: the largest one, as long as it is much larger
    /// than the next one.
    pub(super) fn too_large(&self, types: &[Option<&Type>]) -> Vec<bool> {
        let sizes = types.iter().map(|ty| ty.map_or(0, |ty| self.size(ty, 0)));
        let mut largest_first: Vec<(usize, usize)> = sizes.enumerate().collect();
        largest_first.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
        let too_different =
            |pair: &[(usize, usize)]| matches!(pair, [(_, a), (_, b)] if a - b > TOO_DIFFERENT);
        let count = largest_first.windows(2).rposition(too_different).map_or(0, |last| last + 1);
        let boxed: HashSet<usize> = largest_first.iter().take(count).map(|(index, _)| *index).collect();
        (0..types.len()).map(|index| boxed.contains(&index)).collect()
    }

    fn size(&self, ty: &Type, depth: usize) -> usize {
        match ty {
            Type::Unit | Type::Infallible => 0,
            Type::Bool => 1,
            Type::F32 => 4,
            Type::Int(_) | Type::F64 | Type::Boxed(_) => 8,
            Type::Foreign(_) | Type::Instant(..) => 16,
            Type::Runtime(RuntimeType::Span) => 80,
            Type::Runtime(RuntimeType::File) => 96,
            Type::Runtime(_) | Type::Stream(..) => 40,
            Type::String | Type::Vec(_) | Type::Map(_) => 24,
            Type::Bytes => 32,
            // An object is larger with the feature `preserve_order` of serde_json.
            Type::Value => 72,
            Type::Tuple(elements) => elements.iter().map(|element| self.size(element, depth)).sum(),
            Type::Option(inner) => self.size(inner, depth) + 8,
            Type::Named(..) if depth > MAX_DEPTH => 1000,
            Type::Named(home, ident) => self.item_size(home, ident, depth),
            Type::Choice(..) => 56,
        }
    }

    fn item_size(&self, home: &Namespace, ident: &Ident, depth: usize) -> usize {
        let named = (home.clone(), ident.clone());
        if let Some(known) = self.known.borrow().get(&named) {
            return *known;
        }
        let Some(item) = self.items.get(&(home.clone(), ident)) else { return 24 };
        let size = match item {
            Item::Struct(item) | Item::Multipart(Multipart { fields: item, .. }) => {
                let fields: usize = item.fields.iter().map(|field| self.size(&field.ty, depth + 1)).sum();
                fields + item.additional_properties.as_ref().map_or(0, |_| 24)
            }
            Item::Enum(item) => self.size(&item.other_type(), depth).max(24),
            Item::Union(item) => {
                let members = item.variants.iter().map(|variant| self.size(&variant.ty, depth + 1));
                members.max().unwrap_or(0).max(72)
            }
            Item::Alias(item) => self.size(&item.ty, depth + 1),
        };
        self.known.borrow_mut().insert(named, size);
        size
    }
}
