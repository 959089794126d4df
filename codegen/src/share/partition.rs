//! The coarsest partition of a graph whose classes agree on the classes of their children.

use indexmap::IndexMap;

/// Returns the class of each node: nodes of one class have the same class in `initial`, and at each position children
/// of one class. The classes are as large as possible.
///
/// Only the smaller part of a class that is split is followed again (J. Hopcroft, "An n log n algorithm for minimizing
/// states in a finite automaton", 1971), so that long chains and cycles cost no more than other edges.
pub(super) fn refine(initial: Vec<usize>, children: &[Vec<usize>]) -> Vec<usize> {
    let mut parents: Vec<Vec<(usize, usize)>> = vec![Vec::new(); initial.len()];
    for (parent, children) in children.iter().enumerate() {
        for (position, child) in children.iter().enumerate() {
            parents[*child].push((position, parent));
        }
    }
    let mut partition = Partition::new(initial);
    let mut pending: Vec<usize> = (0..partition.members.len()).collect();
    while let Some(class) = pending.pop() {
        let mut edges: Vec<(usize, usize)> =
            partition.members[class].iter().flat_map(|member| &parents[*member]).copied().collect();
        edges.sort_unstable();
        for at_position in edges.chunk_by(|(one, _), (two, _)| one == two) {
            pending.extend(partition.split(at_position.iter().map(|(_, parent)| *parent)));
        }
    }
    partition.classes
}

/// Nodes in classes.
struct Partition {
    /// The class of each node.
    classes: Vec<usize>,
    /// The position of each node among the members of its class.
    positions: Vec<usize>,
    /// The nodes of each class.
    members: Vec<Vec<usize>>,
}

impl Partition {
    fn new(classes: Vec<usize>) -> Self {
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); classes.iter().max().map_or(0, |last| last + 1)];
        let mut positions = Vec::with_capacity(classes.len());
        for (node, class) in classes.iter().enumerate() {
            positions.push(members[*class].len());
            members[*class].push(node);
        }
        Self { classes, positions, members }
    }

    /// Separates `marked`, each node once, from the other nodes of their classes. Returns the new classes: the smaller
    /// part of each class that had other nodes.
    fn split(&mut self, marked: impl Iterator<Item = usize>) -> Vec<usize> {
        // The numbers of classes decide the order of shared schemas.
        let mut parts: IndexMap<usize, Vec<usize>> = IndexMap::new();
        for node in marked {
            parts.entry(self.classes[node]).or_default().push(node);
        }
        let mut parts: Vec<(usize, Vec<usize>)> = parts.into_iter().collect();
        parts.retain(|(class, part)| part.len() < self.members[*class].len());
        parts.into_iter().map(|(class, part)| self.separate(class, part)).collect()
    }

    /// Separates `part` from the other members of `class`. Returns the new class, which is the smaller part.
    fn separate(&mut self, class: usize, part: Vec<usize>) -> usize {
        for node in &part {
            let position = self.positions[*node];
            self.members[class].swap_remove(position);
            if let Some(moved) = self.members[class].get(position).copied() {
                self.positions[moved] = position;
            }
        }
        for (position, node) in part.iter().enumerate() {
            self.positions[*node] = position;
        }
        let new = self.members.len();
        self.members.push(part);
        if self.members[new].len() > self.members[class].len() {
            self.members.swap(class, new);
        }
        for node in &self.members[new] {
            self.classes[*node] = new;
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    /// Returns the numbers of the classes in the order of their first nodes.
    fn refined(initial: &[usize], children: &[&[usize]]) -> Vec<usize> {
        let children: Vec<Vec<usize>> = children.iter().map(|list| list.to_vec()).collect();
        let mut numbers = HashMap::new();
        let classes = refine(initial.to_vec(), &children);
        classes
            .into_iter()
            .map(|class| {
                let next = numbers.len();
                *numbers.entry(class).or_insert(next)
            })
            .collect()
    }

    #[test]
    fn numbers_the_classes_equally_in_each_run() {
        // Each of many classes has one member whose child is another one.
        let count = 40;
        let mut initial: Vec<usize> = (0..2 * count).map(|node| node / 2).collect();
        initial.extend([count, count + 1]);
        let mut children: Vec<Vec<usize>> = (0..2 * count).map(|node| vec![2 * count + node % 2]).collect();
        children.extend([Vec::new(), Vec::new()]);
        let first = refine(initial.clone(), &children);
        assert_eq!(refine(initial, &children), first);
    }

    #[test]
    fn separates_nodes_whose_children_differ() {
        // 0 and 1 have equal children, 2 has another one, 3 has none.
        assert_eq!(refined(&[0, 0, 0, 1, 1, 2], &[&[3], &[4], &[5], &[], &[], &[]]), [0, 0, 1, 2, 2, 3]);
        // The position of a child counts.
        assert_eq!(refined(&[0, 0, 1, 2], &[&[2, 3], &[3, 2], &[], &[]]), [0, 1, 2, 3]);
    }

    #[test]
    fn finds_equal_cycles() {
        // 0 contains itself, 1 and 2 contain each other: all are the same infinite value.
        assert_eq!(refined(&[0, 0, 0], &[&[0], &[2], &[1]]), [0, 0, 0]);
        assert_eq!(refined(&[0, 0, 0, 1], &[&[0], &[2], &[3], &[]]), [0, 1, 2, 3]);
    }

    #[test]
    fn refines_a_long_chain() {
        let count = 100_000;
        let children: Vec<Vec<usize>> = (0..count).map(|node| vec![(node + 1).min(count - 1)]).collect();
        let mut initial = vec![0; count];
        initial[count - 1] = 1;
        let mut classes = refine(initial, &children);
        classes.sort_unstable();
        classes.dedup();
        assert_eq!(classes.len(), count);
    }
}
