//! A crate from a description alone, in a folder outside of any repository.

use std::{
    env, fs,
    path::PathBuf,
    process::{Command, Output},
};

use crate::place::{PETS, code, stderr, stdout};

/// A folder outside of this repository.
pub(crate) struct Outside(pub(crate) PathBuf);

impl Outside {
    pub(crate) fn new(name: &str) -> Self {
        let folder = env::temp_dir().join(format!("clientwright-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let file = self.0.join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, text).expect("a file");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap_or_default()
    }

    /// Runs the command in a folder below.
    pub(crate) fn run(&self, folder: &str, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_clientwright"))
            .args(arguments)
            .current_dir(self.0.join(folder))
            .output()
            .expect("it runs")
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn makes_settings_and_a_crate_in_an_empty_folder() {
    let outside = Outside::new("empty");
    outside.write("openapi.yaml", &PETS.replace("title: Pets", "title: The Pets API"));
    let output = outside.run("", &["new", "openapi.yaml"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let settings = "# The descriptions of Clientwright, and the settings of their crates.\n\n[api.pets]\n\
        spec = \"openapi.yaml\"\nout = \"pets\"\n";
    assert_eq!(outside.read("clientwright.toml"), settings);
    assert!(outside.read("pets/Cargo.toml").contains("name = \"pets\""));
    let lines = stdout(&output);
    let steps = "next:\n  cargo build --manifest-path pets/Cargo.toml\n";
    assert!(lines.contains(steps), "{lines}");
    // The settings are found from the folders below.
    outside.write("src/a.rs", "");
    let again = outside.run("src", &["generate", "--check"]);
    assert_eq!(code(&again), 0, "{}", stderr(&again));
    let listed = outside.run("src", &["list"]);
    assert!(stdout(&listed).starts_with("pets\n  list_pets "), "{}", stdout(&listed));
    // The settings stay as they are, and a second crate joins.
    outside.write("apis/cats.yaml", PETS);
    let second = outside.run("apis", &["new", "cats.yaml", "--out", "cats-client"]);
    assert_eq!(code(&second), 0, "{}", stderr(&second));
    let table = "\n\n[api.cats]\nspec = \"apis/cats.yaml\"\nout = \"apis/cats-client\"\n";
    assert_eq!(outside.read("clientwright.toml"), settings.trim_end().to_owned() + table);
}

#[test]
fn makes_one_crate_of_several_descriptions() {
    let outside = Outside::new("several");
    for path in ["pets.yaml", "cats/openapi.yaml"] {
        outside.write(path, PETS);
    }
    let specs = ["new", "pets.yaml", "cats/openapi.yaml"];
    let unnamed = outside.run("", &specs);
    assert_eq!(code(&unnamed), 2);
    assert!(stderr(&unnamed).contains("choose one with --name"), "{}", stderr(&unnamed));
    let output = outside.run("", &[&specs[..], &["--name", "zoo"]].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let settings = outside.read("clientwright.toml");
    let parts = "[api.zoo]\nout = \"zoo\"\n\n[api.zoo.parts]\npets = { spec = \"pets.yaml\" }\n\
        cats = { spec = \"cats/openapi.yaml\" }\n";
    assert!(settings.ends_with(parts), "{settings}");
    assert!(stdout(&output).contains("cargo add --path zoo --features pets "), "{}", stdout(&output));
    assert_eq!(code(&outside.run("", &["generate", "--check"])), 0);
    let again = outside.run("", &[&specs[..], &["--name", "zoo"]].concat());
    assert!(stderr(&again).contains("the settings have this crate already"), "{}", stderr(&again));
}

#[test]
fn adds_the_crate_to_the_workspace() {
    let outside = Outside::new("workspace");
    outside.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"app\"]\n");
    outside.write("specs/pets.yaml", PETS);
    let output = outside.run("", &["new", "specs/pets.yaml", "--out", "crates/pets"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let members = "members = [\"app\", \"crates/pets\"]\n";
    assert!(outside.read("Cargo.toml").ends_with(members), "{}", outside.read("Cargo.toml"));
    assert!(
        stdout(&output).contains("the crate is a member of the workspace Cargo.toml\n"),
        "{}",
        stdout(&output)
    );
    let build = "\n  cargo build --manifest-path crates/pets/Cargo.toml\n";
    assert!(stdout(&output).contains(build), "{}", stdout(&output));
    // A form that is not changed is left to the user, with everything else done.
    outside.write("other/Cargo.toml", "workspace.resolver = \"3\"\n");
    outside.write("other/cats.yaml", PETS);
    let output = outside.run("other", &["new", "cats.yaml", "--settings", "clientwright.toml"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let by_hand = "  add \"cats\" to `workspace.members` in Cargo.toml by hand\n";
    assert!(stdout(&output).contains(by_hand), "{}", stdout(&output));
    assert_eq!(outside.read("other/Cargo.toml"), "workspace.resolver = \"3\"\n");
    assert!(outside.read("other/clientwright.toml").contains("[api.cats]"));
}

#[test]
fn makes_a_crate_in_the_current_folder() {
    let outside = Outside::new("here");
    outside.write("pets.yaml", PETS);
    let output = outside.run("", &["new", "pets.yaml", "--out", "."]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(outside.read("clientwright.toml").ends_with("spec = \"pets.yaml\"\nout = \".\"\n"));
    assert!(stdout(&output).contains("\n  cargo build --manifest-path Cargo.toml\n"), "{}", stdout(&output));
    let again = outside.run("", &["new", "pets.yaml"]);
    assert_eq!(code(&again), 2);
    let message = "the settings have this crate already: run `clientwright generate`\n";
    assert_eq!(stderr(&again), message);
    let inside = outside.run("", &["new", "pets.yaml", "--name", "cats", "--out", "src/cats"]);
    assert_eq!(stderr(&inside), "the crate `pets` is in . already: choose another --out\n");
}

#[test]
fn two_runs_add_two_crates() {
    let outside = Outside::new("two");
    outside.write("Cargo.toml", "[workspace]\nmembers = []\n");
    let names = ["ants", "bees", "cats", "dogs", "elks", "frogs"];
    for name in names {
        outside.write(&format!("{name}.yaml"), PETS);
        outside.write(&format!("{name}/notes.txt"), "");
    }
    std::thread::scope(|scope| {
        for name in names {
            let outside = &outside;
            // Each has settings of its own, and all have one workspace.
            scope.spawn(move || {
                let line =
                    ["new", &format!("../{name}.yaml"), "--settings", "clientwright.toml", "--out", "client"];
                let output = outside.run(name, &line);
                assert_eq!(code(&output), 0, "{}", stderr(&output));
            });
        }
    });
    for name in names {
        assert!(
            outside.read("Cargo.toml").contains(&format!("\"{name}/client\"")),
            "{}",
            outside.read("Cargo.toml")
        );
    }
}

#[test]
fn adds_nothing_after_a_failure() {
    let outside = Outside::new("failure");
    outside.write("Cargo.toml", "[workspace]\n");
    outside.write("pets.yaml", "openapi: 9.0.0\n");
    let output = outside.run("", &["new", "pets.yaml"]);
    assert_eq!(code(&output), 1);
    let names: Vec<_> =
        fs::read_dir(&outside.0).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert_eq!(outside.read("Cargo.toml"), "[workspace]\n");
    for wrong in ["-", "pets.yaml --name 9"] {
        let arguments: Vec<&str> = ["new"].into_iter().chain(wrong.split(' ')).collect();
        assert_eq!(code(&outside.run("", &arguments)), 2);
    }
}

#[test]
fn says_where_settings_are_missing() {
    let outside = Outside::new("missing");
    let output = outside.run("", &["generate"]);
    assert_eq!(code(&output), 2);
    let message = "there is no clientwright.toml in this folder, nor in a folder above it: run `clientwright new FILE`\n";
    assert_eq!(stderr(&output), message);
}
