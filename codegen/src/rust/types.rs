use std::{collections::BTreeSet, fmt};

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
    /// `i32`
    I32,
    /// `i64`
    I64,
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
    /// `jiff::Timestamp`
    Timestamp,
    /// `uuid::Uuid`
    Uuid,
    /// `std::convert::Infallible`: there is no documented error.
    Infallible,
    /// `Vec<T>`
    Vec(Box<Type>),
    /// `BTreeMap<String, T>`
    Map(Box<Type>),
    /// `Option<T>`
    Option(Box<Type>),
    /// `Box<T>`
    Boxed(Box<Type>),
    /// A type of the crate.
    Named(Home, Ident),
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
            Self::Vec(inner) | Self::Map(inner) | Self::Option(inner) | Self::Boxed(inner) => {
                inner.walk(visit);
            }
            _ => {}
        }
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
            Self::Vec(inner) | Self::Option(inner) | Self::Boxed(inner) => inner.complexity(depth + 1),
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
            Self::I32 => "i32".to_owned(),
            Self::I64 => "i64".to_owned(),
            Self::F32 => "f32".to_owned(),
            Self::F64 => "f64".to_owned(),
            Self::String => "String".to_owned(),
            Self::Bytes => "bytes::Bytes".to_owned(),
            Self::Value => "serde_json::Value".to_owned(),
            Self::Timestamp => "jiff::Timestamp".to_owned(),
            Self::Uuid => "uuid::Uuid".to_owned(),
            Self::Infallible => "Infallible".to_owned(),
            Self::Vec(inner) => format!("Vec<{}>", inner.text()),
            Self::Map(inner) => format!("BTreeMap<String, {}>", inner.text()),
            Self::Option(inner) => format!("Option<{}>", inner.text()),
            Self::Boxed(inner) => format!("Box<{}>", inner.text()),
            Self::Named(Home::Models, ident) => format!("models::{ident}"),
            Self::Named(Home::Operations, ident) => format!("operations::{ident}"),
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
