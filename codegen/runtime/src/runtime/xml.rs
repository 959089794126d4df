//! Bodies in XML: a table for each type says how what JSON says is said in XML (OpenAPI 3.0.4, "XML Object").

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

/// A type that bodies in XML are made of.
pub trait Element {
    /// What the element of a whole body is called, with its prefix.
    const NAME: &'static str;
    /// The prefixes of names in it, and the namespaces that they stand for; an empty one is that of names without.
    const NAMESPACES: &'static [(&'static str, &'static str)];

    /// What is in the element.
    fn shape() -> Shape;
}

/// What is in an element.
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
    /// A text, or an object of what is there.
    Any,
    /// An object.
    Object(&'static [Field]),
    /// An element of this name for each value.
    List(&'static str, &'static Shape),
    /// What another type is.
    Of(fn() -> Shape),
}

/// A property of an object.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// What JSON calls it.
    pub wire: &'static str,
    /// Where XML has it.
    pub place: Place,
    /// What XML calls it, with its prefix.
    pub name: &'static str,
    /// What it is.
    pub shape: Shape,
}

/// Where XML has a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// An attribute.
    Attribute,
    /// An element.
    Element,
    /// An element for each value of a list, which is there when it has none.
    Items,
    /// An element for each value of a list that may be left out.
    OptionalItems,
    /// The text between the tags.
    Content,
    /// Elements of any other name.
    Rest,
}

impl Shape {
    /// What it is, not by another type's name.
    pub(super) fn resolved(self) -> Self {
        let mut shape = self;
        while let Self::Of(of) = shape {
            shape = of();
        }
        shape
    }
}

/// `application/xml` and its kin, of a type.
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
            // The place in it is the same; lines are those of another text.
            error.response.body = body;
            (error.line, error.column) = (0, 0);
            error
        })
    }
}

#[cfg(feature = "mock")]
impl<T: Serialize, E: Element> super::mock_operation::Encode<T> for Xml<E> {
    fn encode(body: T) -> Result<Body, super::mock_operation::BodyError> {
        Ok(written::<E>(&body)?.into())
    }
}

impl Request {
    /// Sets the body to `value` as XML.
    pub fn xml<E: Element>(&mut self, media_type: &'static str, _: E, value: &(impl Serialize + ?Sized)) {
        match written::<E>(value) {
            Ok(xml) => self.body(media_type, xml.into()),
            Err(error) => self.fail(error),
        }
    }
}

/// A body of a type as JSON; empty where it is not XML.
#[must_use]
pub fn json<E: Element>(_: E, body: &Bytes) -> Bytes {
    read(body, E::shape()).map(|value| value.to_string().into()).unwrap_or_default()
}

fn written<E: Element>(value: &(impl Serialize + ?Sized)) -> Result<String, RequestError> {
    // By way of the text, which has a number as short as it can be.
    let json = serde_json::to_vec(value).map_err(RequestError::Body)?;
    let value: Value = serde_json::from_slice(&json).map_err(RequestError::Body)?;
    write::<E>(&value).map_err(|error| RequestError::Body(serde::ser::Error::custom(error)))
}

/// Implements [`Element`] for types of their own, by a table of the properties of an object, or by what it is.
macro_rules! xml {
    ($name:ident = $element:literal $(in $($prefix:literal $namespace:literal),+)? {
        $($wire:literal: $place:ident $called:literal $shape:tt,)*
    }) => {
        $crate::runtime::xml!(@element $name $element [$($($prefix $namespace)+)?]
            $crate::runtime::xml::Shape::Object(&[$($crate::runtime::xml::Field {
                wire: $wire,
                place: $crate::runtime::xml::Place::$place,
                name: $called,
                shape: $crate::runtime::xml!(@shape $shape),
            }),*])
        );
    };
    ($name:ident = $element:literal $(in $($prefix:literal $namespace:literal),+)? { is: $shape:tt, }) => {
        $crate::runtime::xml!(@element $name $element [$($($prefix $namespace)+)?] $crate::runtime::xml!(@shape $shape));
    };
    (@element $name:ident $element:literal [$($prefix:literal $namespace:literal)*] $shape:expr) => {
        #[doc = concat!("How `", stringify!($name), "` looks in XML.")]
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
    // What an element has: a scalar, `{Type}`, or `[ITEM "name"]`.
    (@shape {$name:ident}) => { $crate::runtime::xml::Shape::Of(<$name as $crate::runtime::xml::Element>::shape) };
    (@shape [$item:tt $name:literal]) => {
        $crate::runtime::xml::Shape::List($name, &$crate::runtime::xml!(@shape $item))
    };
    (@shape $scalar:ident) => { $crate::runtime::xml::Shape::$scalar };
}

pub(crate) use xml;
