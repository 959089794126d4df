//! A JSON value of a schema: what the description shows, as far as it is one, and made up where it is not.

use serde_json::{Map, Number, Value};

use super::{
    check::{fits, whole},
    formats,
};
use crate::api::{Constraint, Object, Schema, SchemaId, Schemas, Shape, StringFormat, Union};

/// How deep values are made up; below that only what has to be there is.
const DEEPEST: usize = 2;
/// Schemas that contain themselves end here, with or without a value.
const LAST: usize = 24;
/// An example has no more values.
const MOST: usize = 2000;
/// What is shown is looked at so often at the most to see which members of unions it has.
const MOST_LOOKS: usize = 4000;
/// A longer text is none of an example, in bytes.
const LONGEST: usize = 2000;

/// A value of the schema `id`, which decodes as its type: as near to `shown` as it can be, and `None` where the schema
/// contains itself without end.
#[must_use]
pub fn example(schemas: &Schemas, id: SchemaId, shown: Option<&Value>) -> Option<Value> {
    let make = |shown| Making { schemas, left: MOST, looks: MOST_LOOKS }.value(id, shown, 0);
    make(shown).or_else(|| make(None))
}

struct Making<'a> {
    schemas: &'a Schemas,
    /// How many values may still be made.
    left: usize,
    /// How often something may still be looked at to see which member of a union it is.
    looks: usize,
}

impl Making<'_> {
    /// A value of `id`. `depth` counts the values that are made up around it.
    fn value(&mut self, id: SchemaId, shown: Option<&Value>, depth: usize) -> Option<Value> {
        if depth > LAST {
            return None;
        }
        let schemas = self.schemas;
        let (mut at, mut shown) = (id, shown);
        // References may be a long way to the value's own schema.
        let schema = loop {
            self.left = self.left.checked_sub(1)?;
            let schema = &schemas[at];
            // What stands beside a value that is shown in its place is nearer than what the schema shows of all of them.
            shown = shown.or(schema.example.as_ref());
            match schema.shape {
                Shape::Reference(target) => at = target,
                _ => break schema,
            }
        };
        if matches!(shown, Some(Value::Null)) && schemas.nullable(id) {
            return Some(Value::Null);
        }
        if let Some(constant) = &schema.constant {
            return Some(constant.clone());
        }
        let made = match &schema.shape {
            // It has been followed.
            Shape::Reference(_) | Shape::Multipart(_) => None,
            Shape::Any(_) => self.anything(shown),
            Shape::Boolean => Some(scalar(schema, shown, Value::is_boolean, || true.into())),
            Shape::Integer(format) => {
                let (least, most) = format.range();
                let fits = |value: &Value| {
                    matches!(value, Value::Number(number)
                        if whole(number).is_some_and(|whole| (least..=most).contains(&whole)))
                };
                Some(scalar(schema, shown, fits, || number(schema, true)))
            }
            Shape::Number { .. } => Some(scalar(schema, shown, Value::is_number, || number(schema, false))),
            Shape::String(format) => {
                let fits = |value: &Value| {
                    value.as_str().is_some_and(|text| text.len() <= LONGEST && formats::has(*format, text))
                };
                Some(scalar(schema, shown, fits, || text(schema, *format)))
            }
            Shape::Enum(list) => {
                let is_listed = |value: &Value| list.values.iter().any(|listed| listed.value == *value);
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
        made.or_else(|| schemas.nullable(id).then_some(Value::Null))
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
        let mut least = 0;
        let mut most = usize::MAX;
        for constraint in &schema.docs.constraints {
            match constraint {
                Constraint::MinItems(number) => least = (*number).min(MOST),
                Constraint::MaxItems(number) => most = *number,
                _ => {}
            }
        }
        if let Some(Value::Array(shown)) = shown {
            let items = shown.iter().take(most).filter_map(|shown| self.value(item, Some(shown), depth));
            return Some(items.collect());
        }
        let wanted = if depth < DEEPEST { least.max(1).min(most) } else { least };
        let mut items = Vec::new();
        for _ in 0..wanted {
            match self.value(item, None, depth + 1) {
                Some(item) => items.push(item),
                // A list need not have what cannot be made.
                None if least == 0 => break,
                None => return None,
            }
        }
        Some(items.into())
    }

    fn map(&mut self, item: SchemaId, shown: Option<&Value>, depth: usize) -> Value {
        let shown = shown.and_then(Value::as_object).into_iter().flatten();
        let entries = shown.filter_map(|(key, shown)| {
            let key = (key.len() <= LONGEST).then(|| key.clone())?;
            Some((key, self.value(item, Some(shown), depth)?))
        });
        Value::Object(entries.collect())
    }

    fn object(&mut self, object: &Object, shown: Option<&Value>, depth: usize) -> Option<Value> {
        let shown = shown.and_then(Value::as_object);
        let mut entries = Map::new();
        for property in &object.properties {
            if let Some(tag_value) = &property.tag_value {
                entries.insert(property.name.clone(), tag_value.clone());
                continue;
            }
            let shown_here = shown.and_then(|shown| shown.get(&property.name));
            let is_told = shown.is_none() && depth < DEEPEST;
            if !property.required && shown_here.is_none() && !is_told {
                continue;
            }
            let inside = if shown_here.is_some() { depth } else { depth + 1 };
            match self.value(property.schema, shown_here, inside) {
                Some(value) => {
                    entries.insert(property.name.clone(), value);
                }
                None if property.required => return None,
                None => {}
            }
        }
        let Some(additional) = object.additional else { return Some(entries.into()) };
        for (key, shown) in shown.into_iter().flatten().filter(|(key, _)| key.len() <= LONGEST) {
            if object.properties.iter().any(|property| property.name == *key) {
                continue;
            }
            if let Some(value) = self.value(additional, Some(shown), depth) {
                entries.insert(key.clone(), value);
            }
        }
        Some(entries.into())
    }

    /// The member that is shown, or the first of which there is a value.
    fn union(&mut self, union: &Union, shown: Option<&Value>, depth: usize) -> Option<Value> {
        let is_tagged = |tags: &[String]| {
            let tag = shown.zip(union.tag.as_ref()).and_then(|(shown, tag)| shown.get(tag)?.as_str());
            tag.is_some_and(|tag| tags.iter().any(|known| known == tag))
        };
        let shown_as = match (union.tag.as_ref(), shown) {
            (_, None) => None,
            (Some(_), _) => union.members.iter().find(|member| is_tagged(&member.tags)),
            (None, Some(shown)) => {
                union.members.iter().find(|member| fits(self.schemas, member.schema, shown, &mut self.looks))
            }
        };
        let others = union.members.iter().map(|member| (member, None));
        for (member, shown) in shown_as.map(|member| (member, shown)).into_iter().chain(others) {
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

/// What is shown, or the default, where it is one of these values; otherwise another one.
fn scalar(
    schema: &Schema,
    shown: Option<&Value>,
    fits: impl Fn(&Value) -> bool,
    make: impl FnOnce() -> Value,
) -> Value {
    let known = [shown, schema.example.as_ref(), schema.docs.default.as_ref()];
    let as_it_is = |value: &Value| fits(value).then(|| value.clone());
    let in_other_notation = |value: &Value| other_notation(value).filter(|value| fits(value));
    let found =
        known.into_iter().flatten().find_map(|value| as_it_is(value).or_else(|| in_other_notation(value)));
    found.unwrap_or_else(make)
}

/// A text without its quotes, and what is no text with quotes: many descriptions have the one for the other.
fn other_notation(value: &Value) -> Option<Value> {
    match value {
        Value::String(text) => serde_json::from_str(text).ok().filter(|value: &Value| !value.is_string()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string().into()),
        _ => None,
    }
}

/// A text of a format; one that has none is as long as it has to be.
fn text(schema: &Schema, format: StringFormat) -> Value {
    let text = formats::text(format);
    if !matches!(format, StringFormat::Plain | StringFormat::Password) {
        return text.into();
    }
    let (mut least, mut most) = (0, usize::MAX);
    for constraint in &schema.docs.constraints {
        match constraint {
            Constraint::MinLength(length) => least = (*length).min(LONGEST),
            Constraint::MaxLength(length) => most = *length,
            _ => {}
        }
    }
    text.chars().cycle().take(text.len().max(least).min(most)).collect::<String>().into()
}

/// A number within its limits: 1 where they allow it.
fn number(schema: &Schema, integer: bool) -> Value {
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
    let whole = whole(limit).and_then(|limit| i64::try_from(limit).ok());
    match whole {
        Some(limit) => limit.saturating_add(if step > 0.0 { 1 } else { -i64::from(step < 0.0) }).into(),
        None if integer => 1.into(),
        None => limit.as_f64().map_or_else(|| 1.into(), |limit| (limit + step).into()),
    }
}

/// How many values a value consists of, a long text as many as it could be.
fn size(value: &Value) -> usize {
    match value {
        Value::String(text) => 1 + text.len() / LONGEST * MOST,
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(entries) => 1 + entries.values().map(size).sum::<usize>(),
        _ => 1,
    }
}
