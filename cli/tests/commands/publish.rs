//! The files of a crate that is published: metadata, `README.md` and `CHANGELOG.md`, and the parts of the user in them.

use std::{path::Path, process::Command};

use crate::place::{PETS, Place, code, stderr, stdout};

const SETTINGS: &str = "[api.pets]\nspec = \"api.yaml\"\nout = \"out\"\nbump = true\n";

/// Generates by `clientwright.toml`.
fn generate(place: &Place, more: &[&str]) -> String {
    let output = place.run(&[&["generate", "--settings", "clientwright.toml"], more].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    stdout(&output)
}

/// Returns a folder with a crate of `PETS` and these settings.
fn generated(name: &str, more: &str) -> Place {
    let place = Place::new(name);
    place.write("clientwright.toml", &format!("{SETTINGS}{more}"));
    place.write("api.yaml", PETS);
    generate(&place, &[]);
    place
}

fn git(folder: &Path, arguments: &[&str]) {
    let who = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
    let output =
        Command::new("git").args(who).args(arguments).current_dir(folder).output().expect("git runs");
    assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
}

fn commit(place: &Place) {
    if !place.has(".git") {
        git(&place.0, &["init", "--quiet"]);
    }
    git(&place.0, &["add", "."]);
    git(&place.0, &["commit", "--quiet", "--message", "A state"]);
}

/// The change of the description that breaks builds.
fn changed() -> String {
    PETS.replace("required: [name], ", "")
}

const PACKAGE: &str = "[api.pets.package]
publish = true
license = \"MIT OR Apache-2.0\"
repository = \"https://example.com/pets\"
keywords = [\"pets\", \"client\"]
categories = [\"api-bindings\"]
authors = [\"A \\\"B\\\" <a@example.com>\"]
";

#[test]
fn writes_the_metadata_of_the_settings() {
    let place = generated("metadata", PACKAGE);
    let manifest = place.read("out/Cargo.toml");
    let expected = "description = \"A client of Pets\"
license = \"MIT OR Apache-2.0\"
repository = \"https://example.com/pets\"
documentation = \"https://docs.rs/pets\"
readme = \"README.md\"
keywords = [\"pets\", \"client\"]
categories = [\"api-bindings\"]
authors = [\"A \\\"B\\\" <a@example.com>\"]

[package.metadata.docs.rs]
all-features = true
";
    assert!(manifest.contains(expected) && !manifest.contains("publish"), "{manifest}");
    assert!(place.read("out/README.md").contains("cargo add pets\n"), "{}", place.read("out/README.md"));
    // Without the settings the keys are removed.
    place.write("clientwright.toml", SETTINGS);
    generate(&place, &[]);
    let manifest = place.read("out/Cargo.toml");
    assert!(manifest.contains("publish = false\n") && !manifest.contains("keywords"), "{manifest}");
}

#[test]
fn reports_a_wrong_setting_at_its_line() {
    let place = Place::new("metadata-wrong");
    place.write("api.yaml", PETS);
    place.write(
        "clientwright.toml",
        &format!("{SETTINGS}{}", PACKAGE.replace("MIT OR Apache-2.0", "Apache 2.0")),
    );
    let output = place.run(&["generate", "--settings", "clientwright.toml"]);
    assert_eq!(code(&output), 1);
    let message = stderr(&output);
    assert!(message.contains("line 7") && message.contains("license = \"Apache 2.0\""), "{message}");
    assert!(message.contains("`Apache 2.0` is not a license expression of SPDX"), "{message}");
    assert!(!place.has("out"));
}

#[test]
fn takes_the_license_of_the_description_if_it_is_well_known() {
    for (license, expected) in [
        ("{ name: Apache 2.0 }", "license = \"Apache-2.0\"\n"),
        ("{ name: Own terms, identifier: MIT }", "license = \"MIT\"\n"),
        ("{ name: \"MIT\\\"\\n[dependencies]\\nevil = '1'\" }", ""),
        ("{ name: Proprietary }", ""),
        ("MIT", ""),
    ] {
        let place = Place::new("metadata-license");
        place.write("clientwright.toml", SETTINGS);
        place.write(
            "api.yaml",
            &PETS.replace("version: '1' }", &format!("version: '1', license: {license} }}")),
        );
        generate(&place, &[]);
        let manifest = place.read("out/Cargo.toml");
        let line = manifest.lines().find(|line| line.starts_with("license"));
        assert_eq!(line.map(|line| format!("{line}\n")).unwrap_or_default(), expected, "{license}");
        assert!(!manifest.contains("evil"), "{manifest}");
    }
}

#[test]
fn is_packaged_without_a_warning() {
    let place = generated("packaged", PACKAGE);
    // A workspace of its own, because the folder of this test is below another one.
    let manifest = format!("{}\n[workspace]\n", place.read("out/Cargo.toml"));
    place.write("out/Cargo.toml", &manifest);
    let arguments = ["package", "--no-verify", "--allow-dirty", "--offline", "--quiet"];
    let cargo = Command::new("cargo")
        .args(arguments)
        .current_dir(place.0.join("out"))
        .env("CARGO_TARGET_DIR", place.0.join("target"))
        .output()
        .expect("cargo runs");
    assert_eq!((code(&cargo), stderr(&cargo)), (0, String::new()));
    assert!(place.has("target/package/pets-0.1.0.crate"));
    generate(&place, &["--check"]);
}

#[test]
fn keeps_what_the_user_adds_to_the_manifest() {
    let place = generated("manifest-own", "");
    let own = place
        .read("out/Cargo.toml")
        .replace("bytes = \"1\"\n", "anyhow   = \"1\"  # mine\nbytes = \"1\"\n")
        .replace("\n[dependencies]", "my-feature = [\n    \"client\",\n]\n\n[dependencies]")
        + "\n[dev-dependencies]\ntokio = \"1\"\n\n[lints.rust]\nunused = \"allow\"\n\n[[bin]]\nname = \"tool\"\n";
    place.write("out/Cargo.toml", &own);
    assert!(generate(&place, &["--check"]).contains("up to date"));
    generate(&place, &[]);
    assert_eq!(place.read("out/Cargo.toml"), own);
    // A dependency that is no longer needed vanishes, and the user's own stays.
    place.write("api.yaml", &PETS.replace("name: { type: string }", "name: { type: string, format: uuid }"));
    generate(&place, &[]);
    assert!(place.read("out/Cargo.toml").contains("\nuuid = {"));
    place.write("api.yaml", PETS);
    generate(&place, &[]);
    let manifest = place.read("out/Cargo.toml");
    assert!(!manifest.contains("uuid") && manifest.contains("\nanyhow   = \"1\"  # mine\n"), "{manifest}");
    assert!(manifest.ends_with("[[bin]]\nname = \"tool\"\n"), "{manifest}");
}

#[test]
fn does_not_increment_the_version_for_what_the_user_adds() {
    let place = generated("manifest-bump", "");
    commit(&place);
    for path in ["out/Cargo.toml", "out/README.md"] {
        let own = place.read(path) + "\n# Mine\n";
        place.write(path, &own);
        generate(&place, &[]);
        assert_eq!(place.read(path), own);
    }
    assert!(place.read("out/Cargo.toml").contains("version = \"0.1.0\"\n"));
}

#[test]
fn reports_a_manifest_that_is_not_toml() {
    let place = generated("manifest-broken", "");
    place.write("out/Cargo.toml", &format!("{}[broken\n", place.read("out/Cargo.toml")));
    let output = place.run(&["generate", "--settings", "clientwright.toml"]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).starts_with("out/Cargo.toml: it is not valid TOML: "), "{}", stderr(&output));
}

#[test]
fn replaces_only_its_part_of_the_readme() {
    let place = generated("readme", "");
    let own = format!("# Mine\n\n{}\n## Mine, too\n", place.read("out/README.md"));
    place.write("out/README.md", &own);
    generate(&place, &["--check"]);
    place.write("api.yaml", &PETS.replace("title: Pets", "title: Animals"));
    generate(&place, &[]);
    assert_eq!(place.read("out/README.md"), own.replace("A client of Pets", "A client of Animals"));
    // A page without the markers is the user's.
    place.write("out/README.md", "# Mine\n");
    let output = generate(&place, &[]);
    let note = "  out/README.md has no line `<!-- clientwright:start -->`: it is your own and stays\n";
    assert_eq!(output.matches(note).count(), 1, "{output}");
    assert_eq!(place.read("out/README.md"), "# Mine\n");
    generate(&place, &["--check"]);
}

#[test]
fn removes_a_readme_that_is_turned_off_unless_it_has_a_text_of_the_user() {
    let place = generated("readme-off", "");
    place.write("clientwright.toml", &format!("{SETTINGS}readme = false\nchangelog = false\n"));
    place.write("api.yaml", &changed());
    let before = place.read("out/CHANGELOG.md");
    generate(&place, &[]);
    assert!(!place.has("out/README.md") && !place.read("out/Cargo.toml").contains("readme"));
    assert_eq!(place.read("out/CHANGELOG.md"), before);
    let own = "Mine.\n\n<!-- clientwright:start -->\n<!-- clientwright:end -->\n";
    place.write("out/README.md", own);
    generate(&place, &[]);
    assert_eq!(place.read("out/README.md"), own);
}

#[test]
fn adds_the_changes_of_a_version_to_the_changelog() {
    let place = generated("changelog", "");
    let first = "# Changelog

<!-- clientwright:changes -->

## 0.1.0

<!-- clientwright:start 0.1.0 -->
The first version.
<!-- clientwright:end -->
";
    assert_eq!(place.read("out/CHANGELOG.md"), first);
    commit(&place);
    place.write("api.yaml", &PETS.replace("All pets.", "All pets that there are."));
    generate(&place, &[]);
    let patch = place.read("out/CHANGELOG.md");
    assert!(patch.contains("## 0.1.1\n") && patch.contains("\nThe public API is the same.\n"), "{patch}");
    place.write("api.yaml", &changed());
    for _ in 0..2 {
        generate(&place, &[]);
        let expected = first.replace(
            "## 0.1.0\n",
            "## 0.2.0

<!-- clientwright:start 0.2.0 -->
### Major

- **`models::Pet`**: the field `name` is `Option<String>`, and was `String`; `new` no longer takes it: handle `None`
  - On the wire, **calls may fail**: responses may omit it, which older versions do not decode
- **`models::Pet`**: `models::Pet::new` is gone: remove its uses

### Minor

- **`models::Pet`**: `models::Pet` implements `Default`
<!-- clientwright:end -->

## 0.1.0
",
        );
        assert_eq!(place.read("out/CHANGELOG.md"), expected);
        generate(&place, &["--check"]);
    }
    commit(&place);
    generate(&place, &["--check"]);
    // Without the change, nothing differs from the commit before.
    place.write("api.yaml", PETS);
    generate(&place, &[]);
    assert!(place.read("out/CHANGELOG.md").contains("## 0.3.0\n"), "{}", place.read("out/CHANGELOG.md"));
    place.write("api.yaml", &changed());
    generate(&place, &[]);
    git(&place.0, &["diff", "--quiet", "HEAD", "--", "out"]);
}

#[test]
fn adds_a_section_for_a_version_of_the_settings() {
    let place = Place::new("changelog-version");
    let settings = SETTINGS.replace("bump = true\n", "");
    place.write("clientwright.toml", &settings);
    place.write("api.yaml", PETS);
    generate(&place, &[]);
    place.write("clientwright.toml", &format!("{settings}version = \"0.2.0\"\n"));
    place.write("api.yaml", &changed());
    generate(&place, &[]);
    let text = place.read("out/CHANGELOG.md");
    assert!(text.contains("## 0.2.0\n") && text.contains(": handle `None`\n"), "{text}");
    generate(&place, &["--check"]);
    // A changelog without the marker is the user's.
    place.write("out/CHANGELOG.md", "# Mine\n");
    place.write("clientwright.toml", &format!("{settings}version = \"0.3.0\"\n"));
    let output = generate(&place, &[]);
    assert!(
        output.contains("  out/CHANGELOG.md has no line `<!-- clientwright:changes -->`: it is your own"),
        "{output}"
    );
    assert_eq!(place.read("out/CHANGELOG.md"), "# Mine\n");
}

#[test]
fn turns_no_text_of_a_description_into_markup_of_the_pages() {
    let place = Place::new("pages-hostile");
    place.write("clientwright.toml", SETTINGS);
    let info = r#"info:
  title: "Pets <script>alert(1)</script>\n# Title"
  version: "1`\n<!-- clientwright:end -->"
  description: "<!-- clientwright:end -->\n\n![x](https://evil.example/x.png) <img src=x>\n\n# More"
  termsOfService: "javascript:alert(1)"
  contact: { name: "[a](javascript:b)", url: "https://a.example/) [x](y", email: "a b@c" }
"#;
    place.write("api.yaml", &PETS.replace("info: { title: Pets, version: '1' }\n", info));
    generate(&place, &[]);
    let text = place.read("out/README.md");
    for hostile in ["<img", "![", "evil.example/x.png", "a.example", "a b@c"] {
        assert!(!text.contains(hostile), "{hostile}: {text}");
    }
    assert!(text.contains("Pets \\<script>") && text.contains("\\[a\\](javascript:b)"), "{text}");
    assert_eq!(text.lines().filter(|line| line.starts_with("<!--")).count(), 2, "{text}");
    assert_eq!(text.lines().filter(|line| line.starts_with("# ")).collect::<Vec<_>>(), ["# pets"], "{text}");
    generate(&place, &["--check"]);
}
