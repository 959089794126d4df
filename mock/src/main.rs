//! Serves the examples of an OpenAPI description: `mock SPEC`.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
};

use bytes::Bytes;
use clap::Parser;
use codegen::Diagnostic;
use http::{Request, Response};
use mock::{Mock, is_error, serve};
use tokio::net::TcpListener;

/// Serve the examples of a description on this machine, and check the requests against it
#[derive(Debug, Parser)]
#[command(name = "cargo xtask mock", bin_name = "cargo xtask mock")]
struct Options {
    /// The description
    spec: PathBuf,
    /// The port; 0 for any free one
    #[arg(long, value_name = "PORT", default_value_t = 4010)]
    port: u16,
    /// Read other files below this folder instead of the description's
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Change the description by an OpenAPI Overlay; may be repeated
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// Print only the requests that do not match the description
    #[arg(long)]
    quiet: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), String> {
    let source = xtask::description::read(&options.spec, options.root.as_deref(), &options.overlay)?;
    let (mock, diagnostics) = Mock::new(&source).map_err(|all| {
        let texts: Vec<String> = all.iter().map(ToString::to_string).collect();
        format!("{}: {}", options.spec.display(), texts.join("\n"))
    })?;
    let errors: Vec<&Diagnostic> = diagnostics.iter().filter(|diagnostic| is_error(diagnostic)).collect();
    for error in &errors {
        eprintln!("{error}");
    }
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    let listener = TcpListener::bind(address).await;
    let listener = listener.map_err(|error| format!("cannot listen at {address}: {error}"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let count = match mock.operations() {
        1 => "1 operation".to_owned(),
        count => format!("{count} operations"),
    };
    println!("{count} at http://{address}{}", mock.base_path());
    let quiet = options.quiet;
    let seen = move |request: &Request<Bytes>, response: &Response<Bytes>| log(request, response, quiet);
    serve(Arc::new(mock), listener, seen).await.map_err(|error| format!("cannot accept connections: {error}"))
}

/// Prints a line for each request, and its faults in the next ones.
fn log(request: &Request<Bytes>, response: &Response<Bytes>, quiet: bool) {
    let is_problem = response
        .headers()
        .get(http::header::CONTENT_TYPE)
        .is_some_and(|media_type| media_type == "application/problem+json");
    if quiet && !is_problem {
        return;
    }
    let mut line = format!("{} {} {}", response.status().as_u16(), request.method(), request.uri());
    if is_problem {
        line.push_str("\n    ");
        line.push_str(&String::from_utf8_lossy(response.body()));
    }
    println!("{line}");
}
