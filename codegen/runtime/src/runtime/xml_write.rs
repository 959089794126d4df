//! Conversion of JSON to XML by the table of its type.

use std::borrow::Cow;

use quick_xml::escape::escape;
use serde_json::{Map, Value};

use super::xml::{Element, Field, Place, Shape};

/// Converts `value` to a document with the root element of `E`.
///
/// # Errors
/// If a key is not a valid name in XML, or a string has a character that XML does not allow.
pub(super) fn write<E: Element>(value: &Value) -> Result<String, String> {
    let mut text = String::from(r#"<?xml version="1.0" encoding="UTF-8"?>"#);
    element(&mut text, E::NAME, E::NAMESPACES, value, E::shape())?;
    Ok(text)
}

fn element(
    out: &mut String,
    name: &str,
    namespaces: &[(&str, &str)],
    value: &Value,
    shape: Shape,
) -> Result<(), String> {
    let shape = shape.resolved();
    out.extend(["<", name]);
    for (prefix, namespace) in namespaces {
        let colon = if prefix.is_empty() { "" } else { ":" };
        out.extend([" xmlns", colon, prefix, "=\"", &*escape(*namespace), "\""]);
    }
    if let (Shape::Object(fields), Value::Object(object)) = (shape, value) {
        for field in fields.iter().filter(|field| field.place == Place::Attribute) {
            if let Some(value) = object.get(field.wire).filter(|value| !value.is_null()) {
                out.extend([" ", field.name, "=\"", &*text(value)?, "\""]);
            }
        }
    }
    out.push('>');
    match (shape, value) {
        (_, Value::Null) => {}
        (Shape::Object(fields), Value::Object(object)) => properties(out, fields, object)?,
        (Shape::List(item, of), Value::Array(items)) => {
            items.iter().try_for_each(|value| element(out, item, &[], value, *of))?;
        }
        (_, Value::Object(object)) => {
            for (name, value) in object {
                element(out, element_name(name)?, &[], value, Shape::Any)?;
            }
        }
        (_, Value::Array(items)) => {
            items.iter().try_for_each(|value| element(out, "item", &[], value, Shape::Any))?;
        }
        (_, scalar) => out.push_str(&text(scalar)?),
    }
    out.extend(["</", name, ">"]);
    Ok(())
}

/// Writes the properties of an object, in the order of its table.
fn properties(out: &mut String, fields: &[Field], object: &Map<String, Value>) -> Result<(), String> {
    for field in fields {
        let value = object.get(field.wire).filter(|value| !value.is_null());
        match (field.place, value) {
            (Place::Attribute, _) => {}
            (Place::Rest, _) => {
                let is_rest = |name: &String| !fields.iter().any(|field| field.wire == name);
                for (name, value) in object.iter().filter(|(name, _)| is_rest(name)) {
                    element(out, element_name(name)?, &[], value, field.shape)?;
                }
            }
            (Place::Items | Place::OptionalItems, Some(Value::Array(items))) => {
                let write = |value| element(out, field.name, &[], value, field.shape);
                items.iter().try_for_each(write)?;
            }
            (Place::Content, Some(value)) => out.push_str(&text(value)?),
            (_, Some(value)) => element(out, field.name, &[], value, field.shape)?,
            (_, None) => {}
        }
    }
    Ok(())
}

/// Returns the escaped text of a scalar.
fn text(value: &Value) -> Result<Cow<'_, str>, String> {
    let text = match value {
        Value::String(text) => Cow::Borrowed(text.as_str()),
        other => Cow::Owned(other.to_string()),
    };
    // XML 1.0, section 2.2.
    let is_allowed =
        |char: char| !(char < ' ' && !"\t\n\r".contains(char) || ('\u{fffe}'..='\u{ffff}').contains(&char));
    if !text.chars().all(is_allowed) {
        return Err(format!("{text:?} has a character that XML does not allow"));
    }
    Ok(match text {
        Cow::Borrowed(text) => escape(text),
        Cow::Owned(text) => Cow::Owned(escape(text).into_owned()),
    })
}

/// Returns `name` if it is valid in XML (section 2.3).
fn element_name(name: &str) -> Result<&str, String> {
    let mut chars = name.chars();
    let starts_valid = chars.next().is_some_and(|first| first.is_alphabetic() || first == '_');
    let continues_valid = chars.all(|char| char.is_alphanumeric() || "_-.".contains(char));
    if starts_valid && continues_valid {
        Ok(name)
    } else {
        Err(format!("{name:?} is not a valid element name"))
    }
}
