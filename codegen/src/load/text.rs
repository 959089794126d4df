//! JSON or YAML text to a JSON value, in which objects keep their order.

use std::fmt::Display;

use serde_json::Value;

use super::yaml;
use crate::diagnostics::{Code, Diagnostics, Position};

/// Reads the text; `None` after a diagnostic.
pub(super) fn parse(text: &str, diagnostics: &mut Diagnostics) -> Option<Value> {
    if text.trim_start().starts_with('{') { json(text, diagnostics) } else { yaml(text, diagnostics) }
}

fn json(text: &str, diagnostics: &mut Diagnostics) -> Option<Value> {
    match serde_json::from_str(text) {
        Ok(value) => Some(value),
        Err(error) => {
            let position = Position::of_line_and_column(text, error.line(), error.column());
            let message = without_position(error);
            diagnostics.push_at(Code::SYNTAX, Some(position), format!("invalid JSON: {message}"));
            None
        }
    }
}

fn yaml(text: &str, diagnostics: &mut Diagnostics) -> Option<Value> {
    match yaml::parse(text, diagnostics) {
        Ok(value) => Some(value),
        Err(error) => {
            let position =
                error.location().map(|at| Position::of_line_and_column(text, at.line(), at.column()));
            let message = without_position(error);
            diagnostics.push_at(Code::SYNTAX, position, format!("invalid YAML: {message}"));
            None
        }
    }
}

/// The message without the ` at line 1 column 2` that the diagnostic shows by itself.
fn without_position(error: impl Display) -> String {
    let message = error.to_string();
    message.split(" at line ").next().unwrap_or_default().to_owned()
}
