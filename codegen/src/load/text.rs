//! JSON or YAML text to a JSON value, in which objects keep their order.

use std::fmt::Display;

use serde_json::{Map, Number, Value};
use serde_yaml::Value as Yaml;

use crate::diagnostics::{Code, Diagnostics, Pointer, Position};

/// Reads the text; `None` after a diagnostic.
pub(super) fn parse(text: &str, diagnostics: &mut Diagnostics) -> Option<Value> {
    if text.trim_start().starts_with('{') { json(text, diagnostics) } else { yaml(text, diagnostics) }
}

fn json(text: &str, diagnostics: &mut Diagnostics) -> Option<Value> {
    match serde_json::from_str(text) {
        Ok(value) => Some(value),
        Err(error) => {
            let position = Position::of_line_and_column(text, error.line(), error.column());
            let message = without_position(error);
            diagnostics.push_at(Code::SYNTAX, Some(position), format!("invalid JSON: {message}"));
            None
        }
    }
}

fn yaml(text: &str, diagnostics: &mut Diagnostics) -> Option<Value> {
    let parsed = serde_yaml::from_str::<Yaml>(text).and_then(|mut value| {
        value.apply_merge()?;
        Ok(value)
    });
    match parsed {
        Ok(value) => Some(to_json(value, &Pointer::root(), diagnostics)),
        Err(error) => {
            let position = error
                .location()
                .map(|at| Position::of_line_and_column(text, at.line(), at.column()));
            let message = without_position(error);
            diagnostics.push_at(Code::SYNTAX, position, format!("invalid YAML: {message}"));
            None
        }
    }
}

/// The message without the ` at line 1 column 2` that the diagnostic shows by itself.
fn without_position(error: impl Display) -> String {
    let message = error.to_string();
    message.split(" at line ").next().unwrap_or_default().to_owned()
}

fn to_json(value: Yaml, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Value {
    match value {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => Value::Bool(value),
        Yaml::Number(number) => number_to_json(&number),
        Yaml::String(value) => Value::String(value),
        Yaml::Sequence(items) => items
            .into_iter()
            .enumerate()
            .map(|(index, item)| match item {
                // A pointer is made only for what can hold a diagnostic.
                Yaml::Mapping(_) | Yaml::Sequence(_) | Yaml::Tagged(_) => {
                    to_json(item, &pointer.index(index), diagnostics)
                }
                scalar => to_json(scalar, pointer, diagnostics),
            })
            .collect(),
        Yaml::Mapping(entries) => {
            let mut object = Map::with_capacity(entries.len());
            for (key, value) in entries {
                let Some(key) = key_to_string(key, pointer, diagnostics) else { continue };
                let value = match value {
                    Yaml::Mapping(_) | Yaml::Sequence(_) | Yaml::Tagged(_) => {
                        to_json(value, &pointer.key(&key), diagnostics)
                    }
                    scalar => to_json(scalar, pointer, diagnostics),
                };
                object.insert(key, value);
            }
            Value::Object(object)
        }
        Yaml::Tagged(tagged) => {
            diagnostics.push(
                Code::YAML_KEY,
                pointer,
                format!("the tag `{}` is passed over", tagged.tag),
            );
            to_json(tagged.value, pointer, diagnostics)
        }
    }
}

/// An integer that JSON numbers here cannot hold, an infinity or a NaN becomes text.
fn number_to_json(number: &serde_yaml::Number) -> Value {
    if let Some(value) = number.as_i64() {
        Value::Number(value.into())
    } else if let Some(value) = number.as_u64() {
        Value::Number(value.into())
    } else {
        number
            .as_f64()
            .and_then(Number::from_f64)
            .map_or_else(|| Value::String(number.to_string()), Value::Number)
    }
}

/// Status codes are written without quotes so often that they get no warning.
fn key_to_string(key: Yaml, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Option<String> {
    match key {
        Yaml::String(key) => Some(key),
        Yaml::Number(number) => Some(number.to_string()),
        Yaml::Bool(value) => {
            diagnostics.push_with_help(
                Code::YAML_KEY,
                pointer,
                format!("a key is the boolean `{value}`"),
                "put it in quotes",
            );
            Some(value.to_string())
        }
        Yaml::Null => Some("null".to_owned()),
        Yaml::Sequence(_) | Yaml::Mapping(_) | Yaml::Tagged(_) => {
            diagnostics.push(Code::YAML_KEY, pointer, "a key is not a text; it is passed over");
            None
        }
    }
}
