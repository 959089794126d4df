//! The documents: their programs are doctests, their links resolve, their generated parts are current, and their
//! settings are valid.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use clientwright::files;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

/// Returns README.md and its siblings, and all pages of `docs/`, by their path from the workspace.
fn documents() -> Vec<(String, String)> {
    let root = xtask::workspace();
    let folders = ["", "docs", "docs/decisions"].map(|folder| root.join(folder));
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).expect("the folder"));
    let files = files.map(|entry| entry.expect("an entry").path());
    let mut documents: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| (relative(&root, &path), fs::read_to_string(&path).expect("the text")))
        .collect();
    documents.sort();
    documents
}

fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).expect("a path below the workspace");
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Returns the id that Markdown viewers give to a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|char| char.is_alphanumeric() || matches!(char, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

fn anchors(text: &str) -> BTreeSet<String> {
    let mut code = false;
    let mut anchors = BTreeSet::new();
    for line in text.lines() {
        code ^= line.starts_with("```");
        if let Some(heading) = line.strip_prefix('#').filter(|_| !code) {
            anchors.insert(anchor(heading.trim_start_matches('#').trim()));
        }
    }
    anchors
}

#[test]
fn every_program_of_a_document_is_a_doctest() {
    let doctests = fs::read_to_string(xtask::workspace().join("tests/src/lib.rs")).expect("the doctests");
    for (path, text) in documents() {
        let has_rust = Parser::new(&text).any(|event| match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => info.starts_with("rust"),
            _ => false,
        });
        let listed = doctests.contains(&format!("\"{path}\""));
        assert_eq!(
            has_rust, listed,
            "{path} has Rust: {has_rust}; it is listed in tests/src/lib.rs: {listed}"
        );
    }
}

#[test]
fn every_link_of_a_document_resolves() {
    let root = xtask::workspace();
    let mut broken = Vec::new();
    for (path, text) in documents() {
        let folder = root.join(&path).parent().map(PathBuf::from).unwrap_or_default();
        for event in Parser::new(&text) {
            let Event::Start(Tag::Link { dest_url, .. }) = event else { continue };
            if dest_url.starts_with("https://") {
                continue;
            }
            let (file, fragment) = dest_url.split_once('#').unwrap_or((&dest_url, ""));
            // A page of the book cannot refer to a file outside of it.
            let leaves_the_guide = |folder: &str| file.starts_with(folder) && path.starts_with("docs/");
            if leaves_the_guide("../") && !path.starts_with("docs/decisions/") || leaves_the_guide("../../") {
                broken.push(format!("{path}: {dest_url} is not in the guide"));
            }
            let target = if file.is_empty() { root.join(&path) } else { folder.join(file) };
            let resolves = match fs::read_to_string(&target) {
                Ok(text) => fragment.is_empty() || anchors(&text).contains(fragment),
                Err(_) => target.exists(),
            };
            if !resolves {
                broken.push(format!("{path}: {dest_url}"));
            }
        }
    }
    assert!(broken.is_empty(), "broken links:\n{}", broken.join("\n"));
}

#[test]
fn every_decision_is_numbered_and_listed() {
    let documents = documents();
    let index = documents.iter().find(|(path, _)| path == "docs/decisions/README.md").expect("the index");
    let records = documents.iter().filter_map(|(path, _)| path.strip_prefix("docs/decisions/0"));
    for (number, name) in (1..).zip(records) {
        assert!(name.starts_with(&format!("{number:03}-")), "0{name} should have number {number}");
        assert!(index.1.contains(&format!("(0{name})")), "0{name} is not listed in docs/decisions/README.md");
    }
}

#[test]
fn every_page_of_the_guide_is_in_its_summary() {
    let documents = documents();
    let summary = documents.iter().find(|(path, _)| path == "docs/SUMMARY.md").expect("the summary");
    for (path, _) in documents.iter().filter(|(path, _)| path != "docs/SUMMARY.md") {
        let Some(page) = path.strip_prefix("docs/") else { continue };
        assert_eq!(
            summary.1.matches(&format!("]({page})")).count(),
            1,
            "{page} should be in docs/SUMMARY.md"
        );
    }
}

#[test]
fn the_generated_parts_of_the_guide_are_current() {
    let pages = xtask::guide::pages().expect("the pages");
    assert!(pages.iter().any(|page| page.path == "docs/settings.md"), "{pages:?}");
    for page in pages {
        let diff = similar::TextDiff::from_lines(&page.text, &page.current);
        let diff = diff.unified_diff().header(&page.path, "current").to_string();
        assert!(page.text == page.current, "{diff}\nif that is right: cargo xtask bless");
    }
}

/// Generated code in a page is an excerpt, because nothing else compiles it. `moving.md` has code of other generators.
#[test]
fn code_that_is_no_doctest_is_an_excerpt() {
    for (path, text) in documents().into_iter().filter(|(path, _)| path != "docs/moving.md") {
        let mut is_inserted = false;
        for line in text.lines() {
            is_inserted = line.starts_with("<!-- insert: ") || is_inserted && line != "<!-- end -->";
            assert!(
                is_inserted || line != "```rs",
                "{path}: a block of `rs` is not between `insert` and `end`"
            );
        }
    }
}

/// Returns the blocks of TOML in a document.
fn toml_blocks(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut in_block = false;
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                in_block = &*info == "toml";
                if in_block {
                    blocks.push(String::new());
                }
            }
            Event::End(_) => in_block = false,
            Event::Text(text) if in_block => blocks.last_mut().expect("a block").push_str(&text),
            _ => {}
        }
    }
    blocks
}

/// Returns the settings of the table of a crate, as they are with these keys.
fn settings(name: &str, keys: &str) -> Result<String, String> {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.toml"));
    fs::write(&file, keys).expect("a file");
    clientwright::config::read_settings(&file).map(|settings| format!("{settings:?}"))
}

#[test]
fn every_example_of_a_setting_is_valid() {
    let text = fs::read_to_string(xtask::workspace().join("docs/settings.md")).expect("the page");
    let blocks = toml_blocks(&text);
    assert!(blocks.len() > 30, "{}", blocks.len());
    for block in blocks {
        // The keys of the table of the crate, with or without its heading.
        let keys = block.replace("[api.my-api]", "").replace("[api.my-api.", "[");
        if let Err(error) = settings("example", &keys) {
            panic!("{block}\n{error}");
        }
    }
}

#[test]
fn every_default_in_the_reference_is_that_of_the_command() {
    let without = settings("default", "").expect("the defaults");
    let defaults = xtask::guide::setting_defaults().expect("the reference");
    let mut checked = 0;
    for (key, default) in defaults {
        let Some(default) = default else { continue };
        let with = settings("default", &format!("{key} = {default}\n"))
            .unwrap_or_else(|error| panic!("{key}: {error}"));
        assert_eq!(with, without, "{key} = {default}");
        checked += 1;
    }
    assert!(checked > 20, "{checked}");
}

/// Returns the extensions in the sources of the generator, without those that only `load` sets.
fn extensions_of_the_generator() -> BTreeSet<String> {
    let sources = xtask::workspace().join("codegen/src");
    let folders = ["lower", "load/dialect"].map(|folder| files::below(&sources.join(folder), &["rs"]));
    let mut found = BTreeSet::from(["x-codegen-request-body-name".to_owned()]);
    for path in folders.into_iter().flat_map(|paths| paths.expect("the sources")) {
        let text = fs::read_to_string(&path).expect("the text");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let literals = code.split('"').skip(1).step_by(2);
        found.extend(literals.filter(|text| text.len() > 2 && text.starts_with("x-")).map(str::to_owned));
    }
    found
}

#[test]
fn every_extension_is_in_the_table_with_its_case() {
    let root = xtask::workspace();
    let page = fs::read_to_string(root.join("docs/extensions.md")).expect("the page");
    let mut listed = BTreeSet::new();
    for row in page.lines().filter(|line| line.starts_with("| `x-")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [extension, _, _, case] = cells.as_slice() else { panic!("`{row}` should have four columns") };
        let (extension, case) = (extension.trim_matches('`'), case.trim_matches('`'));
        assert!(listed.insert(extension.to_owned()), "{extension} is listed twice");
        let folder = root.join("tests/cases").join(case);
        let specs = files::below(&folder, &["yaml", "json"]).expect("the case");
        let names = |path: &PathBuf| {
            let text = fs::read_to_string(path).expect("the description");
            text.split(|char: char| !char.is_alphanumeric() && char != '-').any(|word| word == extension)
        };
        assert!(specs.iter().any(names), "the case {case} has no {extension}");
    }
    assert_eq!(listed, extensions_of_the_generator());
}
