//! Tests of the commands of this repository.

#[test]
fn the_workspace_is_tidy() {
    let tidiness = xtask::tidy::check(&xtask::workspace()).expect("the sources");
    println!("{}", tidiness.summary());
    assert!(tidiness.faults.is_empty(), "{}", tidiness.faults.join("\n"));
}

#[cfg(unix)]
mod tools {
    use std::{
        fs,
        os::unix::fs::PermissionsExt,
        path::Path,
        process::Command,
        thread,
        time::{Duration, Instant},
    };

    #[test]
    fn becomes_the_program_that_it_runs() {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("package");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        let cargo = folder.join("cargo");
        fs::write(&cargo, "#!/bin/sh\necho \"$$ $*\" > started\nexec sleep 60\n").expect("a file");
        fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).expect("a file");
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["corpus", "apis", "--strict"])
            .env("CARGO", &cargo)
            .current_dir(&folder)
            .spawn()
            .expect("it runs");
        let start = Instant::now();
        let started = || fs::read_to_string(folder.join("started")).unwrap_or_default();
        while !started().ends_with('\n') {
            assert!(start.elapsed() < Duration::from_secs(10), "it does not start");
            thread::sleep(Duration::from_millis(10));
        }
        // A signal to the command is one to the program.
        let started = started();
        assert!(started.starts_with(&format!("{} run --quiet --package tools", command.id())), "{started}");
        assert!(started.ends_with("-- corpus apis --strict\n"), "{started}");
        command.kill().expect("a process");
        command.wait().expect("it ends");
    }
}
