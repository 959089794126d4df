//! SPDX license expressions, as `license` of `Cargo.toml` has them.

/// The licenses that a description may name without their identifier: its words, and the identifier. Names that fit
/// several licenses, such as "BSD" and "GPL 3", are not here.
const NAMES: [(&str, &str); 24] = [
    ("0bsd", "0BSD"),
    ("agpl 3.0 only", "AGPL-3.0-only"),
    ("agpl 3.0 or later", "AGPL-3.0-or-later"),
    ("apache 2", "Apache-2.0"),
    ("apache 2.0", "Apache-2.0"),
    ("apache software 2.0", "Apache-2.0"),
    ("bsd 2 clause", "BSD-2-Clause"),
    ("bsd 3 clause", "BSD-3-Clause"),
    ("bsl 1.0", "BSL-1.0"),
    ("boost software 1.0", "BSL-1.0"),
    ("cc0 1.0", "CC0-1.0"),
    ("cc by 4.0", "CC-BY-4.0"),
    ("cc by sa 4.0", "CC-BY-SA-4.0"),
    ("eclipse public 2.0", "EPL-2.0"),
    ("epl 2.0", "EPL-2.0"),
    ("eupl 1.2", "EUPL-1.2"),
    ("isc", "ISC"),
    ("mit", "MIT"),
    ("mit 0", "MIT-0"),
    ("mozilla public 2.0", "MPL-2.0"),
    ("mpl 2", "MPL-2.0"),
    ("mpl 2.0", "MPL-2.0"),
    ("unlicense", "Unlicense"),
    ("zlib", "Zlib"),
];

/// Identifiers that have no other name in [`NAMES`].
const IDENTIFIERS: [&str; 14] = [
    "AGPL-3.0-only",
    "AGPL-3.0-or-later",
    "Artistic-2.0",
    "BlueOak-1.0.0",
    "GPL-2.0-only",
    "GPL-2.0-or-later",
    "GPL-3.0-only",
    "GPL-3.0-or-later",
    "LGPL-2.1-only",
    "LGPL-2.1-or-later",
    "LGPL-3.0-only",
    "LGPL-3.0-or-later",
    "NCSA",
    "PostgreSQL",
];

/// Words of a license's name that do not distinguish it.
const FILLERS: [&str; 6] = ["licence", "license", "licenses", "the", "v", "version"];

/// The maximum length of an expression.
const MAX_LENGTH: usize = 200;

/// Returns the expression for the license of a description: an expression of well-known identifiers, or the usual name
/// of a license.
pub(super) fn of_description(text: &str) -> Option<String> {
    let text = text.trim();
    if is_license_expression(text) && operands(text).all(|operand| is_known(&operand)) {
        return Some(text.to_owned());
    }
    if text.len() > MAX_LENGTH {
        return None;
    }
    let lowercase = text.to_lowercase();
    let words = lowercase.split(|char: char| !(char.is_alphanumeric() || char == '.'));
    let words =
        words.map(|word| word.strip_prefix('v').filter(|rest| starts_with_digit(rest)).unwrap_or(word));
    let words: Vec<&str> = words.filter(|word| !word.is_empty() && !FILLERS.contains(word)).collect();
    let name = words.join(" ");
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, identifier)| (*identifier).to_owned())
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit())
}

fn is_known(identifier: &str) -> bool {
    NAMES.iter().any(|(_, known)| *known == identifier) || IDENTIFIERS.contains(&identifier)
}

/// Returns the tokens of an expression: identifiers, operators and parentheses.
fn tokens(text: &str) -> Vec<String> {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    spaced.split_whitespace().map(str::to_owned).collect()
}

/// Returns the identifiers of an expression.
fn operands(text: &str) -> impl Iterator<Item = String> {
    tokens(text).into_iter().filter(|token| !["(", ")", "AND", "OR", "WITH"].contains(&token.as_str()))
}

/// Returns `true` for an expression of SPDX: identifiers with `AND`, `OR`, `WITH` and parentheses.
#[must_use]
pub fn is_license_expression(text: &str) -> bool {
    let is_identifier = |token: &str| {
        let token = token.strip_suffix('+').unwrap_or(token);
        !["AND", "OR", "WITH"].contains(&token)
            && token.starts_with(|first: char| first.is_ascii_alphanumeric())
            && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.:".contains(&byte))
    };
    let (mut depth, mut expected) = (0_usize, Expected::Operand);
    for token in tokens(text) {
        expected = match (token.as_str(), expected) {
            ("(", Expected::Operand) => {
                depth += 1;
                Expected::Operand
            }
            (")", Expected::Operator | Expected::OperatorOrException) if depth > 0 => {
                depth -= 1;
                Expected::Operator
            }
            ("AND" | "OR", Expected::Operator | Expected::OperatorOrException) => Expected::Operand,
            ("WITH", Expected::OperatorOrException) => Expected::Exception,
            (identifier, Expected::Operand) if is_identifier(identifier) => Expected::OperatorOrException,
            (identifier, Expected::Exception) if is_identifier(identifier) => Expected::Operator,
            _ => return false,
        };
    }
    let is_complete = matches!(expected, Expected::Operator | Expected::OperatorOrException);
    depth == 0 && is_complete && text.len() <= MAX_LENGTH && !text.contains(char::is_control)
}

/// The next token of an expression.
#[derive(Clone, Copy)]
enum Expected {
    /// An identifier or `(`.
    Operand,
    /// The identifier of an exception.
    Exception,
    /// An operator or `)`.
    Operator,
    /// An operator, `)` or `WITH`.
    OperatorOrException,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_names_that_descriptions_use() {
        for (name, expected) in [
            ("MIT", Some("MIT")),
            ("MIT License", Some("MIT")),
            ("The MIT License", Some("MIT")),
            ("Apache 2.0", Some("Apache-2.0")),
            ("Apache License, Version 2.0", Some("Apache-2.0")),
            ("apache-2.0", Some("Apache-2.0")),
            ("Apache License v2.0", Some("Apache-2.0")),
            ("MPL 2", Some("MPL-2.0")),
            ("BSD 3-Clause", Some("BSD-3-Clause")),
            ("MIT OR Apache-2.0", Some("MIT OR Apache-2.0")),
            ("(MIT OR Apache-2.0) AND ISC", Some("(MIT OR Apache-2.0) AND ISC")),
            ("BSD", None),
            ("GPL v3", None),
            ("Proprietary", None),
            ("MIT\"\n[dependencies]", None),
            ("MIT OR Evil", None),
            ("", None),
        ] {
            assert_eq!(of_description(name).as_deref(), expected, "{name:?}");
        }
    }

    #[test]
    fn checks_the_syntax_of_expressions() {
        for valid in [
            "MIT",
            "MIT OR Apache-2.0",
            "GPL-2.0-only WITH Classpath-exception-2.0",
            "Apache-2.0 WITH LLVM-exception OR MIT",
            "((MIT))",
            "LicenseRef-Own",
            "GPL-2.0+",
        ] {
            assert!(is_license_expression(valid), "{valid}");
        }
        let deep = "(".repeat(100_000);
        for invalid in [
            "",
            "Apache 2.0",
            "MIT OR",
            "OR MIT",
            "(MIT",
            "MIT)",
            "MIT WITH a WITH b",
            "MIT\nMIT",
            "(MIT) WITH a",
            &deep,
        ] {
            assert!(!is_license_expression(invalid), "{invalid}");
        }
    }
}
