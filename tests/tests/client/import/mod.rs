//! The example `import_services` against a server that fails at random, while the import is killed repeatedly.
//!
//! Every row ends as exactly one of created, refused and unknown, and no row is created twice.
//! `IMPORT_ROWS=1000000 cargo test --release -p tests --test client import:: -- --nocapture` imports a million rows.

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

use self::unreliable::{Behavior, UnreliableServer};

/// Returns the path of the example. `cargo test` builds it only together with all tests of the package, so it is built
/// here.
fn program() -> PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(build).clone()
}

fn build() -> PathBuf {
    let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
    let built = xtask::cargo::command()
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
        // Writing to a `String` does not fail.
        let _ = writeln!(text, "Service {row},\"cleans, and\nshines\"");
    }
    fs::write(path, text).expect("a file");
}

fn import(program: &Path, csv: &Path, url: &str, max_in_flight: usize) -> Child {
    Command::new(program)
        .arg(csv)
        .args(["--token", "secret", "--base-url", url, "--rate-limit", "1000000", "--max-in-flight"])
        .arg(max_in_flight.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program")
}

/// Returns the outcome and the reason of each row, by its number.
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
fn every_row_has_one_outcome() {
    let rows: usize = std::env::var("IMPORT_ROWS").map_or(20_000, |rows| rows.parse().expect("a number"));
    let program = program();
    let folder = folder("failures");
    let csv = folder.join("services.csv");
    write_rows(&csv, rows);
    let server = UnreliableServer::start(Behavior::Random);
    let start = Instant::now();
    let (mut kills, mut runs) = (0, 0);
    let summary = loop {
        let mut child = import(&program, &csv, &server.url(), 8);
        runs += 1;
        // The first runs are killed at a random moment: before the first batch, or during later ones.
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
        "{rows} rows in {:.1?}, {runs} runs, {kills} kills; {summary}; {} requests: {}",
        start.elapsed(),
        server.requests(),
        server.behaviors(),
    );
    assert_eq!(summary, format!("{} created, {} refused, {} unknown", counts[0], counts[1], counts[2]));
    assert_eq!(results.len(), rows, "a row has no outcome");
    assert!(kills > 0 && counts.iter().all(|count| *count > 0), "{kills} kills, {counts:?}");
    for row in 1..=rows {
        let times = created.get(&row).copied().unwrap_or(0);
        let (outcome, reason) = &results[&row];
        let is_consistent = match outcome.as_str() {
            "created" => times == 1,
            "refused" => times == 0 && !reason.is_empty(),
            _ => times <= 1 && !reason.is_empty(),
        };
        assert!(is_consistent, "row {row} is {outcome} ({reason}), and the server has it {times} times");
    }
    let _ = fs::remove_dir_all(folder);
}

#[test]
fn reports_errors_and_keeps_all_rows() {
    let program = program();
    let folder = folder("errors");
    let csv = folder.join("services.csv");
    write_rows(&csv, 250);
    let server = UnreliableServer::start(Behavior::Reliable);
    let run = |url: &str| {
        let output = import(&program, &csv, url, 2).wait_with_output().expect("an end");
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&text).into_owned())
    };

    // A rejected token creates nothing, and does not settle the outcome of a row.
    server.set(Behavior::Forbidden);
    let (ok, output) = run(&server.url());
    assert!(!ok && output.contains("403") && output.contains("0 created, 0 refused, 0 unknown"), "{output}");

    server.set(Behavior::Reliable);
    let (ok, output) = run(&server.url());
    assert!(ok && output.contains("250 created, 0 refused, 0 unknown"), "{output}");
    // A second run changes nothing.
    let (ok, output) = run(&server.url());
    assert!(ok && output.contains("250 created, 0 refused, 0 unknown"), "{output}");
    assert_eq!(server.created().len(), 250);
    assert!(server.created().values().all(|times| *times == 1));

    // A changed file is another import.
    write_rows(&csv, 251);
    let (ok, output) = run(&server.url());
    assert!(!ok && output.contains("services.csv.journal: it belongs to another file"), "{output}");
    let _ = fs::remove_dir_all(folder);
}

#[test]
fn runs_against_the_mock_server() {
    let (program, folder) = (program(), folder("mock"));
    let csv = folder.join("services.csv");
    write_rows(&csv, 250);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let source =
        clientwright::description::read(&xtask::workspace().join("spec/hubspot-services.yaml"), None, &[]);
    let (mock, diagnostics) = clientwright_mock::Mock::new(&source.expect("a text")).expect("a description");
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let problems = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = problems.clone();
    runtime.spawn(clientwright_mock::serve(
        std::sync::Arc::new(mock),
        listener,
        clientwright_mock::Limits::default(),
        move |_, response| {
            if !response.status().is_success() {
                seen.lock().expect("no panic").push(String::from_utf8_lossy(response.body()).into_owned());
            }
        },
    ));
    let output = import(&program, &csv, &url, 2).wait_with_output().expect("an end");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "250 created, 0 refused, 0 unknown\n");
    assert_eq!(
        problems.lock().expect("no panic").as_slice(),
        [""; 0],
        "every request matches the description"
    );
    let _ = fs::remove_dir_all(folder);
}
