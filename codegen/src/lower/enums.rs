//! Enumerations.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Number, Value};

use super::schema_view::{SchemaView, exact_integer};
use crate::api::{EnumBase, EnumValue, Enumeration, IntegerFormat, Shape, StringFormat, scalar_text};

/// Returns the shape of the values that a schema lists; `None` if it lists only `null` or values that are not
/// scalars.
pub(super) fn listed(schema_view: &SchemaView<'_>, type_name: Option<&str>) -> Option<Shape> {
    let is_container = |value: &Value| value.is_object() || value.is_array();
    if schema_view.enumeration.iter().all(Value::is_null) || schema_view.enumeration.iter().any(is_container)
    {
        return None;
    }
    let mut values: Vec<EnumValue> = Vec::new();
    let mut known: HashSet<Value> = HashSet::new();
    let (ms_enum, go_enum) = (ms_enum_entries(schema_view), go_enum_entries(schema_view));
    for (index, value) in schema_view.enumeration.iter().enumerate().filter(|(_, value)| !value.is_null()) {
        let value = as_type(value, type_name);
        if known.insert(value.clone()) {
            let listed = |extensions: &[&str]| extension_entry(schema_view, extensions, index, &value);
            let name = listed(&["x-enum-varnames", "x-enumNames", "x-enum-names", "x-speakeasy-enums"]);
            let ms_enum = |key: &str| legible(ms_enum.get(scalar_text(&value).as_str())?.get(key)?);
            let name = name.or_else(|| ms_enum("name"));
            let description =
                listed(&["x-enum-descriptions", "x-enumDescriptions", "x-speakeasy-enum-descriptions"]);
            let description = description.or_else(|| ms_enum("description"));
            let of_line = || go_enum.get(scalar_text(&value).as_str()).map(|text| (*text).to_owned());
            let description = description.or_else(of_line);
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
    Some(Shape::Enum(Enumeration { base, values: values.into() }))
}

/// Returns the value of an enumeration that has only one.
pub(super) fn constant(shape: &Shape) -> Option<Value> {
    match shape {
        Shape::Enum(Enumeration { values, .. }) => match &**values {
            [only] => Some(only.value.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the only boolean that a schema lists.
pub(super) fn boolean_constant(schema_view: &SchemaView<'_>) -> Option<Value> {
    match &*schema_view.enumeration {
        [only @ Value::Bool(_)] => Some(only.clone()),
        _ => None,
    }
}

/// Returns the shape of values with the type of those in `list`.
pub(super) fn plain(list: &Enumeration) -> Shape {
    match list.base {
        EnumBase::Integer => Shape::Integer(IntegerFormat::I64),
        EnumBase::Number => Shape::Number { single: false },
        EnumBase::String | EnumBase::Mixed => Shape::String(StringFormat::Plain),
    }
}

/// Converts a value to the type of the schema, because YAML reads `yes` as a boolean and `1` as a number.
pub(super) fn as_type(value: &Value, type_name: Option<&str>) -> Value {
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

/// Returns the entry for a value of an extension with an entry for each: a list in the order of the values, or an
/// object with the values as keys.
fn extension_entry(
    schema_view: &SchemaView<'_>,
    extensions: &[&str],
    index: usize,
    value: &Value,
) -> Option<String> {
    let data = schema_view.data?;
    let entries = extensions.iter().find_map(|name| data.extensions.get(*name))?;
    let entry = if entries.is_object() { entries.get(scalar_text(value)) } else { entries.get(index) };
    legible(entry?)
}

/// Returns the entries of `x-ms-enum`, which lists each value beside its name and description, by the text of the
/// value.
fn ms_enum_entries<'a>(schema_view: &SchemaView<'a>) -> HashMap<String, &'a Map<String, Value>> {
    let extension = schema_view.data.and_then(|data| data.extensions.get("x-ms-enum"));
    let values = extension.and_then(|extension| extension.get("values")?.as_array());
    let mut entries = HashMap::new();
    for entry in values.into_iter().flatten().filter_map(Value::as_object) {
        if let Some(value) = entry.get("value").filter(|value| !value.is_object() && !value.is_array()) {
            entries.entry(scalar_text(value)).or_insert(entry);
        }
    }
    entries
}

/// Returns the descriptions of `x-go-enum-desc`, by the text of the value. Each line has a value, the name of a
/// constant in Go and a description.
fn go_enum_entries<'a>(schema_view: &SchemaView<'a>) -> HashMap<&'a str, &'a str> {
    let extension = schema_view.data.and_then(|data| data.extensions.get("x-go-enum-desc")?.as_str());
    let entries = extension.into_iter().flat_map(str::lines).filter_map(|line| {
        let (value, rest) = line.split_once(' ')?;
        let (_, description) = rest.trim_start().split_once(' ')?;
        Some((value, description.trim())).filter(|(_, description)| !description.is_empty())
    });
    entries.collect()
}

fn legible(entry: &Value) -> Option<String> {
    entry.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use openapiv3::SchemaData;
    use serde_json::json;

    use super::*;

    fn view(values: Value) -> SchemaView<'static> {
        let enumeration = match values {
            Value::Array(values) => values,
            _ => Vec::new(),
        };
        SchemaView { enumeration: enumeration.into(), ..SchemaView::default() }
    }

    #[test]
    fn lists_values_by_their_common_type() {
        let cases = [
            (json!(["a", "b", "a", null]), None, Some((EnumBase::String, json!(["a", "b"])))),
            (json!([1, 2]), None, Some((EnumBase::Integer, json!([1, 2])))),
            (json!([1, 2.5]), None, Some((EnumBase::Number, json!([1, 2.5])))),
            (json!(["a", 1]), None, Some((EnumBase::Mixed, json!(["a", 1])))),
            // YAML reads `yes` and `1` as other types.
            (json!([true, 1]), Some("string"), Some((EnumBase::String, json!(["true", "1"])))),
            (json!(["1", 2.0]), Some("integer"), Some((EnumBase::Integer, json!([1, 2])))),
            (json!([null]), None, None),
            (json!(["a", {}]), None, None),
        ];
        for (values, type_name, expected) in cases {
            let found = match listed(&view(values.clone()), type_name) {
                Some(Shape::Enum(list)) => {
                    Some((list.base, list.values.iter().map(|value| value.value.clone()).collect()))
                }
                _ => None,
            };
            assert_eq!(found, expected, "{values}");
        }
        assert_eq!(listed(&view(json!([true, false])), None), Some(Shape::Boolean));
    }

    #[test]
    fn makes_a_constant_of_one_value() {
        let one = listed(&view(json!(["a"])), None);
        assert_eq!(one.as_ref().and_then(constant), Some(json!("a")));
        let two = listed(&view(json!(["a", "b"])), None);
        assert_eq!(two.as_ref().and_then(constant), None);
        assert_eq!(boolean_constant(&view(json!([true]))), Some(json!(true)));
    }

    #[test]
    fn describes_values_by_the_lines_of_x_go_enum_desc() {
        let lines = json!("a KindA  The first.\nb KindB\n KindUnset  No kind.\nc\n");
        let extensions = [("x-go-enum-desc".to_owned(), lines)].into_iter().collect();
        let data = SchemaData { extensions, ..SchemaData::default() };
        let view = SchemaView { data: Some(&data), ..view(json!(["a", "b", "", "c"])) };
        let Some(Shape::Enum(list)) = listed(&view, Some("string")) else { panic!("no enum") };
        let found: Vec<_> = list.values.iter().map(|value| value.description.as_deref()).collect();
        assert_eq!(found, [Some("The first."), None, Some("No kind."), None]);
    }

    #[test]
    fn names_values_by_the_first_entry_of_x_ms_enum() {
        let entries = json!({ "values": [
            { "value": {}, "name": "Object" },
            { "value": 1, "name": "One", "description": "The first." },
            { "value": "1", "name": "Uno" },
            { "value": "b", "name": " " },
        ] });
        let extensions = [("x-ms-enum".to_owned(), entries)].into_iter().collect();
        let data = SchemaData { extensions, ..SchemaData::default() };
        let view = SchemaView { data: Some(&data), ..view(json!(["1", "b", "c"])) };
        let Some(Shape::Enum(list)) = listed(&view, Some("string")) else { panic!("no enum") };
        let found: Vec<_> =
            list.values.iter().map(|value| (value.name.as_deref(), value.description.as_deref())).collect();
        assert_eq!(found, [(Some("One"), Some("The first.")), (None, None), (None, None)]);
    }
}
