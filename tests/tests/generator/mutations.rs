//! Broken descriptions: whatever is done to one, it gives a crate or diagnostics, and never a panic or
//! a file that is no Rust.
//!
//! The mutations are the same on every run; `cargo xtask mutate` makes as many as are wanted.

use codegen::{Generated, Settings, Source};
use serde_json::Value;
use tests::mutations::{Numbers, bytes, stays_inside, tree};

/// How many mutations each description goes through.
const ROUNDS: u64 = 40;

fn generate(name: &str, text: &str) -> Generated {
    let settings =
        Settings { name: "mutated".to_owned(), version: "0.1.0".to_owned(), ..Settings::default() };
    codegen::generate(&Source::new(name, text), &settings)
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
fn a_changed_tree_never_panics() {
    let mut generated = 0;
    for (index, (name, description)) in descriptions().into_iter().enumerate() {
        let mut numbers = Numbers::new(index as u64);
        for round in 0..ROUNDS {
            let mut mutated = description.clone();
            for _ in 0..=round % 4 {
                tree(&mut mutated, &mut numbers);
            }
            let result = generate(&name, &mutated.to_string());
            generated += usize::from(result.files.is_some());
            // Whoever prints the diagnostics has to find their places.
            let shown = xtask::show::render("x", &result, 5, false);
            assert_eq!(shown.is_empty(), result.diagnostics.is_empty());
            for path in result.files.iter().flatten().map(|(path, _)| path) {
                assert!(stays_inside(path), "{path}");
            }
        }
    }
    assert!(generated > 1000, "only {generated} of the mutated descriptions generate");
}

#[test]
fn changed_bytes_never_panic() {
    for (index, (name, description)) in descriptions().into_iter().enumerate() {
        let mut numbers = Numbers::new(u64::MAX - index as u64);
        let texts = [description.to_string(), serde_yaml::to_string(&description).expect("YAML")];
        for round in 0..ROUNDS {
            let mut text = texts[numbers.below(2)].clone().into_bytes();
            for _ in 0..=round % 3 {
                bytes(&mut text, &mut numbers);
            }
            let text = String::from_utf8_lossy(&text).into_owned();
            let result = generate(&name, &text);
            let shown = xtask::show::render("x", &result, 5, false);
            assert_eq!(shown.is_empty(), result.diagnostics.is_empty());
        }
    }
}
