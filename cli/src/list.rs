//! `clientwright list`: the operations of the descriptions, and their names in the crates.

use std::{fmt::Write as _, path::PathBuf};

use clap::Args;
use clientwright_codegen::{GeneratedOperation, Report, Severity, Surface, escape, smells::Smells};
use serde_json::{Value, json};

use crate::{Failure, config, description, job::Job, locate, ready::generate, show};

/// The maximum width of a column. A longer cell moves the rest of its line.
const MAX_WIDTH: usize = 60;

#[doc(hidden)]
#[derive(Debug, Args)]
pub struct Options {
    /// The description, instead of those of clientwright.toml; `-` reads standard input
    #[arg(value_name = "FILE")]
    spec: Option<PathBuf>,
    /// Read this file instead of the nearest clientwright.toml
    #[arg(long, value_name = "FILE", conflicts_with = "spec")]
    settings: Option<PathBuf>,
    /// Read other files below this folder instead of the description's
    #[arg(long, value_name = "DIR", requires = "spec")]
    root: Option<PathBuf>,
    /// Print a JSON array of operations
    #[arg(long)]
    json: bool,
    /// Print the source of each name
    #[arg(long)]
    why: bool,
    /// List only names that a person would not choose, with the reason
    #[arg(long, conflicts_with_all = ["json", "why"])]
    smells: bool,
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let jobs = match &options.spec {
        Some(spec) => {
            // The name of the crate shows nowhere.
            let mut job = Job::new(spec.clone(), PathBuf::new(), "api");
            job.description.root.clone_from(&options.root);
            vec![(description::name(spec), job)]
        }
        None => {
            let file = locate::file(options.settings.as_deref())?;
            let jobs = config::read(&file)?;
            if jobs.is_empty() {
                print_error!("{}", locate::no_crates(&file));
            }
            jobs.into_iter().map(|job| (job.settings.name.clone(), job)).collect()
        }
    };
    let mut reports = Vec::new();
    for (name, job) in jobs {
        let mut generated = generate(&job)?;
        let is_listed = generated.files.is_some();
        // What is left out has a reason.
        generated.diagnostics.retain(|one| !is_listed || one.severity() == Severity::Error);
        let name_of_spec = description::name(&job.description.spec);
        show::diagnostics(&name_of_spec, &generated, job.settings_file.as_ref(), false);
        if !is_listed {
            return Err(Failure::Failed(format!("{name}: nothing can be listed")));
        }
        if options.smells {
            print_text!("{}", smells(&name, &generated.surface));
        }
        reports.push((name, generated.report));
    }
    if options.smells {
        return Ok(());
    }
    if options.json {
        let operations: Vec<Value> =
            reports.iter().flat_map(|(name, report)| json_rows(name, report)).collect();
        print_line!("{}", escape::json(&format!("{:#}", Value::Array(operations))));
    } else {
        for (name, report) in &reports {
            print_line!("{name}");
            print_text!("{}", table(report, options.why));
        }
    }
    Ok(())
}

/// Returns a line for each name of a crate that a person would not have chosen, and their share.
fn smells(name: &str, surface: &Surface) -> String {
    let smells = Smells::of(surface);
    let mut text = format!(
        "{name}: {} of {} names ({:.2} %) are names that a person would not have chosen\n",
        smells.found.len(),
        smells.names,
        smells.percent(),
    );
    for smell in &smells.found {
        // Writing to a string does not fail.
        let _ = writeln!(text, "  {}: {}", smell.path, smell.fault);
    }
    text
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

/// Returns a line for each parameter that is set on the client, and one for each operation, with the source of
/// its name if `why` is set, and for each that is left out the code of its diagnostic.
fn table(report: &Report, why: bool) -> String {
    let row = |operation: &GeneratedOperation| {
        let pages = operation.pages.as_ref().map(|pages| format!("pages by {}", pages.escape_debug()));
        let polls = operation.polls.as_ref().map(|polls| format!("polls {}", polls.escape_debug()));
        let source = if why { operation.named_by.escape_debug().to_string() } else { String::new() };
        let (name, method, path) = (operation.name(), operation.method.clone(), operation.path.clone());
        [name, method, path, pages.or(polls).unwrap_or_default(), source]
    };
    let rows: Vec<[String; 5]> = report.operations.generated.iter().map(row).collect();
    let mut widths = [0; 5];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().clamp(*width, MAX_WIDTH);
        }
    }
    let mut text = String::new();
    for parameter in &report.client_parameters {
        // Writing to a string does not fail.
        let _ = writeln!(text, "  set on the client: {}", parameter.escape_debug());
    }
    for row in rows {
        let last = row.iter().rposition(|cell| !cell.is_empty()).unwrap_or(0);
        text.push(' ');
        for (index, (cell, width)) in row.iter().zip(widths).enumerate().take(last + 1) {
            let width = if index < last { width } else { 0 };
            // Writing to a string does not fail.
            let _ = write!(text, " {cell:<width$}{}", if index < last { " " } else { "" });
        }
        text.push('\n');
    }
    for skipped in &report.operations.skipped {
        let _ = writeln!(text, "  left out: {} ({})", skipped.pointer, skipped.code);
    }
    text
}

#[cfg(test)]
mod tests {
    use clientwright_codegen::{Settings, Source};

    use super::*;
    use crate::job;

    #[test]
    fn lists_names_with_faults() {
        let surface = Surface::parse(
            "pub fn Client::list_pets(&self) -> X  # GET /pets\n\
             pub fn Client::list_pets_2(&self) -> X  # GET /dogs\n",
        );
        let expected = "\
pets: 1 of 2 names (50.00 %) are names that a person would not have chosen
  Client::list_pets_2: it ends in a number that the description does not have
";
        assert_eq!(smells("pets", &surface), expected);
    }

    #[test]
    fn lists_the_parameters_that_are_set_on_the_client() {
        let client_parameters = vec!["header x-tenant (x_tenant)".to_owned()];
        let report = Report { client_parameters, ..Report::default() };
        assert_eq!(table(&report, false), "  set on the client: header x-tenant (x_tenant)\n");
    }

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
        let settings = Settings {
            name: "pets".into(),
            version: job::first_version(),
            resources: Some(true),
            ..Settings::default()
        };
        let report =
            clientwright_codegen::generate(&Source::new("pets.yaml", text), &settings).expect("Rust").report;
        let expected = [
            "  pets.list    GET     /pets\n",
            "  pets.delete  DELETE  /pets/{id}\n",
            "  left out: #/paths/~1pets~1{id}/get (E0004)\n",
        ];
        assert_eq!(table(&report, false), expected.concat());
        let rows = json_rows("pets", &report);
        assert_eq!(rows[0]["crate"], "pets");
        assert_eq!(rows[1]["function"], "delete");
    }
    #[test]
    fn lists_long_paths_beside_short_ones() {
        let long = "a".repeat(7000);
        let responses = json!({ "204": { "description": "None." } });
        let paths = json!({
            "/pets": { "get": { "operationId": "listPets", "responses": responses } },
            (format!("/{long}")): { "get": { "operationId": "long", "responses": responses } },
        });
        let info = json!({ "title": "Pets", "version": "1" });
        let text = json!({ "openapi": "3.1.0", "info": info, "paths": paths }).to_string();
        let settings = Settings { name: "pets".into(), version: job::first_version(), ..Settings::default() };
        let report = clientwright_codegen::generate(&Source::new("pets.json", text.as_str()), &settings)
            .expect("Rust")
            .report;
        let table_without_sources = table(&report, false);
        assert!(
            table_without_sources == format!("  list_pets  GET  /pets\n  long       GET  /{long}\n"),
            "the last cell of a line has no spaces after it"
        );
        let why = table(&report, true);
        let line = why.lines().next().unwrap_or_default();
        assert_eq!(line.split_whitespace().collect::<Vec<_>>(), ["list_pets", "GET", "/pets", "id"]);
        assert!(line.len() < 120, "{line}");
    }
}
