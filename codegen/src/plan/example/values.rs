//! The scalars of an example: the values of the description, or else plausible ones.

use serde_json::Value;

use super::Items;
use crate::{
    escape::is_hidden,
    rust::{InstantForm, Item, Literal, Presence, Type},
};

/// The maximum number of characters of a text in an example.
const MAX_TEXT: usize = 40;
/// The maximum number of fields or variants that a value is compared with.
const MAX_FIELDS: usize = 20;

/// The place of a value in an example.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// The name of the argument or field.
    pub(super) name: &'a str,
    /// The value that the description shows there.
    pub(super) shown: Option<&'a Value>,
}

/// Returns a number or a boolean as a literal.
pub(super) fn scalar(ty: &Type, place: Place<'_>) -> String {
    let float = place.shown.and_then(Value::as_f64);
    let float = |limit: f64| float.filter(|number| number.abs() <= limit).unwrap_or(1.0);
    match ty {
        Type::Unit => "()".to_owned(),
        Type::Bool => place.shown.and_then(Value::as_bool).unwrap_or(true).to_string(),
        Type::Int(format) => {
            let number =
                |shown: &Value| shown.as_i64().map(i128::from).or_else(|| shown.as_u64().map(i128::from));
            let (minimum, maximum) = format.range();
            let number = place.shown.and_then(number).filter(|number| (minimum..=maximum).contains(number));
            number.unwrap_or(1).to_string()
        }
        Type::F32 => format!("{:?}", float(f64::from(f32::MAX))),
        Type::F64 => format!("{:?}", float(f64::MAX)),
        _ => "serde_json::json!({})".to_owned(),
    }
}

/// Returns a string literal: the text of the description if it is short, or else one that suits the name.
///
/// Code is the reader's own, so a text with a character that is not visible, a line break or the end of a code block
/// is not shown.
pub(super) fn text(place: Place<'_>) -> String {
    let is_plain = |text: &&str| {
        !text.trim().is_empty()
            && text.chars().count() <= MAX_TEXT
            && !text.contains(|char: char| char.is_control() || is_hidden(char))
            && !text.contains("```")
            && !is_generated(text)
    };
    match place.shown.and_then(Value::as_str).filter(is_plain) {
        Some(text) => format!("{text:?}"),
        None => format!("{:?}", plausible(place.name)),
    }
}

/// Returns a text that suits the name of its place.
fn plausible(name: &str) -> &str {
    match name.rsplit('_').next().unwrap_or_default() {
        "url" | "uri" => "https://example.com",
        "email" => "user@example.com",
        _ if name.len() <= MAX_TEXT && name.is_ascii() => name,
        _ => "text",
    }
}

/// Returns `true` for a text that is no example of the description, but was created for its schema.
fn is_generated(text: &str) -> bool {
    text.chars().eq("text".chars().cycle().take(text.len()))
}

/// Returns the name of an element of the list `name`, if that is a plural.
pub(super) fn singular(name: &str) -> Option<&str> {
    name.strip_suffix('s').filter(|one| one.len() > 1 && !one.ends_with(['s', 'u', 'i']))
}

/// Returns `true` for a text, a number or a boolean.
pub(super) fn is_scalar(value: &Value) -> bool {
    value.is_string() || value.is_number() || value.is_boolean()
}

/// Returns `true` for a list or an object that is not empty.
pub(super) fn has_parts(value: &Value) -> bool {
    let is_list = value.as_array().is_some_and(|elements| !elements.is_empty());
    is_list || value.as_object().is_some_and(|entries| !entries.is_empty())
}

/// Returns `true` if the literal is this value.
pub(super) fn is(literal: &Literal, value: &Value) -> bool {
    match literal {
        Literal::String(text) => value.as_str() == Some(text),
        Literal::Integer(number) => value.as_i64() == Some(*number),
        Literal::Number(number) => value.as_f64() == Some(*number),
        Literal::Bool(is) => value.as_bool() == Some(*is),
    }
}

/// Returns `true` if the JSON type of the value is one that values of the type have.
pub(super) fn may_be(ty: &Type, value: &Value, items: &Items<'_>) -> bool {
    match ty {
        Type::Bool => value.is_boolean(),
        Type::Int(_) | Type::Instant(InstantForm::UnixTime, _) => value.is_i64() || value.is_u64(),
        Type::F32 | Type::F64 => value.is_number(),
        Type::String | Type::Foreign(_) | Type::Runtime(_) | Type::Instant(InstantForm::HttpDate, _) => {
            value.is_string()
        }
        Type::Vec(_) | Type::Tuple(_) => value.is_array(),
        Type::Map(_) => value.is_object(),
        Type::Boxed(inner) => may_be(inner, value, items),
        Type::Named(home, ident) => match items.get(&(home.clone(), ident)) {
            Some(Item::Struct(item)) => value.as_object().is_some_and(|entries| {
                let mut fields = item.fields.iter().take(MAX_FIELDS);
                fields.all(|field| field.presence != Presence::Required || entries.contains_key(&field.wire))
            }),
            Some(Item::Enum(item)) => {
                item.variants.iter().take(MAX_FIELDS).any(|variant| is(&variant.wire, value))
            }
            _ => false,
        },
        _ => false,
    }
}
