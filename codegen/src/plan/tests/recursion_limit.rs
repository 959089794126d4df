use super::{Description, object};
use crate::api::{SchemaId, Shape};

/// Returns the recursion limit of a crate with a chain of this many components, each of which contains the next one.
/// The last one contains the first one if `is_cycle`.
fn limit(count: usize, wrap: fn(SchemaId) -> Shape, is_cycle: bool) -> Option<usize> {
    let mut description = Description::new();
    let components: Vec<_> =
        (0..count).map(|number| description.component(&format!("S{number}"), object())).collect();
    let next = components.iter().copied().skip(1).chain(components.first().copied().filter(|_| is_cycle));
    for (component, next) in components.iter().copied().zip(next.collect::<Vec<_>>()) {
        description.property(component, "next", wrap(next), true);
    }
    description.plan().krate.recursion_limit
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
