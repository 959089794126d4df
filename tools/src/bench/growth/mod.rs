//! `cargo xtask bench growth`: the growth of time and memory with each dimension of a description.
//!
//! Each dimension has a synthetic description of any size. A child process measures one size, so that the peak of its
//! memory is its own. The exponent of a dimension is 1 if twice the size takes twice the time.

#[expect(clippy::needless_pass_by_value, reason = "the dimensions create the values as arguments")]
mod description;
#[expect(
    clippy::format_collect,
    clippy::needless_pass_by_value,
    reason = "a description is created before the time is measured"
)]
mod dimensions;
mod input;
mod run;

use std::process::Command;

use clap::Args;
use clientwright::{Failure, print_line};
use serde::{Deserialize, Serialize};

use self::input::Dimension;
use crate::sample::Sample;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Measure only the dimensions whose names contain this text; may be repeated
    #[arg(long, value_name = "TEXT")]
    only: Vec<String>,
    #[command(flatten)]
    sample: Sample,
    /// Multiply the sizes of all dimensions by this
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0)]
    scale: f64,
    /// Fail if an exponent is larger
    #[arg(long, value_name = "EXPONENT", default_value_t = 1.3)]
    bound: f64,
    /// Measure each size this many times, and take the fastest
    #[arg(long, value_name = "COUNT", default_value_t = 2)]
    repeat: usize,
    /// Measure this size of each dimension once, and print the time of each step
    #[arg(long, value_name = "SIZE")]
    size: Option<usize>,
    /// Print the measurement of one size as JSON; the command calls itself so
    #[arg(long, value_name = "SIZE", hide = true, requires = "only")]
    measure: Option<usize>,
}

/// The measurement of one size.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Measurement {
    /// The CPU seconds of each step, over all threads.
    steps: [f64; STEPS.len()],
    /// The peak memory of the process, if the system tells it.
    megabytes: Option<f64>,
    /// The bytes of the generated files.
    bytes: usize,
}

/// The steps of a measurement.
const STEPS: [&str; 4] = ["generate", "show", "again", "compare"];

impl Measurement {
    fn seconds(&self) -> f64 {
        self.steps.iter().sum()
    }

    /// Returns the exponent of the time from `half` of the size to this one.
    fn exponent(&self, half: &Self) -> f64 {
        (self.seconds() / half.seconds()).log2()
    }
}

pub(super) fn run(options: &Options) -> Result<(), Failure> {
    let mut chosen: Vec<Dimension> = dimensions::all();
    if let (Some(size), [name]) = (options.measure, options.only.as_slice()) {
        let dimension = chosen.iter().find(|dimension| dimension.name == name);
        let dimension = dimension.ok_or_else(|| format!("there is no dimension `{name}`"))?;
        let measured = run::measure((dimension.input)(size))?;
        print_line!("{}", serde_json::to_string(&measured).map_err(|error| error.to_string())?);
        return Ok(());
    }
    if !options.only.is_empty() {
        chosen.retain(|dimension| options.only.iter().any(|text| dimension.name.contains(text.as_str())));
    }
    options.sample.keep(&mut chosen, |dimension| dimension.name);
    match options.size {
        Some(size) => chosen.iter().try_for_each(|dimension| one(dimension, size)),
        None => table(options, &chosen),
    }
}

/// Prints the steps of one size.
fn one(dimension: &Dimension, size: usize) -> Result<(), Failure> {
    let measured = child(dimension, size)?;
    let steps = STEPS.iter().zip(measured.steps).map(|(step, seconds)| format!("{step} {seconds:.2} s"));
    let memory = measured.megabytes.map_or_else(String::new, |megabytes| format!(", {megabytes:.0} MB"));
    print_line!("{size} {}: {}{memory}", dimension.name, steps.collect::<Vec<_>>().join(", "));
    Ok(())
}

/// Prints the growth of each dimension.
fn table(options: &Options, chosen: &[Dimension]) -> Result<(), Failure> {
    print_line!(
        "{:<34} {:>7} {:>8} {:>8} {:>8} {:>8} {:>9}",
        "dimension",
        "n",
        "n: s",
        "2n: s",
        "4n: s",
        "4n: MB",
        "exponent"
    );
    let mut above = Vec::new();
    for dimension in chosen {
        let size = dimension.size(options.scale);
        let mut measured = measurements(dimension, size, options.repeat)?;
        // A busy machine disturbs a measurement, but not each repetition.
        if exponent(&measured) > options.bound {
            let again = measurements(dimension, size, options.repeat)?;
            for (first, second) in measured.iter_mut().zip(again) {
                *first = faster(*first, second);
            }
        }
        let exponent = exponent(&measured);
        let [small, middle, large] = measured.map(|measurement| measurement.seconds());
        let memory =
            measured[2].megabytes.map_or_else(|| "-".to_owned(), |megabytes| format!("{megabytes:.0}"));
        let mark = if exponent > options.bound { "  <-" } else { "" };
        print_line!(
            "{:<34} {size:>7} {small:>8.2} {middle:>8.2} {large:>8.2} {memory:>8} {exponent:>9.2}{mark}",
            dimension.name
        );
        if exponent > options.bound {
            above.push(dimension.name);
        }
    }
    if above.is_empty() {
        return Ok(());
    }
    Err(Failure::Failed(format!("the exponent is above {}: {}", options.bound, above.join(", "))))
}

/// Returns the exponent from the second to the third measurement, which start-up disturbs least.
fn exponent([_, middle, large]: &[Measurement; 3]) -> f64 {
    large.exponent(middle)
}

/// Measures `size`, twice and four times of it.
fn measurements(dimension: &Dimension, size: usize, repeat: usize) -> Result<[Measurement; 3], String> {
    let fastest = |size| {
        let first = child(dimension, size)?;
        (1..repeat.max(1)).try_fold(first, |best, _| Ok::<_, String>(faster(best, child(dimension, size)?)))
    };
    Ok([fastest(size)?, fastest(2 * size)?, fastest(4 * size)?])
}

fn faster(one: Measurement, other: Measurement) -> Measurement {
    if other.seconds() < one.seconds() { other } else { one }
}

/// Measures a size in a process of its own.
fn child(dimension: &Dimension, size: usize) -> Result<Measurement, String> {
    let program = std::env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    let output = Command::new(program)
        .args(["bench", "growth", "--only", dimension.name, "--measure", &size.to_string()])
        .output()
        .map_err(|error| format!("cannot run this program: {error}"))?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("{size} {} fail with {}: {errors}", dimension.name, output.status));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("{}: {error}", dimension.name))
}
