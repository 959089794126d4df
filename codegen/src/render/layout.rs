//! Layout that prettyplease does not do: tables, the methods of an `impl`, and the documentation of a file.

use crate::{
    emit::Table,
    escape,
    rust::{Block, Page},
};

/// The width at which a row of a table is wrapped.
const MAX_WIDTH: usize = 110;
/// The indentation of the continuation lines of a row.
const CONTINUATION: &str = "           ";

/// Prints a macro call as a table, one row per line.
pub(super) fn table(table: &Table) -> String {
    let rows: String = table.rows.iter().map(|(key, value)| row(key, value)).collect();
    let footer = table.footer.as_ref().map(|footer| format!(" {footer}")).unwrap_or_default();
    let feature =
        table.feature.as_ref().map(|name| format!("#[cfg(feature = {name:?})]\n")).unwrap_or_default();
    format!("{feature}{}! {{\n    {} {{\n{rows}    }}{footer}\n}}\n", table.macro_path, table.header)
}

/// Prints a row. A long row is wrapped after commas and bars outside of strings.
fn row(key: &str, value: &str) -> String {
    if value.is_empty() {
        return format!("        {key},\n");
    }
    let mut text = format!("        {key}:");
    let mut width = text.chars().count();
    for segment in segments(value) {
        let added = segment.chars().count() + 1;
        if width + added > MAX_WIDTH && width > CONTINUATION.len() + 1 {
            text.push('\n');
            text.push_str(CONTINUATION);
            width = CONTINUATION.len();
        }
        text.push(' ');
        text.push_str(segment);
        width += added;
    }
    text.push_str(",\n");
    text
}

/// Splits a value at the spaces where a line may end.
fn segments(value: &str) -> Vec<&str> {
    let mut segments = Vec::new();
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    for (at, char) in value.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ' ' if !quoted && value.get(..at).is_some_and(|before| before.ends_with([',', '|'])) => {
                segments.extend(value.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    segments.extend(value.get(start..));
    segments
}

/// Prints an item. Empty lines separate the functions of an `impl`.
pub(super) fn item(item: syn::Item) -> String {
    match item {
        syn::Item::Impl(block) if block.items.len() > 1 => implementation(block),
        other => unparse(other),
    }
}

fn unparse(item: syn::Item) -> String {
    let file = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] };
    prettyplease::unparse(&file)
}

fn implementation(mut block: syn::ItemImpl) -> String {
    let items = std::mem::take(&mut block.items);
    // A copy for each item, so that it has none of the other items.
    let with = |items: Vec<syn::ImplItem>| unparse(syn::Item::Impl(syn::ItemImpl { items, ..block.clone() }));
    // `impl … {}` has as many lines as an `impl` with items has before the first of them.
    let empty = with(Vec::new());
    let header = empty.lines().count();
    let mut text = empty.trim_end().trim_end_matches('}').to_owned();
    text.push('\n');
    let mut previous_is_function = None;
    for item in items {
        let is_function = matches!(item, syn::ImplItem::Fn(_));
        if previous_is_function.is_some_and(|previous| previous || is_function) {
            text.push('\n');
        }
        previous_is_function = Some(is_function);
        let printed = with(vec![item]);
        let footer = printed.lines().count().saturating_sub(1);
        for line in printed.lines().take(footer).skip(header) {
            text.push_str(line);
            text.push('\n');
        }
    }
    text.push_str("}\n");
    text
}

/// Prints the `//!` lines at the top of a file, and an empty line after them.
pub(super) fn page(page: &Page) -> String {
    let mut text = String::new();
    for block in &page.blocks {
        let lines = match block {
            Block::Text(lines) => lines.clone(),
            Block::Example(example) => example.block(),
        };
        if !lines.is_empty() && !text.is_empty() {
            text.push_str("//!\n");
        }
        for line in &lines {
            text.push_str(if line.is_empty() { "//!" } else { "//! " });
            text.push_str(&escape::text(line));
            text.push('\n');
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{item, page, row, segments, table};
    use crate::{
        emit::Table,
        rust::{Block, Example, Page},
    };

    #[test]
    fn prints_a_row_on_each_line_of_a_table() {
        let value = Table {
            macro_path: "crate::runtime::open_enum",
            header: "Kind".to_owned(),
            rows: vec![("Cat".to_owned(), "\"cat\"".to_owned()), ("Dog".to_owned(), "\"dog\"".to_owned())],
            footer: Some("else Other".to_owned()),
            feature: Some("pets".to_owned()),
        };
        let expected = "\
#[cfg(feature = \"pets\")]
crate::runtime::open_enum! {
    Kind {
        Cat: \"cat\",
        Dog: \"dog\",
    } else Other
}
";
        assert_eq!(table(&value), expected);
    }

    #[test]
    fn wraps_a_long_row_after_commas_and_bars() {
        let (one, two, three) = ("a".repeat(50), "b".repeat(50), "c".repeat(50));
        let expected = format!("        key: {one},\n            {two} |\n            {three},\n");
        assert_eq!(row("key", &format!("{one}, {two} | {three}")), expected);
        let unbroken = "a b ".repeat(40);
        assert_eq!(row("name", &unbroken), format!("        name:\n            {unbroken},\n"));
        assert_eq!(row("k", "a, b | c"), "        k: a, b | c,\n");
    }

    #[test]
    fn does_not_wrap_inside_of_strings() {
        assert_eq!(segments(r#""a, b" | "c\", d", e"#), [r#""a, b" |"#, r#""c\", d","#, "e"]);
        assert_eq!(segments("ä, ö"), ["ä,", "ö"]);
        assert_eq!(segments(""), [""]);
    }

    #[test]
    fn separates_functions_by_empty_lines() {
        let block = syn::parse_quote! {
            impl Trait for Type {
                type A = u8;
                type B = u8;
                fn one() {}
                fn two() {}
            }
        };
        let expected = "\
impl Trait for Type {
    type A = u8;
    type B = u8;

    fn one() {}

    fn two() {}
}
";
        assert_eq!(item(block), expected);
    }

    #[test]
    fn prints_the_example_of_a_page_as_a_doctest() {
        let example = Example {
            features: vec!["client".to_owned(), "pets".to_owned()],
            recursion_limit: Some(256),
            import: Some("use pets::*;".to_owned()),
            parameters: "client: Client".to_owned(),
            lines: vec!["let days = client.days(\"a\\u{202e}\");".to_owned()],
        };
        let value = Page {
            blocks: vec![
                Block::Text(vec!["Pets.".to_owned()]),
                Block::Example(example),
                Block::Text(Vec::new()),
                Block::Text(vec!["More.".to_owned()]),
            ],
        };
        let expected = "\
//! Pets.
//!
//! ```no_run
//! # #![recursion_limit = \"256\"]
//! # use pets::*;
//! # #[cfg(all(feature = \"client\", feature = \"pets\"))]
//! # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
//! let days = client.days(\"a\\u{202e}\");
//! # Ok(()) }
//! ```
//!
//! More.

";
        assert_eq!(page(&value), expected);
        assert_eq!(page(&Page::default()), "");
    }
}
