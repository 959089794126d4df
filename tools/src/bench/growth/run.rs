//! The measurement of one description: the steps of `cargo xtask generate`, twice, as after a change.

use std::fs;

use clientwright::show;
use clientwright_codegen::{Settings, generate, surface::compare};
use cpu_time::ProcessTime;

use super::{Measurement, input::Input};

/// A clock of the CPU time of all threads.
struct Clock {
    last: ProcessTime,
    steps: Vec<f64>,
}

impl Clock {
    fn lap(&mut self) {
        let now = ProcessTime::now();
        self.steps.push(now.duration_since(self.last).as_secs_f64());
        self.last = now;
    }
}

/// Measures a description.
pub(super) fn measure(input: Input) -> Result<Measurement, String> {
    let Input { source, settings } = input;
    let mut clock = Clock { last: ProcessTime::now(), steps: Vec::new() };
    let generated = generate(&source, &settings).map_err(|fault| fault.to_string())?;
    clock.lap();
    let _ = show::render("growth.json", &generated, usize::MAX, false);
    clock.lap();
    let bytes = generated.report.bytes;
    let before = generated.surface;
    let settings = Settings { before, ..settings };
    let again = generate(&source, &settings).map_err(|fault| fault.to_string())?;
    clock.lap();
    let changes = compare(&settings.before, &again.surface);
    if changes.level().is_some() {
        return Err("a second run has another public API".to_owned());
    }
    clock.lap();
    let steps = clock.steps.try_into().map_err(|_| "a step is not measured".to_owned())?;
    Ok(Measurement { steps, megabytes: peak(), bytes })
}

/// Returns the peak memory of this process in megabytes, where Linux tells it.
fn peak() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
