//! The reference of `clientwright.toml`, from the structs that read it.

use std::{fmt::Write, path::Path};

use syn::{Fields, ItemEnum, Type};

use super::definitions::{
    Definition, Definitions, SerdeDefault, documentation, has_serde, renamed, serde_default, serde_value,
    type_arguments, type_name, value_name,
};

/// The folder of the definitions.
const SOURCES: &str = "cli/src";
/// The struct of the table of one crate.
const TABLE: &str = "Api";
/// The key of a table whose name the user chooses.
const NAME: &str = "NAME";
/// The types that are read with code of their own: their text, and the definitions of their keys.
const OWN_TYPES: [(&str, &str, &[&str]); 4] = [
    ("Allowed", "code of a diagnostic", &[]),
    ("EventPlace", "`\"header NAME\"` or `\"property NAME\"`", &[]),
    ("Paging", "`false` or a table", &["Pager", "AnyPager"]),
    ("Polling", "`false` or a table", &["Poller"]),
];

/// The texts with a rule, which a macro of `cli/src/package.rs` defines: one, and several.
const CHECKED_TEXTS: [(&str, &str, &str); 5] = [
    ("Line", "text on one line", "texts on one line"),
    ("License", "SPDX expression", "SPDX expressions"),
    ("Url", "URL", "URLs"),
    ("Keyword", "keyword", "keywords"),
    ("Category", "category", "categories"),
];

/// A key.
#[derive(Debug)]
pub(super) struct Entry {
    /// The key below the table of the crate: `rename.schemas`.
    pub(super) key: String,
    /// The default, as TOML.
    pub(super) default: Option<String>,
    required: bool,
    ty: Text,
    documentation: String,
}

/// The text of a type.
#[derive(Debug, Default)]
struct Text {
    one: String,
    many: String,
    /// A table of the keys of the type.
    keys: String,
}

impl Text {
    fn new(one: impl Into<String>, many: impl Into<String>) -> Self {
        Self { one: one.into(), many: many.into(), keys: String::new() }
    }
}

/// Returns the keys of the table of one crate.
pub(super) fn entries(root: &Path) -> Result<Vec<Entry>, String> {
    let definitions = Definitions::read(&root.join(SOURCES))?;
    let mut entries = Vec::new();
    add(&definitions, TABLE, "", &mut entries)?;
    Ok(entries)
}

/// Adds the keys of a struct. A field that is a struct has keys of its own.
fn add(definitions: &Definitions, name: &str, prefix: &str, entries: &mut Vec<Entry>) -> Result<(), String> {
    let item = definitions.fields(name)?;
    for field in &item.fields {
        let Some(ident) = &field.ident else { continue };
        let key = format!("{prefix}{}", renamed(&item.attrs, &field.attrs, &ident.to_string()));
        let optional = type_name(&field.ty) == "Option";
        let inner = type_arguments(&field.ty).first().copied().filter(|_| optional).unwrap_or(&field.ty);
        let name = type_name(inner);
        let has_keys = matches!(definitions.get(&name), Ok(Definition::Struct(item)) if matches!(item.fields, Fields::Named(_)));
        if has_keys {
            add(definitions, &name, &format!("{key}."), entries)?;
            continue;
        }
        let documentation = documentation(&field.attrs);
        if documentation.is_empty() {
            return Err(format!("the setting `{key}` has no documentation"));
        }
        let default = serde_default(&item.attrs, &field.attrs)?;
        entries.push(Entry {
            required: default == SerdeDefault::None && !optional,
            default: match default {
                SerdeDefault::Value(value) => Some(value),
                SerdeDefault::OfType if !optional => default_of(definitions, &name),
                SerdeDefault::OfType | SerdeDefault::None => None,
            },
            ty: text(definitions, inner).map_err(|error| format!("the setting `{key}`: {error}"))?,
            key: key.clone(),
            documentation,
        });
        // The tables of a table have keys of their own.
        let value = type_arguments(inner).get(1).map(|value| type_name(value)).unwrap_or_default();
        if matches!(definitions.get(&value), Ok(Definition::Struct(item)) if matches!(item.fields, Fields::Named(_)))
        {
            add(definitions, &value, &format!("{key}.{NAME}."), entries)?;
        }
    }
    Ok(())
}

/// Returns the default of a type, as TOML.
fn default_of(definitions: &Definitions, name: &str) -> Option<String> {
    Some(match name {
        "bool" => "false".to_owned(),
        "Vec" | "Words" => "[]".to_owned(),
        "IndexMap" => "{}".to_owned(),
        "String" => "\"\"".to_owned(),
        _ => return definitions.default_of(name),
    })
}

/// Returns the text of a type.
fn text(definitions: &Definitions, ty: &Type) -> Result<Text, String> {
    let arguments = type_arguments(ty);
    let name = type_name(ty);
    if let Some((_, own, keys)) = OWN_TYPES.iter().find(|(own, ..)| *own == name) {
        let many = if keys.is_empty() { "codes of diagnostics" } else { "`false` or tables" };
        return Ok(Text { keys: key_table(definitions, keys)?, ..Text::new(*own, many) });
    }
    if let Some((_, one, many)) = CHECKED_TEXTS.iter().find(|(checked, ..)| *checked == name) {
        return Ok(Text::new(*one, *many));
    }
    Ok(match (name.as_str(), arguments.as_slice()) {
        ("bool", _) => Text::new("boolean", "booleans"),
        ("String", _) => Text::new("string", "strings"),
        ("PathBuf", _) => Text::new("path", "paths"),
        ("u64" | "u32" | "usize", _) => Text::new("integer", "integers"),
        ("Value", _) => Text::new("value", "values"),
        ("Vec" | "Words", [element]) => {
            let Text { many, keys, .. } = text(definitions, element)?;
            Text { keys, ..Text::new(format!("list of {many}"), format!("lists of {many}")) }
        }
        ("IndexMap", [_, value]) => {
            let Text { many, keys, .. } = text(definitions, value)?;
            Text { keys, ..Text::new(format!("table of {many}"), format!("tables of {many}")) }
        }
        _ => match definitions.get(&name)? {
            Definition::Enum(item) => alternatives(definitions, item)?,
            Definition::Struct(_) => Text::new("table", "tables"),
        },
    })
}

/// Returns the text of an enum: its values, or the types of its variants.
fn alternatives(definitions: &Definitions, item: &ItemEnum) -> Result<Text, String> {
    let mut texts = Vec::new();
    add_alternatives(definitions, item, &mut texts)?;
    let has_table = item.variants.iter().any(|variant| matches!(variant.fields, Fields::Named(_)));
    let keys = if has_table { variants_table(definitions, item)? } else { String::new() };
    let one = any_of(&texts);
    Ok(Text { keys, ..Text::new(one.clone(), one) })
}

fn add_alternatives(
    definitions: &Definitions,
    item: &ItemEnum,
    texts: &mut Vec<String>,
) -> Result<(), String> {
    for variant in &item.variants {
        match &variant.fields {
            Fields::Unit => texts.push(format!("`{}`", value_name(item, variant))),
            Fields::Named(_) => texts.push("a table".to_owned()),
            Fields::Unnamed(fields) => {
                for field in &fields.unnamed {
                    match definitions.get(&type_name(&field.ty)) {
                        Ok(Definition::Enum(inner)) => add_alternatives(definitions, inner, texts)?,
                        _ => texts.push(text(definitions, &field.ty)?.one),
                    }
                }
            }
        }
    }
    Ok(())
}

/// Returns the texts as alternatives: `a, b or c`.
fn any_of(texts: &[String]) -> String {
    match texts {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => texts.concat(),
    }
}

/// Returns the table of the keys of several definitions.
fn key_table(definitions: &Definitions, names: &[&str]) -> Result<String, String> {
    let mut table = String::new();
    for name in names {
        let rows = match definitions.get(name)? {
            Definition::Enum(item) => variants_table(definitions, item)?,
            Definition::Struct(item) => {
                let mut rows = String::new();
                for field in &item.fields {
                    let key = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
                    rows += &row(definitions, &renamed(&item.attrs, &field.attrs, &key), "", field)?;
                }
                rows
            }
        };
        table += &rows;
    }
    Ok(table)
}

/// Returns the rows of the keys of the variants of an enum. A key that several variants have is one row.
fn variants_table(definitions: &Definitions, item: &ItemEnum) -> Result<String, String> {
    let mut rows = String::new();
    let tag = serde_value(&item.attrs, "tag");
    if let Some(tag) = &tag {
        let values: Vec<String> =
            item.variants.iter().map(|variant| format!("`{}`", value_name(item, variant))).collect();
        let _ =
            writeln!(rows, "| `{tag}` | {} | {} |", values.join(", "), one_line(&documentation(&item.attrs)));
    }
    let mut known = Vec::new();
    for variant in &item.variants {
        for field in variant.fields.iter().filter(|field| field.ident.is_some()) {
            let ident = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
            if known.contains(&ident) {
                continue;
            }
            let with =
                item.variants.iter().filter(|other| other.fields.iter().any(|it| it.ident == field.ident));
            let with: Vec<String> = with.map(|variant| format!("`{}`", value_name(item, variant))).collect();
            let only = if tag.is_none() || with.len() == item.variants.len() {
                String::new()
            } else {
                any_of(&with)
            };
            rows += &row(definitions, &renamed(&variant.attrs, &field.attrs, &ident), &only, field)?;
            known.push(ident);
        }
    }
    Ok(rows)
}

/// Returns the row of a key.
fn row(definitions: &Definitions, key: &str, only: &str, field: &syn::Field) -> Result<String, String> {
    let mut ty = text(definitions, &field.ty)?.one;
    if !only.is_empty() {
        let _ = write!(ty, ", with {only}");
    }
    let meaning = one_line(&documentation(&field.attrs));
    if meaning.is_empty() {
        return Err(format!("the key `{key}` has no documentation"));
    }
    let required = !has_serde(&field.attrs, "default") && !only.is_empty();
    Ok(format!("| `{key}` | {ty}{} | {meaning} |\n", if required { " (required)" } else { "" }))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// Returns a table of all keys, and a section for each.
pub(super) fn reference(entries: &[Entry]) -> String {
    let mut result = String::from("| key | type | default |\n|---|---|---|\n");
    for entry in entries {
        let Entry { key, ty, .. } = entry;
        let anchor = format!("apiname{}", key.replace('.', "").to_lowercase());
        let _ = writeln!(result, "| [`{key}`](#{anchor}) | {} | {} |", ty.one, default_text(entry));
    }
    for entry in entries {
        let Entry { key, ty, documentation, .. } = entry;
        let default = match (&entry.default, entry.required) {
            (Some(_), _) => format!("Default: {}", default_text(entry)),
            (None, true) => "Required".to_owned(),
            (None, false) => "Optional".to_owned(),
        };
        let _ = writeln!(result, "\n### `api.NAME.{key}`\n\n*Type: {}. {default}.*\n", ty.one);
        let _ = writeln!(result, "{documentation}");
        if !ty.keys.is_empty() {
            let _ = write!(result, "\n| key | value | meaning |\n|---|---|---|\n{}", ty.keys);
        }
    }
    result
}

fn default_text(entry: &Entry) -> String {
    match &entry.default {
        Some(default) if default == "[]" || default == "{}" => "empty".to_owned(),
        Some(default) => format!("`{default}`"),
        None if entry.required => "required".to_owned(),
        None => "optional".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(key: &str) -> Entry {
        let entries = entries(&crate::workspace()).expect("the entries");
        entries.into_iter().find(|entry| entry.key == key).unwrap_or_else(|| panic!("no key {key}"))
    }

    #[test]
    fn reads_types_and_defaults_from_the_structs() {
        let texts = |key: &str| (entry(key).ty.one, default_text(&entry(key)));
        let expected = |ty: &str, default: &str| (ty.to_owned(), default.to_owned());
        assert_eq!(texts("out"), expected("path", "required"));
        assert_eq!(texts("root"), expected("path", "optional"));
        assert_eq!(texts("version"), expected("string", "`\"0.1.0\"`"));
        assert_eq!(texts("setters"), expected("boolean", "`true`"));
        assert_eq!(texts("derives.types"), expected("table of lists of strings", "empty"));
        assert_eq!(
            texts("types.dates"),
            expected("`\"jiff\"`, `\"chrono\"`, `\"time\"` or `\"string\"`", "`\"jiff\"`")
        );
        assert_eq!(texts("share"), expected("`\"all\"`, `\"same-name\"`, boolean or a table", "`\"all\"`"));
    }

    #[test]
    fn lists_the_keys_of_tables_once() {
        let rows = entry("pages").ty.keys;
        let keys: Vec<_> = rows.lines().filter_map(|row| row.split('`').nth(1)).collect();
        let common = ["total", "page-count", "set"];
        assert_eq!(
            keys,
            [["by", "items", "more", "parameter", "next", "first", "method"].as_slice(), &common].concat()
        );
        assert!(rows.contains("| `first` | integer, with `\"page\"` (required) |"), "{rows}");
        assert!(entry("share").ty.keys.contains("| `keep-apart` | list of strings |"));
    }

    #[test]
    fn shows_each_key_in_the_table_and_in_a_section() {
        let text = reference(&[entry("types.dates")]);
        assert!(text.contains("| [`types.dates`](#apinametypesdates) |"), "{text}");
        assert!(text.contains("\n### `api.NAME.types.dates`\n"), "{text}");
        assert!(text.contains("```toml\n[api.my-api.types]\ndates = \"chrono\"\n```"), "{text}");
    }
}
