//! What became of the scenarios, by specification.

use std::collections::BTreeSet;

use super::{Fate, Specification};

/// The specifications with the fates of their scenarios.
pub(super) struct Table<'a>(Vec<(&'a Specification, Vec<(&'a str, Fate)>)>);

impl<'a> Table<'a> {
    pub(super) fn new(specifications: &'a [Specification], fate: impl Fn(&str) -> Fate) -> Self {
        let rows = specifications.iter().map(|specification| {
            let of = |scenario: &'a String| {
                let fate = if specification.documents.is_empty() { Fate::NoDocument } else { fate(scenario) };
                (scenario.as_str(), fate)
            };
            (specification, specification.scenarios.iter().map(of).collect())
        });
        Self(rows.collect())
    }

    fn fates(&self) -> impl Iterator<Item = &(&'a str, Fate)> {
        self.0.iter().flat_map(|(_, fates)| fates)
    }

    /// Every scenario.
    pub(super) fn scenarios(&self) -> BTreeSet<&'a str> {
        self.fates().map(|(scenario, _)| *scenario).collect()
    }

    /// Those that pass.
    pub(super) fn passed(&self) -> BTreeSet<&'a str> {
        self.fates().filter(|(_, fate)| *fate == Fate::Passed).map(|(scenario, _)| *scenario).collect()
    }

    /// Prints a line for each specification, totals, and what failed.
    pub(super) fn print(&self) {
        row(
            "specification",
            ["scenarios", "passed", "failed", "not called", "no OpenAPI"].map(str::to_owned),
        );
        let mut totals = [0; 5];
        for (specification, fates) in &self.0 {
            let counts = counts(fates);
            totals.iter_mut().zip(counts).for_each(|(total, count)| *total += count);
            row(&specification.name, counts.map(|count| count.to_string()));
        }
        row("all", totals.map(|count| count.to_string()));
        for (specification, _) in &self.0 {
            if let Some(error) = specification.errors.first() {
                say!("{}: no OpenAPI: {error}", specification.name);
            }
        }
        for (scenario, fate) in self.fates() {
            if let Fate::Failed(why) = fate {
                say!("{scenario}: {why}");
            }
        }
    }
}

fn counts(fates: &[(&str, Fate)]) -> [usize; 5] {
    let count = |is: fn(&Fate) -> bool| fates.iter().filter(|(_, fate)| is(fate)).count();
    [
        fates.len(),
        count(|fate| *fate == Fate::Passed),
        count(|fate| matches!(fate, Fate::Failed(_))),
        count(|fate| *fate == Fate::NotCalled),
        count(|fate| *fate == Fate::NoDocument),
    ]
}

fn row(name: &str, [scenarios, passed, failed, not_called, no_document]: [String; 5]) {
    say!("{name:<44} {scenarios:>9} {passed:>9} {failed:>9} {not_called:>10} {no_document:>10}");
}
