//! A JSON value that is read but not yet decoded, so that its type can be selected first.
//!
//! Strings are borrowed from the input if possible, and the entries of an object keep their order. Reading is therefore
//! cheaper than deserializing a `serde_json::Value`.

use std::{borrow::Cow, cell::Cell, fmt, marker::PhantomData};

use serde::{
    de::{
        self, Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Unexpected,
        Visitor,
    },
    forward_to_deserialize_any,
};

/// A value of any self-describing format.
#[derive(Debug, Clone, PartialEq)]
pub enum Content<'de> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A nonnegative integer.
    Unsigned(u64),
    /// A signed integer.
    Signed(i64),
    /// A number with a fraction.
    Float(f64),
    /// A string.
    String(Cow<'de, str>),
    /// An array.
    Array(Vec<Content<'de>>),
    /// An object, in the order of the input.
    Object(Vec<(Cow<'de, str>, Content<'de>)>),
}

impl<'de> Deserialize<'de> for Content<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ContentVisitor(Levels::All))
    }
}

/// The first level of a value: an object whose arrays and objects are empty, or an empty array.
///
/// The entries of an object are sorted by name.
#[derive(Debug)]
pub struct Summary<'de>(pub Content<'de>);

impl<'de> Summary<'de> {
    /// Returns the first entry `key` of an object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Content<'de>> {
        let Content::Object(entries) = &self.0 else { return None };
        let start = entries.partition_point(|(known, _)| &**known < key);
        entries.get(start).filter(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// Returns the number of entries of an object that are not `null`.
    pub(super) fn len_without_null(&self) -> usize {
        let Content::Object(entries) = &self.0 else { return 0 };
        entries.iter().filter(|(_, value)| !matches!(value, Content::Null)).count()
    }
}

impl<'de> Deserialize<'de> for Summary<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut content = deserializer.deserialize_any(ContentVisitor(Levels::First))?;
        if let Content::Object(entries) = &mut content {
            entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        }
        Ok(Self(content))
    }
}

/// The levels of a value that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Levels {
    All,
    First,
    None,
}

#[derive(Clone, Copy)]
struct ContentVisitor(Levels);

impl<'de> DeserializeSeed<'de> for ContentVisitor {
    type Value = Content<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Content<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ContentVisitor {
    type Value = Content<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Content<'de>, E> {
        Ok(Content::Null)
    }

    fn visit_none<E>(self) -> Result<Content<'de>, E> {
        Ok(Content::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Content<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Content<'de>, E> {
        Ok(Content::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Content<'de>, E> {
        Ok(Content::Unsigned(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Content<'de>, E> {
        Ok(Content::Signed(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Content<'de>, E> {
        Ok(Content::Float(value))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Content<'de>, E> {
        Ok(Content::String(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Content<'de>, E> {
        Ok(Content::String(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Content<'de>, E> {
        Ok(Content::String(Cow::Owned(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Content<'de>, A::Error> {
        let mut items = Vec::new();
        if self.0 == Levels::All {
            while let Some(item) = array.next_element()? {
                items.push(item);
            }
        }
        Ok(Content::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Content<'de>, A::Error> {
        let mut entries = Vec::new();
        let values = match self.0 {
            Levels::All => Self(Levels::All),
            Levels::First => Self(Levels::None),
            Levels::None => return Ok(Content::Object(entries)),
        };
        while let Some(key) = object.next_key_seed(KeySeed(PhantomData))? {
            entries.push((key, object.next_value_seed(values)?));
        }
        Ok(Content::Object(entries))
    }
}

/// Reads a key, borrowed if possible.
struct KeySeed<'de>(PhantomData<&'de ()>);

impl<'de> DeserializeSeed<'de> for KeySeed<'de> {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for KeySeed<'de> {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property name")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text))
    }
}

/// The name of the newtype that every union is deserialized as. Deserializers of other formats ignore it.
pub(super) const UNION: &str = "$union";

/// The attempts to decode a value: an endless sequence in which each element is the same value.
///
/// The first attempt with a type is a trial, which skips the unions inside the value. They accept every value, so
/// they cannot change the result. If the trial skipped any, it returns `None`, and the next attempt decodes the same
/// type completely. Only one attempt with a value is complete. Decoding is therefore linear in the size of the value,
/// also if unions are nested.
pub(super) struct Attempts<'a, 'de> {
    content: &'a Content<'de>,
    /// `true` if the last attempt was a successful trial that skipped unions.
    skipped: bool,
}

impl<'a, 'de> Attempts<'a, 'de> {
    pub(super) fn new(content: &'a Content<'de>) -> Self {
        Self { content, skipped: false }
    }
}

impl<'de> SeqAccess<'de> for Attempts<'_, 'de> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mismatch> {
        let is_trial = !std::mem::take(&mut self.skipped);
        let skipped = Cell::new(false);
        let trial = is_trial.then_some(&skipped);
        let value = seed.deserialize(ContentDeserializer { content: self.content, trial })?;
        self.skipped = skipped.get();
        Ok((!self.skipped).then_some(value))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(usize::MAX)
    }
}

/// The error of decoding a kept value. It carries no details, because a union tries its next member.
#[derive(Debug)]
pub(super) struct Mismatch;

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid type")
    }
}

impl std::error::Error for Mismatch {}

impl de::Error for Mismatch {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

/// A deserializer of a kept value.
#[derive(Clone, Copy)]
struct ContentDeserializer<'a, 'de> {
    content: &'a Content<'de>,
    /// In a trial: set to `true` when a union is skipped.
    trial: Option<&'a Cell<bool>>,
}

impl<'de> Deserializer<'de> for ContentDeserializer<'_, 'de> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.content {
            Content::Null => visitor.visit_unit(),
            Content::Bool(value) => visitor.visit_bool(*value),
            Content::Unsigned(value) => visitor.visit_u64(*value),
            Content::Signed(value) => visitor.visit_i64(*value),
            Content::Float(value) => visitor.visit_f64(*value),
            Content::String(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            Content::String(Cow::Owned(text)) => visitor.visit_str(text),
            Content::Array(items) => visitor.visit_seq(ItemAccess { items: items.iter(), trial: self.trial }),
            Content::Object(entries) => {
                visitor.visit_map(EntryAccess { entries: entries.iter(), value: None, trial: self.trial })
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.content {
            Content::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        match (self.content, self.trial) {
            _ if name != UNION => visitor.visit_newtype_struct(self),
            (Content::Array(_) | Content::Object(_), Some(skipped)) => {
                skipped.set(true);
                visitor.visit_none()
            }
            _ => visitor.visit_seq(Attempts::new(self.content)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        match self.content {
            Content::String(text) => visitor.visit_enum((**text).into_deserializer()),
            _ => Err(Mismatch),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq
        tuple tuple_struct map struct identifier
    }
}

struct ItemAccess<'a, 'de> {
    items: std::slice::Iter<'a, Content<'de>>,
    trial: Option<&'a Cell<bool>>,
}

impl<'de> SeqAccess<'de> for ItemAccess<'_, 'de> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mismatch> {
        let item = self.items.next();
        item.map(|content| seed.deserialize(ContentDeserializer { content, trial: self.trial })).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

struct EntryAccess<'a, 'de> {
    entries: std::slice::Iter<'a, (Cow<'de, str>, Content<'de>)>,
    value: Option<&'a Content<'de>>,
    trial: Option<&'a Cell<bool>>,
}

impl<'de> MapAccess<'de> for EntryAccess<'_, 'de> {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Mismatch> {
        let Some((key, value)) = self.entries.next() else { return Ok(None) };
        self.value = Some(value);
        match key {
            Cow::Borrowed(text) => seed.deserialize(de::value::BorrowedStrDeserializer::new(text)),
            Cow::Owned(text) => seed.deserialize(text.as_str().into_deserializer()),
        }
        .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mismatch> {
        let content = self.value.take().ok_or(Mismatch)?;
        seed.deserialize(ContentDeserializer { content, trial: self.trial })
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}
