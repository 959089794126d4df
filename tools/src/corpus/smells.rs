//! The names of generated crates that a person would not have chosen.

use clientwright::print_line;
use clientwright_codegen::smells::Smells;

use super::row::Row;

/// The number of names that are printed for each description.
const SHOWN: usize = 5;
/// The number of names in a description from which one name can be less than the limit.
const MIN_NAMES: usize = 100;

/// Prints the names that a person would not have chosen, and the share of each description. Fails if that is over
/// `percent` in a description.
pub(super) fn check(rows: &[Row], percent: f64) -> Result<(), String> {
    let (mut names, mut found, mut over) = (0, 0, Vec::new());
    for row in rows {
        let Some(generated) = &row.generated else { continue };
        let smells = Smells::of(&generated.surface);
        names += smells.names;
        found += smells.found.len();
        if smells.found.is_empty() {
            continue;
        }
        print_line!("{}: {:.2} % of {} names", row.file, smells.percent(), smells.names);
        for smell in smells.found.iter().take(SHOWN) {
            print_line!("  {}: {}", smell.path, smell.fault);
        }
        // A single name of a small description is more than the limit.
        let is_single = smells.found.len() == 1 && smells.names < MIN_NAMES;
        if smells.percent() > percent && !is_single {
            over.push(row.file.as_str());
        }
    }
    print_line!("{found} of {names} names are names that a person would not have chosen");
    if over.is_empty() {
        Ok(())
    } else {
        Err(format!("more than {percent} % of the names are not a person's in {}", over.join(", ")))
    }
}
