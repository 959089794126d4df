//! Answers requests with the examples of an OpenAPI description: `mock SPEC`.

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

/// A server on this machine that checks requests against a description and answers with its examples
#[derive(Debug, Parser)]
#[command(name = "cargo xtask mock", bin_name = "cargo xtask mock")]
struct Options {
    /// The description
    spec: PathBuf,
    /// The port; 0 for any that is free
    #[arg(long, value_name = "PORT", default_value_t = 4010)]
    port: u16,
    /// The folder below which other files may be read: that of the description, unless this says another one
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Changes the description as an OpenAPI Overlay says; may be repeated
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// Prints only requests that are not as the description says
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
    let seen = move |request: &Request<Bytes>, response: &Response<Bytes>| tell(request, response, quiet);
    serve(Arc::new(mock), listener, seen)
        .await
        .map_err(|error| format!("no connection can be taken: {error}"))
}

/// A line for each request; what is wrong with it in the next ones.
fn tell(request: &Request<Bytes>, response: &Response<Bytes>, quiet: bool) {
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
