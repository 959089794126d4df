//! The parameters of a request, read in their styles (OpenAPI 3.0.4, "Style Values").

use std::collections::BTreeMap;

use bytes::Bytes;
use clientwright_codegen::{
    api::{
        Api, Encoding, Location, Object, Operation, Parameter, SchemaId, Schemas, Shape, Style, StyleForm,
    },
    values,
};
use http::Request;

use crate::{
    problem::Fault,
    text::{Patterns, Raw, choices, cookies, decoded, query_pairs, reading, unescaped},
};

/// Returns the faults of the parameters of `request`. `path` has those of the path.
pub(crate) fn check(
    api: &Api,
    operation: &Operation,
    path: &BTreeMap<String, String>,
    request: &Request<Bytes>,
    patterns: &Patterns,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    let names = |location: Location| {
        let own = operation.parameters.iter().filter(move |parameter| parameter.location == location);
        own.map(|parameter| parameter.name.as_str()).collect()
    };
    let query = query_pairs(request.uri().query().unwrap_or_default()).collect();
    let query = Pairs { all: query, names: names(Location::Query) };
    let cookies = Pairs { all: cookies(request.headers()).collect(), names: names(Location::Cookie) };
    for parameter in &operation.parameters {
        let (part, raw) = match parameter.location {
            Location::Path => {
                ("path", path.get(&parameter.name).and_then(|text| from_path(api, parameter, text)))
            }
            Location::Query => (
                "query",
                from_pairs(&api.schemas, parameter.schema, &parameter.name, parameter.encoding, &query),
            ),
            Location::Cookie => (
                "cookie",
                from_pairs(&api.schemas, parameter.schema, &parameter.name, parameter.encoding, &cookies),
            ),
            Location::QueryString => {
                let query = request.uri().query().filter(|query| !query.is_empty());
                ("query", query.map(|query| Raw::One(unescaped(query))))
            }
            Location::Header => ("header", from_header(api, parameter, request)),
        };
        let Some(raw) = raw else {
            if parameter.required {
                let message = "it is missing".to_owned();
                faults.push(Fault { part, place: parameter.name.clone(), message });
            }
            continue;
        };
        let value = match (&parameter.encoding, &raw) {
            (Encoding::Json, Raw::One(text)) => match serde_json::from_str(text) {
                Ok(value) => value,
                Err(error) => {
                    faults.push(Fault {
                        part,
                        place: parameter.name.clone(),
                        message: format!("invalid JSON: {error}"),
                    });
                    continue;
                }
            },
            _ => reading(&api.schemas, parameter.schema, &raw),
        };
        let found = values::check(&api.schemas, parameter.schema, &value, &|pattern, text| {
            patterns.matches(pattern, text)
        });
        // Only JSON has a `null`: in another notation it is the empty text.
        let is_nothing = value == "" && api.schemas.nullable(parameter.schema);
        faults.extend(found.into_iter().filter(|_| !is_nothing).map(|fault| Fault {
            part,
            place: format!("{}{}", parameter.name, fault.pointer),
            message: fault.message,
        }));
    }
    faults
}

/// The kind of the elements of a value.
enum Elements<'a> {
    One,
    List,
    Entries(Option<&'a Object>),
}

fn elements(schemas: &Schemas, id: SchemaId) -> Elements<'_> {
    // A schema that allows a list or an object is read as one.
    let several = choices(schemas, id).into_iter().find_map(|id| match &schemas[id].shape {
        Shape::Array(_) | Shape::Tuple(_) => Some(Elements::List),
        Shape::Map(_) => Some(Elements::Entries(None)),
        Shape::Object(object) => Some(Elements::Entries(Some(object))),
        _ => None,
    });
    several.unwrap_or(Elements::One)
}

/// Reads a value from one text, its elements separated by `separator`.
fn split(
    elements: &Elements<'_>,
    text: &str,
    separator: &str,
    explode: bool,
    decode: fn(&str) -> String,
) -> Raw {
    let texts = || text.split(separator);
    match elements {
        Elements::One => Raw::One(decode(text)),
        Elements::List => Raw::List(if text.is_empty() {
            Vec::new()
        } else {
            texts().map(|piece| Raw::One(decode(piece))).collect()
        }),
        Elements::Entries(_) if explode => Raw::Entries(
            texts()
                .filter_map(|pair| pair.split_once('='))
                .map(|(name, value)| (decode(name), Raw::One(decode(value))))
                .collect(),
        ),
        Elements::Entries(_) => {
            let all: Vec<String> = texts().map(decode).collect();
            let pairs = all.chunks_exact(2);
            Raw::Entries(pairs.map(|pair| (pair[0].clone(), Raw::One(pair[1].clone()))).collect())
        }
    }
}

fn from_path(api: &Api, parameter: &Parameter, text: &str) -> Option<Raw> {
    let elements = elements(&api.schemas, parameter.schema);
    let Encoding::Style(style) = parameter.encoding else { return Some(Raw::One(unescaped(text))) };
    if text.is_empty() {
        return None;
    }
    Some(match style.form {
        StyleForm::Label => {
            let separator = if style.explode { "." } else { "," };
            split(&elements, text.strip_prefix('.')?, separator, style.explode, unescaped)
        }
        StyleForm::Matrix => from_matrix(&elements, &parameter.name, text, style.explode)?,
        _ => split(&elements, text, ",", style.explode, unescaped),
    })
}

/// Reads `;color=blue`, `;color=blue;color=black`, `;R=100;G=200`.
fn from_matrix(elements: &Elements<'_>, name: &str, text: &str, explode: bool) -> Option<Raw> {
    let rest = text.strip_prefix(';')?;
    let own = |pair: &str| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (unescaped(key) == name).then(|| value.to_owned())
    };
    match elements {
        Elements::List if explode => {
            Some(Raw::List(rest.split(';').filter_map(own).map(|text| Raw::One(unescaped(&text))).collect()))
        }
        Elements::Entries(_) if explode => Some(split(elements, rest, ";", true, unescaped)),
        _ => own(rest).map(|value| split(elements, &value, ",", false, unescaped)),
    }
}

fn from_header(api: &Api, parameter: &Parameter, request: &Request<Bytes>) -> Option<Raw> {
    let value = request.headers().get(&parameter.name)?;
    let text = String::from_utf8_lossy(value.as_bytes());
    let Encoding::Style(style) = parameter.encoding else { return Some(Raw::One(text.into_owned())) };
    let elements = elements(&api.schemas, parameter.schema);
    Some(split(&elements, &text, ",", style.explode, |text| text.trim().to_owned()))
}

/// The pairs of a query, a form or the cookies, names decoded, and the names that the description gives them.
pub(crate) struct Pairs<'a> {
    pub(crate) all: Vec<(String, &'a str)>,
    pub(crate) names: Vec<&'a str>,
}

/// Reads a parameter of the query, of a form or of the cookies.
pub(crate) fn from_pairs(
    schemas: &Schemas,
    schema: SchemaId,
    name: &str,
    encoding: Encoding,
    pairs: &Pairs<'_>,
) -> Option<Raw> {
    let own = || pairs.all.iter().filter(|(key, _)| key == name).map(|(_, value)| *value);
    let Encoding::Style(style) = encoding else { return own().next().map(|text| Raw::One(decoded(text))) };
    let elements = elements(schemas, schema);
    match (style.form, &elements) {
        (StyleForm::DeepObject, _) => deep(name, &pairs.all),
        (_, Elements::List) if style.explode => {
            let texts: Vec<Raw> = own().map(|text| Raw::One(decoded(text))).collect();
            // An empty list is not encoded.
            (!texts.is_empty()).then_some(Raw::List(texts))
        }
        (_, Elements::Entries(object)) if style.explode => entries(*object, pairs),
        (form, _) => {
            let text = own().next()?;
            let separator = separator(form, text);
            Some(split(&elements, text, separator, false, decoded))
        }
    }
}

/// Reads an object with a pair for each property: the pairs with the name of a property, and those without a
/// parameter of their name.
fn entries(object: Option<&Object>, pairs: &Pairs<'_>) -> Option<Raw> {
    let is_property = |key: &str| match object {
        Some(object) if object.additional.is_none() => {
            object.properties.iter().any(|property| property.name == key)
        }
        _ => !pairs.names.contains(&key),
    };
    let mut entries: Vec<(String, Raw)> = Vec::new();
    for (key, value) in pairs.all.iter().filter(|(key, _)| is_property(key)) {
        let value = decoded(value);
        match entries.iter_mut().find(|(known, _)| known == key) {
            Some((_, Raw::List(texts))) => texts.push(Raw::One(value)),
            Some((_, raw)) => *raw = Raw::List(vec![raw.clone(), Raw::One(value)]),
            None => entries.push((key.clone(), Raw::One(value))),
        }
    }
    (!entries.is_empty()).then_some(Raw::Entries(entries))
}

/// The depth below which keys in keys are not read.
const DEEPEST: usize = 32;

/// Reads `name[key]=value`, `name[key][inner]=value`, `name[key][0]=value`.
fn deep(name: &str, pairs: &[(String, &str)]) -> Option<Raw> {
    let steps = |key: &str| -> Option<Vec<String>> {
        let rest = key.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')?;
        Some(rest.split("][").take(DEEPEST).map(str::to_owned).collect())
    };
    let mut entries: Vec<(String, Raw)> = Vec::new();
    for (key, value) in pairs {
        if let Some(steps) = steps(key) {
            put(&mut entries, &steps, decoded(value));
        }
    }
    (!entries.is_empty()).then(|| numbered(Raw::Entries(entries)))
}

fn put(entries: &mut Vec<(String, Raw)>, steps: &[String], value: String) {
    let Some((first, rest)) = steps.split_first() else { return };
    if rest.is_empty() {
        entries.push((first.clone(), Raw::One(value)));
        return;
    }
    let at = entries.iter().position(|(known, _)| known == first).unwrap_or_else(|| {
        entries.push((first.clone(), Raw::Entries(Vec::new())));
        entries.len() - 1
    });
    if let Raw::Entries(inner) = &mut entries[at].1 {
        put(inner, rest, value);
    }
}

/// Turns entries with numbers as keys into lists.
fn numbered(raw: Raw) -> Raw {
    let Raw::Entries(entries) = raw else { return raw };
    let is_number = |key: &String| key.bytes().all(|byte| byte.is_ascii_digit());
    if !entries.is_empty() && entries.iter().all(|(key, _)| is_number(key)) {
        return Raw::List(entries.into_iter().map(|(_, raw)| numbered(raw)).collect());
    }
    Raw::Entries(entries.into_iter().map(|(key, raw)| (key, numbered(raw))).collect())
}

/// Returns the separator of the list in `text`, which may be encoded.
fn separator(form: StyleForm, text: &str) -> &'static str {
    let known: &[&'static str] = match form {
        StyleForm::SpaceDelimited => &["%20", "+", " "],
        StyleForm::PipeDelimited => &["|", "%7C", "%7c"],
        StyleForm::TabDelimited => &["%09", "\t"],
        _ => &[",", "%2C"],
    };
    known.iter().find(|separator| text.contains(*separator)).copied().unwrap_or(known[0])
}

/// The style of a property of a form without an encoding.
pub(crate) const FORM: Style = Style { form: StyleForm::Form, explode: true, reserved: false };
