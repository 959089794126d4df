//! Descriptions and the files that they refer to, on the disk.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use clientwright_codegen::Source;

use crate::{files::relative, ready::shown};

/// Returns `true` for the path `-`, by which a description is read from standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Reads the description at `path`, or standard input for `-`, with `overlays`. Other files are read below `root`, or
/// below its own folder.
///
/// # Errors
/// Returns an error if a file cannot be read.
pub fn read(path: &Path, root: Option<&Path>, overlays: &[PathBuf]) -> Result<Source, String> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let root = root.map_or_else(|| folder.clone(), Path::to_owned);
    let mut source = if is_stdin(path) {
        Source::new("<stdin>", utf8(Path::new("<stdin>"), stdin()?)?)
    } else {
        Source::new(shown(path), text(path)?)
    };
    for overlay in overlays {
        source = source.with_overlay(relative(overlay, &folder), text(overlay)?);
    }
    Ok(source.with_files(move |file| read_below(&root, &folder.join(file))))
}

/// Reads a file, which has to be below `root` after links are resolved.
fn read_below(root: &Path, path: &Path) -> Result<String, String> {
    let real = |path: &Path| {
        fs::canonicalize(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => "the file does not exist".to_owned(),
            _ => error.to_string(),
        })
    };
    if !real(path)?.starts_with(real(root)?) {
        return Err("the file is outside of the folder that may be read".to_owned());
    }
    if !path.is_file() {
        return Err("it is not a file".to_owned());
    }
    text(path)
}

/// Reads the text of a file.
///
/// # Errors
/// Returns an error if it cannot be read, or is not UTF-8.
pub fn text(path: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    utf8(path, bytes)
}

/// Reads standard input to its end.
fn stdin() -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|error| format!("cannot read standard input: {error}"))?;
    Ok(bytes)
}

fn utf8(path: &Path, bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.split(|byte| *byte == b'\n').count();
        format!("{}:{}: the text is not UTF-8", path.display(), line)
    })
}
