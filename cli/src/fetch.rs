//! `clientwright fetch URL`: descriptions from the network. No other command uses it.

use std::{
    env,
    fmt::Write,
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::Args;
use clientwright_codegen::{disk, escape};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use sha2::{Digest, Sha256};
use ureq::{
    Agent,
    tls::{RootCerts, TlsConfig},
};

use crate::{
    Failure,
    fetched::{Fetched, Known, check_path, check_url},
    files, locate,
    lock::Lock,
    program,
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
    // Two runs may each add a description.
    let _lock = Lock::all([folder.as_path()].into_iter())?;
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
        let file = folder.join(&path);
        match fetch(&url, &file, fetched.get(&path), options.force) {
            Ok(Outcome::Unchanged) => print_line!("{}: up to date", shown(&file)),
            Ok(Outcome::New(known)) => {
                print_line!("{}: fetched, sha256 {}", shown(&file), known.sha256);
                fetched.insert(path, known);
                // One by one: what is on the disk is in the file, whatever the next server does.
                fetched.write(&folder)?;
                if options.url.is_some() {
                    print_line!("next:\n  {} new {}", program::name(), shown(&file));
                }
            }
            Err(message) => failures.push(escape::text(&format!("{url}: {message}")).into_owned()),
        }
    }
    if failures.is_empty() { Ok(()) } else { Err(Failure::Failed(failures.join("\n"))) }
}

/// Returns the path of the file for a URL, from the folder of the settings.
fn place(url: &str, options: &Options, folder: &Path) -> Result<String, Failure> {
    let uri = check_url(url).map_err(Failure::Usage)?;
    let name = match &options.out {
        Some(out) => out.clone(),
        None => name(&uri).ok_or_else(|| {
            Failure::Usage(format!("the end of `{url}` is not the name of a file: choose one with --out"))
        })?,
    };
    let path = files::relative(&files::absolute(&name)?, folder);
    check_path(&path).map_err(Failure::Usage)?;
    Ok(path)
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
    Unchanged,
    /// The file was written.
    New(Known),
}

/// Fetches a description, and writes it unless the server says that the file is up to date.
fn fetch(url: &str, file: &Path, known: Option<&Known>, force: bool) -> Result<Outcome, String> {
    let on_disk = match fs::symlink_metadata(file) {
        Ok(metadata) if metadata.is_file() => Some(digest(disk::text(file)?.as_bytes())),
        Ok(_) => return Err(format!("{} is not a file", shown(file))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(format!("cannot read {}: {error}", shown(file))),
    };
    if !force && on_disk.is_some() && known.map(|known| &known.sha256) != on_disk.as_ref() {
        let file = shown(file);
        return Err(match known {
            Some(_) => {
                format!("{file} was changed by hand: put changes in an overlay, or replace it with --force")
            }
            None => format!(
                "{file} exists, and was not fetched: choose another --out, or replace it with --force"
            ),
        });
    }
    // The file is what this URL had before.
    let before = known.filter(|known| known.url == url && Some(&known.sha256) == on_disk.as_ref());
    let etag = before.and_then(|before| before.etag.as_deref());
    let Some((bytes, headers)) = get(url, etag)? else { return Ok(Outcome::Unchanged) };
    let text = String::from_utf8(bytes).map_err(|_| "the response is not UTF-8".to_owned())?;
    if !force {
        check_description(&text)?;
    }
    let sha256 = digest(text.as_bytes());
    let etag = headers.get(header::ETAG).and_then(|etag| etag.to_str().ok()).map(str::to_owned);
    let etag = etag.filter(|etag| etag.len() <= MAX_ETAG);
    if before.is_some_and(|before| before.sha256 == sha256 && before.etag == etag) {
        return Ok(Outcome::Unchanged);
    }
    files::replace(file, &text)?;
    Ok(Outcome::New(Known { url: url.to_owned(), etag, sha256 }))
}

/// Checks that a text is a description or an overlay: a server may respond with a page about an error instead.
fn check_description(text: &str) -> Result<(), String> {
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
        return Err("the response is HTML or XML: give the URL of the file itself".to_owned());
    }
    let is_key = |line: &str| {
        let key = line.trim_start_matches(['{', ' ', '\t', '"', '\'', '\u{feff}']);
        ["openapi", "swagger", "overlay"].iter().any(|name| {
            let rest = key.strip_prefix(name).map(|rest| rest.trim_start_matches(['"', '\'']).trim_start());
            rest.is_some_and(|rest| rest.starts_with(':'))
        })
    };
    // The key may be anywhere in an object on one line.
    if text.lines().any(is_key) || text.split(',').any(is_key) {
        return Ok(());
    }
    Err("the response has neither `openapi` nor `swagger`: write it nevertheless with --force".to_owned())
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
    // The file with it may have been edited.
    if let Some(etag) = etag.filter(|etag| HeaderValue::from_str(etag).is_ok()) {
        request = request.header(header::IF_NONE_MATCH, etag);
    }
    let response = request.call().map_err(|error| error.to_string())?;
    match response.status() {
        StatusCode::NOT_MODIFIED if etag.is_some() => return Ok(None),
        StatusCode::OK => {}
        status => return Err(format!("the server responded with {status}")),
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
