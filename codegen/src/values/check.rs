//! Validation of JSON values by schemas.

use std::collections::HashSet;

use serde_json::{Map, Number, Value};

use super::formats;
use crate::api::{
    Constraint, Distinguisher, EnumValues, Kind, Object, Schema, SchemaId, Schemas, Shape, Union,
};

/// A violation of a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The location: a JSON pointer into the value (RFC 6901).
    pub pointer: String,
    /// The description of the violation.
    pub message: String,
}

/// The maximum number of steps, which bounds the work for nested unions.
const MAX_STEPS: usize = 200_000;
/// The maximum depth of nested values and unions.
const MAX_DEPTH: usize = 256;

/// Returns the violations of the schema `id` by `value`, in order. `matches` compares a regular expression with a
/// text.
#[must_use]
pub fn check(
    schemas: &Schemas,
    id: SchemaId,
    value: &Value,
    matches: &dyn Fn(&str, &str) -> bool,
) -> Vec<Violation> {
    let mut validator = Validator { schemas, matches, steps: MAX_STEPS, depth: 0, violations: Vec::new() };
    validator.value(id, value, &mut String::new());
    validator.violations
}

/// Returns `true` if `value` satisfies the schema `id` apart from its patterns. `steps` is the number of steps left; a
/// value that is not completely checked does not satisfy it.
pub(super) fn is_valid(schemas: &Schemas, id: SchemaId, value: &Value, steps: &mut usize) -> bool {
    let mut validator =
        Validator { schemas, matches: &|_, _| true, steps: *steps, depth: 0, violations: Vec::new() };
    validator.value(id, value, &mut String::new());
    *steps = validator.steps;
    validator.violations.is_empty() && validator.steps > 0
}

/// The maximum number of enum values in a message.
const MAX_LISTED: usize = 20;

struct Validator<'a> {
    schemas: &'a Schemas,
    matches: &'a dyn Fn(&str, &str) -> bool,
    steps: usize,
    depth: usize,
    violations: Vec<Violation>,
}

impl Validator<'_> {
    fn report(&mut self, at: &str, message: impl Into<String>) {
        self.violations.push(Violation { pointer: at.to_owned(), message: message.into() });
    }

    fn value(&mut self, id: SchemaId, value: &Value, at: &mut String) {
        let mut id = id;
        // A loop, because a chain of references can be long.
        loop {
            let Some(steps) = self.steps.checked_sub(1) else { return };
            self.steps = steps;
            let schema = &self.schemas[id];
            if value.is_null() && self.schemas.nullable(id) {
                return;
            }
            if let Some(constant) = schema.constant.as_deref()
                && constant != value
            {
                return self.report(at, format!("expected {constant}"));
            }
            self.constraints(schema, value, at);
            match schema.shape {
                Shape::Reference(target) => id = target,
                _ if self.depth == MAX_DEPTH => return,
                _ => break,
            }
        }
        self.depth += 1;
        self.shape(&self.schemas[id].shape, value, at);
        self.depth -= 1;
    }

    fn shape(&mut self, shape: &Shape, value: &Value, at: &mut String) {
        match (shape, value) {
            // References are already resolved, and the parts of a multipart body are not JSON.
            (Shape::Any(_) | Shape::Multipart(_) | Shape::Reference(_), _)
            | (Shape::Boolean, Value::Bool(_))
            | (Shape::Number { .. }, Value::Number(_)) => {}
            (Shape::Integer(format), Value::Number(number)) => {
                let (minimum, maximum) = format.range();
                match integer(number) {
                    None => self.report(at, format!("expected an integer, found {number}")),
                    Some(integer) if !(minimum..=maximum).contains(&integer) => {
                        self.report(at, format!("expected an integer from {minimum} to {maximum}"));
                    }
                    Some(_) => {}
                }
            }
            (Shape::String(format), Value::String(text)) => {
                if !formats::has(*format, text) {
                    self.report(at, format!("expected {}", formats::name(*format)));
                }
            }
            (Shape::Enum(list), _) => self.listed(&list.values, value, at),
            (Shape::Array(item), Value::Array(values)) => {
                for (index, value) in values.iter().enumerate() {
                    self.nested(*item, value, &index.to_string(), at);
                }
            }
            (Shape::Tuple(items), Value::Array(values)) => {
                if items.len() != values.len() {
                    self.report(at, format!("expected {} elements", items.len()));
                }
                for (index, (item, value)) in items.iter().zip(values).enumerate() {
                    self.nested(*item, value, &index.to_string(), at);
                }
            }
            (Shape::Map(item), Value::Object(values)) => {
                for (key, value) in values {
                    self.nested(*item, value, key, at);
                }
            }
            (Shape::Object(object), Value::Object(values)) => self.object(object, values, at),
            (Shape::Union(union), _) => self.union(union, value, at),
            (shape, value) => {
                self.report(at, format!("expected {}, found {}", expected_type(shape), actual_type(value)));
            }
        }
    }

    fn listed(&mut self, values: &EnumValues, value: &Value, at: &str) {
        if !values.contain(value) {
            let shown = values.iter().take(MAX_LISTED).map(|listed| listed.value.to_string());
            let shown = shown.collect::<Vec<_>>().join(", ");
            let more = if values.len() > MAX_LISTED { ", …" } else { "" };
            self.report(at, format!("expected one of {shown}{more}"));
        }
    }

    fn object(&mut self, object: &Object, values: &Map<String, Value>, at: &mut String) {
        for property in &object.properties {
            match values.get(&property.name) {
                Some(value) => self.nested(property.schema, value, &property.name, at),
                None if property.required => {
                    self.report(at, format!("the property `{}` is missing", property.name));
                }
                None => {}
            }
        }
        let Some(additional) = object.additional else { return };
        let known: HashSet<&str> = object.properties.iter().map(|property| property.name.as_str()).collect();
        for (key, value) in values.iter().filter(|(key, _)| !known.contains(key.as_str())) {
            self.nested(additional, value, key, at);
        }
    }

    fn nested(&mut self, id: SchemaId, value: &Value, key: &str, at: &mut String) {
        let length = at.len();
        at.push('/');
        at.push_str(&key.replace('~', "~0").replace('/', "~1"));
        self.value(id, value, at);
        at.truncate(length);
    }

    /// Checks the member that the tag selects, or all candidates.
    fn union(&mut self, union: &Union, value: &Value, at: &mut String) {
        let tag = union.tag.as_ref().and_then(|tag| Some((tag, value.get(tag)?.as_str()?)));
        if let Some((property, tag)) = tag {
            let is_named = |tags: &[String]| tags.iter().any(|known| known == tag);
            let named = union.members.iter().find(|member| is_named(&member.tags));
            match named.or_else(|| union.members.get(union.default?)) {
                Some(member) => self.value(member.schema, value, at),
                None => {
                    self.report(
                        at,
                        format!("`{tag}` is not a known value of the discriminator `{property}`"),
                    );
                }
            }
            return;
        }
        let before = self.violations.len();
        let mut nearest: Option<Vec<Violation>> = None;
        let candidates: Vec<SchemaId> = union
            .members
            .iter()
            .filter(|member| {
                member.distinguishers.is_empty()
                    || member.distinguishers.iter().any(|test| may_match(test, value))
            })
            .map(|member| member.schema)
            .collect();
        for member in candidates {
            self.value(member, value, at);
            let violations = self.violations.split_off(before);
            if violations.is_empty() {
                return;
            }
            if nearest.as_ref().is_none_or(|nearest| violations.len() < nearest.len()) {
                nearest = Some(violations);
            }
        }
        match nearest {
            Some(violations) => self.violations.extend(violations),
            None => {
                self.report(at, format!("no member of the union matches: {}", actual_type(value)));
            }
        }
    }

    fn constraints(&mut self, schema: &Schema, value: &Value, at: &str) {
        for constraint in &schema.docs.constraints {
            if !satisfies(constraint, value, self.matches) {
                let message = match constraint {
                    Constraint::Pattern(pattern) => format!("expected a string that matches {pattern}"),
                    constraint => format!("expected {constraint}"),
                };
                self.report(at, message);
            }
        }
    }
}

/// Returns `true` if the kind and the constants of a value match those of a member, and it has no forbidden property.
fn may_match(test: &Distinguisher, value: &Value) -> bool {
    let is_known = |(key, value): (&String, &Value)| {
        value.is_null() || test.known.is_empty() || test.known.contains(key)
    };
    let is_kind = match test.kind {
        None => true,
        Some(Kind::Boolean) => value.is_boolean(),
        Some(Kind::Integer) => matches!(value, Value::Number(number) if integer(number).is_some()),
        Some(Kind::Number) => value.is_number(),
        Some(Kind::String) => value.is_string(),
        Some(Kind::Array) => value.is_array(),
        Some(Kind::Object) => value.is_object(),
    };
    is_kind
        && test.constants.iter().all(|(key, expected)| value.get(key) == Some(expected))
        && test.forbidden.iter().all(|key| value.get(key).is_none_or(Value::is_null))
        && value.as_object().is_none_or(|entries| entries.iter().all(is_known))
}

/// Returns `true` if a value satisfies a constraint. A constraint for other types is satisfied.
fn satisfies(constraint: &Constraint, value: &Value, matches: &dyn Fn(&str, &str) -> bool) -> bool {
    let compared = |limit: &Number| Some((value.as_f64()?, limit.as_f64()?));
    let characters = || value.as_str().map(|text| text.chars().count());
    let elements = || value.as_array().map(Vec::len);
    let entries = || value.as_object().map(serde_json::Map::len);
    match constraint {
        Constraint::MinLength(minimum) => characters().is_none_or(|length| length >= *minimum),
        Constraint::MaxLength(maximum) => characters().is_none_or(|length| length <= *maximum),
        Constraint::Pattern(pattern) => value.as_str().is_none_or(|text| matches(pattern, text)),
        Constraint::Minimum(limit) => compared(limit).is_none_or(|(value, limit)| value >= limit),
        Constraint::ExclusiveMinimum(limit) => compared(limit).is_none_or(|(value, limit)| value > limit),
        Constraint::Maximum(limit) => compared(limit).is_none_or(|(value, limit)| value <= limit),
        Constraint::ExclusiveMaximum(limit) => compared(limit).is_none_or(|(value, limit)| value < limit),
        Constraint::MultipleOf(step) => compared(step).is_none_or(|(value, step)| {
            let times = value / step;
            step == 0.0 || (times - times.round()).abs() < 1e-9
        }),
        Constraint::MinItems(minimum) => elements().is_none_or(|number| number >= *minimum),
        Constraint::MaxItems(maximum) => elements().is_none_or(|number| number <= *maximum),
        Constraint::UniqueItems => value.as_array().is_none_or(|all| {
            let mut texts: Vec<String> = all.iter().map(ToString::to_string).collect();
            texts.sort_unstable();
            texts.windows(2).all(|pair| pair.first() != pair.last())
        }),
        Constraint::MinProperties(minimum) => entries().is_none_or(|number| number >= *minimum),
        Constraint::MaxProperties(maximum) => entries().is_none_or(|number| number <= *maximum),
    }
}

/// Returns a number as an integer, if it is written as one.
pub(super) fn integer(number: &Number) -> Option<i128> {
    number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from))
}

fn expected_type(shape: &Shape) -> &'static str {
    match shape {
        Shape::Boolean => "`true` or `false`",
        Shape::Integer(_) => "an integer",
        Shape::Number { .. } => "a number",
        Shape::String(_) => "a string",
        Shape::Array(_) | Shape::Tuple(_) => "a list",
        _ => "an object",
    }
}

fn actual_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "`null`",
        Value::Bool(_) => "`true` or `false`",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
