//! The descriptions, and their mutations by number.

use std::path::PathBuf;

use clientwright::files;
use clientwright_codegen::disk;
use serde_json::Value;
use tests::mutations::{Numbers, bytes, structure, tree};

/// The maximum length of a description: a mutation that breaks a larger one breaks smaller ones too.
const MAX_LENGTH: usize = 100_000;

/// A description to mutate.
pub(super) struct Seed {
    name: String,
    text: String,
    tree: Option<Value>,
}

/// Reads the descriptions below folders.
pub(super) fn seeds(folders: &[PathBuf]) -> Result<Vec<Seed>, String> {
    let mut seeds = Vec::new();
    for folder in folders {
        for path in files::below(folder, &["yaml", "yml", "json"])? {
            let Ok(text) = disk::text(&path) else { continue };
            if text.len() > MAX_LENGTH {
                continue;
            }
            let tree = serde_yaml::from_str(&text).ok();
            seeds.push(Seed { name: path.display().to_string(), text, tree });
        }
    }
    Ok(seeds)
}

/// Returns the mutated description with this number, and the name of the original.
pub(super) fn mutated(seeds: &[Seed], seed: u64, number: usize) -> (&str, Vec<u8>) {
    let mut numbers = Numbers::new(seed ^ (number as u64).rotate_left(20));
    let seed = &seeds[number % seeds.len()];
    let times = 1 + numbers.below(4);
    match &seed.tree {
        // Three of four keep the form of a description.
        Some(description) if numbers.below(4) > 0 => {
            let mut description = description.clone();
            let is_structural = numbers.below(3) > 0;
            for _ in 0..times {
                if is_structural && numbers.below(4) > 0 {
                    structure(&mut description, &mut numbers);
                } else {
                    tree(&mut description, &mut numbers);
                }
            }
            let text = match numbers.below(4) {
                0 => serde_yaml::to_string(&description).unwrap_or_default(),
                1 => format!("{description:#}"),
                _ => description.to_string(),
            };
            (&seed.name, text.into_bytes())
        }
        _ => {
            let mut text = seed.text.clone().into_bytes();
            (0..times).for_each(|_| bytes(&mut text, &mut numbers));
            (&seed.name, text)
        }
    }
}
