//! Descriptions from standard input, and descriptions in the place of those of the settings.

use crate::place::{PETS, Place, code, stderr, stdout};

#[test]
fn reads_a_description_from_standard_input() {
    let place = Place::new("stdin");
    let generated =
        place.run_with_input(&["generate", "--spec", "-", "--out", "out", "--name", "pets"], PETS);
    assert_eq!(code(&generated), 0, "{}", stderr(&generated));
    assert!(place.has("out/src/models/pet.rs"));
    let listed = place.run_with_input(&["list", "-"], PETS);
    assert!(stdout(&listed).starts_with("<stdin>\n  list_pets "), "{}", stdout(&listed));
    place.write("old.yaml", PETS);
    let changed = place.run_with_input(&["diff", "old.yaml", "-"], &PETS.replace("required: [name], ", ""));
    assert!(stdout(&changed).contains("a major change"), "{}", stdout(&changed));
    // The place of a fault is in the text that was read.
    let wrong = place.run_with_input(&["list", "-"], "openapi: 3.0.3\n  a: b\n");
    assert_eq!(code(&wrong), 1);
    let twice = place.run_with_input(&["diff", "-", "-"], PETS);
    assert_eq!(code(&twice), 2);
    let watched = place.run(&["generate", "--spec", "-", "--out", "out", "--name", "pets", "--watch"]);
    assert_eq!(code(&watched), 2);
}

#[test]
fn generates_another_description_with_the_settings_of_a_crate() {
    let place = Place::new("spec-with-settings");
    place.write(
        "clientwright.toml",
        "[api.pets]\nspec = \"none.yaml\"\nout = \"out\"\nonly = [\"listPets\"]\n",
    );
    place.write("api.yaml", PETS);
    let line = ["generate", "--settings", "clientwright.toml", "--spec", "api.yaml", "--name"];
    let output = place.run(&[&line[..], &["pets"]].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(place.has("out/src/models/pet.rs") && !place.has("out/src/models/owner.rs"));
    // Options take the place of settings.
    let output = place.run(&[&line[..], &["pets", "--out", "all", "--only", "listOwners"]].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(place.has("all/src/models/owner.rs") && !place.has("all/src/models/pet.rs"));
    let unknown = place.run(&[&line[..], &["cats"]].concat());
    assert_eq!((code(&unknown), stderr(&unknown).as_str()), (2, "clientwright.toml has no crate `cats`\n"));
    let nowhere = place.run(&["generate", "--spec", "api.yaml", "--name", "pets"]);
    assert_eq!(code(&nowhere), 2, "{}", stderr(&nowhere));
}
