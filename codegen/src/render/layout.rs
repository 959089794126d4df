//! What prettyplease leaves to be laid out: tables, the methods of an `impl`, the page of a file.

use crate::{emit::Table, rust::Page};

/// Lines of tables are not longer where they can be parted.
const WIDEST: usize = 110;

/// A macro call as a table, a row a line.
pub(super) fn table(table: &Table) -> String {
    let rows: Vec<String> = table.rows.iter().map(|(key, value)| row(key, value)).collect();
    let rows = rows.concat();
    let tail = table.tail.as_ref().map(|tail| format!(" {tail}")).unwrap_or_default();
    let feature =
        table.feature.as_ref().map(|name| format!("#[cfg(feature = {name:?})]\n")).unwrap_or_default();
    format!("{feature}{}! {{\n    {} {{\n{rows}    }}{tail}\n}}\n", table.name, table.head)
}

/// A row; a long one goes on in lines of their own, parted behind the commas and bars outside of strings.
fn row(key: &str, value: &str) -> String {
    let mut text = format!("        {key}:");
    let mut width = text.chars().count();
    for piece in pieces(value) {
        let more = piece.chars().count() + 1;
        if width + more > WIDEST && width > 12 {
            text.push_str("\n           ");
            width = 11;
        }
        text.push(' ');
        text.push_str(piece);
        width += more;
    }
    text.push_str(",\n");
    text
}

/// The pieces of a value that may stand in lines of their own.
fn pieces(value: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    for (at, char) in value.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ' ' if !quoted && value[..at].ends_with([',', '|']) => {
                pieces.push(&value[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(&value[start..]);
    pieces
}

/// An item; the functions of an `impl` are apart by empty lines.
pub(super) fn item(item: syn::Item) -> String {
    match item {
        syn::Item::Impl(block) if block.items.len() > 1 => implementation(&block),
        other => unparse(other),
    }
}

fn unparse(item: syn::Item) -> String {
    let file = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] };
    prettyplease::unparse(&file)
}

fn implementation(block: &syn::ItemImpl) -> String {
    let with = |items: Vec<syn::ImplItem>| unparse(syn::Item::Impl(syn::ItemImpl { items, ..block.clone() }));
    // `impl … {}`: as many lines as stand before the first item of the full one.
    let empty = with(Vec::new());
    let before = empty.lines().count();
    let mut text = empty.trim_end().trim_end_matches('}').to_owned();
    text.push('\n');
    let mut last_is_function = None;
    for item in &block.items {
        let is_function = matches!(item, syn::ImplItem::Fn(_));
        if last_is_function.is_some_and(|last| last || is_function) {
            text.push('\n');
        }
        last_is_function = Some(is_function);
        let printed = with(vec![item.clone()]);
        let lines: Vec<&str> = printed.lines().collect();
        for line in &lines[before..lines.len().saturating_sub(1).max(before)] {
            text.push_str(line);
            text.push('\n');
        }
    }
    text.push_str("}\n");
    text
}

/// The `//!` lines at the top of a file, with the empty line that follows them.
///
/// # Errors
/// When the example is no Rust.
pub(super) fn page(page: &Page) -> syn::Result<String> {
    let mut lines = page.before.clone();
    if let Some((example, features)) = &page.example {
        lines.push(String::new());
        lines.push("```no_run".to_owned());
        let features: Vec<String> = features.iter().map(|name| format!("feature = {name:?}")).collect();
        lines.push(match features.as_slice() {
            [only] => format!("# #[cfg({only})]"),
            all => format!("# #[cfg(all({}))]", all.join(", ")),
        });
        lines.push("# async fn example() -> Result<(), Box<dyn std::error::Error>> {".to_owned());
        lines.extend(statements(example)?);
        lines.extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
    }
    if !page.after.is_empty() {
        lines.push(String::new());
        lines.extend(page.after.iter().cloned());
    }
    let mut text = String::new();
    for line in &lines {
        text.push_str(if line.is_empty() { "//!" } else { "//! " });
        text.push_str(line);
        text.push('\n');
    }
    if !lines.is_empty() {
        text.push('\n');
    }
    Ok(text)
}

/// Statements, formatted, a line each or more; the imports apart from the rest.
fn statements(code: &str) -> syn::Result<Vec<String>> {
    let file: syn::File = syn::parse_str(&format!("async fn example() {{ {code} }}"))?;
    let printed = prettyplease::unparse(&file);
    let body: Vec<&str> = printed.lines().collect();
    let mut lines: Vec<String> = Vec::new();
    for line in &body[1..body.len().saturating_sub(1).max(1)] {
        let line = line.strip_prefix("    ").unwrap_or(line);
        if lines.last().is_some_and(|last| last.starts_with("use ")) && !line.starts_with("use ") {
            lines.push(String::new());
        }
        lines.push(line.to_owned());
    }
    Ok(lines)
}
