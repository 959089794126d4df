//! The bound on the values that are copied, so that a small description cannot exhaust the memory.

use serde_json::Value;

/// The weight of the values that references, and that overlays, may copy for one description.
const MAX_WEIGHT: usize = 1_000_000;
/// The bytes of a text that weigh as much as a value.
const BYTES: usize = 64;

/// The weight of the values that may still be copied.
pub(super) struct CopyBudget(usize);

impl Default for CopyBudget {
    fn default() -> Self {
        Self(MAX_WEIGHT)
    }
}

impl CopyBudget {
    /// Returns a copy of `value`, or `None` if it exceeds the budget.
    pub(super) fn copy(&mut self, value: &Value) -> Option<Value> {
        self.takes(value).then(|| value.clone())
    }

    /// Returns `true` if `value` may be copied, and counts its weight.
    pub(super) fn takes(&mut self, value: &Value) -> bool {
        let left = self.0.checked_sub(weight(value));
        self.0 = left.unwrap_or(self.0);
        left.is_some()
    }
}

/// Returns the weight of a value: the number of values in it, itself included, and the weight of their texts.
pub(super) fn weight(value: &Value) -> usize {
    1 + match value {
        Value::Object(fields) => {
            fields.iter().map(|(key, value)| text_weight(key) + weight(value)).sum::<usize>()
        }
        Value::Array(items) => items.iter().map(weight).sum(),
        Value::String(text) => text_weight(text),
        _ => 0,
    }
}

/// Returns the weight of a text, beside the one of a value.
fn text_weight(text: &str) -> usize {
    text.len() / BYTES
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn refuses_a_copy_beyond_the_budget() {
        let value = json!({ "a": [1, 2] });
        let mut budget = CopyBudget(7);
        assert_eq!(budget.copy(&value), Some(value.clone()));
        assert_eq!(budget.copy(&value), None);
        assert!(!budget.takes(&json!("x".repeat(3 * BYTES))));
        assert!(budget.takes(&json!("x".repeat(2 * BYTES))));
    }
}
