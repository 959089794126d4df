//! The bound on collections in flow style (`[…]`, `{…}`) in YAML.
//!
//! libyaml looks at all open collections for each token, so that its time grows with the square of their depth.

use saphyr_parser::{Event, Parser, ScanError};

use crate::diagnostics::{Position, with_indented_ends};

/// The depth that `serde_yaml` refuses too, but only after libyaml has read the whole text.
const MAX_DEPTH: usize = 128;
/// The number of opening brackets in a text that is parsed although only libyaml accepts it.
const MAX_UNCHECKED: usize = 10_000;

/// A text that is not parsed.
pub(super) struct Refused {
    pub(super) message: String,
    pub(super) position: Position,
}

/// Checks a YAML text with a parser whose time for each token is bounded.
///
/// # Errors
/// If collections nest too deeply, or if the parser rejects a text with so many brackets that they might.
pub(super) fn check(text: &str) -> Result<(), Refused> {
    let brackets = text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count();
    if brackets <= MAX_DEPTH {
        return Ok(());
    }
    let rejected = match parse(text) {
        Outcome::Accepted => return Ok(()),
        Outcome::TooDeep(error) => return Err(refused(text, "collections nest too deeply", &error)),
        Outcome::Rejected(error) => error,
    };
    match parse(&with_indented_ends(text)) {
        Outcome::TooDeep(error) => Err(refused(text, "collections nest too deeply", &error)),
        Outcome::Rejected(_) if brackets > MAX_UNCHECKED => Err(refused(text, rejected.info(), &rejected)),
        Outcome::Accepted | Outcome::Rejected(_) => Ok(()),
    }
}

enum Outcome {
    Accepted,
    TooDeep(ScanError),
    Rejected(ScanError),
}

fn parse(text: &str) -> Outcome {
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((Event::StreamEnd, _)) => break,
            Ok(_) => {}
            // The scanner counts the open collections in a byte.
            Err(error) if error.info() == "recursion limit exceeded" => return Outcome::TooDeep(error),
            Err(error) => return Outcome::Rejected(error),
        }
    }
    Outcome::Accepted
}

fn refused(text: &str, message: &str, error: &ScanError) -> Refused {
    let (line, column) = (error.marker().line(), error.marker().col() + 1);
    Refused { message: message.to_owned(), position: Position::of_line_and_column(text, line, column) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_collections_that_nest_too_deeply() {
        for (text, is_refused) in [
            ("[".repeat(100_000), true),
            ("a: {".repeat(100_000), true),
            (format!("a: |\n  \"\nb: {}", "['x', ".repeat(100_000)), true),
            ("[ #]\n".repeat(100_000), true),
            ("[\"\n]\n\", ".repeat(100_000), true),
            (format!("{}{}", "[".repeat(100), "]".repeat(100)), false),
            (format!("a: |\n  {}\n", "[".repeat(100_000)), false),
            ("- { a: [b] }\n".repeat(10_000), false),
            ("- [\n  a,\n]\n".repeat(20_000), false),
        ] {
            let start = text.get(..20).unwrap_or_default();
            assert_eq!(check(&text).is_err(), is_refused, "{start}");
        }
    }
}
