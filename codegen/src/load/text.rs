//! The parser of JSON and YAML texts, with diagnostics for texts that other tools may reject.

use std::{borrow::Cow, fmt::Display};

use serde_json::Value;

use super::{
    flow_depth::{self, Refused},
    value,
};
use crate::diagnostics::{Code, Diagnostics, Pointer, Position};

/// Parses the text of the file at `at`. Returns the value, unless the text is invalid, and the text that the positions
/// of diagnostics point into.
pub(super) fn parse<'t>(
    text: &'t str,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) -> (Option<Value>, Cow<'t, str>) {
    let unmarked = text.strip_prefix('\u{feff}').unwrap_or(text);
    if unmarked.len() < text.len() {
        let message = "the text starts with a byte order mark, which is ignored";
        let help = "save the file as UTF-8 without a byte order mark";
        diagnostics.push_with_help(Code::TEXT, at, message, help);
    }
    if unmarked.contains('\r') {
        let message = "lines end with CRLF, which is read as LF";
        let help = "add `* text eol=lf` to `.gitattributes` to keep LF";
        diagnostics.push_with_help(Code::TEXT, at, message, help);
    }
    if is_empty(unmarked) {
        diagnostics.push_with_help(Code::SYNTAX, at, "the file is empty", "is it the file that you meant?");
        return (None, Cow::Borrowed(unmarked));
    }
    if unmarked.trim_start().starts_with('{') {
        (json(unmarked, at, diagnostics), Cow::Borrowed(unmarked))
    } else {
        yaml(unmarked, at, diagnostics)
    }
}

/// Returns `true` for a text without a value: blank lines and comments of YAML.
fn is_empty(text: &str) -> bool {
    text.lines().map(str::trim_start).all(|line| line.is_empty() || line.starts_with('#'))
}

/// Parses a text that starts with `{`: JSON, or else YAML in flow style. If it is neither, the error of JSON is
/// reported, which is the more probable one.
fn json(text: &str, at: &Pointer, diagnostics: &mut Diagnostics) -> Option<Value> {
    let mut of_value = Diagnostics::default();
    let error = match value::json(text, at, &mut of_value) {
        Ok(value) => {
            diagnostics.extend(of_value);
            return Some(value);
        }
        Err(error) => error,
    };
    let mut of_value = Diagnostics::default();
    if flow_depth::check(text).is_ok()
        && let Ok(value @ Value::Object(_)) = value::yaml(text, at, &mut of_value)
    {
        diagnostics.extend(of_value);
        return Some(value);
    }
    let position = Position::of_line_and_column(text, error.line(), error.column());
    let message = format!("invalid JSON: {}", without_position(error));
    diagnostics.push_at(Code::SYNTAX, at, Some(position), message);
    None
}

fn yaml<'t>(text: &'t str, at: &Pointer, diagnostics: &mut Diagnostics) -> (Option<Value>, Cow<'t, str>) {
    if let Err(Refused { message, position }) = flow_depth::check(text) {
        diagnostics.push_at(Code::SYNTAX, at, Some(position), format!("invalid YAML: {message}"));
        return (None, Cow::Borrowed(text));
    }
    let mut of_value = Diagnostics::default();
    let error = match value::yaml(text, at, &mut of_value) {
        Ok(value) => {
            diagnostics.extend(of_value);
            return (Some(value), Cow::Borrowed(text));
        }
        Err(error) => error,
    };
    if let Some((value, spaced)) = without_tabs(text, at, diagnostics) {
        return (Some(value), Cow::Owned(spaced));
    }
    let position = error.location().map(|at| Position::of_line_and_column(text, at.line(), at.column()));
    let message = without_position(error);
    // Errors about control characters have the index of a byte instead of a line.
    let (message, position) = match message.rsplit_once(" at position ") {
        Some((message, offset)) => {
            (message, offset.parse().map(|offset| Position::of_offset(text, offset)).ok())
        }
        None => (message.as_str(), position),
    };
    diagnostics.push_at(Code::SYNTAX, at, position, format!("invalid YAML: {message}"));
    (None, Cow::Borrowed(text))
}

/// Parses a text that is indented with tabs, which YAML forbids (YAML 1.2, section 6.1), as if they were spaces.
fn without_tabs(text: &str, at: &Pointer, diagnostics: &mut Diagnostics) -> Option<(Value, String)> {
    let line =
        text.lines().position(|line| line.starts_with([' ', '\t']) && split_indent(line).0.contains('\t'))?;
    let spaced: String = text
        .split_inclusive('\n')
        .map(|line| {
            let (indent, rest) = split_indent(line);
            indent.replace('\t', "  ") + rest
        })
        .collect();
    let mut of_value = Diagnostics::default();
    let value = value::yaml(&spaced, at, &mut of_value).ok()?;
    let position = Position::of_line_and_column(&spaced, line + 1, 1);
    let message = "a line is indented with a tab, which is read as two spaces";
    diagnostics.push_at(Code::TEXT, at, Some(position), message);
    diagnostics.extend(of_value);
    Some((value, spaced))
}

/// Splits a line into its indentation and the rest.
fn split_indent(line: &str) -> (&str, &str) {
    let rest = line.trim_start_matches([' ', '\t']);
    (line.strip_suffix(rest).unwrap_or_default(), rest)
}

/// Returns the message without ` at line 1 column 2`, because the diagnostic shows the position.
fn without_position(error: impl Display) -> String {
    let message = error.to_string();
    message.split(" at line ").next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Returns the value of a text, and the messages.
    fn parsed(text: &str) -> (Option<Value>, Vec<String>) {
        let mut diagnostics = Diagnostics::default();
        let (value, _) = parse(text, &Pointer::root(), &mut diagnostics);
        (value, diagnostics.into_vec().into_iter().map(|diagnostic| diagnostic.message).collect())
    }

    #[test]
    fn parses_yaml_that_starts_like_json() {
        let value = Some(json!({ "a": 1, "b": ["c"] }));
        for text in
            ["{a: 1, b: [c]}", "{ 'a': 1,\n  b: [c], # the last one\n}\n", "{\"a\": 1, \"b\": [\"c\"]}"]
        {
            assert_eq!(parsed(text), (value.clone(), vec![]), "{text}");
        }
        assert_eq!(parsed("{ \"a\": 1 \"b\": 2 }").1, ["invalid JSON: expected `,` or `}`"]);
    }

    #[test]
    fn reports_an_empty_text() {
        for text in ["", " \n", "# openapi: 3.1.0\n\n  # more"] {
            assert_eq!(parsed(text), (None, vec!["the file is empty".to_owned()]), "{text:?}");
        }
    }

    #[test]
    fn refuses_texts_that_nest_too_deeply_in_a_short_time() {
        for (text, message) in [
            ("[".repeat(100_000), "invalid YAML: collections nest too deeply"),
            ("a: [{".repeat(50_000), "invalid YAML: collections nest too deeply"),
            ("{a: ".repeat(100_000), "invalid JSON: key must be a string"),
            ("{\"a\":".repeat(100_000), "invalid JSON: recursion limit exceeded"),
        ] {
            assert_eq!(parsed(&text), (None, vec![message.to_owned()]));
        }
    }

    #[test]
    fn refuses_yaml_whose_aliases_repeat_too_much() {
        let list = |line: &str| line.repeat(1_500);
        let entries: Vec<String> = (0..1_500).map(|number| format!("  k{number}: 1\n")).collect();
        let entries = entries.concat();
        let text = "x".repeat(200_000);
        for aliases in [
            format!("a: &a\n{entries}b:\n{}", list("- *a\n")),
            format!("a: &a\n{entries}b:\n{}", list("- <<: *a\n")),
            format!("a: &a {text}\nb:\n{}", list("- *a\n")),
            format!("a: &a {text}\nb:\n{}", list("- *a : 1\n")),
            format!("a: &a !{text} 1\nb:\n{}", list("- *a\n")),
        ] {
            let (value, messages) = parsed(&aliases);
            assert_eq!((value, messages.len()), (None, 1));
            assert!(messages.iter().all(|message| message.contains("aliases (`*name`) repeat too much")));
        }
        let few = format!("a: &a\n{entries}b:\n{}", "- *a\n".repeat(500));
        assert!(parsed(&few).0.is_some());
    }
}
