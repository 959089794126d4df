//! Verbs and plurals of the English words in names and summaries.

use std::{collections::HashSet, sync::LazyLock};

/// Verbs in their base form.
static VERBS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("verbs.txt").split_whitespace().collect());

/// Verbs of a path that end an operation's address, although the same words are often nouns elsewhere.
const NOUNS: &[&str] = &[
    "block", "bulk", "index", "issue", "link", "report", "request", "schedule", "share", "stat", "store",
    "tag", "test", "vote",
];

/// Verbs that are no nouns. They are actions at the end of a segment too: `gdpr-delete`, but not `saved_query`.
const PURE: &[&str] = &[
    "accept",
    "activate",
    "add",
    "apply",
    "approve",
    "archive",
    "assign",
    "attach",
    "cancel",
    "confirm",
    "connect",
    "create",
    "deactivate",
    "delete",
    "detach",
    "disable",
    "disconnect",
    "enable",
    "generate",
    "get",
    "publish",
    "regenerate",
    "reject",
    "remove",
    "resend",
    "resolve",
    "revoke",
    "send",
    "submit",
    "unassign",
    "unpublish",
    "update",
    "upsert",
    "validate",
    "verify",
];

/// Verbs that suit a `DELETE` request.
const REMOVING: &[&str] = &[
    "abort",
    "archive",
    "cancel",
    "clear",
    "close",
    "deactivate",
    "delete",
    "deregister",
    "destroy",
    "detach",
    "disable",
    "disassociate",
    "discard",
    "disconnect",
    "dismiss",
    "drop",
    "empty",
    "end",
    "erase",
    "expire",
    "forget",
    "invalidate",
    "kick",
    "kill",
    "leave",
    "logout",
    "prune",
    "purge",
    "reject",
    "release",
    "remove",
    "reset",
    "revoke",
    "stop",
    "terminate",
    "unarchive",
    "unassign",
    "unban",
    "unblock",
    "undelete",
    "unfollow",
    "uninstall",
    "unlink",
    "unlock",
    "unmute",
    "unpin",
    "unpublish",
    "unregister",
    "unsubscribe",
    "untag",
    "void",
    "withdraw",
];

/// Verbs with their particles.
const PHRASAL: &[(&str, &[&str])] = &[
    ("back", &["up"]),
    ("check", &["in", "out"]),
    ("clean", &["up"]),
    ("clock", &["in", "out"]),
    ("fill", &["in", "out"]),
    ("follow", &["up"]),
    ("hang", &["up"]),
    ("log", &["in", "off", "on", "out"]),
    ("look", &["up"]),
    ("opt", &["in", "out"]),
    ("pick", &["up"]),
    ("power", &["off", "on"]),
    ("roll", &["back", "out", "over"]),
    ("scale", &["down", "up"]),
    ("set", &["up"]),
    ("shut", &["down"]),
    ("sign", &["in", "off", "out", "up"]),
    ("spin", &["down", "up"]),
    ("start", &["up"]),
    ("switch", &["off", "on"]),
    ("tear", &["down"]),
    ("turn", &["off", "on"]),
];

/// Nouns without a plural.
const UNCOUNTABLE: &[&str] = &[
    "access",
    "content",
    "data",
    "feedback",
    "history",
    "info",
    "information",
    "media",
    "metadata",
    "status",
    "usage",
];

/// Nouns that end like a plural and are none.
const SINGULAR: &[&str] = &[
    "alias",
    "analytics",
    "aws",
    "basics",
    "bias",
    "canvas",
    "chaos",
    "diagnostics",
    "dns",
    "economics",
    "ethics",
    "gas",
    "https",
    "kubernetes",
    "lens",
    "logistics",
    "mathematics",
    "news",
    "nfs",
    "physics",
    "politics",
    "series",
    "species",
    "sms",
    "sos",
    "statistics",
    "tls",
    "vps",
];

/// Plurals whose ending does not show the singular.
const IRREGULAR: &[(&str, &str)] = &[
    ("bases", "base"),
    ("caches", "cache"),
    ("cases", "case"),
    ("causes", "cause"),
    ("clauses", "clause"),
    ("cookies", "cookie"),
    ("databases", "database"),
    ("echoes", "echo"),
    ("heroes", "hero"),
    ("houses", "house"),
    ("indices", "index"),
    ("leases", "lease"),
    ("licenses", "license"),
    ("matrices", "matrix"),
    ("movies", "movie"),
    ("niches", "niche"),
    ("phases", "phase"),
    ("purchases", "purchase"),
    ("releases", "release"),
    ("selfies", "selfie"),
    ("uses", "use"),
    ("vertices", "vertex"),
    ("warehouses", "warehouse"),
    ("zombies", "zombie"),
];

/// Verbs that read, in the base form.
const READING: &[&str] = &[
    "describe", "fetch", "find", "get", "handle", "list", "query", "read", "retrieve", "return", "show",
    "view",
];

/// Returns `true` for a verb in its base form.
pub(in crate::plan) fn is_verb(word: &str) -> bool {
    VERBS.contains(word)
}

/// Returns `true` for a verb that is no common name of a resource.
pub(super) fn is_action(word: &str) -> bool {
    is_verb(word) && !NOUNS.contains(&word)
}

/// Returns `true` for a segment that is an action: it begins with a verb, or ends with one that is no noun.
pub(super) fn is_action_phrase(words: &[String]) -> bool {
    words.first().is_some_and(|word| is_action(word))
        || words.last().is_some_and(|word| PURE.contains(&word.as_str()))
}

/// Returns `true` for a verb that repeats a method of HTTP: it says nothing about a group of operations.
pub(super) fn is_method_verb(verb: &str) -> bool {
    changes(verb) || matches!(verb, "edit" | "get" | "list" | "post" | "put" | "read")
}

/// Returns `true` for a verb of a request that changes something, whatever its object is.
pub(super) fn changes(verb: &str) -> bool {
    matches!(
        verb,
        "add" | "create" | "delete" | "insert" | "patch" | "remove" | "replace" | "update" | "upsert"
    )
}

/// Returns `true` for a verb that suits a `DELETE` request.
pub(super) fn removes(verb: &str) -> bool {
    REMOVING.contains(&verb)
}

/// Returns `true` for a verb that reads.
pub(super) fn reads(verb: &str) -> bool {
    READING.contains(&verb)
}

/// Returns the base form of a verb: `create` of `creates`, `created` is none.
pub(super) fn verb(word: &str) -> Option<String> {
    stems(word).find(|stem| is_verb(stem))
}

/// Returns the base form of a verb with its particle: `log in` of `logs` and `in`.
pub(super) fn phrasal_verb(word: &str, particle: &str) -> Option<String> {
    let is_known =
        |stem: &String| PHRASAL.iter().any(|(verb, particles)| verb == stem && particles.contains(&particle));
    stems(word).find(is_known).map(|stem| format!("{stem} {particle}"))
}

/// Returns `true` for a verb with a particle.
pub(super) fn is_phrasal(verb: &str) -> bool {
    verb.contains(' ')
}

/// Returns `true` if a word may be a form of the verb `base`, which need not be known.
pub(super) fn is_form(word: &str, base: &str) -> bool {
    stems(word).any(|stem| stem == base)
}

/// Returns the words of which `word` may be a form.
fn stems(word: &str) -> impl Iterator<Item = String> {
    let stems = [
        Some(word.to_owned()),
        word.strip_suffix("ies").map(|stem| format!("{stem}y")),
        word.strip_suffix("es").map(str::to_owned),
        word.strip_suffix('s').map(str::to_owned),
        word.strip_suffix("ing").map(str::to_owned),
        word.strip_suffix("ing").map(|stem| format!("{stem}e")),
    ];
    stems.into_iter().flatten()
}

/// Returns `true` for a word with the ending of a plural.
pub(super) fn is_plural(word: &str) -> bool {
    let singular = ["ss", "us", "is"].iter().any(|end| word.ends_with(end)) || SINGULAR.contains(&word);
    word.len() > 3 && word.ends_with('s') && !singular
        || matches!(word, "ids" | "people" | "children" | "vms" | "ips")
}

/// Returns words of which the last one is in the singular.
pub(in crate::plan) fn in_singular(words: &[String]) -> Vec<String> {
    let Some((last, start)) = words.split_last() else { return Vec::new() };
    [start, &[singular(last)]].concat()
}

/// Returns the singular of an English plural, judged by its ending.
pub(in crate::plan) fn singular(word: &str) -> String {
    if !is_plural(word) {
        word.to_owned()
    } else if let Some((_, one)) = IRREGULAR.iter().find(|(many, _)| *many == word) {
        (*one).to_owned()
    } else if let Some(stem) = word.strip_suffix("ies") {
        if stem.len() > 1 { format!("{stem}y") } else { format!("{stem}ie") }
    } else if ["sses", "uses", "ases", "xes", "ches", "shes"].iter().any(|end| word.ends_with(end)) {
        word.strip_suffix("es").unwrap_or(word).to_owned()
    } else {
        word.strip_suffix('s').unwrap_or(word).to_owned()
    }
}

/// Returns the plural of an English noun, judged by its ending.
pub(super) fn plural(word: &str) -> String {
    let before_y = word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    if is_plural(word) || UNCOUNTABLE.contains(&word) || word.ends_with(|char: char| char.is_ascii_digit()) {
        word.to_owned()
    } else if let Some(stem) = before_y {
        format!("{stem}ies")
    } else if ["s", "x", "ch", "sh"].iter().any(|end| word.ends_with(end)) {
        format!("{word}es")
    } else {
        format!("{word}s")
    }
}

/// Returns `true` for a word that is a noun by its ending: a plural, `translation`, `payment`.
pub(super) fn is_noun(word: &str) -> bool {
    const ENDINGS: [&str; 9] = ["ance", "ence", "ity", "ment", "ness", "ship", "sion", "sis", "tion"];
    is_plural(word) || UNCOUNTABLE.contains(&word) || ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// Returns `true` if two words differ at most in number.
pub(super) fn same_noun(one: &str, other: &str) -> bool {
    one == other || singular(one) == singular(other)
}

/// Returns `true` if two lists of words differ at most in number.
pub(super) fn same_nouns(some: &[String], others: &[String]) -> bool {
    some.len() == others.len() && some.iter().zip(others).all(|(one, other)| same_noun(one, other))
}

#[cfg(test)]
mod tests {
    use super::{is_plural, plural, singular, verb};

    #[test]
    fn finds_the_base_form_of_a_verb() {
        for (word, expected) in [
            ("creates", Some("create")),
            ("listing", Some("list")),
            ("deleting", Some("delete")),
            ("modifies", Some("modify")),
            ("pushes", Some("push")),
            ("specific", None),
            ("created", None),
        ] {
            assert_eq!(verb(word).as_deref(), expected, "{word}");
        }
    }

    #[test]
    fn changes_the_number_of_nouns() {
        for (one, many) in [
            ("pet", "pets"),
            ("category", "categories"),
            ("box", "boxes"),
            ("match", "matches"),
            ("key", "keys"),
            ("policy", "policies"),
        ] {
            assert_eq!(singular(many), one);
            assert_eq!(plural(one), many);
            assert!(is_plural(many) && !is_plural(one));
        }
        assert!(!is_plural("status") && !is_plural("address") && !is_plural("analysis"));
    }
}
