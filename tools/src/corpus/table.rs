//! The results of a corpus, as a table with totals.

use std::collections::BTreeMap;

use clientwright::print_line;
use clientwright_codegen::diagnostics::explain;

use super::row::Row;

/// Prints the table.
pub(super) fn print(rows: &[Row], compiled: bool) {
    print_line!(
        "{:<44} {:>7} {:>9} {:>7} {:>7} {:>9} {:>8} {:>6} {:>8}",
        "file",
        "openapi",
        "generated",
        "of",
        "untyped",
        "bytes",
        "ms",
        "errors",
        "warnings"
    );
    let mut totals = [0_usize; 6];
    let mut ok = 0;
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        let (mut counts, mut version) = ([0; 4], "");
        if let Some(generated) = &row.generated {
            let report = &generated.report;
            version = &report.openapi;
            counts = [
                report.operations.generated.len(),
                report.operations.total,
                report.untyped.len(),
                report.bytes,
            ];
            for diagnostic in &generated.diagnostics {
                *codes.entry(diagnostic.code.as_str()).or_default() += 1;
            }
        }
        let generated = row.files().is_some();
        let shown = |count: usize| {
            if compiled && generated && row.sampled { count.to_string() } else { "-".to_owned() }
        };
        let [made, of, untyped, bytes] = counts;
        print_line!(
            "{:<44} {:>7} {:>9} {:>7} {:>7} {:>9} {:>8.0} {:>6} {:>8}  {}",
            row.file,
            version,
            made,
            of,
            untyped,
            bytes,
            row.millis,
            shown(row.errors),
            shown(row.warnings),
            row.fault.as_deref().unwrap_or_default(),
        );
        ok += usize::from(generated && row.sampled && row.errors == 0);
        for (total, count) in totals.iter_mut().zip([made, of, untyped, bytes, row.errors, row.warnings]) {
            *total += count;
        }
    }
    let generated = rows.iter().filter(|row| row.files().is_some()).count();
    let [made, of, untyped, bytes, errors, warnings] = totals;
    print_line!(
        "\n{} descriptions, {generated} generated{}; {made} of {of} operations, {untyped} untyped schemas, {bytes} \
         bytes, {errors} errors, {warnings} warnings",
        rows.len(),
        if compiled { format!(", {ok} compiled") } else { String::new() },
    );
    let mut codes: Vec<(&str, usize)> = codes.into_iter().collect();
    codes.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
    for (code, count) in codes {
        print_line!("  {count:>5}  {code}  {}", explain(code).map_or("", |explanation| explanation.title));
    }
}
