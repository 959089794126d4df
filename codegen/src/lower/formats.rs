//! Shapes of scalars by `type` and `format`. An unknown format is ignored.

use crate::api::{IntegerFormat, Shape, StringFormat};

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
        _ => IntegerFormat::I64,
    }
}

fn string(format: Option<&str>) -> StringFormat {
    match format {
        Some("date-time" | "datetime") => StringFormat::DateTime,
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
