//! Files below a folder.

use std::{
    fs,
    io::Write,
    path::{Component, Path, PathBuf},
};

use crate::{config, output};

/// Returns the files below `folder` with one of these extensions, sorted.
///
/// # Errors
/// Returns an error if a folder cannot be read.
pub fn below(folder: &Path, extensions: &[&str]) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    collect(folder, extensions, &mut files)?;
    files.sort();
    Ok(files)
}

/// Returns the folders in `folder`, with their names, sorted.
///
/// # Errors
/// Returns an error if the folder cannot be read.
pub fn folders(folder: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let entries =
        fs::read_dir(folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let mut folders: Vec<(String, PathBuf)> = entries
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        .collect();
    folders.sort();
    Ok(folders)
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

/// Writes texts to files below `folder`. A file with the same text is not touched, so that cargo does not build it
/// again.
///
/// # Errors
/// Returns an error if a file cannot be written.
pub fn write_below<P: AsRef<Path>, T: AsRef<str>>(
    folder: &Path,
    files: impl IntoIterator<Item = (P, T)>,
) -> Result<(), String> {
    for (path, text) in files {
        let (path, text) = (folder.join(path), text.as_ref());
        if fs::read_to_string(&path).is_ok_and(|known| known == text) {
            continue;
        }
        replace(&path, text)?;
    }
    Ok(())
}

/// Writes a file at once: a run that fails or is killed leaves the file before. A link stays one.
///
/// # Errors
/// Returns an error if the file cannot be written.
pub(crate) fn replace(path: &Path, text: &str) -> Result<(), String> {
    let cannot = |error| format!("cannot write {}: {error}", path.display());
    let folder = path.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder).map_err(cannot)?;
    let file = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let (staged, mut new) = output::create_staged(&file).map_err(cannot)?;
    let written = new.write_all(text.as_bytes()).and_then(|()| {
        if let Ok(before) = fs::metadata(&file) {
            fs::set_permissions(&staged, before.permissions())?;
        }
        fs::rename(&staged, &file)
    });
    if written.is_err() {
        let _ = fs::remove_file(&staged);
    }
    written.map_err(cannot)
}

/// Returns the absolute path, without `folder/..`.
///
/// # Errors
/// Returns an error if the path is empty, or there is no current folder.
pub(crate) fn absolute(path: &Path) -> Result<PathBuf, String> {
    let absolute = std::path::absolute(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(config::normal(&absolute))
}

/// Returns the path from `folder` to `path`, with `/` between folders.
pub(crate) fn relative(path: &Path, folder: &Path) -> String {
    let [mut here, mut there] = [folder, path].map(|path| path.components().peekable());
    while here.peek().is_some() && here.peek() == there.peek() {
        here.next();
        there.next();
    }
    let up = here.map(|_| "..".to_owned());
    let down = there.map(|part: Component<'_>| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn returns_paths_from_the_folder_of_the_settings() {
        let folder = Path::new("/project/spec");
        assert_eq!(relative(Path::new("/project/spec/a.yaml"), folder), "a.yaml");
        assert_eq!(relative(Path::new("/project/crates/a"), folder), "../crates/a");
    }
}
