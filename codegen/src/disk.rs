//! Descriptions on the disk, with the files that they refer to.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use crate::load::Source;

/// Reads the description at `path`. The other files that it refers to are read below `root`, after links are resolved,
/// or below the folder of the description.
///
/// # Errors
/// Returns a message if the file cannot be read, or is not UTF-8.
pub fn read(path: &Path, root: Option<&Path>) -> Result<Source, String> {
    let source = Source::new(path.display().to_string(), text(path)?);
    Ok(with_files(source, path, root))
}

/// Returns `source`, which is the description at `path`, with the files below `root` or below its own folder.
#[must_use]
pub fn with_files(source: Source, path: &Path, root: Option<&Path>) -> Source {
    let folder = folder(path);
    let root = root.map_or_else(|| folder.clone(), Path::to_owned);
    source.with_files(move |file| read_below(&root, &folder.join(file)))
}

/// Returns the folder that contains the file at `path`.
#[must_use]
pub fn folder(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Reads a file, which has to be below `root` after links are resolved.
fn read_below(root: &Path, path: &Path) -> Result<String, String> {
    let real = |path: &Path| {
        fs::canonicalize(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => "the file does not exist".to_owned(),
            _ => error.to_string(),
        })
    };
    // This very path is read: a link may change after the check.
    let file = real(path)?;
    if !file.starts_with(real(root)?) {
        return Err("the file is outside of the folder that may be read".to_owned());
    }
    if !file.is_file() {
        return Err("it is not a file".to_owned());
    }
    text(&file)
}

/// Reads the text of a file.
///
/// # Errors
/// Returns a message if it cannot be read, or is not UTF-8.
pub fn text(path: &Path) -> Result<String, String> {
    let bytes = fs::File::open(path).and_then(limited);
    utf8(path, bytes.map_err(|error| format!("cannot read {}: {error}", path.display()))?)
}

/// The maximum number of bytes of a file.
const MAX_BYTES: u64 = 256 << 20;

/// Reads a file to its end.
///
/// # Errors
/// Returns an error if it cannot be read, or has more than 256 MiB: the path may be that of a device.
pub fn limited(file: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(io::Error::other("it is larger than 256 MiB"));
    }
    Ok(bytes)
}

/// Returns the text that a file contains.
///
/// # Errors
/// Returns a message with the line if it is not UTF-8.
pub fn utf8(path: &Path, bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = valid.split(|byte| *byte == b'\n').count();
        format!("{}:{}: the text is not UTF-8", path.display(), line)
    })
}
