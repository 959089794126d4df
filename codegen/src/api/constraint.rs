use std::fmt;

use serde_json::Number;

/// A limit on a value beside its type (OpenAPI 3.0.4, "Schema Object": the keywords taken
/// from JSON Schema).
#[derive(Debug, Clone, PartialEq)]
pub enum Constraint {
    /// `minLength`, in characters.
    MinLength(usize),
    /// `maxLength`, in characters.
    MaxLength(usize),
    /// `pattern`, a regular expression of ECMA 262.
    Pattern(String),
    /// `minimum`
    Minimum(Number),
    /// `minimum` with `exclusiveMinimum`
    ExclusiveMinimum(Number),
    /// `maximum`
    Maximum(Number),
    /// `maximum` with `exclusiveMaximum`
    ExclusiveMaximum(Number),
    /// `multipleOf`
    MultipleOf(Number),
    /// `minItems`
    MinItems(usize),
    /// `maxItems`
    MaxItems(usize),
    /// `uniqueItems`
    UniqueItems,
    /// `minProperties`
    MinProperties(usize),
    /// `maxProperties`
    MaxProperties(usize),
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MinLength(length) => write!(f, "at least {}", count(*length, "character")),
            Self::MaxLength(length) => write!(f, "at most {}", count(*length, "character")),
            Self::Pattern(pattern) => write!(f, "matches {pattern}"),
            Self::Minimum(limit) => write!(f, "at least {limit}"),
            Self::ExclusiveMinimum(limit) => write!(f, "more than {limit}"),
            Self::Maximum(limit) => write!(f, "at most {limit}"),
            Self::ExclusiveMaximum(limit) => write!(f, "less than {limit}"),
            Self::MultipleOf(step) => write!(f, "a multiple of {step}"),
            Self::MinItems(number) => write!(f, "at least {}", count(*number, "element")),
            Self::MaxItems(number) => write!(f, "at most {}", count(*number, "element")),
            Self::UniqueItems => f.write_str("no element twice"),
            Self::MinProperties(number) => write!(f, "at least {}", entries(*number)),
            Self::MaxProperties(number) => write!(f, "at most {}", entries(*number)),
        }
    }
}

fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

fn entries(number: usize) -> String {
    if number == 1 { "1 property".to_owned() } else { format!("{number} properties") }
}
