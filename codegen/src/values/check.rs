//! Whether a JSON value is what a schema says.

use serde_json::{Number, Value};

use super::formats;
use crate::api::{Constraint, Distinguisher, Kind, Schema, SchemaId, Schemas, Shape, Union};

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where: a JSON pointer into the value (RFC 6901).
    pub pointer: String,
    /// What is wrong.
    pub message: String,
}

/// A value is looked at so often at the most, however many unions there are in one another.
const MOST: usize = 200_000;
/// Values that are in one another, and unions in unions, are not looked at below.
const DEEPEST: usize = 256;

/// What is wrong with `value` by the schema `id`, in order. `matches` tells whether a text is what a regular
/// expression asks for.
#[must_use]
pub fn check(
    schemas: &Schemas,
    id: SchemaId,
    value: &Value,
    matches: &dyn Fn(&str, &str) -> bool,
) -> Vec<Fault> {
    let mut checking = Checking { schemas, matches, left: MOST, depth: 0, faults: Vec::new() };
    checking.value(id, value, &mut String::new());
    checking.faults
}

/// Whether `value` is what the schema `id` says, its patterns apart. `left` is how often something may still be looked at;
/// what has not been looked at is none.
pub(super) fn fits(schemas: &Schemas, id: SchemaId, value: &Value, left: &mut usize) -> bool {
    let mut checking = Checking { schemas, matches: &|_, _| true, left: *left, depth: 0, faults: Vec::new() };
    checking.value(id, value, &mut String::new());
    *left = checking.left;
    checking.faults.is_empty() && checking.left > 0
}

/// More values of a list are not told.
const MOST_LISTED: usize = 20;

struct Checking<'a> {
    schemas: &'a Schemas,
    matches: &'a dyn Fn(&str, &str) -> bool,
    left: usize,
    depth: usize,
    faults: Vec<Fault>,
}

impl Checking<'_> {
    fn fault(&mut self, at: &str, message: impl Into<String>) {
        self.faults.push(Fault { pointer: at.to_owned(), message: message.into() });
    }

    fn value(&mut self, id: SchemaId, value: &Value, at: &mut String) {
        let mut id = id;
        // References may be a long way to the value's own schema.
        loop {
            let Some(left) = self.left.checked_sub(1) else { return };
            self.left = left;
            let schema = &self.schemas[id];
            if value.is_null() && self.schemas.nullable(id) {
                return;
            }
            if let Some(constant) = &schema.constant
                && constant != value
            {
                return self.fault(at, format!("it has to be {constant}"));
            }
            self.constraints(schema, value, at);
            match schema.shape {
                Shape::Reference(target) => id = target,
                _ if self.depth == DEEPEST => return,
                _ => break,
            }
        }
        self.depth += 1;
        self.shape(&self.schemas[id].shape, value, at);
        self.depth -= 1;
    }

    fn shape(&mut self, shape: &Shape, value: &Value, at: &mut String) {
        match (shape, value) {
            // References have been followed, and the parts of a body are no JSON.
            (Shape::Any(_) | Shape::Multipart(_) | Shape::Reference(_), _)
            | (Shape::Boolean, Value::Bool(_))
            | (Shape::Number { .. }, Value::Number(_)) => {}
            (Shape::Integer(format), Value::Number(number)) => {
                let (least, most) = format.range();
                match whole(number) {
                    None => self.fault(at, format!("it has to be an integer, and is {number}")),
                    Some(whole) if !(least..=most).contains(&whole) => {
                        self.fault(at, format!("it has to be from {least} to {most}"));
                    }
                    Some(_) => {}
                }
            }
            (Shape::String(format), Value::String(text)) => {
                if !formats::has(*format, text) {
                    self.fault(at, format!("it has to be {}", formats::name(*format)));
                }
            }
            (Shape::Enum(list), _) => {
                if !list.values.iter().any(|listed| listed.value == *value) {
                    let shown = list.values.iter().take(MOST_LISTED).map(|listed| listed.value.to_string());
                    let shown = shown.collect::<Vec<_>>().join(", ");
                    let more = if list.values.len() > MOST_LISTED { ", …" } else { "" };
                    self.fault(at, format!("it has to be one of {shown}{more}"));
                }
            }
            (Shape::Array(item), Value::Array(values)) => {
                for (index, value) in values.iter().enumerate() {
                    self.inside(*item, value, &index.to_string(), at);
                }
            }
            (Shape::Tuple(items), Value::Array(values)) => {
                if items.len() != values.len() {
                    self.fault(at, format!("it has to have {} elements", items.len()));
                }
                for (index, (item, value)) in items.iter().zip(values).enumerate() {
                    self.inside(*item, value, &index.to_string(), at);
                }
            }
            (Shape::Map(item), Value::Object(values)) => {
                for (key, value) in values {
                    self.inside(*item, value, key, at);
                }
            }
            (Shape::Object(object), Value::Object(values)) => {
                for property in &object.properties {
                    match values.get(&property.name) {
                        Some(value) => self.inside(property.schema, value, &property.name, at),
                        None if property.required => {
                            self.fault(at, format!("the property `{}` is missing", property.name));
                        }
                        None => {}
                    }
                }
                let Some(additional) = object.additional else { return };
                let is_known = |key: &String| object.properties.iter().any(|property| property.name == *key);
                for (key, value) in values.iter().filter(|(key, _)| !is_known(key)) {
                    self.inside(additional, value, key, at);
                }
            }
            (Shape::Union(union), _) => self.union(union, value, at),
            (shape, value) => {
                self.fault(at, format!("it has to be {}, and is {}", wanted(shape), found(value)));
            }
        }
    }

    fn inside(&mut self, id: SchemaId, value: &Value, key: &str, at: &mut String) {
        let length = at.len();
        at.push('/');
        at.push_str(&key.replace('~', "~0").replace('/', "~1"));
        self.value(id, value, at);
        at.truncate(length);
    }

    /// The member that the tag names, or any.
    fn union(&mut self, union: &Union, value: &Value, at: &mut String) {
        let tag = union.tag.as_ref().and_then(|tag| Some((tag, value.get(tag)?.as_str()?)));
        if let Some((property, tag)) = tag {
            let is_named = |tags: &[String]| tags.iter().any(|known| known == tag);
            let named = union.members.iter().find(|member| is_named(&member.tags));
            match named.or_else(|| union.members.get(union.default?)) {
                Some(member) => self.value(member.schema, value, at),
                None => self.fault(at, format!("`{property}` names none of the types that it can be")),
            }
            return;
        }
        let before = self.faults.len();
        let mut nearest: Option<Vec<Fault>> = None;
        let candidates: Vec<SchemaId> = union
            .members
            .iter()
            .filter(|member| {
                member.distinguishers.is_empty()
                    || member.distinguishers.iter().any(|test| may_be(test, value))
            })
            .map(|member| member.schema)
            .collect();
        for member in candidates {
            self.value(member, value, at);
            let faults = self.faults.split_off(before);
            if faults.is_empty() {
                return;
            }
            if nearest.as_ref().is_none_or(|nearest| faults.len() < nearest.len()) {
                nearest = Some(faults);
            }
        }
        match nearest {
            Some(faults) => self.faults.extend(faults),
            None => self.fault(at, format!("it is none of the types that it can be: {}", found(value))),
        }
    }

    fn constraints(&mut self, schema: &Schema, value: &Value, at: &str) {
        for constraint in &schema.docs.constraints {
            if !fulfils(constraint, value, self.matches) {
                let verb = match constraint {
                    Constraint::Pattern(pattern) => {
                        self.fault(at, format!("it has to match {pattern}"));
                        continue;
                    }
                    Constraint::Minimum(_)
                    | Constraint::ExclusiveMinimum(_)
                    | Constraint::Maximum(_)
                    | Constraint::ExclusiveMaximum(_)
                    | Constraint::MultipleOf(_) => "be",
                    _ => "have",
                };
                self.fault(at, format!("it has to {verb} {constraint}"));
            }
        }
    }
}

/// Whether a value is not told from those of a member by what is seen at first.
fn may_be(test: &Distinguisher, value: &Value) -> bool {
    let is_kind = match test.kind {
        None => true,
        Some(Kind::Boolean) => value.is_boolean(),
        Some(Kind::Integer) => matches!(value, Value::Number(number) if whole(number).is_some()),
        Some(Kind::Number) => value.is_number(),
        Some(Kind::String) => value.is_string(),
        Some(Kind::Array) => value.is_array(),
        Some(Kind::Object) => value.is_object(),
    };
    is_kind && test.constants.iter().all(|(key, wanted)| value.get(key) == Some(wanted))
}

/// Whether a value is as a constraint says; a constraint about other types says nothing of it.
fn fulfils(constraint: &Constraint, value: &Value, matches: &dyn Fn(&str, &str) -> bool) -> bool {
    let compared = |limit: &Number| Some((value.as_f64()?, limit.as_f64()?));
    let characters = || value.as_str().map(|text| text.chars().count());
    let elements = || value.as_array().map(Vec::len);
    let entries = || value.as_object().map(serde_json::Map::len);
    match constraint {
        Constraint::MinLength(least) => characters().is_none_or(|length| length >= *least),
        Constraint::MaxLength(most) => characters().is_none_or(|length| length <= *most),
        Constraint::Pattern(pattern) => value.as_str().is_none_or(|text| matches(pattern, text)),
        Constraint::Minimum(limit) => compared(limit).is_none_or(|(value, limit)| value >= limit),
        Constraint::ExclusiveMinimum(limit) => compared(limit).is_none_or(|(value, limit)| value > limit),
        Constraint::Maximum(limit) => compared(limit).is_none_or(|(value, limit)| value <= limit),
        Constraint::ExclusiveMaximum(limit) => compared(limit).is_none_or(|(value, limit)| value < limit),
        Constraint::MultipleOf(step) => compared(step).is_none_or(|(value, step)| {
            let times = value / step;
            step == 0.0 || (times - times.round()).abs() < 1e-9
        }),
        Constraint::MinItems(least) => elements().is_none_or(|number| number >= *least),
        Constraint::MaxItems(most) => elements().is_none_or(|number| number <= *most),
        Constraint::UniqueItems => value.as_array().is_none_or(|all| {
            let mut texts: Vec<String> = all.iter().map(ToString::to_string).collect();
            texts.sort_unstable();
            texts.windows(2).all(|pair| pair[0] != pair[1])
        }),
        Constraint::MinProperties(least) => entries().is_none_or(|number| number >= *least),
        Constraint::MaxProperties(most) => entries().is_none_or(|number| number <= *most),
    }
}

/// The integer that a number is written as.
pub(super) fn whole(number: &Number) -> Option<i128> {
    number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from))
}

fn wanted(shape: &Shape) -> &'static str {
    match shape {
        Shape::Boolean => "`true` or `false`",
        Shape::Integer(_) => "an integer",
        Shape::Number { .. } => "a number",
        Shape::String(_) => "a string",
        Shape::Array(_) | Shape::Tuple(_) => "a list",
        _ => "an object",
    }
}

fn found(value: &Value) -> &'static str {
    match value {
        Value::Null => "`null`",
        Value::Bool(_) => "`true` or `false`",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
