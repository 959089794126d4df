//! Conversion of XML to JSON by the table of its type. Names are compared without their prefix.

use std::{fmt, str};

use quick_xml::{
    XmlVersion,
    escape::resolve_xml_entity,
    events::{BytesStart, Event},
    reader::Reader,
};
use serde_json::{Map, Number, Value};

use super::{
    error_text::start,
    xml::{Field, Place, Shape},
};

/// The maximum nesting depth of elements, which is that of JSON values.
const MAX_DEPTH: usize = 128;

/// A syntax error of XML.
#[derive(Debug)]
pub(super) struct XmlError {
    /// The byte offset at which the error was detected.
    offset: u64,
    message: String,
}

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.message, self.offset)
    }
}

impl std::error::Error for XmlError {}

/// Converts the root element of a document to JSON.
///
/// # Errors
/// If the body is not well-formed XML, or elements are nested too deeply.
pub(super) fn read(body: &[u8], shape: Shape) -> Result<Value, XmlError> {
    let text = match str::from_utf8(body) {
        Ok(text) => text.trim_start_matches('\u{feff}'),
        Err(error) => {
            return Err(XmlError { offset: error.valid_up_to() as u64, message: error.to_string() });
        }
    };
    let mut document = Document { reader: Reader::from_str(text) };
    loop {
        match document.next()? {
            Event::Start(start) => return document.element(&start, shape, false, 0),
            Event::Empty(start) => return document.element(&start, shape, true, 0),
            Event::Eof => return Err(document.error(&"missing root element")),
            _ => {}
        }
    }
}

/// A document that is being read.
struct Document<'a> {
    reader: Reader<&'a [u8]>,
}

impl<'a> Document<'a> {
    fn error(&self, message: &dyn fmt::Display) -> XmlError {
        XmlError { offset: self.reader.buffer_position(), message: start(message.to_string()) }
    }

    fn next(&mut self) -> Result<Event<'a>, XmlError> {
        self.reader.read_event().map_err(|error| self.error(&error))
    }

    /// Returns the value of an element after its start tag. An `empty` element has no end tag.
    fn element(
        &mut self,
        start: &BytesStart<'a>,
        shape: Shape,
        empty: bool,
        depth: usize,
    ) -> Result<Value, XmlError> {
        if depth > MAX_DEPTH {
            return Err(self.error(&format!("elements are nested more than {MAX_DEPTH} levels deep")));
        }
        let mut content = ElementContent::new(shape.resolved());
        let mut is_nil = false;
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| self.error(&error))?;
            let value =
                attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|error| self.error(&error))?;
            let name = attribute.key.local_name();
            is_nil |= name.as_ref() == "nil" && matches!(&*value, "true" | "1");
            content.attribute(name.as_ref(), &value);
        }
        if !empty {
            self.children(&mut content, depth)?;
        }
        Ok(if is_nil { Value::Null } else { content.value() })
    }

    /// Reads the children of an element and its end tag.
    fn children(&mut self, content: &mut ElementContent, depth: usize) -> Result<(), XmlError> {
        loop {
            match self.next()? {
                Event::Start(start) => self.child(&start, false, content, depth)?,
                Event::Empty(start) => self.child(&start, true, content, depth)?,
                Event::End(_) => return Ok(()),
                Event::Text(text) => content.text.push_str(&text.xml10_content()),
                Event::CData(text) => content.text.push_str(&text.xml10_content()),
                Event::GeneralRef(entity) => {
                    let name = entity.xml10_content();
                    match entity.resolve_char_ref().map_err(|error| self.error(&error))? {
                        Some(char) => content.text.push(char),
                        None => match resolve_xml_entity(&name) {
                            Some(text) => content.text.push_str(text),
                            None => return Err(self.error(&format!("undefined entity `&{name};`"))),
                        },
                    }
                }
                Event::Eof => return Err(self.error(&"missing end tag")),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    fn child(
        &mut self,
        start: &BytesStart<'a>,
        empty: bool,
        content: &mut ElementContent,
        depth: usize,
    ) -> Result<(), XmlError> {
        let name = start.local_name();
        let shape = content.shape_of(name.as_ref());
        let value = self.element(start, shape, empty, depth + 1)?;
        content.child(name.as_ref(), value);
        Ok(())
    }
}

/// The content of an element that is being read.
struct ElementContent {
    shape: Shape,
    text: String,
    entries: Map<String, Value>,
    items: Vec<Value>,
}

impl ElementContent {
    fn new(shape: Shape) -> Self {
        Self { shape, text: String::new(), entries: Map::new(), items: Vec::new() }
    }

    fn fields(&self) -> &'static [Field] {
        match self.shape {
            Shape::Object(fields) => fields,
            _ => &[],
        }
    }

    /// Returns the field of the child element `name`.
    fn field(&self, name: &str) -> Option<&'static Field> {
        let is_element = |place| matches!(place, Place::Element | Place::Items | Place::OptionalItems);
        let mut fields = self.fields().iter();
        let named = fields.find(|field| is_element(field.place) && local_name(field.name) == name);
        // Some servers use the name of the property instead of the name of the referenced schema.
        let by_property = || self.fields().iter().find(|field| is_element(field.place) && field.wire == name);
        named.or_else(by_property).or_else(|| self.fields().iter().find(|field| field.place == Place::Rest))
    }

    fn shape_of(&self, name: &str) -> Shape {
        match self.shape {
            Shape::List(_, item) => *item,
            _ => self.field(name).map_or(Shape::Any, |field| field.shape),
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let has_name = |field: &&Field| field.place == Place::Attribute && local_name(field.name) == name;
        if let Some(field) = self.fields().iter().find(has_name) {
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
            // An unknown element that is repeated is a list.
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
                            let empty = || Value::Array(Vec::new());
                            self.entries.entry(field.wire).or_insert_with(empty);
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

/// Returns a name without its prefix.
fn local_name(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

/// Parses a text as a value of `shape`. A text that is not one stays a string, and an empty number is `null`.
fn scalar(text: &str, shape: Shape) -> Value {
    let trimmed = text.trim();
    let parsed = match shape {
        Shape::Integer | Shape::Number | Shape::Boolean if trimmed.is_empty() => Some(Value::Null),
        Shape::Integer | Shape::Number => trimmed.parse().ok().map(Value::Number).or_else(|| {
            // XML allows numbers such as `+1` and `.5`, which JSON does not.
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
    parsed.unwrap_or_else(|| Value::String(text.to_owned()))
}
