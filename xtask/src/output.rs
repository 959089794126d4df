//! The disk: its differences from the generated files, and writing them, all or nothing.

use std::{
    collections::BTreeSet,
    ffi::OsString,
    fs::{self, File, FileType, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    process,
};

use codegen::{FileTree, render::MARK};

use crate::listing::{Listing, State};

/// The differences of the disk from the generated files.
#[derive(Debug, Default)]
pub struct Changes {
    /// The files that are missing or have another text.
    pub written: Vec<String>,
    /// The generated files that no longer belong there.
    pub stale: Vec<String>,
    /// The missing ones of `written`.
    new: BTreeSet<String>,
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
    let mut listing = Listing::new(out);
    for (path, text) in files {
        match listing.state(Path::new(path)) {
            State::Present => {}
            State::Missing => {
                changes.written.push(path.clone());
                changes.new.insert(path.clone());
                continue;
            }
            State::Link(expected) => {
                let place = out.join(path);
                return Err(format!(
                    "{} is in the way: it is a link, and a {expected} belongs there",
                    linked(out, &place)
                ));
            }
        }
        let file = out.join(path);
        match fs::read(&file) {
            Ok(bytes) if bytes == text.as_bytes() => {}
            // A run that was killed has created a file without text.
            Ok(bytes) if !bytes.is_empty() && !is_generated(&bytes) => {
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
    generated_files(files, &mut listing, Path::new(""), &mut found)?;
    changes.stale = found;
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

/// Returns the file, or the first folder between it and `out`, that is a link.
fn linked(out: &Path, file: &Path) -> String {
    let is_link = |path: &&Path| fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
    let found = file.ancestors().take_while(|path| *path != out).filter(is_link).last();
    found.unwrap_or(file).display().to_string()
}

/// Returns `true` if the first line is the one that generated files have, as a comment of Rust or TOML or as JSON.
fn is_generated(text: &[u8]) -> bool {
    let starts = ["// ", "# ", "{ \"//\": \""];
    starts.iter().any(|start| {
        let rest = text.strip_prefix(start.as_bytes());
        rest.is_some_and(|rest| rest.starts_with(MARK.as_bytes()))
    })
}

/// Returns `true` for a file that a run which was killed has staged: it has the mark, or is empty.
fn is_staged(name: &str, text: &[u8]) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let run = name.strip_suffix(STAGED).and_then(|name| name.strip_suffix('.')?.rsplit_once('.'));
    let is_named_so =
        run.and_then(|(_, run)| run.split_once('-')).is_some_and(|(id, count)| number(id) && number(count));
    is_named_so && (text.is_empty() || is_generated(text))
}

/// The extension of a file until it is complete. A run that was killed leaves such files.
const STAGED: &str = "codegen-new";
/// The file that a later run compares with. It changes last, so that the run after a killed one starts from the same
/// state.
const LAST: &str = "api.txt";

/// The folder that contains all generated files, except for those beside the manifest.
const SOURCES: &str = "src";

/// Adds the files in `folder` with the mark that are not in `files`, and those of a run that was killed. Links, hidden
/// folders and other packages are not followed.
fn generated_files(
    files: &FileTree,
    listing: &mut Listing<'_>,
    folder: &Path,
    found: &mut Vec<String>,
) -> Result<(), String> {
    let names =
        listing.names(folder).map(|names| names.iter().map(|(name, kind)| (name.clone(), *kind)).collect());
    let names: Vec<(OsString, FileType)> =
        names.map_err(|error| format!("cannot read {}: {error}", listing.root().join(folder).display()))?;
    let is_top = folder.as_os_str().is_empty();
    for (name, kind) in names {
        let path = folder.join(&name);
        let text = name.to_string_lossy();
        if kind.is_dir() {
            let is_searched = if is_top { text == SOURCES } else { !text.starts_with('.') };
            if is_searched && !listing.has(&path, "Cargo.toml") {
                generated_files(files, listing, &path, found)?;
            }
        } else if kind.is_file()
            && matches!(path.extension().and_then(|e| e.to_str()), Some("rs" | "toml" | "txt" | STAGED))
        {
            let place = path.to_string_lossy().replace('\\', "/");
            if files.contains_key(&place) {
                continue;
            }
            let bytes = start_of(&listing.root().join(&path))
                .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
            let is_ours =
                if text.ends_with(STAGED) { is_staged(&text, &bytes) } else { is_generated(&bytes) };
            if is_ours {
                found.push(place);
            }
        }
    }
    Ok(())
}

/// Reads the part of a file that contains the mark.
fn start_of(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(MARK.len() as u64 + 16).read_to_end(&mut bytes)?;
    Ok(bytes)
}

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
/// as before.
///
/// # Errors
/// Returns an error if a file cannot be written.
pub fn apply(files: &FileTree, changes: &Changes, out: &Path) -> Result<(), String> {
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
fn create_staged(file: &Path) -> io::Result<(PathBuf, File)> {
    let mut attempt = 0;
    loop {
        // The extension is appended: `a.rs` and `a.toml` are two files.
        let mut name = file.to_owned().into_os_string();
        name.push(format!(".{}-{attempt}.{STAGED}", process::id()));
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
    use super::*;

    #[test]
    fn stages_in_a_new_file_beside_a_link_of_that_name() {
        let folder = std::env::temp_dir().join(format!("codegen-staged-{}", process::id()));
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
