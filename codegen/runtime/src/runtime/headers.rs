//! The headers of answers, as the types that the description gives them.

use std::{fmt, str::FromStr};

use http::HeaderMap;

/// A header whose value is not what the description says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HeaderError {
    /// The header, in lower case.
    pub name: &'static str,
    /// Its value, as far as it is text.
    pub value: String,
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the header `{}` is not what the description says: {:?}", self.name, self.value)
    }
}

impl std::error::Error for HeaderError {}

/// The value of a header; `None` when it is not there.
///
/// # Errors
/// When it is no `T`.
pub fn one<T: FromStr>(headers: &HeaderMap, name: &'static str) -> Result<Option<T>, HeaderError> {
    let Some(value) = headers.get(name) else { return Ok(None) };
    let text = String::from_utf8_lossy(value.as_bytes());
    text.trim().parse().map(Some).map_err(|_| HeaderError { name, value: text.clone().into_owned() })
}

/// The values of a header between commas (style `simple`); `None` when it is not there.
///
/// # Errors
/// When one of them is no `T`.
pub fn list<T: FromStr>(headers: &HeaderMap, name: &'static str) -> Result<Option<Vec<T>>, HeaderError> {
    let mut values = None;
    for value in headers.get_all(name) {
        let text = String::from_utf8_lossy(value.as_bytes());
        let values = values.get_or_insert_with(Vec::new);
        for text in text.split(',').map(str::trim).filter(|text| !text.is_empty()) {
            let wrong = |_| HeaderError { name, value: text.to_owned() };
            values.push(text.parse().map_err(wrong)?);
        }
    }
    Ok(values)
}

/// Implements `read` for a struct of headers, from a table of its fields and their names in lower case.
macro_rules! headers {
    ($name:ident { $($kind:ident $field:ident: $wire:literal,)* }) => {
        impl $name {
            /// The headers of an answer.
            ///
            /// # Errors
            /// When one of them is not what the description says.
            pub fn read(
                headers: &http::HeaderMap,
            ) -> ::std::result::Result<Self, $crate::runtime::headers::HeaderError> {
                ::std::result::Result::Ok(Self {
                    $($field: $crate::runtime::headers::$kind(headers, $wire)?,)*
                })
            }
        }
    };
}

pub(crate) use headers;
