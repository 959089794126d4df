//! Shapes of scalars by `type` and `format`. An unknown format is ignored.

use crate::{
    api::{IntegerFormat, Shape, StringFormat},
    diagnostics::{Code, Diagnostics, Pointer, nearest},
};

/// The types of OpenAPI, and names that other languages have for them.
const TYPES: [(&str, &[&str]); 6] = [
    ("string", &["str", "text", "char", "date", "datetime", "date-time", "uuid", "file", "binary"]),
    ("integer", &["int", "int32", "int64", "long", "short"]),
    ("number", &["num", "float", "double", "decimal"]),
    ("boolean", &["bool"]),
    ("array", &["list", "set"]),
    ("object", &["dict", "map", "hash", "struct"]),
];

/// Reports a type that OpenAPI does not define, and returns the shape of its values.
pub(super) fn report_unknown(name: &str, at: &Pointer, diagnostics: &mut Diagnostics) -> Shape {
    let message = format!("`{name}` is not a type; the value is left untyped");
    let other = name.to_lowercase();
    let known = TYPES.iter().find(|(_, others)| others.contains(&other.as_str())).map(|(known, _)| *known);
    match known.or_else(|| nearest(name, TYPES.map(|(known, _)| known))) {
        Some(meant) => {
            diagnostics.push_with_help(Code::UNTYPED, at, message, format!("did you mean `{meant}`?"));
        }
        None => diagnostics.push(Code::UNTYPED, at, message),
    }
    Shape::Any("the type is not one of OpenAPI's types")
}

/// Returns the shape of a scalar; `None` if OpenAPI does not define the type.
pub(super) fn scalar(type_name: &str, format: Option<&str>) -> Option<Shape> {
    Some(match type_name {
        "boolean" => Shape::Boolean,
        "integer" => Shape::Integer(integer(format)),
        "number" => match format {
            Some("int8" | "int16" | "int32" | "int64" | "integer" | "long" | "int") => {
                Shape::Integer(integer(format))
            }
            _ => Shape::Number { single: format == Some("float") },
        },
        "string" => Shape::String(string(format)),
        _ => return None,
    })
}

fn integer(format: Option<&str>) -> IntegerFormat {
    match format {
        Some("int8") => IntegerFormat::I8,
        Some("int16") => IntegerFormat::I16,
        Some("int32") => IntegerFormat::I32,
        Some("uint8") => IntegerFormat::U8,
        Some("uint16") => IntegerFormat::U16,
        Some("uint32") => IntegerFormat::U32,
        Some("uint64" | "uint") => IntegerFormat::U64,
        Some("unix-time" | "unixtime" | "timestamp") => IntegerFormat::UnixTime,
        _ => IntegerFormat::I64,
    }
}

fn string(format: Option<&str>) -> StringFormat {
    match format {
        Some("date-time" | "datetime") => StringFormat::DateTime,
        Some("http-date") => StringFormat::HttpDate,
        Some("date") => StringFormat::Date,
        Some("time") => StringFormat::Time,
        Some("duration") => StringFormat::Duration,
        Some("uuid") => StringFormat::Uuid,
        Some("ipv4") => StringFormat::Ipv4,
        Some("ipv6") => StringFormat::Ipv6,
        Some("ip") => StringFormat::Ip,
        Some("byte" | "base64") => StringFormat::Byte,
        Some("base64url") => StringFormat::ByteUrl,
        Some("password") => StringFormat::Password,
        Some("binary") => StringFormat::Binary,
        _ => StringFormat::Plain,
    }
}
