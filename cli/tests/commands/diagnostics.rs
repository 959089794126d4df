//! Errors of a description: the exit code, the option to go on, and the way in which they are printed.

use std::fs;

use crate::place::{PETS, Place, code, stderr, stdout};

/// The description with a broken reference and a broken parameter.
fn broken() -> String {
    let parameter = "      parameters: [{ name: X C, in: header, schema: { type: string } }]\n      operationId: listOwners\n";
    PETS.replace("schemas/Pet'", "schemas/Elephant'").replace("      operationId: listOwners\n", parameter)
}

#[test]
fn fails_after_an_error_that_is_not_allowed() {
    let place = Place::new("allow");
    place.write("api.yaml", &broken());
    let refused = place.generate(&[]);
    let message = "pets: 2 errors, and nothing is written: correct the description, or add `--allow E0004 --allow E0012`\n";
    assert_eq!(code(&refused), 1);
    assert!(stderr(&refused).ends_with(message), "{}", stderr(&refused));
    assert!(!place.has("out"));

    let one = place.generate(&["--allow", "E0004"]);
    assert_eq!(code(&one), 1);
    assert!(stderr(&one).ends_with(
        "pets: 1 error, and nothing is written: correct the description, or add `--allow E0012`\n"
    ));
    let both = place.generate(&["--allow", "e0004", "--allow", "E0012"]);
    assert_eq!(code(&both), 0, "{}", stderr(&both));
    assert!(stdout(&both).starts_with("pets: 1 of 2 operations"), "{}", stdout(&both));
    // A check has the same verdict.
    assert_eq!(code(&place.generate(&["--check"])), 1);
    assert_eq!(code(&place.generate(&["--check", "--allow", "E0004", "--allow", "E0012"])), 0);
}

#[test]
fn reads_allowed_codes_from_the_settings() {
    let place = Place::new("allow-settings");
    place.write("api.yaml", &broken());
    let settings = "[api.pets]\nspec = \"api.yaml\"\nout = \"out\"\nallow = [\"E0004\", \"E0012\"]\n";
    place.write("clientwright.toml", settings);
    let output = place.run(&["generate", "--settings", "clientwright.toml"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    place.write("clientwright.toml", &settings.replace("E0004", "E04"));
    let output = place.run(&["generate", "--settings", "clientwright.toml"]);
    assert_eq!(code(&output), 1);
    let message = stderr(&output);
    assert!(message.contains("line 4") && message.contains("there is no diagnostic `E04`"), "{message}");
}

#[test]
fn compares_descriptions_with_errors_only_if_they_are_allowed() {
    let place = Place::new("allow-diff");
    place.write("old.yaml", PETS);
    place.write("new.yaml", &broken());
    let refused = place.run(&["diff", "old.yaml", "new.yaml"]);
    assert_eq!(code(&refused), 1);
    assert!(stderr(&refused).ends_with("add `--allow E0004 --allow E0012`\n"), "{}", stderr(&refused));
    let allowed = place.run(&["diff", "old.yaml", "new.yaml", "--allow", "E0004", "--allow", "E0012"]);
    assert_eq!(code(&allowed), 0, "{}", stderr(&allowed));
}

#[test]
fn shows_wrong_settings_at_their_line() {
    let place = Place::new("wrong-settings");
    place.write("api.yaml", PETS);
    place.write(
        "clientwright.toml",
        "[api.pets]\nspec = \"api.yaml\"\nout = \"out\"\nonly = [\"listPets\", \"listCats\"]\n\n[api.pets.rename.schemas]\nPte = \"Animal\"\n",
    );
    let output = place.run(&["generate", "--settings", "clientwright.toml"]);
    assert_eq!(code(&output), 1);
    let message = stderr(&output);
    let selector = " --> clientwright.toml:4:21\n  |\n4 | only = [\"listPets\", \"listCats\"]\n";
    assert!(message.contains(selector), "{message}");
    assert!(message.contains(" --> clientwright.toml:7:1\n  |\n7 | Pte = \"Animal\"\n"), "{message}");
    assert!(message.contains("= note: in the setting `rename.schemas.Pte`\n"), "{message}");
    assert!(!message.contains("api.yaml"), "{message}");
}

#[test]
fn folds_equal_diagnostics_unless_all_are_wanted() {
    let place = Place::new("folded");
    let property = |number| format!("        p{number}: {{ type: tuple }}\n");
    let properties: Vec<String> = (0..400).map(property).collect();
    let text = format!("{PETS}    Large:\n      type: object\n      properties:\n{}", properties.concat());
    place.write("api.yaml", &text);
    let output = place.generate(&[]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let message = stderr(&output);
    assert_eq!(message.matches("warning[W0002]: `tuple` is not a type").count(), 1, "{message}");
    let note = "= note: the same applies to 399 other places; --all shows them\n";
    assert!(message.contains(note) && !message.contains("not shown"), "{message}");
    let all = stderr(&place.generate(&["--all"]));
    assert_eq!(all.matches("warning[W0002]: `tuple` is not a type").count(), 400);
    let report = place.generate(&["--report", "report.json"]);
    assert_eq!(code(&report), 0);
    let report = fs::read_to_string(place.0.join("report.json")).expect("a report");
    assert_eq!(report.matches("\"code\": \"W0002\"").count(), 400);
}

#[test]
fn names_the_other_place_of_a_duplicate() {
    let place = Place::new("duplicates");
    let text =
        PETS.replace("listOwners", "listPets").replace("    Pet: {", "    Pet: { type: string }\n    Pet: {");
    place.write("api.yaml", &text);
    let message = stderr(&place.generate(&[]));
    let other = "= note: the other one is at #/paths/~1pets/get/operationId\n";
    assert!(message.contains(other), "{message}");
    assert!(message.contains("= note: the other one is at api.yaml:21:5\n"), "{message}");
}

#[test]
fn shows_hidden_characters_of_a_quoted_line() {
    let place = Place::new("hidden");
    // A zero-width space and a right-to-left override before the place and in it.
    let text =
        PETS.replace("\n    Owner: {", "\n    \"O\u{200b}\u{202e}\": { type: objec\u{200b}, type: object,");
    place.write("api.yaml", &text);
    let message = stderr(&place.generate(&[]));
    assert!(message.contains("    \"O\u{fffd}\u{fffd}\": { type: objec\u{fffd}, type: object,"), "{message}");
    assert!(!message.contains(['\u{200b}', '\u{202e}']), "{message}");
    // The column and the mark are those of the place.
    let shown: Vec<&str> = message.lines().skip_while(|line| !line.contains("api.yaml:21:14")).collect();
    let column = |line: &str, text: &str| line.split_once(text).map(|(before, _)| before.chars().count());
    assert_eq!(column(shown[2], "type"), column(shown[3], "^"), "{message}");
}
