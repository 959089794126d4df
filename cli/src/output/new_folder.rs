//! Writing of a folder that did not exist: its files are written to another one beside it, which gets its name.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clientwright_codegen::FileTree;

use super::{is_ours, staged_end, staged_name, start_of};

/// Writes all files of the empty folder `out` at once. Returns `false` if another way is necessary, because the system
/// cannot replace an empty folder or the folder around it cannot be written to.
///
/// # Errors
/// Returns an error if a file cannot be written.
pub(super) fn write(files: &FileTree, out: &Path) -> Result<bool, String> {
    let Some(staged) = staged(out) else { return Ok(false) };
    if fs::create_dir(&staged).is_err() {
        return Ok(false);
    }
    let result = write_files(files, &staged, out);
    let is_written = result.is_ok() && fs::rename(&staged, out).is_ok();
    if !is_written {
        let _ = fs::remove_dir_all(&staged);
    }
    result.map(|()| is_written)
}

fn write_files(files: &FileTree, staged: &Path, out: &Path) -> Result<(), String> {
    let mut known = staged.to_owned();
    for (path, text) in files {
        let file = staged.join(path);
        let folder = file.parent().unwrap_or(staged);
        let made = if folder == known { Ok(()) } else { fs::create_dir_all(folder) };
        folder.clone_into(&mut known);
        let written = made.and_then(|()| fs::write(&file, text));
        written.map_err(|error: io::Error| format!("cannot write {}: {error}", out.join(path).display()))?;
    }
    Ok(())
}

/// Removes the folders of runs that were killed. The caller has the lock of `out`, so that no run uses one.
pub(super) fn remove_staged(out: &Path) {
    let (Some(around), Some(name)) = (out.parent(), out.file_name()) else { return };
    let around = if around.as_os_str().is_empty() { Path::new(".") } else { around };
    let wanted = format!(".{}", name.to_string_lossy());
    for entry in fs::read_dir(around).into_iter().flatten().flatten() {
        let found = entry.file_name();
        let is_staged = found.to_str().and_then(staged_name) == Some(&*wanted);
        if is_staged && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            remove_generated(&entry.path());
        }
    }
}

/// Removes a folder and the generated and the empty files in it. Other files, and the folders around them, stay.
fn remove_generated(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => remove_generated(&path),
            Ok(kind) if kind.is_file() && start_of(&path).is_ok_and(|text| is_ours(&text)) => {
                let _ = fs::remove_file(&path);
            }
            _ => {}
        }
    }
    let _ = fs::remove_dir(folder);
}

/// Returns the folder in which a run writes the files of `out`.
fn staged(out: &Path) -> Option<PathBuf> {
    let name = out.file_name()?.to_str()?;
    Some(out.with_file_name(format!(".{name}{}", staged_end(0))))
}
