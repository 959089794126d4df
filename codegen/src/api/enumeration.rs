use std::{collections::HashSet, ops::Deref, sync::OnceLock};

use serde_json::Value;

/// The values that a schema lists.
#[derive(Debug, Clone, PartialEq)]
pub struct Enumeration {
    /// The common type of the values.
    pub base: EnumBase,
    /// The values, each once, without `null`.
    pub values: EnumValues,
}

/// A list of values that finds a value without a search.
#[derive(Debug, Clone, Default)]
pub struct EnumValues {
    list: Vec<EnumValue>,
    /// The values of a long list, from the first search on.
    index: OnceLock<HashSet<Value>>,
}

/// The length up to which a list is searched from its start.
const MAX_SEARCHED: usize = 16;

impl EnumValues {
    /// Returns `true` if `value` is listed.
    #[must_use]
    pub fn contain(&self, value: &Value) -> bool {
        if self.list.len() <= MAX_SEARCHED {
            return self.list.iter().any(|listed| listed.value == *value);
        }
        let index = || self.list.iter().map(|listed| listed.value.clone()).collect();
        self.index.get_or_init(index).contains(value)
    }

    /// Keeps the values that `keeps` returns `true` for.
    pub fn retain(&mut self, keeps: impl FnMut(&EnumValue) -> bool) {
        self.index = OnceLock::new();
        self.list.retain(keeps);
    }
}

impl From<Vec<EnumValue>> for EnumValues {
    fn from(list: Vec<EnumValue>) -> Self {
        Self { list, index: OnceLock::new() }
    }
}

impl FromIterator<EnumValue> for EnumValues {
    fn from_iter<I: IntoIterator<Item = EnumValue>>(values: I) -> Self {
        values.into_iter().collect::<Vec<_>>().into()
    }
}

impl Deref for EnumValues {
    type Target = [EnumValue];

    fn deref(&self) -> &[EnumValue] {
        &self.list
    }
}

impl PartialEq for EnumValues {
    fn eq(&self, other: &Self) -> bool {
        self.list == other.list
    }
}

/// The common type of listed values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnumBase {
    /// Strings.
    String,
    /// Integers.
    Integer,
    /// Numbers.
    Number,
    /// Values of several types.
    Mixed,
}

/// A listed value.
#[derive(Debug, Clone, PartialEq)]
pub struct EnumValue {
    /// The value.
    pub value: Value,
    /// The name that an extension gives, such as `x-enum-varnames`.
    pub name: Option<String>,
    /// The description that an extension gives, such as `x-enum-descriptions`.
    pub description: Option<String>,
}

/// Returns a scalar as text. A string is returned without quotes.
pub(crate) fn scalar_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_values_of_short_and_long_lists() {
        for length in [1_usize, MAX_SEARCHED, 100] {
            let value = |number: usize| EnumValue { value: number.into(), name: None, description: None };
            let mut values: EnumValues = (0..length).map(value).collect();
            assert!(values.contain(&(length - 1).into()), "{length}");
            assert!(!values.contain(&length.into()), "{length}");
            values.retain(|listed| listed.value != length - 1);
            assert!(!values.contain(&(length - 1).into()), "{length}");
        }
    }
}
