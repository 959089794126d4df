//! Bodies in XML, as values of their schema (OpenAPI 3.0.4, "XML Object"). Names are compared without their prefix.

use std::{fmt, str};

use clientwright_codegen::api::{Object, Property, SchemaId, Schemas, Shape};
use quick_xml::{
    XmlVersion,
    escape::resolve_xml_entity,
    events::{BytesStart, Event},
    reader::Reader,
};
use serde_json::{Map, Value};

use crate::text::{Raw, reading};

/// The maximum nesting depth of elements.
const MAX_DEPTH: usize = 128;
/// The maximum number of elements and attributes.
const MAX_NODES: usize = 100_000;
/// The maximum number of attributes of an element.
const MAX_ATTRIBUTES: usize = 1_000;

/// An element of a document.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
    text: String,
}

/// Returns the value of a document by the schema `id`. The error is the reason for which there is none.
pub(crate) fn read(schemas: &Schemas, id: SchemaId, body: &[u8]) -> Result<Value, String> {
    let text = str::from_utf8(body).map_err(|_| "invalid UTF-8".to_owned())?;
    let root = parse(text.trim_start_matches('\u{feff}')).map_err(|error| format!("invalid XML: {error}"))?;
    let name = schemas.xml_root_name(id).unwrap_or(&root.name);
    if name == root.name {
        Ok(value(schemas, id, name, &root))
    } else {
        Err(format!("expected the root element `{name}`, found `{}`", root.name))
    }
}

/// Parses a document.
fn parse(text: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(text);
    // The first one is the document itself, and each of the others is a child of the one before.
    let mut open = vec![Element::default()];
    let mut nodes = MAX_NODES;
    loop {
        let event = reader.read_event();
        let at = |error: &dyn fmt::Display| format!("{error} at byte {}", reader.buffer_position());
        let event = event.map_err(|error| at(&error))?;
        let depth = open.len();
        let Some(parent) = open.last_mut() else { return Err(at(&"missing start tag")) };
        match event {
            Event::Start(_) | Event::Empty(_) if depth > MAX_DEPTH => {
                return Err(at(&format_args!("elements are nested more than {MAX_DEPTH} levels deep")));
            }
            Event::Start(start) => open.push(element(&start, &mut nodes).map_err(|error| at(&error))?),
            Event::Empty(start) => {
                parent.children.push(element(&start, &mut nodes).map_err(|error| at(&error))?);
            }
            Event::End(_) => {
                let last = open.pop();
                if let (Some(parent), Some(last)) = (open.last_mut(), last) {
                    parent.children.push(last);
                }
            }
            Event::Text(text) => parent.text.push_str(&text.xml10_content()),
            Event::CData(text) => parent.text.push_str(&text.xml10_content()),
            Event::GeneralRef(entity) => match entity.resolve_char_ref().map_err(|error| at(&error))? {
                Some(char) => parent.text.push(char),
                None => match resolve_xml_entity(&entity.xml10_content()) {
                    Some(text) => parent.text.push_str(text),
                    None => return Err(at(&"undefined entity")),
                },
            },
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    match open.pop() {
        Some(mut document) if open.is_empty() && document.children.len() == 1 => {
            document.children.pop().ok_or_else(|| "missing root element".to_owned())
        }
        Some(document) if open.is_empty() => Err(format!("{} root elements", document.children.len())),
        _ => Err("missing end tag".to_owned()),
    }
}

/// Returns an element with its attributes. `left` is the number of nodes that a document may have in addition.
fn element(start: &BytesStart<'_>, left: &mut usize) -> Result<Element, String> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        // Each of them is compared with those before.
        if attributes.len() == MAX_ATTRIBUTES {
            return Err(format!("more than {MAX_ATTRIBUTES} attributes"));
        }
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|error| error.to_string())?;
        attributes.push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
    }
    let name = start.local_name().as_ref().to_owned();
    *left = left.checked_sub(1 + attributes.len()).ok_or_else(|| format!("more than {MAX_NODES} nodes"))?;
    Ok(Element { name, attributes, ..Element::default() })
}

/// Returns the value of an element. `name` is that of the schema, which the elements of a list without a name share.
fn value(schemas: &Schemas, id: SchemaId, name: &str, element: &Element) -> Value {
    let is_nil = |(name, value): &(String, String)| name == "nil" && matches!(value.as_str(), "true" | "1");
    let is_empty = element.attributes.is_empty() && element.children.is_empty() && element.text.is_empty();
    let shape = &schemas[schemas.resolve(id)].shape;
    if element.attributes.iter().any(is_nil)
        || is_empty && schemas.nullable(id) && !matches!(shape, Shape::String(_))
    {
        return Value::Null;
    }
    match shape {
        Shape::Object(known) => object(schemas, known, element),
        Shape::Map(values) => {
            let entries = element.children.iter().map(|child| entry(schemas, *values, child));
            Value::Object(entries.collect())
        }
        Shape::Array(items) => list(schemas, *items, name, element),
        Shape::Any(_) if !element.children.is_empty() => Value::Object(Map::new()),
        _ => scalar(schemas, id, &element.text),
    }
}

/// Returns an element of a map, with its name as the key.
fn entry(schemas: &Schemas, values: SchemaId, child: &Element) -> (String, Value) {
    (child.name.clone(), value(schemas, values, &child.name, child))
}

/// Returns the elements of the list `name` inside `parent`.
fn list(schemas: &Schemas, items: SchemaId, name: &str, parent: &Element) -> Value {
    let name = schemas.xml_name(items).unwrap_or(name);
    let elements = parent.children.iter().filter(|child| child.name == name);
    Value::Array(elements.map(|child| value(schemas, items, name, child)).collect())
}

fn object(schemas: &Schemas, object: &Object, element: &Element) -> Value {
    let mut entries = Map::new();
    // The names of the elements of properties.
    let mut names = Vec::new();
    for property in &object.properties {
        let found = match child_name(schemas, property) {
            Some(name) => {
                names.push(name);
                child(schemas, property, name, element)
            }
            None if schemas.is_xml_text(property.schema) => {
                Some(scalar(schemas, property.schema, &element.text))
            }
            None => {
                let name = schemas.xml_name(property.schema).unwrap_or(&property.name);
                let own = element.attributes.iter().find(|(known, _)| known == name);
                own.map(|(_, text)| scalar(schemas, property.schema, text))
            }
        };
        // `null` is not written.
        let null = || (property.required && schemas.nullable(property.schema)).then_some(Value::Null);
        entries.extend(found.or_else(null).map(|found| (property.name.clone(), found)));
    }
    if let Some(values) = object.additional {
        names.sort_unstable();
        let others =
            element.children.iter().filter(|child| names.binary_search(&child.name.as_str()).is_err());
        entries.extend(others.map(|child| entry(schemas, values, child)));
    }
    Value::Object(entries)
}

/// Returns the name of the elements of a property, unless it is an attribute or the text.
fn child_name<'a>(schemas: &'a Schemas, property: &'a Property) -> Option<&'a str> {
    if schemas.is_xml_attribute(property.schema) || schemas.is_xml_text(property.schema) {
        return None;
    }
    Some(match unwrapped(schemas, property.schema) {
        Some(items) => schemas.xml_name(items).unwrap_or(&property.name),
        None => schemas.xml_name(property.schema).unwrap_or(&property.name),
    })
}

/// Returns the items of a list whose elements are those of the object that contains it.
fn unwrapped(schemas: &Schemas, id: SchemaId) -> Option<SchemaId> {
    match schemas[schemas.resolve(id)].shape {
        Shape::Array(items) => (!schemas.xml(id).any(|xml| xml.wrapped)).then_some(items),
        _ => None,
    }
}

/// Returns the value of a property from the elements of `name`.
fn child(schemas: &Schemas, property: &Property, name: &str, element: &Element) -> Option<Value> {
    let first = element.children.iter().find(|child| child.name == name);
    match unwrapped(schemas, property.schema) {
        // An empty list has no element.
        Some(items) => {
            (first.is_some() || property.required).then(|| list(schemas, items, &property.name, element))
        }
        None => first.map(|child| value(schemas, property.schema, name, child)),
    }
}

/// Returns the value of a text. Booleans are also `1` and `0` (XML Schema, part 2, section 3.2.2).
fn scalar(schemas: &Schemas, id: SchemaId, text: &str) -> Value {
    match (&schemas[schemas.resolve(id)].shape, text.trim()) {
        (Shape::Boolean, "1") => Value::Bool(true),
        (Shape::Boolean, "0") => Value::Bool(false),
        _ => reading(schemas, id, &Raw::One(text.to_owned())),
    }
}
