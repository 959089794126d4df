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
    let mut word = String::with_capacity(quoted.len());
    // Separators, bidirectional controls and invisible characters are escaped.
    for char in quoted.chars() {
        let is_text = char.is_ascii() && !";>#`".contains(char) || char.is_alphanumeric();
        if is_text && !is_hidden(char) {
            word.push(char);
        } else {
            escape(char, &mut word);
        }
    }
    word
}

/// Adds the JSON escape sequence of a character.
fn escape(char: char, text: &mut String) {
    for unit in char.encode_utf16(&mut [0; 2]) {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "\\u{unit:04x}");
    }
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
