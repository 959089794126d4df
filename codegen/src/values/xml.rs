//! Serialization of values as XML (OpenAPI 3.0.4, "XML Object").

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value};

use crate::api::{Object, Property, SchemaId, Schemas, Shape};

/// Returns the XML document for a `value` of the schema `id`.
#[must_use]
pub fn document(schemas: &Schemas, id: SchemaId, value: &Value) -> String {
    let name = schemas.xml_root_name(id).unwrap_or("body");
    let mut writer = Writer { schemas, text: String::new(), namespaces: BTreeMap::new() };
    let prefixed = writer.name(id, name);
    writer.element(id, (&prefixed, name), value);
    // All namespaces are known only at the end.
    let start = prefixed.len() + 1;
    let namespaces = writer.namespaces.iter().map(|(prefix, namespace)| {
        let colon = if prefix.is_empty() { "" } else { ":" };
        format!(" xmlns{colon}{prefix}=\"{}\"", escaped(namespace))
    });
    let namespaces: String = namespaces.collect();
    writer.text.insert_str(start, &namespaces);
    writer.text
}

struct Writer<'a> {
    schemas: &'a Schemas,
    text: String,
    namespaces: BTreeMap<String, String>,
}

impl<'a> Writer<'a> {
    /// Returns a name with the prefix of a schema, and records its namespace.
    fn name(&mut self, id: SchemaId, name: &str) -> String {
        let prefix = self.schemas.xml(id).find_map(|xml| xml.prefix.as_deref());
        if let Some(namespace) = self.schemas.xml(id).find_map(|xml| xml.namespace.as_ref()) {
            let is_whole = self.text.is_empty();
            if prefix.is_some() || is_whole {
                self.namespaces.insert(prefix.unwrap_or_default().to_owned(), namespace.clone());
            }
        }
        prefix.map_or_else(|| name.to_owned(), |prefix| format!("{prefix}:{name}"))
    }

    /// Writes an element. `name` is its name without the prefix, which the elements of a list without a name share.
    fn element(&mut self, id: SchemaId, (prefixed, name): (&str, &str), value: &Value) {
        let schemas = self.schemas;
        let shape = &schemas[schemas.resolve(id)].shape;
        self.text.extend(["<", prefixed]);
        if let (Shape::Object(object), Value::Object(entries)) = (shape, value) {
            self.attributes(object, entries);
        }
        self.text.push('>');
        match (shape, value) {
            (_, Value::Null) => {}
            (Shape::Object(object), Value::Object(entries)) => self.properties(object, entries),
            (Shape::Map(values), Value::Object(entries)) => {
                for (name, value) in entries {
                    self.element(*values, (name, name), value);
                }
            }
            (Shape::Array(items), Value::Array(values)) => self.items(*items, name, values),
            (_, Value::String(text)) => self.text.push_str(&escaped(text)),
            (_, other) => self.text.push_str(&escaped(&other.to_string())),
        }
        self.text.extend(["</", prefixed, ">"]);
    }

    /// Writes the elements of the list `name`.
    fn items(&mut self, items: SchemaId, name: &str, values: &[Value]) {
        let name = self.schemas.xml_name(items).unwrap_or(name).to_owned();
        let prefixed = self.name(items, &name);
        for value in values {
            self.element(items, (&prefixed, &name), value);
        }
    }

    fn attributes(&mut self, object: &'a Object, entries: &Map<String, Value>) {
        let schemas = self.schemas;
        for property in object.properties.iter().filter(|property| schemas.is_xml_attribute(property.schema))
        {
            let Some(value) = entries.get(&property.name).filter(|value| !value.is_null()) else { continue };
            let name = self.name(property.schema, called(schemas, property));
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            self.text.extend([" ", &name, "=\"", &escaped(&text), "\""]);
        }
    }

    fn properties(&mut self, object: &'a Object, entries: &Map<String, Value>) {
        let schemas = self.schemas;
        for property in &object.properties {
            let Some(value) = entries.get(&property.name).filter(|value| !value.is_null()) else { continue };
            let name = called(schemas, property);
            let shape = &schemas[schemas.resolve(property.schema)].shape;
            match (shape, value) {
                _ if schemas.is_xml_attribute(property.schema) => {}
                (_, Value::String(text)) if schemas.is_xml_text(property.schema) => {
                    self.text.push_str(&escaped(text));
                }
                (Shape::Array(items), Value::Array(values))
                    if !schemas.xml(property.schema).any(|xml| xml.wrapped) =>
                {
                    self.items(*items, &property.name, values);
                }
                _ => {
                    let prefixed = self.name(property.schema, name);
                    self.element(property.schema, (&prefixed, name), value);
                }
            }
        }
        let Some(values) = object.additional else { return };
        let known: HashSet<&str> = object.properties.iter().map(|property| property.name.as_str()).collect();
        for (name, value) in entries.iter().filter(|(name, _)| !known.contains(name.as_str())) {
            self.element(values, (name, name), value);
        }
    }
}

/// Returns the element name of a property.
fn called<'a>(schemas: &'a Schemas, property: &'a Property) -> &'a str {
    schemas.xml_name(property.schema).unwrap_or(&property.name)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
