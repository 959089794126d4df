//! Broken descriptions: each mutation results in a crate or in diagnostics, never in a panic or in a file that is not
//! Rust.
//!
//! The mutations are the same on every run; `cargo xtask mutate` makes any number of them.

use clientwright_codegen::{Generated, Settings, Source};
use serde_json::Value;
use tests::mutations::{Numbers, bytes, stays_inside, tree};

/// Returns the number of mutations of each description. `.ci/run` and `.ci/nightly` make more of them, here and with
/// `cargo xtask mutate`.
fn rounds() -> u64 {
    if tests::takes_all_inputs() { 16 } else { 4 }
}

fn generate(name: &str, text: &str) -> Generated {
    let settings =
        Settings { name: "mutated".to_owned(), version: "0.1.0".to_owned(), ..Settings::default() };
    clientwright_codegen::generate(&Source::new(name, text), &settings)
        .unwrap_or_else(|fault| panic!("{}: {}\nfrom:\n{text}", fault.path, fault.message))
}

fn descriptions() -> Vec<(String, Value)> {
    let folder = xtask::workspace().join("tests/cases");
    xtask::cases::all()
        .expect("the cases")
        .into_iter()
        .filter_map(|case| {
            let text = std::fs::read_to_string(folder.join(&case.name).join("spec.yaml")).ok()?;
            Some((case.name, serde_yaml::from_str(&text).ok()?))
        })
        .collect()
}

#[test]
fn accepts_or_reports_any_tree() {
    let descriptions = descriptions();
    let total = descriptions.len() as u64 * rounds();
    let mut generated = 0;
    for (index, (name, description)) in descriptions.into_iter().enumerate() {
        let mut numbers = Numbers::new(index as u64);
        for round in 0..rounds() {
            let mut mutated = description.clone();
            for _ in 0..=round % 4 {
                tree(&mut mutated, &mut numbers);
            }
            let result = generate(&name, &mutated.to_string());
            generated += u64::from(result.files.is_some());
            // The places of the diagnostics have to be found.
            let shown = clientwright::show::render("x", &result, 5, false);
            assert_eq!(shown.is_empty(), result.diagnostics.is_empty());
            for path in result.files.iter().flatten().map(|(path, _)| path) {
                assert!(stays_inside(path), "{path}");
            }
        }
    }
    assert!(2 * generated > total, "only {generated} of {total} mutated descriptions generate");
}

#[test]
fn accepts_or_reports_any_bytes() {
    for (index, (name, description)) in descriptions().into_iter().enumerate() {
        let mut numbers = Numbers::new(u64::MAX - index as u64);
        let texts = [description.to_string(), serde_yaml::to_string(&description).expect("YAML")];
        for round in 0..rounds() {
            let mut text = texts[numbers.below(2)].clone().into_bytes();
            for _ in 0..=round % 3 {
                bytes(&mut text, &mut numbers);
            }
            let text = String::from_utf8_lossy(&text).into_owned();
            let result = generate(&name, &text);
            let shown = clientwright::show::render("x", &result, 5, false);
            assert_eq!(shown.is_empty(), result.diagnostics.is_empty());
        }
    }
}
