use serde_json::Value;

/// The values that a schema lists.
#[derive(Debug, Clone, PartialEq)]
pub struct Enumeration {
    /// What all of them are.
    pub base: EnumBase,
    /// The values, each once, without `null`.
    pub values: Vec<EnumValue>,
}

/// What all values of a list are.
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
    /// What `x-enum-varnames` calls it.
    pub name: Option<String>,
    /// What `x-enum-descriptions` says of it.
    pub description: Option<String>,
}

/// A scalar as text: a string is that itself.
pub(crate) fn scalar_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
