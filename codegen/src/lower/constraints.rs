//! Intersection of constraints: the tightest limit of several.

use std::cmp::Ordering;

use indexmap::IndexSet;
use serde_json::Number;

use super::keywords::{Contradiction, Located};
use crate::{api::Constraint, diagnostics::Pointer};

/// A constraint, and the index and location of the schema that has it.
type Sourced<'v> = (Constraint, usize, &'v Pointer);

/// Intersects the constraints of `schemas`. Of a minimum and a maximum that exclude each other, that of the later
/// schema is kept.
pub(super) fn intersect(
    schemas: &[Located<'_, '_>],
    contradictions: &mut Vec<Contradiction>,
) -> Vec<Constraint> {
    let mut known: Vec<Sourced<'_>> = Vec::new();
    // A pattern implies only itself. There can be one for each schema.
    let mut patterns: IndexSet<&String> = IndexSet::new();
    for (index, (view, at)) in schemas.iter().enumerate() {
        for constraint in &view.constraints {
            match constraint {
                Constraint::Pattern(pattern) => drop(patterns.insert(pattern)),
                constraint => add(&mut known, (constraint.clone(), index, at)),
            }
        }
    }
    known.sort_by_key(|(constraint, ..)| order(constraint));
    while let Some((lower, upper)) = contradicting(&known) {
        let (Some((one, first, first_at)), Some((other, second, second_at))) =
            (known.get(lower), known.get(upper))
        else {
            break;
        };
        let (earlier, limits, pair) = if first < second {
            (lower, (one, other), (first_at, second_at))
        } else {
            (upper, (other, one), (second_at, first_at))
        };
        contradictions.push(Contradiction {
            message: format!("`{}` and `{}` exclude each other", limits.0, limits.1),
            consequence: "; the first is ignored",
            first: (*pair.0).clone(),
            second: (*pair.1).clone(),
        });
        known.remove(earlier);
    }
    let patterns = patterns.into_iter().cloned().map(Constraint::Pattern);
    let mut all: Vec<Constraint> =
        known.into_iter().map(|(constraint, ..)| constraint).chain(patterns).collect();
    all.sort_by_key(order);
    all
}

/// Adds a constraint to those that are known, unless one of them implies it. It replaces all those that it implies.
fn add<'v>(known: &mut Vec<Sourced<'v>>, new: Sourced<'v>) {
    if known.iter().any(|(old, ..)| implied(old, &new.0) == Some(Ordering::Less)) {
        return;
    }
    let is_replaced = |(old, ..): &Sourced<'v>| implied(old, &new.0) == Some(Ordering::Greater);
    let place = known.iter().position(is_replaced).unwrap_or(known.len());
    known.retain(|old| !is_replaced(old));
    known.insert(place, new);
}

/// Returns `Less` if the first constraint implies the second, `Greater` if the second implies the first and they
/// differ, and `None` if both say something.
fn implied(one: &Constraint, other: &Constraint) -> Option<Ordering> {
    use Constraint::{
        ExclusiveMaximum, ExclusiveMinimum, MaxItems, MaxLength, MaxProperties, Maximum, MinItems, MinLength,
        MinProperties, Minimum, MultipleOf,
    };
    let first_if = |is_first: bool| Some(if is_first { Ordering::Less } else { Ordering::Greater });
    match (one, other) {
        (MinLength(a), MinLength(b)) | (MinItems(a), MinItems(b)) | (MinProperties(a), MinProperties(b)) => {
            first_if(a >= b)
        }
        (MaxLength(a), MaxLength(b)) | (MaxItems(a), MaxItems(b)) | (MaxProperties(a), MaxProperties(b)) => {
            first_if(a <= b)
        }
        (Minimum(a), Minimum(b)) | (ExclusiveMinimum(a), ExclusiveMinimum(b) | Minimum(b)) => {
            first_if(compare(a, b).is_ge())
        }
        (Minimum(a), ExclusiveMinimum(b)) => first_if(compare(a, b).is_gt()),
        (Maximum(a), Maximum(b)) | (ExclusiveMaximum(a), ExclusiveMaximum(b) | Maximum(b)) => {
            first_if(compare(a, b).is_le())
        }
        (Maximum(a), ExclusiveMaximum(b)) => first_if(compare(a, b).is_lt()),
        (MultipleOf(a), MultipleOf(b)) if is_multiple(a, b) => Some(Ordering::Less),
        (MultipleOf(a), MultipleOf(b)) if is_multiple(b, a) => Some(Ordering::Greater),
        (one, other) if one == other => Some(Ordering::Less),
        _ => None,
    }
}

/// Returns the indices of a minimum and a maximum of different schemas that no value satisfies together.
fn contradicting(known: &[Sourced<'_>]) -> Option<(usize, usize)> {
    use Constraint::{
        ExclusiveMaximum, ExclusiveMinimum, MaxItems, MaxLength, MaxProperties, Maximum, MinItems, MinLength,
        MinProperties, Minimum,
    };
    let excludes = |one: &Constraint, other: &Constraint| match (one, other) {
        (MinLength(a), MaxLength(b)) | (MinItems(a), MaxItems(b)) | (MinProperties(a), MaxProperties(b)) => {
            a > b
        }
        (Minimum(a), Maximum(b)) => compare(a, b).is_gt(),
        (Minimum(a) | ExclusiveMinimum(a), ExclusiveMaximum(b)) | (ExclusiveMinimum(a), Maximum(b)) => {
            compare(a, b).is_ge()
        }
        _ => false,
    };
    known.iter().enumerate().find_map(|(lower, (one, first, _))| {
        let upper = known.iter().position(|(other, second, _)| first != second && excludes(one, other))?;
        Some((lower, upper))
    })
}

/// Returns the position of a constraint in the lists of constraints.
fn order(constraint: &Constraint) -> u8 {
    match constraint {
        Constraint::MinLength(_) => 0,
        Constraint::MaxLength(_) => 1,
        Constraint::Pattern(_) => 2,
        Constraint::Minimum(_) | Constraint::ExclusiveMinimum(_) => 3,
        Constraint::Maximum(_) | Constraint::ExclusiveMaximum(_) => 4,
        Constraint::MultipleOf(_) => 5,
        Constraint::MinItems(_) => 6,
        Constraint::MaxItems(_) => 7,
        Constraint::UniqueItems => 8,
        Constraint::MinProperties(_) => 9,
        Constraint::MaxProperties(_) => 10,
    }
}

fn integer(number: &Number) -> Option<i128> {
    number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from))
}

fn compare(one: &Number, other: &Number) -> Ordering {
    match (integer(one), integer(other)) {
        (Some(one), Some(other)) => one.cmp(&other),
        _ => one.as_f64().partial_cmp(&other.as_f64()).unwrap_or(Ordering::Equal),
    }
}

fn is_multiple(number: &Number, of: &Number) -> bool {
    match (integer(number), integer(of)) {
        (Some(number), Some(of)) => of != 0 && number % of == 0,
        _ => number == of,
    }
}
