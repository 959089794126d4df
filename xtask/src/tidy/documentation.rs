//! Documentation: rustdoc in the form of the standard library, in lines that fit on a screen.

use std::fmt;

use super::{Fault, lexer::Tokens};

/// The maximum length of a line of rustdoc, in characters.
const MAX_WIDTH: usize = 120;
/// The words that no line of documentation begins with. A verb or a noun says the same with fewer words.
const OPENINGS: [&str; 7] = ["How", "That", "Those", "What", "Whether", "Which", "Who"];

/// The number of lines that begin with one of the words, of all lines of documentation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Count {
    found: usize,
    all: usize,
}

impl Count {
    pub(super) fn add(&mut self, other: Self) {
        self.found += other.found;
        self.all += other.all;
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} documentation lines begin with {}", self.found, self.all, OPENINGS.join(", "))
    }
}

/// Checks the documentation of a Rust file.
pub(super) fn rust(tokens: &Tokens<'_>) -> (Count, Vec<Fault>) {
    let mut count = Count::default();
    let mut faults = Vec::new();
    for (number, line) in &tokens.documentation {
        let text = line.trim_start();
        let text = text.strip_prefix("///").or(text.strip_prefix("//!")).unwrap_or(text);
        count.all += 1;
        if let Some(fault) = opening(*number, text) {
            count.found += 1;
            faults.push(fault);
        }
        let width = line.chars().count();
        if width > MAX_WIDTH {
            faults.push(Fault::new(
                *number,
                format!("{width} characters of documentation: wrap at {MAX_WIDTH}"),
            ));
        }
    }
    (count, faults)
}

/// Checks a page of Markdown. Blocks of code are no documentation.
pub(super) fn markdown(text: &str) -> (Count, Vec<Fault>) {
    let mut count = Count::default();
    let mut faults = Vec::new();
    let mut in_code = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        } else if !in_code && !line.trim().is_empty() {
            count.all += 1;
            if let Some(fault) = opening(index + 1, line) {
                count.found += 1;
                faults.push(fault);
            }
        }
    }
    (count, faults)
}

fn opening(line: usize, text: &str) -> Option<Fault> {
    // The mark of a list and emphasis; a row of a table is a list of nouns.
    let text = text.trim_start_matches(|char: char| char.is_ascii_digit() || "-+*_#>. ".contains(char));
    let first = text.split(|char: char| !char.is_alphanumeric()).next()?;
    let word = OPENINGS.iter().find(|word| word.eq_ignore_ascii_case(first))?;
    Some(Fault::new(
        line,
        format!(
            "documentation begins with `{word}`: begin with a verb (\"Returns …\") or a noun (\"The …\")"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_of_rustdoc_that_begin_with_a_question_word() {
        let text = "/// Whether it is so.\n/// The rest,\n    /// that goes on.\n// What is no documentation.\nfn a() {}\n";
        let (count, faults) = rust(&Tokens::of(text));
        assert_eq!(count, Count { found: 2, all: 3 });
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [1, 3]);
        assert!(faults[0].message.contains("`Whether`"), "{faults:?}");
    }

    #[test]
    fn refuses_long_lines_of_rustdoc() {
        let text = format!("/// {}\nfn a() {{}}\n", "é".repeat(117));
        assert_eq!(rust(&Tokens::of(&text)).1.len(), 1);
        let text = format!("/// {}\nfn a() {{}}\n", "é".repeat(116));
        assert_eq!(rust(&Tokens::of(&text)).1, []);
    }

    #[test]
    fn checks_lists_and_lines_of_markdown_but_not_code_and_tables() {
        let text = "# Title\n\n- **What** it is\nWhose it is\n\n```sh\nWhat\n```\n| Who |\n1. How to\n";
        let (count, faults) = markdown(text);
        assert_eq!(count, Count { found: 2, all: 5 });
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [3, 10]);
    }
}
