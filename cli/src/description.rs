//! Descriptions and the files that they refer to, on the disk.

use std::{
    io::{self, Read},
    path::{Path, PathBuf},
};

use clientwright_codegen::{Source, disk};

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
    let mut source = if is_stdin(path) {
        Source::new("<stdin>", disk::utf8(Path::new("<stdin>"), stdin()?)?)
    } else {
        Source::new(shown(path), disk::text(path)?)
    };
    for overlay in overlays {
        source = source.with_overlay(relative(overlay, &disk::folder(path)), disk::text(overlay)?);
    }
    Ok(disk::with_files(source, path, root))
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
