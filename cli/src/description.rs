//! Descriptions and the files that they refer to, on the disk.

use std::{
    io,
    path::{Path, PathBuf},
};

use clientwright_codegen::{Source, disk};

use crate::{
    files::{absolute, relative},
    program,
    ready::shown,
};

/// Returns `true` for the path `-`, by which a description is read from standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Returns the name of a description in messages: its path, or `<stdin>`.
pub(crate) fn name(path: &Path) -> String {
    if is_stdin(path) { "<stdin>".to_owned() } else { shown(path) }
}

/// Reads the description at `path`, or standard input for `-`, with `overlays`. Other files are read below `root`, or
/// below its own folder.
///
/// # Errors
/// Returns an error if a file cannot be read.
pub fn read(path: &Path, root: Option<&Path>, overlays: &[PathBuf]) -> Result<Source, String> {
    if path.to_str().is_some_and(|text| text.starts_with("https://") || text.starts_with("http://")) {
        let name = program::name();
        return Err(format!("{} is a URL: run `{name} fetch {0}` first", path.display()));
    }
    let text = if is_stdin(path) { disk::utf8(Path::new("<stdin>"), stdin()?)? } else { disk::text(path)? };
    let mut source = Source::new(name(path), text);
    for overlay in overlays {
        // A path can be written from a folder only if both are absolute.
        let [file, folder] = [overlay.as_path(), &disk::folder(path)].map(absolute);
        source = source.with_overlay(relative(&file?, &folder?), disk::text(overlay)?);
    }
    Ok(disk::with_files(source, path, root))
}

/// Reads standard input to its end.
fn stdin() -> Result<Vec<u8>, String> {
    disk::limited(io::stdin().lock()).map_err(|error| format!("cannot read standard input: {error}"))
}
