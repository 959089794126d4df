//! Walks over schemas: the children of a shape, the schemas below some schemas, and the schemas above them.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{SchemaId, Schemas, Shape, Union};

/// Calls `$visit` with each child of `$shape`. [`Shape::children`] and [`Shape::children_mut`] are both made from
/// this list, so that no walk can miss a kind of child.
macro_rules! visit_children {
    ($shape:expr, $visit:ident, $iter:ident $(, $mutable:tt)?) => {
        match $shape {
            Shape::Array(child) | Shape::Map(child) | Shape::Reference(child) => $visit(child),
            Shape::Tuple(elements) => elements.$iter().for_each($visit),
            Shape::Object(object) => {
                for property in object.properties.$iter() {
                    $visit(&$($mutable)? property.schema);
                }
                object.additional.$iter().for_each($visit);
            }
            Shape::Multipart(parts) => {
                for part in parts.$iter() {
                    $visit(&$($mutable)? part.property.schema);
                }
            }
            Shape::Union(union) => {
                for member in union.members.$iter() {
                    $visit(&$($mutable)? member.schema);
                }
            }
            Shape::Any(_)
            | Shape::Boolean
            | Shape::Integer(_)
            | Shape::Number { .. }
            | Shape::String(_)
            | Shape::Enum(_) => {}
        }
    };
}

impl Shape {
    /// Returns the schemas that the shape refers to directly, in order.
    pub fn children(&self) -> impl Iterator<Item = SchemaId> + use<> {
        let mut children = Vec::new();
        let mut visit = |child: &SchemaId| children.push(*child);
        visit_children!(self, visit, iter);
        children.into_iter()
    }

    /// Calls `visit` with each schema that the shape refers to directly, in order.
    pub fn children_mut(&mut self, mut visit: impl FnMut(&mut SchemaId)) {
        visit_children!(self, visit, iter_mut, mut);
    }

    /// Returns `true` for arrays and tuples.
    #[must_use]
    pub fn is_list(&self) -> bool {
        matches!(self, Self::Array(_) | Self::Tuple(_))
    }
}

impl Schemas {
    /// Returns `roots` and every schema below them.
    #[must_use]
    pub fn reachable(&self, roots: impl IntoIterator<Item = SchemaId>) -> BTreeSet<SchemaId> {
        let mut pending: Vec<SchemaId> = roots.into_iter().collect();
        let mut reachable = BTreeSet::new();
        while let Some(id) = pending.pop() {
            if reachable.insert(id) {
                pending.extend(self[id].shape.children());
            }
        }
        reachable
    }

    /// Returns the schemas that a value of the schema `id` can have, in order: itself at the end of its references, or
    /// for a union those of its members, at any depth. A union that `enters` rejects is returned itself. Each union
    /// counts once, because unions that contain each other have the same members many times.
    pub(crate) fn alternatives(
        &self,
        id: SchemaId,
        mut enters: impl FnMut(&Union) -> bool,
    ) -> impl Iterator<Item = SchemaId> {
        let mut unions: HashSet<SchemaId> = HashSet::new();
        let mut pending = vec![id];
        std::iter::from_fn(move || {
            loop {
                let id = self.resolve(pending.pop()?);
                let Shape::Union(union) = &self[id].shape else { return Some(id) };
                if !unions.insert(id) {
                    continue;
                }
                if !enters(union) {
                    return Some(id);
                }
                pending.extend(union.members.iter().rev().map(|member| member.schema));
            }
        })
    }

    /// Returns `seeds` and every schema above them. Only the children of schemas for which `follows` is `true` count.
    #[must_use]
    pub fn ancestors(
        &self,
        seeds: impl IntoIterator<Item = SchemaId>,
        follows: impl Fn(SchemaId) -> bool,
    ) -> BTreeSet<SchemaId> {
        let mut parents: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
        for parent in self.ids().filter(|id| follows(*id)) {
            for child in self[parent].shape.children() {
                parents.entry(child).or_default().push(parent);
            }
        }
        let mut pending: Vec<SchemaId> = seeds.into_iter().collect();
        let mut found = BTreeSet::new();
        while let Some(id) = pending.pop() {
            if found.insert(id) {
                pending.extend(parents.get(&id).into_iter().flatten());
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Model, object};
    use super::*;

    #[test]
    fn visits_the_same_children_by_reference_and_by_mutable_reference() {
        let mut model = Model::default();
        let [a, b, c] = [Shape::Boolean, Shape::Boolean, Shape::Boolean].map(|shape| model.inline(shape));
        let mut with_rest = object([("a", a), ("b", b)]);
        with_rest.additional = Some(c);
        let shapes = [
            (Shape::Boolean, vec![]),
            (Shape::Array(a), vec![a]),
            (Shape::Map(b), vec![b]),
            (Shape::Reference(c), vec![c]),
            (Shape::Tuple(vec![c, a]), vec![c, a]),
            (Shape::Object(with_rest), vec![a, b, c]),
            (Shape::Union(super::super::Union::of([b, a])), vec![b, a]),
        ];
        for (mut shape, expected) in shapes {
            assert_eq!(shape.children().collect::<Vec<_>>(), expected, "{shape:?}");
            let mut visited = Vec::new();
            shape.children_mut(|child| visited.push(*child));
            assert_eq!(visited, expected, "{shape:?}");
        }
    }

    #[test]
    fn finds_what_is_below_and_above() {
        let mut model = Model::default();
        let leaf = model.component("Leaf", Shape::Boolean);
        let list = model.component("List", Shape::Array(leaf));
        let root = model.component("Root", Shape::Object(object([("list", list)])));
        let other = model.component("Other", Shape::Boolean);
        let ids = |found: BTreeSet<SchemaId>| found.into_iter().collect::<Vec<_>>();
        assert_eq!(ids(model.schemas.reachable([list])), [leaf, list]);
        assert_eq!(ids(model.schemas.ancestors([leaf], |_| true)), [leaf, list, root]);
        assert_eq!(ids(model.schemas.ancestors([leaf], |id| id != list)), [leaf]);
        assert_eq!(ids(model.schemas.ancestors([other], |_| true)), [other]);
    }

    #[test]
    fn ends_on_a_cycle() {
        let mut model = Model::default();
        let node = model.component("Node", Shape::Boolean);
        model.schemas[node].shape = Shape::Object(object([("next", node)]));
        assert_eq!(model.schemas.reachable([node]).len(), 1);
        assert_eq!(model.schemas.ancestors([node], |_| true).len(), 1);
    }
}
