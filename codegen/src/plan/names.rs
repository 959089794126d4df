//! Identifiers. No other module makes them.

use std::collections::{HashMap, HashSet};

use super::words;
use crate::{escape::is_hidden, naming::Known, rust::Ident};

/// The maximum length of a name. File systems limit file names to 255 bytes.
const MAX_LENGTH: usize = 100;

/// Names that are reserved for files: `mod.rs` is the module itself, the others are devices on Windows.
const RESERVED_FILE_NAMES: [&str; 23] = [
    "mod", "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// The rule for the name that is reserved for an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// The item takes it, whatever suits the item. The owner of the item has its name of the previous run.
    Always,
    /// The item takes it only if it derives from a name that suits the item.
    IfDerived,
}

impl Keep {
    /// Returns the rule for the items of an owner.
    pub(super) fn of_owner(is_kept: bool) -> Self {
        if is_kept { Self::Always } else { Self::IfDerived }
    }
}

/// The identifiers of one namespace, each declared once.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    declared: HashSet<String>,
    /// The last number that made a name unique, by the name and its separator.
    numbers: HashMap<String, usize>,
    /// The names of the previous run that are reserved for their items, by the stable key of the item.
    reserved: HashMap<String, String>,
}

impl Scope {
    /// Creates a namespace in which `names` are declared.
    pub(super) fn with_names(names: &[&str]) -> Self {
        Self { declared: names.iter().map(|name| (*name).to_owned()).collect(), ..Self::default() }
    }

    /// Creates a namespace of modules, each of which is a file.
    pub(super) fn of_files() -> Self {
        Self::with_names(&RESERVED_FILE_NAMES)
    }

    /// Returns `true` if `name` is declared.
    pub(super) fn contains(&self, name: &str) -> bool {
        self.declared.contains(name)
    }

    /// Declares `name`, or the first free one of `name_2`, `name_3`, …
    pub(super) fn declare(&mut self, name: &str) -> String {
        self.declare_with(name, "_")
    }

    /// Declares the type name `name`, or the first free one of `name2`, `name3`, …
    pub(super) fn declare_type(&mut self, name: &str) -> String {
        self.declare_with(name, "")
    }

    /// Reserves the known names of these items.
    pub(super) fn reserve<'a>(&mut self, known: Option<&Known>, sources: impl Iterator<Item = &'a str>) {
        let Some(known) = known else { return };
        for source in sources {
            if let Some(name) = known.get(source).filter(|name| !self.declared.contains(*name)) {
                self.declared.insert(name.clone());
                self.reserved.insert(source.to_owned(), name.clone());
            }
        }
    }

    /// Declares a name like [`declare`](Self::declare), or takes the name reserved for `source` if it derives
    /// from `name`.
    pub(super) fn declare_for(&mut self, source: &str, name: &str) -> String {
        self.take_reserved(source, &[name], Keep::IfDerived).unwrap_or_else(|| self.declare(name))
    }

    /// Declares a type name like [`declare_type`](Self::declare_type), or takes the name reserved for `source`
    /// if it derives from `name`.
    pub(super) fn declare_type_for(&mut self, source: &str, name: &str) -> String {
        self.take_reserved(source, &[name], Keep::IfDerived).unwrap_or_else(|| self.declare_type(name))
    }

    /// Declares a name like [`declare`](Self::declare), or takes the name reserved for the member `source` of a type
    /// with the name of the previous run.
    pub(super) fn declare_member(&mut self, source: &str, name: &str) -> String {
        self.take_reserved(source, &[name], Keep::Always).unwrap_or_else(|| self.declare(name))
    }

    /// Takes the name reserved for `source` by the rule `keep`. A name derives from one of `names` if it is that name,
    /// with or without a number that made it unique.
    pub(super) fn take_reserved(&mut self, source: &str, names: &[&str], keep: Keep) -> Option<String> {
        let reserved = self.reserved.get(source)?;
        let fits = keep == Keep::Always || names.iter().any(|name| derives_from(reserved, name));
        if fits { self.reserved.remove(source) } else { None }
    }

    fn declare_with(&mut self, name: &str, separator: &str) -> String {
        if self.declared.insert(name.to_owned()) {
            return name.to_owned();
        }
        let start = format!("{}{separator}", name.trim_end_matches('_'));
        // No name is ever free again, so that the search goes on where the last one ended.
        let number = self.numbers.entry(start.clone()).or_insert(1);
        loop {
            *number += 1;
            let candidate = format!("{start}{number}");
            if self.declared.insert(candidate.clone()) {
                return candidate;
            }
        }
    }
}

/// Returns `true` if `reserved` is `name`, with or without a number that made it unique.
pub(super) fn derives_from(reserved: &str, name: &str) -> bool {
    reserved
        .strip_prefix(name.trim_end_matches('_'))
        .is_some_and(|rest| rest.trim_start_matches('_').chars().all(|char| char.is_ascii_digit()))
}

/// Returns the name of a type in `UpperCamelCase`.
pub(super) fn type_text(name: &str) -> String {
    type_of_words(words_of(name))
}

/// Returns the name of a type of these words.
pub(super) fn type_of_words(words: Vec<String>) -> String {
    camel_text(words, "Type")
}

/// Returns the words of a name, in lower case. The middle of a name with thousands of characters is left out.
pub(super) fn words_of(name: &str) -> Vec<String> {
    let name = &*words::without_middle(name);
    // The other characters of ASCII separate words anyway.
    if name.is_ascii() { words::words(name) } else { words::words(&clean(name)) }
}

/// Returns the name of a server in `UpperCamelCase`, or `None` if `text` has no letter or digit.
pub(super) fn server_text(text: &str) -> Option<String> {
    let words = words_of(text);
    (!words.is_empty()).then(|| camel_text(words, "Server"))
}

/// Returns the name of a type that belongs to the type `name`: with the first of `suffixes` that the name does not end
/// with.
pub(super) fn compound(name: &str, suffixes: &[&str]) -> String {
    let name = name.trim_end_matches('_');
    let suffix = suffixes.iter().find(|suffix| !name.ends_with(**suffix)).or(suffixes.first());
    format!("{name}{}", suffix.copied().unwrap_or_default())
}

/// Returns the name of a variant in `UpperCamelCase`. A value of only symbols is spelled in words.
pub(super) fn variant_text(value: &str) -> String {
    let words = words_of(&spell_sign(value));
    if !words.is_empty() {
        return camel_text(words, "Value");
    }
    if value.is_empty() {
        "Empty".to_owned()
    } else {
        camel_text(words::words(&spell_symbols(value)), "Value")
    }
}

/// Returns the name of a variant with its symbols in words, to distinguish values that have the same words.
pub(super) fn spelled_variant_text(value: &str) -> String {
    let is_symbol = |char: char| !char.is_alphanumeric() && !is_separator(char) && !is_hidden(char);
    let mut spelled = String::new();
    let mut chars = value.chars().peekable();
    while let Some(char) = chars.next() {
        let sign = char == '-' && chars.peek().is_some_and(char::is_ascii_digit);
        if sign {
            spelled.push_str(" minus ");
        } else if is_symbol(char) {
            spelled.extend([" ", &symbol_name(char), " "]);
        } else {
            spelled.push(char);
        }
    }
    variant_text(&spelled)
}

/// Returns the name of a field, function or module in `snake_case`.
pub(super) fn snake_text(name: &str, prefix: &str) -> String {
    let words = words_of(name);
    let words = if words.is_empty() { words::words(&spell_symbols(name)) } else { words };
    let text = words::snake(&words::fit(words, MAX_LENGTH, 1));
    let text = match text.chars().next() {
        None => prefix.to_owned(),
        Some(first) if unicode_ident::is_xid_start(first) => text,
        Some(_) => format!("{prefix}_{text}"),
    };
    without_reserved(text)
}

/// Returns the name of a module, which is ASCII because it is a file name.
pub(super) fn module_text(name: &str, prefix: &str) -> String {
    let ascii: String = name.chars().map(|char| if char.is_ascii() { char } else { ' ' }).collect();
    if ascii.trim().is_empty() { prefix.to_owned() } else { snake_text(&ascii, prefix) }
}

/// Returns the name of a module in the module `outer`. `clippy::module_inception` forbids the same name.
pub(super) fn inner_module_text(name: &str, prefix: &str, outer: &str) -> String {
    let text = module_text(name, prefix);
    if text == outer { format!("{outer}_{prefix}") } else { text }
}

/// Returns the identifier of this text.
pub(super) fn ident(text: &str) -> Ident {
    Ident::new(match text {
        // These words cannot be raw identifiers, and the settings may use them.
        reserved if is_never_raw(reserved) => format!("{text}_"),
        keyword if is_keyword(keyword) => format!("r#{keyword}"),
        other => other.to_owned(),
    })
}

/// Returns `true` if `text` is a valid identifier, as the settings have to give it.
pub(super) fn is_ident(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|first| unicode_ident::is_xid_start(first) || first == '_')
        && chars.all(unicode_ident::is_xid_continue)
        && text != "_"
}

/// Returns `true` if `text` is a keyword of Rust, raw or not.
pub(super) fn is_reserved_word(text: &str) -> bool {
    is_keyword(text) || is_never_raw(text)
}

/// Returns `true` if Windows reserves the file name `text` for a device.
pub(super) fn is_device(text: &str) -> bool {
    RESERVED_FILE_NAMES.contains(&text.to_ascii_lowercase().as_str())
}

/// Replaces every character that is invalid in identifiers by a space, which separates words.
fn clean(name: &str) -> String {
    // The micro sign is a Greek letter, easily confused with a Latin one.
    name.replace(['\u{b5}', '\u{3bc}'], "micro")
        .chars()
        .map(|char| if is_legible(char) { char } else { ' ' })
        .collect()
}

/// Returns `true` for a character of identifiers, unless it is hidden or a blank letter of Hangul.
fn is_legible(char: char) -> bool {
    unicode_ident::is_xid_continue(char)
        && !is_hidden(char)
        && !matches!(char, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}')
}

/// Returns words in `UpperCamelCase`, behind `prefix` if they do not start with a letter.
fn camel_text(words: Vec<String>, prefix: &str) -> String {
    let text = words::camel(&words::fit(words, MAX_LENGTH, 0));
    let text = match text.chars().next() {
        None => prefix.to_owned(),
        Some(first) if unicode_ident::is_xid_start(first) => text,
        Some(_) => format!("{prefix}{text}"),
    };
    without_reserved(text)
}

/// Avoids the words that cannot be raw identifiers.
fn without_reserved(text: String) -> String {
    if is_never_raw(&text) { format!("{text}_") } else { text }
}

/// Returns `true` for a character that commonly separates words.
fn is_separator(char: char) -> bool {
    char.is_whitespace() || matches!(char, '_' | '-' | '.' | '/' | ':' | ',')
}

/// Returns `true` if the text is a keyword that cannot be a raw identifier.
fn is_never_raw(text: &str) -> bool {
    matches!(text, "self" | "Self" | "super" | "crate")
}

/// Spells the sign at the start of a value, which distinguishes `+1` from `-1` and `name` from `-name`.
fn spell_sign(value: &str) -> String {
    match value.strip_prefix('-').or_else(|| value.strip_prefix('+')) {
        Some(rest) if !rest.is_empty() => {
            format!("{} {rest}", if value.starts_with('-') { "minus" } else { "plus" })
        }
        _ => value.to_owned(),
    }
}

/// Spells a text without letters and digits in words.
fn spell_symbols(text: &str) -> String {
    let words: Vec<String> = text.chars().map(symbol_name).collect();
    words.join(" ")
}

fn symbol_name(char: char) -> String {
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
