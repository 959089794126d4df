//! Names of the description, in one line of `api.txt`.

use std::fmt::Write;

/// A name as it is, or as a JSON string where it has signs that `api.txt` uses itself.
pub(crate) fn word(name: &str) -> String {
    let plain = |char: char| char.is_alphanumeric() || "-_./{}:~$@*+'%!&=?,".contains(char);
    if !name.is_empty() && name.chars().all(plain) {
        return name.to_owned();
    }
    let quoted = serde_json::Value::from(name).to_string();
    // No sign that ends the name, turns the text around or is not seen.
    quoted
        .chars()
        .map(|char| {
            let shown = char.is_ascii() && !";>#`".contains(char) || char.is_alphanumeric();
            if shown { char.to_string() } else { escape(char) }
        })
        .collect()
}

/// A character as JSON writes it by its number.
fn escape(char: char) -> String {
    let mut text = String::new();
    for unit in char.encode_utf16(&mut [0; 2]) {
        // RequestPart to a string does not fail.
        let _ = write!(text, "\\u{unit:04x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn a_name_stays_in_its_line_and_its_place() {
        assert_eq!(word("created_at"), "created_at");
        assert_eq!(word("/pets/{id}"), "/pets/{id}");
        assert_eq!(word(""), "\"\"");
        assert_eq!(word("two words"), "\"two words\"");
        assert_eq!(word("a;b > c  # d\n"), r#""a\u003bb \u003e c  \u0023 d\n""#);
        assert_eq!(word("\u{202e}x"), r#""\u202ex""#);
    }
}
