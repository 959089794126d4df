//! `cargo xtask list`: the operations of the descriptions, and their names in the crates.

use std::{fmt::Write as _, path::PathBuf};

use clap::Args;
use codegen::{Report, Settings, escape};
use serde_json::{Value, json};

use crate::{
    Failure,
    config::{self, Job},
    generate::settings_file,
    ready::generate,
};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// List the operations of this description, instead of those of spec/codegen.toml
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// Read other files below this folder instead of the description's
    #[arg(long, value_name = "DIR", requires = "spec")]
    root: Option<PathBuf>,
    /// Print a JSON array of operations
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let jobs = match &options.spec {
        Some(spec) => {
            let stem = spec.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let settings = Settings { name: stem, version: config::first_version(), ..Settings::default() };
            vec![Job {
                spec: spec.clone(),
                root: options.root.clone(),
                overlays: Vec::new(),
                out: PathBuf::new(),
                bump: false,
                allow: Vec::new(),
                settings,
                settings_file: None,
            }]
        }
        None => config::read(&settings_file())?,
    };
    let mut reports = Vec::new();
    for job in jobs {
        let generated = generate(&job)?;
        if generated.files.is_none() {
            let message = generated.diagnostics.first().map_or("", |diagnostic| diagnostic.message.as_str());
            return Err(Failure::Failed(format!("{}: {message}", job.spec.display())));
        }
        reports.push((job.settings.name, generated.report));
    }
    if options.json {
        let operations: Vec<Value> =
            reports.iter().flat_map(|(name, report)| json_rows(name, report)).collect();
        print_line!("{}", escape::json(&format!("{:#}", Value::Array(operations))));
    } else {
        for (name, report) in &reports {
            print_line!("{name}");
            print_text!("{}", table(report));
        }
    }
    Ok(())
}

fn json_rows(name: &str, report: &Report) -> Vec<Value> {
    let row = |operation| {
        let mut row = serde_json::to_value(operation).unwrap_or_default();
        if let Value::Object(fields) = &mut row {
            fields.insert("crate".to_owned(), json!(name));
        }
        row
    };
    report.operations.generated.iter().map(row).collect()
}

/// Returns a line for each operation, and for each that is left out the code of its diagnostic.
fn table(report: &Report) -> String {
    let mut rows: Vec<[&str; 5]> = Vec::new();
    for operation in &report.operations.generated {
        let tag = operation.tag.as_deref().unwrap_or("-");
        let pages = operation.pages.as_deref().unwrap_or_default();
        rows.push([&operation.method, &operation.path, tag, &operation.function, pages]);
    }
    let mut widths = [0; 5];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let [method, path, tag, name, _] = widths;
    let mut text = String::new();
    for [verb, route, group, function, pages] in rows {
        let pages =
            if pages.is_empty() { String::new() } else { format!("pages by {}", pages.escape_debug()) };
        let line = format!("  {verb:<method$}  {route:<path$}  {group:<tag$}  {function:<name$}  {pages}");
        // Writing to a string does not fail.
        let _ = writeln!(text, "{}", line.trim_end());
    }
    for skipped in &report.operations.skipped {
        let _ = writeln!(text, "  left out: {} ({})", skipped.pointer, skipped.code);
    }
    text
}

#[cfg(test)]
mod tests {
    use codegen::Source;

    use super::*;

    #[test]
    fn lists_operations_in_columns_and_skipped_ones_with_their_code() {
        let text = "
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get: { tags: [Pets], operationId: list_pets, responses: { '204': { description: None. } } }
  /pets/{id}:
    delete: { parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { '204': { description: None. } } }
    get: { parameters: [{ $ref: '#/components/parameters/none' }], responses: { '204': { description: None. } } }
";
        let settings =
            Settings { name: "pets".into(), version: config::first_version(), ..Settings::default() };
        let report = codegen::generate(&Source::new("pets.yaml", text), &settings).expect("Rust").report;
        let expected = [
            "  GET     /pets       Pets  list_pets\n",
            "  DELETE  /pets/{id}  -     delete_pet\n",
            "  left out: #/paths/~1pets~1{id}/get (E0004)\n",
        ];
        assert_eq!(table(&report), expected.concat());
        let rows = json_rows("pets", &report);
        assert_eq!(rows[0]["crate"], "pets");
        assert_eq!(rows[1]["function"], "delete_pet");
    }
}
