//! The deserializer of YAML and JSON to a JSON value.
//!
//! Merge keys, tags, keys that are not strings and duplicate keys are resolved in the same pass. Aliases of YAML are
//! copied, within a limit.

use std::{
    cell::{Cell, RefCell},
    fmt,
};

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::{Map, Number, Value, map::Entry};

use super::copy_budget::{MAX_WEIGHT, text_weight};
use crate::diagnostics::{Code, Diagnostics, Pointer};

/// Parses the YAML of the file at `at`.
///
/// # Errors
/// If the text is not YAML, or if its aliases copy too much.
pub(super) fn yaml(text: &str, at: &Pointer, diagnostics: &mut Diagnostics) -> serde_yaml::Result<Value> {
    // Without aliases, a value or a part of a text that weighs as much has more than one byte.
    let state = ParserState::new(at, text.len().saturating_add(MAX_WEIGHT));
    let value = Node(&state).deserialize(serde_yaml::Deserializer::from_str(text));
    state.finish(diagnostics);
    value
}

/// Parses the JSON of the file at `at`.
///
/// # Errors
/// If the text is not JSON.
pub(super) fn json(text: &str, at: &Pointer, diagnostics: &mut Diagnostics) -> serde_json::Result<Value> {
    let state = ParserState::new(at, usize::MAX);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Node(&state).deserialize(&mut deserializer);
    let value = value.and_then(|value| deserializer.end().map(|()| value));
    state.finish(diagnostics);
    value
}

/// The state of a parser: its position, and the diagnostics so far.
struct ParserState<'p> {
    file: &'p Pointer,
    path: RefCell<Vec<Step>>,
    diagnostics: RefCell<Diagnostics>,
    /// The weight of the values that may still be read.
    left: Cell<usize>,
}

/// A step of the path to the current value.
enum Step {
    Key(String),
    Index(usize),
}

impl<'p> ParserState<'p> {
    fn new(file: &'p Pointer, max_weight: usize) -> Self {
        Self { file, path: RefCell::default(), diagnostics: RefCell::default(), left: Cell::new(max_weight) }
    }

    /// Counts the weight of a part of the value that is read next.
    fn take<E: Error>(&self, weight: usize) -> Result<(), E> {
        let left = self.left.get().checked_sub(weight);
        let left = left.ok_or_else(|| {
            E::custom(
                "aliases (`*name`) repeat too much of the text; refer to components with `$ref` instead",
            )
        })?;
        self.left.set(left);
        Ok(())
    }

    fn pointer(&self) -> Pointer {
        self.path.borrow().iter().fold(self.file.clone(), |at, step| match step {
            Step::Key(key) => at.key(key),
            Step::Index(index) => at.index(*index),
        })
    }

    fn warn(&self, code: Code, message: String) {
        self.diagnostics.borrow_mut().push(code, &self.pointer(), message);
    }

    fn finish(self, diagnostics: &mut Diagnostics) {
        diagnostics.extend(self.diagnostics.into_inner());
    }
}

/// The seed of a value.
#[derive(Clone, Copy)]
struct Node<'r>(&'r ParserState<'r>);

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.0.take(1)?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    #[expect(clippy::cast_precision_loss, reason = "JSON numbers are floats beyond 64 bits")]
    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(self.float(value as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "JSON numbers are floats beyond 64 bits")]
    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(self.float(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(self.float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.0.take(text_weight(value))?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        self.0.take(text_weight(&value))?;
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        loop {
            self.0.path.borrow_mut().push(Step::Index(items.len()));
            let item = sequence.next_element_seed(self)?;
            self.0.path.borrow_mut().pop();
            match item {
                Some(item) => items.push(item),
                None => break,
            }
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut mapping: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        let mut merged = Vec::new();
        while let Some(key) = mapping.next_key_seed(Key(self.0))? {
            self.0.path.borrow_mut().push(Step::Key(key));
            let value = mapping.next_value_seed(self)?;
            let Some(Step::Key(key)) = self.0.path.borrow_mut().pop() else { continue };
            if key == "<<" {
                merged.push(value);
                continue;
            }
            match object.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(value);
                }
                Entry::Occupied(mut entry) => {
                    let message = format!("the key `{}` is duplicated; the last value is used", entry.key());
                    let at = self.0.pointer().key(entry.key());
                    self.0.diagnostics.borrow_mut().push(Code::DUPLICATE_KEY, &at, message);
                    entry.insert(value);
                }
            }
        }
        for source in merged {
            merge(&mut object, source);
        }
        Ok(Value::Object(object))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (tag, content): (String, _) = tagged.variant()?;
        self.0.take(text_weight(&tag))?;
        self.0.warn(Code::YAML_KEY, format!("the tag `!{tag}` is ignored"));
        content.newtype_variant_seed(self)
    }
}

/// Adds the entries of a merge key (`<<`) that the object does not have itself.
fn merge(object: &mut Map<String, Value>, source: Value) {
    match source {
        Value::Object(entries) => {
            for (key, value) in entries {
                object.entry(key).or_insert(value);
            }
        }
        Value::Array(sources) => sources.into_iter().for_each(|source| merge(object, source)),
        _ => {}
    }
}

impl Node<'_> {
    /// Returns the value of a float, or of an integer of more than 64 bits. An infinity or a NaN, which JSON does not
    /// have, becomes a string.
    fn float(self, value: f64) -> Value {
        const FIRST_ABOVE_64_BITS: f64 = 18_446_744_073_709_551_616.0;
        if value.fract() == 0.0
            && (FIRST_ABOVE_64_BITS..FIRST_ABOVE_64_BITS * FIRST_ABOVE_64_BITS).contains(&value.abs())
        {
            self.0.warn(
                Code::LARGE_NUMBER,
                format!("the number {value} exceeds 64 bits; it is read as a floating-point number"),
            );
        }
        Number::from_f64(value).map_or_else(|| Value::String(value.to_string()), Value::Number)
    }
}

/// The seed of a key, which becomes a string.
struct Key<'r>(&'r ParserState<'r>);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Key<'_> {
    fn number(&self, key: &str) -> String {
        let at = self.0.pointer().key(key);
        let message = format!("the key `{key}` is a number; it is read as a string");
        self.0.diagnostics.borrow_mut().push_with_help(Code::NUMBER_KEY, &at, message, "quote the key");
        key.to_owned()
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is a string")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<String, E> {
        self.0.take(text_weight(key))?;
        Ok(key.to_owned())
    }

    fn visit_string<E: Error>(self, key: String) -> Result<String, E> {
        self.0.take(text_weight(&key))?;
        Ok(key)
    }

    fn visit_i64<E>(self, key: i64) -> Result<String, E> {
        Ok(self.number(&key.to_string()))
    }

    fn visit_u64<E>(self, key: u64) -> Result<String, E> {
        Ok(self.number(&key.to_string()))
    }

    fn visit_f64<E: Error>(self, key: f64) -> Result<String, E> {
        Ok(self.number(&key.to_string()))
    }

    fn visit_bool<E>(self, key: bool) -> Result<String, E> {
        let message = format!("a key is the boolean `{key}`; it is read as a string");
        let at = self.0.pointer();
        self.0.diagnostics.borrow_mut().push_with_help(Code::YAML_KEY, &at, message, "quote the key");
        Ok(key.to_string())
    }

    fn visit_unit<E>(self) -> Result<String, E> {
        Ok("null".to_owned())
    }
}
