//! The cases in `tests/cases`: the generated files are the expected ones, to the letter, and compile.

use std::{collections::BTreeMap, sync::LazyLock};

use clientwright_codegen::{FileTree, Surface, diagnostics::CATALOGUE};
use similar::TextDiff;
use tests::crates;
use xtask::{
    cases::{self, Outcome},
    workspace,
};

/// The outcomes of the cases, by name.
static OUTCOMES: LazyLock<Vec<(String, FileTree, Outcome)>> = LazyLock::new(|| {
    let cases = cases::all().expect("the cases").into_iter();
    cases
        .map(|case| {
            let (expected, outcome) =
                (case.on_disk().expect("its files"), case.outcome().expect("an outcome"));
            (case.name, expected, outcome)
        })
        .collect()
});

#[test]
fn generates_the_expected_files() {
    let mut differences = Vec::new();
    for (name, expected, outcome) in OUTCOMES.iter() {
        let now = &outcome.expected;
        let paths = now.keys().chain(expected.keys()).collect::<std::collections::BTreeSet<_>>();
        for path in paths {
            let [was, is] = [expected, now].map(|files| files.get(path).map_or("", String::as_str));
            if was != is {
                let name = format!("tests/cases/{name}/expected/{path}");
                let diff = TextDiff::from_lines(was, is);
                differences.push(diff.unified_diff().header(&name, "generated").to_string());
            }
        }
    }
    assert!(differences.is_empty(), "{}\nif that is right: cargo xtask bless", differences.join("\n"));
}

#[test]
fn reads_the_items_of_each_case_from_both_forms_of_api_txt() {
    let (mut long, mut short) = (0, 0);
    for (name, _, outcome) in OUTCOMES.iter() {
        let Some(text) = outcome.files.as_ref().map(|files| &files["api.txt"]) else { continue };
        let surface = Surface::parse(text);
        let items: Vec<String> = surface.entries().iter().map(ToString::to_string).collect();
        assert!(items.iter().any(|item| item.starts_with("pub fn Client::")), "{name}: {items:#?}");
        let (head, tree) = text.split_once('\n').expect("a head");
        assert!(head.starts_with("# @generated"), "{name}: {head}");
        assert_eq!(surface.to_string(), tree, "{name}");
        // Earlier versions wrote a line with the complete path for each item.
        assert_eq!(Surface::parse(&items.join("\n")), surface, "{name}");
        (long, short) = (long + items.iter().map(String::len).sum::<usize>(), short + tree.len());
    }
    assert!(short * 3 < long * 2, "{short} bytes, and {long} with complete paths");
}

/// Compiles each sixth case, or all of them if all inputs are wanted.
#[test]
fn generates_crates_that_compile_without_a_warning() {
    let files =
        OUTCOMES.iter().filter_map(|(name, _, outcome)| Some((name.clone(), outcome.files.as_ref()?)));
    let crates: Vec<(String, &FileTree)> = files.collect();
    assert!(crates.len() > 10, "only {} cases generate", crates.len());
    let step = if tests::takes_all_inputs() { 1 } else { 6 };
    let crates: BTreeMap<String, &FileTree> = crates.into_iter().step_by(step).collect();
    let messages = compile(&crates).expect("cargo runs");
    assert!(messages.is_empty(), "{}", messages.join("\n"));
}

/// Compiles crates without the client. If all inputs are wanted, compiles them also with the client and mocks, and with
/// clippy's default lints. Returns the messages.
///
/// The transports are left out, because no generated line depends on one: they are half of the dependencies, and the
/// committed crates are compiled with all of them.
fn compile(crates: &BTreeMap<String, &FileTree>) -> Result<Vec<String>, String> {
    let folder = workspace().join("target/cases");
    crates::write_crates(crates.iter().map(|(name, files)| (name.as_str(), *files)), &folder)?;
    let mut messages = crates::compile(&folder, "check", &["--no-default-features"])?;
    if tests::takes_all_inputs() {
        let with_client = ["--no-default-features", "--features", "mock"];
        messages.extend(crates::compile(&folder, "check", &with_client)?);
        messages.extend(crates::compile(&folder, "clippy", &with_client)?);
    }
    Ok(messages.into_iter().map(|message| format!("{}: {}", message.package, message.text)).collect())
}

/// The cases whose examples in the documentation are compiled. The maintainers' command `corpus` compiles those of all.
const DOCTESTED: [&str; 7] =
    ["examples", "hostile-names", "hostile-texts", "own-types", "pages", "resources-hostile", "tag-features"];

#[test]
fn generates_examples_that_compile() {
    if !tests::takes_all_inputs() {
        return;
    }
    let wanted = OUTCOMES.iter().filter(|(name, _, _)| DOCTESTED.contains(&name.as_str()));
    let crates: Vec<(&str, &FileTree)> =
        wanted.filter_map(|(name, _, outcome)| Some((name.as_str(), outcome.files.as_ref()?))).collect();
    assert_eq!(crates.len(), DOCTESTED.len());
    let folder = workspace().join("target/case-examples");
    crates::write_crates(crates.into_iter(), &folder).expect("the crates");
    let messages = crates::doctests(&folder).expect("cargo runs");
    assert!(messages.is_empty(), "{messages:#?}");
}

#[test]
fn has_a_case_for_each_diagnostic() {
    let shown: String =
        OUTCOMES.iter().filter_map(|(_, expected, _)| expected.get("diagnostics.txt").cloned()).collect();
    let missing: Vec<&str> = CATALOGUE
        .iter()
        .map(|explanation| explanation.code.as_str())
        .filter(|code| !shown.contains(&format!("[{code}]")))
        .collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
}
