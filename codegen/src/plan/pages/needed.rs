//! Parameters without which a server does not return the cursor.

use super::{TypeIndex, guess::normalized, query};
use crate::{
    api::{self, Api},
    rust::{NextPage, Operation, Type},
};

/// Returns the query parameters that a cursor needs, with their values, or `None` if a value is not known.
///
/// A cursor needs a boolean parameter whose name is `use` and its own name, and those that its description requires.
pub(super) fn parameters(
    api: &Api,
    of_api: &api::Operation,
    operation: &Operation,
    types: &TypeIndex<'_>,
    next: &NextPage,
) -> Option<Vec<(String, String)>> {
    let (NextPage::Cursor(cursor, _) | NextPage::HeaderCursor(cursor, _)) = next else {
        return Some(Vec::new());
    };
    let sentences = requirements(api, of_api, cursor);
    let mut set = Vec::new();
    for (wire, ty) in query(operation).filter(|(wire, _)| wire != cursor) {
        let is_required = sentences.iter().any(|sentence| names(sentence, wire));
        if matches!(types.resolve(ty), Type::Bool) {
            if is_required || is_switch(&normalized(wire), &normalized(cursor)) {
                set.push((wire.to_owned(), "true".to_owned()));
            }
        } else if is_required && is_mode(&normalized(wire)) {
            return None;
        }
    }
    Some(set)
}

/// Returns `true` if a boolean turns on this kind of cursor, by its name.
fn is_switch(name: &str, cursor: &str) -> bool {
    let of = |used: &str| used == cursor || used.strip_prefix(cursor) == Some("pagination");
    name.strip_prefix("use").is_some_and(|used| of(used) || of(used.trim_end_matches('s')))
}

/// Returns `true` if a parameter chooses the kind of the pagination, by its name.
fn is_mode(name: &str) -> bool {
    name.contains("pagination") || name.contains("paging")
}

/// Returns the sentences in the description of the parameter `cursor` that require something.
fn requirements(api: &Api, of_api: &api::Operation, cursor: &str) -> Vec<String> {
    let of_cursor = of_api.parameters.iter().filter(|parameter| parameter.name.eq_ignore_ascii_case(cursor));
    let docs = of_cursor.flat_map(|parameter| [&parameter.docs, &api.schemas[parameter.schema].docs]);
    let texts = docs.filter_map(|docs| docs.description.as_deref());
    let sentences = texts.flat_map(|text| text.split(". ").flat_map(|text| text.split("\n\n")));
    let requires = |text: &str| {
        ["requir", "must", "needs", "only if", "only when"].iter().any(|word| text.contains(word))
            && !["not ", "n't ", "unless", "ignored", "false"].iter().any(|word| text.contains(word))
    };
    sentences.map(str::to_ascii_lowercase).filter(|text| requires(text)).collect()
}

/// Returns `true` if a sentence in lower case contains a name as a word.
fn names(sentence: &str, name: &str) -> bool {
    let is_part = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-');
    sentence.split(|char| !is_part(char)).any(|word| word.eq_ignore_ascii_case(name))
}
