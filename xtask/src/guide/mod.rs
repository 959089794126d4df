//! The parts of the guide that are written by a program: the reference of the settings, that of the diagnostics, and
//! excerpts of files.
//!
//! A part is between two lines of a page, `<!-- insert: … -->` and `<!-- end -->`. The first one names the part:
//! `settings`, `diagnostics`, `FILE`, or `FILE: TEXT` for the block of `FILE` whose first line begins with `TEXT`.

mod definitions;
mod diagnostics;
mod excerpt;
mod settings;

use std::{fs, path::Path};

use clientwright::files;

use crate::workspace;

/// The start of the line before a part.
const START: &str = "<!-- insert: ";
/// The end of that line.
const START_END: &str = " -->";
/// The line after a part.
const END: &str = "<!-- end -->";

/// A page with parts that are written by a program.
#[derive(Debug)]
pub struct Page {
    /// The path from the workspace.
    pub path: String,
    /// The text on the disk.
    pub text: String,
    /// The text with the current parts.
    pub current: String,
}

/// Returns the pages with such parts.
///
/// # Errors
/// Returns an error if a file cannot be read, or a part is not known.
pub fn pages() -> Result<Vec<Page>, String> {
    let root = workspace();
    let mut pages = Vec::new();
    for path in files::below(&root.join("docs"), &["md"])? {
        let text = read(&path)?;
        if !text.lines().any(|line| line.starts_with(START)) {
            continue;
        }
        let path = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let current = insert(&text, &root).map_err(|error| format!("{path}: {error}"))?;
        pages.push(Page { path, text, current });
    }
    Ok(pages)
}

/// Returns the reference of the settings: its keys, in order, with their defaults as TOML.
///
/// # Errors
/// Returns an error if the definitions cannot be read.
pub fn setting_defaults() -> Result<Vec<(String, Option<String>)>, String> {
    let entries = settings::entries(&workspace())?;
    Ok(entries.into_iter().map(|entry| (entry.key, entry.default)).collect())
}

/// Writes the pages whose parts are not current. Returns their paths.
pub(crate) fn bless() -> Result<Vec<String>, String> {
    let mut written = Vec::new();
    for page in pages()?.into_iter().filter(|page| page.text != page.current) {
        let file = workspace().join(&page.path);
        fs::write(&file, &page.current)
            .map_err(|error| format!("cannot write {}: {error}", file.display()))?;
        written.push(page.path);
    }
    Ok(written)
}

/// Returns the text of a page with the current parts.
fn insert(text: &str, root: &Path) -> Result<String, String> {
    let mut result = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        result.extend([line, "\n"]);
        let Some(name) = line.strip_prefix(START).and_then(|rest| rest.strip_suffix(START_END)) else {
            continue;
        };
        if !lines.any(|line| line == END) {
            return Err(format!("`{line}` has no `{END}`"));
        }
        result.extend(["\n", part(name, root)?.trim_end(), "\n\n", END, "\n"]);
    }
    Ok(result)
}

/// Returns the part with this name.
fn part(name: &str, root: &Path) -> Result<String, String> {
    match name {
        "settings" => Ok(settings::reference(&settings::entries(root)?)),
        "diagnostics" => Ok(diagnostics::reference()),
        _ => {
            let (path, start) = name.split_once(": ").unwrap_or((name, ""));
            if !path.contains('/') {
                return Err(format!("there is no part `{name}`"));
            }
            excerpt::fenced_excerpt(path, &read(&root.join(path))?, start)
        }
    }
}

/// Returns the text as the contents of a block of code, between fences that it does not contain.
fn fenced(language: &str, text: &str) -> String {
    format!("```{language}\n{}\n```\n", text.trim_end())
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_a_part_and_keeps_the_rest() {
        let page = "Before.\n\n<!-- insert: diagnostics -->\nstale part\n<!-- end -->\n\nAfter.\n";
        let text = insert(page, Path::new("")).expect("a page");
        assert!(text.starts_with("Before.\n\n<!-- insert: diagnostics -->\n\n| code |"), "{text}");
        assert!(text.ends_with("\n\n<!-- end -->\n\nAfter.\n") && !text.contains("stale part"), "{text}");
        assert_eq!(insert(&text, Path::new("")).as_ref(), Ok(&text));
    }

    #[test]
    fn reports_unknown_parts_and_parts_without_an_end() {
        let error = |page: &str| insert(page, Path::new("")).expect_err(page);
        assert!(error("<!-- insert: nothing -->\n<!-- end -->\n").contains("no part `nothing`"));
        assert!(error("<!-- insert: diagnostics -->\n").contains("has no `<!-- end -->`"));
        assert!(error("<!-- insert: a/none.rs: a -->\n<!-- end -->\n").contains("cannot read a/none.rs"));
    }
}
