//! The bound on the values that are copied, so that a small description cannot exhaust the memory.

use serde_json::Value;

/// The weight of the values that references, overlays, and aliases of YAML may each copy for any description.
pub(super) const MAX_WEIGHT: usize = 1_000_000;
/// The bytes of a text that weigh as much as a value.
const BYTES_PER_VALUE: usize = 64;

/// The weight of the values that may still be copied.
pub(super) struct CopyBudget {
    left: usize,
    /// The weight of the files, which may be copied in addition.
    files: usize,
}

impl Default for CopyBudget {
    fn default() -> Self {
        Self { left: MAX_WEIGHT, files: 0 }
    }
}

impl CopyBudget {
    /// Returns a copy of `value`, which is in one of the files that have been read and weigh `files`, or `None` if it
    /// exceeds the budget.
    pub(super) fn copy_from_files(&mut self, value: &Value, files: usize) -> Option<Value> {
        self.allow_files(files);
        self.copy(value)
    }

    /// Allows to copy as much as all files that have been read, which weigh `files`.
    fn allow_files(&mut self, files: usize) {
        self.left += files.saturating_sub(self.files);
        self.files = files;
    }

    /// Returns a copy of `value`, or `None` if it exceeds the budget.
    pub(super) fn copy(&mut self, value: &Value) -> Option<Value> {
        self.takes(value).then(|| value.clone())
    }

    /// Returns `true` if `value` may be copied, and counts its weight.
    pub(super) fn takes(&mut self, value: &Value) -> bool {
        let left = self.left.checked_sub(weight(value));
        self.left = left.unwrap_or(self.left);
        left.is_some()
    }
}

/// Returns the weight of a value: the number of values in it, itself included, and the weight of their texts.
pub(crate) fn weight(value: &Value) -> usize {
    1 + match value {
        Value::Object(fields) => {
            fields.iter().map(|(key, value)| text_weight(key) + weight(value)).sum::<usize>()
        }
        Value::Array(items) => items.iter().map(weight).sum(),
        Value::String(text) => text_weight(text),
        _ => 0,
    }
}

/// Returns the weight of a text, in addition to the 1 of its value.
pub(crate) fn text_weight(text: &str) -> usize {
    text.len() / BYTES_PER_VALUE
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn refuses_a_copy_beyond_the_budget() {
        let value = json!({ "a": [1, 2] });
        let mut budget = CopyBudget { left: 7, files: 0 };
        assert_eq!(budget.copy(&value), Some(value.clone()));
        assert_eq!(budget.copy(&value), None);
        assert!(!budget.takes(&json!("x".repeat(3 * BYTES_PER_VALUE))));
        assert!(budget.takes(&json!("x".repeat(2 * BYTES_PER_VALUE))));
        assert_eq!(budget.copy(&value), None);
        budget.allow_files(4);
        budget.allow_files(4);
        assert_eq!(budget.copy(&value), Some(value.clone()));
        assert_eq!(budget.copy(&json!(1)), None);
    }
}
