//! Starts the processes that generate crates, and continues with another one after a process that died or does not end.

use std::{
    env,
    io::{BufRead, BufReader, Read},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use clientwright::print_error;

use super::{
    time_limit,
    worker::{Event, Outcome},
};

/// The time for reading the descriptions.
const START: Duration = Duration::from_secs(120);

/// The numbers of a process: every `step`th from `first` on, below `count`.
pub(super) struct Run {
    pub(super) first: usize,
    pub(super) step: usize,
    pub(super) count: usize,
}

/// The results.
#[derive(Default)]
pub(super) struct Tally {
    /// The numbers of the descriptions that result in a crate.
    pub(super) crates: Vec<usize>,
    pub(super) diagnosed: usize,
    pub(super) faults: Vec<String>,
    /// The number, the length and the time of each description.
    pub(super) times: Vec<(usize, usize, Duration)>,
}

impl Tally {
    pub(super) fn add(&mut self, other: Self) {
        self.crates.extend(other.crates);
        self.diagnosed += other.diagnosed;
        self.faults.extend(other.faults);
        self.times.extend(other.times);
    }

    /// Adds a fault, and prints it at once, because a run takes hours.
    fn fault(&mut self, number: usize, name: &str, what: &str) {
        let fault = format!("number {number}, of {name}: {what}");
        print_error!("{fault}");
        self.faults.push(fault);
    }
}

/// The description that a process works on.
struct Current {
    number: usize,
    name: String,
    bytes: usize,
}

/// Generates every description of a run.
///
/// # Errors
/// Returns an error if a process cannot be started, or ends without a description at fault.
pub(super) fn supervise(run: &Run) -> Result<Tally, String> {
    let mut tally = Tally::default();
    let mut next = run.first;
    while next < run.count {
        let mut child = start(next, run.step)?;
        let result = follow(&mut child, &mut tally);
        // A process that has ended cannot be killed.
        let _ = child.kill();
        let status = child.wait().map_err(|error| format!("cannot wait for a process: {error}"))?;
        let (current, is_stuck) = result;
        match current {
            Some(current) => {
                let what =
                    if is_stuck { "does not end".to_owned() } else { format!("the process died: {status}") };
                tally.fault(current.number, &current.name, &what);
                next = current.number + run.step;
            }
            None if status.success() => return Ok(tally),
            None => return Err(format!("a process ended with {status} between two descriptions")),
        }
    }
    Ok(tally)
}

fn start(first: usize, step: usize) -> Result<Child, String> {
    let program = env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    Command::new(program)
        .args(env::args_os().skip(1))
        .args(["--first", &first.to_string(), "--step", &step.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        // A process that dies of its stack says so there; the fault has its status.
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("cannot start a process: {error}"))
}

/// Reads the events of a process until it ends. Returns the description that it did not complete, and `true` if it is
/// still at work.
fn follow(child: &mut Child, tally: &mut Tally) -> (Option<Current>, bool) {
    let Some(output) = child.stdout.take() else { return (None, false) };
    let events = events(output);
    let mut current: Option<Current> = None;
    loop {
        // A process makes a second attempt, and the machine may be busy.
        let limit = current.as_ref().map_or(START, |current| time_limit(current.bytes) * 20);
        match events.recv_timeout(limit) {
            Ok(Event::Begin { number, name, bytes }) => current = Some(Current { number, name, bytes }),
            Ok(Event::End { millis, result }) => {
                let Some(current) = current.take() else { continue };
                tally.times.push((current.number, current.bytes, Duration::from_millis(millis)));
                match result {
                    Outcome::Crate => tally.crates.push(current.number),
                    Outcome::Diagnosed => tally.diagnosed += 1,
                    Outcome::Fault(what) => tally.fault(current.number, &current.name, &what),
                }
            }
            Err(RecvTimeoutError::Timeout) => return (current, true),
            Err(RecvTimeoutError::Disconnected) => return (current, false),
        }
    }
}

/// Reads the lines of a process in a thread of its own, which ends with the process.
fn events(output: impl Read + Send + 'static) -> Receiver<Event> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let lines = BufReader::new(output).lines().map_while(Result::ok);
        let events = lines.filter_map(|line| serde_json::from_str(&line).ok());
        for event in events {
            if sender.send(event).is_err() {
                return;
            }
        }
    });
    receiver
}
