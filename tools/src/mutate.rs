//! `cargo xtask mutate`: broken descriptions by the thousand. Each results in a crate or a diagnostic, none in a panic.
//! A sample of the crates is compiled.

use std::{
    panic,
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use clap::Args;
use codegen::{FileTree, Settings, Source};
use serde_json::Value;
use tests::{
    crates,
    mutations::{Numbers, bytes, stays_inside, tree},
};
use xtask::{Failure, description, files, print_line, print_text, show, workspace};

use crate::sample;

/// The maximum length of a description: a mutation that breaks a larger one breaks smaller ones too.
const MAX_LENGTH: usize = 100_000;

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
}

impl Options {
    /// Returns the seed: a number, or one that depends on the text.
    fn seed(&self) -> u64 {
        self.seed.parse().unwrap_or_else(|_| sample::hash(&self.seed))
    }
}

/// A description to mutate.
struct Seed {
    name: String,
    text: String,
    tree: Option<Value>,
}

/// The counts of the results.
#[derive(Default)]
struct Tally {
    crates: usize,
    diagnosed: usize,
    faults: Vec<String>,
    sample: Vec<(usize, FileTree)>,
    slowest: (Duration, usize),
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let seeds = seeds(&options.folders)?;
    if seeds.is_empty() {
        return Err(Failure::Usage("there is no description below these folders".to_owned()));
    }
    if let Some(number) = options.only {
        let (name, text) = mutated(&seeds, options.seed(), number);
        eprintln!("of {name}:");
        print_text!("{}", String::from_utf8_lossy(&text));
        return Ok(());
    }
    // About as many are kept as are to be compiled, of those that generate, which are about half.
    let every = (options.count / (2 * options.compile).max(1)).max(1);
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    // A panic is counted, and reported at the end.
    panic::set_hook(Box::new(|_| {}));
    let work = || {
        let mut tally = Tally::default();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= options.count {
                return tally;
            }
            tally.take(&seeds, options, number, number.is_multiple_of(every));
        }
    };
    let tallies: Vec<Tally> = thread::scope(|scope| {
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    let _ = panic::take_hook();
    let mut all = Tally::default();
    for tally in tallies {
        all.crates += tally.crates;
        all.diagnosed += tally.diagnosed;
        all.faults.extend(tally.faults);
        all.sample.extend(tally.sample);
        all.slowest = all.slowest.max(tally.slowest);
    }
    let (time, number) = all.slowest;
    print_line!(
        "{} mutated descriptions of {}: {} crates, {} diagnosed, {} faults; the slowest took {} ms (number {number})",
        options.count,
        seeds.len(),
        all.crates,
        all.diagnosed,
        all.faults.len(),
        time.as_millis(),
    );
    all.sample.sort_by_key(|(number, _)| *number);
    all.sample.truncate(options.compile);
    let mut faults = all.faults;
    faults.extend(compile(&all.sample)?);
    if faults.is_empty() { Ok(()) } else { Err(Failure::Failed(faults.join("\n"))) }
}

fn seeds(folders: &[PathBuf]) -> Result<Vec<Seed>, String> {
    let mut seeds = Vec::new();
    for folder in folders {
        for path in files::below(folder, &["yaml", "yml", "json"])? {
            let Ok(text) = description::text(&path) else { continue };
            if text.len() > MAX_LENGTH {
                continue;
            }
            let tree = serde_yaml::from_str(&text).ok();
            seeds.push(Seed { name: path.display().to_string(), text, tree });
        }
    }
    Ok(seeds)
}

/// Returns the mutated description with this number, and the name of the original.
fn mutated(seeds: &[Seed], seed: u64, number: usize) -> (&str, Vec<u8>) {
    let mut numbers = Numbers::new(seed ^ (number as u64).rotate_left(20));
    let seed = &seeds[number % seeds.len()];
    let times = 1 + numbers.below(4);
    match &seed.tree {
        // Two of three keep the form of a description.
        Some(description) if numbers.below(3) > 0 => {
            let mut description = description.clone();
            (0..times).for_each(|_| tree(&mut description, &mut numbers));
            (&seed.name, description.to_string().into_bytes())
        }
        _ => {
            let mut text = seed.text.clone().into_bytes();
            (0..times).for_each(|_| bytes(&mut text, &mut numbers));
            (&seed.name, text)
        }
    }
}

impl Tally {
    fn take(&mut self, seeds: &[Seed], options: &Options, number: usize, keep: bool) {
        let (name, text) = mutated(seeds, options.seed(), number);
        let text = String::from_utf8_lossy(&text).into_owned();
        let settings =
            Settings { name: format!("m{number}"), version: "0.1.0".to_owned(), ..Settings::default() };
        let start = Instant::now();
        let outcome = panic::catch_unwind(|| {
            let generated = codegen::generate(&Source::new("api.yaml", text), &settings);
            // The places of the diagnostics have to be found.
            generated.map(|generated| (show::render("api.yaml", &generated, 5, false), generated))
        });
        self.slowest = self.slowest.max((start.elapsed(), number));
        let fault = |what: &str| format!("number {number}, of {name}: {what}");
        match outcome {
            Err(_) => self.faults.push(fault("a panic")),
            Ok(Err(error)) => self.faults.push(fault(&error.to_string())),
            Ok(Ok((shown, generated))) => match generated.files {
                Some(files) => {
                    self.crates += 1;
                    if let Some(path) = files.keys().find(|path| !stays_inside(path)) {
                        self.faults.push(fault(&format!("a file at {path:?}")));
                    }
                    if keep {
                        self.sample.push((number, files));
                    }
                }
                None if shown.is_empty() => self.faults.push(fault("neither a crate nor a diagnostic")),
                None => self.diagnosed += 1,
            },
        }
    }
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
