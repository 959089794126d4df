//! Typed headers of responses.

use std::{fmt, str::FromStr};

use http::HeaderMap;

use super::error_text;

/// A header that does not match the OpenAPI description: its value, or a required header that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HeaderError {
    /// The name of the header, in lower case.
    pub name: &'static str,
    /// The start of the value. Bytes that are not UTF-8 are replaced. It is empty if the header is missing.
    pub value: String,
    is_missing: bool,
}

impl HeaderError {
    fn new(name: &'static str, value: &str) -> Self {
        Self { name, value: error_text::start(value.to_owned()), is_missing: false }
    }

    /// Returns the error of a required header that is missing.
    fn missing(name: &'static str) -> Self {
        Self { name, value: String::new(), is_missing: true }
    }
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_missing {
            return write!(
                f,
                "the header `{}`, which the OpenAPI description requires, is missing",
                self.name
            );
        }
        write!(f, "the header `{}` does not match the OpenAPI description: {:?}", self.name, self.value)
    }
}

impl std::error::Error for HeaderError {}

/// Parses the value of a header. Returns `None` if the header is missing.
///
/// # Errors
/// If the value does not parse.
pub fn one<T: FromStr>(headers: &HeaderMap, name: &'static str) -> Result<Option<T>, HeaderError> {
    let Some(value) = headers.get(name) else { return Ok(None) };
    let text = String::from_utf8_lossy(value.as_bytes());
    text.trim().parse().map(Some).map_err(|_| HeaderError::new(name, &text))
}

/// Parses the comma-separated values of a header (style `simple`). Returns `None` if the header is missing.
///
/// # Errors
/// If a value does not parse.
pub fn list<T: FromStr>(headers: &HeaderMap, name: &'static str) -> Result<Option<Vec<T>>, HeaderError> {
    let mut values = None;
    for value in headers.get_all(name) {
        let text = String::from_utf8_lossy(value.as_bytes());
        let values = values.get_or_insert_with(Vec::new);
        for text in text.split(',').map(str::trim).filter(|text| !text.is_empty()) {
            values.push(text.parse().map_err(|_| HeaderError::new(name, text))?);
        }
    }
    Ok(values)
}

/// Parses the value of a required header.
///
/// # Errors
/// If the header is missing, or the value does not parse.
pub fn required<T: FromStr>(headers: &HeaderMap, name: &'static str) -> Result<T, HeaderError> {
    one(headers, name)?.ok_or_else(|| HeaderError::missing(name))
}

/// Parses the comma-separated values of a required header (style `simple`).
///
/// # Errors
/// If the header is missing, or a value does not parse.
pub fn required_list<T: FromStr>(headers: &HeaderMap, name: &'static str) -> Result<Vec<T>, HeaderError> {
    list(headers, name)?.ok_or_else(|| HeaderError::missing(name))
}

/// An operation with documented response headers.
pub trait DescribedHeaders {
    /// The struct of the headers.
    type Headers;

    /// Reads the headers of a response.
    ///
    /// # Errors
    /// If a header does not match the OpenAPI description.
    fn headers(headers: &HeaderMap) -> Result<Self::Headers, HeaderError>;
}

/// Implements `read` for a struct of headers, from the type of its operation and a table of its fields and their names
/// in lower case.
macro_rules! headers {
    ($name:ident of $operation:ty { $($kind:ident $field:ident: $wire:literal,)* }) => {
        impl $name {
            /// Reads the headers of a response.
            ///
            /// # Errors
            /// If a header does not match the OpenAPI description.
            pub fn read(
                headers: &http::HeaderMap,
            ) -> ::std::result::Result<Self, $crate::runtime::headers::HeaderError> {
                ::std::result::Result::Ok(Self {
                    $($field: $crate::runtime::headers::$kind(headers, $wire)?,)*
                })
            }
        }

        impl $crate::runtime::headers::DescribedHeaders for $operation {
            type Headers = $name;

            fn headers(
                headers: &http::HeaderMap,
            ) -> ::std::result::Result<Self::Headers, $crate::runtime::headers::HeaderError> {
                $name::read(headers)
            }
        }
    };
}

pub(crate) use headers;
