//! Broken descriptions: whatever is done to one, it gives a crate or diagnostics, and never a panic or
//! a file that is no Rust.
//!
//! The mutations are the same on every run.

use codegen::{Generated, Settings, Source};
use serde_json::Value;

/// How many mutations each description goes through.
const ROUNDS: u64 = 120;

/// A small generator of numbers (xorshift64*), so that a failure can be had again.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33).unwrap_or_default()
    }

    fn below(&mut self, bound: usize) -> usize {
        self.next() % bound.max(1)
    }
}

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

/// How many values there are in `value`, itself included.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(fields) => fields.values().map(size).sum(),
        _ => 0,
    }
}

/// The value with this number, counted as `size` counts.
fn nth(value: &mut Value, number: usize) -> Option<&mut Value> {
    if number == 0 {
        return Some(value);
    }
    let children: Vec<&mut Value> = match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(fields) => fields.values_mut().collect(),
        _ => return None,
    };
    let mut rest = number - 1;
    for child in children {
        let count = size(child);
        if rest < count {
            return nth(child, rest);
        }
        rest -= count;
    }
    None
}

/// Values that are wrong nearly everywhere.
fn strange(numbers: &mut Numbers) -> Value {
    let texts = [
        "",
        "a\nb",
        "\"; panic!(); \"",
        "*/ }",
        "../../x",
        "{",
        "{}",
        "{a}{a}",
        "\u{202e}",
        "\0",
        "#/",
        "r#",
    ];
    match numbers.below(8) {
        0 => Value::Null,
        1 => Value::Bool(true),
        2 => Value::from(-1),
        3 => Value::from(1e300),
        4 => Value::Array(vec![]),
        5 => serde_json::json!({}),
        6 => serde_json::json!({ "$ref": "#/components/schemas/Pet" }),
        _ => Value::String(texts[numbers.below(texts.len())].to_owned()),
    }
}

fn mutate(description: &mut Value, numbers: &mut Numbers) {
    let count = size(description);
    let (target, source) = (numbers.below(count), numbers.below(count));
    let other = nth(description, source).cloned().unwrap_or_default();
    let strange_value = strange(numbers);
    let kind = numbers.below(5);
    let Some(place) = nth(description, target) else { return };
    match (kind, place) {
        // Another part of the description, or something strange, takes its place.
        (0, place) => *place = other,
        (1, place) => *place = strange_value,
        // A field goes, or gets another name.
        (2, Value::Object(fields)) if !fields.is_empty() => {
            let key = fields.keys().nth(numbers.below(fields.len())).cloned().unwrap_or_default();
            fields.remove(&key);
        }
        (3, Value::Object(fields)) if !fields.is_empty() => {
            let key = fields.keys().nth(numbers.below(fields.len())).cloned().unwrap_or_default();
            let value = fields.remove(&key).unwrap_or_default();
            let name = match strange_value {
                Value::String(text) => text,
                other => other.to_string(),
            };
            fields.insert(name, value);
        }
        (_, Value::Array(items)) => items.push(other),
        (_, place) => *place = strange_value,
    }
}

#[test]
fn a_changed_tree_never_panics() {
    let mut generated = 0;
    for (index, (name, description)) in descriptions().into_iter().enumerate() {
        let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15 ^ (index as u64 + 1));
        for round in 0..ROUNDS {
            let mut mutated = description.clone();
            for _ in 0..=round % 4 {
                mutate(&mut mutated, &mut numbers);
            }
            let result = generate(&name, &mutated.to_string());
            generated += usize::from(result.files.is_some());
            // Whoever prints the diagnostics has to find their places.
            let shown = xtask::show::render("x", &result, 5, false);
            assert_eq!(shown.is_empty(), result.diagnostics.is_empty());
            for path in result.files.iter().flatten().map(|(path, _)| path) {
                assert!(!path.contains("..") && !path.starts_with('/') && path.is_ascii(), "{path}");
            }
        }
    }
    assert!(generated > 1000, "only {generated} of the mutated descriptions generate");
}

#[test]
fn changed_bytes_never_panic() {
    for (index, (name, description)) in descriptions().into_iter().enumerate() {
        let mut numbers = Numbers(0xD1B5_4A32_D192_ED03 ^ (index as u64 + 1));
        let texts = [description.to_string(), serde_yaml::to_string(&description).expect("YAML")];
        for round in 0..ROUNDS {
            let mut bytes = texts[numbers.below(2)].clone().into_bytes();
            for _ in 0..=round % 3 {
                let at = numbers.below(bytes.len());
                match numbers.below(3) {
                    0 => bytes[at] = b"{}[]\":,#&*!|>%@-\n\t 0"[numbers.below(20)],
                    1 => drop(bytes.remove(at)),
                    _ => bytes.truncate(at),
                }
                if bytes.is_empty() {
                    break;
                }
            }
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let result = generate(&name, &text);
            let shown = xtask::show::render("x", &result, 5, false);
            assert_eq!(shown.is_empty(), result.diagnostics.is_empty());
        }
    }
}
