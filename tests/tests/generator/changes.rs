//! The pairs in `tests/changes`: what is said of a change, and that nobody finds it larger.

use codegen::surface::Level;
use similar::TextDiff;
use xtask::pairs;

#[test]
fn each_change_is_told_as_expected() {
    let mut differences = Vec::new();
    for pair in pairs::all().expect("the pairs") {
        let (said, _) = pair.verdict().expect("a verdict");
        let expected = pair.read("expected.txt");
        if said != expected {
            let diff = TextDiff::from_lines(expected.as_str(), said.as_str());
            differences.push(format!("{}:\n{}", pair.name, diff.unified_diff()));
        }
    }
    assert!(differences.is_empty(), "{}\nif that is right: cargo xtask bless", differences.join("\n"));
}

/// What cargo-semver-checks said of the same crates stands beside each pair (`cargo xtask semver`). It looks at no types
/// and knows no additions, so that it may find a change smaller, but never larger.
#[test]
fn no_change_is_larger_than_it_is_told() {
    let pairs = pairs::all().expect("the pairs");
    assert!(pairs.len() >= 12, "only {} pairs", pairs.len());
    for pair in pairs {
        let (_, ours) = pair.verdict().expect("a verdict");
        let theirs = pair.read("semver-checks.txt");
        let theirs = match theirs.lines().next() {
            Some("major") => Some(Level::Major),
            Some("minor") => Some(Level::Minor),
            Some("patch") => None,
            other => panic!("{}: {other:?} is no verdict", pair.name),
        };
        assert!(ours >= theirs, "{}: {ours:?}, and {theirs:?} by cargo-semver-checks", pair.name);
    }
}
