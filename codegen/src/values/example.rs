//! Example values of schemas: the examples of the description as far as they match, and generated values otherwise.

use std::collections::HashSet;

use serde_json::{Map, Number, Value};

use super::{
    check::{integer, is_valid},
    formats,
};
use crate::api::{Constraint, IntegerFormat, Object, Schema, SchemaId, Schemas, Shape, StringFormat, Union};

/// The depth at which only required values are generated.
const MAX_OPTIONAL_DEPTH: usize = 2;
/// The depth at which recursive schemas end, with or without a value.
const MAX_DEPTH: usize = 24;
/// The maximum number of values in an example.
const MAX_VALUES: usize = 2000;
/// The maximum number of steps for the selection of union members.
const MAX_STEPS: usize = 4000;
/// The maximum number of properties, union members and tags that are looked at, with or without a value.
const MAX_MEMBERS: usize = 100_000;
/// The maximum number of values, steps and members in a short example.
const MAX_SHORT: usize = 300;
/// The time of examples, in seconds since 1970: 2025-01-31T12:00:00Z.
const EXAMPLE_SECONDS: i64 = 1_738_324_800;
/// The maximum length of a text, in bytes.
const MAX_TEXT: usize = 2000;

/// Returns a value of the schema `id` that decodes as its type, as close to `shown` as possible. Returns `None` if
/// the schema requires itself.
#[must_use]
pub fn example(schemas: &Schemas, id: SchemaId, shown: Option<&Value>) -> Option<Value> {
    let generate = |shown| {
        Generator { schemas, left: MAX_VALUES, steps: MAX_STEPS, members: MAX_MEMBERS }.value(id, shown, 0)
    };
    generate(shown).or_else(|| generate(None))
}

/// Returns the start of an example, with so few values that each operation can have its own. Returns `None` if the
/// required values are more.
pub(crate) fn short_example(schemas: &Schemas, id: SchemaId, shown: Option<&Value>) -> Option<Value> {
    Generator { schemas, left: MAX_SHORT, steps: MAX_SHORT, members: MAX_SHORT }.value(id, shown, 0)
}

struct Generator<'a> {
    schemas: &'a Schemas,
    /// The number of values left.
    left: usize,
    /// The number of steps left for the selection of union members.
    steps: usize,
    /// The number of properties, union members and tags left that may be looked at.
    members: usize,
}

impl Generator<'_> {
    /// Returns a value of `id`. `depth` counts the generated values around it.
    fn value(&mut self, id: SchemaId, shown: Option<&Value>, depth: usize) -> Option<Value> {
        if depth > MAX_DEPTH {
            return None;
        }
        let schemas = self.schemas;
        let (mut at, mut shown) = (id, shown);
        // A loop, because a chain of references can be long.
        let schema = loop {
            self.left = self.left.checked_sub(1)?;
            let schema = &schemas[at];
            // An example of the containing value is more specific than the example of the schema.
            shown = shown.or(schema.example.as_deref());
            match schema.shape {
                Shape::Reference(target) => at = target,
                _ => break schema,
            }
        };
        if matches!(shown, Some(Value::Null)) && schemas.nullable(id) {
            return Some(Value::Null);
        }
        if let Some(constant) = schema.constant.as_deref() {
            return Some(constant.clone());
        }
        let generated = match &schema.shape {
            // References are already resolved.
            Shape::Reference(_) | Shape::Multipart(_) => None,
            Shape::Any(_) => self.anything(shown),
            Shape::Boolean => Some(scalar(schema, shown, Value::is_boolean, || true.into())),
            Shape::Integer(format) => {
                let (minimum, maximum) = format.range();
                let is_valid = |value: &Value| {
                    matches!(value, Value::Number(number)
                        if integer(number).is_some_and(|integer| (minimum..=maximum).contains(&integer)))
                };
                let generate = || match format {
                    IntegerFormat::UnixTime if schema.docs.constraints.is_empty() => EXAMPLE_SECONDS.into(),
                    _ => number(schema, true),
                };
                Some(scalar(schema, shown, is_valid, generate))
            }
            Shape::Number { .. } => Some(scalar(schema, shown, Value::is_number, || number(schema, false))),
            Shape::String(format) => {
                let is_valid = |value: &Value| {
                    value.as_str().is_some_and(|text| text.len() <= MAX_TEXT && formats::has(*format, text))
                };
                Some(scalar(schema, shown, is_valid, || text(schema, *format)))
            }
            Shape::Enum(list) => {
                let is_listed = |value: &Value| list.values.contain(value);
                let first = list.values.first()?;
                Some(scalar(schema, shown, is_listed, || first.value.clone()))
            }
            Shape::Array(item) => self.array(schema, *item, shown, depth),
            Shape::Tuple(items) => {
                let shown = shown.and_then(Value::as_array);
                let items = items.iter().enumerate().map(|(index, item)| {
                    self.value(*item, shown.and_then(|shown| shown.get(index)), depth + 1)
                });
                items.collect::<Option<_>>().map(Value::Array)
            }
            Shape::Map(item) => Some(self.map(*item, shown, depth)),
            Shape::Object(object) => self.object(object, shown, depth),
            Shape::Union(union) => self.union(union, shown, depth),
        };
        generated.or_else(|| schemas.nullable(id).then_some(Value::Null))
    }

    /// Counts properties, or union members and their tags.
    fn look_at(&mut self, count: usize) -> Option<()> {
        self.members = self.members.checked_sub(count)?;
        Some(())
    }

    fn anything(&mut self, shown: Option<&Value>) -> Option<Value> {
        let Some(shown) = shown else { return Some(Value::Object(Map::new())) };
        self.left = self.left.checked_sub(size(shown))?;
        Some(shown.clone())
    }

    fn array(
        &mut self,
        schema: &Schema,
        item: SchemaId,
        shown: Option<&Value>,
        depth: usize,
    ) -> Option<Value> {
        let mut minimum = 0;
        let mut maximum = usize::MAX;
        for constraint in &schema.docs.constraints {
            match constraint {
                Constraint::MinItems(number) => minimum = (*number).min(MAX_VALUES),
                Constraint::MaxItems(number) => maximum = *number,
                _ => {}
            }
        }
        if let Some(Value::Array(shown)) = shown {
            let items = shown.iter().take(maximum).filter_map(|shown| self.value(item, Some(shown), depth));
            return Some(items.collect());
        }
        let count = if depth < MAX_OPTIONAL_DEPTH { minimum.max(1).min(maximum) } else { minimum };
        let mut items = Vec::new();
        for _ in 0..count {
            match self.value(item, None, depth + 1) {
                Some(item) => items.push(item),
                // A list without a minimum length can be empty.
                None if minimum == 0 => break,
                None => return None,
            }
        }
        Some(items.into())
    }

    fn map(&mut self, item: SchemaId, shown: Option<&Value>, depth: usize) -> Value {
        let shown = shown.and_then(Value::as_object).into_iter().flatten();
        let entries = shown.filter_map(|(key, shown)| {
            let key = (key.len() <= MAX_TEXT).then(|| key.clone())?;
            Some((key, self.value(item, Some(shown), depth)?))
        });
        Value::Object(entries.collect())
    }

    fn object(&mut self, object: &Object, shown: Option<&Value>, depth: usize) -> Option<Value> {
        let shown = shown.and_then(Value::as_object);
        let mut entries = Map::new();
        for property in &object.properties {
            self.look_at(1)?;
            if let Some(tag_value) = &property.tag_value {
                entries.insert(property.name.clone(), tag_value.clone());
                continue;
            }
            let shown_value = shown.and_then(|shown| shown.get(&property.name));
            let is_generated = shown.is_none() && depth < MAX_OPTIONAL_DEPTH;
            if !property.required && shown_value.is_none() && !is_generated {
                continue;
            }
            let inside = if shown_value.is_some() { depth } else { depth + 1 };
            match self.value(property.schema, shown_value, inside) {
                Some(value) => {
                    entries.insert(property.name.clone(), value);
                }
                None if property.required => return None,
                None => {}
            }
        }
        let (Some(additional), Some(shown)) = (object.additional, shown) else { return Some(entries.into()) };
        let known: HashSet<&str> = object.properties.iter().map(|property| property.name.as_str()).collect();
        for (key, shown) in shown.iter().filter(|(key, _)| key.len() <= MAX_TEXT) {
            if known.contains(key.as_str()) {
                continue;
            }
            if let Some(value) = self.value(additional, Some(shown), depth) {
                entries.insert(key.clone(), value);
            }
        }
        Some(entries.into())
    }

    /// Returns a value of the member that matches the example, or of the first member that has a value.
    fn union(&mut self, union: &Union, shown: Option<&Value>, depth: usize) -> Option<Value> {
        let tag = shown.zip(union.tag.as_ref()).and_then(|(shown, tag)| shown.get(tag)?.as_str());
        let mut shown_as = None;
        for member in &union.members {
            let Some(shown) = shown else { break };
            self.look_at(1 + member.tags.len())?;
            let is_shown = match &union.tag {
                Some(_) => tag.is_some_and(|tag| member.tags.iter().any(|known| known == tag)),
                None => is_valid(self.schemas, member.schema, shown, &mut self.steps),
            };
            if is_shown {
                shown_as = Some((member, Some(shown)));
                break;
            }
        }
        let others = union.members.iter().map(|member| (member, None));
        for (member, shown) in shown_as.into_iter().chain(others) {
            if self.left == 0 {
                break;
            }
            self.look_at(1 + member.tags.len())?;
            let Some(mut value) = self.value(member.schema, shown, depth + 1) else { continue };
            if let (Some(property), Some(tag), Value::Object(entries)) =
                (&union.tag, member.tags.first(), &mut value)
            {
                let known = entries.get(property).and_then(Value::as_str);
                if known.is_none_or(|known| !member.tags.iter().any(|tag| tag == known)) {
                    entries.insert(property.clone(), tag.as_str().into());
                }
            }
            return Some(value);
        }
        None
    }
}

/// Returns the example or the default if it is valid, and otherwise a generated value.
fn scalar(
    schema: &Schema,
    shown: Option<&Value>,
    is_valid: impl Fn(&Value) -> bool,
    generate: impl FnOnce() -> Value,
) -> Value {
    let known = [shown, schema.example.as_deref(), schema.docs.default.as_ref()];
    let as_it_is = |value: &Value| is_valid(value).then(|| value.clone());
    let in_other_notation = |value: &Value| other_notation(value).filter(|value| is_valid(value));
    let found =
        known.into_iter().flatten().find_map(|value| as_it_is(value).or_else(|| in_other_notation(value)));
    found.unwrap_or_else(generate)
}

/// Converts a text to the JSON value in it, and other scalars to texts. Many descriptions confuse the two.
fn other_notation(value: &Value) -> Option<Value> {
    match value {
        Value::String(text) => serde_json::from_str(text).ok().filter(|value: &Value| !value.is_string()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string().into()),
        _ => None,
    }
}

/// Returns a text of a format. A text without a format is as long as the constraints require.
fn text(schema: &Schema, format: StringFormat) -> Value {
    let text = formats::text(format);
    if !matches!(format, StringFormat::Plain | StringFormat::Password) {
        return text.into();
    }
    let (mut minimum, mut maximum) = (0, usize::MAX);
    for constraint in &schema.docs.constraints {
        match constraint {
            Constraint::MinLength(length) => minimum = (*length).min(MAX_TEXT),
            Constraint::MaxLength(length) => maximum = *length,
            _ => {}
        }
    }
    text.chars().cycle().take(text.len().max(minimum).min(maximum)).collect::<String>().into()
}

/// Returns a number within its limits: 1 if they allow it.
fn number(schema: &Schema, is_integer: bool) -> Value {
    let limits = schema.docs.constraints.iter().filter_map(|constraint| {
        let beyond = |limit: &Number, is: fn(f64) -> bool| limit.as_f64().is_some_and(is);
        match constraint {
            Constraint::Minimum(limit) if beyond(limit, |limit| limit > 1.0) => Some((limit, 0.0)),
            Constraint::ExclusiveMinimum(limit) if beyond(limit, |limit| limit >= 1.0) => Some((limit, 1.0)),
            Constraint::Maximum(limit) if beyond(limit, |limit| limit < 1.0) => Some((limit, 0.0)),
            Constraint::ExclusiveMaximum(limit) if beyond(limit, |limit| limit <= 1.0) => Some((limit, -1.0)),
            _ => None,
        }
    });
    let Some((limit, step)) = limits.into_iter().next() else { return 1.into() };
    let whole = integer(limit).and_then(|limit| i64::try_from(limit).ok());
    match whole {
        Some(limit) => limit.saturating_add(if step > 0.0 { 1 } else { -i64::from(step < 0.0) }).into(),
        None if is_integer => 1.into(),
        None => limit.as_f64().map_or_else(|| 1.into(), |limit| (limit + step).into()),
    }
}

/// Returns the number of values in a value. A long text counts as several.
fn size(value: &Value) -> usize {
    match value {
        Value::String(text) => 1 + text.len() / MAX_TEXT * MAX_VALUES,
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(entries) => 1 + entries.values().map(size).sum::<usize>(),
        _ => 1,
    }
}
