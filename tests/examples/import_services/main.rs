//! Creates a service for each row of a CSV file, with a hundred rows in one request:
//! `cargo run --example import_services -- services.csv`.
//!
//! The columns are the internal names of properties, and empty cells are left out. At the end
//! `services.csv.results.csv` has the outcome of each row: `created` with its ID, `refused` with the reason, or
//! `unknown` if the batch may have been received without a response. Unknown rows are reported and never sent again.
//!
//! The import can be stopped or killed at any time and started again. `services.csv.journal` records each batch on the
//! disk before it is sent.

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
    outcome::{Outcome, Status, send},
    report::{Counts, report},
    rows::{Batch, Rows},
};

type Failure = Box<dyn Error + Send + Sync>;

/// Creates a HubSpot service for each row of a CSV file
#[derive(Debug, Parser)]
struct Options {
    /// The CSV file; its first line contains the names of properties
    csv: PathBuf,
    /// The access token
    #[arg(long, env = "HUBSPOT_TOKEN", hide_env_values = true)]
    token: String,
    /// The URL of the server, for example of `clientwright mock`
    #[arg(long, value_name = "URL", default_value = hubspot_services::BASE_URL)]
    base_url: String,
    /// The maximum number of requests in ten seconds
    #[arg(long, value_name = "REQUESTS", default_value_t = 100)]
    rate_limit: usize,
    /// The maximum number of concurrent requests
    #[arg(long, value_name = "REQUESTS", default_value_t = 4)]
    max_in_flight: usize,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(counts) => {
            println!("{counts}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<Counts, Failure> {
    let client = Client::builder()
        .base_url(&options.base_url)
        .oauth2(options.token)
        .rate_limit(options.rate_limit, Duration::from_secs(10))
        .max_in_flight(options.max_in_flight)
        // Retries that are safe continue for up to five minutes.
        .retry(Retry::default().max_attempts(8).total_timeout(Duration::from_secs(300)))
        .build()?;
    let mut rows = Rows::open(&options.csv)?;
    let journal_path = beside(&options.csv, "journal");
    let (journal, before) = Journal::open(&journal_path, &rows.fingerprint())?;
    let progress = progress(rows.total());
    let permits = Arc::new(Semaphore::new(options.max_in_flight));
    let mut in_flight: JoinSet<Result<Outcome, Failure>> = JoinSet::new();
    let mut fatal: Option<Failure> = None;
    let mut stop = Box::pin(tokio::signal::ctrl_c());

    while fatal.is_none() {
        let Some(batch) = rows.next_batch()? else { break };
        match before.get(&batch.first) {
            // The import was killed before the response arrived.
            Some(State::Sent) => {
                let outcome = Outcome::unknown("the import was killed before the response arrived");
                journal.done(&batch, &outcome).await?;
            }
            Some(State::Done) => {}
            Some(State::NotSent) | None => {
                let permit = tokio::select! {
                    permit = permits.clone().acquire_owned() => permit?,
                    _ = &mut stop => {
                        fatal = Some("stopped; start the import again to continue".into());
                        break;
                    }
                };
                let (client, journal, progress) = (client.clone(), journal.clone(), progress.clone());
                in_flight.spawn(async move {
                    let outcome = create(&client, &journal, &batch, &progress).await;
                    progress.inc(batch.len());
                    drop(permit);
                    outcome
                });
                while let Some(done) = in_flight.try_join_next() {
                    fatal = fatal.or(failure(done?));
                }
                continue;
            }
        }
        progress.inc(batch.len());
    }
    while let Some(done) = in_flight.join_next().await {
        fatal = fatal.or(failure(done?));
    }
    progress.finish_and_clear();
    drop(journal);
    let counts = report(&journal_path, &beside(&options.csv, "results.csv"))?;
    match fatal {
        None => Ok(counts),
        Some(error) => Err(format!("{error:#}\n{counts}").into()),
    }
}

/// Returns the path of a file beside `path`, with an additional extension.
fn beside(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

/// Sends a batch until it was received or may have been received, and records each attempt in the journal.
async fn create(
    client: &Client,
    journal: &Journal,
    batch: &Batch,
    progress: &ProgressBar,
) -> Result<Outcome, Failure> {
    let mut delay = Duration::from_secs(1);
    loop {
        journal.sent(batch).await?;
        let outcome = send(client, batch).await;
        journal.done(batch, &outcome).await?;
        match outcome.status {
            // The server was not reachable or too busy, so nothing was created.
            Status::NotSent if delay < Duration::from_secs(120) => {
                let (first, why) = (batch.first, &outcome.reason);
                progress.suspend(|| eprintln!("from row {first}: {why}; retrying in {delay:?}"));
                tokio::time::sleep(delay).await;
                delay *= 2;
            }
            _ => return Ok(outcome),
        }
    }
}

/// Returns the reason to send no further batches.
fn failure(done: Result<Outcome, Failure>) -> Option<Failure> {
    match done {
        Ok(Outcome { status: Status::NotSent | Status::Fatal, reason, .. }) => Some(reason.into()),
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
