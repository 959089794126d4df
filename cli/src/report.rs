//! `--report`: the result as JSON, with the place of every diagnostic.

use clientwright_codegen::{Generated, Severity, diagnostics::Pointer, escape, positions};
use serde::Serialize;
use serde_json::{Map, Value, json};

#[derive(Debug, Serialize)]
struct Row<'a> {
    severity: Severity,
    code: &'a str,
    pointer: &'a Pointer,
    line: Option<usize>,
    column: Option<usize>,
    message: &'a str,
    help: Option<&'a str>,
    /// The place of the other one, of a duplicate.
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<&'a Pointer>,
    /// The keys of the setting that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    setting: Option<&'a [String]>,
}

/// Returns the report of one crate.
pub(crate) fn json(generated: &Generated) -> Value {
    let mut report = serde_json::to_value(&generated.report).unwrap_or(Value::Null);
    let rows: Vec<Row<'_>> = generated
        .diagnostics
        .iter()
        .zip(positions(&generated.texts, &generated.diagnostics))
        .map(|(diagnostic, position)| Row {
            severity: diagnostic.severity(),
            code: diagnostic.code.as_str(),
            pointer: &diagnostic.pointer,
            line: position.as_ref().map(|position| position.line),
            column: position.as_ref().map(|position| position.column),
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            other: diagnostic.other.as_ref(),
            setting: diagnostic.setting.as_deref(),
        })
        .collect();
    if let Value::Object(fields) = &mut report {
        fields.insert("diagnostics".to_owned(), json!(rows));
    }
    report
}

/// Returns the text of the report of one crate, or of several by their names.
pub(crate) fn of_all(mut reports: Vec<(String, Value)>) -> String {
    let value = match reports.len() {
        1 => reports.remove(0).1,
        _ => Value::Object(reports.into_iter().collect::<Map<_, _>>()),
    };
    escape::json(&format!("{value:#}\n")).into_owned()
}
