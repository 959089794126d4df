//! A generated crate with serde's derives instead of tables: the same types, with attributes for the rows of the
//! tables.

use std::collections::HashMap;

use clientwright_codegen::FileTree;

/// The replacements of the macros that read the tables.
const MODEL: &str = "
macro_rules! model {
    ($name:ident { $($rows:tt)* } $($rest:tt)*) => {
        impl $name {
            /// Returns the value after `change`.
            #[must_use]
            pub fn with(mut self, change: impl ::std::ops::FnOnce(&mut Self)) -> Self {
                change(&mut self);
                self
            }
        }
    };
}
pub(crate) use model;

/// Decodes `null` as a value of its own.
pub fn some<'de, T: serde::Deserialize<'de>, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
";
const UNION: &str = "
macro_rules! union {
    ($($rows:tt)*) => {};
}
pub(crate) use union;
";

/// The rows of a table, by their keys.
type Rows = Vec<(String, String)>;

/// Returns the files of the crate with derives.
pub(super) fn with_derives(files: &FileTree) -> FileTree {
    let mut changed = files.clone();
    for (path, text) in &mut changed {
        match path.as_str() {
            "Cargo.toml" => {
                *text = text.replace(
                    "serde = { version = \"1\", default-features = false, features = [\"std\"] }",
                    "serde = { version = \"1\", features = [\"derive\"] }",
                );
            }
            "src/runtime/model.rs" => MODEL.clone_into(text),
            "src/runtime/union.rs" => UNION.clone_into(text),
            "src/runtime/open_enum.rs" => *text = without_serde(text),
            path if path.starts_with("src/models/") || path.starts_with("src/operations/") => {
                *text = derive(text);
            }
            _ => {}
        }
    }
    changed
}

/// Returns the runtime of enums without serde's traits.
fn without_serde(text: &str) -> String {
    let mut kept = String::new();
    let mut skipping = false;
    for line in text.lines() {
        let starts = line.trim_start();
        if starts.starts_with("impl ::serde::Serialize")
            || starts.starts_with("impl<'de> ::serde::Deserialize")
        {
            skipping = true;
        }
        if !skipping {
            kept.push_str(line);
            kept.push('\n');
        }
        if skipping && line == "        }" {
            skipping = false;
        }
    }
    kept
}

/// Returns a file of types with derives and attributes.
fn derive(text: &str) -> String {
    let tables = tables(text);
    let mut changed = String::new();
    let mut derives = None;
    let mut table: Option<(&str, &Rows)> = None;
    for line in text.lines() {
        if line.starts_with("#[derive(Debug, Clone") {
            derives = Some(line);
            continue;
        }
        let name = line.strip_prefix("pub struct ").or(line.strip_prefix("pub enum "));
        if let Some(name) = name.and_then(|rest| rest.split([' ', '<', ';']).next()) {
            table = tables.get(name).map(|(kind, rows)| (kind.as_str(), rows));
            if let (Some(line), Some((kind, _))) = (derives, table) {
                changed.push_str(&line.replace(")]", ", serde::Serialize, serde::Deserialize)]\n"));
                if kind == "union" {
                    changed.push_str("#[serde(untagged)]\n");
                }
                derives = None;
            }
        }
        if let Some(line) = derives.take_if(|_| !line.starts_with('#')) {
            changed.push_str(line);
            changed.push('\n');
        }
        if let Some((kind, rows)) = table {
            changed.push_str(&attribute(kind, rows, line));
        }
        changed.push_str(line);
        changed.push('\n');
        if line == "}" {
            table = None;
        }
    }
    changed
}

/// Returns the attribute of a field or a variant.
fn attribute(kind: &str, rows: &Rows, line: &str) -> String {
    let field = line.strip_prefix("    pub ").and_then(|rest| rest.split(':').next());
    let row = |key: &str| rows.iter().find(|(known, _)| known.rsplit(' ').next() == Some(key));
    match (kind, field) {
        ("model", Some(field)) => match row(field) {
            Some((key, wire)) if key.starts_with("required") => format!("    #[serde(rename = {wire})]\n"),
            Some((key, wire)) => {
                let null = if key.starts_with("nullable") {
                    ", deserialize_with = \"crate::runtime::model::some\""
                } else {
                    ""
                };
                let optional = "default, skip_serializing_if = \"Option::is_none\"";
                format!("    #[serde(rename = {wire}, {optional}{null})]\n")
            }
            None => "    #[serde(flatten)]\n".to_owned(),
        },
        ("open_enum", None) => {
            let variant = line.trim().trim_end_matches(',');
            match row(variant) {
                Some((_, wire)) => format!("    #[serde(rename = {wire})]\n"),
                None if variant.ends_with("(String)") => "    #[serde(untagged)]\n".to_owned(),
                None => String::new(),
            }
        }
        _ => String::new(),
    }
}

/// Returns the tables of a file by their types: the macro, and the rows.
fn tables(text: &str) -> HashMap<String, (String, Rows)> {
    let mut tables = HashMap::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(kind) = line.strip_prefix("crate::runtime::").and_then(|rest| rest.strip_suffix("! {"))
        else {
            continue;
        };
        if !["model", "open_enum", "union"].contains(&kind) {
            continue;
        }
        let head = lines.next().unwrap_or_default().trim().trim_end_matches(" {");
        let name = head.split([' ', ':']).next().unwrap_or_default().to_owned();
        let rows = lines.by_ref().take_while(|line| line.starts_with("        "));
        let rows = rows.filter_map(|row| {
            let (key, value) = row.trim().trim_end_matches(',').split_once(": ")?;
            Some((key.to_owned(), value.to_owned()))
        });
        tables.insert(name, (kind.to_owned(), rows.collect()));
    }
    tables
}
