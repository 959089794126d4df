//! Reading an object's properties into slots, a slot a property.
//!
//! The slots are behind `dyn`, so that the loop over the properties is compiled once per data
//! format and not once per struct.

use std::{collections::BTreeMap, fmt};

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

/// Where the value of one property goes while an object is read.
pub trait Slot<'de, A: MapAccess<'de>> {
    /// Reads the next value of `object` into the slot.
    ///
    /// # Errors
    /// When the value does not decode.
    fn fill(&mut self, object: &mut A) -> Result<(), A::Error>;
}

/// The slot of a property whose value is taken as it is.
#[derive(Debug)]
pub struct Exact<T>(pub Option<T>);

/// The slot of a property for which `null` is as good as nothing.
#[derive(Debug)]
pub struct Lenient<T>(pub Option<T>);

impl<'de, T: Deserialize<'de>, A: MapAccess<'de>> Slot<'de, A> for Exact<T> {
    fn fill(&mut self, object: &mut A) -> Result<(), A::Error> {
        self.0 = Some(object.next_value()?);
        Ok(())
    }
}

impl<'de, T: Deserialize<'de>, A: MapAccess<'de>> Slot<'de, A> for Lenient<T> {
    fn fill(&mut self, object: &mut A) -> Result<(), A::Error> {
        self.0 = object.next_value()?;
        Ok(())
    }
}

/// What becomes of a property that the struct has no field for.
trait Rest<'de, A: MapAccess<'de>> {
    /// As much of its name as is wanted.
    type Name;

    fn name(name: &str) -> Self::Name;
    fn take(&mut self, name: Self::Name, object: &mut A) -> Result<(), A::Error>;
}

struct Ignore;

impl<'de, A: MapAccess<'de>> Rest<'de, A> for Ignore {
    type Name = ();

    fn name(_: &str) {}

    fn take(&mut self, (): (), object: &mut A) -> Result<(), A::Error> {
        object.next_value::<IgnoredAny>().map(drop)
    }
}

impl<'de, T: Deserialize<'de>, A: MapAccess<'de>> Rest<'de, A> for BTreeMap<String, T> {
    type Name = String;

    fn name(name: &str) -> String {
        name.to_owned()
    }

    fn take(&mut self, name: String, object: &mut A) -> Result<(), A::Error> {
        let value = object.next_value()?;
        self.insert(name, value);
        Ok(())
    }
}

/// Which property a key names.
enum Key<N> {
    Known(usize),
    Unknown(N),
}

struct KeySeed<'a, N> {
    properties: &'a [&'a str],
    /// The property that most likely comes next: the one after the last.
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

/// Reads `object` into `slots`, which are in the order of `properties`, and skips the rest.
///
/// # Errors
/// When a value does not decode or a property is there twice.
pub fn read_slots<'de, A: MapAccess<'de>>(
    object: &mut A,
    properties: &'static [&'static str],
    slots: &mut [&mut dyn Slot<'de, A>],
) -> Result<(), A::Error> {
    read(object, properties, slots, &mut Ignore)
}

/// Reads `object` into `slots`, and what they have no place for into `rest`.
///
/// # Errors
/// When a value does not decode or a property is there twice.
pub fn read_slots_and_rest<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    object: &mut A,
    properties: &'static [&'static str],
    slots: &mut [&mut dyn Slot<'de, A>],
    rest: &mut BTreeMap<String, T>,
) -> Result<(), A::Error> {
    read(object, properties, slots, rest)
}

fn read<'de, A: MapAccess<'de>, R: Rest<'de, A>>(
    object: &mut A,
    properties: &'static [&'static str],
    slots: &mut [&mut dyn Slot<'de, A>],
    rest: &mut R,
) -> Result<(), A::Error> {
    let mut seen = Seen::new(slots.len());
    let mut expected = 0;
    while let Some(key) = object.next_key_seed(KeySeed { properties, expected, unknown: R::name })? {
        match key {
            Key::Known(index) => {
                if seen.again(index) {
                    return Err(A::Error::duplicate_field(properties[index]));
                }
                slots[index].fill(object)?;
                expected = index + 1;
            }
            Key::Unknown(name) => rest.take(name, object)?,
        }
    }
    Ok(())
}

/// Which properties have been there: a bit each, on the heap only where there are more than 64.
struct Seen {
    first: u64,
    others: Vec<u64>,
}

impl Seen {
    fn new(properties: usize) -> Self {
        Self { first: 0, others: vec![0; properties.saturating_sub(1) / 64] }
    }

    /// Notes the property and says whether it was noted before.
    #[inline]
    fn again(&mut self, index: usize) -> bool {
        let word = match index / 64 {
            0 => &mut self.first,
            word => &mut self.others[word - 1],
        };
        let bit = 1 << (index % 64);
        let again = *word & bit != 0;
        *word |= bit;
        again
    }
}
