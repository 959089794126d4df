//! A line of `api.txt`.

use std::fmt;

/// What stands between an item and what it stands for.
const ABOUT: &str = "  # ";
/// What stands between two facts.
const BETWEEN: &str = "; ";
const OPEN: &str = "#[non_exhaustive] ";

/// An item of the public API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whether `#[non_exhaustive]` stands on it.
    pub open: bool,
    /// What it is.
    pub kind: Kind,
    /// Its path in the crate.
    pub path: String,
    /// What follows the path: the arguments of a function, the type of a field, the traits of an `impl`.
    pub rest: String,
    /// What it stands for in the description, and what `rest` does not say of it.
    pub facts: Vec<String>,
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `pub const`
    Const,
    /// `pub enum`
    Enum,
    /// A feature of the package.
    Feature,
    /// A field of a struct.
    Field,
    /// `pub fn`
    Fn,
    /// The traits that a type implements.
    Impl,
    /// `pub mod`
    Mod,
    /// `pub struct`
    Struct,
    /// `pub type`, and the types of a trait.
    Type,
    /// `pub use`
    Use,
    /// A variant of an enum.
    Variant,
}

impl Kind {
    const ALL: [(Self, &'static str); 11] = [
        (Self::Const, "pub const "),
        (Self::Enum, "pub enum "),
        (Self::Feature, "feature "),
        (Self::Field, "pub field "),
        (Self::Fn, "pub fn "),
        (Self::Impl, "impl "),
        (Self::Mod, "pub mod "),
        (Self::Struct, "pub struct "),
        (Self::Type, "pub type "),
        (Self::Use, "pub use "),
        (Self::Variant, "pub variant "),
    ];

    fn keyword(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, keyword)| keyword)
    }
}

impl Entry {
    /// Reads a line; `None` for a comment, and for what is no such line.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let (item, about) = line.split_once(ABOUT).unwrap_or((line, ""));
        let facts =
            if about.is_empty() { Vec::new() } else { about.split(BETWEEN).map(str::to_owned).collect() };
        let (open, item) = match item.strip_prefix(OPEN) {
            Some(item) => (true, item),
            None => (false, item),
        };
        let (kind, rest) =
            Kind::ALL.iter().find_map(|(kind, keyword)| Some((*kind, item.strip_prefix(keyword)?)))?;
        let (path, rest) = match kind {
            Kind::Impl => rest.rsplit_once(" for ").map(|(traits, ty)| (ty, traits))?,
            Kind::Fn | Kind::Variant => rest.split_at(rest.find('(').unwrap_or(rest.len())),
            Kind::Const | Kind::Field => rest.split_once(": ")?,
            Kind::Type => rest.split_once(" = ")?,
            Kind::Enum | Kind::Feature | Kind::Mod | Kind::Struct | Kind::Use => (rest, ""),
        };
        Some(Self { open, kind, path: path.to_owned(), rest: rest.to_owned(), facts })
    }

    /// Whether it is a type of the crate's own.
    #[must_use]
    pub fn is_type(&self) -> bool {
        match self.kind {
            Kind::Enum | Kind::Struct => true,
            // The types of a trait have one name more.
            Kind::Type => self.path.matches("::").count() == 1,
            _ => false,
        }
    }

    /// What it stands for in the description: the first fact.
    #[must_use]
    pub fn source(&self) -> &str {
        self.facts.first().map_or("", String::as_str)
    }

    /// Whether this is one of its facts.
    #[must_use]
    pub fn says(&self, fact: &str) -> bool {
        self.facts.iter().any(|known| known == fact)
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { open, kind, path, rest, facts } = self;
        let (open, keyword) = (if *open { OPEN } else { "" }, kind.keyword());
        match kind {
            Kind::Impl => write!(f, "{keyword}{rest} for {path}")?,
            Kind::Const | Kind::Field => write!(f, "{open}{keyword}{path}: {rest}")?,
            Kind::Type => write!(f, "{open}{keyword}{path} = {rest}")?,
            _ => write!(f, "{open}{keyword}{path}{rest}")?,
        }
        if facts.is_empty() { Ok(()) } else { write!(f, "{ABOUT}{}", facts.join(BETWEEN)) }
    }
}
