//! The report: the outcome of every row in the journal.

use std::{fmt, fs, fs::File, path::Path};

use crate::{
    Failure,
    journal::{Line, lines},
    outcome::Status,
};

/// The number of rows for each outcome.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    created: usize,
    refused: usize,
    unknown: usize,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { created, refused, unknown } = self;
        write!(f, "{created} created, {refused} refused, {unknown} unknown")
    }
}

/// Writes the results to `path`: a line for each row with an outcome in the journal.
pub(crate) fn report(journal: &Path, path: &Path) -> Result<Counts, Failure> {
    let unfinished = crate::beside(path, "new");
    let mut results = csv::Writer::from_path(&unfinished)?;
    results.write_record(["row", "outcome", "id", "reason"])?;
    let mut counts = Counts::default();
    let file = File::open(journal)?;
    for line in lines(&file) {
        let Line::Done(first, length, outcome) = line?.0 else { continue };
        if outcome.status != Status::Settled {
            continue;
        }
        for row in first..first + length {
            let number = row.to_string();
            if let Some(id) = outcome.created.get(&row) {
                counts.created += 1;
                results.write_record([&number, "created", id, ""])?;
            } else if let Some(reason) = outcome.refused.get(&row) {
                counts.refused += 1;
                results.write_record([&number, "refused", "", reason])?;
            } else {
                counts.unknown += 1;
                results.write_record([&number, "unknown", "", &outcome.reason])?;
            }
        }
    }
    results.flush()?;
    drop(results);
    fs::rename(&unfinished, path)?;
    Ok(counts)
}
