use std::fmt::Write;

use crate::escape::is_hidden;

/// Returns a name of the description as one word of `api.txt`.
///
/// A name with characters that the format reserves is written as a JSON string.
pub(crate) fn word(name: &str) -> String {
    let plain = |char: char| char.is_alphanumeric() || "-_./{}:~$@*+'%!&=?,".contains(char);
    if !name.is_empty() && name.chars().all(plain) {
        return name.to_owned();
    }
    let quoted = serde_json::Value::from(name).to_string();
    // Separators, bidirectional controls and invisible characters are escaped.
    quoted
        .chars()
        .map(|char| {
            let is_text = char.is_ascii() && !";>#`".contains(char) || char.is_alphanumeric();
            let shown = is_text && !is_hidden(char);
            if shown { char.to_string() } else { escape(char) }
        })
        .collect()
}

/// Returns the JSON escape sequence of a character.
fn escape(char: char) -> String {
    let mut text = String::new();
    for unit in char.encode_utf16(&mut [0; 2]) {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "\\u{unit:04x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn quotes_names_with_reserved_characters() {
        assert_eq!(word("created_at"), "created_at");
        assert_eq!(word("/pets/{id}"), "/pets/{id}");
        assert_eq!(word(""), "\"\"");
        assert_eq!(word("two words"), "\"two words\"");
        assert_eq!(word("a;b > c  # d\n"), r#""a\u003bb \u003e c  \u0023 d\n""#);
        assert_eq!(word("\u{202e}x"), r#""\u202ex""#);
    }
}
