//! A process that generates crates of mutated descriptions, and reports each on its standard output.

use std::{
    fs,
    io::{self, Write},
    panic::{self, PanicHookInfo},
    sync::{Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use clientwright::show;
use clientwright_codegen::{Generated, Settings, Source};
use serde::{Deserialize, Serialize};
use tests::mutations::stays_inside;

use super::{
    seeds::{Seed, mutated},
    time_limit,
};

/// A line of the output.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Event {
    /// A description is generated now.
    Begin { number: usize, name: String, bytes: usize },
    /// It has been generated.
    End { millis: u64, result: Outcome },
}

/// The result of a description.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Outcome {
    Crate,
    Diagnosed,
    Fault(String),
}

/// The message of the last panic of any thread.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Generates the descriptions with these numbers.
pub(super) fn run(seeds: &[Seed], seed: u64, numbers: impl Iterator<Item = usize>) -> Result<(), String> {
    panic::set_hook(Box::new(remember));
    for number in numbers {
        let (name, text) = mutated(seeds, seed, number);
        send(&Event::Begin { number, name: name.to_owned(), bytes: text.len() })?;
        let (mut result, mut time) = timed(number, &text);
        let limit = time_limit(text.len());
        if time > limit {
            // Another process may have slowed the machine down.
            let (_, again) = timed(number, &text);
            time = time.min(again);
        }
        if time > limit && !matches!(result, Outcome::Fault(_)) {
            result = Outcome::Fault(format!("{} ms for {} bytes", time.as_millis(), text.len()));
        }
        send(&Event::End { millis: u64::try_from(time.as_millis()).unwrap_or(u64::MAX), result })?;
    }
    Ok(())
}

fn send(event: &Event) -> Result<(), String> {
    let line = serde_json::to_string(event).map_err(|error| error.to_string())?;
    // The reader may have ended.
    writeln!(io::stdout().lock(), "{line}").map_err(|error| error.to_string())
}

fn remember(info: &PanicHookInfo<'_>) {
    *PANIC.lock().unwrap_or_else(PoisonError::into_inner) = Some(info.to_string().replace('\n', " "));
}

/// Returns the result of a description, and its time: that of the processor, where the system knows it.
fn timed(number: usize, text: &[u8]) -> (Outcome, Duration) {
    let (start, start_of_processor) = (Instant::now(), processor_time());
    // A thread has a smaller stack than a process: what fits into it fits everywhere.
    let result = thread::scope(|scope| scope.spawn(|| outcome(number, text)).join());
    let of_processor = processor_time().zip(start_of_processor).map(|(end, start)| end.saturating_sub(start));
    let time = of_processor.unwrap_or_else(|| start.elapsed());
    let panic = PANIC.lock().unwrap_or_else(PoisonError::into_inner).take();
    let result = match (result, panic) {
        // A panic is a fault also where a thread of the generator has recovered from it.
        (_, Some(message)) => Outcome::Fault(message),
        (Err(_), None) => Outcome::Fault("a panic".to_owned()),
        (Ok(result), None) => result,
    };
    (result, time)
}

/// Returns the time that the threads of this process have used, from the 14th and 15th field of its status (proc(5)).
fn processor_time() -> Option<Duration> {
    let status = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program is in brackets and may contain spaces.
    let fields = status.rsplit_once(") ")?.1.split(' ').skip(11).take(2);
    let ticks: u64 = fields.filter_map(|field| field.parse::<u64>().ok()).sum();
    Some(Duration::from_millis(ticks * 10))
}

fn outcome(number: usize, text: &[u8]) -> Outcome {
    let generated = match generate(number, text) {
        Ok(generated) => generated,
        Err(message) => return Outcome::Fault(message),
    };
    // The places of the diagnostics have to be found.
    let shown = show::render("api.yaml", &generated, 5, false);
    let Some(files) = generated.files else {
        let is_silent = shown.is_empty();
        return if is_silent {
            Outcome::Fault("neither a crate nor a diagnostic".to_owned())
        } else {
            Outcome::Diagnosed
        };
    };
    match files.keys().find(|path| !stays_inside(path)) {
        Some(path) => Outcome::Fault(format!("a file at {path:?}")),
        None => Outcome::Crate,
    }
}

/// Generates the crate of a description.
///
/// # Errors
/// Returns an error if the generator emits invalid Rust.
pub(super) fn generate(number: usize, text: &[u8]) -> Result<Generated, String> {
    let text = String::from_utf8_lossy(text).into_owned();
    let settings = Settings {
        name: format!("m{number}"),
        version: "0.1.0".to_owned(),
        links: true,
        ..Settings::default()
    };
    clientwright_codegen::generate(&Source::new("api.yaml", text), &settings)
        .map_err(|error| error.to_string())
}
