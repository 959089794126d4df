//! A run that is killed, or that cannot write to the disk.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::place::{PETS, Place, code, stderr};

/// The number of runs that are killed.
const KILLS: u64 = 30;
/// The maximum number, if none of those was killed while it wrote.
const MAX_KILLS: u64 = 300;

/// Reads every file below a folder.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                files.insert(path.display().to_string(), fs::read(&path).unwrap_or_default());
            }
        }
    }
    files
}

/// Returns a description whose models begin with `of`.
fn description(of: &str) -> String {
    let model = |number| {
        format!("    {of}{number}: {{ type: object, properties: {{ name: {{ type: string }} }} }}\n")
    };
    let models: Vec<String> = (0..40).map(model).collect();
    format!("{}{}", PETS.replace("title: Pets", &format!("title: {of}")), models.concat())
}

/// Starts a run, and kills it some time after it has staged the first file or folder. The time depends on `kill`.
fn kill_while_it_writes(place: &Place, kill: u64, has_staged: impl Fn() -> bool) {
    let mut run = Command::new(env!("CARGO_BIN_EXE_clientwright"))
        .args(["generate", "--spec", "api.yaml", "--out", "out", "--name", "pets"])
        .current_dir(&place.0)
        .stdout(Stdio::null())
        .spawn()
        .expect("it runs");
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(5)
        && run.try_wait().expect("a process").is_none()
        && !has_staged()
    {}
    thread::sleep(Duration::from_micros(kill % KILLS * 150));
    let _ = run.kill();
    run.wait().expect("it ends");
}

#[test]
fn completes_a_run_that_was_killed() {
    let place = Place::new("killed");
    let texts = [description("Cat"), description("Dog")];
    let trees = texts.each_ref().map(|text| {
        place.write("api.yaml", text);
        place.generate(&[]);
        tree(&place.0.join("out"))
    });
    assert!(trees[0].len() > 60 && trees[0] != trees[1]);
    let mut half = 0;
    for kill in 0..MAX_KILLS {
        if kill >= KILLS && half > 0 {
            break;
        }
        let number = usize::try_from(kill % 2).expect("small");
        place.write("api.yaml", &texts[number]);
        let staged = || tree(&place.0.join("out")).into_keys();
        kill_while_it_writes(&place, kill, || staged().any(|path| path.ends_with(".clientwright-new")));
        let left = tree(&place.0.join("out"));
        let check = place.generate(&["--check"]);
        if left != trees[number] {
            half += usize::from(left != trees[1 - number]);
            assert_eq!(code(&check), 1, "kill {kill} is not noticed");
        }
        assert_eq!(tree(&place.0.join("out")), left, "--check changes nothing");
        let next = place.generate(&[]);
        assert_eq!(code(&next), 0, "kill {kill}: {}", stderr(&next));
        assert!(tree(&place.0.join("out")) == trees[number], "kill {kill} is not completed");
    }
    assert!(half > 0, "no run was killed between the old and the new tree");
}

#[test]
fn makes_a_new_folder_at_once() {
    let place = Place::new("killed-new");
    place.write("api.yaml", &description("Cat"));
    let names = || -> Vec<String> {
        let entries = fs::read_dir(&place.0).expect("a folder");
        let mut names: Vec<String> =
            entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    place.write(".out.1-0.clientwright-new/mine.txt", "mine");
    place.generate(&[]);
    assert_eq!(place.read(".out.1-0.clientwright-new/mine.txt"), "mine");
    fs::remove_dir_all(place.0.join(".out.1-0.clientwright-new")).expect("a folder");
    let mut killed = 0;
    for kill in 0..MAX_KILLS {
        if kill >= KILLS && killed > 0 {
            break;
        }
        let _ = fs::remove_dir_all(place.0.join("out"));
        kill_while_it_writes(&place, kill, || names().iter().any(|name| name.ends_with(".clientwright-new")));
        let left = tree(&place.0.join("out")).len();
        assert!(left == 0 || left > 60, "kill {kill} leaves {left} files");
        killed += usize::from(names().len() > 2);
        let next = place.generate(&[]);
        assert_eq!(code(&next), 0, "kill {kill}: {}", stderr(&next));
        assert_eq!(names(), ["api.yaml", "out"], "kill {kill}");
        assert!(tree(&place.0.join("out")).len() > 60, "kill {kill} is not completed");
    }
    assert!(killed > 0, "no run was killed while it wrote a new folder");
}

#[test]
fn names_the_obstacle() {
    for (name, path, message) in [
        ("file-for-out", "out", "out is in the way: it is a file, and a folder belongs there\n"),
        ("file-for-folder", "out/src", "out/src is in the way: it is a file, and a folder belongs there\n"),
        (
            "file-for-models",
            "out/src/models",
            "out/src/models is in the way: it is a file, and a folder belongs there\n",
        ),
    ] {
        let place = Place::new(name);
        place.write("api.yaml", PETS);
        place.write(path, "mine\n");
        let output = place.generate(&[]);
        assert_eq!((code(&output), stderr(&output).as_str()), (1, message));
        assert_eq!(place.read(path), "mine\n");
    }
    let place = Place::new("folder-for-file");
    place.write("api.yaml", PETS);
    place.write("out/src/lib.rs/mine.txt", "mine\n");
    let output = place.generate(&[]);
    assert_eq!(stderr(&output), "out/src/lib.rs is in the way: it is a folder, and a file belongs there\n");
}

/// Runs a script in a mount namespace of its own; `None` if the system does not allow one.
fn in_namespace(place: &Place, script: &str) -> Option<(i32, String)> {
    let unshare = |script: &str| {
        Command::new("unshare")
            .args(["--user", "--map-root-user", "--mount", "sh", "-c", script])
            .current_dir(&place.0)
            .env("XTASK", env!("CARGO_BIN_EXE_clientwright"))
            .output()
    };
    if !unshare("mount -t tmpfs none .").is_ok_and(|output| output.status.success()) {
        println!("skipped: no mount namespaces here");
        return None;
    }
    let output = unshare(script).ok()?;
    Some((code(&output), String::from_utf8_lossy(&output.stdout).into_owned()))
}

#[test]
fn reports_a_full_or_read_only_disk_in_a_line() {
    let place = Place::new("disk");
    place.write("api.yaml", PETS);
    let generate = "$XTASK generate --spec api.yaml --out out --name pets 2>&1 >/dev/null";
    let Some((exit, printed)) = in_namespace(
        &place,
        &format!(
            "mkdir -p out; mount -t tmpfs -o size=40k none out; {generate}; code=$?; find out -type f; exit $code"
        ),
    ) else {
        return;
    };
    assert_eq!(exit, 1, "{printed}");
    assert!(printed.starts_with("cannot write out/") && printed.contains("No space left"), "{printed}");
    assert_eq!(printed.lines().count(), 1, "nothing is left: {printed}");
    let read_only = format!("mkdir -p out; mount -t tmpfs -o ro none out; {generate}");
    let (exit, printed) = in_namespace(&place, &read_only).expect("as before");
    assert_eq!((exit, printed.lines().count()), (1, 1), "{printed}");
    assert!(printed.starts_with("cannot ") && printed.contains("Read-only file system"), "{printed}");
}
