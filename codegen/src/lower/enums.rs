//! Lists of values.

use serde_json::{Number, Value};

use super::schema_view::{SchemaView, exact_integer};
use crate::api::{EnumBase, EnumValue, Enumeration, IntegerFormat, Shape, StringFormat};

/// The shape of the values that `schema_view` list, of this type; `None` where they list none but `null`, or
/// some that are no scalars.
pub(super) fn listed(schema_view: &SchemaView<'_>, type_name: Option<&str>) -> Option<Shape> {
    let is_container = |value: &Value| value.is_object() || value.is_array();
    if schema_view.enumeration.iter().all(Value::is_null) || schema_view.enumeration.iter().any(is_container)
    {
        return None;
    }
    let mut values: Vec<EnumValue> = Vec::new();
    for (index, value) in schema_view.enumeration.iter().enumerate().filter(|(_, value)| !value.is_null()) {
        let value = as_type(value, type_name);
        if !values.iter().any(|known| known.value == value) {
            let name = said(schema_view, ["x-enum-varnames", "x-enumNames"], index);
            let description = said(schema_view, ["x-enum-descriptions", "x-enumDescriptions"], index);
            values.push(EnumValue { value, name, description });
        }
    }
    let all = |is: fn(&Value) -> bool| values.iter().all(|value| is(&value.value));
    let base = if all(Value::is_boolean) {
        return Some(Shape::Boolean);
    } else if all(Value::is_string) {
        EnumBase::String
    } else if all(Value::is_i64) {
        EnumBase::Integer
    } else if all(Value::is_number) {
        EnumBase::Number
    } else {
        EnumBase::Mixed
    };
    Some(Shape::Enum(Enumeration { base, values }))
}

/// The only value that `schema_view` list.
pub(super) fn constant(schema_view: &SchemaView<'_>, shape: &Shape) -> Option<Value> {
    match shape {
        Shape::Enum(Enumeration { values, .. }) => match values.as_slice() {
            [only] => Some(only.value.clone()),
            _ => None,
        },
        Shape::Boolean => match schema_view.enumeration.as_slice() {
            [only @ Value::Bool(_)] => Some(only.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// The shape of any value that is like those of `list`.
pub(super) fn plain(list: &Enumeration) -> Shape {
    match list.base {
        EnumBase::Integer => Shape::Integer(IntegerFormat::I64),
        EnumBase::Number => Shape::Number { single: false },
        EnumBase::String | EnumBase::Mixed => Shape::String(StringFormat::Plain),
    }
}

/// YAML reads `yes` as a boolean and `1` as a number: where the schema says what the values are, they
/// are that.
fn as_type(value: &Value, type_name: Option<&str>) -> Value {
    match (type_name, value) {
        (Some("string"), Value::Bool(_) | Value::Number(_)) => Value::String(value.to_string()),
        (Some("integer" | "number"), Value::String(text)) => {
            text.parse::<Number>().map_or_else(|_| value.clone(), Value::Number)
        }
        (Some("integer"), Value::Number(number)) => {
            integral(number).map_or_else(|| value.clone(), Value::from)
        }
        _ => value.clone(),
    }
}

fn integral(number: &Number) -> Option<i64> {
    number.as_i64().or_else(|| exact_integer(number.as_f64()?))
}

/// What an extension with an entry for each value says of the one at `index`.
fn said(schema_view: &SchemaView<'_>, extensions: [&str; 2], index: usize) -> Option<String> {
    let data = schema_view.data?;
    let list = extensions.iter().find_map(|name| data.extensions.get(*name))?;
    list.get(index)?.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)
}
