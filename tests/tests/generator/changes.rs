//! The pairs in `tests/changes`: the report of a change, and its level beside that of cargo-semver-checks.

use clientwright_codegen::surface::Level;
use similar::TextDiff;
use xtask::pairs;

#[test]
fn reports_each_change_as_expected() {
    let mut differences = Vec::new();
    for pair in pairs::all().expect("the pairs") {
        let (report, _) = pair.verdict().expect("a verdict");
        let expected = pair.read("expected.txt");
        if report != expected {
            let diff = TextDiff::from_lines(expected.as_str(), report.as_str());
            differences.push(format!("{}:\n{}", pair.name, diff.unified_diff()));
        }
    }
    assert!(differences.is_empty(), "{}\nif that is right: cargo xtask bless", differences.join("\n"));
}

/// Each pair has the verdict of cargo-semver-checks (`cargo xtask semver`). It compares neither types nor additions,
/// so its level may be smaller than ours, but never larger.
#[test]
fn reports_no_change_as_smaller_than_it_is() {
    let pairs = pairs::all().expect("the pairs");
    assert!(pairs.len() >= 12, "only {} pairs", pairs.len());
    for pair in pairs {
        let (_, ours) = pair.verdict().expect("a verdict");
        let theirs = pair.read("semver-checks.txt");
        let theirs = match theirs.lines().next() {
            Some("major") => Some(Level::Major),
            Some("minor") => Some(Level::Minor),
            Some("patch") => None,
            other => panic!("{}: {other:?} is not a verdict", pair.name),
        };
        assert!(ours >= theirs, "{}: {ours:?}, and {theirs:?} by cargo-semver-checks", pair.name);
    }
}
