//! The verb and the noun of an operation's summary.

use super::english;
use crate::plan::names;

/// The maximum number of words of a summary that are read.
const MAX_WORDS: usize = 24;
/// The maximum number of words in a noun.
const MAX_NOUN: usize = 5;

/// Words that end the noun.
const ENDS: [&str; 34] = [
    "according",
    "after",
    "and",
    "as",
    "at",
    "based",
    "because",
    "before",
    "between",
    "but",
    "by",
    "during",
    "for",
    "from",
    "given",
    "if",
    "in",
    "into",
    "on",
    "or",
    "over",
    "owned",
    "per",
    "so",
    "that",
    "to",
    "under",
    "until",
    "using",
    "via",
    "when",
    "which",
    "with",
    "within",
];

/// Words that say nothing about the noun.
const SILENT: [&str; 28] = [
    "a",
    "all",
    "an",
    "any",
    "available",
    "certain",
    "collection",
    "current",
    "details",
    "every",
    "existing",
    "given",
    "individual",
    "information",
    "its",
    "list",
    "multiple",
    "my",
    "new",
    "object",
    "one",
    "our",
    "single",
    "some",
    "specific",
    "the",
    "their",
    "your",
];

/// A summary that begins with a verb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Summary {
    /// The verb in its base form, with its particle: `set up`.
    pub(super) verb: String,
    /// `true` if the verb applies to several things at once: `batch` of them.
    pub(super) batch: bool,
    /// The words of the noun. The last one may be a plural.
    pub(super) noun: Vec<String>,
}

impl Summary {
    /// Parses a summary, or the first sentence of a description. Returns `None` if it does not begin with a verb.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = plain(text);
        let sentence =
            text.split(['.', ':', ';', ',', '(', '\n', '\u{2014}']).find(|part| !part.trim().is_empty())?;
        let mut words = sentence
            .split_whitespace()
            .take(MAX_WORDS)
            .flat_map(|word| names::words_of(word.trim_end_matches("'s").trim_end_matches("\u{2019}s")))
            .peekable();
        let first = words.next()?;
        // `Log in a user`, `Set up a webhook`
        let phrasal = words.peek().and_then(|second| english::phrasal_verb(&first, second));
        // `Check-in` is a noun.
        if phrasal.is_some() && sentence.split_whitespace().next().is_some_and(|word| word.contains('-')) {
            return None;
        }
        if phrasal.is_some() {
            words.next();
        }
        let mut verb = phrasal.or_else(|| english::verb(&first))?;
        // `Create or update` is one verb.
        if words.next_if(|word| word == "or" || word == "and").is_some() {
            let second = words.next().and_then(|word| english::verb(&word));
            match (verb.as_str(), second.as_deref()) {
                ("create" | "add", Some("update" | "replace")) | ("update", Some("create")) => {
                    "upsert".clone_into(&mut verb);
                }
                _ => return None,
            }
        }
        let mut batch = false;
        let mut noun: Vec<String> = Vec::new();
        let mut before = String::new();
        for word in words {
            let before = std::mem::replace(&mut before, word.clone());
            // `a batch of services`, `a list of pets`, `Search for services`
            if word == "of" && (noun.is_empty() || noun == ["batch"]) {
                batch |= !noun.is_empty();
                if before == "list" && english::reads(&verb) {
                    "list".clone_into(&mut verb);
                }
                noun.clear();
                continue;
            }
            if noun.is_empty() && (SILENT.contains(&word.as_str()) || word == "for") {
                continue;
            }
            if ENDS.contains(&word.as_str()) || word == "of" {
                break;
            }
            if !SILENT.contains(&word.as_str()) {
                noun.push(word);
            }
        }
        noun.truncate(MAX_NOUN);
        Some(Self { verb, batch, noun })
    }
}

/// Returns the text without the tags of HTML.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut in_tag = false;
    for char in text.chars().take(1000) {
        match char {
            '<' => in_tag = true,
            '>' => in_tag = false,
            '`' | '*' | '"' => plain.push(' '),
            other if !in_tag => plain.push(other),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::Summary;

    #[test]
    fn parses_a_verb_and_a_noun() {
        for (text, verb, batch, noun) in [
            ("Retrieve a service", "retrieve", false, "service"),
            ("Retrieve services", "retrieve", false, "services"),
            ("Archive a service", "archive", false, "service"),
            ("Create a batch of services", "create", true, "services"),
            ("Create or update a batch of services by unique property values", "upsert", true, "services"),
            ("Search for services using filters", "search", false, "services"),
            ("<p>Creates a new customer object.</p>", "create", false, "customer"),
            ("Returns a list of your balance transactions", "list", false, "balance transactions"),
            ("Get Current User's Profile", "get", false, "user profile"),
            ("Delete", "delete", false, ""),
            ("Sets up a webhook", "set up", false, "webhook"),
            ("Log in", "log in", false, ""),
            ("Check in a guest", "check in", false, "guest"),
            ("Check integrity", "check", false, "integrity"),
        ] {
            let expected = Summary {
                verb: verb.to_owned(),
                batch,
                noun: noun.split_whitespace().map(str::to_owned).collect(),
            };
            assert_eq!(Summary::parse(text), Some(expected), "{text}");
        }
        assert_eq!(Summary::parse("Transaction redeemers"), None);
        assert_eq!(Summary::parse("Check-in of a guest"), None);
        assert_eq!(Summary::parse(""), None);
    }
}
