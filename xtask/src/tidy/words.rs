//! Words: identifiers are terms of the field, not of this project.

use std::collections::BTreeMap;

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

/// Names of others that have one of the words.
const EXCEPTIONS: [&str; 2] = ["HubSpot", "Event::Start"];

/// Checks the identifiers of a file. Each is reported once, at its first line.
pub(super) fn check(tokens: &Tokens<'_>) -> Vec<Fault> {
    let mut found: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (index, token) in tokens.tokens.iter().enumerate() {
        if token.kind == Kind::Identifier && !is_exception(tokens, index) {
            found.entry(token.text).or_insert((token.line, 0)).1 += 1;
        }
    }
    let mut faults = Vec::new();
    for (identifier, (line, count)) in found {
        if let Some((word, term)) = WORDS.iter().find(|(word, _)| has(identifier, word)) {
            let message = format!("`{identifier}` ({count} times): say `{term}` instead of `{word}`");
            faults.push(Fault::new(line, message));
        }
    }
    faults.sort_by_key(|fault| fault.line);
    faults
}

fn is_exception(tokens: &Tokens<'_>, index: usize) -> bool {
    let Some(token) = tokens.tokens.get(index) else { return false };
    EXCEPTIONS.iter().any(|exception| match exception.split_once("::") {
        Some((ty, variant)) => {
            let is_of =
                |ty| index > 2 && tokens.tokens.get(index - 3).is_some_and(|before| before.is_word(ty));
            token.text == variant && is_of(ty)
        }
        None => token.text.contains(exception),
    })
}

/// Returns `true` when an identifier is, or has, this word.
fn has(identifier: &str, word: &str) -> bool {
    if word.starts_with(char::is_uppercase) {
        return identifier == word;
    }
    let text = format!("_{}_", snake(identifier));
    text.contains(&format!("_{word}_"))
}

/// Returns an identifier in lower case, with `_` between its words.
fn snake(identifier: &str) -> String {
    let mut text = String::new();
    let mut before = '_';
    for char in identifier.chars() {
        if char.is_uppercase() && before.is_lowercase() {
            text.push('_');
        }
        text.extend(char.to_lowercase());
        before = char;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_word_in_any_case_of_an_identifier() {
        for identifier in ["tries", "Tries", "max_tries", "MaxTries", "MAX_TRIES"] {
            assert!(has(identifier, "tries"), "{identifier}");
        }
        assert!(!has("entries", "tries") && !has("retries", "tries"));
        assert!(has("limit_under_way", "under_way") && !has("under_a_way", "under_way"));
        assert!(has("Reply", "Reply") && !has("reply", "Reply") && !has("ReplyTo", "Reply"));
    }

    #[test]
    fn says_which_term_to_use() {
        let faults =
            check(&Tokens::of("let tries = 3; // tries\nlet x = \"tries\"; HubSpot::new(); Event::Start"));
        assert_eq!(faults, [Fault::new(1, "`tries` (1 times): say `attempts` instead of `tries`")]);
    }
}
