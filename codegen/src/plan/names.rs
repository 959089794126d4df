//! The only place where identifiers are made.

use std::collections::{HashMap, HashSet};

use heck::{ToSnakeCase, ToUpperCamelCase};

use crate::{rust::Ident, surface::Known};

/// Longer names are cut: file systems stop at 255 bytes.
const LONGEST: usize = 100;

/// The identifiers of one namespace, each given once.
#[derive(Debug, Default)]
pub(super) struct Scope {
    taken: HashSet<String>,
    /// The names that are kept for what had them before, by what that stands for.
    kept: HashMap<String, String>,
}

impl Scope {
    /// A namespace in which these names are taken.
    pub(super) fn with(names: &[&str]) -> Self {
        Self { taken: names.iter().map(|name| (*name).to_owned()).collect(), ..Self::default() }
    }

    /// Whether `name` is taken.
    pub(super) fn has(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// Takes `name`, or the first of `name_2`, `name_3`, … that is free.
    pub(super) fn claim(&mut self, name: &str) -> String {
        self.claim_with(name, "_")
    }

    /// Takes the type name `name`, or the first of `name2`, `name3`, … that is free.
    pub(super) fn claim_type(&mut self, name: &str) -> String {
        self.claim_with(name, "")
    }

    /// Keeps the names that are known of these things for them.
    pub(super) fn keep<'a>(&mut self, known: Option<&Known>, sources: impl Iterator<Item = &'a str>) {
        let Some(known) = known else { return };
        for source in sources {
            if let Some(name) = known.get(source).filter(|name| !self.taken.contains(*name)) {
                self.taken.insert(name.clone());
                self.kept.insert(source.to_owned(), name.clone());
            }
        }
    }

    /// As [`claim`](Self::claim), or the name that was kept for `source` where it is one that could be given to it.
    pub(super) fn claim_for(&mut self, source: &str, name: &str) -> String {
        self.kept_for(source, &[name]).unwrap_or_else(|| self.claim(name))
    }

    /// As [`claim_type`](Self::claim_type), or the name that was kept for `source` where it is one that could be given
    /// to it.
    pub(super) fn claim_type_for(&mut self, source: &str, name: &str) -> String {
        self.kept_for(source, &[name]).unwrap_or_else(|| self.claim_type(name))
    }

    /// The name that was kept for `source`, where it is one of these or was told from one of these by a number.
    pub(super) fn kept_for(&mut self, source: &str, names: &[&str]) -> Option<String> {
        let kept = self.kept.get(source)?;
        let fits = names.iter().any(|name| could_be(kept, name));
        if fits { self.kept.remove(source) } else { None }
    }

    fn claim_with(&mut self, name: &str, separator: &str) -> String {
        if self.taken.insert(name.to_owned()) {
            return name.to_owned();
        }
        let mut number = 2_usize;
        loop {
            let candidate = format!("{}{separator}{number}", name.trim_end_matches('_'));
            if self.taken.insert(candidate.clone()) {
                return candidate;
            }
            number += 1;
        }
    }
}

/// Whether `kept` is `name`, perhaps with a number that told it from another.
pub(super) fn could_be(kept: &str, name: &str) -> bool {
    kept.strip_prefix(name.trim_end_matches('_'))
        .is_some_and(|rest| rest.trim_start_matches('_').chars().all(|char| char.is_ascii_digit()))
}

/// The text of a type's name: `UpperCamelCase`.
pub(super) fn type_text(name: &str) -> String {
    let text = clean(name).to_upper_camel_case();
    fit(&start_with_letter(text, "Type"))
}

/// The name of a type that belongs to the type `name`.
pub(super) fn compound(name: &str, suffix: &str) -> String {
    format!("{}{suffix}", name.trim_end_matches('_'))
}

/// The text of a variant's name: `UpperCamelCase`, with words for signs that stand alone.
pub(super) fn variant_text(value: &str) -> String {
    let text = clean(&with_sign(value)).to_upper_camel_case();
    if text.is_empty() {
        return if value.is_empty() { "Empty".to_owned() } else { fit(&signs(value).to_upper_camel_case()) };
    }
    fit(&start_with_letter(text, "Value"))
}

/// The text of a field's, function's or module's name: `snake_case`.
pub(super) fn snake_text(name: &str, prefix: &str) -> String {
    // One word, whose second capital starts none.
    let text = clean(name).replace("OAuth", "Oauth").to_snake_case();
    let text = if text.is_empty() { signs(name).to_snake_case() } else { text };
    let text = match text.chars().next() {
        None => prefix.to_owned(),
        Some(first) if unicode_ident::is_xid_start(first) => text,
        Some(_) => format!("{prefix}_{text}"),
    };
    fit(&text)
}

/// The text of a module's name: that of a file, which has to be ASCII.
pub(super) fn module_text(name: &str, prefix: &str) -> String {
    let ascii: String = name.chars().map(|char| if char.is_ascii() { char } else { ' ' }).collect();
    if ascii.trim().is_empty() { prefix.to_owned() } else { snake_text(&ascii, prefix) }
}

/// As [`module_text`], in the module `outer`: one of the same name would be read as that.
pub(super) fn inner_module_text(name: &str, prefix: &str, outer: &str) -> String {
    let text = module_text(name, prefix);
    if text == outer { format!("{outer}_{prefix}") } else { text }
}

/// The identifier of this text.
pub(super) fn ident(text: &str) -> Ident {
    Ident::new(match text {
        // These cannot be raw identifiers; the settings may ask for them.
        reserved if is_never_raw(reserved) => format!("{text}_"),
        keyword if is_keyword(keyword) => format!("r#{keyword}"),
        other => other.to_owned(),
    })
}

/// Whether `text` can stand as a name of the settings does: an identifier as it is.
pub(super) fn is_ident(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|first| unicode_ident::is_xid_start(first) || first == '_')
        && chars.all(unicode_ident::is_xid_continue)
        && text != "_"
}

/// Every character that no identifier has becomes a space, which parts words.
fn clean(name: &str) -> String {
    // The sign for a millionth is a Greek letter that looks like a Latin one.
    name.replace(['\u{b5}', '\u{3bc}'], "micro")
        .chars()
        .map(|char| if unicode_ident::is_xid_continue(char) { char } else { ' ' })
        .collect()
}

fn start_with_letter(text: String, prefix: &str) -> String {
    match text.chars().next() {
        None => prefix.to_owned(),
        Some(first) if unicode_ident::is_xid_start(first) => text,
        Some(_) => format!("{prefix}{text}"),
    }
}

/// Not too long, and none of the words that cannot be raw identifiers.
fn fit(text: &str) -> String {
    let text = text.chars().take(LONGEST).collect::<String>().trim_end_matches('_').to_owned();
    if is_never_raw(&text) { format!("{text}_") } else { text }
}

/// Whether it is a keyword that cannot be a raw identifier.
fn is_never_raw(text: &str) -> bool {
    matches!(text, "self" | "Self" | "super" | "crate")
}

/// A sign before a value says which of two it is: `+1` and `-1`, `name` and `-name`.
fn with_sign(value: &str) -> String {
    match value.strip_prefix('-').or_else(|| value.strip_prefix('+')) {
        Some(rest) if !rest.is_empty() => {
            format!("{} {rest}", if value.starts_with('-') { "minus" } else { "plus" })
        }
        _ => value.to_owned(),
    }
}

/// Words for a text that has no letter or digit.
fn signs(text: &str) -> String {
    let words: Vec<String> = text.chars().map(sign).collect();
    words.join(" ")
}

fn sign(char: char) -> String {
    match char {
        '+' => "plus".to_owned(),
        '-' => "minus".to_owned(),
        '*' => "star".to_owned(),
        '/' => "slash".to_owned(),
        '<' => "less".to_owned(),
        '>' => "greater".to_owned(),
        '=' => "equal".to_owned(),
        '!' => "not".to_owned(),
        '&' => "and".to_owned(),
        '|' => "or".to_owned(),
        '%' => "percent".to_owned(),
        '$' => "dollar".to_owned(),
        '#' => "hash".to_owned(),
        '@' => "at".to_owned(),
        '.' => "dot".to_owned(),
        ',' => "comma".to_owned(),
        ':' => "colon".to_owned(),
        ';' => "semicolon".to_owned(),
        '?' => "question".to_owned(),
        '~' => "tilde".to_owned(),
        '^' => "caret".to_owned(),
        '_' => "underscore".to_owned(),
        ' ' => "space".to_owned(),
        other => format!("u{:x}", u32::from(other)),
    }
}

fn is_keyword(text: &str) -> bool {
    matches!(
        text,
        "abstract"
            | "as"
            | "async"
            | "await"
            | "become"
            | "box"
            | "break"
            | "const"
            | "continue"
            | "do"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "false"
            | "final"
            | "fn"
            | "for"
            | "gen"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "macro"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "override"
            | "priv"
            | "pub"
            | "ref"
            | "return"
            | "static"
            | "struct"
            | "trait"
            | "true"
            | "try"
            | "type"
            | "typeof"
            | "unsafe"
            | "unsized"
            | "use"
            | "virtual"
            | "where"
            | "while"
            | "yield"
    )
}
