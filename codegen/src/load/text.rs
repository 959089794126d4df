//! The parser of JSON and YAML texts, with diagnostics for texts that other tools may reject.

use std::{borrow::Cow, fmt::Display};

use serde_json::Value;

use super::value;
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
    if unmarked.trim_start().starts_with('{') {
        (json(unmarked, at, diagnostics), Cow::Borrowed(unmarked))
    } else {
        yaml(unmarked, at, diagnostics)
    }
}

fn json(text: &str, at: &Pointer, diagnostics: &mut Diagnostics) -> Option<Value> {
    value::json(text, at, diagnostics)
        .map_err(|error| {
            let position = Position::of_line_and_column(text, error.line(), error.column());
            let message = format!("invalid JSON: {}", without_position(error));
            diagnostics.push_at(Code::SYNTAX, at, Some(position), message);
        })
        .ok()
}

fn yaml<'t>(text: &'t str, at: &Pointer, diagnostics: &mut Diagnostics) -> (Option<Value>, Cow<'t, str>) {
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
