//! Files below a folder.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The files below `folder` with one of these extensions, sorted.
pub(crate) fn below(folder: &Path, extensions: &[&str]) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    collect(folder, extensions, &mut files)?;
    files.sort();
    Ok(files)
}

fn collect(folder: &Path, extensions: &[&str], files: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries =
        fs::read_dir(folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    for entry in entries.flatten() {
        let path = entry.path();
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if path.is_dir() {
            collect(&path, extensions, files)?;
        } else if extensions.contains(&extension) {
            files.push(path);
        }
    }
    Ok(())
}

/// Writes texts to files below `folder`. What is there already is not touched, so that nothing is built
/// again for it.
pub(crate) fn write_below<P: AsRef<Path>, T: AsRef<str>>(
    folder: &Path,
    files: impl IntoIterator<Item = (P, T)>,
) -> Result<(), String> {
    for (path, text) in files {
        let (path, text) = (folder.join(path), text.as_ref());
        if fs::read_to_string(&path).is_ok_and(|known| known == text) {
            continue;
        }
        fs::create_dir_all(path.parent().unwrap_or(folder))
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    }
    Ok(())
}
