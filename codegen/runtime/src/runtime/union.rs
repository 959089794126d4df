//! Unions: enums with a variant for each member of a `oneOf` or an `anyOf`.
//!
//! A value is read once into a [`Content`]. The discriminator or the distinguishing properties of the members then
//! select the variant. A value of no member is kept unchanged.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::content::Content;

/// The JSON type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `true` or `false`
    Boolean,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
    /// Any type.
    Any,
}

impl Kind {
    fn matches(self, content: &Content<'_>) -> bool {
        match self {
            Self::Boolean => matches!(content, Content::Bool(_)),
            Self::Integer => matches!(content, Content::Unsigned(_) | Content::Signed(_)),
            Self::Number => {
                matches!(content, Content::Unsigned(_) | Content::Signed(_) | Content::Float(_))
            }
            Self::String => matches!(content, Content::String(_)),
            Self::Array => matches!(content, Content::Array(_)),
            Self::Object => matches!(content, Content::Object(_)),
            Self::Any => true,
        }
    }
}

/// The single allowed value of a property.
#[derive(Debug, Clone, Copy)]
pub enum Constant {
    /// A string.
    Text(&'static str),
    /// An integer.
    Integer(i64),
    /// A number.
    Number(f64),
    /// `true` or `false`
    Boolean(bool),
}

impl Constant {
    fn equals(self, content: &Content<'_>) -> bool {
        match (self, content) {
            (Self::Text(text), Content::String(value)) => value == text,
            (Self::Integer(number), Content::Signed(value)) => *value == number,
            (Self::Integer(number), Content::Unsigned(value)) => i64::try_from(*value) == Ok(number),
            (Self::Number(number), Content::Float(value)) => value.total_cmp(&number).is_eq(),
            (Self::Boolean(flag), Content::Bool(value)) => *value == flag,
            _ => false,
        }
    }
}

/// The score of a required property with its single allowed value.
const CONSTANT_SCORE: usize = 4;
/// The score of any other distinguishing property that is present.
const PRESENCE_SCORE: usize = 2;

/// A property that distinguishes a member from the others.
#[derive(Debug, Clone, Copy)]
pub enum Property {
    /// A required property with a single allowed value.
    Const(Constant),
    /// An optional property with a single allowed value.
    OptionalConst(Constant),
    /// A property that other members do not declare. Its presence raises the score.
    Present,
}

impl Property {
    fn max_score(self) -> usize {
        match self {
            Self::Const(_) => CONSTANT_SCORE,
            Self::OptionalConst(_) | Self::Present => PRESENCE_SCORE,
        }
    }

    /// Returns the score of `value`, or `None` if no value of the member has it.
    fn score(self, value: Option<&Content<'_>>) -> Option<usize> {
        match (self, value) {
            (Self::Const(constant) | Self::OptionalConst(constant), Some(value)) => {
                constant.equals(value).then(|| self.max_score())
            }
            (Self::Present, Some(_)) => Some(self.max_score()),
            (Self::OptionalConst(_) | Self::Present, None) => Some(0),
            (Self::Const(_), None) => None,
        }
    }
}

/// The distinguishing properties of the values of a member.
#[derive(Debug)]
pub struct Distinguisher {
    /// The JSON type of the values.
    pub kind: Kind,
    /// The properties of an object, by name.
    pub properties: &'static [(&'static str, Property)],
}

impl Distinguisher {
    /// Returns the upper bound of [`score`](Self::score).
    fn max_score(&self) -> usize {
        let properties = self.properties.iter().map(|(_, property)| property.max_score());
        properties.sum::<usize>() + self.base_score()
    }

    /// Returns the score of the JSON type alone.
    fn base_score(&self) -> usize {
        // An integer is a more specific match than a number. An object without distinguishing properties is the
        // best match for a value that has none of the properties of the other members.
        let is_plain_object = self.kind == Kind::Object && self.properties.is_empty();
        usize::from(self.kind == Kind::Integer || is_plain_object)
    }

    /// Returns the score of `content` as a value of the member, or `None` if it is not one.
    fn score(&self, content: &Content<'_>) -> Option<usize> {
        if !self.kind.matches(content) {
            return None;
        }
        let scores = self.properties.iter().map(|(name, property)| property.score(content.get(name)));
        Some(scores.sum::<Option<usize>>()? + self.base_score())
    }
}

/// Returns the highest score of `content` among the alternatives of one member.
fn score(alternatives: &[Distinguisher], content: &Content<'_>) -> Option<usize> {
    alternatives.iter().filter_map(|distinguisher| distinguisher.score(content)).max()
}

/// Returns the index of the member with the highest score; of equal ones, the first.
fn best_member(content: &Content<'_>, members: &[&[Distinguisher]]) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for (index, alternatives) in members.iter().enumerate() {
        let highest = best.map(|(score, _)| score);
        // A member that cannot exceed the highest score needs no inspection.
        if highest.is_some_and(|highest| alternatives.iter().all(|one| one.max_score() <= highest)) {
            continue;
        }
        let score = score(alternatives, content);
        if let Some(score) = score.filter(|score| highest.is_none_or(|highest| *score > highest)) {
            best = Some((score, index));
        }
    }
    best.map(|(_, index)| index)
}

/// Returns the indices of all matching members but `best`, the highest score first.
fn other_members(content: &Content<'_>, members: &[&[Distinguisher]], best: usize) -> Vec<usize> {
    let members = members.iter().enumerate().filter(|(index, _)| *index != best);
    let scored = members.filter_map(|(index, alternatives)| Some((score(alternatives, content)?, index)));
    let mut others: Vec<(usize, usize)> = scored.collect();
    others.sort_by_key(|(score, index)| (std::cmp::Reverse(*score), *index));
    others.into_iter().map(|(_, index)| index).collect()
}

/// A function that decodes a value as one member of the union.
pub type DecodeMember<'de, T> = fn(&Content<'de>) -> Option<T>;

/// Decodes `content` as the member with the highest score, or else as the next one.
///
/// `members` and `decode` list the members in the same order. Returns `None` if no member matches.
#[must_use]
pub fn decode_structural<'de, T>(
    content: &Content<'de>,
    members: &[&[Distinguisher]],
    decode: &[DecodeMember<'de, T>],
) -> Option<T> {
    let best = best_member(content, members)?;
    let decode = |index: usize| decode.get(index).and_then(|decode| decode(content));
    decode(best).or_else(|| other_members(content, members, best).into_iter().find_map(decode))
}

/// Decodes `content` as the member that the value of its property `tag` names.
///
/// `tags` and `decode` list the members in the same order. Returns `None` if no member matches.
#[must_use]
pub fn decode_tagged<'de, T>(
    content: &Content<'de>,
    tag: &str,
    tags: &[&[&str]],
    decode: &[DecodeMember<'de, T>],
) -> Option<T> {
    let index = tagged_member(content, tag, tags)?;
    decode.get(index).and_then(|decode| decode(content))
}

fn tagged_member(content: &Content<'_>, tag: &str, tags: &[&[&str]]) -> Option<usize> {
    let json;
    let value = match content.get(tag)? {
        Content::String(text) => &**text,
        other => {
            json = Value::from(other.clone()).to_string();
            &json
        }
    };
    tags.iter().position(|tags| tags.contains(&value))
}

/// Decodes `content` as a value of the member `T`.
#[must_use]
pub fn decode_member<'de, T: Deserialize<'de>, U>(content: &Content<'de>, variant: fn(T) -> U) -> Option<U> {
    content.decode().map(variant)
}

/// Deserializes a union: with `decode`, or as `other` if no member matches.
///
/// # Errors
/// If the input is malformed.
pub fn deserialize<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    decode: impl FnOnce(&Content<'de>) -> Option<T>,
    other: fn(Value) -> T,
) -> Result<T, D::Error> {
    let content = Content::deserialize(deserializer)?;
    Ok(decode(&content).unwrap_or_else(|| other(content.into())))
}

/// Implements serde's traits for an enum with a variant for each member of a union. The variant after `else` keeps
/// every value that does not decode as a member.
///
/// With `by`, the value of that property, the tag, selects the variant. A union `writes` the first of the tags of a
/// member that lacks the property. The member after `or` has any other tag, or none.
///
/// Without `by`, the JSON type and the distinguishing properties select the variant:
/// `Object { "kind": Const(Text("a")), "name": Present }`.
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

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                const TAGS: &[&[&str]] = &[$(&[$value $(, $alias)*]),*];
                let decode: &[$crate::runtime::union::DecodeMember<'de, Self>] =
                    &[$(|content| $crate::runtime::union::decode_member(content, Self::$variant)),*];
                $crate::runtime::union::deserialize(
                    deserializer,
                    |content| {
                        $crate::runtime::union::decode_tagged(content, $tag, TAGS, decode)
                            $(.or_else(|| $crate::runtime::union::decode_member(content, Self::$default)))?
                    },
                    Self::$other,
                )
            }
        }
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

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                const MEMBERS: &[&[$crate::runtime::union::Distinguisher]] = &[
                    $(&[$($crate::runtime::union::Distinguisher {
                        kind: $crate::runtime::union::Kind::$kind,
                        properties: &[$($((
                            $key,
                            $crate::runtime::union::Property::$property
                                $(($crate::runtime::union::Constant::$constant($value)))?,
                        )),*)?],
                    }),+]),*
                ];
                let decode: &[$crate::runtime::union::DecodeMember<'de, Self>] =
                    &[$(|content| $crate::runtime::union::decode_member(content, Self::$variant)),*];
                $crate::runtime::union::deserialize(
                    deserializer,
                    |content| $crate::runtime::union::decode_structural(content, MEMBERS, decode),
                    Self::$other,
                )
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

pub(crate) use {serialize_member, union};
