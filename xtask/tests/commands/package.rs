//! The commands of other packages, which cargo runs.

#![cfg(unix)]

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use crate::place::Place;

#[test]
fn becomes_the_program_that_it_runs() {
    let place = Place::new("package");
    let cargo = place.write("cargo", "#!/bin/sh\necho \"$$ $*\" > started\nexec sleep 60\n");
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["mock", "api.yaml", "--quiet"])
        .env("CARGO", &cargo)
        .current_dir(&place.0)
        .spawn()
        .expect("it runs");
    let start = Instant::now();
    while !(place.has("started") && place.read("started").ends_with('\n')) {
        assert!(start.elapsed() < Duration::from_secs(10), "it does not start");
        thread::sleep(Duration::from_millis(10));
    }
    // A signal to the command is one to the program.
    let started = place.read("started");
    assert!(started.starts_with(&format!("{} run --quiet --package mock", command.id())), "{started}");
    assert!(started.ends_with("-- api.yaml --quiet\n"), "{started}");
    command.kill().expect("a process");
    command.wait().expect("it ends");
}
