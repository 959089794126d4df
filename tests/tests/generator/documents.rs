//! The documents: their programs are doctests, their links resolve, and their decisions are listed.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

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
