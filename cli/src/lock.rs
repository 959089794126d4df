//! The lock of a folder: runs that write to the same folder wait for each other. The system releases the lock when a
//! run ends, however it ends.

use std::{
    collections::BTreeSet,
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use crate::{output::make_folders, ready::shown};

/// The lock of a folder.
#[derive(Debug)]
pub(crate) struct Lock {
    /// The open file that holds the lock.
    _file: File,
    /// The folders that were made for it.
    made: Vec<PathBuf>,
}

impl Lock {
    /// Locks folders, in an order that does not depend on the order of the list: runs never wait for each other.
    ///
    /// # Errors
    /// Returns an error if the system fails while it waits.
    pub(crate) fn all<'a>(folders: impl Iterator<Item = &'a Path>) -> Result<Vec<Self>, String> {
        let folders: BTreeSet<PathBuf> = folders
            .map(|folder| fs::canonicalize(folder).or_else(|_| std::path::absolute(folder)))
            .filter_map(Result::ok)
            .collect();
        let locks = folders.iter().map(|folder| {
            Self::of(folder).map_err(|error| format!("cannot lock {}: {error}", shown(folder)))
        });
        locks.filter_map(Result::transpose).collect()
    }

    /// Returns the folders that were made for the locks, without links.
    pub(crate) fn made(locks: &[Self]) -> BTreeSet<PathBuf> {
        locks.iter().flat_map(|lock| &lock.made).filter_map(|folder| fs::canonicalize(folder).ok()).collect()
    }

    /// Locks a folder, which is made if it is missing. Returns `None` if that is impossible, which the writing of files
    /// reports.
    fn of(folder: &Path) -> io::Result<Option<Self>> {
        loop {
            let mut made = Vec::new();
            if make_folders(folder, &mut made).is_err() {
                remove(&made);
                return Ok(None);
            }
            let Ok(file) = open(folder) else { return Ok(None) };
            match file.try_lock() {
                // A file system without locks: files of two runs are still distinct.
                Ok(()) | Err(TryLockError::Error(_)) => {}
                Err(TryLockError::WouldBlock) => {
                    print_error!("waiting for another run in {}", shown(folder));
                    file.lock()?;
                }
            }
            // The run before may have removed the folder that it made.
            if is_at(&file, folder) {
                return Ok(Some(Self { _file: file, made }));
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        remove(&self.made);
    }
}

/// Removes folders that are empty.
fn remove(made: &[PathBuf]) {
    for folder in made.iter().rev() {
        let _ = fs::remove_dir(folder);
    }
}

/// Opens the folder itself, so that the lock leaves no file.
#[cfg(unix)]
fn open(folder: &Path) -> io::Result<File> {
    File::open(folder)
}

/// Opens a file in the folder: other systems do not lock folders.
#[cfg(not(unix))]
fn open(folder: &Path) -> io::Result<File> {
    fs::OpenOptions::new().write(true).create(true).truncate(false).open(folder.join(".clientwright-lock"))
}

/// Returns `true` if an open folder is still the one at its path.
#[cfg(unix)]
fn is_at(file: &File, folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    let (Ok(opened), Ok(found)) = (file.metadata(), fs::metadata(folder)) else { return false };
    (opened.dev(), opened.ino()) == (found.dev(), found.ino())
}

/// Returns `true`: a folder with an open file cannot be removed.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}
