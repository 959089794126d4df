//! Intersection of the keywords of schemas that a value has to satisfy together: `type`, `format`, `enum` and the
//! constraints.

use std::collections::HashSet;

use serde_json::Value;

use super::{constraints, enums, formats, schema_view::SchemaView};
use crate::{
    api::{Constraint, Shape, StringFormat},
    diagnostics::Pointer,
    load::extensions::TUPLE,
};

/// The keywords that a value has to satisfy.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Keywords<'a> {
    /// The narrowest `type`.
    pub(super) type_name: Option<&'a str>,
    /// The narrowest `format`.
    pub(super) format: Option<String>,
    /// The values that every `enum` lists, without `null`; `None` if there is no `enum` or no common value.
    pub(super) values: Option<Vec<Value>>,
    /// The tightest constraints, in the order of [`Constraint`]'s variants.
    pub(super) constraints: Vec<Constraint>,
}

/// Keywords of two schemas that no value satisfies together.
#[derive(Debug, PartialEq)]
pub(super) struct Contradiction {
    /// The sentence that names the keywords.
    pub(super) message: String,
    /// The end of the sentence: the keyword that is used.
    pub(super) consequence: &'static str,
    /// The schema that comes first.
    pub(super) first: Pointer,
    /// The schema that comes later.
    pub(super) second: Pointer,
}

/// A schema and its location.
pub(super) type Located<'v, 'a> = (&'v SchemaView<'a>, &'v Pointer);

/// Intersects the keywords of `schemas`. Of two limits that contradict each other, that of the later schema is used;
/// two formats or lists of values that contradict each other are left out.
pub(super) fn intersect<'a>(
    schemas: &[Located<'_, 'a>],
    contradictions: &mut Vec<Contradiction>,
) -> Keywords<'a> {
    let type_name = schemas.iter().fold(None, |known, (view, _)| narrower_type(known, view.type_name));
    Keywords {
        type_name,
        format: format(type_name, schemas, contradictions),
        values: values(type_name, schemas, contradictions),
        constraints: constraints::intersect(schemas, contradictions),
    }
}

/// Returns the kind of JSON value that a schema allows, where an integer is a number.
pub(super) fn kind(view: &SchemaView<'_>) -> Option<&'static str> {
    if view.data.is_some_and(|data| data.extensions.contains_key(TUPLE)) {
        return Some("array");
    }
    kind_of_type(view.type_name?)
}

/// Returns the first two schemas that allow different kinds of JSON values.
pub(super) fn different_kinds<'v>(schemas: &[Located<'v, '_>]) -> Option<(&'v Pointer, &'v Pointer)> {
    let mut kinds = schemas.iter().filter_map(|(view, at)| Some((kind(view)?, *at)));
    let (first, first_at) = kinds.next()?;
    kinds.find(|(kind, _)| *kind != first).map(|(_, at)| (first_at, at))
}

/// Returns the kind of JSON value of a `type`.
pub(super) fn kind_of_type(type_name: &str) -> Option<&'static str> {
    match type_name {
        "string" => Some("string"),
        "integer" | "number" => Some("number"),
        "boolean" => Some("boolean"),
        "array" => Some("array"),
        "object" => Some("object"),
        _ => None,
    }
}

fn narrower_type<'a>(one: Option<&'a str>, other: Option<&'a str>) -> Option<&'a str> {
    match (one, other) {
        (Some("number"), Some("integer")) | (None, _) => other,
        (Some(name), Some(_)) if kind_of_type(name).is_none() => other,
        _ => one,
    }
}

fn format(
    type_name: Option<&str>,
    schemas: &[Located<'_, '_>],
    contradictions: &mut Vec<Contradiction>,
) -> Option<String> {
    let mut formats = schemas.iter().filter_map(|(view, at)| Some((view.format.as_deref()?, *at)));
    let (mut format, mut format_at) = formats.next()?;
    for (other, at) in formats {
        let Some(narrower) = narrower_format(type_name.unwrap_or("string"), format, other) else {
            contradictions.push(Contradiction {
                message: format!("the formats `{format}` and `{other}` exclude each other"),
                consequence: "; both are ignored",
                first: format_at.clone(),
                second: at.clone(),
            });
            return None;
        };
        if narrower == other && format != other {
            (format, format_at) = (other, at);
        }
    }
    Some(format.to_owned())
}

/// Returns the format that allows fewer values; `None` if no value has both.
fn narrower_format<'f>(type_name: &str, one: &'f str, other: &'f str) -> Option<&'f str> {
    let shape = |format| formats::scalar(type_name, format);
    let (first, second, default) = (shape(Some(one)), shape(Some(other)), shape(None));
    if first == second || second == default {
        return Some(one);
    }
    if first == default {
        return Some(other);
    }
    Some(match (first?, second?) {
        (Shape::Integer(first), Shape::Integer(second)) => {
            let ((minimum, maximum), (least, greatest)) = (first.range(), second.range());
            if least >= minimum && greatest <= maximum { other } else { one }
        }
        (Shape::Number { .. }, Shape::Integer(_))
        | (Shape::String(StringFormat::Ip), Shape::String(StringFormat::Ipv4 | StringFormat::Ipv6))
        | (Shape::String(StringFormat::Password), _) => other,
        (Shape::Integer(_), Shape::Number { .. })
        | (Shape::String(StringFormat::Ipv4 | StringFormat::Ipv6), Shape::String(StringFormat::Ip))
        | (_, Shape::String(StringFormat::Password)) => one,
        _ => return None,
    })
}

fn values(
    type_name: Option<&str>,
    schemas: &[Located<'_, '_>],
    contradictions: &mut Vec<Contradiction>,
) -> Option<Vec<Value>> {
    let listed = |view: &SchemaView<'_>| -> Vec<Value> {
        let values = view.enumeration.iter().filter(|value| !value.is_null());
        values.map(|value| enums::as_type(value, type_name)).collect()
    };
    let mut lists = schemas.iter().map(|(view, at)| (listed(view), *at)).filter(|(list, _)| !list.is_empty());
    let (mut common, mut common_at) = lists.next()?;
    for (list, at) in lists {
        let list: HashSet<Value> = list.into_iter().collect();
        if !common.iter().any(|value| list.contains(value)) {
            contradictions.push(Contradiction {
                message: "the lists of values have no value in common".to_owned(),
                consequence: "; one of the lists is used",
                first: common_at.clone(),
                second: at.clone(),
            });
            return None;
        }
        common.retain(|value| list.contains(value));
        common_at = at;
    }
    Some(common)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Intersects schemas, given as JSON, and writes the result in the same form.
    fn intersected(schemas: &[Value]) -> (Value, Vec<String>) {
        let schemas: Vec<openapiv3::Schema> = schemas
            .iter()
            .map(|schema| serde_json::from_value(schema.clone()).expect("it is a schema"))
            .collect();
        let views: Vec<(SchemaView<'_>, Pointer)> = schemas
            .iter()
            .enumerate()
            .map(|(index, schema)| (SchemaView::of(schema), Pointer::root().index(index)))
            .collect();
        let located: Vec<Located<'_, '_>> = views.iter().map(|(view, at)| (view, at)).collect();
        let mut contradictions = Vec::new();
        let keywords = intersect(&located, &mut contradictions);
        let constraints: Vec<String> = keywords.constraints.iter().map(ToString::to_string).collect();
        let shown = json!([keywords.type_name, keywords.format, keywords.values, constraints.join(", ")]);
        let sentence =
            |it: Contradiction| format!("{} and {}: {}{}", it.first, it.second, it.message, it.consequence);
        (shown, contradictions.into_iter().map(sentence).collect())
    }

    #[test]
    fn keeps_the_narrower_keyword() {
        let any = |keywords: &[(&str, Value)]| -> Value {
            keywords.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
        };
        let cases = [
            (vec![any(&[])], json!([null, null, null, ""])),
            (
                vec![
                    any(&[("minLength", json!(2)), ("maxLength", json!(9))]),
                    any(&[("minLength", json!(3)), ("maxLength", json!(10))]),
                ],
                json!([null, null, null, "at least 3 characters, at most 9 characters"]),
            ),
            (
                vec![
                    any(&[("pattern", json!("a"))]),
                    any(&[("pattern", json!("b"))]),
                    any(&[("pattern", json!("a"))]),
                ],
                json!([null, null, null, "matches a, matches b"]),
            ),
            (
                vec![
                    any(&[("minimum", json!(1)), ("exclusiveMinimum", json!(true))]),
                    any(&[("minimum", json!(1)), ("maximum", json!(5))]),
                    any(&[("maximum", json!(5)), ("exclusiveMaximum", json!(true))]),
                ],
                json!([null, null, null, "more than 1, less than 5"]),
            ),
            (
                vec![
                    any(&[("multipleOf", json!(2))]),
                    any(&[("multipleOf", json!(6))]),
                    any(&[("multipleOf", json!(4))]),
                ],
                json!([null, null, null, "a multiple of 6, a multiple of 4"]),
            ),
            (
                vec![
                    any(&[("multipleOf", json!(4))]),
                    any(&[("multipleOf", json!(6))]),
                    any(&[("multipleOf", json!(12))]),
                ],
                json!([null, null, null, "a multiple of 12"]),
            ),
            (
                vec![
                    any(&[("minItems", json!(1)), ("uniqueItems", json!(true))]),
                    any(&[("maxItems", json!(4)), ("uniqueItems", json!(true))]),
                    any(&[("minProperties", json!(1)), ("maxProperties", json!(3))]),
                ],
                json!([
                    null,
                    null,
                    null,
                    "at least 1 element, at most 4 elements, no element twice, at least 1 property, at most 3 properties"
                ]),
            ),
            (
                vec![
                    any(&[("enum", json!(["a", "b", "c"]))]),
                    any(&[("enum", json!(["c", "b", "d", null]))]),
                ],
                json!([null, null, ["b", "c"], ""]),
            ),
        ];
        for (schemas, expected) in cases {
            assert_eq!(intersected(&schemas), (expected, vec![]), "{schemas:?}");
        }
    }

    #[test]
    fn keeps_the_narrower_type_and_format() {
        let cases = [
            ([("number", None), ("integer", None)], (Some("integer"), None)),
            ([("integer", Some("int64")), ("integer", Some("int32"))], (Some("integer"), Some("int32"))),
            ([("number", Some("float")), ("number", Some("int32"))], (Some("number"), Some("int32"))),
            ([("number", Some("double")), ("number", Some("float"))], (Some("number"), Some("float"))),
            ([("string", Some("hostname")), ("string", Some("uuid"))], (Some("string"), Some("uuid"))),
            ([("string", Some("ip")), ("string", Some("ipv6"))], (Some("string"), Some("ipv6"))),
            ([("string", Some("password")), ("string", Some("byte"))], (Some("string"), Some("byte"))),
            ([("string", Some("date")), ("string", None)], (Some("string"), Some("date"))),
        ];
        for (schemas, expected) in cases {
            for schemas in [schemas, [schemas[1], schemas[0]]] {
                let views: Vec<(SchemaView<'_>, Pointer)> = schemas
                    .iter()
                    .map(|(type_name, format)| {
                        let format = format.map(str::to_owned);
                        let view = SchemaView { type_name: Some(type_name), format, ..SchemaView::default() };
                        (view, Pointer::root())
                    })
                    .collect();
                let located: Vec<Located<'_, '_>> = views.iter().map(|(view, at)| (view, at)).collect();
                let mut contradictions = Vec::new();
                let keywords = intersect(&located, &mut contradictions);
                assert_eq!((keywords.type_name, keywords.format.as_deref()), expected, "{schemas:?}");
                assert_eq!(contradictions, []);
            }
        }
    }

    #[test]
    fn reports_contradictions_with_both_locations() {
        let cases = [
            (
                [json!({ "minLength": 5 }), json!({ "maxLength": 3 })],
                json!([null, null, null, "at most 3 characters"]),
                "#/0 and #/1: `at least 5 characters` and `at most 3 characters` exclude each other; the first is ignored",
            ),
            (
                [json!({ "maximum": 1 }), json!({ "minimum": 1, "exclusiveMinimum": true })],
                json!([null, null, null, "more than 1"]),
                "#/0 and #/1: `at most 1` and `more than 1` exclude each other; the first is ignored",
            ),
            (
                [json!({ "enum": ["a"] }), json!({ "enum": ["b"] })],
                json!([null, null, null, ""]),
                "#/0 and #/1: the lists of values have no value in common; one of the lists is used",
            ),
            (
                [json!({ "format": "date", "enum": ["a"] }), json!({ "format": "uuid", "minLength": 1 })],
                json!([null, null, ["a"], "at least 1 character"]),
                "#/0 and #/1: the formats `date` and `uuid` exclude each other; both are ignored",
            ),
        ];
        for (schemas, expected, contradiction) in cases {
            assert_eq!(intersected(&schemas), (expected, vec![contradiction.to_owned()]));
        }
    }

    #[test]
    fn accepts_a_contradiction_within_one_schema() {
        let (_, contradictions) = intersected(&[json!({ "minLength": 5, "maxLength": 3 }), json!({})]);
        assert!(contradictions.is_empty());
    }
}
