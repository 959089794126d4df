//! `clientwright mock openapi.yaml`

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

use bytes::Bytes;
use clap::Args;
use clientwright_codegen::{diagnostics::Code, escape};
use clientwright_mock::{Limits, Mock, is_error, serve};
use http::{Request, Response};
use tokio::net::TcpListener;

use crate::{
    Failure,
    allow::{self, Allowed},
    config, description,
    job::Description,
    locate,
    ready::shown,
};

#[doc(hidden)]
#[derive(Debug, Args)]
pub struct Options {
    /// The description; `-` reads standard input. The default is that of the crate in clientwright.toml, with its parts
    spec: Option<PathBuf>,
    /// The crate in clientwright.toml, if it has several
    #[arg(long, value_name = "NAME", conflicts_with = "spec")]
    name: Option<String>,
    /// Read this file instead of the nearest clientwright.toml
    #[arg(long, value_name = "FILE", conflicts_with = "spec")]
    settings: Option<PathBuf>,
    /// The port; 0 for any free one
    #[arg(long, value_name = "PORT", default_value_t = 4010)]
    port: u16,
    /// Read other files below this folder instead of the description's
    #[arg(long, value_name = "DIR", requires = "spec")]
    root: Option<PathBuf>,
    /// Change the description by an OpenAPI Overlay; may be repeated
    #[arg(long, value_name = "FILE", requires = "spec")]
    overlay: Vec<PathBuf>,
    /// Accept the errors of the description with this code; may be repeated
    #[arg(long, value_name = "CODE", value_parser = allow::parse)]
    allow: Vec<Allowed>,
    /// Print only the requests that do not match the description
    #[arg(long)]
    quiet: bool,
    /// Keep running when the parent process ends
    #[arg(long)]
    keep_running: bool,
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let (descriptions, allowed) = descriptions(options)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("cannot start the threads of the server: {error}"))?;
    runtime.block_on(serve_until_the_end(options, &descriptions, &allowed)).map_err(Failure::Failed)
}

async fn serve_until_the_end(
    options: &Options,
    descriptions: &[Description],
    allowed: &[Allowed],
) -> Result<(), String> {
    let mut mock: Option<Mock> = None;
    for description in descriptions {
        let name = description::name(&description.spec);
        let source = match description.read() {
            // A part whose file is missing.
            Err(error) if allowed.iter().any(|one| one.code() == Code::PART) && descriptions.len() > 1 => {
                print_error!("{name} is left out: {error}");
                continue;
            }
            source => source?,
        };
        let (next, diagnostics) = match Mock::new(&source) {
            Ok((next, diagnostics)) => (Some(next), diagnostics),
            Err(diagnostics) => (None, diagnostics),
        };
        for error in diagnostics.iter().filter(|diagnostic| is_error(diagnostic)) {
            print_error!("{}", escape::text(&error.to_string()));
        }
        allow::check(&name, &diagnostics, allowed, "the server does not start")?;
        let Some(next) = next else { continue };
        mock = Some(match mock {
            Some(mock) => mock.with(next),
            None => next,
        });
    }
    let mock = mock.ok_or("there is no description")?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    // Before the address is printed: whoever reads it may end at once.
    let parent = parent_id();
    let listener = TcpListener::bind(address).await;
    let listener = listener.map_err(|error| format!("cannot listen at {address}: {error}"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let count = match mock.operations() {
        1 => "1 operation".to_owned(),
        count => format!("{count} operations"),
    };
    print_line!("{count} at http://{address}{}", mock.base_path());
    let (quiet, lines) = (options.quiet, printer());
    let seen = move |request: &Request<Bytes>, response: &Response<Bytes>| {
        if let Some(line) = line(request, response, quiet) {
            // A line that nobody reads is less important than the next request.
            let _ = lines.try_send(line);
        }
    };
    let server = serve(Arc::new(mock), listener, Limits::default(), seen);
    tokio::select! {
        () = server => {}
        () = end_of(parent), if !options.keep_running => {}
    }
    Ok(())
}

/// Returns the descriptions that the server responds for, and the errors that are accepted.
fn descriptions(options: &Options) -> Result<(Vec<Description>, Vec<Allowed>), Failure> {
    let allowed = options.allow.clone();
    if let Some(spec) = &options.spec {
        let (root, overlays) = (options.root.clone(), options.overlay.clone());
        return Ok((vec![Description { spec: spec.clone(), root, overlays }], allowed));
    }
    if options.root.is_some() || !options.overlay.is_empty() {
        let why = "--root and --overlay need a description; those of a crate are in its settings";
        return Err(Failure::Usage(why.to_owned()));
    }
    let file = locate::file(options.settings.as_deref())?;
    let mut jobs = config::read(&file)?;
    jobs.retain(|job| options.name.as_ref().is_none_or(|name| job.settings.name == *name));
    let names: Vec<&str> = jobs.iter().map(|job| job.settings.name.as_str()).collect();
    match jobs.as_slice() {
        [job] => {
            let allowed = [allowed, job.allow.clone()].concat();
            // Of several versions with one path, that without a suffix responds.
            let (first, others): (Vec<_>, Vec<_>) = job.parts.iter().partition(|part| part.name == part.api);
            let parts = first.into_iter().chain(others).map(|part| part.description.clone());
            let descriptions: Vec<Description> = parts.collect();
            Ok((if descriptions.is_empty() { vec![job.description.clone()] } else { descriptions }, allowed))
        }
        [] => Err(Failure::Usage(format!("{} has no such crate", shown(&file)))),
        _ => Err(Failure::Usage(format!(
            "{} has several crates: choose one of {} with --name",
            shown(&file),
            names.join(", ")
        ))),
    }
}

/// The maximum number of lines that wait for the reader of standard output.
const MAX_LINES: usize = 1000;

/// Starts a thread that prints lines, so that a reader of standard output that is slow does not stop the server.
fn printer() -> SyncSender<String> {
    let (sender, lines) = sync_channel::<String>(MAX_LINES);
    thread::spawn(move || {
        for line in lines {
            print_line!("{line}");
        }
    });
    sender
}

/// Returns the id of the process that has started this one.
#[cfg(unix)]
fn parent_id() -> u32 {
    std::os::unix::process::parent_id()
}

/// Returns 0: the system does not tell the parent of a process.
#[cfg(not(unix))]
fn parent_id() -> u32 {
    0
}

/// Waits until the process `parent` is no longer that of [`parent_id`]. It may have been killed, and another one would
/// wait for the port in vain.
async fn end_of(parent: u32) {
    while parent_id() == parent {
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

/// Returns a line for a request, with its faults in the next ones.
fn line(request: &Request<Bytes>, response: &Response<Bytes>, quiet: bool) -> Option<String> {
    let is_problem = response
        .headers()
        .get(http::header::CONTENT_TYPE)
        .is_some_and(|media_type| media_type == "application/problem+json");
    if quiet && !is_problem {
        return None;
    }
    let mut line = format!("{} {} {}", response.status().as_u16(), request.method(), request.uri());
    if is_problem {
        line.push_str("\n    ");
        line.push_str(&String::from_utf8_lossy(response.body()));
    }
    Some(line)
}
