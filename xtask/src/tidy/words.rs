//! Words: identifiers are terms of the field, not of this project.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Fault,
    lexer::{Kind, Tokens},
};

/// Words that no identifier has, and the term to use instead. An entry in lower case is found anywhere in an identifier
/// (`is_told_apart` has `told`), an entry in capitals only as the whole name of a type.
const WORDS: [(&str, &str); 42] = [
    ("Above", "ExclusiveMinimum"),
    ("Facts", "SchemaView"),
    ("Least", "Minimum"),
    ("Most", "Maximum"),
    ("Moves", "SourceMap"),
    ("Reply", "Response"),
    ("Start", "Initializer"),
    ("Whole", "BodyBuffer"),
    ("answer", "response"),
    ("answers", "responses"),
    ("answered", "responded"),
    ("came", "recorded"),
    ("course", "call_context"),
    ("desk", "mock_transport"),
    ("directions", "read_write_split"),
    ("hasty", "instant_clock"),
    ("held", "buffer"),
    ("looks", "distinguishing_properties"),
    ("mended", "fixed"),
    ("nobody", "none"),
    ("outline", "object_graph"),
    ("over_reqwest", "reqwest_transport"),
    ("over_tower", "tower_transport"),
    ("pause", "delay"),
    ("pieces", "fragments"),
    ("repeatable", "idempotent"),
    ("rings", "cycles"),
    ("said", "reported"),
    ("somebody", "the caller"),
    ("spot", "location"),
    ("stands", "is"),
    ("taking", "body_mode"),
    ("tell_apart", "discriminate"),
    ("telling", "distinguishing_properties"),
    ("told", "reported"),
    ("trail", "inline_stack"),
    ("tries", "attempts"),
    ("twin", "variant"),
    ("under_way", "in_flight"),
    ("sent_again", "retried"),
    ("try_more", "retry"),
    ("comes_of", "result"),
];

/// Variants of other packages that have one of the words: the type and the variant.
const EXCEPTIONS: [(&str, &str); 1] = [("Event", "Start")];

/// The names of [`EXCEPTIONS`] that occur.
pub(super) type Needed = BTreeSet<(&'static str, &'static str)>;

/// Returns the names of [`EXCEPTIONS`] that no file needs.
pub(super) fn unneeded(needed: &Needed) -> impl Iterator<Item = String> + '_ {
    let unneeded = EXCEPTIONS.iter().filter(move |exception| !needed.contains(*exception));
    unneeded.map(|(ty, variant)| {
        format!("no file has `{ty}::{variant}`: remove it from `EXCEPTIONS` in words.rs")
    })
}

/// Checks the identifiers of a file. Each is reported once, at its first line.
pub(super) fn check(tokens: &Tokens<'_>, needed: &mut Needed) -> Vec<Fault> {
    let mut found: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (index, token) in tokens.tokens.iter().enumerate() {
        if token.kind != Kind::Identifier {
            continue;
        }
        match exception(tokens, index) {
            Some(exception) => drop(needed.insert(exception)),
            None => found.entry(token.text).or_insert((token.line, 0)).1 += 1,
        }
    }
    let mut faults = Vec::new();
    for (identifier, (line, count)) in found {
        let words = snake(identifier);
        if let Some((word, term)) = WORDS.iter().find(|(word, _)| has(identifier, &words, word)) {
            let message = format!("`{identifier}` ({count} times): say `{term}` instead of `{word}`");
            faults.push(Fault::new(line, message));
        }
    }
    faults.sort_by_key(|fault| fault.line);
    faults
}

/// Returns the entry of [`EXCEPTIONS`] for the identifier at `index`.
fn exception(tokens: &Tokens<'_>, index: usize) -> Option<(&'static str, &'static str)> {
    let token = tokens.tokens.get(index)?;
    let ty = tokens.tokens.get(index.checked_sub(3)?)?;
    EXCEPTIONS.into_iter().find(|(of, variant)| token.text == *variant && ty.is_word(of))
}

/// Returns `true` when an identifier is, or has, this word. `words` are the words of the identifier, as `snake` returns
/// them.
fn has(identifier: &str, words: &str, word: &str) -> bool {
    if word.starts_with(char::is_uppercase) {
        return identifier == word;
    }
    // Most identifiers do not contain the word, and then no text is made.
    words.contains(word) && words.contains(&format!("_{word}_"))
}

/// Returns an identifier in lower case, with `_` before, between and after its words.
fn snake(identifier: &str) -> String {
    let mut text = String::from("_");
    let mut before = '_';
    for char in identifier.chars() {
        if char.is_uppercase() && before.is_lowercase() {
            text.push('_');
        }
        text.extend(char.to_lowercase());
        before = char;
    }
    text.push('_');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_word_in_any_case_of_an_identifier() {
        let has = |identifier: &str, word: &str| has(identifier, &snake(identifier), word);
        for identifier in ["tries", "Tries", "max_tries", "MaxTries", "MAX_TRIES"] {
            assert!(has(identifier, "tries"), "{identifier}");
        }
        assert!(!has("entries", "tries") && !has("retries", "tries"));
        assert!(has("limit_under_way", "under_way") && !has("under_a_way", "under_way"));
        assert!(has("Reply", "Reply") && !has("reply", "Reply") && !has("ReplyTo", "Reply"));
    }

    #[test]
    fn says_which_term_to_use() {
        let text = "let tries = 3; // tries\nlet x = \"tries\"; Event::Start";
        let mut needed = Needed::new();
        let faults = check(&Tokens::of(text), &mut needed);
        assert_eq!(faults, [Fault::new(1, "`tries` (1 times): say `attempts` instead of `tries`")]);
        assert_eq!(unneeded(&needed).count(), 0);
        assert_eq!(unneeded(&Needed::new()).count(), EXCEPTIONS.len());
    }
}
