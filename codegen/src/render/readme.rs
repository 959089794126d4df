//! `README.md` of the generated package.

use crate::{
    escape,
    rust::{Readme, ReadmeBlock},
};

/// The line before the generated part of a page of Markdown.
pub const START: &str = "<!-- clientwright:start -->";
/// The line after the generated part of a page of Markdown.
pub const END: &str = "<!-- clientwright:end -->";

/// Returns the text of the file.
///
/// # Errors
/// Fails if a program is not valid Rust.
pub(super) fn readme(readme: &Readme) -> syn::Result<String> {
    let mut text = format!("{START}\n");
    for block in &readme.blocks {
        match block {
            ReadmeBlock::Text(lines) => {
                // No line of a description is a marker.
                let lines = lines.iter().filter(|line| ![START, END].contains(&line.trim()));
                text.extend(lines.map(|line| escape::text(line) + "\n"));
            }
            ReadmeBlock::Rust(code) => {
                text.push_str("```rust,no_run\n");
                text.push_str(&program(code)?);
                text.push_str("```\n");
            }
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.extend(["\n", END, "\n"]);
    Ok(text)
}

/// Formats a program. An empty line separates the imports from the rest.
fn program(code: &str) -> syn::Result<String> {
    let file: syn::File = syn::parse_str(code)?;
    // The arguments of `vec!` are tokens for prettyplease.
    let printed = prettyplease::unparse(&file).replace("\".parse() ?", "\".parse()?");
    let mut text = String::new();
    let mut is_import = false;
    for line in printed.lines() {
        let was_import = std::mem::replace(&mut is_import, line.starts_with("use "));
        if was_import && !is_import {
            text.push('\n');
        }
        text.push_str(&escape::text(line));
        text.push('\n');
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_texts_and_programs_between_the_markers() {
        let blocks = vec![
            ReadmeBlock::Text(vec![
                "# pets".to_owned(),
                String::new(),
                "A page\u{202e}.".to_owned(),
                " <!-- clientwright:end --> ".to_owned(),
            ]),
            ReadmeBlock::Rust(
                "use pets::Client; async fn call(client: &Client) { client.pets(); }".to_owned(),
            ),
        ];
        let expected = "\
<!-- clientwright:start -->
# pets

A page\\u{202e}.

```rust,no_run
use pets::Client;

async fn call(client: &Client) {
    client.pets();
}
```
<!-- clientwright:end -->
";
        assert_eq!(readme(&Readme { blocks }).expect("Rust"), expected);
        assert!(readme(&Readme { blocks: vec![ReadmeBlock::Rust("fn".to_owned())] }).is_err());
    }
}
