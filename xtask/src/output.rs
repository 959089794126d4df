//! The disk: its differences from the generated files, and writing them, all or nothing.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use codegen::{FileTree, render::MARK};

/// The differences of the disk from the generated files.
#[derive(Debug, Default)]
pub struct Changes {
    /// The files that are missing or have another text.
    pub written: Vec<String>,
    /// The generated files that no longer belong there.
    pub stale: Vec<String>,
}

impl Changes {
    /// Returns `true` without a difference.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.written.is_empty() && self.stale.is_empty()
    }
}

/// Compares the folder `out` with `files`.
///
/// # Errors
/// Returns an error if a file would be overwritten that was not generated, or the folder cannot be read.
pub fn compare(files: &FileTree, out: &Path) -> Result<Changes, String> {
    let mut changes = Changes::default();
    for (path, text) in files {
        let file = out.join(path);
        match fs::read(&file) {
            Ok(bytes) if bytes == text.as_bytes() => {}
            Ok(bytes) if !is_generated(&bytes) => {
                return Err(format!(
                    "{} is in the way: it was not generated; remove it or choose another folder",
                    file.display()
                ));
            }
            Ok(_) => changes.written.push(path.clone()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => changes.written.push(path.clone()),
            Err(error) => return Err(in_the_way(out, &file, &error)),
        }
    }
    let mut found = Vec::new();
    generated_files(out, Path::new(""), &mut found)?;
    changes.stale = found.into_iter().filter(|path| !files.contains_key(path)).collect();
    Ok(changes)
}

/// Returns the message for an obstacle at the path of the generated file `file`.
fn in_the_way(out: &Path, file: &Path, error: &io::Error) -> String {
    if file.is_dir() {
        return format!("{} is in the way: it is a folder, and a file belongs there", file.display());
    }
    let above = file.ancestors().skip(1).take_while(|folder| folder.starts_with(out));
    match above.filter(|folder| folder.exists() && !folder.is_dir()).last() {
        Some(found) => {
            format!("{} is in the way: it is a file, and a folder belongs there", found.display())
        }
        None => format!("cannot read {}: {error}", file.display()),
    }
}

fn is_generated(text: &[u8]) -> bool {
    let first_line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    first_line.windows(MARK.len()).any(|window| window == MARK.as_bytes())
}

/// The extension of a file until it is complete. A run that was killed leaves such files.
const STAGED: &str = "codegen-new";
/// The file that a later run compares with. It changes last, so that the run after a killed one starts from the same
/// state.
const LAST: &str = "api.txt";

/// Adds the files of `out` below `folder` with the mark, and those of a run that was killed. Links, hidden folders and
/// cargo's folder are not followed.
fn generated_files(out: &Path, folder: &Path, found: &mut Vec<String>) -> Result<(), String> {
    let place = out.join(folder);
    let entries = match fs::read_dir(&place) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(format!("cannot read {}: {error}", place.display())),
    };
    let mut names: Vec<(PathBuf, fs::FileType)> = Vec::new();
    for entry in entries {
        let read = entry.and_then(|entry| Ok((PathBuf::from(entry.file_name()), entry.file_type()?)));
        names.push(read.map_err(|error| format!("cannot read {}: {error}", place.display()))?);
    }
    names.sort_by(|(one, _), (other, _)| one.cmp(other));
    for (name, kind) in names {
        let path = folder.join(&name);
        let text = name.to_string_lossy();
        if kind.is_dir() && text != "target" && !text.starts_with('.') {
            generated_files(out, &path, found)?;
        } else if kind.is_file() && name.extension().is_some_and(|extension| extension == STAGED) {
            found.push(path.to_string_lossy().replace('\\', "/"));
        } else if kind.is_file()
            && matches!(name.extension().and_then(|e| e.to_str()), Some("rs" | "toml" | "txt"))
        {
            let bytes = fs::read(out.join(&path))
                .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
            if is_generated(&bytes) {
                found.push(path.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    Ok(())
}

/// Writes the differences. Every new text is on the disk before the first file changes; after a failure the folder is
/// as before.
///
/// # Errors
/// Returns an error if a file cannot be written.
pub fn apply(files: &FileTree, changes: &Changes, out: &Path) -> Result<(), String> {
    let mut new_folders = Vec::new();
    let mut staged = Vec::new();
    let result =
        stage(files, changes, out, &mut new_folders, &mut staged).and_then(|()| swap(changes, out, &staged));
    for (temporary, _) in &staged {
        // Those that were renamed no longer exist.
        let _ = fs::remove_file(temporary);
    }
    if result.is_err() {
        for folder in new_folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
    result
}

fn stage(
    files: &FileTree,
    changes: &Changes,
    out: &Path,
    new_folders: &mut Vec<PathBuf>,
    staged: &mut Vec<(PathBuf, PathBuf)>,
) -> Result<(), String> {
    for path in &changes.written {
        let file = out.join(path);
        let folder = file.parent().unwrap_or(out);
        make_folders(folder, new_folders)
            .map_err(|error| format!("cannot make the folder {}: {error}", folder.display()))?;
        // The extension is appended: `a.rs` and `a.toml` are two files.
        let mut name = file.clone().into_os_string();
        name.push(".");
        name.push(STAGED);
        let temporary = PathBuf::from(name);
        staged.push((temporary.clone(), file));
        let text = files.get(path).map_or("", String::as_str);
        fs::write(&temporary, text)
            .map_err(|error| format!("cannot write {}: {error}", temporary.display()))?;
    }
    Ok(())
}

/// Makes `folder` and the missing ones above it, and adds them to `made`.
fn make_folders(folder: &Path, made: &mut Vec<PathBuf>) -> io::Result<()> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent() {
        make_folders(above, made)?;
    }
    fs::create_dir(folder)?;
    made.push(folder.to_owned());
    Ok(())
}

/// Renames the staged files and removes the stale ones. Restores the files before if a step fails.
fn swap(changes: &Changes, out: &Path, staged: &[(PathBuf, PathBuf)]) -> Result<(), String> {
    let mut before: Vec<(PathBuf, Option<Vec<u8>>)> = Vec::new();
    let mut steps = || -> io::Result<()> {
        let (last, others): (Vec<_>, Vec<_>) = staged.iter().partition(|(_, file)| *file == out.join(LAST));
        for (temporary, file) in others {
            before.push((file.clone(), fs::read(file).ok()));
            fs::rename(temporary, file)?;
        }
        let stale = changes.stale.iter().map(|path| out.join(path));
        // A file of a killed run may be one that this run has staged.
        for file in stale.filter(|file| !staged.iter().any(|(temporary, _)| temporary == file)) {
            before.push((file.clone(), fs::read(&file).ok()));
            fs::remove_file(&file)?;
        }
        for (temporary, file) in last {
            before.push((file.clone(), fs::read(file).ok()));
            fs::rename(temporary, file)?;
        }
        Ok(())
    };
    let result = steps();
    if let Err(error) = result {
        for (file, text) in before.iter().rev() {
            let _ = match text {
                Some(text) => fs::write(file, text),
                None => fs::remove_file(file),
            };
        }
        return Err(format!("cannot write to {}: {error}; nothing is changed", out.display()));
    }
    remove_empty_folders(changes, out);
    Ok(())
}

fn remove_empty_folders(changes: &Changes, out: &Path) {
    let folders: BTreeSet<PathBuf> =
        changes.stale.iter().filter_map(|path| Some(out.join(path).parent()?.to_owned())).collect();
    for folder in folders.iter().rev().filter(|folder| *folder != out) {
        // A folder that is not empty stays.
        let _ = fs::remove_dir(folder);
    }
}
