//! The example `import_services`, killed again and again, against a server that fails at random: every row ends in exactly one
//! of created, refused and unknown, and nothing is created twice.
//!
//! `IMPORT_ROWS=1000000 cargo test --release -p tests --test import -- --nocapture` does it with a million.

mod unreliable;

use std::{
    collections::HashMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
    thread,
    time::{Duration, Instant},
};

use unreliable::{Unreliable, Weather};

/// The program, which `cargo test` builds only with all of the package's tests.
fn program() -> PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(build).clone()
}

fn build() -> PathBuf {
    let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
    let built = Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            "--package",
            "tests",
            "--example",
            "import_services",
            "--profile",
            profile,
        ])
        .status();
    assert!(built.expect("cargo").success());
    let test = std::env::current_exe().expect("a program");
    let folder = test.parent().and_then(Path::parent).expect("the folder of the profile");
    folder.join("examples/import_services")
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("import-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn write_rows(path: &Path, rows: usize) {
    let mut text = "hs_name,hs_description\n".to_owned();
    for row in 1..=rows {
        // Writing to a string does not fail.
        let _ = writeln!(text, "Service {row},\"cleans, and\nshines\"");
    }
    fs::write(path, text).expect("a file");
}

fn import(program: &Path, csv: &Path, url: &str, at_once: usize) -> Child {
    Command::new(program)
        .arg(csv)
        .args(["--token", "secret", "--base-url", url, "--limit", "1000000", "--at-once"])
        .arg(at_once.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program")
}

/// The outcome of each row, and the reason, by its number.
fn results(csv: &Path) -> HashMap<usize, (String, String)> {
    let path = format!("{}.results.csv", csv.display());
    let mut results = HashMap::new();
    for record in csv::Reader::from_path(path).expect("results").into_records() {
        let record = record.expect("a record");
        let row = record[0].parse().expect("a number");
        let before = results.insert(row, (record[1].to_owned(), record[3].to_owned()));
        assert!(before.is_none(), "row {row} has two outcomes");
    }
    results
}

#[test]
fn every_row_has_one_outcome_whatever_happens() {
    let rows: usize = std::env::var("IMPORT_ROWS").map_or(20_000, |rows| rows.parse().expect("a number"));
    let program = program();
    let folder = folder("storm");
    let csv = folder.join("services.csv");
    write_rows(&csv, rows);
    let server = Unreliable::start(Weather::Storm);
    let start = Instant::now();
    let (mut kills, mut runs) = (0, 0);
    let said = loop {
        let mut child = import(&program, &csv, &server.url(), 8);
        runs += 1;
        // A kill comes at any moment of the first runs: before the first batch as well as in the middle of many.
        let moment = Duration::from_millis(fastrand::u64(20..220 + rows as u64 / 800));
        let deadline = Instant::now() + moment;
        let killed = kills < 12
            && loop {
                if child.try_wait().expect("a process").is_some() {
                    break false;
                }
                if Instant::now() >= deadline {
                    break true;
                }
                thread::sleep(Duration::from_millis(2));
            };
        if killed {
            child.kill().expect("a process to kill");
            child.wait().expect("an end");
            kills += 1;
            continue;
        }
        let output = child.wait_with_output().expect("an end");
        let (out, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        if output.status.success() {
            break out.trim().to_owned();
        }
        assert!(runs < 100, "it does not end: {error}");
    };
    let results = results(&csv);
    let created = server.created();
    let count = |wanted: &str| results.values().filter(|(outcome, _)| outcome == wanted).count();
    let counts = [count("created"), count("refused"), count("unknown")];
    println!(
        "{rows} rows in {:.1?}, {runs} runs, {kills} kills; {said}; {} requests: {}",
        start.elapsed(),
        server.requests(),
        server.weather(),
    );
    assert_eq!(said, format!("{} created, {} refused, {} unknown", counts[0], counts[1], counts[2]));
    assert_eq!(results.len(), rows, "a row has no outcome");
    assert!(kills > 0 && counts.iter().all(|count| *count > 0), "{kills} kills, {counts:?}");
    for row in 1..=rows {
        let times = created.get(&row).copied().unwrap_or(0);
        let (outcome, reason) = &results[&row];
        let is_true = match outcome.as_str() {
            "created" => times == 1,
            "refused" => times == 0 && !reason.is_empty(),
            _ => times <= 1 && !reason.is_empty(),
        };
        assert!(is_true, "row {row} is {outcome} ({reason}), and the server has it {times} times");
    }
    let _ = fs::remove_dir_all(folder);
}

#[test]
fn what_is_wrong_is_said_and_loses_nothing() {
    let program = program();
    let folder = folder("calm");
    let csv = folder.join("services.csv");
    write_rows(&csv, 250);
    let server = Unreliable::start(Weather::Calm);
    let run = |url: &str| {
        let output = import(&program, &csv, url, 2).wait_with_output().expect("an end");
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&text).into_owned())
    };

    // A token that is not accepted creates nothing, and is no reason to give a row up.
    server.set(Weather::Forbidden);
    let (ok, said) = run(&server.url());
    assert!(!ok && said.contains("403") && said.contains("0 created, 0 refused, 0 unknown"), "{said}");

    server.set(Weather::Calm);
    let (ok, said) = run(&server.url());
    assert!(ok && said.contains("250 created, 0 refused, 0 unknown"), "{said}");
    // Once more is no more.
    let (ok, said) = run(&server.url());
    assert!(ok && said.contains("250 created, 0 refused, 0 unknown"), "{said}");
    assert_eq!(server.created().len(), 250);
    assert!(server.created().values().all(|times| *times == 1));

    // Another file by the same name is another import.
    write_rows(&csv, 251);
    let (ok, said) = run(&server.url());
    assert!(!ok && said.contains("services.csv.journal: it belongs to another file"), "{said}");
    let _ = fs::remove_dir_all(folder);
}

#[test]
fn it_runs_against_the_mock() {
    let (program, folder) = (program(), folder("mock"));
    let csv = folder.join("services.csv");
    write_rows(&csv, 250);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let source = xtask::description::read(&xtask::workspace().join("spec/hubspot-services.yaml"), None, &[]);
    let (mock, diagnostics) = mock::Mock::new(&source.expect("a text")).expect("a description");
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let problems = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = problems.clone();
    runtime.spawn(mock::serve(std::sync::Arc::new(mock), listener, move |_, answer| {
        if !answer.status().is_success() {
            seen.lock().expect("no panic").push(String::from_utf8_lossy(answer.body()).into_owned());
        }
    }));
    let output = import(&program, &csv, &url, 2).wait_with_output().expect("an end");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "250 created, 0 refused, 0 unknown\n");
    assert_eq!(
        problems.lock().expect("no panic").as_slice(),
        [""; 0],
        "every request is what the description says"
    );
    let _ = fs::remove_dir_all(folder);
}
