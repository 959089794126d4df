//! The results of the scenarios, by specification.

use std::collections::{BTreeMap, BTreeSet};

use clientwright::print_line;

use super::{Outcome, Scenario, Specification, reasons};

/// The specifications with the outcomes of their scenarios.
pub(super) struct Table<'a>(Vec<(&'a Specification, Vec<(&'a str, Outcome)>)>);

impl<'a> Table<'a> {
    pub(super) fn new(specifications: &'a [Specification], outcome: impl Fn(&Scenario) -> Outcome) -> Self {
        let rows = specifications.iter().map(|specification| {
            let of = |scenario: &'a Scenario| (scenario.name.as_str(), outcome(scenario));
            (specification, specification.scenarios.iter().map(of).collect())
        });
        Self(rows.collect())
    }

    fn outcomes(&self) -> impl Iterator<Item = &(&'a str, Outcome)> {
        self.0.iter().flat_map(|(_, outcomes)| outcomes)
    }

    /// Returns every scenario.
    pub(super) fn scenarios(&self) -> BTreeSet<&'a str> {
        self.outcomes().map(|(scenario, _)| *scenario).collect()
    }

    /// Returns the scenarios that pass.
    pub(super) fn passed(&self) -> BTreeSet<&'a str> {
        self.outcomes()
            .filter(|(_, outcome)| *outcome == Outcome::Passed)
            .map(|(scenario, _)| *scenario)
            .collect()
    }

    /// Prints a line for each specification, and for each scenario if they are `listed`; totals; reasons of scenarios
    /// without a call; and the failures.
    pub(super) fn print(&self, listed: bool) {
        row(
            "specification",
            ["scenarios", "passed", "failed", "not called", "no OpenAPI"].map(str::to_owned),
        );
        let mut totals = [0; 5];
        for (specification, outcomes) in &self.0 {
            let counts = counts(outcomes);
            totals.iter_mut().zip(counts).for_each(|(total, count)| *total += count);
            row(&specification.name, counts.map(|count| count.to_string()));
            for (scenario, outcome) in outcomes.iter().filter(|_| listed) {
                print_line!("    {scenario}: {}", short(outcome));
            }
        }
        row("all", totals.map(|count| count.to_string()));
        let mut inexpressible: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (scenario, outcome) in self.outcomes() {
            if let Outcome::Inexpressible(code) = outcome {
                inexpressible.entry(code).or_default().push(scenario);
            }
        }
        for (code, scenarios) in inexpressible {
            let why = if reasons::is_of_the_document(code) {
                "whose document differs"
            } else {
                "that OpenAPI cannot express"
            };
            print_line!("{} {why}, {code}: {}", scenarios.len(), reasons::sentence(code));
            for scenario in scenarios {
                print_line!("    {scenario}");
            }
        }
        for (scenario, outcome) in self.outcomes() {
            if let Outcome::Failed(why) = outcome {
                print_line!("{scenario}: {why}");
            }
        }
    }
}

fn short(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Passed => "passed",
        Outcome::Failed(_) => "failed",
        Outcome::NotCalled => "not called",
        Outcome::Inexpressible(code) => code,
    }
}

fn counts(outcomes: &[(&str, Outcome)]) -> [usize; 5] {
    let count = |is: fn(&Outcome) -> bool| outcomes.iter().filter(|(_, outcome)| is(outcome)).count();
    [
        outcomes.len(),
        count(|outcome| *outcome == Outcome::Passed),
        count(|outcome| matches!(outcome, Outcome::Failed(_))),
        count(|outcome| *outcome == Outcome::NotCalled),
        count(|outcome| matches!(outcome, Outcome::Inexpressible(_))),
    ]
}

fn row(name: &str, [scenarios, passed, failed, not_called, inexpressible]: [String; 5]) {
    print_line!("{name:<44} {scenarios:>9} {passed:>9} {failed:>9} {not_called:>10} {inexpressible:>10}");
}
