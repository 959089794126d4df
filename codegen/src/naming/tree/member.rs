use std::borrow::Cow;

use super::{
    super::{Entry, Kind},
    LIFETIME,
};

/// The type that the path of a member begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Receiver {
    /// The type without its lifetime.
    Plain,
    /// The type with its lifetime.
    Borrowing,
    /// `Call<'_, TYPE>`.
    Call,
}

/// An item of a type or module, without the path of that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member<'a> {
    pub(super) kind: Kind,
    pub(super) receiver: Receiver,
    /// The name; empty for an `impl`.
    pub(super) name: &'a str,
    pub(super) rest: Cow<'a, str>,
}

/// The start of the path of a member of a request.
const CALL: &str = "Call<'_, ";

impl<'a> Member<'a> {
    /// Parses a line without its facts.
    pub(super) fn parse(item: &'a str) -> Option<Self> {
        let at_bracket =
            |text: &'a str| text.find('(').and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""));
        let with =
            |kind, receiver, (name, rest)| Some(Self { kind, receiver, name, rest: Cow::Borrowed(rest) });
        let plain = |kind, parts| with(kind, Receiver::Plain, parts);
        let (keyword, after) = item.split_once(' ').unwrap_or_default();
        let member = match keyword {
            "impl" => plain(Kind::Impl, ("", after)),
            "fn" => match after.strip_prefix(LIFETIME).and_then(|after| after.strip_prefix("::")) {
                Some(after) => with(Kind::Fn, Receiver::Borrowing, at_bracket(after)),
                None => plain(Kind::Fn, at_bracket(after)),
            },
            "call" => with(Kind::Fn, Receiver::Call, at_bracket(after)),
            "type" => plain(Kind::Type, after.split_once(" = ")?),
            "const" => plain(Kind::Const, after.split_once(": ")?),
            "use" => plain(Kind::Use, (after, "")),
            _ => match item.split_once(": ") {
                Some((name, rest)) if is_name(name) => plain(Kind::Field, (name, rest)),
                _ => plain(Kind::Variant, at_bracket(item)),
            },
        }?;
        let is_complete = match member.kind {
            Kind::Impl => !member.rest.is_empty(),
            _ => is_name(member.name),
        };
        is_complete.then_some(member)
    }

    /// Returns `entry` as a member of the type at `path`, which is `key` without its lifetime.
    pub(super) fn of(entry: &'a Entry, key: &str, path: &str) -> Option<Self> {
        let Entry { kind, path: own, rest, open, .. } = entry;
        let (receiver, name) = match kind {
            Kind::Impl => (Receiver::Plain, own.strip_prefix(path)?),
            _ => {
                let (owner, name) = own.rsplit_once("::")?;
                let call = || owner.strip_prefix(CALL).and_then(|owner| owner.strip_suffix('>'));
                let receiver = if owner == key {
                    Receiver::Plain
                } else if *kind == Kind::Fn && owner == path {
                    Receiver::Borrowing
                } else if *kind == Kind::Fn && call() == Some(path) {
                    Receiver::Call
                } else {
                    return None;
                };
                (receiver, name)
            }
        };
        let is_member = match kind {
            Kind::Impl => name.is_empty() && !rest.starts_with(['+', '-']),
            Kind::Fn | Kind::Variant => is_name(name) && (rest.is_empty() || rest.starts_with('(')),
            Kind::Const | Kind::Field | Kind::Type => is_name(name),
            Kind::Use => is_name(name) && rest.is_empty(),
            Kind::Enum | Kind::Feature | Kind::Mod | Kind::Struct => false,
        };
        (is_member && !open).then_some(Self { kind: *kind, receiver, name, rest: Cow::Borrowed(rest) })
    }

    /// Returns the path of this member of the type at `path`.
    pub(super) fn path(&self, key: &str, path: &str) -> String {
        match (self.kind, self.receiver) {
            (Kind::Impl, _) => path.to_owned(),
            (_, Receiver::Plain) => format!("{key}::{}", self.name),
            (_, Receiver::Borrowing) => format!("{path}::{}", self.name),
            (_, Receiver::Call) => format!("{CALL}{path}>::{}", self.name),
        }
    }

    /// Returns `true` if a type has at most one of both.
    pub(super) fn is_same(&self, other: &Member<'_>) -> bool {
        self.key() == other.key()
    }

    /// Returns the parts that distinguish the members of a type.
    pub(super) fn key(&self) -> (Kind, Receiver, &str) {
        (self.kind, self.receiver, self.name)
    }

    /// Returns the declaration up to and with the name, and the separator before the rest.
    pub(super) fn parts(&self) -> (&'static str, &'static str) {
        match (self.kind, self.receiver) {
            (Kind::Impl, _) => ("impl ", ""),
            (Kind::Fn, Receiver::Plain) => ("fn ", ""),
            (Kind::Fn, Receiver::Borrowing) => ("fn <'_>::", ""),
            (Kind::Fn, Receiver::Call) => ("call ", ""),
            (Kind::Type, _) => ("type ", " = "),
            (Kind::Const, _) => ("const ", ": "),
            (Kind::Use, _) => ("use ", ""),
            (Kind::Field, _) => ("", ": "),
            _ => ("", ""),
        }
    }

    /// Returns the member as `no` names it.
    pub(super) fn label(&self) -> String {
        match self.kind {
            Kind::Impl => "impl".to_owned(),
            Kind::Field => format!("{}:", self.name),
            _ => format!("{}{}", self.parts().0, self.name),
        }
    }
}

/// Returns the name of a field as the wire has it, if both are the same.
pub(super) fn wire_name(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// The abbreviation of a name on the wire that is the name of the field.
const SAME: char = '=';

impl Member<'_> {
    /// Returns the facts that an item has if its line has none: of a field those of a property with the same name, of
    /// a variant a value that is its name in `snake_case`. Other items have none.
    pub(super) fn usual_facts(&self) -> Vec<String> {
        match self.kind {
            Kind::Field => {
                let presence = if self.rest.starts_with("Option<") { "optional" } else { "required" };
                vec![wire_name(self.name).to_owned(), presence.to_owned()]
            }
            Kind::Variant if self.rest.is_empty() => vec![snake_case(self.name)],
            _ => Vec::new(),
        }
    }

    /// Returns the source of a field with [`SAME`] in place of its own name.
    pub(super) fn short_source<'s>(&self, source: &'s str) -> Cow<'s, str> {
        let location = source.strip_suffix(wire_name(self.name)).filter(|_| self.kind == Kind::Field);
        match location.filter(|location| location.is_empty() || location.ends_with(' ')) {
            Some(location) => Cow::Owned(format!("{location}{SAME}")),
            None => Cow::Borrowed(source),
        }
    }

    /// Returns the source of a field with its own name in place of [`SAME`].
    pub(super) fn full_source<'s>(&self, source: &'s str) -> Cow<'s, str> {
        let location = source.strip_suffix(SAME).filter(|_| self.kind == Kind::Field);
        match location.filter(|location| location.is_empty() || location.ends_with(' ')) {
            Some(location) => Cow::Owned(format!("{location}{}", wire_name(self.name))),
            None => Cow::Borrowed(source),
        }
    }
}

/// Returns `TwoWords` as `two_words`.
fn snake_case(name: &str) -> String {
    let mut text = String::new();
    for (index, char) in name.chars().enumerate() {
        if char.is_uppercase() && index > 0 {
            text.push('_');
        }
        text.extend(char.to_lowercase());
    }
    text
}

/// Returns `true` for a text that can be the name of an item.
pub(super) fn is_name(text: &str) -> bool {
    let text = text.strip_prefix("r#").unwrap_or(text);
    !text.is_empty() && text.chars().all(|char| char.is_alphanumeric() || char == '_')
}
