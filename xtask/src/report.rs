//! `--report`: what was done, as JSON, with the place of every diagnostic.

use std::collections::BTreeMap;

use codegen::{
    Diagnostic, Generated, Severity, Texts,
    diagnostics::{Pointer, Position, locate},
};
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
}

/// The report of one crate.
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
        })
        .collect();
    if let Value::Object(fields) = &mut report {
        fields.insert("diagnostics".to_owned(), json!(rows));
    }
    report
}

/// The places of diagnostics in the texts that they point into.
pub(crate) fn positions(texts: &Texts, diagnostics: &[Diagnostic]) -> Vec<Option<Position>> {
    let mut by_file: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        by_file.entry(diagnostic.pointer.path().unwrap_or_default()).or_default().push(index);
    }
    let mut found: Vec<Option<Position>> =
        diagnostics.iter().map(|diagnostic| diagnostic.position.clone()).collect();
    for (file, indices) in by_file {
        let pointers: Vec<&Pointer> = indices.iter().map(|index| &diagnostics[*index].pointer).collect();
        let text = texts.get(&file).map_or("", String::as_str);
        for (index, position) in indices.into_iter().zip(locate(text, &pointers)) {
            if found[index].is_none() {
                found[index] = position;
            }
        }
    }
    found
}

/// The text of the report: that of the one crate, or of several by their names.
pub(crate) fn of_all(mut reports: Vec<(String, Value)>) -> String {
    let value = match reports.len() {
        1 => reports.remove(0).1,
        _ => Value::Object(reports.into_iter().collect::<Map<_, _>>()),
    };
    format!("{value:#}\n")
}
