use std::borrow::Cow;

use super::{
    super::{Kind, entry::split_facts},
    member::{Member, Receiver, wire_name},
};

/// The kinds that are written. A file contains those that it uses.
pub(super) const KINDS: &str = "\
kind struct = pub struct
kind enum = pub enum
kind model = #[non_exhaustive] pub struct
 impl Clone + Debug + Deserialize + PartialEq + Serialize
 fn with(self, change: impl FnOnce(&mut Self)) -> Self
 new of required fields
kind operation = #[non_exhaustive] pub struct
 impl Clone + Debug + Operation
 new of required fields
 calls of optional fields
kind headers = #[non_exhaustive] pub struct
 impl Clone + Debug + PartialEq
 fn read(headers: &http::HeaderMap) -> Result<Self, HeaderError>
kind resource = pub struct
 impl Clone + Copy + Debug
kind strings = #[non_exhaustive] pub enum
 impl AsRef<str> + Clone + Debug + Deserialize + Display + Eq + From<&str> + From<String> + FromStr + Hash + Ord + PartialEq + PartialOrd + Serialize
 fn as_str(&self) -> &str
 Unknown(String)  # any other value
kind union = #[non_exhaustive] pub enum
 impl Clone + Debug + Deserialize + PartialEq + Serialize
 Unknown(serde_json::Value)  # any other value
kind responses = pub enum
 impl Clone + Debug + PartialEq
kind errors = #[non_exhaustive] pub enum
 impl Clone + Debug + PartialEq
";

/// The maximum number of items of a kind. It bounds the work for each type.
const MAX_ITEMS: usize = 16;

/// A kind of types.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TypeKind<'a> {
    /// The word before the name of a type of this kind.
    pub(super) name: &'a str,
    pub(super) open: bool,
    /// [`Kind::Struct`] or [`Kind::Enum`].
    pub(super) kind: Kind,
    /// The items that the types have.
    items: Vec<(Member<'a>, Vec<String>)>,
    /// `true` if the types have a function `new` of their required fields.
    has_new: bool,
    /// `true` if the requests have a method for each optional field.
    has_calls: bool,
}

/// A field of a type.
#[derive(Debug)]
pub(super) struct FieldOf {
    pub(super) name: String,
    pub(super) ty: String,
    is_required: bool,
    is_optional: bool,
}

impl FieldOf {
    pub(super) fn new(name: &str, ty: &str, facts: &[String]) -> Self {
        let has = |wanted: &str| facts.iter().any(|fact| fact == wanted);
        let has_value = facts.iter().any(|fact| fact.starts_with("always ") || fact.starts_with("default "));
        let (is_required, is_optional) = (has("required") && !has_value, has("optional"));
        Self { name: name.to_owned(), ty: ty.to_owned(), is_required, is_optional }
    }

    /// Returns this field as an argument.
    fn argument(&self) -> String {
        let ty = self.ty.strip_prefix("Option<").and_then(|ty| ty.strip_suffix('>'));
        match ty.filter(|_| self.is_optional).unwrap_or(&self.ty) {
            "String" => format!("{}: impl Into<String>", self.name),
            ty => format!("{}: {ty}", self.name),
        }
    }
}

impl<'a> TypeKind<'a> {
    /// Parses the first line of a kind, without the word `kind`.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let (name, declaration) = text.split_once(" = ")?;
        let (open, kind) = match declaration {
            "pub struct" => (false, Kind::Struct),
            "pub enum" => (false, Kind::Enum),
            "#[non_exhaustive] pub struct" => (true, Kind::Struct),
            "#[non_exhaustive] pub enum" => (true, Kind::Enum),
            _ => return None,
        };
        Some(Self { name, open, kind, items: Vec::new(), has_new: false, has_calls: false })
    }

    /// Adds an item of a kind.
    pub(super) fn add(&mut self, line: &'a str) {
        match line {
            "new of required fields" => self.has_new = true,
            "calls of optional fields" => self.has_calls = true,
            _ => {
                let (item, facts) = split_facts(line);
                let member = Member::parse(item).filter(|_| self.items.len() < MAX_ITEMS);
                self.items.extend(member.map(|member| (member, facts)));
            }
        }
    }

    /// Returns the items that a type with these fields has.
    pub(super) fn items<'s>(&'s self, fields: &'s [FieldOf]) -> Vec<(Member<'s>, &'s [String])> {
        let mut fields: Vec<&FieldOf> = fields.iter().collect();
        fields.sort_by_key(|field| (wire_name(&field.name), &field.name));
        fields.dedup_by_key(|field| &field.name);
        let mut items: Vec<_> =
            self.items.iter().map(|(member, facts)| (member.clone(), facts.as_slice())).collect();
        let function = |receiver, name, arguments: &str| {
            let rest = Cow::Owned(format!("({arguments}) -> Self"));
            (Member { kind: Kind::Fn, receiver, name, rest }, [].as_slice())
        };
        let required = fields.iter().filter(|field| field.is_required && self.has_new);
        let arguments: Vec<String> = required.map(|field| field.argument()).collect();
        if !arguments.is_empty() {
            items.push(function(Receiver::Plain, "new", &arguments.join(", ")));
        }
        let optional = fields.iter().filter(|field| field.is_optional && self.has_calls);
        items.extend(
            optional
                .map(|field| function(Receiver::Call, &field.name, &format!("self, {}", field.argument()))),
        );
        items
    }

    /// Returns `true` if the types may have this item without a line for it.
    pub(super) fn may_have(&self, member: &Member<'_>) -> bool {
        member.kind == Kind::Fn || self.items.iter().any(|(usual, _)| usual.is_same(member))
    }

    /// Returns the traits that the types of this kind have.
    pub(super) fn traits(&self) -> Option<&str> {
        self.items
            .iter()
            .find(|(member, _)| member.kind == Kind::Impl)
            .map(|(member, _)| member.rest.as_ref())
    }
}

/// Parses the kinds in a text.
pub(super) fn parse(text: &str) -> Vec<TypeKind<'_>> {
    let mut kinds: Vec<TypeKind<'_>> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("kind "), line.strip_prefix(' ')) {
            (Some(kind), _) => kinds.extend(TypeKind::parse(kind)),
            (None, Some(item)) => kinds.last_mut().into_iter().for_each(|kind| kind.add(item)),
            (None, None) => {}
        }
    }
    kinds
}

/// Returns the traits `of`, changed by `+ Added - Removed`.
pub(super) fn changed(of: &str, changes: &str) -> String {
    let mut traits: Vec<&str> = of.split(" + ").collect();
    let mut rest = changes;
    while let Some((sign, after)) = rest.split_once(' ') {
        let end = [" + ", " - "].iter().filter_map(|next| after.find(next)).min();
        let (name, following) = end.and_then(|end| after.split_at_checked(end)).unwrap_or((after, ""));
        match sign {
            "+" => traits.push(name),
            _ => traits.retain(|known| *known != name),
        }
        rest = following.trim_start();
    }
    traits.sort_unstable();
    traits.join(" + ")
}

/// Returns the changes that make the traits `to` of the traits `of`, if there are any and they are shorter than `to`.
pub(super) fn changes(of: &str, to: &str) -> Option<String> {
    let [before, now]: [Vec<&str>; 2] = [of, to].map(|traits| traits.split(" + ").collect());
    let only_in = |some: &[&str], others: &[&str], sign: &str| -> Vec<String> {
        let some = some.iter().filter(|one| !others.contains(one));
        some.map(|one| format!("{sign} {one}")).collect()
    };
    let text = [only_in(&now, &before, "+"), only_in(&before, &now, "-")].concat().join(" ");
    (!text.is_empty() && text.len() < to.len() && changed(of, &text) == to).then_some(text)
}
