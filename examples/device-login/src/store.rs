//! Tokens in a file that only its user can read.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use device_login::{BoxFuture, Secret, SourceError, TokenStore, Tokens};
use serde_json::{Value, json};

/// A file with tokens. It is replaced as a whole, so that a crash leaves the tokens of before.
pub(crate) struct FileStore(PathBuf);

impl FileStore {
    pub(crate) fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }
}

impl TokenStore for FileStore {
    fn load(&self) -> BoxFuture<'_, Result<Option<Tokens>, SourceError>> {
        Box::pin(async {
            match fs::read(&self.0) {
                Ok(bytes) => Ok(Some(parse(&serde_json::from_slice(&bytes)?)?)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error.into()),
            }
        })
    }

    fn save<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), SourceError>> {
        Box::pin(async {
            let expires_at = tokens.expires_at.map(|time| time.duration_since(SystemTime::UNIX_EPOCH));
            let json = json!({
                "access_token": tokens.access_token,
                "refresh_token": tokens.refresh_token,
                "expires_at": expires_at.transpose()?.map(|time| time.as_secs()),
            });
            Ok(replace(&self.0, json.to_string().as_bytes())?)
        })
    }
}

fn parse(json: &Value) -> Result<Tokens, SourceError> {
    let text = |key: &str| json.get(key).and_then(Value::as_str);
    let access_token = text("access_token").ok_or("the file of the tokens has no access token")?;
    let seconds = json.get("expires_at").and_then(Value::as_u64).map(Duration::from_secs);
    let expires_at = seconds.and_then(|time| SystemTime::UNIX_EPOCH.checked_add(time));
    Ok(Tokens::new(access_token, text("refresh_token").map(Secret::from), expires_at))
}

/// Writes a new file beside the old one, and renames it.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut new = path.as_os_str().to_owned();
    new.push(format!(".{}", std::process::id()));
    let written = create(Path::new(&new)).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let result = written.and_then(|()| fs::rename(&new, path));
    if result.is_err() {
        let _ = fs::remove_file(&new);
    }
    result
}

/// Creates a file with the permissions `0600`. On Windows it has those of its folder.
fn create(path: &Path) -> io::Result<File> {
    // A run with the same ID may have crashed.
    let _ = fs::remove_file(path);
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.write(true).create_new(true).open(path)
}
