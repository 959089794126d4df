//! JSON or YAML text to a JSON value, in which objects keep their order.

use std::{borrow::Cow, fmt::Display};

use serde_json::Value;

use super::value;
use crate::diagnostics::{Code, Diagnostics, Pointer, Position};

/// Reads the text of the file at `at`, and gives it as it was read, into which positions point; no value after a
/// diagnostic.
pub(super) fn parse<'t>(
    text: &'t str,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) -> (Option<Value>, Cow<'t, str>) {
    let unmarked = text.strip_prefix('\u{feff}').unwrap_or(text);
    if unmarked.len() < text.len() {
        diagnostics.push(Code::TEXT, at, "the text starts with a byte order mark, which is passed over");
    }
    if unmarked.contains('\r') {
        let message = "lines end with CRLF, which is read as LF";
        diagnostics.push_with_help(
            Code::TEXT,
            at,
            message,
            "`* text eol=lf` in `.gitattributes` keeps them LF",
        );
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
    let mut found = Diagnostics::default();
    let error = match value::yaml(text, at, &mut found) {
        Ok(value) => {
            diagnostics.extend(found);
            return (Some(value), Cow::Borrowed(text));
        }
        Err(error) => error,
    };
    if let Some((value, spaced)) = without_tabs(text, at, diagnostics) {
        return (Some(value), Cow::Owned(spaced));
    }
    let position = error.location().map(|at| Position::of_line_and_column(text, at.line(), at.column()));
    let message = without_position(error);
    // Of what is no text at all it says at which byte that is.
    let (message, position) = match message.rsplit_once(" at position ") {
        Some((message, offset)) => {
            (message, offset.parse().map(|offset| Position::of_offset(text, offset)).ok())
        }
        None => (message.as_str(), position),
    };
    diagnostics.push_at(Code::SYNTAX, at, position, format!("invalid YAML: {message}"));
    (None, Cow::Borrowed(text))
}

/// Reads a text that is indented with tabs, which YAML forbids (YAML 1.2, section 6.1), as if they were spaces.
fn without_tabs(text: &str, at: &Pointer, diagnostics: &mut Diagnostics) -> Option<(Value, String)> {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let line = text.lines().position(|line| line[..indent(line)].contains('\t'))?;
    let spaced: String = text
        .split_inclusive('\n')
        .map(|line| {
            let (blank, rest) = line.split_at(indent(line));
            blank.replace('\t', "  ") + rest
        })
        .collect();
    let mut found = Diagnostics::default();
    let value = value::yaml(&spaced, at, &mut found).ok()?;
    let position = Position::of_line_and_column(&spaced, line + 1, 1);
    let message = "a line is indented with a tab, which is taken as two spaces";
    diagnostics.push_at(Code::TEXT, at, Some(position), message);
    diagnostics.extend(found);
    Some((value, spaced))
}

/// The message without the ` at line 1 column 2` that the diagnostic shows by itself.
fn without_position(error: impl Display) -> String {
    let message = error.to_string();
    message.split(" at line ").next().unwrap_or_default().to_owned()
}
