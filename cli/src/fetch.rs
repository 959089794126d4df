//! `clientwright fetch URL`: descriptions from the network. No other command uses it.

use std::{
    env,
    fmt::Write,
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::Args;
use clientwright_codegen::escape;
use http::{HeaderMap, StatusCode, Uri, header};
use sha2::{Digest, Sha256};
use ureq::{
    Agent,
    tls::{RootCerts, TlsConfig},
};

use crate::{
    Failure, config,
    fetched::{Fetched, Known},
    files, locate, program,
    ready::shown,
};

/// The maximum length of a description.
const MAX_BYTES: u64 = 256 << 20;
/// The time in which a server has to send a description.
const TIMEOUT: Duration = Duration::from_secs(300);
/// The maximum length of an `ETag` that is kept.
const MAX_ETAG: usize = 1000;

#[doc(hidden)]
#[derive(Debug, Args)]
pub struct Options {
    /// The URL of the description; without one, all descriptions of clientwright.lock are fetched again
    url: Option<String>,
    /// The file to write; the default is the name at the end of the URL, in this folder
    #[arg(long, value_name = "FILE", requires = "url")]
    out: Option<PathBuf>,
    /// Replace a file that was changed by hand, or that was not fetched
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let here = env::current_dir().map_err(|error| format!("there is no current folder: {error}"))?;
    // Beside the settings, where paths begin.
    let folder = locate::nearest().and_then(|file| file.parent().map(Path::to_owned)).unwrap_or(here);
    let mut fetched = Fetched::read(&folder)?;
    let places = match &options.url {
        Some(url) => vec![(url.clone(), place(url, options, &folder)?)],
        None if fetched.files().len() == 0 => {
            let message = format!("nothing was fetched here before: run `{} fetch URL`", program::name());
            return Err(Failure::Usage(message));
        }
        None => fetched.files().map(|(path, known)| (known.url.clone(), path.to_owned())).collect(),
    };
    let mut failures = Vec::new();
    for (url, path) in places {
        match fetch(&url, &folder.join(&path), fetched.get(&path), options.force) {
            Ok(Outcome::Same) => print_line!("{}: up to date", shown(&folder.join(&path))),
            Ok(Outcome::New(known)) => {
                print_line!("{}: fetched, sha256 {}", shown(&folder.join(&path)), known.sha256);
                fetched.insert(path, known);
                // One by one: what is on the disk is in the file, whatever the next server does.
                fetched.write(&folder)?;
            }
            Err(message) => failures.push(escape::text(&format!("{url}: {message}")).into_owned()),
        }
    }
    if failures.is_empty() { Ok(()) } else { Err(Failure::Failed(failures.join("\n"))) }
}

/// Returns the path of the file for a URL, from the folder of the settings.
fn place(url: &str, options: &Options, folder: &Path) -> Result<String, Failure> {
    let uri: Uri = url.parse().map_err(|error| Failure::Usage(format!("`{url}` is not a URL: {error}")))?;
    if !matches!(uri.scheme_str(), Some("http" | "https")) {
        return Err(Failure::Usage(format!("`{url}` is not a URL with `https` or `http`")));
    }
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        let message =
            "the URL has a password, which clientwright.lock would show: download the file yourself";
        return Err(Failure::Usage(message.to_owned()));
    }
    let name = match &options.out {
        Some(out) => out.clone(),
        None => name(&uri).ok_or_else(|| {
            Failure::Usage(format!("the end of `{url}` is not the name of a file: choose one with --out"))
        })?,
    };
    let absolute = std::path::absolute(&name).map_err(|error| format!("{}: {error}", name.display()))?;
    Ok(files::relative(&config::normal(&absolute), folder))
}

/// Returns the name of a file at the end of a URL.
fn name(uri: &Uri) -> Option<PathBuf> {
    let name = uri.path().rsplit('/').next().unwrap_or_default();
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "-_.".contains(char);
    let is_name = !name.is_empty() && !name.starts_with('.') && name.chars().all(is_plain);
    is_name.then(|| PathBuf::from(name))
}

/// The result for one URL.
enum Outcome {
    /// The file is what the server has.
    Same,
    /// The file was written.
    New(Known),
}

/// Fetches a description, and writes it unless the server says that the file is up to date.
fn fetch(url: &str, file: &Path, known: Option<&Known>, force: bool) -> Result<Outcome, String> {
    let on_disk = match fs::read(file) {
        Ok(bytes) => Some(digest(&bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(format!("cannot read {}: {error}", shown(file))),
    };
    let is_ours = on_disk.is_none() || known.map(|known| &known.sha256) == on_disk.as_ref();
    if !is_ours && !force {
        let message =
            "was changed by hand, or was not fetched: put changes in an overlay, or replace it with --force";
        return Err(format!("{} {message}", shown(file)));
    }
    let is_same = known.is_some_and(|known| known.url == url && Some(&known.sha256) == on_disk.as_ref());
    let etag = known.filter(|_| is_same).and_then(|known| known.etag.as_deref());
    let Some((bytes, headers)) = get(url, etag)? else { return Ok(Outcome::Same) };
    let text = String::from_utf8(bytes).map_err(|_| "the response is not UTF-8".to_owned())?;
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
        return Err("the response is HTML or XML: give the URL of the file itself".to_owned());
    }
    let sha256 = digest(text.as_bytes());
    let etag = headers.get(header::ETAG).and_then(|etag| etag.to_str().ok()).map(str::to_owned);
    let etag = etag.filter(|etag| etag.len() <= MAX_ETAG);
    if known.is_some_and(|known| is_same && known.sha256 == sha256 && known.etag == etag) {
        return Ok(Outcome::Same);
    }
    files::replace(file, &text)?;
    Ok(Outcome::New(Known { url: url.to_owned(), etag, sha256 }))
}

/// Requests a URL. Returns `None` if the server still has the description with this `ETag`.
fn get(url: &str, etag: Option<&str>) -> Result<Option<(Vec<u8>, HeaderMap)>, String> {
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    let agent = Agent::config_builder()
        .tls_config(tls)
        .timeout_global(Some(TIMEOUT))
        // A redirect must not lead from `https` to `http`.
        .https_only(url.starts_with("https:"))
        .http_status_as_error(false)
        .user_agent(concat!("clientwright/", env!("CARGO_PKG_VERSION")))
        .build();
    let mut request = Agent::new_with_config(agent)
        .get(url)
        .header(header::ACCEPT, "application/json, application/yaml, */*");
    if let Some(etag) = etag {
        request = request.header(header::IF_NONE_MATCH, etag);
    }
    let response = request.call().map_err(|error| error.to_string())?;
    match response.status() {
        StatusCode::NOT_MODIFIED if etag.is_some() => return Ok(None),
        status if !status.is_success() => return Err(format!("the server responded with {status}")),
        _ => {}
    }
    let (parts, body) = response.into_parts();
    let bytes = body.into_with_config().limit(MAX_BYTES).read_to_vec().map_err(|error| error.to_string())?;
    Ok(Some((bytes, parts.headers)))
}

/// Returns the SHA-256 of a file in hexadecimal digits.
fn digest(bytes: &[u8]) -> String {
    let mut digits = String::new();
    for byte in Sha256::digest(bytes) {
        // Writing to a string does not fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}
