//! The report of a changed description, the version that follows, and the limit that stops the run.

use std::{path::Path, process::Command};

use crate::place::{PETS, Place, code, stderr, stdout};
use serde_json::Value;

const SETTINGS: &str = "[api.pets]\nspec = \"api.yaml\"\nout = \"out\"\nbump = true\n";

/// Generates by `clientwright.toml`.
fn generate(place: &Place, more: &[&str]) -> String {
    let output = place.run(&[&["generate", "--settings", "clientwright.toml"], more].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    stdout(&output)
}

fn version(place: &Place) -> String {
    let manifest = place.read("out/Cargo.toml");
    let line = manifest.lines().find_map(|line| line.strip_prefix("version = \"")).expect("a version");
    line.trim_end_matches('"').to_owned()
}

fn git(folder: &Path, arguments: &[&str]) {
    let who = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
    let output =
        Command::new("git").args(who).args(arguments).current_dir(folder).output().expect("git runs");
    assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
}

#[test]
fn reports_a_change_with_the_version_that_follows() {
    let place = Place::new("change-reported");
    place.write("api.yaml", PETS);
    place.generate(&[]);
    place.write("api.yaml", &PETS.replace("required: [name], ", ""));
    let output = stdout(&place.generate(&[]));
    let expected =
        "  since the last run: a major change (2 major, 1 minor); calls may fail that did not before
  major:
    models::Pet
      the field `name` is `Option<String>`, and was `String`; `new` no longer takes it
        on the wire, calls may fail: responses may omit it, which older versions do not decode
      `models::Pet::new` is gone
  minor:
    models::Pet
      `models::Pet` implements `Default`
  the version that follows 0.1.0 is 0.2.0: set `version`, or `bump = true`
";
    assert!(output.ends_with(expected), "{output}");
    let again = stdout(&place.generate(&[]));
    assert!(again.ends_with(": 0 written, 0 removed\n"), "{again}");
}

#[test]
fn stops_at_a_change_that_is_larger_than_the_limit() {
    let place = Place::new("at-most");
    place.write("api.yaml", PETS);
    place.generate(&[]);
    let before = place.read("out/api.txt");
    place.write("api.yaml", &PETS.replace("listOwners", "allOwners"));
    let output = place.generate(&["--at-most", "minor"]);
    assert_eq!(code(&output), 3);
    assert!(
        stderr(&output).ends_with("pets: a major change, and --at-most minor allows none\n"),
        "{}",
        stderr(&output)
    );
    assert!(stderr(&output).contains("it was called `list_owners`"), "{}", stderr(&output));
    assert_eq!(place.read("out/api.txt"), before);
    // Code compiles, and its calls fail.
    place.write("api.yaml", &PETS.replace("/owners:", "/v2/owners:"));
    assert_eq!(code(&place.generate(&["--at-most", "minor"])), 3);
    place.write("api.yaml", &PETS.replace("Owner: {", "Cat: { type: string }\n    Owner: {"));
    assert_eq!(code(&place.generate(&["--at-most", "minor"])), 0);
}

#[test]
fn increments_the_version_on_request() {
    let place = Place::new("bump");
    place.write("clientwright.toml", SETTINGS);
    place.write("api.yaml", PETS);
    generate(&place, &[]);
    assert_eq!(version(&place), "0.1.0");
    generate(&place, &["--check"]);
    place.write("api.yaml", &PETS.replace("All pets.", "All pets that there are."));
    generate(&place, &[]);
    assert_eq!(version(&place), "0.1.1");
    place.write("api.yaml", &PETS.replace("required: [name], ", ""));
    let output = generate(&place, &[]);
    assert!(output.ends_with("  the version was 0.1.1 and is 0.2.0\n"), "{output}");
    generate(&place, &["--check"]);
    assert_eq!(version(&place), "0.2.0");
    place.write("clientwright.toml", &SETTINGS.replace("bump", "version = \"1.0.0\"\nbump"));
    generate(&place, &[]);
    assert_eq!(version(&place), "1.0.0");
}

#[test]
fn compares_with_the_last_commit() {
    let place = Place::new("committed");
    place.write("clientwright.toml", SETTINGS);
    place.write("api.yaml", PETS);
    generate(&place, &[]);
    git(&place.0, &["init", "--quiet"]);
    git(&place.0, &["add", "."]);
    git(&place.0, &["commit", "--quiet", "--message", "The first"]);
    let major = PETS.replace("required: [name], ", "");
    // Runs before the next commit are one change.
    for title in ["Pets", "Cats", "Dogs"] {
        place.write("api.yaml", &major.replace("title: Pets", &format!("title: {title}")));
        let output = generate(&place, &[]);
        assert!(output.contains("since the last commit: a major change"), "{output}");
        assert_eq!(version(&place), "0.2.0");
    }
    place.write("api.yaml", PETS);
    generate(&place, &[]);
    assert_eq!(version(&place), "0.1.0");
    git(&place.0, &["diff", "--quiet", "HEAD", "--", "out"]);
}

#[test]
fn keeps_names_from_run_to_run() {
    let place = Place::new("names-kept");
    place.write("api.yaml", PETS);
    place.generate(&[]);
    place.write(
        "api.yaml",
        &PETS.replace(
            "    Pet: {",
            "    pet: { type: object, properties: { age: { type: integer } } }\n    Pet: {",
        ),
    );
    let output = stdout(&place.generate(&[]));
    assert!(place.read("out/src/models/pet2.rs").contains("pub age:"), "{output}");
    assert!(output.contains("a minor change (1 minor)\n"), "{output}");
}

#[test]
fn compares_two_descriptions() {
    let place = Place::new("diff");
    place.write("old.yaml", PETS);
    place.write(
        "new.yaml",
        &PETS.replace("name: { type: string } } }\n    Owner", "name: { type: integer } } }\n    Owner"),
    );
    let text = place.run(&["diff", "old.yaml", "new.yaml", "--version", "1.4.0"]);
    assert_eq!(code(&text), 0, "{}", stderr(&text));
    let expected = "major:
  models::Pet
    the field `name` is `i64`, and was `String`
      on the wire, calls may fail: its value is `i64`, and was `String`
a major change (1 major); calls may fail that did not before
the version that follows 1.4.0 is 2.0.0
";
    assert_eq!(stdout(&text), expected);
    let markdown = stdout(&place.run(&["diff", "old.yaml", "new.yaml", "--format", "markdown"]));
    let expected = "## API: a major change (1 major); calls may fail that did not before

The version that follows `0.1.0` is `0.2.0`.

### Major

- **`models::Pet`**: the field `name` is `i64`, and was `String`: adapt the code that names the type
  - On the wire, **calls may fail**: its value is `i64`, and was `String`
";
    assert_eq!(markdown, expected);
    let json = place.run(&["diff", "old.yaml", "new.yaml", "--format", "json", "--at-most", "minor"]);
    assert_eq!(code(&json), 3);
    let json: Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(json["level"], "major");
    assert_eq!(json["changes"][0]["subject"]["name"], "Pet");
    assert_eq!(json["version"]["next"], "0.2.0");
    let same = place.run(&["diff", "old.yaml", "old.yaml"]);
    assert_eq!(stdout(&same), "the public API is the same\n");
}
