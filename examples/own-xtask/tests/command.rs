//! The command, run on the description of the other example.

use std::{fs, path::Path, process::Command};

#[test]
fn writes_a_crate_and_reports_the_changes() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("own-xtask");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let pets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../build-script/pets.yaml");
    let text = fs::read_to_string(pets).expect("a description");
    let run = |text: &str| {
        let spec = folder.join("api.yaml");
        fs::write(&spec, text).expect("a file");
        let output = Command::new(env!("CARGO_BIN_EXE_own-xtask"))
            .arg(spec)
            .arg(folder.join("out"))
            .output()
            .expect("it runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.success(), text(&output.stdout), text(&output.stderr))
    };
    let (ok, printed, wrong) = run(&text);
    assert!(ok && printed.starts_with("1 operations, "), "{printed}{wrong}");
    assert!(folder.join("out/src/operations/get_pet.rs").is_file());
    let (ok, printed, _) =
        run(&text.replace("name: { type: string }", "name: { type: string }, age: { type: integer }"));
    assert!(
        ok && printed.starts_with("minor: models::Pet: the field `age: Option<i64>` is new\n"),
        "{printed}"
    );
    let (ok, _, wrong) = run("openapi: 3.1.0\ninfo: [\n");
    assert!(!ok && wrong.contains("api.yaml:"), "{wrong}");
}
