//! The committed crates are up to date, and the README shows an excerpt of them.

use std::fs;

#[test]
fn keeps_the_committed_crates_up_to_date() {
    if let Err(failure) = xtask::run_line(&["generate", "--check"]) {
        panic!("run `cargo xtask generate`: {failure:?}");
    }
}

#[test]
fn shows_generated_code_in_the_readme() {
    let read = |path: &str| fs::read_to_string(xtask::workspace().join(path)).expect(path);
    let readme = read("README.md");
    let shown = readme.split("```text\n").find(|block| block.starts_with("/// A kind of association."));
    let shown = shown.and_then(|block| block.split("```").next()).expect("the excerpt");
    let generated = read("generated/src/models/association_spec.rs");
    for item in shown.split("\n\n") {
        assert!(generated.contains(item.trim_end()), "not in the generated file:\n{item}");
    }
}
