//! The structures of a union's members, and the search for what distinguishes them.
//!
//! A union can have thousands of members. Instead of each pair of them, sets of them are compared: those that have a
//! property, those that require it, and those that have a constant.

use std::collections::HashMap;

use fixedbitset::FixedBitSet;
use indexmap::IndexMap;
use serde_json::Value;

use crate::api::{Distinguisher, Kind};

/// The structure of the values of a type.
#[derive(Debug)]
pub(super) struct Structure {
    pub(super) kind: Option<Kind>,
    /// The properties with a single value.
    pub(super) constants: Vec<(String, Value)>,
    /// All properties, each with `true` if it is required.
    pub(super) keys: IndexMap<String, bool>,
}

impl Structure {
    pub(super) fn of(kind: Option<Kind>) -> Self {
        Self { kind, constants: Vec::new(), keys: IndexMap::new() }
    }

    /// Returns `true` if the property is required.
    fn requires(&self, key: &str) -> bool {
        self.keys.get(key).copied().unwrap_or(false)
    }

    /// Returns the required properties.
    fn required(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().filter(|(_, required)| **required).map(|(key, _)| key.as_str())
    }
}

/// The indices of the objects with a property or a constant, in order.
#[derive(Debug, Default)]
struct Holders {
    list: Vec<usize>,
    /// The same as a bit set, if there are many.
    bits: Option<FixedBitSet>,
}

impl Holders {
    /// Makes the bit set if it is not larger than the list.
    fn seal(&mut self, count: usize) {
        if self.list.len() > count / 64 {
            self.bits = Some(self.list.iter().copied().collect());
        }
    }

    /// Adds the holders to `set`.
    fn add_to(&self, set: &mut FixedBitSet) {
        match &self.bits {
            Some(bits) => set.union_with(bits),
            None => set.extend(self.list.iter().copied()),
        }
    }

    /// Removes the holders from `set`.
    fn remove_from(&self, set: &mut FixedBitSet) {
        match &self.bits {
            Some(bits) => set.difference_with(bits),
            None => self.list.iter().for_each(|index| set.set(*index, false)),
        }
    }

    /// Removes everything but the holders from `set`.
    fn retain_in(&self, set: &mut FixedBitSet) {
        if let Some(bits) = &self.bits {
            set.intersect_with(bits);
            return;
        }
        let kept: Vec<usize> = self.list.iter().copied().filter(|index| set.contains(*index)).collect();
        set.clear();
        set.extend(kept);
    }

    /// Returns the first element of `set` that is not a holder.
    fn first_other(&self, set: &FixedBitSet) -> Option<usize> {
        match &self.bits {
            Some(bits) => set.difference(bits).next(),
            None => set.ones().find(|index| self.list.binary_search(index).is_err()),
        }
    }
}

/// The structures of a union that are objects, by their properties and constants.
pub(super) struct StructureIndex<'a> {
    all: &'a [&'a Structure],
    objects: Vec<&'a Structure>,
    /// The objects with each property.
    having: HashMap<&'a str, Holders>,
    /// The objects that require each property.
    requiring: HashMap<&'a str, Holders>,
    /// The objects with a constant for each property, and those with each constant.
    with_constant: HashMap<&'a str, Holders>,
    with_value: HashMap<(&'a str, &'a Value), Holders>,
}

impl<'a> StructureIndex<'a> {
    pub(super) fn new(all: &'a [&'a Structure]) -> Self {
        let is_object = |structure: &&&Structure| structure.kind == Some(Kind::Object);
        let mut index = Self {
            all,
            objects: all.iter().filter(is_object).copied().collect(),
            having: HashMap::new(),
            requiring: HashMap::new(),
            with_constant: HashMap::new(),
            with_value: HashMap::new(),
        };
        for (at, object) in index.objects.iter().enumerate() {
            for (key, required) in &object.keys {
                index.having.entry(key).or_default().list.push(at);
                if *required {
                    index.requiring.entry(key).or_default().list.push(at);
                }
            }
            for (key, value) in &object.constants {
                index.with_constant.entry(key).or_default().list.push(at);
                index.with_value.entry((key, value)).or_default().list.push(at);
            }
        }
        let count = index.objects.len();
        let by_key = [&mut index.having, &mut index.requiring, &mut index.with_constant];
        by_key.into_iter().flat_map(HashMap::values_mut).for_each(|holders| holders.seal(count));
        index.with_value.values_mut().for_each(|holders| holders.seal(count));
        index
    }

    fn none(&self) -> FixedBitSet {
        FixedBitSet::with_capacity(self.objects.len())
    }

    /// Returns the objects that contradict `one`: they have another constant for one of its properties.
    fn contradicting(&self, one: &Structure) -> FixedBitSet {
        let mut found = self.none();
        for (key, value) in &one.constants {
            let mut others = self.none();
            if let Some(holders) = self.with_constant.get(key.as_str()) {
                holders.add_to(&mut others);
            }
            if let Some(holders) = self.with_value.get(&(key.as_str(), value)) {
                holders.remove_from(&mut others);
            }
            found.union_with(&others);
        }
        found
    }

    /// Returns `true` if a value can match two of the structures.
    pub(super) fn is_ordered(&self) -> bool {
        let mut kinds: Vec<Option<Kind>> = Vec::new();
        for structure in self.all {
            match structure.kind {
                Some(Kind::Object) if !kinds.contains(&structure.kind) => kinds.push(structure.kind),
                Some(Kind::Object) => {}
                None if self.all.len() > 1 => return true,
                kind if kinds.contains(&kind) => return true,
                kind => kinds.push(kind),
            }
        }
        self.objects.iter().enumerate().any(|(at, one)| self.may_be_another(at, one))
    }

    /// Returns `true` if a value of the object `one` at `at` may be a value of an earlier object.
    fn may_be_another(&self, at: usize, one: &Structure) -> bool {
        let mut others = self.none();
        others.insert_range(..at);
        for holders in one.required().filter_map(|key| self.having.get(key)) {
            holders.retain_in(&mut others);
        }
        let mut by_constant = self.none();
        for (key, _) in one.constants.iter().filter(|(key, _)| one.requires(key)) {
            if let Some(holders) = self.requiring.get(key.as_str()) {
                holders.add_to(&mut by_constant);
            }
        }
        by_constant.intersect_with(&self.contradicting(one));
        others.difference_with(&by_constant);
        let others = others.ones().filter_map(|other| self.objects.get(other));
        others.into_iter().any(|other| other.required().all(|key| one.keys.contains_key(key)))
    }

    /// Returns the distinguisher of a structure among the others.
    ///
    /// An object is distinguished from each other object by its constants, and unless they contradict, by a property: a
    /// required one, or all optional ones. Its properties are in the order of the objects that they distinguish it
    /// from.
    pub(super) fn distinguisher(&self, one: &Structure) -> Distinguisher {
        let mut test = Distinguisher {
            kind: one.kind,
            constants: Vec::new(),
            optional_constants: Vec::new(),
            keys: Vec::new(),
            optional_keys: Vec::new(),
            forbidden: Vec::new(),
            known: Vec::new(),
        };
        if one.kind != Some(Kind::Object) {
            return test;
        }
        let mut others = self.none();
        others.insert_range(..);
        let mut constants: Vec<(usize, &(String, Value))> = Vec::new();
        for constant @ (key, value) in &one.constants {
            let holders = self.with_value.get(&(key.as_str(), value));
            constants
                .extend(holders.and_then(|holders| holders.first_other(&others)).map(|at| (at, constant)));
        }
        constants.sort_by_key(|(at, _)| *at);
        for (_, constant) in constants {
            let list =
                if one.requires(&constant.0) { &mut test.constants } else { &mut test.optional_constants };
            list.push(constant.clone());
        }
        others.difference_with(&self.contradicting(one));
        // A property with a single value is compared with that value.
        let constants = one.constants.iter().map(|(key, _)| key.as_str()).filter(|key| one.requires(key));
        for holders in constants.filter_map(|key| self.having.get(key)) {
            holders.retain_in(&mut others);
        }
        let mut keys: Vec<(usize, &str)> = Vec::new();
        for key in one.required() {
            let Some(holders) = self.having.get(key) else { continue };
            keys.extend(holders.first_other(&others).map(|at| (at, key)));
            holders.retain_in(&mut others);
        }
        for (key, required) in &one.keys {
            if let Some(holders) = self.having.get(key.as_str()).filter(|_| !required) {
                keys.extend(holders.first_other(&others).map(|at| (at, key.as_str())));
            }
        }
        keys.sort_by_key(|(at, _)| *at);
        for (_, key) in keys {
            let list = if one.requires(key) { &mut test.keys } else { &mut test.optional_keys };
            list.push(key.to_owned());
        }
        test
    }
}
