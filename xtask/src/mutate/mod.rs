//! `cargo xtask mutate`: broken descriptions by the thousand. Each gives a crate or a diagnostic, none a panic, and of
//! those that give a crate a sample is compiled.

mod mutations;

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

pub use self::mutations::{Numbers, bytes, tree};
use crate::{Failure, cargo, description, files, show, workspace};

/// A description that is larger is not taken: what breaks it breaks smaller ones too.
const LARGEST: usize = 100_000;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Folders of descriptions
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    /// How many mutated descriptions there are
    #[arg(long, default_value_t = 100_000)]
    count: usize,
    /// Which ones: the same number gives the same
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// How many of those that generate are compiled
    #[arg(long, default_value_t = 500)]
    compile: usize,
    /// Only the one with this number, which is printed
    #[arg(long)]
    only: Option<usize>,
}

/// A description to mutate.
struct Seed {
    name: String,
    text: String,
    tree: Option<Value>,
}

/// What became of the mutated descriptions.
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
        let (name, text) = mutated(&seeds, options.seed, number);
        eprintln!("of {name}:");
        tell!("{}", String::from_utf8_lossy(&text));
        return Ok(());
    }
    // About as many are kept as are to be compiled, of those that generate, which are about half.
    let every = (options.count / (2 * options.compile).max(1)).max(1);
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    // A panic is counted, and told at the end.
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
    say!(
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
    if faults.is_empty() { Ok(()) } else { Err(Failure::Wrong(faults.join("\n"))) }
}

fn seeds(folders: &[PathBuf]) -> Result<Vec<Seed>, String> {
    let mut seeds = Vec::new();
    for folder in folders {
        for path in files::below(folder, &["yaml", "yml", "json"])? {
            let Ok(text) = description::text(&path) else { continue };
            if text.len() > LARGEST {
                continue;
            }
            let tree = serde_yaml::from_str(&text).ok();
            seeds.push(Seed { name: path.display().to_string(), text, tree });
        }
    }
    Ok(seeds)
}

/// The mutated description with this number, and the name of what it was.
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
        let (name, text) = mutated(seeds, options.seed, number);
        let text = String::from_utf8_lossy(&text).into_owned();
        let settings =
            Settings { name: format!("m{number}"), version: "0.1.0".to_owned(), ..Settings::default() };
        let start = Instant::now();
        let outcome = panic::catch_unwind(|| {
            let generated = codegen::generate(&Source::new("api.yaml", text), &settings);
            // Whoever prints the diagnostics has to find their places.
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

/// Whether a file's path leads nowhere but below its crate's folder, on any system.
#[must_use]
pub fn stays_inside(path: &str) -> bool {
    path.is_ascii() && !path.contains("..") && !path.starts_with('/') && !path.contains('\\')
}

/// Compiles these crates; what is wrong with them.
fn compile(sample: &[(usize, FileTree)]) -> Result<Vec<String>, String> {
    let folder = workspace().join("target/mutated");
    if sample.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<String> = sample.iter().map(|(number, _)| format!("m{number}")).collect();
    let crates = names.iter().zip(sample).map(|(name, (_, files))| (name.as_str(), files));
    cargo::write_crates(crates, &folder)?;
    let messages = cargo::run(&folder, "check", &[])?;
    let errors = messages.into_iter().filter(|message| message.error);
    let errors: Vec<String> =
        errors.map(|message| format!("{}: {}", message.package, message.text)).collect();
    say!("{} of them compiled, {} errors", names.len(), errors.len());
    Ok(errors)
}
