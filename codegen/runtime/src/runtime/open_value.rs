//! Open enums of values other than strings, which keep unknown values.

/// Implements `value`, `Display`, `From` and serde's traits for an enum, from a table of its
/// variants and their values in JSON. The variant after `else` keeps any other value.
macro_rules! open_value {
    ($name:ident: integer { $($variant:ident: $wire:literal,)* } else $other:ident) => {
        $crate::runtime::open_value::traits!($name: i64 { $($variant: $wire,)* } else $other, |value, wire| value == wire);
    };
    ($name:ident: number { $($variant:ident: $wire:literal,)* } else $other:ident) => {
        $crate::runtime::open_value::traits!(
            $name: f64 { $($variant: $wire,)* } else $other, |value, wire| f64::total_cmp(value, wire).is_eq()
        );
    };
    ($name:ident: any { $($variant:ident: $wire:literal,)* } else $other:ident) => {
        $crate::runtime::open_value::traits!(
            $name: ::serde_json::Value { $($variant: $wire,)* } else $other, |value, wire| value == wire
        );
    };
}

/// Implements the traits for the Rust type of the values, with a closure that compares two of them.
macro_rules! traits {
    ($name:ident: $ty:ty { $($variant:ident: $wire:literal,)* } else $other:ident, |$value:ident, $wire_value:ident| $equals:expr) => {
        impl $name {
            /// Returns the value as it is in JSON.
            #[must_use]
            pub fn value(&self) -> $ty {
                match self {
                    $(Self::$variant => <$ty>::from($wire),)*
                    Self::$other(value) => value.to_owned(),
                }
            }
        }

        impl ::std::convert::From<$ty> for $name {
            fn from(value: $ty) -> Self {
                let equals = |$value: &$ty, $wire_value: &$ty| $equals;
                $(
                    if equals(&value, &<$ty>::from($wire)) {
                        return Self::$variant;
                    }
                )*
                Self::$other(value)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.value(), f)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                ::serde::Serialize::serialize(&self.value(), serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                let value: $ty = ::serde::Deserialize::deserialize(deserializer)?;
                ::std::result::Result::Ok(::std::convert::From::from(value))
            }
        }
    };
}

pub(crate) use {open_value, traits};
