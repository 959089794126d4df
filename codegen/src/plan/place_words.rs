//! The words of the place of a type: of its title, of its role in its parent, and of names that distinguish it.

use super::{media, names, operation_names::in_singular, statuses::status_text, types::Types};
use crate::api::{Role, Schema, SchemaId, SchemaVariant, Shape, Status};

/// The length from which a name is shortened.
pub(super) const LONG: usize = 60;
/// The maximum number of words of a title that is a name.
const MAX_TITLE: usize = 4;
/// Words that alone do not tell the meaning of a type.
const GENERAL: [&str; 24] = [
    "all", "any", "array", "body", "boolean", "default", "element", "integer", "item", "items", "null",
    "number", "object", "of", "option", "other", "param", "params", "response", "request", "schema",
    "string", "type", "value",
];

/// Returns the words of a title that is short and has a specific word.
pub(super) fn title(schema: &Schema) -> Option<Vec<String>> {
    let words = names::words_of(schema.docs.title.as_deref()?);
    let numbered = words.iter().any(|word| word.starts_with(|char: char| char.is_ascii_digit()));
    (is_specific(&words) && !numbered && words.len() <= MAX_TITLE && length(&words) <= LONG).then_some(words)
}

/// Returns `true` if one of the words tells the meaning of a type.
pub(super) fn is_specific(words: &[String]) -> bool {
    words.iter().any(|word| is_specific_word(word))
}

/// Returns `true` if a word alone tells the meaning of a type.
pub(super) fn is_specific_word(word: &str) -> bool {
    !GENERAL.contains(&word)
}

/// Returns the words of the place of a schema in its parent.
pub(super) fn role_words(types: &Types<'_>, id: SchemaId, role: &Role) -> Vec<String> {
    let text = match role {
        Role::Property(name) | Role::Parameter(name) | Role::Header(name) => {
            names::type_text(types.place_name(id).unwrap_or(name))
        }
        Role::Item => "Item".to_owned(),
        Role::Value => "Value".to_owned(),
        Role::Member(_, name) => (types.members.get(&id).cloned())
            .or_else(|| name.as_deref().map(names::type_text))
            .unwrap_or_else(|| types.kind_text(id).to_owned()),
        Role::Base => "Base".to_owned(),
        Role::Body => "Body".to_owned(),
        Role::Multipart => "Parts".to_owned(),
        Role::Response(status) if status.is_success() => "Reply".to_owned(),
        Role::Response(Status::Default) => "Error".to_owned(),
        Role::Response(status) => {
            let text = status_text(*status);
            if text.ends_with("Error") { text } else { names::compound(&text, &["Error"]) }
        }
    };
    names::words_of(&text)
}

/// The words of the place of a schema in the next type above it.
#[derive(Default)]
pub(super) struct PlaceWords {
    /// The words, with the element of `labels` as a `label`.
    pub(super) own: Vec<String>,
    /// The words, with the element of `labels` as a `labels item`.
    pub(super) plain: Vec<String>,
    /// The word of the role in a list or a map, whose own words are yet to come.
    element: Option<&'static str>,
}

impl PlaceWords {
    /// Adds the words of the schema `id`, which is around those before.
    pub(super) fn add(&mut self, types: &Types<'_>, id: SchemaId, role: &Role) {
        let element = match role {
            Role::Item => Some("item"),
            Role::Value => Some("value"),
            // What is left of `anyOf: [{ … }, { type: null }]` is no member.
            Role::Member(_, None) if types.union_of(id).is_none() => return,
            _ => None,
        };
        if element.is_some() {
            self.add_element();
            self.element = element;
            return;
        }
        let words = role_words(types, id, role);
        let is_name = matches!(role, Role::Property(_) | Role::Parameter(_) | Role::Header(_));
        let one = in_singular(&words);
        if let Some(element) = self.element.take_if(|_| is_name && one != words) {
            self.own = merged(&one, &self.own);
            self.plain = merged(&[words, vec![element.to_owned()]].concat(), &self.plain);
        } else {
            self.add_element();
            self.own = merged(&words, &self.own);
            self.plain = merged(&words, &self.plain);
        }
    }

    /// Adds the word of the role in a list or a map.
    pub(super) fn add_element(&mut self) {
        if let Some(element) = self.element.take() {
            let element = [element.to_owned()];
            self.own = merged(&element, &self.own);
            self.plain = merged(&element, &self.plain);
        }
    }
}

/// Returns words that distinguish a type from another with the name of its place.
pub(super) fn alternatives(types: &Types<'_>, id: SchemaId, role: &Role) -> Vec<&'static str> {
    let schema = &types.api.schemas[id];
    let by_variant = match schema.variant {
        Some(SchemaVariant::Request) => &["Request", "Input"][..],
        Some(SchemaVariant::Patch) => &["Patch", "Update"],
        None => &[],
    };
    let by_role = match role {
        Role::Item => "Item",
        Role::Value => "Value",
        Role::Body | Role::Multipart => "Payload",
        Role::Response(status) if status.is_success() => "Result",
        Role::Response(_) => "Failure",
        Role::Member(..) => types.kind_text(id),
        _ => match schema.shape {
            Shape::Enum(_) => "Kind",
            Shape::Object(_) => "Details",
            _ => "Value",
        },
    };
    by_variant.iter().copied().chain([by_role]).collect()
}

/// Returns the words of the media type of a body.
pub(super) fn media_words(schema: &Schema) -> Vec<String> {
    let mut steps = schema.pointer.steps().skip_while(|step| step != "content");
    let media_type = steps.nth(1).unwrap_or_default();
    if media_type.contains('/') { names::words_of(&media::essence_text(&media_type)) } else { Vec::new() }
}

/// Returns the words of `start` and `end`. Words of `end` that are the last ones of `start` are not repeated.
pub(super) fn merged(start: &[String], end: &[String]) -> Vec<String> {
    let most = start.len().min(end.len());
    let overlap = (1..=most).rev().find(|count| start.ends_with(end.get(..*count).unwrap_or_default()));
    start.iter().chain(end.iter().skip(overlap.unwrap_or_default())).cloned().collect()
}

/// Returns the length of a name of these words.
pub(super) fn length(words: &[String]) -> usize {
    words.iter().map(|word| word.chars().count()).sum()
}
