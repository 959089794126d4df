//! Escape sequences for hidden characters: those that a reader cannot see, or that change how a terminal, an editor or
//! a compiler shows the text around them.
//!
//! Texts of a description are untrusted. Without the escapes, a comment can look different from its characters
//! ("Trojan Source"), rustc rejects the file, or a message controls the terminal.

use std::{borrow::Cow, fmt::Write};

/// Returns `true` for a control character except for a line feed or a tab, a bidirectional control, a line separator,
/// and a character without a shape of its own.
///
/// Variation selectors of emoji (U+FE00 to U+FE0F) are not hidden: they only choose a shape of the character before.
#[must_use]
pub fn is_hidden(char: char) -> bool {
    if char.is_ascii() {
        return char.is_ascii_control() && !matches!(char, '\n' | '\t');
    }
    matches!(
        char,
        '\u{80}'..='\u{9f}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Escapes the hidden characters of a text for people, as Rust does: `\u{202e}`.
#[must_use]
pub fn text(text: &str) -> Cow<'_, str> {
    escaped(text, |char, escaped| {
        escaped.extend(char.escape_unicode());
    })
}

/// Escapes the hidden characters of a text in JSON: `\u202e`. A JSON text has them only in its strings.
#[must_use]
pub fn json(text: &str) -> Cow<'_, str> {
    escaped(text, |char, escaped| {
        for unit in char.encode_utf16(&mut [0; 2]) {
            // Writing to a `String` cannot fail.
            let _ = write!(escaped, "\\u{unit:04x}");
        }
    })
}

/// Returns a text as a basic string of TOML.
#[must_use]
pub fn toml(text: &str) -> String {
    // A JSON string is a basic string of TOML, except for characters beyond 16 bits.
    let quoted = serde_json::Value::from(text).to_string();
    escaped(&quoted, |char, escaped| {
        let code = u32::from(char);
        let _ =
            if code > 0xffff { write!(escaped, "\\U{code:08x}") } else { write!(escaped, "\\u{code:04x}") };
    })
    .into_owned()
}

fn escaped(text: &str, escape: impl Fn(char, &mut String)) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for char in text.chars() {
        if is_hidden(char) { escape(char, &mut escaped) } else { escaped.push(char) }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hides_no_character_that_is_visible() {
        for visible in ['a', ' ', '\n', '\t', 'ä', '日', '\u{fe0f}', '\u{301}', '\u{1f600}', '\u{a0}'] {
            assert!(!is_hidden(visible), "{visible:?}");
        }
        for hidden in
            ['\0', '\r', '\u{1b}', '\u{7f}', '\u{85}', '\u{200b}', '\u{202e}', '\u{2069}', '\u{feff}']
        {
            assert!(is_hidden(hidden), "{hidden:?}");
        }
    }

    #[test]
    fn escapes_hidden_characters_in_each_notation() {
        let hostile = "a\u{202e}\u{1b}[31m\"\\\n\u{e0041}";
        assert_eq!(text(hostile), "a\\u{202e}\\u{1b}[31m\"\\\n\\u{e0041}");
        let quoted = serde_json::Value::from(hostile).to_string();
        assert_eq!(json(&quoted), r#""a\u202e\u001b[31m\"\\\n\udb40\udc41""#);
        assert_eq!(toml(hostile), r#""a\u202e\u001b[31m\"\\\n\U000e0041""#);
        assert_eq!(text("plain"), "plain");
    }

    #[test]
    fn returns_texts_of_json_and_toml_that_parse_to_the_same_text() {
        let all: String = ('\0'..=char::MAX).filter(|char| is_hidden(*char)).collect();
        let quoted = serde_json::Value::from(all.as_str()).to_string();
        assert_eq!(serde_json::from_str::<String>(&json(&quoted)).ok().as_deref(), Some(all.as_str()));
        let table = format!("text = {}", toml(&all)).parse::<::toml::Table>();
        assert_eq!(table.ok().as_ref().and_then(|table| table["text"].as_str()), Some(all.as_str()));
    }

    #[test]
    fn literals_of_rust_escape_every_hidden_character() {
        let all: String = ('\0'..=char::MAX).filter(|char| is_hidden(*char)).collect();
        let literal = proc_macro2::Literal::string(&all).to_string();
        assert!(!literal.contains(is_hidden));
    }
}
