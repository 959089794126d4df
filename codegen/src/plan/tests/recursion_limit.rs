use super::{Description, object};
use crate::{
    api::{SchemaId, Shape},
    rust::Crate,
};

/// Returns the recursion limit of a crate with a chain of components.
fn limit(count: usize, wrap: fn(SchemaId) -> Shape, is_cycle: bool) -> Option<usize> {
    chain(count, wrap, is_cycle).recursion_limit
}

/// Returns a crate with a chain of this many components, each of which contains the next one. The last one contains the
/// first one if `is_cycle`.
fn chain(count: usize, wrap: fn(SchemaId) -> Shape, is_cycle: bool) -> Crate {
    let mut description = Description::new();
    let components: Vec<_> =
        (0..count).map(|number| description.component(&format!("S{number}"), object())).collect();
    let next = components.iter().copied().skip(1).chain(components.first().copied().filter(|_| is_cycle));
    for (component, next) in components.iter().copied().zip(next.collect::<Vec<_>>()) {
        description.property(component, "next", wrap(next), true);
    }
    description.operation("GET", "/pets");
    description.plan().krate
}

#[test]
fn raises_the_recursion_limit_for_long_chains_of_types() {
    assert_eq!(limit(80, Shape::Reference, false), None);
    // Two levels for each of the 82 levels, a step, and then to the next step.
    assert_eq!(limit(82, Shape::Reference, false), Some(384));
    assert_eq!(limit(1000, Shape::Reference, false), Some(2176));
    // A list has three levels.
    assert_eq!(limit(20, Shape::Array, false), None);
    assert_eq!(limit(1000, Shape::Array, false), Some(8192));
    // Each edge of a cycle can be the one that a path omits, so all of them count.
    assert_eq!(limit(26, Shape::Array, true), Some(384));
}

#[test]
fn measures_the_depth_of_types_in_linear_time() {
    assert_eq!(limit(6_000, Shape::Reference, false), Some(12_160));
    assert!(limit(6_000, Shape::Reference, true) > Some(12_000));
}

#[test]
fn raises_the_recursion_limit_of_examples_for_chains_without_a_cycle() {
    for (count, is_cycle, expected) in [(60, false, None), (300, false, Some(768)), (300, true, None)] {
        let krate = chain(count, Shape::Reference, is_cycle);
        let examples = krate.operations.iter().filter_map(|operation| operation.example.as_ref());
        let limits: Vec<Option<usize>> = examples.map(|example| example.recursion_limit).collect();
        assert_eq!(limits, [expected], "{count}");
    }
}
