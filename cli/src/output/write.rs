//! Writing of the differences, all or nothing.

use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use clientwright_codegen::FileTree;

use super::{Changes, LAST, new_folder, staged_end};

/// The files that a run has created.
#[derive(Default)]
struct Created {
    folders: Vec<PathBuf>,
    /// The new files.
    files: Vec<PathBuf>,
    /// The files that replace others.
    staged: Vec<(PathBuf, PathBuf)>,
}

/// Writes the differences. Every new text is on the disk before the first file changes; after a failure the folder is
/// as before. A folder that this run has made, `is_made`, appears with all files at once.
///
/// # Errors
/// Returns an error if a file cannot be written.
pub fn apply(files: &FileTree, changes: &Changes, out: &Path, is_made: bool) -> Result<(), String> {
    new_folder::remove_staged(out);
    if is_made && new_folder::write(files, out)? {
        return Ok(());
    }
    let mut created = Created::default();
    let result = stage(files, changes, out, &mut created).and_then(|()| swap(changes, out, &created.staged));
    if result.is_err() {
        // Those that were renamed no longer exist.
        let staged = created.staged.iter().map(|(temporary, _)| temporary);
        for file in staged.chain(&created.files) {
            let _ = fs::remove_file(file);
        }
        for folder in created.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
    result
}

fn stage(files: &FileTree, changes: &Changes, out: &Path, created: &mut Created) -> Result<(), String> {
    let mut known = PathBuf::new();
    for path in &changes.written {
        let file = out.join(path);
        let folder = file.parent().unwrap_or(out);
        if folder != known {
            make_folders(folder, &mut created.folders)
                .map_err(|error| format!("cannot make the folder {}: {error}", folder.display()))?;
            folder.clone_into(&mut known);
        }
        let text = files.get(path).map_or("", String::as_str);
        let is_new = path != LAST && changes.new.contains(path);
        let cannot = |error| format!("cannot write {}: {error}", file.display());
        let new = is_new.then(|| OpenOptions::new().write(true).create_new(true).open(&file));
        let mut content = match new {
            // Its name has other letters in the listing, or another process has made it.
            Some(Err(error)) if error.kind() == io::ErrorKind::AlreadyExists => None,
            new => new.transpose().map_err(cannot)?,
        };
        let (place, written) = match &mut content {
            Some(content) => {
                created.files.push(file.clone());
                (file, content.write_all(text.as_bytes()))
            }
            None => {
                let (temporary, mut content) = create_staged(&file).map_err(cannot)?;
                let written = content.write_all(text.as_bytes());
                created.staged.push((temporary.clone(), file));
                (temporary, written)
            }
        };
        written.map_err(|error| format!("cannot write {}: {error}", place.display()))?;
    }
    Ok(())
}

/// Creates a file beside `file` for its new text. The file is a new one, and never the target of a link.
pub(crate) fn create_staged(file: &Path) -> io::Result<(PathBuf, File)> {
    let mut attempt = 0;
    loop {
        // The extension is appended: `a.rs` and `a.toml` are two files.
        let mut name = file.to_owned().into_os_string();
        name.push(staged_end(attempt));
        let temporary = PathBuf::from(name);
        match OpenOptions::new().write(true).create_new(true).open(&temporary) {
            // The name of a process that was killed, or a file of the user.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < MAX_ATTEMPTS => {
                attempt += 1;
            }
            result => return result.map(|content| (temporary, content)),
        }
    }
}

/// The maximum number of names for a file, of which others may exist.
const MAX_ATTEMPTS: u32 = 100;

/// Makes `folder` and the missing ones above it, and adds them to `made`.
pub(crate) fn make_folders(folder: &Path, made: &mut Vec<PathBuf>) -> io::Result<()> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent() {
        make_folders(above, made)?;
    }
    match fs::create_dir(folder) {
        Ok(()) => made.push(folder.to_owned()),
        // Another process has made it.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
        Err(error) => return Err(error),
    }
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
        for file in changes.stale.iter().map(|path| out.join(path)) {
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

#[cfg(all(test, unix))]
mod tests {
    use std::process;

    use super::{super::STAGED, *};

    #[test]
    fn stages_in_a_new_file_beside_a_link_of_that_name() {
        let folder = std::env::temp_dir().join(format!("clientwright-staged-{}", process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let [victim, file] = ["victim", "lib.rs"].map(|name| folder.join(name));
        fs::write(&victim, "mine").expect("a file");
        let link = folder.join(format!("lib.rs.{}-0.{STAGED}", process::id()));
        std::os::unix::fs::symlink(&victim, &link).expect("a link");
        let (staged, mut content) = create_staged(&file).expect("a file");
        content.write_all(b"generated").expect("a file");
        assert_eq!(staged, folder.join(format!("lib.rs.{}-1.{STAGED}", process::id())));
        assert_eq!(fs::read(&victim).expect("a file"), b"mine");
        fs::remove_dir_all(&folder).expect("a folder");
    }
}
