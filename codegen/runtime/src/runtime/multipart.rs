//! Multipart bodies (RFC 7578).

use std::{
    collections::VecDeque,
    fmt::Write,
    hash::{BuildHasher, RandomState},
    io,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use serde::Serialize;

use super::{
    body::{Body, Source},
    error::RequestError,
    request::Request,
    tree::Tree,
};

/// A file in a multipart body: its content, its name and its media type. The content can be a stream.
#[derive(Debug, Clone)]
pub struct FilePart {
    body: Body,
    name: Option<String>,
    media_type: Option<String>,
}

impl FilePart {
    /// Creates a file from bytes, text or a streamed body.
    pub fn new(body: impl Into<Body>) -> Self {
        Self { body: body.into(), name: None, media_type: None }
    }

    /// Creates a file from a reader. It is sent while it is read, see [`Body::reader`].
    pub fn reader(reader: impl io::Read + Send + 'static) -> Self {
        Self::new(Body::reader(reader))
    }

    /// Sets the file name. The default is the name of the field.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the media type, such as `image/png`. The default is the one in the OpenAPI description, or
    /// `application/octet-stream`.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }
}

impl<T: Into<Body>> From<T> for FilePart {
    fn from(body: T) -> Self {
        Self::new(body)
    }
}

/// A struct whose fields are the parts of a multipart body. The macro `parts!` implements it.
pub trait Parts {
    /// Adds the parts to `form`.
    ///
    /// # Errors
    /// If a part does not serialize.
    fn write(&self, form: &mut Form) -> Result<(), RequestError>;
}

impl<T: Parts + ?Sized> Parts for &T {
    fn write(&self, form: &mut Form) -> Result<(), RequestError> {
        T::write(self, form)
    }
}

/// A file, an optional file, or a list of files.
pub trait Files {
    /// Calls `add` with each file.
    fn each(&self, add: &mut dyn FnMut(&FilePart));
}

impl Files for FilePart {
    fn each(&self, add: &mut dyn FnMut(&FilePart)) {
        add(self);
    }
}

impl<T: Files> Files for Option<T> {
    fn each(&self, add: &mut dyn FnMut(&FilePart)) {
        if let Some(files) = self {
            files.each(add);
        }
    }
}

impl<T: Files> Files for Vec<T> {
    fn each(&self, add: &mut dyn FnMut(&FilePart)) {
        for file in self {
            file.each(add);
        }
    }
}

/// The writer of a multipart body.
#[derive(Debug)]
pub struct Form {
    boundary: String,
    fragments: VecDeque<Body>,
}

impl Form {
    fn new() -> Self {
        // A random boundary does not occur in the content by chance, and cannot be predicted.
        let [one, two] = [1, 2].map(|number| RandomState::new().hash_one(number));
        Self { boundary: format!("{one:016x}{two:016x}"), fragments: VecDeque::new() }
    }

    /// Adds a part. The position identifies a part without a name.
    fn part(&mut self, name: &str, file: Option<&str>, media_type: Option<&str>, body: Body) {
        let mut head = format!("--{}", self.boundary);
        // Writing to a `String` does not fail.
        let _ = match (name, file) {
            ("", None) => Ok(()),
            ("", Some(_)) => write!(head, "\r\nContent-Disposition: attachment"),
            (name, _) => write!(head, "\r\nContent-Disposition: form-data; name=\"{}\"", quoted(name)),
        };
        if let Some(file) = file {
            let _ = write!(head, "; filename=\"{}\"", quoted(file));
        }
        if let Some(media_type) = media_type {
            let media_type: String = media_type.chars().filter(|char| !char.is_control()).collect();
            let _ = write!(head, "\r\nContent-Type: {media_type}");
        }
        head.push_str("\r\n\r\n");
        self.fragments.extend([head.into(), body, "\r\n".into()]);
    }

    /// Adds files.
    pub fn file(&mut self, name: &str, media_type: Option<&str>, files: &impl Files) {
        files.each(&mut |file| {
            let media_type = file.media_type.as_deref().or(media_type).unwrap_or("application/octet-stream");
            // Most servers do not treat a part without a file name as a file.
            let file_name = file.name.as_deref().or(Some(name).filter(|name| !name.is_empty()));
            self.part(name, file_name, Some(media_type), file.body.clone());
        });
    }

    /// Adds a scalar, or one part for each element of a list.
    ///
    /// # Errors
    /// If the value does not serialize.
    pub fn text(
        &mut self,
        name: &str,
        media_type: Option<&str>,
        value: &impl Serialize,
    ) -> Result<(), RequestError> {
        match Tree::of(value).map_err(|error| RequestError::Parameter(error.to_string()))? {
            Tree::Null => {}
            Tree::List(items) => {
                for item in items {
                    self.part(name, None, media_type, item.into_text().into());
                }
            }
            other => self.part(name, None, media_type, other.into_text().into()),
        }
        Ok(())
    }

    /// Adds a value as JSON, or one part for each element of a list.
    ///
    /// # Errors
    /// If the value does not serialize.
    pub fn json(
        &mut self,
        name: &str,
        media_type: Option<&str>,
        value: &impl Serialize,
    ) -> Result<(), RequestError> {
        let media_type = Some(media_type.unwrap_or("application/json"));
        match serde_json::to_value(value).map_err(RequestError::Body)? {
            serde_json::Value::Null => {}
            serde_json::Value::Array(items) => {
                for item in items {
                    self.part(name, None, media_type, item.to_string().into());
                }
            }
            // The original value is serialized, because a `serde_json::Value` sorts its properties.
            _ => self.part(
                name,
                None,
                media_type,
                serde_json::to_vec(value).map_err(RequestError::Body)?.into(),
            ),
        }
        Ok(())
    }

    fn finish(mut self) -> (String, Body) {
        self.fragments.push_back(format!("--{}--\r\n", self.boundary).into());
        let length = self.fragments.iter().map(Body::length).sum::<Option<u64>>();
        let whole: Option<Vec<&Bytes>> = self.fragments.iter().map(Body::as_bytes).collect();
        let body = match whole {
            Some(fragments) => fragments.into_iter().flatten().copied().collect::<Bytes>().into(),
            None => Body::source(FragmentSource(self.fragments), length),
        };
        (self.boundary, body)
    }
}

/// Escapes a name for a quoted string, like HTML forms do (WHATWG HTML, "multipart form data").
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// The concatenation of several bodies.
struct FragmentSource(VecDeque<Body>);

impl Source for FragmentSource {
    fn poll_chunk(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        while let Some(fragment) = self.0.front_mut() {
            match fragment.poll_chunk(context) {
                Poll::Ready(None) => {
                    self.0.pop_front();
                }
                other => return other,
            }
        }
        Poll::Ready(None)
    }
}

impl Request {
    /// Sets a multipart body.
    pub fn multipart(&mut self, media_type: &'static str, body: &impl Parts) {
        let mut form = Form::new();
        match body.write(&mut form) {
            Ok(()) => {
                let (boundary, body) = form.finish();
                self.body(&format!("{media_type}; boundary={boundary}"), body);
            }
            Err(error) => self.fail(error),
        }
    }
}

/// Implements [`Parts`] for a struct, from a table of its fields with the names of their parts.
///
/// A field is a `file`, a `text` or `json`, and `as` sets its media type. A part with an empty name has none.
macro_rules! parts {
    ($name:ident { $($kind:ident $field:ident: $wire:literal $(as $media:literal)?,)* } $(rest $rest:ident)?) => {
        impl $crate::runtime::multipart::Parts for $name {
            #[allow(deprecated, reason = "a deprecated field is still written")]
            fn write(
                &self,
                form: &mut $crate::runtime::multipart::Form,
            ) -> ::std::result::Result<(), $crate::runtime::error::RequestError> {
                $($crate::runtime::parts!(@$kind form, $wire, [$($media)?], &self.$field);)*
                $(
                    for (name, file) in &self.$rest {
                        form.file(name, None, file);
                    }
                )?
                ::std::result::Result::Ok(())
            }
        }

        impl $name {
            /// Changes optional fields in an expression.
            #[must_use]
            pub fn with(mut self, change: impl ::std::ops::FnOnce(&mut Self)) -> Self {
                change(&mut self);
                self
            }
        }
    };
    (@file $form:ident, $wire:literal, $media:tt, $value:expr) => {
        $form.file($wire, $crate::runtime::parts!(@media $media), $value)
    };
    (@text $form:ident, $wire:literal, $media:tt, $value:expr) => {
        $form.text($wire, $crate::runtime::parts!(@media $media), $value)?
    };
    (@json $form:ident, $wire:literal, $media:tt, $value:expr) => {
        $form.json($wire, $crate::runtime::parts!(@media $media), $value)?
    };
    (@media []) => { ::std::option::Option::None };
    (@media [$media:literal]) => { ::std::option::Option::Some($media) };
}

pub(crate) use parts;
