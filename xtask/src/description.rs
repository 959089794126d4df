//! Descriptions and the files that they refer to, as they are on the disk.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use codegen::Source;

use crate::{files::relative, ready::shown};

/// The description at `path`, with `overlays`. Other files are read below `root`, or below its own folder.
///
/// # Errors
/// When a file cannot be read.
pub fn read(path: &Path, root: Option<&Path>, overlays: &[PathBuf]) -> Result<Source, String> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let root = root.map_or_else(|| folder.clone(), Path::to_owned);
    let mut source = Source::new(shown(path), text(path)?);
    for overlay in overlays {
        source = source.with_overlay(relative(overlay, &folder), text(overlay)?);
    }
    Ok(source.with_files(move |file| read_below(&root, &folder.join(file))))
}

/// The text of a file, which has to be below `root`, whatever links lead to it.
fn read_below(root: &Path, path: &Path) -> Result<String, String> {
    let real = |path: &Path| {
        fs::canonicalize(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => "there is no such file".to_owned(),
            _ => error.to_string(),
        })
    };
    if !real(path)?.starts_with(real(root)?) {
        return Err("it is outside of the folder that may be read".to_owned());
    }
    if !path.is_file() {
        return Err("it is no file".to_owned());
    }
    text(path)
}

/// The text of a file.
pub fn text(path: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.split(|byte| *byte == b'\n').count();
        format!("{}:{}: the text is not UTF-8", path.display(), line)
    })
}
