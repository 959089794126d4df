//! Unions: what tells the members apart is a tag, or what their values look like; what is none of them
//! is kept.

use serde::Deserialize;
use serde_json::Value;

use super::content::Content;

/// What a value is in JSON.
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
    /// Anything.
    Any,
}

impl Kind {
    fn takes(self, content: &Content<'_>) -> bool {
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

/// A value that a property always has.
#[derive(Debug, Clone, Copy)]
pub enum Constant {
    /// A string.
    Text(&'static str),
    /// An integer.
    Integer(i64),
    /// A number.
    Number(f64),
    /// `true` or `false`
    Bool(bool),
}

impl Constant {
    fn is(self, content: &Content<'_>) -> bool {
        match (self, content) {
            (Self::Text(text), Content::String(value)) => value == text,
            (Self::Integer(number), Content::Signed(value)) => *value == number,
            (Self::Integer(number), Content::Unsigned(value)) => i64::try_from(*value) == Ok(number),
            (Self::Number(number), Content::Float(value)) => value.total_cmp(&number).is_eq(),
            (Self::Bool(flag), Content::Bool(value)) => *value == flag,
            _ => false,
        }
    }
}

/// What a property is worth that is there, and one that has the value which it has to have.
const KEY: usize = 2;
const CONSTANT: usize = 4;

/// What the values of a member look like.
#[derive(Debug)]
pub struct Test {
    /// What they are in JSON.
    pub kind: Kind,
    /// Properties that are there and have one value.
    pub constants: &'static [(&'static str, Constant)],
    /// Properties that have one value where they are there.
    pub likely: &'static [(&'static str, Constant)],
    /// Properties that other members do not have.
    pub keys: &'static [&'static str],
}

impl Test {
    /// The most that [`score`](Self::score) can be.
    fn most(&self) -> usize {
        CONSTANT * self.constants.len() + KEY * (self.likely.len() + self.keys.len()) + self.least()
    }

    /// What it is worth to be of the kind: an integer is no other number, and where an object has nothing that tells
    /// it from others, neither has a value that has none of theirs.
    fn least(&self) -> usize {
        let is_plain = self.constants.is_empty() && self.likely.is_empty() && self.keys.is_empty();
        usize::from(self.kind == Kind::Integer || self.kind == Kind::Object && is_plain)
    }

    /// How much `content` looks like a value of the member; `None` when it is none.
    fn score(&self, content: &Content<'_>) -> Option<usize> {
        if !self.kind.takes(content) {
            return None;
        }
        let mut score = self.least();
        for (list, worth, must) in [(self.constants, CONSTANT, true), (self.likely, KEY, false)] {
            for (key, constant) in list {
                match content.get(key) {
                    Some(value) if constant.is(value) => score += worth,
                    None if !must => {}
                    _ => return None,
                }
            }
        }
        Some(score + KEY * self.keys.iter().filter(|key| content.get(key).is_some()).count())
    }
}

/// A way to read a value as one of the union's members.
pub type Read<'de, T> = fn(&Content<'de>) -> Option<T>;

/// Reads `content` as the member that it looks most like, or else the next; `None` when it is none.
#[must_use]
pub fn read<'de, T>(content: &Content<'de>, tests: &[&[Test]], read: &[Read<'de, T>]) -> Option<T> {
    let score = |tests: &[Test]| tests.iter().filter_map(|test| test.score(content)).max();
    let mut best: Option<(usize, usize)> = None;
    for (index, tests) in tests.iter().enumerate() {
        let known = best.map(|(score, _)| score);
        // What cannot look more like it need not be looked at.
        if known.is_some_and(|known| tests.iter().all(|test| test.most() <= known)) {
            continue;
        }
        if let Some(score) = score(tests).filter(|score| known.is_none_or(|known| *score > known)) {
            best = Some((score, index));
        }
    }
    let (_, best) = best?;
    if let Some(member) = read[best](content) {
        return Some(member);
    }
    let scored = tests.iter().enumerate().filter_map(|(index, tests)| Some((score(tests)?, index)));
    let mut others: Vec<(usize, usize)> = scored.filter(|(_, index)| *index != best).collect();
    others.sort_by_key(|(score, index)| (std::cmp::Reverse(*score), *index));
    others.into_iter().find_map(|(_, index)| read[index](content))
}

/// Reads `content` as the member that the value of its property `tag` names; `None` when it is none.
#[must_use]
pub fn read_tagged<'de, T>(
    content: &Content<'de>,
    tag: &str,
    tags: &[&[&str]],
    read: &[Read<'de, T>],
) -> Option<T> {
    let number;
    let value = match content.get(tag)? {
        Content::String(text) => &**text,
        other => {
            number = Value::from(other.clone()).to_string();
            &number
        }
    };
    let index = tags.iter().position(|tags| tags.contains(&value))?;
    read[index](content)
}

/// Decodes a member.
#[must_use]
pub fn member<'de, T: Deserialize<'de>, U>(content: &Content<'de>, wrap: fn(T) -> U) -> Option<U> {
    content.read().map(wrap)
}

/// Implements serde's traits for an enum with a variant for each member of a union, and one after `else`
/// that keeps any other value, also one that looks like a member and does not decode as one.
///
/// With `by`, the value of that property tells which member it is; where a member does not have the property itself, the
/// union `writes` the first of the values. After `or` stands the member that any other value means, or none. Without `by`,
/// it is what values look like: what they are in JSON, and of objects which properties have a certain value
/// (`"kind" = "a"`), have it if they are there (`"kind" ~ "a"`), or are there at all (`"name"`).
macro_rules! union {
    ($name:ident by $tag:literal { $($variant:ident: $($writes:ident)? $($value:literal)|+,)* } else $other:ident) => {
        $crate::runtime::union!(@traits $name { $($variant [$($writes $tag)? $($value)+])* } else $other, |content, read| {
            $crate::runtime::union::read_tagged(content, $tag, &[$(&[$($value),+]),*], read)
        });
    };
    ($name:ident by $tag:literal or $default:ident {
        $($variant:ident: $($writes:ident)? $($value:literal)|+,)*
    } else $other:ident) => {
        $crate::runtime::union!(@traits $name { $($variant [$($writes $tag)? $($value)+])* } else $other, |content, read| {
            $crate::runtime::union::read_tagged(content, $tag, &[$(&[$($value),+]),*], read)
                .or_else(|| $crate::runtime::union::member(content, Self::$default))
        });
    };
    ($name:ident {
        $($variant:ident: $($kind:ident $({ $($key:literal $(= $constant:tt)? $(~ $likely:tt)?),* })?)|+,)*
    } else $other:ident) => {
        $crate::runtime::union!(@traits $name { $($variant [])* } else $other, |content, read| {
            const TESTS: &[&[$crate::runtime::union::Test]] = &[
                $(&[$($crate::runtime::union!(@test $kind [] [] [] $($($key $(= $constant)? $(~ $likely)?,)*)?)),+]),*
            ];
            $crate::runtime::union::read(content, TESTS, read)
        });
    };
    // A test: its constants and its keys are sorted into lists.
    (@test $kind:ident [$($constants:tt)*] [$($likely:tt)*] [$($keys:tt)*]) => {
        $crate::runtime::union::Test {
            kind: $crate::runtime::union::Kind::$kind,
            constants: &[$($constants)*],
            likely: &[$($likely)*],
            keys: &[$($keys)*],
        }
    };
    (@test $kind:ident [$($constants:tt)*] $likely:tt $keys:tt $key:literal = $value:tt, $($rest:tt)*) => {
        $crate::runtime::union!(
            @test $kind [$($constants)* ($key, $crate::runtime::union!(@constant $value)),] $likely $keys $($rest)*
        )
    };
    (@test $kind:ident $constants:tt [$($likely:tt)*] $keys:tt $key:literal ~ $value:tt, $($rest:tt)*) => {
        $crate::runtime::union!(
            @test $kind $constants [$($likely)* ($key, $crate::runtime::union!(@constant $value)),] $keys $($rest)*
        )
    };
    (@test $kind:ident $constants:tt $likely:tt [$($keys:tt)*] $key:literal, $($rest:tt)*) => {
        $crate::runtime::union!(@test $kind $constants $likely [$($keys)* $key,] $($rest)*)
    };
    // A constant: `"text"`, `true`, `[1]` or `{1.5}`.
    (@constant true) => { $crate::runtime::union::Constant::Bool(true) };
    (@constant false) => { $crate::runtime::union::Constant::Bool(false) };
    (@constant [$number:expr]) => { $crate::runtime::union::Constant::Integer($number) };
    (@constant {$number:expr}) => { $crate::runtime::union::Constant::Number($number) };
    (@constant $text:literal) => { $crate::runtime::union::Constant::Text($text) };
    // How a member is written: as it is, or with the tag before it.
    (@write $value:ident $serializer:ident [writes $tag:literal $first:literal $($rest:literal)*]) => {
        $crate::runtime::tagged::serialize($serializer, $tag, $first, $value)
    };
    (@write $value:ident $serializer:ident [$($read:literal)*]) => {
        ::serde::Serialize::serialize($value, $serializer)
    };
    (@traits $name:ident { $($variant:ident $how:tt)* } else $other:ident, |$content:ident, $read:ident| $member:expr) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => $crate::runtime::union!(@write value serializer $how),)*
                    Self::$other(value) => ::serde::Serialize::serialize(value, serializer),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                let content: $crate::runtime::content::Content<'de> = ::serde::Deserialize::deserialize(deserializer)?;
                let $content = &content;
                let $read: &[$crate::runtime::union::Read<'de, Self>] =
                    &[$(|content| $crate::runtime::union::member(content, Self::$variant)),*];
                let member = $member;
                ::std::result::Result::Ok(member.unwrap_or_else(|| Self::$other(content.into())))
            }
        }
    };
}

pub(crate) use union;
