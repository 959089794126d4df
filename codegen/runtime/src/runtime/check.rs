//! The constraints of the description, checked before a request is sent (OpenAPI 3.0.4, "Schema Object").

use std::{
    collections::{HashMap, HashSet},
    fmt,
    sync::{LazyLock, Mutex, PoisonError},
};

use regex::Regex;
use serde::Serialize;
use serde_json::Value;

use super::{error::RequestError, request::Request};

/// A validation keyword of JSON Schema.
#[derive(Debug, Clone, Copy)]
pub enum Constraint {
    /// `minLength`, in characters.
    MinLength(usize),
    /// `maxLength`, in characters.
    MaxLength(usize),
    /// `pattern`. A pattern that the crate `regex` does not support is not checked.
    Pattern(&'static str),
    /// `minimum`
    Minimum(f64),
    /// `exclusiveMinimum`
    ExclusiveMinimum(f64),
    /// `maximum`
    Maximum(f64),
    /// `exclusiveMaximum`
    ExclusiveMaximum(f64),
    /// `multipleOf`
    MultipleOf(f64),
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

/// The constraints of a value and of its parts.
#[derive(Debug, Clone, Copy)]
pub struct Constraints {
    value: &'static [Constraint],
    properties: Properties,
    each: Option<&'static Constraints>,
}

/// The constraints of the properties of an object: a function, so that types can contain each other.
type Properties = fn() -> &'static [(&'static str, Constraints)];

/// A type whose properties have constraints.
pub trait Constrained {
    /// Returns the constraints by property name.
    fn properties() -> &'static [(&'static str, Constraints)];
}

impl Constraints {
    /// Creates the constraints of a value.
    #[must_use]
    pub const fn of(value: &'static [Constraint]) -> Self {
        Self { value, properties: no_properties, each: None }
    }

    /// Adds the constraints of the properties of an object.
    #[must_use]
    pub const fn with(self, properties: Properties) -> Self {
        Self { properties, ..self }
    }

    /// Adds the constraints of each element of a list, or each value of a map.
    #[must_use]
    pub const fn each(self, each: &'static Constraints) -> Self {
        Self { each: Some(each), ..self }
    }

    /// Checks `value`, which is at the location `place`.
    fn check(&self, value: &Value, place: &mut String) -> Result<(), RequestError> {
        // Nullability is a matter of types, not of constraints.
        if value.is_null() {
            return Ok(());
        }
        if let Some(violated) = self.value.iter().find(|constraint| !constraint.holds(value)) {
            return Err(RequestError::Constraint { location: place.clone(), expected: violated.to_string() });
        }
        let length = place.len();
        let mut check_part = |key: &str, constraints: &Constraints, value: &Value| {
            place.push('/');
            place.push_str(&key.replace('~', "~0").replace('/', "~1"));
            let result = constraints.check(value, place);
            place.truncate(length);
            result
        };
        match value {
            Value::Object(entries) => {
                for (name, constraints) in (self.properties)() {
                    if let Some(value) = entries.get(*name) {
                        check_part(name, constraints, value)?;
                    }
                }
                if let Some(constraints) = self.each {
                    entries.iter().try_for_each(|(key, value)| check_part(key, constraints, value))?;
                }
                Ok(())
            }
            Value::Array(items) => match self.each {
                Some(constraints) => {
                    let mut items = items.iter().enumerate();
                    items.try_for_each(|(index, item)| check_part(&index.to_string(), constraints, item))
                }
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }
}

fn no_properties() -> &'static [(&'static str, Constraints)] {
    &[]
}

impl Constraint {
    /// Returns `true` if `value` is valid. A constraint on another JSON type holds.
    fn holds(self, value: &Value) -> bool {
        match (self, value) {
            (Self::MinLength(minimum), Value::String(text)) => text.chars().count() >= minimum,
            (Self::MaxLength(maximum), Value::String(text)) => text.chars().count() <= maximum,
            (Self::Pattern(pattern), Value::String(text)) => is_match(pattern, text),
            (Self::MinItems(minimum), Value::Array(items)) => items.len() >= minimum,
            (Self::MaxItems(maximum), Value::Array(items)) => items.len() <= maximum,
            (Self::UniqueItems, Value::Array(items)) => {
                let mut seen = HashSet::new();
                items.iter().all(|item| seen.insert(item))
            }
            (Self::MinProperties(minimum), Value::Object(entries)) => entries.len() >= minimum,
            (Self::MaxProperties(maximum), Value::Object(entries)) => entries.len() <= maximum,
            (constraint, Value::Number(number)) => {
                number.as_f64().is_none_or(|number| constraint.holds_for(number))
            }
            _ => true,
        }
    }

    fn holds_for(self, number: f64) -> bool {
        match self {
            Self::Minimum(minimum) => number >= minimum,
            Self::ExclusiveMinimum(minimum) => number > minimum,
            Self::Maximum(maximum) => number <= maximum,
            Self::ExclusiveMaximum(maximum) => number < maximum,
            // Within the precision of a float: 0.3 is a multiple of 0.1.
            Self::MultipleOf(divisor) => {
                let quotient = number / divisor;
                divisor == 0.0 || (quotient - quotient.round()).abs() < 1e-9 * quotient.abs().max(1.0)
            }
            _ => true,
        }
    }
}

/// Writes the constraint as the end of a sentence: "the value must be …".
impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MinLength(minimum) => write!(f, "at least {minimum} characters long"),
            Self::MaxLength(maximum) => write!(f, "at most {maximum} characters long"),
            Self::Pattern(pattern) => write!(f, "a match of the pattern `{pattern}`"),
            Self::Minimum(minimum) => write!(f, "at least {minimum}"),
            Self::ExclusiveMinimum(minimum) => write!(f, "greater than {minimum}"),
            Self::Maximum(maximum) => write!(f, "at most {maximum}"),
            Self::ExclusiveMaximum(maximum) => write!(f, "less than {maximum}"),
            Self::MultipleOf(divisor) => write!(f, "a multiple of {divisor}"),
            Self::MinItems(minimum) => write!(f, "a list of at least {minimum} items"),
            Self::MaxItems(maximum) => write!(f, "a list of at most {maximum} items"),
            Self::UniqueItems => f.write_str("a list without duplicate items"),
            Self::MinProperties(minimum) => write!(f, "an object with at least {minimum} properties"),
            Self::MaxProperties(maximum) => write!(f, "an object with at most {maximum} properties"),
        }
    }
}

/// Returns `true` if `pattern` matches a part of `text`.
fn is_match(pattern: &'static str, text: &str) -> bool {
    static COMPILED: LazyLock<Mutex<HashMap<&'static str, Option<Regex>>>> = LazyLock::new(Mutex::default);
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let regex = compiled.entry(pattern).or_insert_with(|| Regex::new(pattern).ok());
    regex.as_ref().is_none_or(|regex| regex.is_match(text))
}

impl Request {
    /// Checks `value` and records the first violated constraint.
    ///
    /// `name` is the name of a parameter, or empty for the body.
    pub fn check(&mut self, name: &str, value: &(impl Serialize + ?Sized), constraints: Constraints) {
        // A value that does not serialize is reported when it is written.
        let Ok(value) = serde_json::to_value(value) else { return };
        if let Err(error) = constraints.check(&value, &mut name.to_owned()) {
            self.fail(error);
        }
    }
}
