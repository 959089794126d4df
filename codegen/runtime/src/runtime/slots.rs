//! Deserialization of an object into slots, one for each property.
//!
//! The slots are trait objects. The loop over the properties is therefore compiled once per data format instead of once
//! per struct.

use std::{collections::BTreeMap, fmt};

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

/// The storage for the value of a property while an object is read.
pub trait Slot<'de, A: MapAccess<'de>> {
    /// Reads the next value of `object` into the slot.
    ///
    /// # Errors
    /// If the value does not decode.
    fn fill(&mut self, object: &mut A) -> Result<(), A::Error>;
}

/// The slot of a required or nullable property.
#[derive(Debug)]
pub struct ValueSlot<T>(pub Option<T>);

/// The slot of an optional property that is not nullable. A `null` counts as absent.
#[derive(Debug)]
pub struct OptionalSlot<T>(pub Option<T>);

impl<'de, T: Deserialize<'de>, A: MapAccess<'de>> Slot<'de, A> for ValueSlot<T> {
    fn fill(&mut self, object: &mut A) -> Result<(), A::Error> {
        self.0 = Some(object.next_value()?);
        Ok(())
    }
}

impl<'de, T: Deserialize<'de>, A: MapAccess<'de>> Slot<'de, A> for OptionalSlot<T> {
    fn fill(&mut self, object: &mut A) -> Result<(), A::Error> {
        self.0 = object.next_value()?;
        Ok(())
    }
}

/// The treatment of additional properties, for which a struct has no field.
trait AdditionalProperties<'de, A: MapAccess<'de>> {
    /// The name of a property, or `()` if names are not kept.
    type Name;

    /// Converts the name of a property.
    fn name(name: &str) -> Self::Name;

    /// Reads the next value of `object`, which is that of the property `name`.
    fn read(&mut self, name: Self::Name, object: &mut A) -> Result<(), A::Error>;
}

/// Skips additional properties.
struct Ignore;

impl<'de, A: MapAccess<'de>> AdditionalProperties<'de, A> for Ignore {
    type Name = ();

    fn name(_: &str) {}

    fn read(&mut self, (): (), object: &mut A) -> Result<(), A::Error> {
        object.next_value::<IgnoredAny>().map(drop)
    }
}

impl<'de, T: Deserialize<'de>, A: MapAccess<'de>> AdditionalProperties<'de, A> for BTreeMap<String, T> {
    type Name = String;

    fn name(name: &str) -> String {
        name.to_owned()
    }

    fn read(&mut self, name: String, object: &mut A) -> Result<(), A::Error> {
        let value = object.next_value()?;
        self.insert(name, value);
        Ok(())
    }
}

/// The property that a key names.
enum Key<N> {
    Known(usize),
    Unknown(N),
}

struct KeySeed<'a, N> {
    properties: &'a [&'a str],
    /// The index of the property after the last one. Servers keep their order, so it is compared first.
    expected: usize,
    unknown: fn(&str) -> N,
}

impl<'de, N> DeserializeSeed<'de> for KeySeed<'_, N> {
    type Value = Key<N>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key<N>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<N> Visitor<'_> for KeySeed<'_, N> {
    type Value = Key<N>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property name")
    }

    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<Key<N>, E> {
        if self.properties.get(self.expected) == Some(&name) {
            return Ok(Key::Known(self.expected));
        }
        Ok(match self.properties.iter().position(|known| *known == name) {
            Some(index) => Key::Known(index),
            None => Key::Unknown((self.unknown)(name)),
        })
    }
}

/// Reads `object` into `slots`, which are in the order of `properties`, and skips additional properties.
///
/// # Errors
/// If a value does not decode or a property is duplicated.
pub fn read_slots<'de, A: MapAccess<'de>>(
    object: &mut A,
    properties: &'static [&'static str],
    slots: &mut [&mut dyn Slot<'de, A>],
) -> Result<(), A::Error> {
    read(object, properties, slots, &mut Ignore)
}

/// Reads `object` into `slots`, which are in the order of `properties`, and additional properties into `rest`.
///
/// # Errors
/// If a value does not decode or a property is duplicated.
pub fn read_slots_and_rest<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    object: &mut A,
    properties: &'static [&'static str],
    slots: &mut [&mut dyn Slot<'de, A>],
    rest: &mut BTreeMap<String, T>,
) -> Result<(), A::Error> {
    read(object, properties, slots, rest)
}

fn read<'de, A: MapAccess<'de>, R: AdditionalProperties<'de, A>>(
    object: &mut A,
    properties: &'static [&'static str],
    slots: &mut [&mut dyn Slot<'de, A>],
    rest: &mut R,
) -> Result<(), A::Error> {
    let mut seen = PropertySet::new(slots.len());
    let mut expected = 0;
    while let Some(key) = object.next_key_seed(KeySeed { properties, expected, unknown: R::name })? {
        match key {
            Key::Known(index) => {
                if !seen.insert(index) {
                    return Err(A::Error::duplicate_field(properties[index]));
                }
                slots[index].fill(object)?;
                expected = index + 1;
            }
            Key::Unknown(name) => rest.read(name, object)?,
        }
    }
    Ok(())
}

/// A set of properties, one bit each. Only objects with more than 64 properties need the heap.
struct PropertySet {
    first: u64,
    others: Vec<u64>,
}

impl PropertySet {
    fn new(properties: usize) -> Self {
        Self { first: 0, others: vec![0; properties.saturating_sub(1) / 64] }
    }

    /// Adds the property and returns `true` if the set did not have it.
    #[inline]
    fn insert(&mut self, index: usize) -> bool {
        let word = match index / 64 {
            0 => &mut self.first,
            word => &mut self.others[word - 1],
        };
        let bit = 1 << (index % 64);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }
}
