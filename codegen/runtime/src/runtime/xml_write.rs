//! Writing XML: a JSON value as the table of its type says.

use std::borrow::Cow;

use quick_xml::escape::escape;
use serde_json::{Map, Value};

use super::xml::{Element, Field, Place, Shape};

/// A document whose element is a `value` of this type.
///
/// # Errors
/// When XML has no name or no text for something in it.
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
                element(out, checked(name)?, &[], value, Shape::Any)?;
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

/// The elements of an object, in the order of its table.
fn properties(out: &mut String, fields: &[Field], object: &Map<String, Value>) -> Result<(), String> {
    for field in fields {
        let value = object.get(field.wire).filter(|value| !value.is_null());
        match (field.place, value) {
            (Place::Attribute, _) => {}
            (Place::Rest, _) => {
                let is_rest = |name: &String| !fields.iter().any(|field| field.wire == name);
                for (name, value) in object.iter().filter(|(name, _)| is_rest(name)) {
                    element(out, checked(name)?, &[], value, field.shape)?;
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

/// A scalar as XML has it.
fn text(value: &Value) -> Result<Cow<'_, str>, String> {
    let text = match value {
        Value::String(text) => Cow::Borrowed(text.as_str()),
        other => Cow::Owned(other.to_string()),
    };
    // XML 1.0, section 2.2.
    let is_sayable =
        |char: char| !(char < ' ' && !"\t\n\r".contains(char) || ('\u{fffe}'..='\u{ffff}').contains(&char));
    if !text.chars().all(is_sayable) {
        return Err(format!("XML has no word for a character in {text:?}"));
    }
    Ok(match text {
        Cow::Borrowed(text) => escape(text),
        Cow::Owned(text) => Cow::Owned(escape(text).into_owned()),
    })
}

/// A name that comes from a value, as far as it is one in XML (section 2.3).
fn checked(name: &str) -> Result<&str, String> {
    let mut chars = name.chars();
    let starts = chars.next().is_some_and(|first| first.is_alphabetic() || first == '_');
    let goes_on = chars.all(|char| char.is_alphanumeric() || "_-.".contains(char));
    if starts && goes_on { Ok(name) } else { Err(format!("{name:?} is no name of an element")) }
}
