//! The constraints of the description, checked before something is sent (OpenAPI 3.0.4, "Schema Object").

use std::{
    collections::{HashMap, HashSet},
    sync::{LazyLock, Mutex, PoisonError},
};

use regex::Regex;
use serde::Serialize;
use serde_json::Value;

use super::{error::RequestError, request::Request};

/// What a value has to fulfil.
#[derive(Debug, Clone, Copy)]
pub enum Rule {
    /// `minLength`, in characters.
    MinLength(usize),
    /// `maxLength`, in characters.
    MaxLength(usize),
    /// `pattern`; one that the crate regex does not know is not checked.
    Pattern(&'static str),
    /// `minimum`
    Least(f64),
    /// `minimum`, exclusive
    Above(f64),
    /// `maximum`
    Most(f64),
    /// `maximum`, exclusive
    Below(f64),
    /// `multipleOf`
    MultipleOf(f64),
    /// `minItems`
    MinItems(usize),
    /// `maxItems`
    MaxItems(usize),
    /// `uniqueItems`
    Unique,
    /// `minProperties`
    MinProperties(usize),
    /// `maxProperties`
    MaxProperties(usize),
}

/// The rules for a value and what is in it.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    own: &'static [Rule],
    properties: Properties,
    each: Option<&'static Rules>,
}

/// The rules for the properties of an object: a function, so that types can contain each other.
type Properties = fn() -> &'static [(&'static str, Rules)];

/// A type whose properties have rules.
pub trait Checked {
    /// The rules, by the properties' names.
    fn properties() -> &'static [(&'static str, Rules)];
}

impl Rules {
    /// These rules for a value.
    #[must_use]
    pub const fn of(rules: &'static [Rule]) -> Self {
        Self { own: rules, properties: none, each: None }
    }

    /// And these for the properties of the object that it is.
    #[must_use]
    pub const fn with(self, properties: Properties) -> Self {
        Self { properties, ..self }
    }

    /// And these for each of its elements, or values of a map.
    #[must_use]
    pub const fn each(self, each: &'static Rules) -> Self {
        Self { each: Some(each), ..self }
    }

    fn check(&self, value: &Value, place: &mut String) -> Result<(), RequestError> {
        // What `null` means is not for a rule to say.
        if value.is_null() {
            return Ok(());
        }
        if let Some(rule) = self.own.iter().find(|rule| !rule.holds(value)) {
            return Err(RequestError::Constraint { location: place.clone(), expected: rule.text() });
        }
        let length = place.len();
        let mut inner = |key: &str, rules: &Rules, value: &Value| {
            place.push('/');
            place.push_str(&key.replace('~', "~0").replace('/', "~1"));
            let checked = rules.check(value, place);
            place.truncate(length);
            checked
        };
        match value {
            Value::Object(entries) => {
                for (name, rules) in (self.properties)() {
                    if let Some(value) = entries.get(*name) {
                        inner(name, rules, value)?;
                    }
                }
                if let Some(rules) = self.each {
                    entries.iter().try_for_each(|(key, value)| inner(key, rules, value))?;
                }
                Ok(())
            }
            Value::Array(items) => match self.each {
                Some(rules) => {
                    let mut items = items.iter().enumerate();
                    items.try_for_each(|(index, item)| inner(&index.to_string(), rules, item))
                }
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }
}

fn none() -> &'static [(&'static str, Rules)] {
    &[]
}

impl Rule {
    /// Whether `value` fulfils it. A rule for values of another type holds.
    fn holds(self, value: &Value) -> bool {
        match (self, value) {
            (Self::MinLength(least), Value::String(text)) => text.chars().count() >= least,
            (Self::MaxLength(most), Value::String(text)) => text.chars().count() <= most,
            (Self::Pattern(pattern), Value::String(text)) => matches(pattern, text),
            (Self::MinItems(least), Value::Array(items)) => items.len() >= least,
            (Self::MaxItems(most), Value::Array(items)) => items.len() <= most,
            (Self::Unique, Value::Array(items)) => {
                let mut seen = HashSet::new();
                items.iter().all(|item| seen.insert(item))
            }
            (Self::MinProperties(least), Value::Object(entries)) => entries.len() >= least,
            (Self::MaxProperties(most), Value::Object(entries)) => entries.len() <= most,
            (rule, Value::Number(number)) => number.as_f64().is_none_or(|number| rule.holds_for(number)),
            _ => true,
        }
    }

    fn holds_for(self, number: f64) -> bool {
        match self {
            Self::Least(least) => number >= least,
            Self::Above(limit) => number > limit,
            Self::Most(most) => number <= most,
            Self::Below(limit) => number < limit,
            // As far as a float tells: 0.3 is a multiple of 0.1.
            Self::MultipleOf(step) => {
                let times = number / step;
                step == 0.0 || (times - times.round()).abs() < 1e-9 * times.abs().max(1.0)
            }
            _ => true,
        }
    }

    /// What the value has to be.
    fn text(self) -> String {
        match self {
            Self::MinLength(least) => format!("at least {least} characters long"),
            Self::MaxLength(most) => format!("at most {most} characters long"),
            Self::Pattern(pattern) => format!("matched by `{pattern}`"),
            Self::Least(least) => format!("at least {least}"),
            Self::Above(limit) => format!("more than {limit}"),
            Self::Most(most) => format!("at most {most}"),
            Self::Below(limit) => format!("less than {limit}"),
            Self::MultipleOf(step) => format!("a multiple of {step}"),
            Self::MinItems(least) => format!("a list of at least {least}"),
            Self::MaxItems(most) => format!("a list of at most {most}"),
            Self::Unique => "a list without repetitions".to_owned(),
            Self::MinProperties(least) => format!("an object with at least {least} properties"),
            Self::MaxProperties(most) => format!("an object with at most {most} properties"),
        }
    }
}

/// Whether `pattern` matches somewhere in `text`.
fn matches(pattern: &'static str, text: &str) -> bool {
    static COMPILED: LazyLock<Mutex<HashMap<&'static str, Option<Regex>>>> = LazyLock::new(Mutex::default);
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let regex = compiled.entry(pattern).or_insert_with(|| Regex::new(pattern).ok());
    regex.as_ref().is_none_or(|regex| regex.is_match(text))
}

impl Request {
    /// Notes the first rule that `value` does not fulfil. `name` is that of a parameter, and empty for the
    /// body.
    pub fn check(&mut self, name: &str, value: &(impl Serialize + ?Sized), rules: Rules) {
        // What does not serialize is told when it is written.
        let Ok(value) = serde_json::to_value(value) else { return };
        if let Err(error) = rules.check(&value, &mut name.to_owned()) {
            self.fail(error);
        }
    }
}
