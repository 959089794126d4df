//! The tokens of a Rust file, with their lines. Comments, texts and numbers are no code to the rules.

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An identifier or a keyword, without `r#`.
    Identifier,
    /// A lifetime or a label.
    Lifetime,
    /// A text, a character or a number.
    Literal,
    /// A character of punctuation, brackets included.
    Punctuation,
}

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    pub(super) line: usize,
}

impl Token<'_> {
    /// Returns `true` for this character of punctuation.
    pub(super) fn is(&self, mark: &str) -> bool {
        self.kind == Kind::Punctuation && self.text == mark
    }

    /// Returns `true` for this identifier or keyword.
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Identifier && self.text == word
    }
}

/// The tokens of a file and its lines of documentation.
#[derive(Debug, Default)]
pub(super) struct Tokens<'a> {
    pub(super) tokens: Vec<Token<'a>>,
    /// The whole lines that start with `///` or `//!`.
    pub(super) documentation: Vec<(usize, &'a str)>,
}

impl<'a> Tokens<'a> {
    /// Splits the text of a file.
    pub(super) fn of(text: &'a str) -> Self {
        let mut lexer = Lexer { text, at: 0, line: 1, found: Self::default() };
        while lexer.step() {}
        lexer.found
    }

    /// Returns the index of the token after the group that opens at `open`.
    pub(super) fn after_group(&self, open: usize) -> usize {
        let mut depth = 0_usize;
        for (index, token) in self.tokens.iter().enumerate().skip(open) {
            if ["(", "[", "{"].iter().any(|mark| token.is(mark)) {
                depth += 1;
            } else if [")", "]", "}"].iter().any(|mark| token.is(mark)) {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return index + 1;
                }
            }
        }
        self.tokens.len()
    }

    /// Returns the tokens without the items that `#[cfg(test)]` marks.
    pub(super) fn without_tests(&self) -> Self {
        let mut kept = Vec::new();
        let mut index = 0;
        while let Some(token) = self.tokens.get(index) {
            if self.is_test_attribute(index) {
                index = self.after_item(index + 7);
                continue;
            }
            kept.push(*token);
            index += 1;
        }
        Self { tokens: kept, documentation: self.documentation.clone() }
    }

    /// Returns the index of the token after the item, field, variant, arm or argument that starts at `start`.
    fn after_item(&self, start: usize) -> usize {
        let is = |at: usize, mark: &str| self.tokens.get(at).is_some_and(|token| token.is(mark));
        let mut at = start;
        while is(at, "#") {
            at = self.after_group(at + 1);
        }
        if self.tokens.get(at).is_some_and(|token| token.is_word("pub")) {
            at = if is(at + 1, "(") { self.after_group(at + 1) } else { at + 1 };
        }
        let keyword = self.tokens.get(at).filter(|token| token.kind == Kind::Identifier);
        let keyword = keyword.map_or("", |token| token.text);
        let (is_item, has_value) = (ITEMS.contains(&keyword), VALUES.contains(&keyword));
        while let Some(token) = self.tokens.get(at) {
            if [")", "]", "}"].iter().any(|mark| token.is(mark)) {
                return at;
            }
            let is_end = if is_item || has_value { token.is(";") } else { token.is(",") };
            if is_end {
                return at + 1;
            }
            let is_body = is_item && token.is("{");
            let is_group = ["(", "[", "{"].iter().any(|mark| token.is(mark));
            at = if is_group { self.after_group(at) } else { at + 1 };
            if is_body {
                return at;
            }
        }
        at
    }

    fn is_test_attribute(&self, at: usize) -> bool {
        let texts = self.tokens.iter().skip(at).map(|token| token.text);
        texts.take(7).eq(["#", "[", "cfg", "(", "test", ")", "]"])
    }
}

/// The first words of items that end with a body or with `;`.
const ITEMS: [&str; 11] =
    ["async", "enum", "extern", "fn", "impl", "macro_rules", "mod", "struct", "trait", "union", "unsafe"];
/// The first words of items and statements that end with `;`.
const VALUES: [&str; 5] = ["const", "let", "static", "type", "use"];

/// The state while a text is split.
struct Lexer<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    found: Tokens<'a>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Takes the next token; `false` at the end.
    fn step(&mut self) -> bool {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return false };
        if first.is_whitespace() {
            self.skip(first.len_utf8());
        } else if rest.starts_with("//") {
            let length = rest.find('\n').unwrap_or(rest.len());
            let is_documentation =
                rest.starts_with("//!") || rest.starts_with("///") && !rest.starts_with("////");
            if is_documentation {
                let start = self.text.get(..self.at).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
                let line = self.text.get(start..self.at + length).unwrap_or_default();
                self.found.documentation.push((self.line, line));
            }
            self.skip(length);
        } else if rest.starts_with("/*") {
            self.skip(block_comment(rest));
        } else if let Some(length) = literal(rest) {
            self.take(Kind::Literal, length);
        } else if is_name(first) {
            self.skip(if rest.starts_with("r#") { 2 } else { 0 });
            self.take(Kind::Identifier, name_length(self.rest()));
        } else if first == '\'' {
            self.take(Kind::Lifetime, 1 + name_length(rest.get(1..).unwrap_or_default()));
        } else {
            self.take(Kind::Punctuation, first.len_utf8());
        }
        true
    }

    fn take(&mut self, kind: Kind, length: usize) {
        let text = self.rest().get(..length).unwrap_or_default();
        self.found.tokens.push(Token { kind, text, line: self.line });
        self.skip(length);
    }

    fn skip(&mut self, length: usize) {
        self.line += self.rest().bytes().take(length).filter(|byte| *byte == b'\n').count();
        self.at += length;
    }
}

fn is_name(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

fn name_length(text: &str) -> usize {
    text.find(|char| !is_name(char)).unwrap_or(text.len())
}

/// Returns the length of the comment at the start of `text`. Comments nest.
fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// Returns the length of the literal at the start of `text`, if there is one.
fn literal(text: &str) -> Option<usize> {
    if text.starts_with(|char: char| char.is_ascii_digit()) {
        let is_point = |at: usize| {
            text.get(at..).is_some_and(|rest| {
                let mut chars = rest.chars();
                chars.next() == Some('.') && chars.next().is_some_and(|char| char.is_ascii_digit())
            })
        };
        let mut length = name_length(text);
        if is_point(length) {
            length += 1 + name_length(text.get(length + 1..).unwrap_or_default());
        }
        return Some(length);
    }
    let prefix = ["br", "cr", "b", "c", "r", ""].into_iter().find(|prefix| {
        let rest = text.strip_prefix(prefix).unwrap_or_default();
        let after_marks = rest.trim_start_matches('#');
        let raw = prefix.ends_with('r') && after_marks.starts_with('"');
        raw || !prefix.ends_with('r') && rest.starts_with('"') || *prefix == "b" && rest.starts_with('\'')
    });
    match prefix {
        Some(prefix) if prefix.ends_with('r') => {
            let rest = text.get(prefix.len()..)?;
            let marks = rest.len() - rest.trim_start_matches('#').len();
            let end = format!("\"{}", "#".repeat(marks));
            let start = prefix.len() + marks + 1;
            let length = text.get(start..)?.find(&end).map_or(text.len(), |at| start + at + end.len());
            Some(length)
        }
        Some(prefix) => Some(prefix.len() + quoted(text.get(prefix.len()..)?)),
        // A quote without an end is the start of a lifetime.
        None if text.starts_with('\'') => {
            let mut chars = text.chars().skip(1);
            let escaped = chars.next() == Some('\\');
            (escaped || chars.next() == Some('\'')).then(|| quoted(text))
        }
        None => None,
    }
}

/// Returns the length of a text or character with its quotes.
fn quoted(text: &str) -> usize {
    let mut chars = text.char_indices();
    let Some((_, quote)) = chars.next() else { return 0 };
    while let Some((at, char)) = chars.next() {
        if char == '\\' {
            chars.next();
        } else if char == quote {
            return at + 1;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        Tokens::of(text).tokens.into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn splits_names_literals_and_lifetimes() {
        assert_eq!(
            texts("fn r#type<'a>(x: &'a str)"),
            ["fn", "type", "<", "'a", ">", "(", "x", ":", "&", "'a", "str", ")"]
        );
        assert_eq!(texts(r##"a("b\"c", 'd', '\'', r#"e"f"#, b'g', 1.5, 0..2)"##).len(), 19);
    }

    #[test]
    fn keeps_comments_and_texts_out_of_the_code() {
        let text = "// tries\n/* a /* tries */ */ let a = \"tries\";\n/// Documented.\nfn b() {}\n";
        let tokens = Tokens::of(text);
        assert!(tokens.tokens.iter().all(|token| !token.is_word("tries")));
        assert_eq!(tokens.documentation, [(3, "/// Documented.")]);
        assert_eq!(tokens.tokens.last().map(|token| token.line), Some(4));
    }

    #[test]
    fn leaves_out_what_only_tests_compile() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests { fn b() { [1][0]; } }\nfn c() {}\n";
        let kept = Tokens::of(text).without_tests();
        let texts: Vec<&str> = kept.tokens.iter().map(|token| token.text).collect();
        assert!(texts.contains(&"a") && texts.contains(&"c") && !texts.contains(&"b"), "{texts:?}");
    }

    #[test]
    fn leaves_out_one_item_field_or_argument() {
        let items = [
            "mod tests;",
            "pub(crate) fn b<A, B>(x: [u8; 2]) -> [u8; 2] where A: C, B: C { x[0]; }",
            "#[derive(Debug)] struct B { b: u8, }",
            "struct B(u8);",
            "use b::{c, d};",
            "const B: C = C { b: [1; 2] };",
            "let b = if c { d } else { e };",
            "pub b: Vec<u8>,",
            "B { b: u8 },",
            "B(_) => { b.unwrap() },",
        ];
        for item in items {
            let text = format!("kept #[cfg(test)] {item} after {{ }} ;");
            let kept = Tokens::of(&text).without_tests();
            let texts: Vec<&str> = kept.tokens.iter().map(|token| token.text).collect();
            assert_eq!(texts, ["kept", "after", "{", "}", ";"], "{item}");
        }
        let texts = |text| Tokens::of(text).without_tests().tokens.len();
        assert_eq!(texts("f(a, #[cfg(test)] b) c;"), 7);
        assert_eq!(texts("struct A { #[cfg(test)] b: u8 } c;"), 6);
    }
}
