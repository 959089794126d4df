use std::{fmt, iter};

/// The separator between an item and its facts.
const FACTS: &str = "  # ";
/// The separator between two facts.
const NEXT_FACT: &str = "; ";
/// The prefix of an item with `#[non_exhaustive]`.
const OPEN: &str = "#[non_exhaustive] ";

/// An item of the public API: a line of `api.txt`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The item's path in the crate.
    pub path: String,
    /// The kind of the item.
    pub kind: Kind,
    /// `true` if the item is `#[non_exhaustive]`.
    pub open: bool,
    /// The rest of the declaration: a function's arguments, a field's type, the traits of an `impl`.
    pub rest: String,
    /// The item's source in the description, then facts that the declaration does not show.
    pub facts: Vec<String>,
}

/// The kind of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `pub const`
    Const,
    /// `pub enum`
    Enum,
    /// A feature of the package
    Feature,
    /// A field of a struct
    Field,
    /// `pub fn`
    Fn,
    /// The traits that a type implements
    Impl,
    /// `pub mod`
    Mod,
    /// `pub struct`
    Struct,
    /// `pub type`, or an associated type
    Type,
    /// `pub use`
    Use,
    /// A variant of an enum
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
    /// Parses a line with a complete path. Returns `None` for a comment or a line of any other form.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let (item, facts) = split_facts(line);
        let (open, item) = match item.strip_prefix(OPEN) {
            Some(item) => (true, item),
            None => (false, item),
        };
        let (kind, rest) =
            Kind::ALL.iter().find_map(|(kind, keyword)| Some((*kind, item.strip_prefix(keyword)?)))?;
        let (path, rest) = match kind {
            Kind::Impl => {
                let (traits, ty) = rest.rsplit_once(" for ").filter(|(traits, _)| !traits.is_empty())?;
                (ty, traits)
            }
            Kind::Fn | Kind::Variant => {
                rest.find('(').and_then(|at| rest.split_at_checked(at)).unwrap_or((rest, ""))
            }
            Kind::Const | Kind::Field => rest.split_once(": ")?,
            Kind::Type => rest.split_once(" = ")?,
            Kind::Enum | Kind::Feature | Kind::Mod | Kind::Struct | Kind::Use => (rest, ""),
        };
        Some(Self { open, kind, path: path.to_owned(), rest: rest.to_owned(), facts })
    }

    /// Returns `true` for a type that the crate defines.
    #[must_use]
    pub fn is_type(&self) -> bool {
        match self.kind {
            Kind::Enum | Kind::Struct => true,
            // An associated type is in a type, and not in a module.
            Kind::Type => self.path.rsplit_once("::").is_some_and(|(outer, _)| {
                outer.rsplit("::").next().unwrap_or_default().starts_with(char::is_lowercase)
            }),
            _ => false,
        }
    }

    /// Returns the method of an operation, if the item is one: the module of its resource, which is empty for a method
    /// of the client, and its name.
    #[must_use]
    pub fn call(&self) -> Option<(&str, &str)> {
        if self.kind != Kind::Fn || !self.rest.contains("-> Call<") {
            return None;
        }
        let (receiver, function) = self.path.rsplit_once("::")?;
        if receiver == "Client" {
            return Some(("", function));
        }
        Some((receiver.strip_suffix("<'_>")?.rsplit_once("::")?.0, function))
    }

    /// Returns the item's source in the description: the first fact.
    #[must_use]
    pub fn source(&self) -> &str {
        self.facts.first().map_or("", String::as_str)
    }

    /// Returns `true` if the item has this fact.
    #[must_use]
    pub fn has_fact(&self, fact: &str) -> bool {
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
        write_facts(facts.iter().map(String::as_str), f)
    }
}

/// Splits a line into the item and its facts.
pub(super) fn split_facts(line: &str) -> (&str, Vec<String>) {
    match line.split_once(FACTS) {
        Some((item, "")) => (item, Vec::new()),
        Some((item, facts)) => (item, facts.split(NEXT_FACT).map(str::to_owned).collect()),
        None => (line, Vec::new()),
    }
}

/// Writes the facts of an item.
pub(super) fn write_facts<'a>(
    facts: impl Iterator<Item = &'a str>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let separators = iter::once(FACTS).chain(iter::repeat(NEXT_FACT));
    facts.zip(separators).try_for_each(|(fact, separator)| write!(f, "{separator}{fact}"))
}
