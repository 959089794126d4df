//! `cargo xtask mutate`: broken descriptions by the thousand. Each results in a crate or a diagnostic in a bounded
//! time, none in a panic. A sample of the crates is compiled.
//!
//! Processes of their own generate the crates, so that a stack overflow and a run without end are faults as well.

mod seeds;
mod supervisor;
mod worker;

use std::{path::PathBuf, thread, time::Duration};

use clap::Args;
use clientwright::{Failure, print_error, print_line, print_text};
use clientwright_codegen::FileTree;
use tests::crates;
use xtask::workspace;

use self::{
    seeds::{Seed, mutated, seeds},
    supervisor::{Run, Tally, supervise},
};
use crate::sample;

/// The number of the slowest descriptions that are reported.
const SLOWEST: usize = 10;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The folders of the descriptions
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    /// Make this many mutated descriptions
    #[arg(long, default_value_t = 100_000)]
    count: usize,
    /// Choose the mutations by this number or text; the same one makes the same mutations
    #[arg(long, value_name = "TEXT", default_value = "0")]
    seed: String,
    /// Compile this many of the crates
    #[arg(long, default_value_t = 500)]
    compile: usize,
    /// Print only the mutated description with this number
    #[arg(long)]
    only: Option<usize>,
    /// Work as a process of another run, which starts with this number
    #[arg(long, hide = true, requires = "step")]
    first: Option<usize>,
    /// The distance between the numbers of a process
    #[arg(long, hide = true, requires = "first")]
    step: Option<usize>,
}

impl Options {
    /// Returns the seed: a number, or one that depends on the text.
    fn seed(&self) -> u64 {
        self.seed.parse().unwrap_or_else(|_| sample::hash(&self.seed))
    }
}

/// Returns the time that a description of this length may take. A description that multiplies itself takes longer than
/// its length tells, so this is far above the usual time.
fn time_limit(bytes: usize) -> Duration {
    let (least, per_megabyte) = if cfg!(debug_assertions) { (10_000, 100_000) } else { (3_000, 20_000) };
    Duration::from_millis(least + bytes as u64 * per_megabyte / 1_000_000)
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let seeds = seeds(&options.folders)?;
    if seeds.is_empty() {
        return Err(Failure::Usage("there is no description below these folders".to_owned()));
    }
    if let Some(number) = options.only {
        let (name, text) = mutated(&seeds, options.seed(), number);
        print_error!("of {name}:");
        print_text!("{}", String::from_utf8_lossy(&text));
        return Ok(());
    }
    if let (Some(first), Some(step)) = (options.first, options.step) {
        return Ok(worker::run(&seeds, options.seed(), (first..options.count).step_by(step.max(1)))?);
    }
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let mut all = Tally::default();
    let tallies: Vec<Result<Tally, String>> = thread::scope(|scope| {
        let run = |first| Run { first, step: workers, count: options.count };
        let threads: Vec<_> = (0..workers).map(|first| scope.spawn(move || supervise(&run(first)))).collect();
        let failed = || Err("a thread of this command panicked".to_owned());
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| failed())).collect()
    });
    for tally in tallies {
        all.add(tally?);
    }
    print_summary(&seeds, options, &mut all);
    let sample = sample(&seeds, options, &all.crates);
    let mut faults = all.faults;
    if sample.is_empty() && options.compile > 0 {
        faults.push("no description results in a crate, and so none is compiled".to_owned());
    }
    faults.extend(compile(&sample)?);
    if faults.is_empty() { Ok(()) } else { Err(Failure::Failed(faults.join("\n"))) }
}

fn print_summary(seeds: &[Seed], options: &Options, all: &mut Tally) {
    print_line!(
        "{} mutated descriptions of {}: {} crates, {} diagnosed, {} faults",
        options.count,
        seeds.len(),
        all.crates.len(),
        all.diagnosed,
        all.faults.len(),
    );
    all.times.sort_by_key(|(_, _, time)| std::cmp::Reverse(*time));
    print_line!("the slowest:");
    for (number, bytes, time) in all.times.iter().take(SLOWEST) {
        print_line!("  number {number}: {} ms for {} kB", time.as_millis(), bytes / 1000);
    }
}

/// Returns some of the crates, as many as are to be compiled, from all parts of the run.
fn sample(seeds: &[Seed], options: &Options, crates: &[usize]) -> Vec<(usize, FileTree)> {
    let every = (crates.len() / options.compile.max(1)).max(1);
    let mut numbers: Vec<usize> = crates.to_vec();
    numbers.sort_unstable();
    let chosen = numbers.into_iter().step_by(every).take(options.compile);
    let generated = chosen.filter_map(|number| {
        let (_, text) = mutated(seeds, options.seed(), number);
        Some((number, worker::generate(number, &text).ok()?.files?))
    });
    generated.collect()
}

/// Compiles these crates. Returns the errors.
fn compile(sample: &[(usize, FileTree)]) -> Result<Vec<String>, String> {
    let folder = workspace().join("target/mutated");
    if sample.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<String> = sample.iter().map(|(number, _)| format!("m{number}")).collect();
    let list = names.iter().zip(sample).map(|(name, (_, files))| (name.as_str(), files));
    crates::write_crates(list, &folder)?;
    let messages = crates::compile(&folder, "check", &[])?;
    let errors = messages.into_iter().filter(|message| message.error);
    let errors: Vec<String> =
        errors.map(|message| format!("{}: {}", message.package, message.text)).collect();
    print_line!("{} of them compiled, {} errors", names.len(), errors.len());
    Ok(errors)
}
