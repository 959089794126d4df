//! The Rust types of scalars, by format and settings.

use super::settings::{Library, Settings};
use crate::{
    api::{IntegerFormat, Schema, Shape, StringFormat},
    rust::{Dependency, Foreign, InstantForm, RuntimeType, Type},
};

/// Returns the type that the settings give to the format of a schema.
pub(super) fn by_setting(schema: &Schema, settings: &Settings) -> Option<Type> {
    let scalar =
        matches!(schema.shape, Shape::String(_) | Shape::Integer(_) | Shape::Number { .. } | Shape::Boolean);
    let path = settings.types.formats.get(schema.format.as_deref().filter(|_| scalar)?)?;
    Some(match (&schema.shape, path.as_str()) {
        (Shape::Integer(_), "i64") => Type::Int(IntegerFormat::I64),
        (Shape::String(_), "String") => Type::String,
        _ => own(path),
    })
}

/// Returns the user's own type at `path`.
pub(super) fn own(path: &str) -> Type {
    Type::Foreign(Foreign { path: path.to_owned(), dependency: None, example: None, displays: false })
}

/// Returns the type of an integer.
pub(super) fn integer(format: IntegerFormat, library: Library) -> Type {
    match (format, library) {
        (IntegerFormat::UnixTime, Library::Strings) => Type::Int(IntegerFormat::I64),
        (IntegerFormat::UnixTime, _) => instant(InstantForm::UnixTime, library),
        _ => Type::Int(format),
    }
}

/// Returns the type of a time of the library in another form.
fn instant(form: InstantForm, library: Library) -> Type {
    let time = match library {
        Library::Time => {
            let (path, example) = ("time::OffsetDateTime", "time::OffsetDateTime::UNIX_EPOCH");
            foreign(path, Some(Dependency::Time), Some(example), false)
        }
        _ => string(StringFormat::DateTime, library),
    };
    Type::Instant(form, Box::new(time))
}

/// Returns the type of a string in JSON.
pub(super) fn string(format: StringFormat, library: Library) -> Type {
    match format {
        // JSON has no binary data: such a string is text.
        StringFormat::Plain | StringFormat::Binary => Type::String,
        StringFormat::Uuid => foreign("uuid::Uuid", Some(Dependency::Uuid), Some("uuid::Uuid::nil()"), true),
        StringFormat::Ipv4 => {
            foreign("std::net::Ipv4Addr", None, Some("std::net::Ipv4Addr::LOCALHOST"), true)
        }
        StringFormat::Ipv6 => {
            foreign("std::net::Ipv6Addr", None, Some("std::net::Ipv6Addr::LOCALHOST"), true)
        }
        StringFormat::Ip => foreign("std::net::IpAddr", None, Some("\"127.0.0.1\".parse()?"), true),
        StringFormat::Byte => Type::Runtime(RuntimeType::Base64),
        StringFormat::ByteUrl => Type::Runtime(RuntimeType::Base64Url),
        StringFormat::Password => Type::Runtime(RuntimeType::Secret),
        StringFormat::DateTime => match library {
            Library::Jiff => {
                let example = Some("\"2025-01-31T12:00:00Z\".parse()?");
                foreign("jiff::Timestamp", Some(Dependency::Jiff), example, true)
            }
            Library::Chrono => {
                let path = "chrono::DateTime<chrono::Utc>";
                foreign(path, Some(Dependency::Chrono), Some("chrono::DateTime::UNIX_EPOCH"), false)
            }
            Library::Time => Type::Runtime(RuntimeType::DateTime),
            Library::Strings => Type::String,
        },
        StringFormat::HttpDate if library == Library::Strings => Type::String,
        StringFormat::HttpDate => instant(InstantForm::HttpDate, library),
        StringFormat::Date => match library {
            Library::Jiff => {
                let example = Some("\"2025-01-31\".parse()?");
                foreign("jiff::civil::Date", Some(Dependency::Jiff), example, true)
            }
            Library::Chrono => {
                let example = Some("\"2025-01-31\".parse()?");
                foreign("chrono::NaiveDate", Some(Dependency::Chrono), example, true)
            }
            Library::Time => foreign("time::Date", Some(Dependency::Time), Some("time::Date::MIN"), false),
            Library::Strings => Type::String,
        },
        StringFormat::Time => match library {
            Library::Jiff => Type::Runtime(RuntimeType::TimeOfDay),
            Library::Chrono | Library::Time | Library::Strings => Type::String,
        },
        StringFormat::Duration => match library {
            Library::Jiff => Type::Runtime(RuntimeType::Span),
            Library::Chrono | Library::Time | Library::Strings => Type::String,
        },
    }
}

fn foreign(
    path: &str,
    dependency: Option<Dependency>,
    example: Option<&'static str>,
    displays: bool,
) -> Type {
    Type::Foreign(Foreign { path: path.to_owned(), dependency, example, displays })
}
