//! The builds of this workspace share the packages that they compile.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use clientwright::files;
use serde_json::Value;
use xtask::{cargo, workspace};

/// The libraries that a command of cargo compiles: the features and the profile of each build, by package.
fn libraries(command: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let mut cargo = cargo::command();
    cargo.args(command).args(["--locked", "--unit-graph", "-Z", "unstable-options"]);
    // The plan of a build is not stable. Nothing is compiled, but packages that no test needs are downloaded.
    let output = cargo.current_dir(workspace()).env("RUSTC_BOOTSTRAP", "1").output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let graph: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let mut libraries = BTreeMap::<String, BTreeSet<String>>::new();
    for unit in graph["units"].as_array().expect("units") {
        if unit["mode"] == "build" && unit["target"]["kind"][0] == "lib" {
            let package = unit["pkg_id"].as_str().expect("a package").to_owned();
            // The profiles `dev` and `test` are the same, apart from their names.
            let level = unit["profile"]["opt_level"].as_str().expect("a level");
            let build = format!("features {}, optimization {level}", unit["features"]);
            libraries.entry(package).or_default().insert(build);
        }
    }
    libraries
}

/// A feature that only the tests, a build script or one command turns on compiles a dependency again, and with it
/// everything that depends on it, up to the generator.
#[test]
fn compiles_each_library_once_for_tests_and_commands() {
    let excluded = ["benches", "hubspot-services", "resources", "vendor", "webhooks", "wire"];
    let excluded = excluded.iter().flat_map(|package| ["--exclude", package]);
    let tools: Vec<&str> = ["--workspace"].into_iter().chain(excluded).chain(["--bin", "tools"]).collect();
    let commands: [Vec<&str>; 5] = [
        vec!["test", "--no-run"],
        vec!["build", "--bin", "xtask"],
        vec!["build", "--package", "tests", "--example", "import_services"],
        [&["build"], tools.as_slice()].concat(),
        [&["test", "--no-run"], tools.as_slice()].concat(),
    ];
    let mut builds = BTreeMap::<String, BTreeSet<String>>::new();
    for command in commands {
        let libraries = libraries(&command);
        assert!(libraries.len() > 50, "{command:?} compiles {} libraries", libraries.len());
        for (package, kinds) in libraries {
            builds.entry(package).or_default().extend(kinds);
        }
    }
    // Without its code it is a file of a few lines, for the build script of the generator.
    builds.retain(|package, _| !package.contains("clientwright-runtime"));
    let repeated: Vec<_> = builds.iter().filter(|(_, kinds)| kinds.len() > 1).collect();
    assert!(repeated.is_empty(), "the features of these differ between builds: {repeated:#?}");
}

/// The manifests say `test = false`, so that the libraries are not compiled a second time.
#[test]
fn has_no_unit_test_that_is_never_compiled() {
    for package in ["codegen/runtime", "examples/build-script", "generated", "mock", "tests/wire"] {
        for path in files::below(&workspace().join(package).join("src"), &["rs"]).expect("the sources") {
            let text = fs::read_to_string(&path).expect("a file");
            assert!(!text.contains("#[test]"), "{}: move it to the folder `tests`", path.display());
        }
    }
}

/// Another way to start cargo would compile dependencies again; see `xtask::cargo`.
#[test]
fn starts_cargo_without_the_variables_of_a_package() {
    let path_of_cargo = format!("env!({:?})", "CARGO");
    for folder in [
        "tests/src",
        "tests/tests",
        "tools/src",
        "tools/tests",
        "cli/src",
        "cli/tests",
        "xtask/src",
        "xtask/tests",
    ] {
        for path in files::below(&workspace().join(folder), &["rs"]).expect("the sources") {
            let text = fs::read_to_string(&path).expect("a file");
            let is_allowed = path.ends_with("xtask/src/cargo.rs");
            assert!(is_allowed || !text.contains(&path_of_cargo), "{}: use xtask::cargo", path.display());
        }
    }
}
