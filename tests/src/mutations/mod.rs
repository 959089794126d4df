//! Mutations of descriptions. The same numbers make the same mutations.

mod structure;

use serde_json::Value;

pub use self::structure::structure;

/// A small generator of numbers (xorshift64*), so that a failure can be repeated.
#[derive(Debug)]
pub struct Numbers(u64);

impl Numbers {
    /// Creates the generator that follows from `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        // Seeds that are near each other have to lead to numbers that are not, and zero would stay zero.
        Self(seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33).unwrap_or_default()
    }

    /// Returns the next number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.next() % bound.max(1)
    }
}

/// Returns the number of values in `value`, itself included.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(fields) => fields.values().map(size).sum(),
        _ => 0,
    }
}

/// Returns the value with this number, in the order of `size`.
fn nth(value: &mut Value, number: usize) -> Option<&mut Value> {
    fn find<'a>(value: &'a mut Value, rest: &mut usize) -> Option<&'a mut Value> {
        if *rest == 0 {
            return Some(value);
        }
        *rest -= 1;
        match value {
            Value::Array(items) => items.iter_mut().find_map(|item| find(item, rest)),
            Value::Object(fields) => fields.values_mut().find_map(|field| find(field, rest)),
            _ => None,
        }
    }
    let mut rest = number;
    find(value, &mut rest)
}

/// Returns a value that is wrong nearly everywhere.
fn strange(numbers: &mut Numbers) -> Value {
    const TEXTS: [&str; 18] = [
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
        "]\n[package]\nname = \"x\"",
        "```\nfn main() {}\n```\n<script>",
        "#/components/schemas/a/properties/b",
        "Self",
        "99999999999999999999",
        "2001-02-30",
    ];
    match numbers.below(9) {
        0 => Value::Null,
        1 => Value::Bool(true),
        2 => Value::from(-1),
        3 => Value::from(1e300),
        4 => Value::from(u64::MAX),
        5 => Value::Array(vec![]),
        6 => serde_json::json!({}),
        7 => serde_json::json!({ "$ref": "#/components/schemas/Pet" }),
        _ => Value::String(TEXTS[numbers.below(TEXTS.len())].to_owned()),
    }
}

/// Returns the value in another type: a number as a text, a text as a list, a list as an object.
fn retyped(value: &Value) -> Value {
    match value {
        Value::Null => Value::String("null".to_owned()),
        Value::Bool(value) => Value::String(value.to_string()),
        Value::Number(number) => Value::String(number.to_string()),
        Value::String(text) => {
            text.parse::<i64>().map_or_else(|_| Value::Array(vec![value.clone()]), Value::from)
        }
        Value::Array(items) => {
            let entries = items.iter().enumerate().map(|(index, item)| (index.to_string(), item.clone()));
            Value::Object(entries.collect())
        }
        Value::Object(fields) => Value::Array(fields.values().cloned().collect()),
    }
}

/// Changes one value of a description: it becomes another value, a strange one, or itself in another type; two values
/// swap places; a field or an element is removed, duplicated, or renamed.
pub fn tree(description: &mut Value, numbers: &mut Numbers) {
    let count = size(description);
    let (target, source) = (numbers.below(count), numbers.below(count));
    let other = nth(description, source).cloned().unwrap_or_default();
    let strange_value = strange(numbers);
    let kind = numbers.below(7);
    let Some(place) = nth(description, target) else { return };
    match (kind, place) {
        (0, place) => *place = other,
        (1, place) => *place = strange_value,
        (2, Value::Object(fields)) if !fields.is_empty() => {
            let key = key_of(fields, numbers);
            fields.remove(&key);
        }
        (2, Value::Array(items)) if !items.is_empty() => {
            items.remove(numbers.below(items.len()));
        }
        (3, Value::Object(fields)) if !fields.is_empty() => {
            let key = key_of(fields, numbers);
            let value = fields.remove(&key).unwrap_or_default();
            let name = match strange_value {
                Value::String(text) => text,
                other => other.to_string(),
            };
            fields.insert(name, value);
        }
        (4, place) => *place = retyped(place),
        (5, place) => {
            // A value inside of the other cannot take its place as well.
            let mine = std::mem::replace(place, other);
            if let Some(place) = nth(description, source) {
                *place = mine;
            }
        }
        (_, Value::Array(items)) => items.push(other),
        (_, place) => *place = strange_value,
    }
}

fn key_of(fields: &serde_json::Map<String, Value>, numbers: &mut Numbers) -> String {
    fields.keys().nth(numbers.below(fields.len())).cloned().unwrap_or_default()
}

/// Changes one byte of a text: it becomes another, a bit flips, it is removed, or the text ends there.
pub fn bytes(text: &mut Vec<u8>, numbers: &mut Numbers) {
    if text.is_empty() {
        return;
    }
    let at = numbers.below(text.len());
    match numbers.below(8) {
        0..3 => text[at] = b"{}[]\":,#&*!|>%@-\n\t 0"[numbers.below(20)],
        3..5 => text[at] ^= 1 << numbers.below(8),
        5..7 => drop(text.remove(at)),
        _ => text.truncate(at),
    }
}

/// Returns `true` for the path of a file below the folder of its crate, on any system.
#[must_use]
pub fn stays_inside(path: &str) -> bool {
    path.is_ascii() && !path.contains("..") && !path.starts_with('/') && !path.contains('\\')
}
