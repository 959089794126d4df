//! The recursion limit of a crate whose types contain each other in a long chain.
//!
//! To know that a future is `Send`, and to drop a value, rustc follows the fields of a type with a recursion that it
//! limits to 128 levels. The compiler also limits how often a generic function such as `deserialize` calls itself with
//! other types.

use std::collections::HashMap;

use fixedbitset::FixedBitSet;

use super::items_with_homes;
use crate::rust::{Crate, Ident, Item, Module, Multipart, Namespace, Operation, Type};

/// The depth of types up to which the default limit of rustc is enough, with the levels of futures and of the standard
/// library around them.
const DEFAULT_DEPTH: usize = 80;

/// The levels of the standard library's types, by a measurement with rustc 1.95.
const OPTION: usize = 1;
const BOX: usize = 2;
const VEC: usize = 3;
const MAP: usize = 3;
const TUPLE: usize = 1;

/// The granularity of a limit, so that it seldom changes when a description grows.
const STEP: usize = 128;

/// Returns the recursion limit that the crate needs, unless the default one is enough.
pub(super) fn recursion_limit(models: &[Module], operations: &[Operation]) -> Option<usize> {
    let depth = depth(&Graph::new(models, operations), Cycles::Sum);
    (depth > DEFAULT_DEPTH).then_some(limit(depth))
}

/// Returns the recursion limit that an example of the documentation needs, which is a crate of its own, unless the
/// default one is enough. rustc compiles examples with a limit one by one, so that types in a cycle, which are seldom
/// all on one path, count as one.
pub(super) fn recursion_limit_of_examples(krate: &Crate) -> Option<usize> {
    krate.recursion_limit?;
    let depth = depth(&Graph::new(&krate.models, &krate.operations), Cycles::Deepest);
    (depth > DEFAULT_DEPTH).then_some(limit(depth))
}

fn limit(depth: usize) -> usize {
    (2 * depth + STEP).next_multiple_of(STEP)
}

/// The depth of types that contain each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cycles {
    /// The sum of the types.
    Sum,
    /// The deepest of the types.
    Deepest,
}

/// The types that each type contains, in lists, maps and boxes too.
struct Graph {
    /// The contained types of each type, with the number of levels in rustc's recursion.
    edges: Vec<Vec<(usize, usize)>>,
}

impl Graph {
    fn new(models: &[Module], operations: &[Operation]) -> Self {
        let items: Vec<(Namespace, &Item)> = items_with_homes(models, operations).collect();
        let numbers: HashMap<(&Namespace, &Ident), usize> =
            items.iter().enumerate().map(|(number, (home, item))| ((home, item.ident()), number)).collect();
        let contained = |(_, item): &(Namespace, &Item)| {
            let mut edges = Vec::new();
            let mut add = |ty: &Type, levels| add_contained(ty, levels, &numbers, &mut edges);
            match item {
                Item::Struct(item) | Item::Multipart(Multipart { fields: item, .. }) => {
                    item.fields.iter().for_each(|field| add(&field.ty, 1));
                    item.additional_properties.iter().for_each(|(_, values)| add(values, 1 + MAP));
                }
                Item::Union(item) => item.variants.iter().for_each(|variant| add(&variant.ty, 1)),
                Item::Alias(item) => add(&item.ty, 1),
                Item::Enum(_) => {}
            }
            edges
        };
        Self { edges: items.iter().map(contained).collect() }
    }

    /// Returns the types that a type contains, and their levels.
    fn contained(&self, node: usize) -> impl Iterator<Item = &(usize, usize)> {
        self.edges.get(node).into_iter().flatten()
    }

    /// Returns the graph with the opposite direction of each edge.
    fn reversed(&self) -> Self {
        let mut edges = vec![Vec::new(); self.edges.len()];
        for (from, targets) in self.edges.iter().enumerate() {
            for (to, levels) in targets {
                edges.get_mut(*to).into_iter().for_each(|sources| sources.push((from, *levels)));
            }
        }
        Self { edges }
    }

    /// Returns `start` and what it reaches and is not visited, each type after those that it contains.
    fn visit(&self, start: usize, visited: &mut FixedBitSet) -> Vec<usize> {
        let mut order = Vec::new();
        if visited.put(start) {
            return order;
        }
        let mut path = vec![(start, self.contained(start))];
        while let Some((node, rest)) = path.last_mut() {
            match rest.next() {
                Some((next, _)) if visited.put(*next) => {}
                Some((next, _)) => path.push((*next, self.contained(*next))),
                None => {
                    order.push(*node);
                    path.pop();
                }
            }
        }
        order
    }

    /// Returns the types that contain each other, the containing ones before those that they contain.
    fn components(&self) -> Vec<Vec<usize>> {
        // Kosaraju's algorithm: a type that is visited in the reversed graph, from the last in post-order, is in the
        // same cycles as its start.
        let count = self.edges.len();
        let mut visited = FixedBitSet::with_capacity(count);
        let order: Vec<usize> = (0..count).flat_map(|start| self.visit(start, &mut visited)).collect();
        let (reversed, mut visited) = (self.reversed(), FixedBitSet::with_capacity(count));
        let components = order.into_iter().rev().map(|start| reversed.visit(start, &mut visited));
        components.filter(|component| !component.is_empty()).collect()
    }
}

/// Adds the types of the crate in `ty`, whose own depth is `levels`.
fn add_contained(
    ty: &Type,
    levels: usize,
    numbers: &HashMap<(&Namespace, &Ident), usize>,
    edges: &mut Vec<(usize, usize)>,
) {
    match ty {
        Type::Named(home, ident) => {
            edges.extend(numbers.get(&(home, ident)).map(|number| (*number, levels)));
        }
        Type::Option(inner) => add_contained(inner, levels + OPTION, numbers, edges),
        Type::Boxed(inner) => add_contained(inner, levels + BOX, numbers, edges),
        Type::Vec(inner) => add_contained(inner, levels + VEC, numbers, edges),
        Type::Map(inner) => add_contained(inner, levels + MAP, numbers, edges),
        Type::Tuple(elements) => {
            for element in elements {
                add_contained(element, levels + TUPLE, numbers, edges);
            }
        }
        _ => {}
    }
}

/// Returns the depth of the deepest type. The sum of a cycle is an upper bound: a path through a cycle visits each of
/// its types once at most.
fn depth(graph: &Graph, cycles: Cycles) -> usize {
    // The component of each type, and the depth of the types that are visited.
    let mut component_of: HashMap<usize, usize> = HashMap::new();
    let mut depths: HashMap<usize, usize> = HashMap::new();
    for (number, component) in graph.components().into_iter().enumerate().rev() {
        component_of.extend(component.iter().map(|node| (*node, number)));
        let (mut inside, mut below) = (0, 1);
        for node in component {
            let mut deepest = 0;
            for (target, levels) in graph.contained(node) {
                match component_of.get(target) {
                    Some(other) if *other != number => {
                        below = below.max(levels + depths.get(other).copied().unwrap_or(0));
                    }
                    _ => deepest = deepest.max(*levels),
                }
            }
            inside = if cycles == Cycles::Sum { inside + deepest } else { inside.max(deepest) };
        }
        depths.insert(number, inside + below);
    }
    depths.into_values().max().unwrap_or(0)
}
