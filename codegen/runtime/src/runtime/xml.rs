//! Bodies in XML: a table for each type maps its JSON to XML (OpenAPI 3.0.4, "XML Object").

use bytes::Bytes;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    body::Body,
    error::{DecodeError, RequestError},
    raw_response::{Decode, Json, RawResponse, buffered},
    request::Request,
    response::Response,
    xml_read::read,
    xml_write::write,
};

/// The XML representation of a type.
pub trait Element {
    /// The name of the root element, with its prefix.
    const NAME: &'static str;
    /// The namespaces by prefix. The empty prefix is that of names without one.
    const NAMESPACES: &'static [(&'static str, &'static str)];

    /// Returns the content of the element.
    fn shape() -> Shape;
}

/// The content of an element.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A string.
    Text,
    /// An integer.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`
    Boolean,
    /// A text, or an object of any elements.
    Any,
    /// An object with these properties.
    Object(&'static [Field]),
    /// A list with an element of this name for each value.
    List(&'static str, &'static Shape),
    /// The content of another type.
    Reference(fn() -> Shape),
}

/// A property of an object.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The name of the property in JSON.
    pub wire: &'static str,
    /// The kind of XML node.
    pub place: Place,
    /// The name in XML, with its prefix.
    pub name: &'static str,
    /// The content.
    pub shape: Shape,
}

/// The kind of XML node of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// An attribute.
    Attribute,
    /// An element.
    Element,
    /// An element for each value of a required list. Without elements the list is empty.
    Items,
    /// An element for each value of an optional list. Without elements the list is absent.
    OptionalItems,
    /// The text between the tags.
    Content,
    /// Elements with any other name.
    Rest,
}

impl Shape {
    /// Follows references to the content of other types.
    pub(super) fn resolved(self) -> Self {
        let mut shape = self;
        while let Self::Reference(target) = shape {
            shape = target();
        }
        shape
    }
}

/// The decoder and encoder of a body in XML with the representation `E`.
#[derive(Debug)]
pub struct Xml<E>(pub E);

impl<T: DeserializeOwned, E: Element> Decode<T> for Xml<E> {
    fn decode(response: RawResponse) -> Result<Response<T>, Box<DecodeError>> {
        let lenient = response.lenient;
        let mut response = buffered(response);
        let json = match read(&response.body, E::shape()) {
            Ok(value) => value.to_string(),
            Err(error) => return Err(DecodeError::other(response, error)),
        };
        let body = std::mem::replace(&mut response.body, json.into());
        let response = RawResponse::from(response.map(Body::from)).lenient(lenient);
        <Json as Decode<T>>::decode(response).map_err(|mut error| {
            // The JSON pointer is also valid in XML; line and column are those of the intermediate JSON.
            error.response.body = body;
            (error.line, error.column) = (0, 0);
            error
        })
    }
}

#[cfg(feature = "mock")]
impl<T: Serialize, E: Element> super::mock_operation::Encode<T> for Xml<E> {
    fn encode(body: T) -> Result<Body, super::mock_operation::BodyError> {
        Ok(to_xml::<E>(&body)?.into())
    }
}

impl Request {
    /// Sets the body to `value` as XML.
    pub fn xml<E: Element>(&mut self, media_type: &'static str, _: E, value: &(impl Serialize + ?Sized)) {
        match to_xml::<E>(value) {
            Ok(xml) => self.body(media_type, xml.into()),
            Err(error) => self.fail(error),
        }
    }
}

/// Converts a body to JSON. The result is empty if the body is not well-formed XML.
#[must_use]
pub fn json<E: Element>(_: E, body: &Bytes) -> Bytes {
    read(body, E::shape()).map(|value| value.to_string().into()).unwrap_or_default()
}

fn to_xml<E: Element>(value: &(impl Serialize + ?Sized)) -> Result<String, RequestError> {
    // The JSON text has the shortest form of each number, unlike a `Value` of an `f32`.
    let json = serde_json::to_vec(value).map_err(RequestError::Body)?;
    let value: Value = serde_json::from_slice(&json).map_err(RequestError::Body)?;
    write::<E>(&value).map_err(|error| RequestError::Body(serde::ser::Error::custom(error)))
}

/// Declares a type that implements [`Element`], from a table of the properties of an object or from its content, `is`.
///
/// The content is a scalar (`Text`), a reference (`{Type}`) or a list of named elements (`[Text "name"]`).
macro_rules! xml {
    ($name:ident = $element:literal $(in $($prefix:literal $namespace:literal),+)? {
        $($wire:literal: $place:ident $xml_name:literal $shape:tt,)*
    }) => {
        $crate::runtime::xml!(@element $name $element [$($($prefix $namespace)+)?]
            $crate::runtime::xml::Shape::Object(&[$($crate::runtime::xml::Field {
                wire: $wire,
                place: $crate::runtime::xml::Place::$place,
                name: $xml_name,
                shape: $crate::runtime::xml!(@shape $shape),
            }),*])
        );
    };
    ($name:ident = $element:literal $(in $($prefix:literal $namespace:literal),+)? { is: $shape:tt, }) => {
        $crate::runtime::xml!(@element $name $element [$($($prefix $namespace)+)?] $crate::runtime::xml!(@shape $shape));
    };
    (@element $name:ident $element:literal [$($prefix:literal $namespace:literal)*] $shape:expr) => {
        #[doc = concat!("The XML representation of `", stringify!($name), "`.")]
        #[derive(Debug)]
        pub struct $name;

        impl $crate::runtime::xml::Element for $name {
            const NAME: &'static str = $element;
            const NAMESPACES: &'static [(&'static str, &'static str)] = &[$(($prefix, $namespace)),*];

            fn shape() -> $crate::runtime::xml::Shape {
                $shape
            }
        }
    };
    (@shape {$name:ident}) => { $crate::runtime::xml::Shape::Reference(<$name as $crate::runtime::xml::Element>::shape) };
    (@shape [$item:tt $name:literal]) => {
        $crate::runtime::xml::Shape::List($name, &$crate::runtime::xml!(@shape $item))
    };
    (@shape $scalar:ident) => { $crate::runtime::xml::Shape::$scalar };
}

pub(crate) use xml;
