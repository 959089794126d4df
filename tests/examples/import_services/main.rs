//! Creates a service for each row of a CSV file, a hundred with one request:
//! `cargo run --example import_services -- services.csv`.
//!
//! The columns are properties, by their internal names; an empty cell is left out. What became of each row is in
//! `services.csv.results.csv` in the end: `created` with its id, `refused` with the reason, or `unknown` where a batch may have
//! been received and nobody said so. Such rows are reported and never sent again.
//!
//! It can be stopped, or killed, and started again: `services.csv.journal` says what was sent, and is on the disk before it
//! is sent.

mod journal;
mod outcome;
mod report;
mod rows;

use std::{
    error::Error,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use clap::Parser;
use hubspot_services::{Client, Retry};
use indicatif::{ProgressBar, ProgressStyle};
use tokio::{sync::Semaphore, task::JoinSet};

use self::{
    journal::{Journal, State},
    outcome::{Fate, Outcome, send},
    report::{Counts, report},
    rows::{Batch, Rows},
};

type Failure = Box<dyn Error + Send + Sync>;

/// Creates a HubSpot service for each row of a CSV file
#[derive(Debug, Parser)]
struct Options {
    /// The CSV file; its first line has the names of properties
    csv: PathBuf,
    /// The access token
    #[arg(long, env = "HUBSPOT_TOKEN", hide_env_values = true)]
    token: String,
    /// Another server than HubSpot's: the one of `cargo xtask mock`, say
    #[arg(long, value_name = "URL", default_value = hubspot_services::BASE_URL)]
    base_url: String,
    /// How many requests are sent in ten seconds
    #[arg(long, value_name = "REQUESTS", default_value_t = 100)]
    limit: usize,
    /// How many requests are under way at once
    #[arg(long, value_name = "REQUESTS", default_value_t = 4)]
    at_once: usize,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(counts) => {
            println!("{counts}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<Counts, Failure> {
    let client = Client::builder()
        .base_url(&options.base_url)
        .oauth2(options.token)
        .rate_limit(options.limit, Duration::from_secs(10))
        .max_in_flight(options.at_once)
        // What is safe to send again is sent again, for longer than a night's maintenance of the network.
        .retry(Retry::default().max_attempts(8).total_timeout(Duration::from_secs(300)))
        .build()?;
    let mut rows = Rows::open(&options.csv)?;
    let journal_path = beside(&options.csv, "journal");
    let (journal, before) = Journal::open(&journal_path, &rows.fingerprint())?;
    let progress = progress(rows.total());
    let turns = Arc::new(Semaphore::new(options.at_once));
    let mut under_way: JoinSet<Result<Outcome, Failure>> = JoinSet::new();
    let mut fatal: Option<Failure> = None;
    let mut stop = Box::pin(tokio::signal::ctrl_c());

    while fatal.is_none() {
        let Some(batch) = rows.next_batch()? else { break };
        match before.get(&batch.first) {
            // It was sent, and nobody was there to hear what became of it.
            Some(State::Sent) => {
                let outcome = Outcome::unknown("the import was killed while the batch was under way");
                journal.done(&batch, &outcome).await?;
            }
            Some(State::Done) => {}
            Some(State::NotSent) | None => {
                let turn = tokio::select! {
                    turn = turns.clone().acquire_owned() => turn?,
                    _ = &mut stop => {
                        fatal = Some("stopped; start it again to go on".into());
                        break;
                    }
                };
                let (client, journal, progress) = (client.clone(), journal.clone(), progress.clone());
                under_way.spawn(async move {
                    let outcome = create(&client, &journal, &batch, &progress).await;
                    progress.inc(batch.len());
                    drop(turn);
                    outcome
                });
                while let Some(done) = under_way.try_join_next() {
                    fatal = fatal.or(failure(done?));
                }
                continue;
            }
        }
        progress.inc(batch.len());
    }
    while let Some(done) = under_way.join_next().await {
        fatal = fatal.or(failure(done?));
    }
    progress.finish_and_clear();
    drop(journal);
    let counts = report(&journal_path, &beside(&options.csv, "results.csv"))?;
    match fatal {
        None => Ok(counts),
        Some(error) => Err(format!("{error}\n{counts}").into()),
    }
}

/// The path of a file that belongs to another one.
fn beside(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

/// Sends a batch until it is known whether it was received, and writes down both before and after.
async fn create(
    client: &Client,
    journal: &Journal,
    batch: &Batch,
    progress: &ProgressBar,
) -> Result<Outcome, Failure> {
    let mut pause = Duration::from_secs(1);
    loop {
        journal.sent(batch).await?;
        let outcome = send(client, batch).await;
        journal.done(batch, &outcome).await?;
        match outcome.fate {
            // The server was not there, or too busy: nothing was created.
            Fate::NotSent if pause < Duration::from_secs(120) => {
                let (first, why) = (batch.first, &outcome.reason);
                progress.suspend(|| eprintln!("from row {first}: {why}; once more in {pause:?}"));
                tokio::time::sleep(pause).await;
                pause *= 2;
            }
            _ => return Ok(outcome),
        }
    }
}

/// Why no other batch is to be sent.
fn failure(done: Result<Outcome, Failure>) -> Option<Failure> {
    match done {
        Ok(Outcome { fate: Fate::NotSent | Fate::Fatal, reason, .. }) => Some(reason.into()),
        Ok(_) => None,
        Err(error) => Some(error),
    }
}

fn progress(rows: u64) -> ProgressBar {
    let style =
        ProgressStyle::with_template("{bar:40} {human_pos} of {human_len} rows, {per_sec}, {eta} left");
    let progress = ProgressBar::new(rows);
    progress.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    progress
}
