//! Serde's traits for structs, from a table of their property names instead of a derive.
//!
//! `model!` expands to `Serialize` and `Deserialize`. The functions of this module and of `slots` do the work for every
//! struct.

use std::{cell::Cell, collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    de::{Deserializer, Error, MapAccess, Visitor},
    ser::{Serialize, SerializeMap, SerializeStruct, Serializer},
};

/// A struct for a JSON object, implemented by `model!`.
pub trait Model<'de>: Sized {
    /// The name of the struct, for formats that write it.
    const NAME: &'static str;
    /// The names of the properties in JSON, in the order of the fields.
    const PROPERTIES: &'static [&'static str];

    /// Reads the struct from the entries of `object`.
    ///
    /// # Errors
    /// If a value does not decode, a required property is missing or a property is duplicated.
    fn read<A: MapAccess<'de>>(object: A) -> Result<Self, A::Error>;
}

struct ModelVisitor<T>(PhantomData<T>);

impl<'de, T: Model<'de>> Visitor<'de> for ModelVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<T, A::Error> {
        let Some(_open) = OpenModel::enter(size_of::<T>()) else {
            return Err(A::Error::custom("recursion limit exceeded"));
        };
        T::read(object)
    }
}

/// The maximum total size of the models that are open while a value is read: 256 KiB, a part of a thread's stack.
///
/// The nesting depth of JSON is limited to 128, so only large models reach it.
const MAX_OPEN_SIZE: usize = 256 << 10;

/// The number of open models that are always accepted. A model without recursion is not nested deeper.
const MIN_OPEN: usize = 16;

thread_local! {
    /// The number and the total size of the models that are being read.
    static OPEN: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

/// A model that is being read, with its size.
struct OpenModel(usize);

impl OpenModel {
    /// Returns `None` if too much is open.
    fn enter(size: usize) -> Option<Self> {
        let (count, total) = OPEN.get();
        (count < MIN_OPEN || total + size <= MAX_OPEN_SIZE).then(|| {
            OPEN.set((count + 1, total + size));
            Self(size)
        })
    }
}

impl Drop for OpenModel {
    fn drop(&mut self) {
        let (count, total) = OPEN.get();
        OPEN.set((count - 1, total - self.0));
    }
}

/// Deserializes a model.
///
/// # Errors
/// If the input is not an object, or not a valid one for the model.
pub fn deserialize<'de, T: Model<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_struct(T::NAME, T::PROPERTIES, ModelVisitor(PhantomData))
}

/// A serializer of the properties of a model.
#[derive(Debug)]
pub struct ObjectSerializer<S>(S);

/// Starts a struct with one entry for each property that is present.
///
/// # Errors
/// If the serializer fails.
#[inline]
pub fn serialize_struct<S: Serializer>(
    serializer: S,
    name: &'static str,
    present: &[bool],
) -> Result<ObjectSerializer<S::SerializeStruct>, S::Error> {
    serializer.serialize_struct(name, count(present)).map(ObjectSerializer)
}

/// Starts a map, because the names of additional properties are not known at compile time.
///
/// # Errors
/// If the serializer fails.
pub fn serialize_map<S: Serializer>(
    serializer: S,
    present: &[bool],
    additional: usize,
) -> Result<ObjectSerializer<MapAsStruct<S::SerializeMap>>, S::Error> {
    let map = serializer.serialize_map(Some(count(present) + additional))?;
    Ok(ObjectSerializer(MapAsStruct(map)))
}

#[inline]
fn count(present: &[bool]) -> usize {
    present.iter().filter(|present| **present).count()
}

impl<S: SerializeStruct> ObjectSerializer<S> {
    /// Writes a required property.
    ///
    /// # Errors
    /// If the value does not serialize.
    #[inline]
    pub fn required<T: Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error> {
        self.0.serialize_field(name, value)
    }

    /// Writes an optional property unless it is `None`.
    ///
    /// # Errors
    /// If the value does not serialize.
    #[inline]
    pub fn optional<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) -> Result<(), S::Error> {
        match value {
            Some(value) => self.0.serialize_field(name, value),
            None => self.0.skip_field(name),
        }
    }

    /// Ends the object.
    ///
    /// # Errors
    /// If the serializer fails.
    #[inline]
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.0.end()
    }
}

impl<M: SerializeMap> ObjectSerializer<MapAsStruct<M>> {
    /// Writes the additional properties.
    ///
    /// # Errors
    /// If a value does not serialize.
    pub fn rest<T: Serialize>(&mut self, rest: &BTreeMap<String, T>) -> Result<(), M::Error> {
        rest.iter().try_for_each(|(name, value)| self.0.0.serialize_entry(name, value))
    }
}

/// An adapter that implements `SerializeStruct` for a map.
#[derive(Debug)]
pub struct MapAsStruct<M>(pub(super) M);

impl<M: SerializeMap> SerializeStruct for MapAsStruct<M> {
    type Ok = M::Ok;
    type Error = M::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        self.0.serialize_entry(name, value)
    }

    fn end(self) -> Result<M::Ok, M::Error> {
        self.0.end()
    }
}

/// Implements serde's traits for a struct, from a table of its fields and their names in JSON.
///
/// A field is `required` (any type), `optional` (an `Option<T>`, omitted if `None`) or `nullable` (an `Option<T>` whose
/// `T` accepts `null`: `Option<Option<T>>`, `Option<Value>`). `rest` names the `BTreeMap<String, T>` of the additional
/// properties.
macro_rules! model {
    ($name:ident { $($kind:ident $field:ident: $wire:literal,)* }) => {
        #[allow(deprecated, reason = "deprecated fields are still read and written")]
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                #[allow(unused_mut, reason = "an object can have no fields")]
                let mut object = $crate::runtime::model::serialize_struct(
                    serializer,
                    stringify!($name),
                    &[$($crate::runtime::model::present!($kind self.$field)),*],
                )?;
                $($crate::runtime::model::entry!($kind object, $wire, &self.$field);)*
                object.end()
            }
        }

        #[allow(deprecated, reason = "deprecated fields are still read and written")]
        impl<'de> $crate::runtime::model::Model<'de> for $name {
            const NAME: &'static str = stringify!($name);
            const PROPERTIES: &'static [&'static str] = &[$($wire),*];

            fn read<A: ::serde::de::MapAccess<'de>>(mut object: A) -> ::std::result::Result<Self, A::Error> {
                $(let mut $field = $crate::runtime::model::slot!($kind);)*
                $crate::runtime::slots::read_slots(&mut object, Self::PROPERTIES, &mut [$(&mut $field),*])?;
                ::std::result::Result::Ok(Self { $($field: $crate::runtime::model::value!($kind $field, $wire)),* })
            }
        }

        $crate::runtime::model::common!($name);
    };
    ($name:ident { $($kind:ident $field:ident: $wire:literal,)* } rest $rest:ident) => {
        #[allow(deprecated, reason = "deprecated fields are still read and written")]
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                let mut object = $crate::runtime::model::serialize_map(
                    serializer,
                    &[$($crate::runtime::model::present!($kind self.$field)),*],
                    self.$rest.len(),
                )?;
                $($crate::runtime::model::entry!($kind object, $wire, &self.$field);)*
                object.rest(&self.$rest)?;
                object.end()
            }
        }

        #[allow(deprecated, reason = "deprecated fields are still read and written")]
        impl<'de> $crate::runtime::model::Model<'de> for $name {
            const NAME: &'static str = stringify!($name);
            const PROPERTIES: &'static [&'static str] = &[$($wire),*];

            fn read<A: ::serde::de::MapAccess<'de>>(mut object: A) -> ::std::result::Result<Self, A::Error> {
                $(let mut $field = $crate::runtime::model::slot!($kind);)*
                let mut $rest = ::std::collections::BTreeMap::new();
                $crate::runtime::slots::read_slots_and_rest(
                    &mut object,
                    Self::PROPERTIES,
                    &mut [$(&mut $field),*],
                    &mut $rest,
                )?;
                ::std::result::Result::Ok(Self {
                    $($field: $crate::runtime::model::value!($kind $field, $wire),)*
                    $rest,
                })
            }
        }

        $crate::runtime::model::common!($name);
    };
}

macro_rules! common {
    ($name:ident) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::model::deserialize(deserializer)
            }
        }

        impl $name {
            /// Applies `change` and returns the result, to set optional fields in an expression.
            #[must_use]
            pub fn with(mut self, change: impl ::std::ops::FnOnce(&mut Self)) -> Self {
                change(&mut self);
                self
            }
        }
    };
}

macro_rules! present {
    (required $value:expr) => {
        true
    };
    ($kind:ident $value:expr) => {
        $value.is_some()
    };
}

macro_rules! entry {
    (required $object:ident, $wire:literal, $value:expr) => {
        $object.required($wire, $value)?
    };
    ($kind:ident $object:ident, $wire:literal, $value:expr) => {
        $object.optional($wire, $value)?
    };
}

macro_rules! slot {
    (optional) => {
        $crate::runtime::slots::OptionalSlot(::std::option::Option::None)
    };
    ($kind:ident) => {
        $crate::runtime::slots::ValueSlot(::std::option::Option::None)
    };
}

macro_rules! value {
    (required $slot:ident, $wire:literal) => {
        match $slot.0 {
            ::std::option::Option::Some(value) => value,
            ::std::option::Option::None => {
                return ::std::result::Result::Err(::serde::de::Error::missing_field($wire));
            }
        }
    };
    ($kind:ident $slot:ident, $wire:literal) => {
        $slot.0
    };
}

pub(crate) use {common, entry, model, present, slot, value};
