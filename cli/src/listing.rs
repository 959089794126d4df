//! The folders of a crate on the disk, each of which is listed once.

use std::{
    collections::{BTreeMap, HashMap},
    ffi::{OsStr, OsString},
    fs::{self, FileType},
    io,
    path::{Path, PathBuf},
};

/// The names in a folder, sorted.
type Names = BTreeMap<OsString, FileType>;

/// The folders below a folder.
#[derive(Debug)]
pub(crate) struct Listing<'a> {
    root: &'a Path,
    /// The listed folders; `None` for one that cannot be listed.
    folders: HashMap<PathBuf, Option<Names>>,
}

/// The state of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// There is nothing.
    Missing,
    /// There is a file or a folder, or it cannot be listed.
    Present,
    /// There is a link, instead of a file or of a folder.
    Link(&'static str),
}

impl<'a> Listing<'a> {
    pub(crate) fn new(root: &'a Path) -> Self {
        Self { root, folders: HashMap::new() }
    }

    pub(crate) fn root(&self) -> &Path {
        self.root
    }

    /// Returns the names in a folder, which is relative to the root. A missing folder has none.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be listed.
    pub(crate) fn names(&mut self, folder: &Path) -> io::Result<&Names> {
        if !self.folders.contains_key(folder) {
            let names = read(&self.root.join(folder))?;
            self.folders.insert(folder.to_owned(), Some(names));
        }
        let names = self.folders.get(folder).and_then(Option::as_ref);
        names.ok_or_else(|| io::ErrorKind::NotADirectory.into())
    }

    /// Returns `true` if a folder has this name.
    pub(crate) fn has(&mut self, folder: &Path, name: &str) -> bool {
        self.names(folder).is_ok_and(|names| names.contains_key(OsStr::new(name)))
    }

    /// Returns the state of the file at `path`, which is relative to the root. A link is not followed.
    pub(crate) fn state(&mut self, path: &Path) -> State {
        let mut folder = PathBuf::new();
        let mut parts = path.iter().peekable();
        while let Some(name) = parts.next() {
            let kind = match self.names(&folder) {
                Ok(names) => names.get(name).copied(),
                Err(_) => {
                    self.folders.insert(folder, None);
                    return State::Present;
                }
            };
            match kind {
                None => return State::Missing,
                Some(kind) if kind.is_symlink() => {
                    return State::Link(if parts.peek().is_some() { "folder" } else { "file" });
                }
                Some(_) => folder.push(name),
            }
        }
        State::Present
    }
}

fn read(folder: &Path) -> io::Result<Names> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Names::new()),
        entries => entries?,
    };
    entries.map(|entry| entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?)))).collect()
}
