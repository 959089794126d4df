//! The bound on the values that are copied, so that a small description cannot exhaust the memory.

use serde_json::Value;

/// The number of values that references, and that overlays, may copy for one description.
const MAX_VALUES: usize = 2_000_000;

/// The number of values that may still be copied.
pub(super) struct CopyBudget(usize);

impl Default for CopyBudget {
    fn default() -> Self {
        Self(MAX_VALUES)
    }
}

impl CopyBudget {
    /// Returns a copy of `value`, or `None` if it exceeds the budget.
    pub(super) fn copy(&mut self, value: &Value) -> Option<Value> {
        self.takes(value).then(|| value.clone())
    }

    /// Returns `true` if `value` may be copied, and counts its values.
    pub(super) fn takes(&mut self, value: &Value) -> bool {
        let left = self.0.checked_sub(size(value));
        self.0 = left.unwrap_or(self.0);
        left.is_some()
    }
}

/// Returns the number of values in a value, itself included.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Object(fields) => fields.values().map(size).sum::<usize>(),
        Value::Array(items) => items.iter().map(size).sum(),
        _ => 0,
    }
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
    }
}
