use serde_json::Value;

/// The values that a schema lists.
#[derive(Debug, Clone, PartialEq)]
pub struct Enumeration {
    /// The common type of the values.
    pub base: EnumBase,
    /// The values, each once, without `null`.
    pub values: Vec<EnumValue>,
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
