use std::{collections::BTreeSet, fmt};

use super::{Dependency, IntegerFormat, RuntimeModule};

/// A Rust identifier. Only [`plan`](crate::plan) makes them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ident(String);

impl Ident {
    /// An identifier of this text, which has to be one; a keyword becomes a raw identifier.
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }

    /// As it is written: `r#type` for `type`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Without the mark of a raw identifier, as file names and `stringify!` have it.
    #[must_use]
    pub fn unraw(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A link to the struct `name` in documentation, where the name alone could be that of a derive macro.
pub(crate) fn link(name: &str) -> String {
    const MACROS: [&str; 9] =
        ["Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];
    if MACROS.contains(&name) { format!("[`{name}`](struct@{name})") } else { format!("[`{name}`]") }
}

/// Where a generated type lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Home {
    /// `crate::models`
    Models,
    /// `crate::operations`
    Operations,
}

/// A Rust type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// `()`
    Unit,
    /// `bool`
    Bool,
    /// `i8` to `u64`
    Int(IntegerFormat),
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// `String`
    String,
    /// `bytes::Bytes`
    Bytes,
    /// `serde_json::Value`
    Value,
    /// `std::convert::Infallible`: there is no documented error.
    Infallible,
    /// A type of the standard library or of another crate.
    Foreign(Foreign),
    /// A type of the support code.
    Support(Support),
    /// A type of the support code that has items of another type.
    Stream(Framing, Box<Type>),
    /// `Vec<T>`
    Vec(Box<Type>),
    /// `(T, U)`
    Tuple(Vec<Type>),
    /// `BTreeMap<String, T>`
    Map(Box<Type>),
    /// `Option<T>`
    Option(Box<Type>),
    /// `Box<T>`
    Boxed(Box<Type>),
    /// A type of the crate.
    Named(Home, Ident),
    /// The enum of the media types that a body can have, and whether it has a lifetime.
    Choice(Ident, bool),
}

/// What Rust calls a type of integers.
#[must_use]
pub fn int_name(int: IntegerFormat) -> &'static str {
    match int {
        IntegerFormat::I8 => "i8",
        IntegerFormat::I16 => "i16",
        IntegerFormat::I32 => "i32",
        IntegerFormat::I64 => "i64",
        IntegerFormat::U8 => "u8",
        IntegerFormat::U16 => "u16",
        IntegerFormat::U32 => "u32",
        IntegerFormat::U64 => "u64",
    }
}

/// A type that another crate, or the standard library, has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// Its path.
    pub path: String,
    /// The crate, where it is one that the generator knows.
    pub dependency: Option<Dependency>,
    /// How a value of it is written in an example.
    pub example: Option<&'static str>,
    /// Whether `Display` writes what goes over the wire.
    pub displays: bool,
}

/// A type of the support code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Support {
    /// Bytes that JSON has in base64.
    Base64,
    /// Bytes in base64url.
    Base64Url,
    /// Text that `Debug` does not show.
    Secret,
    /// A duration of years to fractions of a second.
    Span,
    /// A time of day, perhaps with an offset.
    TimeOfDay,
    /// A date and time of the crate `time`, in RFC 3339.
    DateTime,
    /// The body of a request.
    Body,
    /// A file in a body of several parts.
    File,
}

impl Support {
    /// Its name, which the crate exports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Base64 => "Base64",
            Self::Base64Url => "Base64Url",
            Self::Secret => "Secret",
            Self::Span => "Span",
            Self::TimeOfDay => "TimeOfDay",
            Self::DateTime => "DateTime",
            Self::Body => "Body",
            Self::File => "FilePart",
        }
    }

    /// The part of the support code that it is in, where not every crate has it.
    #[must_use]
    pub fn part(self) -> Option<RuntimeModule> {
        match self {
            Self::Base64 => Some(RuntimeModule::Base64),
            Self::Base64Url => Some(RuntimeModule::Base64Url),
            Self::Span => Some(RuntimeModule::Span),
            Self::TimeOfDay => Some(RuntimeModule::TimeOfDay),
            Self::DateTime => Some(RuntimeModule::DateTime),
            Self::Secret | Self::Body => None,
            Self::File => Some(RuntimeModule::Multipart),
        }
    }
}

/// How the items of a stream are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// Server-sent events.
    Events,
    /// A JSON value a line.
    Lines,
}

impl Framing {
    /// The type's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Events => "EventStream",
            Self::Lines => "LineStream",
        }
    }
}

impl Type {
    /// `Option` of this type.
    #[must_use]
    pub fn optional(self) -> Self {
        Self::Option(Box::new(self))
    }

    /// `Box` of this type.
    #[must_use]
    pub fn boxed(self) -> Self {
        Self::Boxed(Box::new(self))
    }

    /// Calls `visit` with this type and each that it is made of.
    pub fn walk(&self, visit: &mut impl FnMut(&Type)) {
        visit(self);
        match self {
            Self::Vec(inner)
            | Self::Map(inner)
            | Self::Option(inner)
            | Self::Boxed(inner)
            | Self::Stream(_, inner) => inner.walk(visit),
            Self::Tuple(elements) => elements.iter().for_each(|element| element.walk(visit)),
            _ => {}
        }
    }

    /// Whether a value of it is cheaper to copy than to borrow.
    #[must_use]
    pub fn is_copied(&self) -> bool {
        matches!(self, Self::Bool | Self::Int(_) | Self::F32 | Self::F64)
    }

    /// Whether clippy finds it too complex to read.
    #[must_use]
    pub fn is_complex(&self) -> bool {
        const TOO_COMPLEX: usize = 250;
        self.complexity(1) > TOO_COMPLEX
    }

    /// Each name counts ten times as much as it is deep, as clippy's `type_complexity` counts.
    fn complexity(&self, depth: usize) -> usize {
        let inner = match self {
            Self::Vec(inner) | Self::Option(inner) | Self::Boxed(inner) | Self::Stream(_, inner) => {
                inner.complexity(depth + 1)
            }
            Self::Tuple(elements) => elements.iter().map(|element| element.complexity(depth + 1)).sum(),
            Self::Map(inner) => 10 * (depth + 1) + inner.complexity(depth + 1),
            _ => 0,
        };
        10 * depth + inner
    }

    /// As it is written in documentation and in `api.txt`.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Unit => "()".to_owned(),
            Self::Bool => "bool".to_owned(),
            Self::Int(int) => int_name(*int).to_owned(),
            Self::F32 => "f32".to_owned(),
            Self::F64 => "f64".to_owned(),
            Self::String => "String".to_owned(),
            Self::Bytes => "bytes::Bytes".to_owned(),
            Self::Value => "serde_json::Value".to_owned(),
            Self::Infallible => "Infallible".to_owned(),
            Self::Foreign(foreign) => foreign.path.clone(),
            Self::Support(support) => support.name().to_owned(),
            Self::Stream(framing, inner) => format!("{}<{}>", framing.name(), inner.text()),
            Self::Vec(inner) => format!("Vec<{}>", inner.text()),
            Self::Tuple(elements) => {
                let elements: Vec<String> = elements.iter().map(Self::text).collect();
                format!("({})", elements.join(", "))
            }
            Self::Map(inner) => format!("BTreeMap<String, {}>", inner.text()),
            Self::Option(inner) => format!("Option<{}>", inner.text()),
            Self::Boxed(inner) => format!("Box<{}>", inner.text()),
            Self::Named(Home::Models, ident) => format!("models::{ident}"),
            Self::Named(Home::Operations, ident) | Self::Choice(ident, false) => {
                format!("operations::{ident}")
            }
            Self::Choice(ident, true) => format!("operations::{ident}<'_>"),
        }
    }
}

/// The names that Rust brings along and generated code uses, as far as a type of the crate has the
/// same: those are written with their full path.
#[derive(Debug, Default)]
pub struct Prelude {
    taken: BTreeSet<&'static str>,
}

impl Prelude {
    const NAMES: [&'static str; 8] =
        ["Option", "Vec", "String", "Box", "Into", "BTreeMap", "Default", "Self"];

    /// Notes that the crate has a type called `name`.
    pub fn take(&mut self, name: &str) {
        self.taken.extend(Self::NAMES.iter().filter(|known| **known == name));
    }

    /// Whether `name` means what it means everywhere.
    #[must_use]
    pub fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(name)
    }
}
