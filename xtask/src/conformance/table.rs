//! What became of the scenarios, by specification.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fate, Scenario, Specification, reasons};

/// The specifications with the fates of their scenarios.
pub(super) struct Table<'a>(Vec<(&'a Specification, Vec<(&'a str, Fate)>)>);

impl<'a> Table<'a> {
    pub(super) fn new(specifications: &'a [Specification], fate: impl Fn(&Scenario) -> Fate) -> Self {
        let rows = specifications.iter().map(|specification| {
            let of = |scenario: &'a Scenario| (scenario.name.as_str(), fate(scenario));
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

    /// Prints a line for each specification, and for each scenario where all are to be `listed`; totals; the reasons why
    /// OpenAPI cannot say some, with their names; and what failed.
    pub(super) fn print(&self, listed: bool) {
        row(
            "specification",
            ["scenarios", "passed", "failed", "not called", "no OpenAPI"].map(str::to_owned),
        );
        let mut totals = [0; 5];
        for (specification, fates) in &self.0 {
            let counts = counts(fates);
            totals.iter_mut().zip(counts).for_each(|(total, count)| *total += count);
            row(&specification.name, counts.map(|count| count.to_string()));
            for (scenario, fate) in fates.iter().filter(|_| listed) {
                say!("    {scenario}: {}", short(fate));
            }
        }
        row("all", totals.map(|count| count.to_string()));
        let mut unsayable: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (scenario, fate) in self.fates() {
            if let Fate::Unsayable(code) = fate {
                unsayable.entry(code).or_default().push(scenario);
            }
        }
        for (code, scenarios) in unsayable {
            let why = if reasons::is_of_the_document(code) {
                "whose document says something else"
            } else {
                "that OpenAPI cannot say"
            };
            say!("{} {why}, {code}: {}", scenarios.len(), reasons::sentence(code));
            for scenario in scenarios {
                say!("    {scenario}");
            }
        }
        for (scenario, fate) in self.fates() {
            if let Fate::Failed(why) = fate {
                say!("{scenario}: {why}");
            }
        }
    }
}

fn short(fate: &Fate) -> &str {
    match fate {
        Fate::Passed => "passed",
        Fate::Failed(_) => "failed",
        Fate::NotCalled => "not called",
        Fate::Unsayable(code) => code,
    }
}

fn counts(fates: &[(&str, Fate)]) -> [usize; 5] {
    let count = |is: fn(&Fate) -> bool| fates.iter().filter(|(_, fate)| is(fate)).count();
    [
        fates.len(),
        count(|fate| *fate == Fate::Passed),
        count(|fate| matches!(fate, Fate::Failed(_))),
        count(|fate| *fate == Fate::NotCalled),
        count(|fate| matches!(fate, Fate::Unsayable(_))),
    ]
}

fn row(name: &str, [scenarios, passed, failed, not_called, unsayable]: [String; 5]) {
    say!("{name:<44} {scenarios:>9} {passed:>9} {failed:>9} {not_called:>10} {unsayable:>10}");
}
