//! Texts of requests: pairs of the query, cookies, and the values of texts.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use clientwright_codegen::{
    api::{SchemaId, Schemas, Shape},
    values,
};
use http::{HeaderMap, header};
use percent_encoding::percent_decode_str;
use regex::Regex;
use serde_json::{Map, Value};

/// The regular expressions of a description, each compiled once.
#[derive(Debug, Default)]
pub(crate) struct Patterns(Mutex<HashMap<String, Option<Regex>>>);

impl Patterns {
    /// Returns `true` if `text` matches `pattern`. Every text matches a pattern that does not compile.
    pub(crate) fn matches(&self, pattern: &str, text: &str) -> bool {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let expression = known.entry(pattern.to_owned()).or_insert_with(|| Regex::new(pattern).ok());
        expression.as_ref().is_none_or(|expression| expression.is_match(text))
    }
}

/// Decodes the percent-encoding and the `+` of a form.
pub(crate) fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// Decodes the percent-encoding.
pub(crate) fn unescaped(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Returns the pairs of a query or a form. Names are decoded, values are not.
pub(crate) fn query_pairs(query: &str) -> impl Iterator<Item = (String, &str)> {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), value)
    })
}

/// Returns the pairs of the cookies.
pub(crate) fn cookies(headers: &HeaderMap) -> impl Iterator<Item = (String, &str)> {
    let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(';')).filter_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        Some((unescaped(name), value))
    })
}

/// The text or texts of a value whose schema is not known yet.
#[derive(Debug, Clone)]
pub(crate) enum Raw {
    One(String),
    List(Vec<Raw>),
    Entries(Vec<(String, Raw)>),
}

/// Returns the schemas below references and unions. A union may contain itself.
pub(crate) fn choices(schemas: &Schemas, id: SchemaId) -> Vec<SchemaId> {
    let mut known = vec![schemas.resolve(id)];
    let mut next = 0;
    while let Some(id) = known.get(next) {
        next += 1;
        let Shape::Union(union) = &schemas[*id].shape else { continue };
        for member in union.members.iter().map(|member| schemas.resolve(member.schema)) {
            if !known.contains(&member) {
                known.push(member);
            }
        }
    }
    known.retain(|id| !matches!(schemas[*id].shape, Shape::Union(_)));
    known
}

/// Returns the values that a text may have by a schema, the likeliest first.
pub(crate) fn readings(schemas: &Schemas, id: SchemaId, raw: &Raw) -> Vec<Value> {
    choices(schemas, id).into_iter().flat_map(|id| readings_as(schemas, id, raw)).collect()
}

fn readings_as(schemas: &Schemas, id: SchemaId, raw: &Raw) -> Vec<Value> {
    let schema = &schemas[id];
    match (&schema.shape, raw) {
        (Shape::Array(item), Raw::List(elements)) => {
            vec![elements.iter().map(|raw| reading(schemas, *item, raw)).collect()]
        }
        (Shape::Array(item), Raw::One(_)) => vec![Value::Array(vec![reading(schemas, *item, raw)])],
        (Shape::Tuple(items), Raw::List(elements)) => {
            vec![items.iter().zip(elements).map(|(item, raw)| reading(schemas, *item, raw)).collect()]
        }
        (Shape::Object(object), Raw::Entries(entries)) => {
            let property = |name: &String| object.properties.iter().find(|property| property.name == *name);
            let entries = entries.iter().map(|(name, raw)| {
                let id = property(name).map(|property| property.schema).or(object.additional);
                (name.clone(), id.map_or_else(|| plain(raw), |id| reading(schemas, id, raw)))
            });
            vec![Value::Object(entries.collect())]
        }
        (Shape::Map(item), Raw::Entries(entries)) => {
            let entries = entries.iter().map(|(name, raw)| (name.clone(), reading(schemas, *item, raw)));
            vec![Value::Object(entries.collect())]
        }
        (Shape::String(_), Raw::One(text)) => vec![text.as_str().into()],
        (_, Raw::One(text)) => {
            let json = serde_json::from_str::<Value>(text).ok().filter(|value| !value.is_string());
            json.into_iter().chain([text.as_str().into()]).collect()
        }
        // Of a duplicated name the first value counts, unless the schema is a list.
        (_, Raw::List(elements)) if !matches!(schema.shape, Shape::Any(_)) => {
            elements.first().map(|first| readings_as(schemas, id, first)).unwrap_or_default()
        }
        (_, raw) => vec![plain(raw)],
    }
}

/// Returns the value of a text that is valid by the schema, or the likeliest one.
pub(crate) fn reading(schemas: &Schemas, id: SchemaId, raw: &Raw) -> Value {
    let mut readings = readings(schemas, id, raw);
    let fits = |value: &Value| values::check(schemas, id, value, &|_, _| true).is_empty();
    let best = readings.iter().position(fits).unwrap_or(0);
    if readings.is_empty() { plain(raw) } else { readings.swap_remove(best) }
}

fn plain(raw: &Raw) -> Value {
    match raw {
        Raw::One(text) => text.as_str().into(),
        Raw::List(elements) => elements.iter().map(plain).collect(),
        Raw::Entries(entries) => {
            Value::Object(entries.iter().map(|(name, raw)| (name.clone(), plain(raw))).collect::<Map<_, _>>())
        }
    }
}
