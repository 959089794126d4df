use std::{collections::BTreeSet, fmt};

use super::{Dependency, Framing, InstantForm, IntegerFormat, ModulePath, Namespace, RuntimeType};

/// A Rust identifier. Only [`plan`](crate::plan) makes them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ident(String);

impl Ident {
    /// Creates an identifier of this text, which is valid; a keyword is given as a raw identifier.
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }

    /// Returns the identifier as it is written: `r#type` for `type`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the identifier without `r#`, as in file names and `stringify!`.
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

/// Returns a link to the struct `name` in documentation. A name that is also a derive macro needs a disambiguator.
pub(crate) fn link(name: &str) -> String {
    const MACROS: [&str; 9] =
        ["Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];
    if MACROS.contains(&name) { format!("[`{name}`](struct@{name})") } else { format!("[`{name}`]") }
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
    /// `std::convert::Infallible`: the type of errors without any documented error.
    Infallible,
    /// A type of the standard library or of another crate.
    Foreign(Foreign),
    /// A type of the runtime.
    Runtime(RuntimeType),
    /// A type of the runtime that sends a time of a library in its own form.
    Instant(InstantForm, Box<Type>),
    /// A type of the runtime with items of another type.
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
    Named(Namespace, Ident),
    /// The enum of a body's media types, in this module; `true` if it has a lifetime.
    Choice(ModulePath, Ident, bool),
}

/// Returns the name of an integer type.
#[must_use]
pub fn int_name(int: IntegerFormat) -> &'static str {
    match int {
        IntegerFormat::I8 => "i8",
        IntegerFormat::I16 => "i16",
        IntegerFormat::I32 => "i32",
        IntegerFormat::I64 | IntegerFormat::UnixTime => "i64",
        IntegerFormat::U8 => "u8",
        IntegerFormat::U16 => "u16",
        IntegerFormat::U32 => "u32",
        IntegerFormat::U64 => "u64",
    }
}

/// A type of another crate or of the standard library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// The path.
    pub path: String,
    /// The crate, if the generator adds the dependency.
    pub dependency: Option<Dependency>,
    /// An expression of the type for examples.
    pub example: Option<&'static str>,
    /// `true` if `Display` writes the value as it is sent.
    pub displays: bool,
}

impl Foreign {
    /// Returns `true` for a type of the settings.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.dependency.is_none() && self.example.is_none()
    }
}

impl Type {
    /// Returns `Option` of this type.
    #[must_use]
    pub fn optional(self) -> Self {
        Self::Option(Box::new(self))
    }

    /// Returns `Box` of this type.
    #[must_use]
    pub fn boxed(self) -> Self {
        Self::Boxed(Box::new(self))
    }

    /// Calls `visit` with this type and each type inside it.
    pub fn walk(&self, visit: &mut impl FnMut(&Type)) {
        visit(self);
        match self {
            Self::Vec(inner)
            | Self::Map(inner)
            | Self::Option(inner)
            | Self::Boxed(inner)
            | Self::Instant(_, inner)
            | Self::Stream(_, inner) => inner.walk(visit),
            Self::Tuple(elements) => elements.iter().for_each(|element| element.walk(visit)),
            _ => {}
        }
    }

    /// Returns the type without a `Box` around it.
    #[must_use]
    pub fn unboxed(&self) -> &Self {
        match self {
            Self::Boxed(inner) => inner,
            other => other,
        }
    }

    /// Returns the form in which a method returns a field of this type.
    #[must_use]
    pub fn borrowed(&self) -> Borrowed<'_> {
        match self {
            Self::String => Borrowed::Str,
            Self::Vec(element) => Borrowed::Slice(element),
            Self::Option(inner) => Borrowed::Option(inner),
            Self::Boxed(inner) => Borrowed::Reference(inner),
            other if other.is_copied() => Borrowed::Copy(other),
            other => Borrowed::Reference(other),
        }
    }

    /// Returns `true` if a value is cheaper to copy than to borrow.
    #[must_use]
    pub fn is_copied(&self) -> bool {
        matches!(self, Self::Bool | Self::Int(_) | Self::F32 | Self::F64)
    }

    /// Returns `true` for `Option`s of a type that is cheaper to copy.
    #[must_use]
    pub fn is_copied_inside(&self) -> bool {
        match self {
            Self::Option(inner) => inner.is_copied_inside(),
            other => other.is_copied(),
        }
    }

    /// Returns `true` if the type triggers `clippy::type_complexity`.
    #[must_use]
    pub fn is_complex(&self) -> bool {
        const TOO_COMPLEX: usize = 250;
        self.complexity(1) > TOO_COMPLEX
    }

    /// Returns the score of clippy's `type_complexity`: ten times the depth for each name.
    fn complexity(&self, depth: usize) -> usize {
        let inner = match self {
            Self::Vec(inner)
            | Self::Option(inner)
            | Self::Boxed(inner)
            | Self::Instant(_, inner)
            | Self::Stream(_, inner) => inner.complexity(depth + 1),
            Self::Tuple(elements) => elements.iter().map(|element| element.complexity(depth + 1)).sum(),
            Self::Map(inner) => 10 * (depth + 1) + inner.complexity(depth + 1),
            _ => 0,
        };
        10 * depth + inner
    }

    /// Returns the type as it is written in documentation and in `api.txt`.
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
            Self::Runtime(runtime_type) => runtime_type.name().to_owned(),
            Self::Instant(form, inner) => format!("{}<{}>", form.name(), inner.text()),
            Self::Stream(framing, inner) => format!("{}<{}>", framing.name(), inner.text()),
            Self::Vec(inner) => format!("Vec<{}>", inner.text()),
            Self::Tuple(elements) => {
                let elements: Vec<String> = elements.iter().map(Self::text).collect();
                format!("({})", elements.join(", "))
            }
            Self::Map(inner) => format!("BTreeMap<String, {}>", inner.text()),
            Self::Option(inner) => format!("Option<{}>", inner.text()),
            Self::Boxed(inner) => format!("Box<{}>", inner.text()),
            Self::Named(home, ident) => format!("{home}::{ident}"),
            Self::Choice(home, ident, false) => format!("{home}::{ident}"),
            Self::Choice(home, ident, true) => format!("{home}::{ident}<'_>"),
        }
    }
}

/// The form in which a method returns a field.
#[derive(Debug, Clone, Copy)]
pub enum Borrowed<'a> {
    /// The value itself.
    Copy(&'a Type),
    /// `&str`
    Str,
    /// A slice of these elements.
    Slice(&'a Type),
    /// A reference to this type.
    Reference(&'a Type),
    /// An `Option` of the form of this type.
    Option(&'a Type),
}

impl Borrowed<'_> {
    /// Returns the type as it is written in `api.txt`.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Copy(ty) => ty.text(),
            Self::Str => "&str".to_owned(),
            Self::Slice(element) => format!("&[{}]", element.text()),
            Self::Reference(ty) => format!("&{}", ty.text()),
            Self::Option(inner) => format!("Option<{}>", inner.borrowed().text()),
        }
    }
}

/// The names of the prelude, and those that generated code imports, that a type of the crate shadows.
/// Generated code uses their full paths.
#[derive(Debug, Default)]
pub struct Prelude {
    shadowed: BTreeSet<&'static str>,
}

impl Prelude {
    const NAMES: [&'static str; 9] =
        ["Option", "Vec", "String", "Box", "Into", "IntoIterator", "BTreeMap", "Default", "Self"];

    /// Records that the crate has a type called `name`.
    pub fn shadow(&mut self, name: &str) {
        self.shadowed.extend(Self::NAMES.iter().filter(|known| **known == name));
    }

    /// Returns `true` if no type of the crate shadows `name`.
    #[must_use]
    pub fn is_free(&self, name: &str) -> bool {
        !self.shadowed.contains(name)
    }
}
