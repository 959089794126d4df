//! Unions: enums with a variant for each member of a `oneOf` or an `anyOf`.
//!
//! A value is read once into a [`Content`]. The discriminator or the distinguishing properties of the members then
//! select the variant. A value of no member is kept unchanged.

use std::{fmt, marker::PhantomData};

use serde::de::{Deserialize, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor, value};
use serde_json::Value;

use super::{
    content::{Attempts, Content, UNION},
    discriminate::Members,
};

/// An enum for a union, implemented by `union!`.
pub trait Union<'de>: Sized {
    /// The members.
    const MEMBERS: Members;

    /// Decodes a value as the member with this index. Returns `None` if it does not match.
    fn attempt<A: SeqAccess<'de>>(member: usize, attempts: &mut A) -> Option<Self>;

    /// Keeps a value that does not decode as a member.
    fn other(value: Value) -> Self;
}

/// Decodes a value as the member `T`.
pub fn attempt<'de, T: Deserialize<'de>, U, A: SeqAccess<'de>>(
    attempts: &mut A,
    variant: fn(T) -> U,
) -> Option<U> {
    let trial = attempts.next_element().ok()?;
    // A trial that skipped unions has no value.
    trial.or_else(|| attempts.next_element().ok().flatten()).map(variant)
}

/// Deserializes a union.
///
/// # Errors
/// If the input is malformed.
pub fn deserialize<'de, T: Union<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_newtype_struct(UNION, UnionVisitor(PhantomData))
}

struct UnionVisitor<T>(PhantomData<T>);

macro_rules! scalars {
    ($($method:ident: $type:ty),*) => {$(
        fn $method<E: Error>(self, value: $type) -> Result<T, E> {
            self.visit_newtype_struct(value.into_deserializer())
        }
    )*};
}

impl<'de, T: Union<'de>> Visitor<'de> for UnionVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    /// Decodes a value of any format.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        let content = Content::deserialize(deserializer)?;
        self.visit_seq(Attempts::new(&content)).map_err(D::Error::custom)
    }

    /// Decodes a value with `Attempts`.
    fn visit_seq<A: SeqAccess<'de>>(self, mut attempts: A) -> Result<T, A::Error> {
        if attempts.size_hint() != Some(usize::MAX) {
            return Err(A::Error::custom("the data format does not support newtypes"));
        }
        if let Some(summary) = attempts.next_element()? {
            for member in T::MEMBERS.candidates(&summary) {
                if let Some(value) = T::attempt(member, &mut attempts) {
                    return Ok(value);
                }
            }
        }
        Ok(T::other(attempts.next_element()?.unwrap_or_default()))
    }

    /// Returns the placeholder of a skipped union.
    fn visit_none<E>(self) -> Result<T, E> {
        Ok(T::other(Value::Null))
    }

    // Formats that treat a newtype as its value.
    scalars! { visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<T, A::Error> {
        self.visit_newtype_struct(value::MapAccessDeserializer::new(object))
    }
}

/// Implements serde's traits for an enum with a variant for each member of a union. The variant after `else` keeps
/// every value that does not decode as a member.
///
/// With `by`, the value of that property, the tag, selects the variant. A union `writes` the first of the tags of a
/// member that lacks the property. The member after `or` has any other tag, or none.
///
/// Without `by`, the JSON type and the distinguishing properties select the variant:
/// `Object { "kind": Const(Text("a")), "name": Required }`.
macro_rules! union {
    ($name:ident by $tag:literal $(or $default:ident)? {
        $($variant:ident: $($writes:ident)? $value:literal $(| $alias:literal)*,)*
    } else $other:ident) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(member) => {
                        $crate::runtime::union::serialize_member!(member, serializer $(, $writes $tag $value)?)
                    })*
                    Self::$other(value) => ::serde::Serialize::serialize(value, serializer),
                }
            }
        }

        impl<'de> $crate::runtime::union::Union<'de> for $name {
            const MEMBERS: $crate::runtime::discriminate::Members =
                $crate::runtime::discriminate::Members::Tagged($tag, &[$(&[$value $(, $alias)*]),*]);

            $crate::runtime::union::members!([$($variant)* $($default)?] $other);
        }

        $crate::runtime::union::deserialize_union!($name);
    };
    ($name:ident {
        $($variant:ident: $($kind:ident $({
            $($key:literal: $property:ident $(($constant:ident($value:expr)))?),*
        })?)|+,)*
    } else $other:ident) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(member) => $crate::runtime::union::serialize_member!(member, serializer),)*
                    Self::$other(value) => ::serde::Serialize::serialize(value, serializer),
                }
            }
        }

        impl<'de> $crate::runtime::union::Union<'de> for $name {
            const MEMBERS: $crate::runtime::discriminate::Members = $crate::runtime::discriminate::Members::Structural(&[
                $(&[$($crate::runtime::discriminate::Distinguisher {
                    kind: $crate::runtime::discriminate::Kind::$kind,
                    properties: &[$($((
                        $key,
                        $crate::runtime::discriminate::Property::$property
                            $(($crate::runtime::discriminate::Constant::$constant($value)))?,
                    )),*)?],
                }),+]),*
            ]);

            $crate::runtime::union::members!([$($variant)*] $other);
        }

        $crate::runtime::union::deserialize_union!($name);
    };
}

/// The functions of the trait `Union`.
macro_rules! members {
    ([$($variant:ident)*] $other:ident) => {
        fn attempt<A: ::serde::de::SeqAccess<'de>>(
            member: usize,
            attempts: &mut A,
        ) -> ::std::option::Option<Self> {
            let members: &[fn(&mut A) -> ::std::option::Option<Self>] =
                &[$(|attempts| $crate::runtime::union::attempt(attempts, Self::$variant)),*];
            members.get(member).and_then(|decode| decode(attempts))
        }

        fn other(value: ::serde_json::Value) -> Self {
            Self::$other(value)
        }
    };
}

/// Implements `Deserialize` with the trait `Union`.
macro_rules! deserialize_union {
    ($name:ident) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::union::deserialize(deserializer)
            }
        }
    };
}

/// Serializes a member unchanged, or with the tag before its own properties.
macro_rules! serialize_member {
    ($member:ident, $serializer:ident) => {
        ::serde::Serialize::serialize($member, $serializer)
    };
    ($member:ident, $serializer:ident, writes $tag:literal $value:literal) => {
        $crate::runtime::tagged::serialize($serializer, $tag, $value, $member)
    };
}

pub(crate) use {deserialize_union, members, serialize_member, union};
