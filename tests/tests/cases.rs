//! The cases in `tests/cases`: what is generated is what is expected, to the letter, and compiles.

use std::collections::BTreeMap;

use codegen::diagnostics::CATALOGUE;
use similar::TextDiff;
use xtask::cases;

#[test]
fn each_case_gives_what_is_expected() {
    let mut differences = Vec::new();
    for case in cases::all().expect("the cases") {
        let (now, expected) =
            (case.outcome().expect("an outcome").expected, case.on_disk().expect("its files"));
        let paths = now.keys().chain(expected.keys()).collect::<std::collections::BTreeSet<_>>();
        for path in paths {
            let [was, is] = [&expected, &now].map(|files| files.get(path).map_or("", String::as_str));
            if was != is {
                let name = format!("tests/cases/{}/expected/{path}", case.name);
                let diff = TextDiff::from_lines(was, is);
                differences.push(diff.unified_diff().header(&name, "generated").to_string());
            }
        }
    }
    assert!(differences.is_empty(), "{}\nif that is right: cargo xtask bless", differences.join("\n"));
}

#[test]
fn what_is_generated_compiles_without_a_warning() {
    let mut crates = BTreeMap::new();
    for case in cases::all().expect("the cases") {
        if let Some(files) = case.outcome().expect("an outcome").files {
            crates.insert(case.name, files);
        }
    }
    assert!(crates.len() > 10, "only {} cases generate", crates.len());
    let messages = cases::compile(&crates).expect("cargo runs");
    assert!(messages.is_empty(), "{}", messages.join("\n"));
}

#[test]
fn each_diagnostic_has_a_case() {
    let shown: String = cases::all()
        .expect("the cases")
        .iter()
        .filter_map(|case| case.on_disk().expect("its files").remove("diagnostics.txt"))
        .collect();
    let missing: Vec<&str> = CATALOGUE
        .iter()
        .map(|explanation| explanation.code.as_str())
        .filter(|code| !shown.contains(&format!("[{code}]")))
        .collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
}
