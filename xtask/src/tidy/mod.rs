//! `cargo xtask tidy`: the rules of the code that a program can check.
//!
//! Each rule is a module that takes the tokens of a file and returns the lines that break it.

mod documentation;
mod indexing;
mod lexer;
mod modules;
mod panics;
mod words;

use std::{fs, path::Path};

use self::{documentation::Count, lexer::Tokens, modules::Table};
use clientwright::{Failure, files, print_line};

use crate::workspace;

/// The maximum length of a file, in lines.
const MAX_LINES: usize = 400;

/// The folders whose Rust files are checked. The crates that the generator writes are not.
const FOLDERS: [&str; 19] = [
    "benches/benches",
    "codegen/runtime/src",
    "codegen/runtime/tests",
    "codegen/src",
    "examples",
    "fuzz",
    "mock/src",
    "mock/tests",
    "tests/conformance/scenarios",
    "tests/examples",
    "tests/src",
    "tests/tests",
    "tools/examples",
    "tools/src",
    "tools/templates",
    "cli/src",
    "cli/tests",
    "xtask/src",
    "xtask/tests",
];

/// The Markdown files that are checked, beside those of the guide.
const PAGES: [&str; 4] = ["ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "README.md"];
/// The folder of the guide.
const GUIDE: &str = "docs";

/// The result of the check.
#[derive(Debug, Default)]
pub struct Tidiness {
    /// The broken rules: file, line, and the remedy.
    pub faults: Vec<String>,
    /// The counts of documentation lines, in Rust and in Markdown.
    counts: [Count; 2],
}

impl Tidiness {
    /// Returns the counts as one line a kind of documentation.
    #[must_use]
    pub fn summary(&self) -> String {
        let [rust, markdown] = self.counts;
        format!("rustdoc: {rust}\nMarkdown: {markdown}")
    }
}

/// The entries of the lists of exceptions that a file needs.
#[derive(Debug, Default)]
struct Needed {
    indexing: indexing::Needed,
    modules: modules::Needed,
    words: words::Needed,
}

impl Needed {
    /// Returns a fault for each entry that no file needs: an exception must not outlive its reason.
    fn faults(&self, allowed: &Table) -> Vec<String> {
        let here = indexing::unneeded(&self.indexing).chain(words::unneeded(&self.words));
        let modules = modules::unneeded(allowed, &self.modules);
        here.map(|fault| format!("xtask/src/tidy: {fault}"))
            .chain(modules.map(|fault| format!("ARCHITECTURE.md: {fault}")))
            .collect()
    }
}

/// A place in a file that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    /// The line, from 1.
    line: usize,
    /// The rule and the remedy.
    message: String,
}

impl Fault {
    fn new(line: usize, message: impl Into<String>) -> Self {
        Self { line, message: message.into() }
    }
}

/// Runs `cargo xtask tidy`.
pub(crate) fn run() -> Result<(), Failure> {
    let tidiness = check(&workspace())?;
    print_line!("{}", tidiness.summary());
    if tidiness.faults.is_empty() {
        return Ok(());
    }
    let count = tidiness.faults.len();
    Err(Failure::Failed(format!("{}\n{count} rules are broken", tidiness.faults.join("\n"))))
}

/// Checks the workspace at `root`.
///
/// # Errors
/// Returns an error if a file or a folder cannot be read, or ARCHITECTURE.md has no table of modules.
pub fn check(root: &Path) -> Result<Tidiness, String> {
    let mut tidiness = Tidiness::default();
    let allowed = Table::read(&read(&root.join("ARCHITECTURE.md"))?)?;
    let mut needed = Needed::default();
    for folder in FOLDERS {
        for path in files::below(&root.join(folder), &["rs"])? {
            let name = name(&path, root);
            let text = read(&path)?;
            tidiness.add(&name, rust(&name, &text, &allowed, &mut needed));
            let (count, faults) = documentation::rust(&Tokens::of(&text));
            tidiness.counts[0].add(count);
            tidiness.add(&name, faults);
        }
    }
    tidiness.faults.extend(needed.faults(&allowed));
    let mut pages = PAGES.map(|page| root.join(page)).to_vec();
    pages.extend(files::below(&root.join(GUIDE), &["md"])?);
    for path in pages {
        let (count, faults) = documentation::markdown(&read(&path)?);
        tidiness.counts[1].add(count);
        tidiness.add(&name(&path, root), faults);
    }
    Ok(tidiness)
}

impl Tidiness {
    fn add(&mut self, file: &str, faults: Vec<Fault>) {
        self.faults
            .extend(faults.into_iter().map(|fault| format!("{file}:{}: {}", fault.line, fault.message)));
    }
}

/// Checks the code of one file.
fn rust(name: &str, text: &str, allowed: &Table, needed: &mut Needed) -> Vec<Fault> {
    let mut faults = Vec::new();
    let lines = text.lines().count();
    if lines > MAX_LINES {
        faults.push(Fault::new(lines, format!("more than {MAX_LINES} lines: split the file")));
    }
    let tokens = Tokens::of(text);
    faults.extend(words::check(&tokens, &mut needed.words));
    let Some(path) = name.strip_prefix("codegen/src/") else { return faults };
    // A test may panic, and may use any module.
    if path.ends_with("/tests.rs") || path.contains("/tests/") {
        return faults;
    }
    let code = tokens.without_tests();
    faults.extend(panics::check(&code));
    faults.extend(indexing::check(path, &code, &mut needed.indexing));
    faults.extend(modules::check(path, &code, allowed, &mut needed.modules));
    faults
}

/// Returns the path of a file from `root`, with `/` between folders.
fn name(path: &Path, root: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}
