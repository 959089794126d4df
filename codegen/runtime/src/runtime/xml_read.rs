//! Reading XML: elements as the JSON value that the table of their type says. Names are told apart without their prefix.

use std::{fmt, str};

use quick_xml::{
    XmlVersion,
    escape::resolve_xml_entity,
    events::{BytesStart, Event},
    reader::Reader,
};
use serde_json::{Map, Number, Value};

use super::xml::{Field, Place, Shape};

/// How deep elements may be in each other; values of JSON have the same bound.
const DEEPEST: usize = 128;

/// Why a body is no XML, with the byte where that is seen.
#[derive(Debug)]
pub(super) struct NoXml {
    at: u64,
    why: String,
}

impl fmt::Display for NoXml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.why, self.at)
    }
}

impl std::error::Error for NoXml {}

/// The value that the element of a document is.
///
/// # Errors
/// When it is no XML, or elements are too deep in each other.
pub(super) fn read(body: &[u8], shape: Shape) -> Result<Value, NoXml> {
    let text = match str::from_utf8(body) {
        Ok(text) => text.trim_start_matches('\u{feff}'),
        Err(error) => return Err(NoXml { at: error.valid_up_to() as u64, why: error.to_string() }),
    };
    let mut document = Document { reader: Reader::from_str(text) };
    loop {
        match document.next()? {
            Event::Start(start) => return document.element(&start, shape, false, 0),
            Event::Empty(start) => return document.element(&start, shape, true, 0),
            Event::Eof => return Err(document.fault(&"there is no element")),
            _ => {}
        }
    }
}

struct Document<'a> {
    reader: Reader<&'a [u8]>,
}

impl<'a> Document<'a> {
    fn fault(&self, why: &dyn fmt::Display) -> NoXml {
        NoXml { at: self.reader.buffer_position(), why: why.to_string() }
    }

    fn next(&mut self) -> Result<Event<'a>, NoXml> {
        self.reader.read_event().map_err(|error| self.fault(&error))
    }

    /// The value of an element whose start has been read, and its end where it is `empty`.
    fn element(
        &mut self,
        start: &BytesStart<'a>,
        shape: Shape,
        empty: bool,
        depth: usize,
    ) -> Result<Value, NoXml> {
        if depth > DEEPEST {
            return Err(self.fault(&format!("more than {DEEPEST} elements in each other")));
        }
        let mut found = Found::new(shape.resolved());
        let mut is_nil = false;
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| self.fault(&error))?;
            let value =
                attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|error| self.fault(&error))?;
            let name = attribute.key.local_name();
            is_nil |= name.as_ref() == "nil" && matches!(&*value, "true" | "1");
            found.attribute(name.as_ref(), &value);
        }
        if !empty {
            self.content(&mut found, depth)?;
        }
        Ok(if is_nil { Value::Null } else { found.value() })
    }

    /// Reads up to the end of an element.
    fn content(&mut self, found: &mut Found, depth: usize) -> Result<(), NoXml> {
        loop {
            match self.next()? {
                Event::Start(start) => self.child(&start, false, found, depth)?,
                Event::Empty(start) => self.child(&start, true, found, depth)?,
                Event::End(_) => return Ok(()),
                Event::Text(text) => found.text.push_str(&text.xml10_content()),
                Event::CData(text) => found.text.push_str(&text.xml10_content()),
                Event::GeneralRef(entity) => {
                    let name = entity.xml10_content();
                    match entity.resolve_char_ref().map_err(|error| self.fault(&error))? {
                        Some(char) => found.text.push(char),
                        None => match resolve_xml_entity(&name) {
                            Some(text) => found.text.push_str(text),
                            None => return Err(self.fault(&format!("nothing says what `&{name};` is"))),
                        },
                    }
                }
                Event::Eof => return Err(self.fault(&"an element does not end")),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    fn child(
        &mut self,
        start: &BytesStart<'a>,
        empty: bool,
        found: &mut Found,
        depth: usize,
    ) -> Result<(), NoXml> {
        let name = start.local_name();
        let shape = found.shape_of(name.as_ref());
        let value = self.element(start, shape, empty, depth + 1)?;
        found.child(name.as_ref(), value);
        Ok(())
    }
}

/// What has been read of an element.
struct Found {
    shape: Shape,
    text: String,
    entries: Map<String, Value>,
    items: Vec<Value>,
}

impl Found {
    fn new(shape: Shape) -> Self {
        Self { shape, text: String::new(), entries: Map::new(), items: Vec::new() }
    }

    fn fields(&self) -> &'static [Field] {
        match self.shape {
            Shape::Object(fields) => fields,
            _ => &[],
        }
    }

    /// The field of an element.
    fn field(&self, name: &str) -> Option<&'static Field> {
        let is_element = |place| matches!(place, Place::Element | Place::Items | Place::OptionalItems);
        let mut fields = self.fields().iter();
        let named = fields.find(|field| is_element(field.place) && local(field.name) == name);
        // Servers do not agree on whether the name of what is referred to, or that of the property, is the element's.
        let called = || self.fields().iter().find(|field| is_element(field.place) && field.wire == name);
        named.or_else(called).or_else(|| self.fields().iter().find(|field| field.place == Place::Rest))
    }

    fn shape_of(&self, name: &str) -> Shape {
        match self.shape {
            Shape::List(_, item) => *item,
            _ => self.field(name).map_or(Shape::Any, |field| field.shape),
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let is_it = |field: &&Field| field.place == Place::Attribute && local(field.name) == name;
        if let Some(field) = self.fields().iter().find(is_it) {
            self.entries.insert(field.wire.to_owned(), scalar(value, field.shape.resolved()));
        }
    }

    fn child(&mut self, name: &str, value: Value) {
        if matches!(self.shape, Shape::List(..)) {
            self.items.push(value);
            return;
        }
        let field = self.field(name);
        let wire = match field {
            Some(field) if field.place != Place::Rest => field.wire,
            _ => name,
        };
        let is_list = field.is_some_and(|field| matches!(field.place, Place::Items | Place::OptionalItems));
        match self.entries.get_mut(wire) {
            Some(Value::Array(items)) if is_list || field.is_none() => items.push(value),
            // What nothing is known of is a list when it is there twice.
            Some(known) if field.is_none() => *known = Value::Array(vec![known.take(), value]),
            _ if is_list => drop(self.entries.insert(wire.to_owned(), Value::Array(vec![value]))),
            _ => drop(self.entries.insert(wire.to_owned(), value)),
        }
    }

    fn value(mut self) -> Value {
        match self.shape {
            Shape::List(..) => Value::Array(self.items),
            Shape::Object(fields) => {
                for field in fields {
                    match field.place {
                        Place::Items => {
                            let none = || Value::Array(Vec::new());
                            self.entries.entry(field.wire).or_insert_with(none);
                        }
                        Place::Content => {
                            let text = scalar(&self.text, field.shape.resolved());
                            self.entries.insert(field.wire.to_owned(), text);
                        }
                        _ => {}
                    }
                }
                Value::Object(self.entries)
            }
            Shape::Any if !self.entries.is_empty() => Value::Object(self.entries),
            shape => scalar(&self.text, shape),
        }
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

/// A text as what it has to be, where it is that. An element without text is no number.
fn scalar(text: &str, shape: Shape) -> Value {
    let trimmed = text.trim();
    let known = match shape {
        Shape::Integer | Shape::Number | Shape::Boolean if trimmed.is_empty() => Some(Value::Null),
        Shape::Integer | Shape::Number => trimmed.parse().ok().map(Value::Number).or_else(|| {
            // Such as `+1` and `.5`, which JSON does not write so.
            trimmed
                .parse()
                .ok()
                .and_then(Number::from_f64)
                .filter(|_| matches!(shape, Shape::Number))
                .map(Value::Number)
        }),
        Shape::Boolean => match trimmed {
            "true" | "1" => Some(Value::Bool(true)),
            "false" | "0" => Some(Value::Bool(false)),
            _ => None,
        },
        _ => None,
    };
    known.unwrap_or_else(|| Value::String(text.to_owned()))
}
