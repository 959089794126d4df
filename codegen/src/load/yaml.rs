//! YAML to a JSON value, in one pass: what YAML has and JSON has not is turned into what it stands
//! for, with a diagnostic where something is lost.

use std::{cell::RefCell, fmt};

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::{Map, Number, Value};

use crate::diagnostics::{Code, Diagnostics, Pointer};

/// Reads the text.
///
/// # Errors
/// When it is no YAML.
pub(super) fn parse(text: &str, diagnostics: &mut Diagnostics) -> serde_yaml::Result<Value> {
    let reading = Reading::default();
    let value = Node(&reading).deserialize(serde_yaml::Deserializer::from_str(text));
    diagnostics.extend(reading.diagnostics.into_inner());
    value
}

/// Where the reading is, and what it has found.
#[derive(Default)]
struct Reading {
    path: RefCell<Vec<String>>,
    diagnostics: RefCell<Diagnostics>,
}

impl Reading {
    fn warn(&self, message: String) {
        let at = self.path.borrow().iter().fold(Pointer::root(), |at, step| at.key(step));
        self.diagnostics.borrow_mut().push(Code::YAML_KEY, &at, message);
    }

    /// Reads what stands at the next step of the path, and gives the step back.
    fn at<T, E>(&self, step: String, read: impl FnOnce(Node<'_>) -> Result<T, E>) -> Result<(String, T), E> {
        self.path.borrow_mut().push(step);
        let value = read(Node(self))?;
        Ok((self.path.borrow_mut().pop().unwrap_or_default(), value))
    }
}

/// A value.
#[derive(Clone, Copy)]
struct Node<'r>(&'r Reading);

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
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
        Ok(float(value as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "JSON numbers are floats beyond 64 bits")]
    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(float(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let (_, Some(item)) =
            self.0.at(items.len().to_string(), |node| sequence.next_element_seed(node))?
        {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut mapping: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        let mut merged = Vec::new();
        while let Some(key) = mapping.next_key_seed(Key(self.0))? {
            let (key, value) = self.0.at(key, |node| mapping.next_value_seed(node))?;
            if key == "<<" {
                merged.push(value);
            } else if object.contains_key(&key) {
                self.0.warn(format!("the key `{key}` is there twice; the last one counts"));
                object.insert(key, value);
            } else {
                object.insert(key, value);
            }
        }
        for source in merged {
            merge(&mut object, source);
        }
        Ok(Value::Object(object))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (tag, content): (String, _) = tagged.variant()?;
        self.0.warn(format!("the tag `!{tag}` is passed over"));
        content.newtype_variant_seed(self)
    }
}

/// Adds the entries of a merge key (`<<`) that are not there by themselves.
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

/// An infinity or a NaN, which JSON has not, becomes text.
fn float(value: f64) -> Value {
    Number::from_f64(value).map_or_else(|| Value::String(value.to_string()), Value::Number)
}

/// A key, as text. Status codes are written without quotes so often that they get no warning.
struct Key<'r>(&'r Reading);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is a text")
    }

    fn visit_str<E>(self, key: &str) -> Result<String, E> {
        Ok(key.to_owned())
    }

    fn visit_string<E>(self, key: String) -> Result<String, E> {
        Ok(key)
    }

    fn visit_i64<E>(self, key: i64) -> Result<String, E> {
        Ok(key.to_string())
    }

    fn visit_u64<E>(self, key: u64) -> Result<String, E> {
        Ok(key.to_string())
    }

    fn visit_f64<E: Error>(self, key: f64) -> Result<String, E> {
        Ok(key.to_string())
    }

    fn visit_bool<E>(self, key: bool) -> Result<String, E> {
        self.0.warn(format!("a key is the boolean `{key}`; put it in quotes"));
        Ok(key.to_string())
    }

    fn visit_unit<E>(self) -> Result<String, E> {
        Ok("null".to_owned())
    }
}
