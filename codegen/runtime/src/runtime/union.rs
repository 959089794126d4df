//! Unions whose members JSON itself tells apart, and which keep what matches none of them.

use serde::de::DeserializeOwned;
use serde_json::Value;

/// What a JSON value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number without a fraction; also a member's way to say that it takes only those.
    Integer,
    /// Any number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl Kind {
    /// Whether a member of this kind takes `value`.
    #[must_use]
    pub fn takes(self, value: &Value) -> bool {
        match self {
            Self::Null => value.is_null(),
            Self::Boolean => value.is_boolean(),
            Self::Integer => value.is_i64() || value.is_u64(),
            Self::Number => value.is_number(),
            Self::String => value.is_string(),
            Self::Array => value.is_array(),
            Self::Object => value.is_object(),
        }
    }

    /// Decodes `value` as a member of this kind, where it is one.
    #[must_use]
    pub fn decode<T: DeserializeOwned>(self, value: &Value) -> Option<T> {
        if self.takes(value) { T::deserialize(value).ok() } else { None }
    }
}

/// Implements serde's traits for an enum with one member per JSON type. The variant after `else`
/// keeps any other value, and a value that looks like a member but does not decode as one.
macro_rules! union {
    ($name:ident { $($variant:ident: $kind:ident,)* } else $other:ident) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => ::serde::Serialize::serialize(value, serializer),)*
                    Self::$other(value) => ::serde::Serialize::serialize(value, serializer),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                let value: ::serde_json::Value = ::serde::Deserialize::deserialize(deserializer)?;
                $(
                    if let ::std::option::Option::Some(member) = $crate::runtime::union::Kind::$kind.decode(&value) {
                        return ::std::result::Result::Ok(Self::$variant(member));
                    }
                )*
                ::std::result::Result::Ok(Self::$other(value))
            }
        }
    };
}

pub(crate) use union;
